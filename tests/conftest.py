"""Fixtures shared by all floors: an application on each database, a client that lints, a small world."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from consult.app import create_app
from consult.extensions import db
from tests import databases
from tests.linting import LintingClient
from tests.worlds import World, build


@pytest.fixture(params=databases.BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The name of a database system: every test that touches one runs on both."""
    return str(request.param)


@pytest.fixture
def app(backend: str, tmp_path: Path) -> Iterator[Flask]:
    """An application on an empty migrated database, inside its own context."""
    url = databases.copies.make(backend, tmp_path)
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
    return build()
