"""The shape of the form that takes in a document, a letter or a petition; what may be is the domain's to say."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, MultipleFileField
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.submissions import Facts
from consult.exports.report_words import channel_words
from consult.services.secrets import keyed_hash, new_token
from consult.services.taking_in import Told
from consult.web.fields import choices
from consult.web.staff import submissions_forms as desk
from consult.web.staff import submissions_words as said
from consult.web.staff.language_names import language_choices
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import at_most, tidy
from consult.web.staff.submissions_forms import FactsForm

# Forms and calls have pages of their own, where they are typed question by question.
FORMATS = ("document", "letter", "e-mail", "petition")
LONGEST = 500


class TakeInForm(FactsForm):
    """One thing that was sent to us, with what is known of it."""

    token = HiddenField()
    file = FileField(_l("The file that was sent"), description=_l(
        "Word, OpenDocument, PDF, rich text, plain text, a web page, or a photo or scan of a letter, up to 25 MB. "
        "It can stay empty if you paste the words."))
    attachments = MultipleFileField(_l("Files that came with it"))
    is_another = BooleanField(_l("Another person sent this same file"))
    on_paper = BooleanField(_l("There is nothing to paste: nobody can read it, or it stays on paper for now"))
    sender_name = StringField(_l("Name"), filters=[tidy], validators=[at_most(LONGEST)])
    sender_address = StringField(_l("Email address"), filters=[tidy], validators=[at_most(LONGEST)])
    sender_phone = StringField(_l("Phone number"), filters=[tidy], validators=[at_most(LONGEST)])
    sender_post = TextAreaField(_l("Postal address"), filters=[tidy], validators=[at_most(LONGEST)])
    acknowledges = BooleanField(_l("Tell them by email that it has come"))


@dataclass(frozen=True)
class _Nothing:
    """What stands before anything was told."""

    received_at: datetime
    language: str = "en"
    parts: tuple[Any, ...] = ()
    text: str = ""


def take_in_form(now: datetime, *, is_typed: bool) -> TakeInForm:
    """Return the form as it was typed, else filled with today."""
    standing = {"received_on": day_of(now), "language": "en", "token": new_token(), "sender_kind": "person",
                "format": "document", "channel": "email"}
    form = TakeInForm() if is_typed else TakeInForm(formdata=None, data=standing)
    form.format.choices = choices([(one, said.FORMATS[one]) for one in FORMATS])
    form.channel.choices = choices([(one, channel_words(one, gettext)) for one in desk.DESK_CHANNELS])
    form.language.choices = choices(language_choices(sorted(LANGUAGES)))
    return form


def facts_of(form: TakeInForm, now: datetime) -> Facts:
    """Return what the form tells; what is sent twice is taken in once, by its token. Raises Refused."""
    if form.format.data not in FORMATS:
        raise Refused("format", "submission-format-missing")
    told = desk.facts_of(form, _Nothing(now), now)  # type: ignore[arg-type]
    return replace(told, source_hash=keyed_hash("take-in", form.token.data or new_token()),
                   needs_typing=bool(form.on_paper.data))


def sender_of(form: TakeInForm) -> Told:
    """Return who sent it, as far as it was typed."""
    return Told(form.sender_name.data or "", form.sender_address.data or "", form.sender_phone.data or "",
                form.sender_post.data or "")
