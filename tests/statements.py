"""Counts the statements that a piece of code sends, so that a test sees when their number grows with the rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from consult.extensions import db


@contextmanager
def count_statements() -> Iterator[list[str]]:
    """Give a list that fills with the SQL of every statement sent inside."""
    sent: list[str] = []

    def keep(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", keep)
