"""What time it is by the database: machines' clocks differ, and one of them must decide when a consultation closes."""

from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session


def now(session: Session) -> datetime:
    """Return the database's instant in UTC; the machine's own where SQLite, which runs inside this process, is it."""
    if session.get_bind().dialect.name != "postgresql":
        return datetime.now(UTC)
    found = session.scalar(select(func.clock_timestamp()))
    assert found is not None
    return found.astimezone(UTC)
