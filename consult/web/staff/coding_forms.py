"""The shape of the coding form: which words, theme, stance and part of the plan; what is right is the domain's."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField

from consult.analysis.texts import sentences
from consult.domain.codebooks import STANCES
from consult.exports.report_words import stance_words
from consult.queries.codebooks import ThemeRow
from consult.queries.codings import AnswerView, Suggested
from consult.queries.plan_choices import Group
from consult.services.codings import Code
from consult.web.staff.passages import WHOLE, Span, chosen_span
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


def sentences_of(view: AnswerView) -> list[tuple[str, str]]:
    """Return (value, words) of each sentence where there is more than one."""
    spans: Sequence[Span] = sentences(view.text)
    return [(f"{start}-{end}", view.text[start:end]) for start, end in spans] if len(spans) > 1 else []


def span_of(form: CodingForm, text: str) -> Span | None:
    """Return the passage that the form names, None for the whole answer; raises Refused."""
    return chosen_span(form.passage.data or "", form.start.data or "", form.end.data or "", text)


def code_of(form: CodingForm) -> Code:
    """Return what the form says of the passage."""
    return Code(theme=form.theme.data or "", stance=form.stance.data or "", plan_node=form.plan_node.data or None)
