"""How far a consultation's mailbox was read, and what became of files of e-mails; not what the e-mails say."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.models.runs import Run
from consult.models.submissions import MailboxState

EMAILS = "emails"
MOST_SHOWN = 20


def state(session: Session, consultation_id: int, folder: str) -> MailboxState | None:
    """Return how far a folder was read for a consultation; None where it never was."""
    return session.scalar(select(MailboxState).where(
        MailboxState.consultation_id == consultation_id, MailboxState.folder == folder))


def held(session: Session, consultation_id: int, folder: str) -> MailboxState | None:
    """Return the same, held against a second worker."""
    return session.scalar(
        select(MailboxState).where(MailboxState.consultation_id == consultation_id, MailboxState.folder == folder)
        .with_for_update().execution_options(populate_existing=True))


def is_due(session: Session, consultation_id: int, folder: str, before: datetime) -> bool:
    """Say whether a folder was last read before an instant, was never read, or is to be read now."""
    found = state(session, consultation_id, folder)
    return found is None or found.fetched_at is None or found.fetched_at <= before


def imports(session: Session, consultation_id: int) -> Sequence[Run]:
    """Return the newest runs that took files of e-mails in, the newest first."""
    return session.scalars(
        select(Run).where(Run.consultation_id == consultation_id, Run.kind == EMAILS)
        .order_by(Run.id.desc()).limit(MOST_SHOWN)).all()


def stored_files(session: Session) -> set[str]:
    """Return the names in the file store that runs in hand still need."""
    runs = session.scalars(select(Run).where(Run.kind == EMAILS, or_(Run.state == "queued", Run.state == "running")))
    return {file["stored_as"] for run in runs for file in run.facts.get("files", ())}
