"""The forms around a survey: age, parts, sending, receipt; the questions' own are web/question_forms.py's."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField

from consult.domain.surveys import Section
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
    # No person sees it: what fills it in is a program.
    website = StringField(_l("Leave this empty"))


class ReceiptForm(Plain):
    """A receipt code, typed in."""

    code = StringField(_l("Your receipt code"))
