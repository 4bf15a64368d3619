"""Tells members that there is something new, who asked for that, where and when it is safe; never what it is (CP-16).

A letter holds a neutral sender, a neutral subject and the same two sentences for everybody: no name, no group, no link.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.clients import mail
from consult.clients.mail import Letter, Mailer
from consult.config import Settings
from consult.domain import notices as rules
from consult.domain.languages import LANGUAGES
from consult.models.base import utc_now
from consult.models.members import MemberContact, Notice
from consult.queries import notices
from consult.services import sealing
from consult.services.member_settings import contact_place
from consult.services.transaction import writing

# While a letter is on its way nobody else sends it; a worker that died on the way leaves it to the next one after this.
ON_ITS_WAY = timedelta(minutes=30)
_chance = random.SystemRandom()


@dataclass(frozen=True)
class Outgoing:
    """A notice that this worker has taken, and the letter that it becomes."""

    notice_id: int
    letter: Letter = field(repr=False)
    is_last_try: bool


def mailer() -> Mailer:
    """Return what sends letters here; the one that does nothing where no mail server is set."""
    settings: Settings = current_app.config["CONSULT_SETTINGS"]
    return mail.mailer(settings.mail, settings.mail_from, settings.mail_password)


def tell(session: Session, forum_id: int, *, but_id: int | None = None, only_id: int | None = None) -> None:
    """Note that there is something new for everybody in a forum who asked to be told; `but_id` made it.

    With `only_id` it is new for that member alone. Call it inside the transaction that makes it. Where nothing can be
    sent, nothing is noted.
    """
    if not mailer().is_there:
        return
    now = utc_now()
    rows = [{"member_id": contact.member_id, "not_before": _due_at(contact, now)}
            for contact in notices.contacts_without_notice(session, forum_id, but_id, only_id)]
    if rows:
        insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
        # Two things can be new at the same moment: one notice is enough, and neither may fail for it.
        session.execute(insert(Notice).values(rows).on_conflict_do_nothing(index_elements=["member_id"]))


def due() -> list[int]:
    """Return the ids of notices whose time has come."""
    with writing() as session:
        return list(notices.due(session, utc_now()))


def take(notice_id: int) -> Outgoing | None:
    """Take a notice to send it now; None where it is gone, on its way already, or no longer in safe hours."""
    now = utc_now()
    with writing() as session:
        found = notices.with_contact(session, notice_id)
        if found is None or found[0].not_before > now:
            return None
        notice, contact, language = found
        if not rules.is_safe(now, quiet_from=contact.quiet_from, quiet_until=contact.quiet_until):
            notice.not_before = _due_at(contact, now)
            return None
        notice.tries += 1
        notice.not_before = now + ON_ITS_WAY
        to = sealing.opened(contact_place(contact.member_id), contact.address_sealed)
        return Outgoing(notice.id, letter(to, language, contact.subject), notice.tries >= rules.MOST_TRIES)


def settle(outgoing: Outgoing, outcome: str) -> None:
    """Forget a notice that was sent, will never be taken, or was tried often enough; another try waits its time."""
    if outcome != mail.AWAY or outgoing.is_last_try:
        with writing() as session:
            session.execute(delete(Notice).where(Notice.id == outgoing.notice_id))


def letter(to: str, language: str, subject: str = "") -> Letter:
    """Return the letter to an address in the member's language; `subject` is their own, ours is neutral."""
    with force_locale(LANGUAGES[language if language in LANGUAGES else "en"].locale):
        return Letter(to, gettext("Notes"), subject or gettext("Something new"),
                      gettext("There is something new for you.") + "\n\n"
                      + gettext("You asked for this message. You can stop it where you asked for it.") + "\n")


def _due_at(contact: MemberContact, now: datetime) -> datetime:
    return rules.due_at(now, quiet_from=contact.quiet_from, quiet_until=contact.quiet_until, chance=_chance.random())
