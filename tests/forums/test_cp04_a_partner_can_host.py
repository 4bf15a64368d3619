"""CP-04: a partner can host a forum with its own statement; the public body then sees only what the group shared."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Refused
from consult.domain.forum_openings import check_opening
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.forum_notes import Note, NoteLine, ReleasedNote
from consult.models.forums import Forum
from consult.services import forum_openings
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.staff_factors import strong
from tests.worlds import World

STATEMENT = "Riders Together answers for what is kept here. Ask us at our office."


def test_cp04_a_partner_hosts_with_its_own_statement(app: object) -> None:
    opening = check_opening(name="Night  Bus Riders", host="Riders Together", is_partner=True, statement=STATEMENT)
    forum_openings.open_forum(opening=opening)
    forum = db.session.scalars(select(Forum)).one()
    assert (forum.name, forum.host, forum.host_is_partner) == ("Night Bus Riders", "Riders Together", True)
    assert forum.controller_statement == STATEMENT and forum.slug is None and forum.state == "open"


@pytest.mark.parametrize("missing", ["name", "host", "statement"])
def test_cp04_no_forum_begins_without_who_answers_for_it(missing: str) -> None:
    given = {"name": "Riders", "host": "Riders Together", "statement": STATEMENT, missing: "\u0000 \n"}
    with pytest.raises(Refused) as refused:
        check_opening(is_partner=True, **given)
    assert (refused.value.field, refused.value.code) == (missing, "forum-part-missing")


def test_cp04_officers_read_the_hosts_statement(client: LintingClient, forum: ForumWorld) -> None:
    page = client.get(f"/staff/forums/{forum.forum.public_id}").text
    assert "A partner" in page and "The partner looks after what is kept here." in page


def test_cp04_the_public_body_sees_what_was_shared_and_nothing_else(client: LintingClient, forum: ForumWorld) -> None:
    share(forum, "Everyone may know.", to_whom="public")
    share(forum, "Only our riders' union may know.", to_whom="named", bodies="Riders' union")
    share(forum, "The body may know.", to_whom="named", bodies="Transport\nmopac")
    share(forum, "Nobody outside knows yet.", to_whom="public", is_released=False)
    page = client.get(f"/staff/forums/{forum.forum.public_id}").text
    assert "Everyone may know." in page and "The body may know." in page
    assert "riders&#39; union may" not in page and "Nobody outside" not in page and "A working line." not in page


@pytest.fixture
def forum(client: LintingClient, world: World) -> ForumWorld:
    """A forum that a partner hosts and that let in an officer, who has signed in."""
    found = forum_worlds.build()
    found.officer(world.staff["reader"].id, "responder")
    strong(client, world.staff["reader"].id, world.email("reader"))
    return found


def share(forum: ForumWorld, words: str, *, to_whom: str, bodies: str = "", is_released: bool = True) -> None:
    """Keep notes with a working line, and an edition of them."""
    decision = forum.made_decision("note-release")
    with writing() as session:
        note = Note(forum_id=forum.id, title="Spring notes", begun_by_id=forum.chair.id)
        session.add(note)
        session.flush()
        session.add(NoteLine(note_id=note.id, position=1, words="A working line.", written_by_id=forum.chair.id))
        session.add(ReleasedNote(
            note_id=note.id, number=1, title="Spring notes", to_whom=to_whom, bodies=bodies, decision_id=decision.id,
            body=[{"ref": "r", "item": "", "words": words, "kind": "said", "easy": "", "language": "en",
                   "is_named": False, "is_gone": False}], released_at=utc_now() if is_released else None))
