"""CP-19: no link from a member to an answer, to staff, or to the same person in another forum."""

from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models import every_table
from consult.models.members import Member
from tests.forum_doors import come_in, words_of
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import World

# What belongs to a person inside a forum, and what is outside.
INSIDE = {"members", "member_sessions", "passkeys", "member_factors", "member_contacts", "notices", "access_profiles",
          "join_requests", "positions", "turnouts", "ballots", "posts", "cards"}
OUTSIDE = {"people", "responses", "answers", "drafts", "browser_sessions", "access_requests", "audit_entries"}


def test_cp19_no_key_leads_from_a_member_to_anything_outside(app: Flask) -> None:
    assert OUTSIDE - {"audit_entries"} <= set(every_table) and INSIDE <= set(every_table)
    for name in INSIDE:
        targets = {key.column.table.name for key in every_table[name].foreign_keys}
        assert not targets & OUTSIDE, name
    for name in OUTSIDE & set(every_table):
        assert not {key.column.table.name for key in every_table[name].foreign_keys} & INSIDE, name


def test_cp19_one_browser_in_two_forums_leaves_nothing_in_common(
        client: LintingClient, forum: ForumWorld, world: World) -> None:
    other = build("Allotments")
    client.get(f"/en/consultations/{world.slug}/respond")
    cookies = []
    for one in (forum, other):
        come_in(client, words_of(one))
        cookies.append(client.get_cookie("visit").value)
        client.post("/en/space/leave-quickly")
    assert len(set(cookies)) == 2
    rows = {name: {cell for row in db.session().execute(select(every_table[name])) for cell in map(str, row)
                   if len(cell) > 20} for name in ("browser_sessions", "member_sessions", "members")}
    assert not rows["browser_sessions"] & rows["member_sessions"] and not rows["members"] & rows["browser_sessions"]


def test_cp19_coming_in_as_somebody_else_ends_the_visit_before(client: LintingClient, forum: ForumWorld) -> None:
    other = build("Allotments")
    words = words_of(other)
    forum.enter(client, forum.members[0])
    client.post("/en/space/leave-quickly")
    come_in(client, words)
    page = client.get("/en/space/letting-in").get_data(as_text=True)
    assert forum.forum.name not in page


def test_cp19_the_code_of_one_forum_says_nothing_of_another(app: Flask, forum: ForumWorld) -> None:
    other = build("Allotments")
    words_of(forum)
    words_of(other)
    hashes = list(db.session().scalars(select(Member.code_hash).where(Member.code_hash.is_not(None))))
    assert len(hashes) == len(set(hashes)) == 2 and all(len(found or "") == 64 for found in hashes)


def test_cp19_another_forums_ids_are_as_unknown_as_made_up_ones(client: LintingClient, forum: ForumWorld) -> None:
    other = build("Allotments")
    forum.enter(client, forum.members[0])
    client.get("/en/space/letting-in")
    theirs = client.send(f"/en/space/letting-in/people/{other.members[0].public_id}/chair")
    nobodys = client.send(f"/en/space/letting-in/people/{'x' * 22}/chair")
    assert theirs.status_code == 404 and without_ids(theirs.data) == without_ids(nobodys.data)


def without_ids(page: bytes) -> bytes:
    """Return a page without what is made anew for each request."""
    return page.split(b"<main")[1]
