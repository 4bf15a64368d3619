"""The shape of a form that is typed: a field for each thing on the paper, in order; what is right is the domain's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import g
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field as HtmlField
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.meta import DefaultMeta

from consult.domain.keyings import BODY, CLOSED, CONSENT, PART, QUOTES, SPEAKS_FOR, TICKS, Field, Typing
from consult.domain.routing import Step
from consult.domain.surveys import Page, Question, Section, companions_of, options_of
from consult.extensions import db
from consult.queries import plan_choices
from consult.services.keyings import Typed
from consult.web.fields import choices, grouped
from consult.web.pages import words
from consult.web.question_forms import AskedForm, page_form, posted

# Before the key of what is unclear.
UNCLEAR_BOX = "k:unclear:"
REVISION = "k:revision"
# Each as it stands on the paper, so that the eye finds it again.
LABELS: Mapping[str, Any] = {
    ":age": _l("How old are you?"), ":on_behalf_of": _l("Who are you answering for?"), BODY: _l("Its name"),
    SPEAKS_FOR: _l("How many people you speak for"), ":may_be_named": _l("Printing the name"),
    ":was_helped": _l("Did someone help you to fill in this form?"), ":words_are": _l("Whose words are these?"),
    CONSENT: _l("Agreement to send"), QUOTES: _l("Printing some of the words"),
}
OPTIONS: Mapping[str, Any] = {
    ":age": {"16-17": _l("16 or 17"), "adult": _l("18 or over")},
    ":on_behalf_of": {"self": _l("For myself"), "group": _l("For a group"), "organisation": _l("For an organisation")},
    ":may_be_named": {"yes": _l("You may print this name in the report")},
    ":was_helped": {"no": _l("No"), "yes": _l("Yes")},
    ":words_are": {"own": _l("My own words"), "together": _l("Words that we found together"),
                   "helper": _l("The helper's words")},
    CONSENT: {"yes": _l("I have read what happens with my answers, and I agree to send them")},
    QUOTES: {"yes": _l("You may print some of my words in the report, without my name")},
}


class _Meta(DefaultMeta):
    """No token of its own (web/tokens.py checks the page's), and none of the library's own sentences."""

    csrf = False
    locales = False  # type: ignore[assignment]


@dataclass(frozen=True)
class Item:
    """One thing to type: its domain field, its HTML field, and its question where the survey asks it."""

    field: Field
    html: Any
    question: Question | None
    is_unclear: bool

    @property
    def has_unclear_box(self) -> bool:
        """Whether it can be marked as unclear: in words the mark stands where the word would."""
        return self.field.kind == CLOSED and self.field.key not in (CONSENT, QUOTES)


class KeyedForm:
    """Everything to type from one form, filled with what was typed before or just now."""

    def __init__(self, fields: Sequence[Field], typing: Typing, formdata: MultiDict[str, str] | None = None) -> None:
        self.fields, self.typing = fields, typing
        self.step = _step(fields)
        self.asked: AskedForm = page_form(self.step, typing.values, formdata)
        self.beside = _beside(fields, typing, formdata)
        self.unclear = set(typing.unclear)

    def posted(self, formdata: MultiDict[str, str]) -> Typed:
        """Return what was sent; a revision that is no number is none that stands."""
        values = posted(self.step, formdata)
        for one in self.beside:
            values[one.name] = [value for value in formdata.getlist(one.name) if value.strip()]
        revision = formdata.get(REVISION, "")
        unclear = frozenset(name.removeprefix(UNCLEAR_BOX) for name in formdata if name.startswith(UNCLEAR_BOX))
        return Typed(values, unclear, int(revision) if revision.isdecimal() and len(revision) < 9 else 0)

    def put_error(self, key: str, message: str) -> None:
        """Put an error on a field, or on the first one where none is of that name."""
        if key in self.beside and key not in self.asked:
            self.beside[key].errors = [*self.beside[key].errors, message]
        else:
            self.asked.put_error(key, message)

    @property
    def items(self) -> list[Item]:
        """What to type, in the order of the paper; the words beside an option stand with its question."""
        tops = {question.key: question for question in self.step.questions}
        return [Item(one, self.asked[one.key] if one.key in tops else self.beside[one.key], tops.get(one.key),
                     one.key in self.unclear)
                for one in self.fields if one.key in tops or one.question is None]

    @property
    def errors(self) -> list[Any]:
        """The HTML fields that hold an error, in the order of the paper."""
        return [found for one in self.fields for form in (self.asked, self.beside)
                if one.key in form and (found := form[one.key]).errors]


def _step(fields: Sequence[Field]) -> Step:
    """Return the survey's questions of a form as one page, each under its number."""
    keys = {one.key for one in fields}
    companions = {asked.key for one in fields if one.question for asked in companions_of(one.question)}
    found = tuple(_numbered(one.question, one.number, keys) for one in fields
                  if one.question is not None and one.key not in companions)
    return Step(Section("form", {}), Page("form", None, found), found)


def _numbered(question: Question, number: int, keys: set[str]) -> Question:
    options = tuple(option if option.asks is None or option.asks.key in keys else replace(option, asks=None)
                    for option in question.options)
    text = {tag: f"{number}. {said}" for tag, said in question.text.items()}
    return replace(question, text=text, options=options, hint=None)


def _beside(fields: Sequence[Field], typing: Typing, formdata: MultiDict[str, str] | None) -> AskedForm:
    own = [one for one in fields if one.question is None]
    form = AskedForm({one.key: _field(one) for one in own}, meta=_Meta())
    values = {one.key: list(typing.values.get(one.key, ())) for one in own}
    form.process(formdata=formdata, data={
        one.key: values[one.key] if _is_tick(one.key) else next(iter(values[one.key]), None) for one in own})
    return form


def _is_tick(key: str) -> bool:
    return key in TICKS and len(TICKS[key]) == 1


def _field(one: Field) -> Any:
    shared: dict[str, Any] = {"name": one.key, "id": "k" + one.key.replace(":", "-"), "label": _label(one)}
    if one.key.endswith(PART):
        return SelectField(**shared, choices=_parts(), validate_choice=False, render_kw={"is_dropdown": True})
    if one.key in (BODY, SPEAKS_FOR):
        return StringField(**shared)
    pairs = choices(OPTIONS[one.key].items())
    kind: type[HtmlField] = SelectMultipleField if _is_tick(one.key) else RadioField
    return kind(**shared, choices=pairs, validate_choice=False)


def _label(one: Field) -> str:
    label = str(LABELS[one.key]) if one.key in LABELS else gettext("Which part of the plan is this about?")
    return f"{one.number}. {label}" if one.number and one.key not in (BODY, SPEAKS_FOR, ":may_be_named") else label


def _parts() -> Any:
    groups = plan_choices.groups(db.session(), g.consultation.plan_version_id)
    return grouped(((group.label, ((choice.key, choice.label) for choice in group.choices)) for group in groups),
                   first=[("", "")])


def value_words(one: Field, values: Sequence[str]) -> Iterator[str]:
    """Give the words of a typed answer, as they stand on the paper where they were ticked."""
    labels = {option.code: words(option.label) for option in _options(one)}
    labels |= {code: label for code, label in OPTIONS.get(one.key, {}).items()}
    for value in values:
        yield str(labels.get(value, value))


def _options(one: Field) -> Sequence[Any]:
    return options_of(one.question) if one.question is not None else ()
