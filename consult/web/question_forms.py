"""Survey questions as form fields, for respondents and for a preview; what is right is for domain/answers.py."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from consult.domain.answers import TYPED_DATE, TYPED_RANK, text_limit
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS, NOTE, TEXT_KINDS, Option, Question, companions_of, options_of
from consult.web.fields import PARTS, DatePartsField, choices
from consult.web.pages import words

# Names that a page gives to other things: a question called so is sent under a name that no key can have.
_TAKEN = frozenset({"csrf_token", "switch-to", "main-content", "answer-form"})
# What a list of places is sent under: several fields of one name.
_MANY = "[]"


class AskedForm(BaseForm):
    """The form of one page of a survey; its fields are found by the keys of the questions, companions included."""

    def put_error(self, key: str, message: str) -> None:
        """Put an error on the question of that key, or on the first one where the page has none of that key."""
        field = self[key] if key in self else next(iter(self), None)
        if field is not None:
            field.errors = [*field.errors, message]


class _Meta(DefaultMeta):
    """No token of its own (web/tokens.py checks the page's), and none of the library's own sentences."""

    csrf = False
    locales = False  # type: ignore[assignment]


class DayField(DatePartsField):
    """A date in three parts as it was typed or kept; whether there is such a day is domain/answers.py's."""

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        """Take the three parts from the form, else from an ISO date or from what was typed earlier."""
        self.process_errors: list[str] = []
        self.raw_data = None
        given = data if isinstance(data, str) else ""
        iso = [part.lstrip("0") for part in given.split("-")[::-1]]
        parts = given.split(TYPED_DATE) if TYPED_DATE in given else iso
        self.raw = dict(zip(PARTS, [*parts, "", "", ""][:3], strict=True))
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            self.raw = {part: (formdata.get(f"{self.name}-{part}") or "").strip()[:10] for part in PARTS}
        self.data = self.object_data = given

    @property
    def bad(self) -> tuple[str, ...]:
        """Return the parts that an error is about: left out, else such as no date can have, else all of them."""
        empty = super().bad
        if empty != PARTS:
            return empty
        most = {"day": 31, "month": 12, "year": 9999}
        wrong = [part for part in PARTS if not (self.raw[part].isdecimal() and 1 <= int(self.raw[part]) <= most[part])]
        return tuple(wrong) or PARTS


class RankingField(Field):
    """A place for each option, as typed: `data` is what stands in each list, by the option's code."""

    widget = staticmethod(lambda field, **kwargs: "")

    def __init__(self, *args: Any, options: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        """`options` are the codes and labels to rank."""
        self.options = options
        super().__init__(*args, **kwargs)

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        """Take the places from the form, else from codes in order or from what was typed earlier."""
        self.process_errors: list[str] = []
        self.raw_data = None
        given = [str(value) for value in data] if isinstance(data, list | tuple) else []
        if formdata is not None:
            given = formdata.getlist(self.name + _MANY)
        elif not any(TYPED_RANK in value for value in given):
            given = [f"{place}{TYPED_RANK}{code}" for place, code in enumerate(given, 1)]
        typed = [value.split(TYPED_RANK, 1) for value in given if TYPED_RANK in value]
        self.data = self.object_data = {code: place for place, code in typed}


class MediaField(Field):
    """A file to send; what was sent before is `files` (queries/attachments.Listed), put there by the page."""

    widget = staticmethod(lambda field, **kwargs: "")
    files: Sequence[Any] = ()

    def process(self, formdata: Any, data: Any = ..., extra_filters: Any = None) -> None:
        """Take nothing from the form: files travel beside it."""
        self.process_errors: list[str] = []
        self.raw_data, self.data, self.object_data = None, None, None


def page_form(step: Step, values: Mapping[str, Sequence[str]] | None, formdata: Any = None) -> AskedForm:
    """Return the form of one survey page, filled with `values` (kept or typed) or with what was posted."""
    asked = list(_asked(step))
    form = AskedForm({question.key: _field(question) for question in asked}, meta=_Meta())
    data = {question.key: _datum(question, (values or {}).get(question.key, ())) for question in asked}
    form.process(formdata=formdata, data=data)
    for question in step.questions:
        if question.kind != NOTE:
            form[question.key].companions = {
                option.code: form[option.asks.key] for option in question.options if option.asks is not None}
    return form


def posted(step: Step, formdata: Any) -> dict[str, list[str]]:
    """Return what was posted for the questions of a page and their companions, as typed; files travel beside it.

    A date is "day|month|year", a ranking is "place code" for each place chosen.
    """
    found = {}
    for question in _asked(step):
        name = field_name(question)
        if question.kind == "date":
            parts = [(formdata.get(f"{name}-{part}") or "").strip()[:10].replace(TYPED_DATE, "") for part in PARTS]
            found[question.key] = [TYPED_DATE.join(parts)] if any(parts) else []
        elif question.kind not in MEDIA_KINDS:
            given = formdata.getlist(name + _MANY if question.kind == "ranking" else name)
            found[question.key] = [value for value in given if value]
    return found


def holds_media(step: Step) -> bool:
    """Say whether a file can be sent with this page."""
    return any(question.kind in MEDIA_KINDS for question in step.questions)


def _asked(step: Step) -> Iterator[Question]:
    """Give what has a field: every question that is no note, each followed by its companions."""
    for question in step.questions:
        if question.kind != NOTE:
            yield question
            yield from companions_of(question)


def field_name(question: Question) -> str:
    """Return the name under which the answer to a question is sent."""
    return f"{question.key}:" if question.key in _TAKEN else question.key


def _datum(question: Question, given: Sequence[str]) -> Any:
    if question.kind in ("several-choices", "consent", "ranking"):
        return list(given)
    return given[0] if given else None


def _field(question: Question) -> Any:
    label, hint = words(question.text), words(question.hint) if question.hint else ""
    name = field_name(question)
    # An @, as in the name of a comment on a part of the plan, has no place in an id.
    shared: dict[str, Any] = {"label": label, "description": hint, "name": name, "id": name.replace("@", "--")}
    kinds: Mapping[str, type[Field]] = {"date": DayField, "file": MediaField, "audio": MediaField,
                                        "video": MediaField, "number": StringField, "postcode-district": StringField,
                                        "short-text": StringField}
    if question.kind in TEXT_KINDS:
        kind = kinds.get(question.kind, TextAreaField)
        return kind(**shared, render_kw={"limit": text_limit(question)})
    if question.kind in kinds:
        return kinds[question.kind](**shared, render_kw={"is_decimal": question.is_decimal})
    return _choice_field(question, shared)


def _choice_field(question: Question, shared: dict[str, Any]) -> Any:
    options = options_of(question)
    pairs = [(option.code, words(option.label)) for option in options]
    if question.kind == "ranking":
        return RankingField(**shared, options=pairs, render_kw={"hints": _hints(options)})
    extras = {"exclusive": [option.code for option in options if option.is_exclusive], "hints": _hints(options),
              "least": question.min_choices, "most": question.max_choices}
    if question.kind in ("several-choices", "consent"):
        return SelectMultipleField(**shared, choices=choices(pairs), validate_choice=False, render_kw=extras)
    if question.kind == "borough" or question.is_dropdown:
        return SelectField(**shared, choices=choices([("", ""), *pairs]), validate_choice=False,
                           render_kw={"is_dropdown": True})
    return RadioField(**shared, choices=choices(pairs), validate_choice=False, render_kw=extras)


def _hints(options: Sequence[Option]) -> dict[str, Any]:
    return {option.code: words(option.hint) for option in options if option.hint}
