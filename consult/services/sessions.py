"""Writes browser sessions; what stands in one is the web's business."""

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from consult.models.base import utc_now
from consult.models.sessions import BrowserSession
from consult.services.transaction import writing


def save(token_hash: str, data: dict[str, Any], person_id: int | None, lifetime: timedelta, *, is_new: bool) -> bool:
    """Store a session's data under its keyed hash, let it live that much longer, and return True.

    False where a session that is not new was ended meanwhile: a request under way must not bring it back.
    """
    with writing() as session:
        row = session.scalar(
            select(BrowserSession).where(BrowserSession.token_hash == token_hash).with_for_update()
            .execution_options(populate_existing=True))
        if row is None and not is_new:
            return False
        if row is None:
            row = BrowserSession(token_hash=token_hash, expires_at=utc_now())
            session.add(row)
        row.data, row.person_id, row.seen_at, row.expires_at = data, person_id, utc_now(), utc_now() + lifetime
        return True


def end(token_hash: str) -> None:
    """End a session; ending one that is gone changes nothing."""
    with writing() as session:
        session.execute(delete(BrowserSession).where(BrowserSession.token_hash == token_hash))


def forget_expired() -> int:
    """Delete sessions past their time and return how many there were."""
    with writing() as session:
        return int(session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= utc_now())).rowcount)
