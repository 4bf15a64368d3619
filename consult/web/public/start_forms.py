"""The forms on the way to the first question: who answers, with whose help, for which body, and coming back."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, StringField, TextAreaField

from consult.web.fields import Plain, choices

WHO = (
    ("self", _l("I answer for myself")), ("helped", _l("I answer for myself, and someone helps me")),
    ("group", _l("I answer for a group of people")), ("organisation", _l("I answer for an organisation")),
)
WORDS_ARE = (
    ("own", _l("The words of the person who answers")), ("together", _l("Words that they found together")),
    ("helper", _l("The helper’s words")),
)


class WhoForm(Plain):
    """Who is answering, and on what."""

    who = RadioField(_l("Who is answering?"), choices=choices(WHO), validate_choice=False)
    shared = BooleanField(_l("I am on a shared computer, like one in a library"))


class HelpForm(Plain):
    """Whose words a helped answer holds."""

    words_are = RadioField(_l("Whose words are these?"), choices=choices(WORDS_ARE), validate_choice=False)


class BodyForm(Plain):
    """The group or organisation that an answer speaks for."""

    body = StringField(_l("Name of the group or organisation"))
    speaks_for = StringField(_l("How many people does it speak for? (optional)"))
    may_be_named = BooleanField(_l("You may print this name in the report"))


class CodeForm(Plain):
    """The code that brings someone back to their answers, typed in."""

    code = TextAreaField(_l("Your code"))
