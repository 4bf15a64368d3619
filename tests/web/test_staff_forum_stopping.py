"""Stopping a forum in the browser: by its whole name, with a reason, and not one that a partner carries."""

import pytest

from consult.extensions import db
from consult.models.forums import Forum
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.staff_factors import strong
from tests.worlds import PASSWORD, World

PLACE = "/staff/forums/stop"
SENT = {"name": "Our riders", "state": "paused", "reason": "The money for interpreters ended."}


def test_it_is_stopped_with_its_reason(administrator: LintingClient, ours: ForumWorld) -> None:
    administrator.get(PLACE)
    assert administrator.send(PLACE, SENT).status_code == 303
    assert (row(ours).state, row(ours).state_reason) == ("paused", SENT["reason"])


@pytest.mark.parametrize(("changed", "field"), [
    ({"name": "Our"}, "name"), ({"name": "Their riders"}, "name"), ({"name": ""}, "name"), ({"state": "open"}, "state"),
    ({"state": ""}, "state"), ({"reason": " "}, "reason"), ({"reason": "a" * 2001}, "reason")])
def test_what_is_wrong_is_said_on_its_field_and_nothing_is_stopped(
    administrator: LintingClient, ours: ForumWorld, changed: dict[str, str], field: str
) -> None:
    forum_worlds.build("Their riders")
    administrator.get(PLACE)
    answer = administrator.send(PLACE, {**SENT, **changed})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert {one.state for one in db.session().query(Forum)} == {"open"}


def test_a_partners_forum_answers_as_one_that_never_was(administrator: LintingClient, ours: ForumWorld) -> None:
    forum_worlds.build("Their riders")
    administrator.get(PLACE)
    said = [administrator.send(PLACE, {**SENT, "name": name}).text.count("There is no forum of this name")
            for name in ("Their riders", "Other riders")]
    assert said[0] == said[1] > 0


def test_without_the_second_step_there_is_no_way_to_it(client: LintingClient, ours: ForumWorld) -> None:
    client.sign_in("administrator@example.org", PASSWORD)
    assert client.get(PLACE).status_code == 303


def row(world: ForumWorld) -> Forum:
    db.session().rollback()
    return db.session().get_one(Forum, world.id)


@pytest.fixture
def ours(world: World) -> ForumWorld:
    """A forum that the public body carries itself."""
    found = forum_worlds.build("Our riders")
    with writing() as session:
        session.get_one(Forum, found.id).host_is_partner = False
    return found


@pytest.fixture
def administrator(client: LintingClient, world: World) -> LintingClient:
    """A browser in which an administrator took the second step."""
    client.sign_in(world.email("administrator"), PASSWORD)
    strong(client, world.staff["administrator"].id, world.email("administrator"))
    return client
