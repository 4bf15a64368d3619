"""CP-20: that pictures of the screen cannot be prevented is said openly, and everybody agrees to take none."""

import pytest
from flask import Flask

from consult.domain.errors import Refused
from consult.services import joining
from tests.forum_doors import come_in, factor_of
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient


def test_cp20_who_comes_in_reads_it_and_agrees(client: LintingClient, forum: ForumWorld) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting())
    page = come_in(client, code).get_data(as_text=True)
    assert "Nobody takes pictures of the screen. We cannot stop anyone from doing it" in page
    assert client.send("/en/space/join", {"code": code, "name": "River"}).status_code == 422


def test_cp20_nobody_comes_in_without_agreeing(app: Flask, forum: ForumWorld) -> None:
    factor_of(forum)
    with pytest.raises(Refused, match="agreement-missing"):
        joining.accept(code=joining.invite(by=forum.acting()), name="River", agrees=False)
