"""Slows down guessing of secrets, by keyed hash of where the tries come from; addresses themselves are not kept."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.sessions import Attempt
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing

WINDOW = timedelta(minutes=15)
MOST = {"sign-in": 10, "receipt": 30}
FIELD = {"sign-in": "password", "receipt": "code"}


def check(purpose: str, source: str) -> None:
    """Raise Refused(…, "sign-in-too-often") where `source` has failed too often at this in a quarter of an hour."""
    count = db.session().scalar(
        select(func.count()).select_from(Attempt)
        .where(Attempt.key_hash == keyed_hash(purpose, source), Attempt.at > utc_now() - WINDOW))
    if (count or 0) >= MOST[purpose]:
        raise Refused(FIELD[purpose], "sign-in-too-often")


def failed(purpose: str, source: str) -> None:
    """Remember a failure; older ones are forgotten."""
    with writing() as session:
        session.execute(delete(Attempt).where(Attempt.at <= utc_now() - WINDOW))
        session.add(Attempt(key_hash=keyed_hash(purpose, source)))
