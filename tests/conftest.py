"""Fixtures shared by all floors: an application on each database, a client that lints, a small world."""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask
from sqlalchemy import event

from consult.app import create_app
from consult.config import ROOT
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.services import people, responses, signed_words
from tests import databases, examples, kept, worlds
from tests.linting import LintingClient
from tests.worlds import World

# Pages and commands ask the database nothing themselves: queries and services do, and those are tested on both
# everywhere. These files send what a database could choke on, so that they run on both as well.
PAGES = ("tests/web/", "tests/cli/")
ON_BOTH = ("test_access.py", "test_bad_input.py", "test_receipts.py", "test_respond.py", "test_database.py")


# Files that take minutes, not seconds: what a browser does, programs that are started, the whole example.
LONGEST = ("tests/journeys/test_languages_gate.py", "tests/journeys/test_accessibility_gate.py",
           "tests/journeys/test_question_kinds.py", "tests/journeys/", "tests/web/test_bad_input.py",
           "tests/web/test_access.py", "tests/cli/", "tests/jobs/", "tests/exports/test_page_formats.py",
           "tests/conventions/", "tests/migrations/")

# What a test begins with, by the name of its fixture.
FILLS = {"world": worlds.build, "example": examples.load}

kept.keep()
databases.FAST.set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest; leave the second database out of tests of pages and commands, but not in `.ci/run`."""
    items.sort(key=longest_first)
    if os.environ.get("CONSULT_TEST_EVERY_DATABASE"):
        return
    left_out = [item for item in items if "postgresql" in item.name and item.path.name not in ON_BOTH
                and item.nodeid.startswith(PAGES)]
    config.hook.pytest_deselected(items=left_out)
    gone = set(left_out)
    items[:] = [item for item in items if item not in gone]


def longest_first(item: pytest.Item) -> int:
    """Return when a test is begun, by its folder or file: long files begun last would leave one process idle."""
    return next((place for place, start in enumerate(LONGEST) if item.nodeid.startswith(start)), len(LONGEST))


def pytest_collection_finish() -> None:
    """Keep modules and collected tests out of the search for garbage: it would walk them all, again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(params=databases.BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of a database system: every test that touches one runs on both."""
    return str(request.param)


@pytest.fixture
def app(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """An application on a migrated database of its own, inside its context: empty, or with what the test begins with.

    The small world and the example are made once a process and copied.
    """
    fill = next((FILLS[name] for name in FILLS if name in request.fixturenames), None)
    url = databases.copies.make(backend, tmp_path, fill)
    app = create_app(databases.settings(url, tmp_path))
    app.test_client_class = LintingClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
    databases.copies.drop(url)


@pytest.fixture
def client(app: Flask) -> LintingClient:
    """A client that parses every page it fetches and fails on what no page may have."""
    client = app.test_client()
    assert isinstance(client, LintingClient)
    return client


@pytest.fixture
def world(app: Flask) -> World:
    """A small open consultation with staff in every role and a handful of responses."""
    return worlds.standing()


@pytest.fixture
def example(app: Flask) -> Consultation:
    """The consultation of the whole example, with proposals of themes."""
    return examples.standing()


@pytest.fixture
def statements(app: Flask) -> Iterator[list[str]]:
    """The SQL statements that run during a test, without the begin and end of transactions."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield found
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture(scope="session", autouse=True)
def catalogues() -> None:
    """The translations, compiled as `make run` compiles them."""
    for path in sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po")):
        compiled = path.with_suffix(".mo")
        if not compiled.is_file() or compiled.stat().st_mtime < path.stat().st_mtime:
            with open(path, "rb") as source, open(compiled, "wb") as target:
                write_mo(target, read_po(source))


@pytest.fixture(autouse=True)
def reading_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shuffle numbers that are the same in every run, of answers that neither chance sets apart.

    In use they are random: a share of answers is read without suggestions and a share by two people. A test of those
    sets the numbers itself.
    """
    places = (place % 2_147_480_000 // 10_000 * 10_000 + 9_999 for place in count(104_729, 1_299_709_003))
    for module in (responses, signed_words):
        monkeypatch.setattr(module, "shuffle_number", lambda: next(places))


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes() -> None:
    """Passwords hashed with little work: what is tested is who may sign in, not how long a guess takes."""
    people.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    people.NOBODY = people.hasher.hash("nobody signs in with this")
