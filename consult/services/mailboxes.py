"""Takes in what came to a consultation's mailbox since it was last read; the mailbox itself is left as it is.

After every letter it is noted how far we are, so that whatever ends the reading loses nothing and repeats nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import structlog
from flask import current_app
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from consult.clients import mailbox as clients
from consult.clients.mailbox import Failed, Folder, Mailbox
from consult.config import Settings
from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.intake.emails import MOST_BYTES
from consult.models.submissions import MailboxState
from consult.queries import consultations, mailboxes
from consult.services import email_intake, rights
from consult.services.clock import now
from consult.services.documents import NotKept
from consult.services.email_intake import LanguageOf, english
from consult.services.transaction import writing

# Letters that could not be taken in are named up to this many; more is a mailbox of something else.
MOST_FAILED = 1_000
# A letter on which our own reading broke: it stays in the mailbox, and the next ones are read.
BROKEN = "email-broken"

log = structlog.get_logger()


@dataclass
class Fetched:
    """What one reading brought: letters taken in, those that came before, and by number those that could not be."""

    taken: int = 0
    known: int = 0
    failed: dict[int, str] = field(default_factory=dict)
    problem: str = ""
    is_cut_short: bool = False


def mailbox() -> Mailbox:
    """Return the mailbox of this installation; the one that does nothing where none is set."""
    settings = _settings()
    return clients.mailbox(settings.imap, settings.imap_password)


def is_of(slug: str) -> bool:
    """Say whether the mailbox of this installation is that of the consultation with this slug."""
    return bool(_settings().imap) and _settings().imap_for == slug


def fetch_due(language_of: LanguageOf = english, is_stopping: Callable[[], bool] = bool) -> Fetched | None:
    """Read the mailbox where its time has come; None where there is none, no such consultation, or it is too early."""
    settings, box = _settings(), mailbox()
    if not box.is_there:
        return None
    with writing() as session:
        consultation = consultations.by_slug(session, settings.imap_for)
        at = now(session)
        before = at - timedelta(minutes=settings.imap_every)
        if consultation is None or not mailboxes.is_due(session, consultation.id, box.folder, before):
            return None
        # Taken before it is read, so that a second worker does not read it too.
        row = mailboxes.held(session, consultation.id, box.folder) or _new(session, consultation.id, box.folder)
        row.fetched_at, consultation_id = at, consultation.id
    return fetch(consultation_id=consultation_id, language_of=language_of, is_stopping=is_stopping)


def fetch(*, consultation_id: int, language_of: LanguageOf = english, is_stopping: Callable[[], bool] = bool,
          box: Mailbox | None = None) -> Fetched:
    """Take in every letter that came since the last time; what went wrong with the mailbox is noted, never raised.

    `is_stopping` is asked before each letter. Raises Refused as `check`.
    """
    box = box or mailbox()
    found = Fetched()
    try:
        with box.opened() as folder:
            last = _begin(consultation_id, box.folder, folder.validity)
            for uid in folder.numbers_after(last):
                if is_stopping():
                    found.is_cut_short = True
                    break
                code = _take(consultation_id, folder, uid, language_of, found)
                _note(consultation_id, box.folder, uid, code)
    except Failed as failed:
        found.problem = failed.why
    _end(consultation_id, box.folder, found)
    if found.taken or found.failed or found.problem:
        log.info("mailbox-read", count=found.taken, failed=len(found.failed), code=found.problem)
    return found


def read_soon(*, consultation_id: int, slug: str, by_id: int) -> None:
    """Have the worker read the mailbox at its next turn. Raises NotAllowed, Conflict("mailbox-none") without one."""
    if not is_of(slug):
        raise Conflict("mailbox-none")
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        row = mailboxes.held(session, consultation_id, mailbox().folder)
        if row is not None:
            row.fetched_at = None


def check(slug: str) -> None:
    """Raise Refused("", "mailbox-none" or "mailbox-of-another") unless there is a mailbox of this consultation."""
    settings = _settings()
    if not settings.imap:
        raise Refused("", "mailbox-none")
    if settings.imap_for != slug:
        raise Refused("", "mailbox-of-another", {"slug": settings.imap_for})


def _settings() -> Settings:
    settings: Settings = current_app.config["CONSULT_SETTINGS"]
    return settings


def _take(consultation_id: int, folder: Folder, uid: int, language_of: LanguageOf, found: Fetched) -> str:
    """Take one letter in and return why it could not be, empty where it was."""
    message = folder.message(uid, MOST_BYTES)
    if message is None:
        return ""
    code = "email-large"
    if message.data is not None:
        code = _taken(consultation_id, message.data, language_of, found)
    if code:
        found.failed[uid] = code
    return code


def _taken(consultation_id: int, data: bytes, language_of: LanguageOf, found: Fetched) -> str:
    try:
        taken = email_intake.take_in(consultation_id=consultation_id, data=data, by_id=None, language_of=language_of)
    except Refused as refused:
        return refused.code
    except (InterfaceError, NotKept, OperationalError):
        # The database or the file store is away: the letter is read again at the next turn, and none is passed over.
        raise
    except Exception as error:
        # One letter that breaks our reading must not hold all later ones up; what it says stands in no log.
        log.error("email-broken", kind=type(error).__name__)
        return BROKEN
    if taken.is_new:
        found.taken += 1
    else:
        found.known += 1
    return ""


def _begin(consultation_id: int, folder: str, validity: int) -> int:
    """Return the number of the last letter that was read; none where the numbers mean other letters now."""
    with writing() as session:
        row = mailboxes.held(session, consultation_id, folder)
        if row is None:
            row = _new(session, consultation_id, folder)
        if row.uid_validity != validity:
            row.uid_validity, row.last_uid, row.failed = validity, 0, {}
        return row.last_uid


def _note(consultation_id: int, folder: str, uid: int, code: str) -> None:
    with writing() as session:
        row = mailboxes.held(session, consultation_id, folder)
        if row is None:
            return
        row.last_uid = max(row.last_uid, uid)
        if code and len(row.failed) < MOST_FAILED:
            row.failed = {**row.failed, str(uid): code}


def _end(consultation_id: int, folder: str, found: Fetched) -> None:
    with writing() as session:
        row = mailboxes.held(session, consultation_id, folder) or _new(session, consultation_id, folder)
        # What was cut short goes on at the next turn.
        row.fetched_at, row.problem = None if found.is_cut_short else now(session), found.problem


def _new(session: Session, consultation_id: int, folder: str) -> MailboxState:
    row = MailboxState(consultation_id=consultation_id, folder=folder, uid_validity=0, last_uid=0, failed={})
    session.add(row)
    session.flush()
    return row
