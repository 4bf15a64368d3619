"""Browser sessions that still live."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.sessions import BrowserSession


def living(session: Session, token_hash: str) -> BrowserSession | None:
    """Return the session of that keyed hash unless it has expired."""
    return session.scalar(
        select(BrowserSession).where(BrowserSession.token_hash == token_hash, BrowserSession.expires_at > utc_now())
    )
