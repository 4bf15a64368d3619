"""What every test of pages stands on: a request remembers nothing of the one before, as in a server."""

from collections.abc import Iterator

import pytest
from flask import Flask, g, request_started


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> Iterator[None]:
    """Empty `g` as each request starts: the `app` fixture's own context would else carry it from page to page."""
    def forget(_app: Flask, **_facts: object) -> None:
        for name in list(g):
            g.pop(name)

    with request_started.connected_to(forget):
        yield
