"""What people do with what they sent: correct it or take it back; the row stays for the count, the words go."""

from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.responses import Response
from consult.services.secrets import keyed_hash, new_token


def give_way(session: Session, old_id: int, new: Response) -> None:
    """Let a corrected response take the place of the one that it corrects: its receipt code, and its count."""
    old = session.get_one(Response, old_id)
    new.corrects_id, new.receipt_hash = old.id, old.receipt_hash
    old.receipt_hash = keyed_hash("receipt", new_token())
    if old.excluded_reason is None:
        old.excluded_reason, old.excluded_at = "corrected", utc_now()
    session.flush()
