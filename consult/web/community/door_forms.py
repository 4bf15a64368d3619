"""The forms at the door of the space and of a member's own choices; what goes wrong is put beside its field."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from consult.domain.errors import Conflict, Refused
from consult.web import tokens
from consult.web.fields import Plain, add_error, choices
from consult.web.sentences import sentence, words_for

INVITED_AS = (
    ("member", _l("A new member")), ("supporter", _l("A supporter beside me")),
    ("listener", _l("The person we chose to report to")), ("independent", _l("The person who hears appeals")),
    ("monitor", _l("An independent monitor")), ("guest", _l("An officer who may ask us things")),
    ("responder", _l("An officer who may answer our asks")),
    ("access-support", _l("An officer who books access support")),
)
# Of these, what is an officer's role; the others are standings.
OFFICERS = frozenset({"guest", "responder", "access-support"})
HOURS = [(str(hour), f"{hour:02d}:00") for hour in range(24)]


class WordsForm(Plain):
    """Seven words, typed at the door."""

    code = TextAreaField(_l("Your seven words"))


class TimeCodeForm(Plain):
    """Six digits of an app."""

    code = StringField(_l("The six digits that your app shows"))


class NameForm(Plain):
    """A name and pronouns for one forum."""

    name = StringField(_l("Your name in this group"))
    pronouns = StringField(_l("Your pronouns (optional)"))


class JoinForm(NameForm):
    """Coming in; `code` is what let somebody through the door."""

    code = HiddenField()
    is_easy_read = BooleanField(_l("Show me Easy Read where there is one"))
    agrees = BooleanField(_l("I agree to keep to this"))


class AskForm(Plain):
    """Asking to join."""

    name = StringField(_l("The name you want to be called by"))
    words = TextAreaField(_l("What do you want to tell the group? (optional)"))


class InviteForm(Plain):
    """Whom a code is for."""

    standing = RadioField(_l("Who is it for?"), choices=choices(INVITED_AS), validate_choice=False)
    body = StringField(_l("The name of the body, like MOPAC"))


class ChoicesForm(Plain):
    """How the space looks to one member."""

    label = StringField(_l("Your own name for this group (optional)"))
    language = SelectField(_l("Your language"), validate_choice=False)
    is_easy_read = BooleanField(_l("Show me Easy Read where there is one"))
    is_not_out = BooleanField(_l("Keep this as hidden as you can"))


class ContactForm(Plain):
    """Where to say that there is something new, and when not to."""

    address = StringField(_l("Email address"))
    subject = StringField(_l("Subject of the email (optional)"))
    quiet_from = SelectField(_l("Send nothing from"), choices=choices(HOURS), validate_choice=False)
    quiet_until = SelectField(_l("Send again from"), choices=choices(HOURS), validate_choice=False)


class LeaveForm(Plain):
    """What stays of somebody who leaves."""

    words = RadioField(_l("What happens to what you said?"), choices=choices((
        ("stay", _l("It stays with the group, without my name")),
        ("go", _l("Take back everything that is not released yet")))), validate_choice=False)
    is_sure = BooleanField(_l("I want to leave this group for good"))


def saved(form: Plain, usual: str, save: Callable[[], object]) -> bool:
    """Call `save` and say whether it went well; else put the reason on its field, or on the field `usual`."""
    if tokens.is_stale():
        add_error(form, usual, words_for("form-stale", {}))
        return False
    try:
        save()
    except (Refused, Conflict) as refused:
        add_error(form, getattr(refused, "field", "") or usual, sentence(refused))
        return False
    return True
