"""Tells the sender of an e-mail, once and in their language, that it has come; never what it is about.

The letter is neutral: others may read a mailbox too (security case I12). Nothing goes out without a mail server.
"""

from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import force_locale, gettext
from sqlalchemy.orm import Session

from consult.clients import mail
from consult.clients.mail import Letter
from consult.domain import acknowledgements as rules
from consult.domain.languages import LANGUAGES, best_match
from consult.models.submissions import Acknowledgement, Sender, Submission
from consult.queries import acknowledgements
from consult.services import senders
from consult.services.clock import now
from consult.services.notices import mailer
from consult.services.transaction import writing


@dataclass(frozen=True)
class Outgoing:
    """A letter that this worker has taken, and how often it was tried, this time too."""

    submission_id: int
    letter: Letter = field(repr=False)
    tries: int


def want(session: Session, submission: Submission, language: str) -> None:
    """Note that the sender of a submission is to hear that it came, inside the caller's transaction; once.

    Nothing is noted where no e-mail address is known, or nothing can be sent here. What looks like spam or like no
    person's waits until a person accepts it.
    """
    row = session.get(Sender, submission.id)
    if row is None or row.address is None or session.get(Acknowledgement, submission.id) is not None:
        return
    if mailer().is_there:
        session.add(Acknowledgement(submission_id=submission.id, language=best_match((language,), tuple(LANGUAGES)),
                                    state=rules.WAITING, due_at=now(session)))
        session.flush()


def due() -> list[int]:
    """Return the ids of submissions whose letter is to go out now."""
    with writing() as session:
        return list(acknowledgements.due(session, now(session)))


def take(submission_id: int) -> Outgoing | None:
    """Take a letter to send it now; None where it is gone, on its way already, or one too many for its address."""
    with writing() as session:
        at = now(session)
        row = acknowledgements.held(session, submission_id)
        if row is None or row.state != rules.WAITING or row.due_at > at:
            return None
        sender = session.get(Sender, submission_id)
        to = senders.address_of(sender) if sender is not None else ""
        if sender is None or not mail.is_address(to) or _is_too_many(session, sender, at):
            row.state = rules.NOT_WANTED
            return None
        row.attempts, row.due_at = row.attempts + 1, at + rules.ON_ITS_WAY
        return Outgoing(submission_id, letter(to, row.language), row.attempts)


def settle(outgoing: Outgoing, outcome: str) -> None:
    """Note what became of a letter: sent, never to be taken, or to be tried again."""
    with writing() as session:
        at = now(session)
        row = acknowledgements.held(session, outgoing.submission_id)
        if row is None or row.state != rules.WAITING:
            return
        again = rules.next_try(at, outgoing.tries)
        if outcome == mail.SENT:
            row.state, row.sent_at = rules.SENT, at
        elif outcome == mail.REFUSED or again is None:
            row.state = rules.REFUSED
        else:
            row.due_at = again


def letter(to: str, language: str) -> Letter:
    """Return the letter to an address, in a language (BCP 47) that we are offered in, else English."""
    with force_locale(LANGUAGES[language if language in LANGUAGES else "en"].locale):
        return Letter(to, gettext("Notes"), gettext("We have your message"), "\n\n".join((
            gettext("Thank you. Your message has come."),
            gettext("A person will read it. It counts in the same way as an answer on our website."),
            gettext("You do not need to send it again. To add something, or to take it back, write to the same "
                    "address as before."),
            gettext("This letter was sent by a computer. You cannot answer it."))) + "\n")


def _is_too_many(session: Session, sender: Sender, at: datetime) -> bool:
    if sender.address_hash is None:
        return False
    return acknowledgements.sent_since(session, sender.address_hash, at) >= rules.MOST_IN_A_DAY
