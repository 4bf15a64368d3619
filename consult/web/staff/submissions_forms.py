"""The shape of the forms of the desk: what to do with something that waits, and what is told of it; rules are the
domain's."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from consult.domain.channels import CHANNELS, PANEL
from consult.domain.errors import Refused
from consult.domain.languages import LANGUAGES
from consult.domain.submissions import REASON_OF_PROPOSAL, REASONS, Facts, arrival_of, letter_of, parts_from
from consult.exports.report_words import channel_words
from consult.queries.submissions import Alike, SubmissionView
from consult.web.fields import DatePartsField, choices
from consult.web.pages import moment
from consult.web.staff import submissions_words as said
from consult.web.staff.language_names import language_choices
from consult.web.staff.london_days import day_of
from consult.web.staff.plain_forms import Plain, needed, tidy
from consult.web.staff.setup_forms import is_a_likely_day

if TYPE_CHECKING:
    from consult.models.submissions import Submission

ACCEPT, DUPLICATE, EXCLUDE, UNREADABLE = "accept", "duplicate", "exclude", "unreadable"
ANOTHER = "another"
# The ways in that end at the desk.
DESK_CHANNELS = tuple(channel for channel in CHANNELS if channel not in ("online", PANEL))
# The number of a count is never longer.
DIGITS = 9


class DecideForm(Plain):
    """What something that waits is, and why."""

    decision = RadioField(_l("What is it?"), validate_choice=False)
    same = RadioField(_l("If it was sent before: which one is it the same as?"), validate_choice=False)
    of = StringField(_l("The name of the other one"), filters=[tidy],
                     description=_l("It stands at the end of the address of its page."))
    reason = SelectField(_l("If you leave it out: the reason that the report prints"), validate_choice=False)
    note = TextAreaField(_l("A note for colleagues"), filters=[tidy],
                         description=_l("It can stay empty. Do not write who sent it."))


class FactsForm(Plain):
    """What is told of something that waits."""

    format = RadioField(_l("What is it?"), validate_choice=False, choices=choices(said.FORMATS.items()))
    channel = SelectField(_l("How did it come?"), validate_choice=False)
    received_on = DatePartsField(_l("Day it came"), validators=[needed("date-missing"), is_a_likely_day])
    postmarked_on = DatePartsField(_l("Day on the postmark"), validators=[is_a_likely_day],
                                   description=_l("What was posted on the last day is in time. It can stay empty."))
    language = SelectField(_l("Language"), validate_choice=False)
    label = StringField(_l("What we call it"), filters=[tidy],
                        description=_l("A few words, so that colleagues know it again. Do not write who sent it."))
    sender_kind = RadioField(_l("Who sent it?"), validate_choice=False, choices=choices(said.SENDERS.items()))
    body = StringField(_l("Name of the group or organisation"), filters=[tidy])
    may_be_named = BooleanField(_l("They agree that we print their name"))
    speaks_for = StringField(_l("For how many people does it speak?"), filters=[tidy],
                             description=_l("Only if they say so. It can stay empty."))
    signatures = StringField(_l("How many people signed?"), filters=[tidy], description=_l("Only for a petition."))
    has_quote_consent = BooleanField(_l("They agree that we print words of it"))
    text = TextAreaField(_l("Its words"), filters=[tidy], description=_l(
        "Type them just as they are written, with an empty line between paragraphs. Where they are here already, "
        "change only what was read wrong."))


def decide_form(view: SubmissionView, alike: list[Alike]) -> DecideForm:
    """Return the form of what waits; what a machine took it for is told, and nothing is chosen beforehand."""
    form = DecideForm()
    accept = (gettext("A petition: count it as one, with the number who signed") if view.row.format == "petition"
              else gettext("A response: take it in"))
    ways = [(ACCEPT, accept)] if view.row.format != "form" else []
    form.decision.choices = choices([
        *ways, (DUPLICATE, gettext("The same thing sent again: do not count it twice")),
        (EXCLUDE, gettext("No response: leave it out")), (UNREADABLE, gettext("Nobody can read it"))])
    form.same.choices = choices([
        *((one.public_id, gettext("%(why)s, %(way)s, %(day)s", why=said.ALIKE[one.why],
                                  way=channel_words(one.channel, gettext), day=moment(one.received_at)))
          for one in alike), (ANOTHER, gettext("Another one"))])
    form.reason.choices = choices([("", ""), *((code, said.REASONS[code]) for code in REASONS)])
    if form.reason.data is None:
        form.reason.data = REASON_OF_PROPOSAL.get(view.row.proposal, "")
    return form


def duplicate_of(form: DecideForm) -> str:
    """Return the public id of what something is the same as; an address of its page will do."""
    if form.same.data and form.same.data != ANOTHER:
        return str(form.same.data)
    return (form.of.data or "").rstrip("/").rpartition("/")[2]


def facts_form(row: Submission | None = None) -> FactsForm:
    """Return the form of the facts, filled with those of a submission where nothing was posted."""
    form = FactsForm() if row is None else FactsForm(formdata=None, data=_standing(row))
    form.channel.choices = choices([(one, channel_words(one, gettext)) for one in DESK_CHANNELS])
    form.language.choices = choices(language_choices(sorted({*LANGUAGES, form.language.data or "en"})))
    return form


def _standing(row: Submission) -> dict[str, object]:
    return {
        "format": row.format, "channel": row.channel, "received_on": day_of(row.received_at),
        "postmarked_on": row.postmarked_on, "language": row.language, "label": row.label,
        "sender_kind": row.sender_kind, "body": row.body, "may_be_named": row.may_be_named,
        "speaks_for": str(row.speaks_for or ""), "signatures": str(row.signatures or ""),
        "has_quote_consent": row.has_quote_consent, "text": letter_of(parts_from(row.parts), row.text).text}


def facts_of(form: FactsForm, row: Submission, now: datetime) -> Facts:
    """Return what the form tells; the hour at which it came stays where the day does. Raises Refused."""
    day, received_at = form.received_on.data, row.received_at
    if day is not None and day != day_of(received_at):
        received_at = arrival_of(day, now)
    if form.language.data not in {*LANGUAGES, row.language}:
        raise Refused("language", "work-language-unknown")
    typed = form.text.data or ""
    standing = letter_of(parts_from(row.parts), row.text).text
    return Facts(
        channel=form.channel.data or "", format=form.format.data or "", language=form.language.data,
        received_at=received_at, postmarked_on=form.postmarked_on.data, label=form.label.data or "",
        sender_kind=form.sender_kind.data or "", body=form.body.data or "", may_be_named=form.may_be_named.data,
        speaks_for=_number("speaks_for", form.speaks_for.data), signatures=_number("signatures", form.signatures.data),
        has_quote_consent=form.has_quote_consent.data, text="" if typed == standing else typed)


def _number(name: str, typed: str | None) -> int | None:
    digits = (typed or "").replace(",", "")
    if not digits:
        return None
    if not digits.isdecimal() or len(digits) > DIGITS:
        raise Refused(name, "number-whole")
    return int(digits)
