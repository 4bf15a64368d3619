"""The shape of the form for a second coding: which words, one theme, a stance; it is not told what the first said."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from consult.analysis.texts import sentences
from consult.domain.codebooks import STANCES
from consult.domain.errors import Refused
from consult.exports.report_words import stance_words
from consult.queries.double_coding import Blind, FrameTheme
from consult.services.double_coding import Given
from consult.web.fields import choices
from consult.web.staff.passages import ENGLISH, WHOLE, chosen_span
from consult.web.staff.plain_forms import Plain, tidy


class SecondForm(Plain):
    """What a second coder says of a passage; the whole answer is chosen beforehand, and nothing else."""

    passage = RadioField(_l("Which words?"), default=WHOLE, validate_choice=False)
    theme = SelectField(_l("What are they about?"), filters=[tidy], validate_choice=False)
    stance = RadioField(_l("Are they for or against what the plan sets out?"), validate_choice=False)


@dataclass(frozen=True)
class PassageChoice:
    """Words to choose: the value of the field, and the words, empty for a whole text."""

    value: str
    words: str


@dataclass(frozen=True)
class WordsToCode:
    """A text of the answer, its own or its English, with what can be chosen of it."""

    text: str
    language: str
    is_english: bool
    choices: tuple[PassageChoice, ...]


def second_form(themes: Sequence[FrameTheme]) -> SecondForm:
    """Return the form with the themes in use, those of the second level under the first, and the stances."""
    form = SecondForm()
    form.stance.choices = choices([(stance, stance_words(stance, gettext)) for stance in STANCES])
    form.theme.choices = choices([("", ""), *((theme.public_id, _label(theme)) for theme in themes)])
    return form


def _label(theme: FrameTheme) -> str:
    return gettext("%(theme)s (under %(parent)s)", theme=theme.name, parent=theme.parent) if theme.parent \
        else theme.name


def texts_of(view: Blind) -> list[WordsToCode]:
    """Return the texts that can be coded: the answer, and its English where two people stand behind it."""
    found = [_text(view.text, view.language, False)]
    return [*found, _text(view.english, "en", True)] if view.english else found


def _text(text: str, language: str, is_english: bool) -> WordsToCode:
    prefix = ENGLISH if is_english else ""
    spans = sentences(text)
    parts = tuple(PassageChoice(f"{prefix}{start}-{end}", text[start:end]) for start, end in spans)
    return WordsToCode(text, language, is_english,
                       (PassageChoice(f"{prefix}{WHOLE}", ""), *(parts if len(parts) > 1 else ())))


def given_of(form: SecondForm, view: Blind) -> Given:
    """Return what the form says; raises Refused where the words that it names are none of the answer."""
    name = form.passage.data or ""
    of_english = name.startswith(ENGLISH)
    if of_english and not view.english:
        raise Refused("passage", "words-not-checked")
    span = chosen_span(name.removeprefix(ENGLISH), "", "", view.words(of_english))
    if not form.theme.data:
        raise Refused("theme", "theme-missing")
    return Given(form.theme.data, form.stance.data or "", span, of_english)
