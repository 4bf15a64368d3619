"""Pages of the agenda and the tray: what cannot be is told plainly, and another forum's objects are not there."""

import re

import pytest
from werkzeug.test import TestResponse

from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.services import agenda_merges
from tests.agenda_worlds import adopt, propose, put_on
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import World

MADE_UP = "A" * 22
ODD = ("\x00", "9" * 5000, "\"><script>alert(1)</script>", "\u202eright", "ل" * 3000)


@pytest.mark.parametrize("odd", ODD)
def test_no_form_of_the_agenda_breaks_over_what_is_typed_in_it(client: LintingClient, forum: ForumWorld, world: World,
                                                               odd: str) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    forum.enter(client)
    one, sheet = f"/en/space/agenda/items/{item.public_id}", f"/en/space/agenda/meetings/{meeting.public_id}"
    for path, names in (
        ("/en/space/agenda/propose", ("title", "words", "whose", "whose_idea", "transcript")),
        (f"{one}/guests", ("words",)), (f"{one}/meeting", ("meeting",)), (f"{one}/merge", ("into",)),
        (f"{one}/plan/{world.slug}/parts", ("node",)), (f"{one}/plan/{world.slug}/untie", ("node",)),
        (f"{one}/plan/{world.slug}/theme", ("name", "definition")),
        (f"{sheet}/wishes", (f"wish-{item.public_id}", "wish-")), (f"{sheet}/order", (f"place-{item.public_id}",)),
        (f"{sheet}/take-off", ("item",)), (f"{sheet}/reached", ("reached",)),
    ):
        client.get("/en/space/agenda")
        answer = client.send(path, dict.fromkeys(names, odd), lint=False)
        assert answer.status_code < 500, path
        assert "<script>alert(1)" not in answer.get_data(as_text=True), path


def test_markup_in_an_item_is_shown_as_words(client: LintingClient, forum: ForumWorld) -> None:
    item = propose(forum, 0, "<b onclick=x>Lifts</b>")
    forum.enter(client)
    page = client.get(f"/en/space/agenda/items/{item.public_id}").get_data(as_text=True)
    assert "&lt;b onclick=x&gt;Lifts&lt;/b&gt;" in page


def test_another_forums_objects_answer_as_made_up_ones(client: LintingClient, forum: ForumWorld, world: World) -> None:
    item, other_item, meeting = propose(forum, 0, "Lifts"), propose(forum, 1, "Ramps"), forum.meeting()
    merge = agenda_merges.ask(by=forum.acting(), from_id=item.public_id, into_id=other_item.public_id)
    others = build("Others")
    others.enter(client)
    client.get("/en/space/agenda")
    for shape, real in (("/en/space/agenda/items/%s", item.public_id),
                        ("/en/space/agenda/items/%s/merge", item.public_id),
                        ("/en/space/agenda/meetings/%s", meeting.public_id),
                        (f"/en/space/agenda/items/%s/plan/{world.slug}", item.public_id)):
        assert told(client.get(shape % real), real) == told(client.get(shape % MADE_UP), MADE_UP), shape
    for shape, real in (("/en/space/agenda/items/%s/take-back", item.public_id),
                        ("/en/space/agenda/merges/%s", merge.public_id),
                        ("/en/space/agenda/meetings/%s/adopt", meeting.public_id)):
        assert told(client.send(shape % real), real) == told(client.send(shape % MADE_UP), MADE_UP), shape
    assert {one.state for one in db.session.query(AgendaItem)} == {"proposed"}


def test_an_empty_agenda_and_one_with_ties_are_not_put_to_the_group(client: LintingClient, forum: ForumWorld) -> None:
    meeting = forum.meeting()
    forum.enter(client)
    address = f"/en/space/agenda/meetings/{meeting.public_id}"
    client.get(address)
    assert "There is nothing on this agenda yet" in client.send(f"{address}/adopt").get_data(as_text=True)
    for number in (0, 1):
        put_on(forum, propose(forum, number, f"Item {number}"), meeting)
    answer = client.send(f"{address}/adopt")
    assert answer.status_code == 422 and "A chair chooses their order first" in answer.get_data(as_text=True)


def test_an_adopted_agenda_shows_no_wishes_and_takes_none(client: LintingClient, forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    adopt(forum, meeting)
    forum.enter(client)
    address = f"/en/space/agenda/meetings/{meeting.public_id}"
    assert 'name="wish-' not in client.get(address).get_data(as_text=True)
    assert client.send(f"{address}/wishes", {f"wish-{item.public_id}": "first"}).status_code == 409


def test_titles_of_the_agenda_say_nothing_of_the_group(client: LintingClient, forum: ForumWorld) -> None:
    item, meeting = propose(forum, 0, "Coming out at work"), forum.meeting()
    forum.enter(client)
    for address in ("agenda", "agenda/propose", f"agenda/items/{item.public_id}", "tray",
                    f"agenda/meetings/{meeting.public_id}"):
        page = client.get(f"/en/space/{address}").get_data(as_text=True)
        title = re.search(r"<title>(.*?)</title>", page)
        assert title is not None and title[1].strip() in ("Agenda", "Propose something", "Tray")
        assert forum.forum.name not in page


def test_only_a_chair_is_asked_to_choose_among_equals(client: LintingClient, forum: ForumWorld) -> None:
    meeting = forum.meeting()
    for number in (0, 1):
        put_on(forum, propose(forum, number, f"Item {number}"), meeting)
    forum.enter(client, forum.members[0])
    page = client.get(f"/en/space/agenda/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "A chair chooses the order of these:" in page and 'name="place-' not in page


def test_a_supporter_reads_and_proposes_and_is_offered_nothing_else(client: LintingClient, forum: ForumWorld) -> None:
    item, meeting = propose(forum, 1, "Lifts"), forum.meeting()
    put_on(forum, item, meeting)
    forum.enter(client, forum.someone("supporter"))
    page = client.get(f"/en/space/agenda/items/{item.public_id}").get_data(as_text=True)
    assert "Link it to the plan" not in page and "Take it back" not in page
    assert 'name="wish-' not in client.get(f"/en/space/agenda/meetings/{meeting.public_id}").get_data(as_text=True)


def told(answer: TestResponse, asked_for: str) -> tuple[int, str]:
    """Return what an answer tells: its status and words, without what was asked for and the token of its form."""
    return answer.status_code, re.sub(r'value="[^"]+"', "", answer.get_data(as_text=True)).replace(asked_for, "")


@pytest.fixture
def forum(world: World) -> ForumWorld:
    """A forum beside a consultation."""
    return build()
