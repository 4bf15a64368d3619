"""Responses that are being written."""

from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.responses import Draft


def living(session: Session, token_hash: str, consultation_id: int) -> Draft | None:
    """Return the draft of that keyed hash on that consultation unless it has expired."""
    return session.scalar(select(Draft).where(
        Draft.token_hash == token_hash, Draft.consultation_id == consultation_id, Draft.expires_at > utc_now()))


def locked(session: Session, token_hash: str, consultation_id: int) -> Draft | None:
    """Return the living draft, held against other writers until the transaction ends; None where it is gone."""
    return _locked(session, Draft.token_hash == token_hash, consultation_id)


def locked_by_code(session: Session, return_hash: str, consultation_id: int) -> Draft | None:
    """Return the living draft that a code leads to, held against other writers; None where there is none."""
    return _locked(session, Draft.return_hash == return_hash, consultation_id)


def left_at(session: Session, token_hash: str, consultation_id: int) -> datetime | None:
    """Return when the draft that this browser had was last saved on the device that took it over; None without one."""
    return session.scalar(
        select(Draft.updated_at).where(Draft.left_hash == token_hash, Draft.consultation_id == consultation_id,
                                       Draft.expires_at > utc_now()).limit(1))


def _locked(session: Session, is_it: ColumnElement[bool], consultation_id: int) -> Draft | None:
    return session.scalar(
        select(Draft).where(is_it, Draft.consultation_id == consultation_id, Draft.expires_at > utc_now())
        .with_for_update().execution_options(populate_existing=True)
    )
