"""CP-24: what leaves the group is by item and by nobody, unless a person asks for their name; and it can go again."""

import json

from sqlalchemy import select

from consult.extensions import db
from consult.models.forum_notes import NoteLine, ReleasedNote
from consult.queries import forum_notes as stored
from consult.services import forum_notes, leaving
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.record_worlds import agreed, decide, line, share, shared


def test_cp24_no_line_that_left_says_whose_it_is(forum: ForumWorld) -> None:
    shared(forum)
    body = json.dumps(db.session.scalars(select(ReleasedNote)).one().body)
    assert names(forum) == {""}
    for member in (forum.chair, *forum.members):
        assert member.public_id not in body and f'"{member.name}"' not in body


def test_cp24_who_asks_for_their_name_is_named_and_can_change_their_mind(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    named = line(forum, made, forum.members[0], "I want to be heard.", is_named=True)
    shared(forum, made)
    assert names(forum) == {"", "Amber"}
    forum_notes.show_name(by=forum.acting(forum.members[0]), line_id=named.public_id, is_named=False)
    assert names(forum) == {""} and not db.session.scalars(select(ReleasedNote)).one().body[-1]["is_named"]


def test_cp24_the_public_page_names_who_asked_for_it_and_nobody_else(forum: ForumWorld, client: LintingClient) -> None:
    with writing() as session:
        session.merge(forum.forum).slug = "riders"
    made = agreed(forum, forum.meeting(days=-1))
    line(forum, made, forum.members[0], "I want to be heard.", is_named=True)
    shared(forum, made)
    found, = stored.shared_with_all(db.session(), forum.id)
    assert f"/en/forums/riders/notes/{found.public_id}" in client.get("/en/forums/riders").text
    page = client.get(f"/en/forums/riders/notes/{found.public_id}").text
    assert "I want to be heard." in page and page.count("<bdi>Amber</bdi>") == 1 and "<bdi>Birch</bdi>" not in page


def test_cp24_a_name_that_changed_changes_everywhere(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    line(forum, made, forum.members[0], "I want to be heard.", is_named=True)
    shared(forum, made)
    with writing() as session:
        session.merge(forum.members[0]).name = "Rowan"
    assert names(forum) == {"", "Rowan"}


def test_cp24_who_leaves_is_named_nowhere_and_the_groups_text_stays(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    line(forum, made, forum.members[0], "I want to be heard.", is_named=True)
    shared(forum, made)
    leaving.leave(by=forum.acting(forum.members[0]), words="stay", is_sure=True)
    found, = stored.shared_with_all(db.session(), forum.id)
    assert names(forum) == {""} and "I want to be heard." in str(found.items)


def test_cp24_who_leaves_with_their_words_takes_them_out_of_what_the_group_is_asked_about(forum: ForumWorld) -> None:
    made = agreed(forum, forum.meeting(days=-1))
    line(forum, made, forum.members[0], "Only for us.")
    decision = share(forum, made)
    leaving.leave(by=forum.acting(forum.members[0]), words="go", is_sure=True)
    forum.members.pop(0)
    decide(forum, decision)
    found, = stored.shared_with_all(db.session(), forum.id)
    assert "Only for us." not in str(found.items)
    assert db.session.scalars(select(NoteLine.words).where(NoteLine.words.contains("Only for us"))).all() == []


def names(forum: ForumWorld) -> set[str]:
    return {name for found in stored.shared_with_all(db.session(), forum.id)
            for _item, lines in found.items for _line, name in lines}
