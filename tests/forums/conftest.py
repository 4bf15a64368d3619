"""What the tests of forums stand on: a forum, and pages that remember nothing of the request before."""

import pytest
from flask import Flask

from tests.forum_worlds import ForumWorld, build
from tests.web.conftest import nothing_kept_in_memory

__all__ = ["nothing_kept_in_memory"]


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
