"""The declarative base, and the column types that every table shares; no table of its own."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from consult.domain.instants import utc_now

__all__ = ["Base", "HasPublicId", "UtcDateTime", "new_public_id", "one_of", "utc_now"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An instant: aware going in, aware and in UTC coming out, on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every mapped class; knows nothing of Flask."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: JSON(), list[Any]: JSON()}


def new_public_id() -> str:
    """Return 128 random bits as 22 URL-safe characters: an id that nobody can guess or count.

    None begins with a hyphen: a spreadsheet would take it for a formula, and a command for an option.
    """
    while (found := secrets.token_urlsafe(16)).startswith("-"):
        pass
    return found


def one_of(column: str, words: tuple[str, ...]) -> str:
    """Return the SQL of a CHECK that `column` holds one of `words`."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


class HasPublicId:
    """An integer key inside, a random id outside."""

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(22), unique=True, default=new_public_id)
