"""The shape of the coding form: which words, theme, stance and part of the plan; what is right is the domain's."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField

from consult.analysis.texts import sentences
from consult.domain.codebooks import STANCES
from consult.domain.errors import Refused
from consult.exports.report_words import stance_words
from consult.queries.codebooks import ThemeRow
from consult.queries.codings import AnswerView, Suggested
from consult.queries.plan_choices import Group
from consult.services.codings import Code
from consult.web.staff.passages import ENGLISH, WHOLE, Piece, Span, chosen_span, pieces
from consult.web.staff.plain_forms import Plain, tidy


class CodingForm(Plain):
    """What a coder says about a passage. Nothing that a machine suggests is ever chosen beforehand."""

    passage = RadioField(_l("Which words?"), default=WHOLE, validate_choice=False)
    start = HiddenField()
    end = HiddenField()
    theme = RadioField(_l("What are they about?"), filters=[tidy], validate_choice=False)
    new_theme = StringField(_l("Or name a new theme"), filters=[tidy])
    stance = RadioField(_l("Are they for or against what the plan sets out?"), validate_choice=False)
    plan_node = SelectField(_l("Part of the plan, if they speak of one"), filters=[tidy], validate_choice=False)


@dataclass(frozen=True)
class ThemeChoice:
    """A theme to choose; `words` moved a machine to suggest it, None where it was not suggested."""

    theme: ThemeRow
    words: tuple[str, ...] | None


def coding_form(groups: Sequence[Group]) -> CodingForm:
    """Return the form with stances and parts of the plan to choose from, filled with what was posted."""
    form = CodingForm()
    form.stance.choices = [(stance, stance_words(stance, gettext)) for stance in STANCES]
    none = ("", gettext("No part in particular"))
    choices: dict[str, list[tuple[str, str]]] = {gettext("The plan as a whole"): [none]}
    for group in groups:
        choices.setdefault(group.label, []).extend((choice.key, choice.label) for choice in group.choices)
    form.plan_node.choices = choices
    return form


def theme_choices(themes: Sequence[ThemeRow], suggestions: Sequence[Suggested]) -> list[ThemeChoice]:
    """Return the suggested themes in their order, then the others as they come."""
    by_id = {theme.public_id: theme for theme in themes}
    first = [ThemeChoice(by_id[item.theme_id], item.words) for item in suggestions if item.theme_id in by_id]
    named = {choice.theme.public_id for choice in first}
    return first + [ThemeChoice(theme, None) for theme in themes if theme.public_id not in named]


@dataclass(frozen=True)
class Source:
    """A text to choose words of: the answer or its English; `prefix` stands before the names of its passages.

    `spans` are the passages of it that were coded; on the page they are numbered from `first` on.
    """

    text: str
    language: str
    prefix: str
    spans: tuple[Span, ...]
    first: int

    @property
    def is_english(self) -> bool:
        """Whether it is what two people made of an answer in another language."""
        return self.prefix == ENGLISH

    @property
    def pieces(self) -> list[Piece]:
        """The text cut where its marks begin and end."""
        return pieces(self.text, self.spans, self.first)

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """The value and the words of each sentence, where there is more than one."""
        spans: Sequence[Span] = sentences(self.text)
        if len(spans) < 2:
            return []
        return [(f"{self.prefix}{start}-{end}", self.text[start:end]) for start, end in spans]


def sources_of(view: AnswerView) -> list[Source]:
    """Return the texts that can be coded: the answer, and its English where it was checked."""
    found = [_source(view, "", 1)]
    if view.checked_english:
        found.append(_source(view, ENGLISH, 1 + len(found[0].spans)))
    return found


def _source(view: AnswerView, prefix: str, first: int) -> Source:
    is_english = prefix == ENGLISH
    text = view.words_to_code(is_english)
    spans = {(coding.start, coding.end) for coding in view.codings if coding.of_english == is_english}
    return Source(text, "en" if is_english else view.language, prefix, tuple(sorted(spans - {(0, len(text))})), first)


def numbers_of(sources: Sequence[Source]) -> dict[tuple[bool, int, int], int]:
    """Return the number on the page of each coded passage that is no whole text: (of the English, start, end)."""
    return {(source.is_english, *span): number
            for source in sources for number, span in enumerate(source.spans, source.first)}


def span_of(form: CodingForm, view: AnswerView) -> tuple[Span | None, bool]:
    """Return the passage that the form names, None for a whole text, and whether it is one of the English.

    Raises Refused.
    """
    name = form.passage.data or ""
    of_english = name.startswith(ENGLISH)
    text = view.words_to_code(of_english)
    if of_english and not text:
        raise Refused("passage", "words-not-checked")
    span = chosen_span(name.removeprefix(ENGLISH), form.start.data or "", form.end.data or "", text)
    return span, of_english


def code_of(form: CodingForm) -> Code:
    """Return what the form says of the passage."""
    node = form.plan_node.data
    return Code(theme=form.theme.data or "", stance=form.stance.data or "", nodes=(node,) if node else ())
