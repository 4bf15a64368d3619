"""Slows down guessing of secrets, and counts sendings by network; by keyed hash: addresses themselves are not kept."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain.errors import Refused
from consult.domain.quality import WINDOW_MINUTES
from consult.domain.working_days import LONDON
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.sessions import Attempt
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing

WINDOW = timedelta(minutes=15)
MOST = {"sign-in": 10, "receipt": 30, "return": 20, "form": 20, "request": 20, "space": 20, "time-code": 10, "join": 10,
        "news": 10, "check": 30}
FIELD = {"sign-in": "password", "receipt": "code", "return": "code", "form": "form", "request": "details",
         "space": "code", "time-code": "code", "join": "name", "news": "address", "check": "code"}
# Nothing is kept longer than the longest count needs it.
KEPT = max(WINDOW, timedelta(minutes=WINDOW_MINUTES))


def check(purpose: str, source: str) -> None:
    """Raise Refused(…, "sign-in-too-often") where `source` has failed too often at this in a quarter of an hour."""
    if _count(db.session(), keyed_hash(purpose, source), utc_now() - WINDOW) >= MOST[purpose]:
        raise Refused(FIELD[purpose], "sign-in-too-often")


def failed(purpose: str, source: str) -> None:
    """Remember a failure; older ones are forgotten."""
    with writing() as session:
        _forget(session)
        session.add(Attempt(key_hash=keyed_hash(purpose, source)))


def is_first(session: Session, purpose: str, value: str) -> bool:
    """Say whether a value that counts once is used for the first time, and remember it for as long as anything is.

    Call it inside a write transaction that holds what the value opens.
    """
    key_hash = keyed_hash(purpose, value)
    if _count(session, key_hash, utc_now() - KEPT):
        return False
    session.add(Attempt(key_hash=key_hash))
    return True


def sendings(session: Session, network: str) -> int:
    """Remember one more sending from a network and return how many came before it in the window.

    Call it inside a write transaction: a sending that is not stored in the end is not counted. The key of the hash
    changes with each day in London, so that nobody can follow a network from one day to the next.
    """
    now = utc_now()
    key_hash = keyed_hash(f"network {now.astimezone(LONDON).date().isoformat()}", network)
    before = _count(session, key_hash, now - timedelta(minutes=WINDOW_MINUTES))
    session.add(Attempt(key_hash=key_hash, at=now))
    return before


def forget_old() -> int:
    """Delete what no count needs any more and return how many rows that was."""
    with writing() as session:
        return _forget(session)


def _count(session: Session, key_hash: str, since: datetime) -> int:
    return session.scalar(
        select(func.count()).select_from(Attempt).where(Attempt.key_hash == key_hash, Attempt.at > since)) or 0


def _forget(session: Session) -> int:
    return int(session.execute(delete(Attempt).where(Attempt.at <= utc_now() - KEPT)).rowcount)  # type: ignore[attr-defined]
