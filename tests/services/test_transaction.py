"""One place commits; what follows a commit waits for it."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.extensions import db
from consult.models.sessions import Attempt
from consult.services.transaction import after_commit, writing


def test_an_error_undoes_everything_and_nothing_follows(app: Flask) -> None:
    called: list[str] = []
    with pytest.raises(RuntimeError), writing() as session:
        session.add(Attempt(key_hash="a"))
        after_commit("a", lambda: called.append("a"))
        raise RuntimeError
    assert count() == 0 and called == []


def test_an_inner_call_joins_the_outer_one(app: Flask) -> None:
    with pytest.raises(RuntimeError), writing():
        with writing() as session:
            session.add(Attempt(key_hash="a"))
        raise RuntimeError
    assert count() == 0


def test_what_follows_runs_once_a_key_and_after_the_commit(app: Flask) -> None:
    seen: list[int] = []
    with writing() as session:
        session.add(Attempt(key_hash="a"))
        after_commit("key", lambda: seen.append(count()))
        after_commit("key", lambda: seen.append(99))
    assert seen == [1]


def test_many_writers_that_read_first_all_get_through(app: Flask) -> None:
    errors: list[BaseException] = []

    def read_then_write() -> None:
        with app.app_context():
            try:
                count()
                with writing() as session:
                    session.add(Attempt(key_hash="t"))
            except BaseException as error:
                errors.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=read_then_write) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == [] and count() == 12


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Attempt)) or 0
