"""The one place that commits: a write transaction, and what may only happen after it."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from consult.extensions import db


@contextmanager
def writing() -> Iterator[Session]:
    """Give a session whose transaction takes the write lock first, and commit it at the end.

    A read transaction that the caller left open is ended, so nothing stale is written. A call inside another joins
    it: the outermost commits. Any error rolls everything back and is raised again.
    """
    session = db.session()
    if session.info.get("is_writing"):
        yield session
        return
    session.rollback()
    session.info.update(is_writing=True, after_commit={})
    try:
        session.connection(execution_options={"writes": True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["is_writing"] = False
    for call in session.info.pop("after_commit", {}).values():
        call()


def after_commit(key: Hashable, call: Callable[[], object]) -> None:
    """Run `call` once the surrounding `writing()` has committed; never where it was rolled back; once a key."""
    db.session().info["after_commit"].setdefault(key, call)
