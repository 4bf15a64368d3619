"""The shape of the answering pages: survey questions as form fields; what is right is for domain/responses.py."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from consult.domain.answers import text_limit
from consult.domain.routing import Step
from consult.domain.surveys import TEXT_KINDS, Question, Section, options_of
from consult.web.fields import Plain, choices
from consult.web.pages import words

AGES = (
    ("under-13", _l("Under 13")), ("13-15", _l("13 to 15")), ("16-17", _l("16 or 17")), ("adult", _l("18 or over")),
)


class AgeForm(Plain):
    """The first question of all."""

    age = RadioField(_l("How old are you?"), choices=choices(AGES), validate_choice=False)


class TopicsForm(Plain):
    """Whole survey, or only the parts that a person cares about."""

    extent = RadioField(_l("What do you want to answer?"), validate_choice=False, choices=choices([
        ("whole", _l("The whole survey")), ("parts", _l("Only the parts I choose"))]))
    topics = SelectMultipleField(_l("Which parts?"), validate_choice=False)

    def offer(self, sections: Sequence[Section]) -> "TopicsForm":
        """Give the parts to choose from."""
        self.topics.choices = choices((section.key, words(section.title)) for section in sections)
        return self


class AboutYouForm(Plain):
    """Whether to answer the questions about oneself at all."""

    wants = RadioField(_l("Do you want to answer questions about yourself?"), validate_choice=False, choices=choices([
        ("yes", _l("Yes, answer the questions")), ("no", _l("No, skip them all"))]))


class SendForm(Plain):
    """The last page: what happens with the answers, and sending them."""

    submission = HiddenField()
    consent = BooleanField(_l("I have read what happens with my answers, and I agree to send them"))
    quotes = BooleanField(_l("You may print some of my words in the report, without my name"))


class ReceiptForm(Plain):
    """A receipt code, typed in."""

    code = StringField(_l("Your receipt code"))


def page_form(step: Step, values: Mapping[str, Sequence[str]] | None, formdata: Any = None) -> Plain:
    """Return the form of one survey page, filled with `values` or with what was posted."""
    fields = {question.key: _field(question) for question in step.questions}
    form_class = type("PageForm", (Plain,), fields)
    data = {question.key: _datum(question, (values or {}).get(question.key, ())) for question in step.questions}
    form: Plain = form_class(formdata=formdata, data=data)
    return form


def _datum(question: Question, given: Sequence[str]) -> Any:
    if question.kind == "several-choices":
        return list(given)
    return given[0] if given else None


def _field(question: Question) -> Any:
    label, hint = words(question.text), words(question.hint) if question.hint else ""
    if question.kind in TEXT_KINDS:
        kind = StringField if question.kind == "short-text" else TextAreaField
        return kind(label, description=hint, render_kw={"limit": text_limit(question)})
    options = options_of(question)
    pairs = [(option.code, words(option.label)) for option in options]
    extras = {
        "exclusive": [option.code for option in options if option.is_exclusive],
        "hints": {option.code: words(option.hint) for option in options if option.hint},
    }
    if question.kind == "several-choices":
        return SelectMultipleField(label, description=hint, choices=choices(pairs), validate_choice=False,
                                   render_kw=extras)
    if question.kind == "borough":
        return SelectField(label, description=hint, choices=choices([("", ""), *pairs]), validate_choice=False)
    return RadioField(label, description=hint, choices=choices(pairs), validate_choice=False, render_kw=extras)


def posted(step: Step, formdata: Any) -> dict[str, list[str]]:
    """Return what was posted for the questions of a page, as typed."""
    return {question.key: [value for value in formdata.getlist(question.key) if value] for question in step.questions}

