"""This instant, in one way for everyone; which clock a database keeps is the database's."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """Return this instant in UTC, to the microsecond."""
    return datetime.now(UTC)
