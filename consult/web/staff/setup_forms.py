"""The shape of the set-up forms that are the same for every consultation, and words with one field a language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from consult.domain.texts import clean
from consult.services.people import EMAIL
from consult.web import locale
from consult.web.fields import DatePartsField, choices
from consult.web.sentences import words_for
from consult.web.staff.plain_forms import Plain, at_most, needed, tidy

TITLE_LENGTH, SUMMARY_LENGTH, PARAGRAPHS_LENGTH, SHORT_LENGTH = 200, 2_000, 20_000, 200
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
LINE_END = re.compile(r"[ \t]*\n[ \t]*")

# The words around the questions: name, label, hint. Title and summary are one text, the others are paragraphs.
WORDS = (
    ("title", _l("Title"), ""),
    ("summary", _l("Summary"), _l("Two or three sentences on the front page: what this is about and why it matters.")),
    ("what_can_change", _l("What can change"), _l("What people can still have a say in. One point in each paragraph.")),
    ("what_cannot_change", _l("What cannot change"), _l("What is settled already. One point in each paragraph.")),
    ("before_free_text", _l("Before people write"),
     _l("Shown before anyone can write: this is no way to report a crime, and where to turn in danger.")),
    ("privacy_notice", _l("Privacy notice"), _l("What happens with answers, why you may use them, and for how long.")),
    ("privacy_for_children", _l("Privacy notice for people aged 13 to 15"), _l("The same in words for their age.")),
    ("under_13", _l("How children under 13 take part"), _l("With a group and an adult: who to ask, and what happens.")),
)
ONE_TEXT = ("title", "summary")


def is_a_likely_day(_form: Any, field: Any) -> None:
    """Refuse a year that is a slip of the keyboard."""
    if field.data is not None and not EARLIEST <= field.data <= LATEST:
        raise ValidationError(words_for("date-invalid", {}))


class NewForm(Plain):
    """The least that a consultation starts with; everything else follows on its set-up pages."""

    title = StringField(_l("Title"), filters=[tidy], validators=[needed("title-missing"), at_most(TITLE_LENGTH)])
    summary = TextAreaField(_l("Summary"), filters=[tidy],
                            validators=[needed("text-missing"), at_most(SUMMARY_LENGTH)],
                            description=_l("Two or three sentences: what this is about and why it matters."))
    slug = StringField(_l("Address"), filters=[tidy], validators=[needed("slug-shape")],
                       description=_l("The end of the web address: small letters, numbers and hyphens, like "
                                      "police-plan-2025. It cannot change later."))
    opens_on = DatePartsField(_l("First day"), validators=[needed("date-missing"), is_a_likely_day],
                              description=_l("It opens at the start of this day, London time."))
    closes_on = DatePartsField(_l("Last day"), validators=[needed("date-missing"), is_a_likely_day],
                               description=_l("It closes at the end of this day, London time."))


class DatesForm(Plain):
    """When people can answer, and how long answers are kept."""

    opens_on = DatePartsField(_l("First day"), validators=[needed("date-missing"), is_a_likely_day],
                              description=_l("It opens at the start of this day, London time."))
    closes_on = DatePartsField(_l("Last day"), validators=[needed("date-missing"), is_a_likely_day],
                               description=_l("It closes at the end of this day, London time."))
    retention_until = DatePartsField(_l("Answers are kept until"), validators=[is_a_likely_day],
                                     description=_l("A day after the consultation closes."))
    late_answers = RadioField(
        _l("Answers that come after the close"), validate_choice=False,
        choices=choices([("counted", _l("They count, and are marked as late")),
                         ("kept", _l("We keep them, but do not count them"))]),
        description=_l("People are told before they begin. It cannot change once they can answer."))
    grace_minutes = StringField(
        _l("Minutes after the close to finish in"), filters=[tidy],
        description=_l("Whoever began before the close can still send for so long. It cannot change once people can "
                       "answer."))


class DetailsForm(Plain):
    """The plan, the languages, and who answers for people's safety and data."""

    plan = SelectField(_l("Plan"), validate_choice=False,
                       description=_l("The version of the plan that people read and answer about."))
    languages = SelectMultipleField(_l("Languages beside English"), validate_choice=False,
                                    description=_l("The survey and the words must be there in each of them."))
    contact_email = StringField(_l("Contact email address"), filters=[tidy], validators=[at_most(254)],
                                description=_l("Where Londoners can write to with questions."))
    dpia_reference = StringField(
        _l("Reference of the data protection impact assessment"), filters=[tidy], validators=[at_most(SHORT_LENGTH)],
        description=_l("The law asks for this check before you collect answers from children and about crime."))
    safeguarding_lead = StringField(
        _l("Safeguarding lead"), filters=[tidy], validators=[at_most(SHORT_LENGTH)],
        description=_l("Who decides what happens when an answer shows that someone is in danger."))

    def validate_contact_email(self, field: Any) -> None:
        """Refuse what cannot be an address; none at all is fine."""
        if field.data and not EMAIL.fullmatch(field.data):
            raise ValidationError(words_for("email-shape", {}))


def words_form(languages: Iterable[str], standing: Any) -> Plain:
    """Return the form of all words around the questions, one field for each language, filled with what stands."""
    fields, data = {}, {}
    for name, label, _hint in WORDS:
        for tag in languages:
            fields[f"{name}-{tag}"] = _words_field(name, tag, labelled(label, tag))
            data[f"{name}-{tag}"] = as_text((getattr(standing, name) or {}).get(tag))
    form_class = type("WordsForm", (Plain,), fields)
    form: Plain = form_class(data=data)
    return form


def language_name(tag: str) -> Markup:
    """Return a language's own name, marked as being in that language."""
    language = locale.offered()[tag]
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(tag, language.direction, language.name)


def labelled(label: Any, tag: str) -> Markup:
    """Return the label of a field that holds words in one language, with the name of that language in it."""
    return Markup("{} ({})").format(label, language_name(tag))


def _words_field(name: str, tag: str, label: Any) -> Any:
    longest = {"title": TITLE_LENGTH, "summary": SUMMARY_LENGTH}.get(name, PARAGRAPHS_LENGTH)
    checks: list[Any] = [at_most(longest)]
    if tag == "en" and name in ONE_TEXT:
        checks.insert(0, needed("title-missing" if name == "title" else "text-missing"))
    return (StringField if name == "title" else TextAreaField)(label, filters=[tidy], validators=checks)


def words_typed(form: Plain, languages: Sequence[str], standing: Any) -> dict[str, dict[str, Any]]:
    """Return the words as they are stored; a language that the form does not show keeps what it has."""
    return {name: _by_language(form, name, languages, getattr(standing, name) or {}) for name, _label, _hint in WORDS}


def _by_language(form: Plain, name: str, languages: Sequence[str], kept: Mapping[str, Any]) -> dict[str, Any]:
    found = {tag: value for tag, value in kept.items() if tag not in languages}
    for tag in languages:
        typed = form[f"{name}-{tag}"].data or ""
        value: Any = typed if name in ONE_TEXT else paragraphs(typed)
        if value:
            found[tag] = value
    return found


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, told apart by empty lines; a line end within one is a space."""
    parts = (LINE_END.sub(" ", part).strip() for part in EMPTY_LINES.split(clean(text)))
    return [part for part in parts if part]


def as_text(value: Any) -> str:
    """Return paragraphs, or one text, as it stands in a text box."""
    return "\n\n".join(value) if isinstance(value, list) else value or ""
