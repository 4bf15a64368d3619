"""Responses that are being written."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.responses import Draft


def living(session: Session, token_hash: str, consultation_id: int) -> Draft | None:
    """Return the draft of that keyed hash on that consultation unless it has expired."""
    return session.scalar(select(Draft).where(
        Draft.token_hash == token_hash, Draft.consultation_id == consultation_id, Draft.expires_at > utc_now()))


def locked(session: Session, token_hash: str, consultation_id: int) -> Draft | None:
    """Return the living draft, held against other writers until the transaction ends; None where it is gone."""
    return session.scalar(
        select(Draft)
        .where(Draft.token_hash == token_hash, Draft.consultation_id == consultation_id, Draft.expires_at > utc_now())
        .with_for_update().execution_options(populate_existing=True)
    )
