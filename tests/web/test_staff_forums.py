"""Officers' pages of forums: who gets in, the tray, asks and needs; for everyone else there is no such page."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import OutsideRequest
from consult.models.asks import Ask, AskReply
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.forums import Forum, ForumInvitation, ForumOfficer
from consult.services import joining
from consult.services.attempts import MOST
from consult.services.members import hash_of_code
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.staff_factors import strong
from tests.worlds import PASSWORD, World

HERE = "/staff/forums"
OPENING = {"name": "Night Bus Riders", "host": "Riders Together", "kind": "partner",
           "statement": "Riders Together answers for what is kept here."}
TOMORROW = utc_now() + timedelta(days=30)
REQUEST = {"body": "MOPAC, safety team", "title": "Night patrols", "words": "Where are they needed?",
           "why": "You ride at night.", "use": "We set the routes.", "wanted_by-day": str(TOMORROW.day),
           "wanted_by-month": str(TOMORROW.month), "wanted_by-year": str(TOMORROW.year)}
REPLY = {"outcome": "accept", "reason": "We will mend both lights.", "signed": "Director of stops"}


def test_an_administrator_opens_an_empty_forum_and_gets_one_code(client: LintingClient, world: World) -> None:
    strong(client, world.staff["administrator"].id, world.email("administrator"))
    assert "Open a forum" in client.get(HERE).text
    client.get(f"{HERE}/new")
    page = client.send(f"{HERE}/new", OPENING)
    code = page.text.split("The same in numbers:")[1].split("<bdi dir=\"ltr\">")[1].split("<")[0]
    found = db.session.scalars(select(ForumInvitation)).one()
    assert found.is_first and found.standing == "member" and found.code_hash == hash_of_code(code)
    assert "/en/space/enter</bdi>" in page.text


def test_whoever_opened_a_forum_never_sees_it_again(client: LintingClient, world: World) -> None:
    strong(client, world.staff["administrator"].id, world.email("administrator"))
    client.get(f"{HERE}/new")
    client.send(f"{HERE}/new", OPENING)
    forum = db.session.scalars(select(Forum)).one()
    assert client.get(f"{HERE}/{forum.public_id}").status_code == 404
    assert forum.name not in client.get(HERE).text


def test_without_the_second_step_no_forum_is_opened(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("administrator"), PASSWORD)
    assert client.send(f"{HERE}/new", OPENING).headers["Location"] == "/staff/second-step"
    assert db.session.scalars(select(Forum)).all() == []


@pytest.mark.parametrize("role", ["lead", "survey-editor", "reader"])
def test_nobody_but_an_administrator_opens_one(client: LintingClient, world: World, role: str) -> None:
    strong(client, world.staff[role].id, world.email(role))
    assert client.send(f"{HERE}/new", OPENING).status_code == 403
    assert "Open a forum" not in client.get(HERE).text


@pytest.mark.parametrize("wrong", [{"name": " "}, {"host": ""}, {"statement": "\x00"}, {"kind": "police"},
                                   {"name": "x" * 201}, {"statement": "x" * 4001}])
def test_an_opening_without_a_part_is_shown_again(client: LintingClient, world: World, wrong: dict[str, str]) -> None:
    strong(client, world.staff["administrator"].id, world.email("administrator"))
    client.get(f"{HERE}/new")
    page = client.send(f"{HERE}/new", {**OPENING, **wrong})
    assert page.status_code == 422 and "There is a problem" in page.text
    assert db.session.scalars(select(Forum)).all() == []


def test_a_group_lets_an_officer_in_by_a_code_that_works_once(client: LintingClient, world: World) -> None:
    forum = forum_worlds.build()
    code = invited(forum, "guest")
    strong(client, world.staff["reader"].id, world.email("reader"))
    client.get(HERE)
    assert client.send(HERE, {"code": code}).status_code == 303
    assert "Night Bus Riders" in client.get(HERE).text
    assert client.send(HERE, {"code": code}).status_code == 422


def test_guessing_codes_is_slowed_down(client: LintingClient, world: World) -> None:
    strong(client, world.staff["reader"].id, world.email("reader"))
    client.get(HERE)
    for _try in range(MOST["space"]):
        assert "do not open anything" in client.send(HERE, {"code": "seven wrong words"}).text
    assert "Too many tries" in client.send(HERE, {"code": "seven wrong words"}).text


def test_a_members_code_makes_nobody_an_officer(client: LintingClient, world: World) -> None:
    forum = forum_worlds.build()
    code = invited(forum, "")
    strong(client, world.staff["reader"].id, world.email("reader"))
    client.get(HERE)
    assert client.send(HERE, {"code": code}).status_code == 422
    assert db.session.scalars(select(ForumOfficer)).all() == []


def test_a_password_alone_opens_no_page_of_a_forum(client: LintingClient, world: World) -> None:
    forum = let_in(world, "responder")
    client.sign_in(world.email("reader"), PASSWORD)
    assert client.get(f"{HERE}/{forum.forum.public_id}").status_code == 404
    assert client.get(HERE).headers["Location"] == "/staff/second-step"


def test_an_officer_who_was_sent_away_is_out_at_once(client: LintingClient, world: World) -> None:
    forum = let_in(world, "responder")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}"
    assert client.get(path).status_code == 200
    with writing() as session:
        session.scalars(select(ForumOfficer)).one().ended_at = utc_now()
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("role", "paths"), [
    ("guest", {"": 200, "/requests": 200, "/needs": 404}),
    ("responder", {"": 200, "/requests": 200, "/needs": 404}),
    ("access-support", {"": 200, "/requests": 404, "/needs": 200}),
])
def test_each_role_opens_its_own_pages(
    client: LintingClient, world: World, role: str, paths: dict[str, int]
) -> None:
    forum = let_in(world, role)
    strong(client, world.staff["reader"].id, world.email("reader"))
    found = {path: client.get(f"{HERE}/{forum.forum.public_id}{path}").status_code for path in paths}
    assert found == paths


def test_a_forum_that_did_not_let_you_in_looks_as_if_it_did_not_exist(client: LintingClient, world: World) -> None:
    let_in(world, "responder")
    other = forum_worlds.build("Canal Walkers")
    strong(client, world.staff["reader"].id, world.email("reader"))
    for tail in ("", "/requests", "/needs", "/asks/abc", "/files/abc"):
        real, never = (client.get(f"{HERE}/{forum_id}{tail}") for forum_id in (other.forum.public_id, "x" * 22))
        assert (real.status_code, real.data) == (never.status_code, never.data) == (404, never.data)


def test_an_officer_places_a_request_and_takes_it_back(client: LintingClient, world: World) -> None:
    forum = let_in(world, "guest")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/requests"
    assert 'value="MOPAC"' in client.get(path).text
    assert client.send(path, REQUEST).status_code == 303
    assert "Waits for the group" in client.get(path).text
    row = db.session.scalars(select(OutsideRequest)).one()
    assert client.send(f"{path}/{row.public_id}/take-back").status_code == 303
    assert "You took it back" in client.get(path).text


@pytest.mark.parametrize("wrong", [
    {"why": ""}, {"use": " "}, {"title": "x" * 201}, {"words": "x" * 2001}, {"wanted_by-year": "1999"},
    {"wanted_by-day": "31", "wanted_by-month": "2"}, {"wanted_by-day": ""}, {"body": ""},
])
def test_a_request_without_a_part_is_shown_again(client: LintingClient, world: World, wrong: dict[str, str]) -> None:
    forum = let_in(world, "guest")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/requests"
    client.get(path)
    page = client.send(path, {**REQUEST, **wrong})
    assert page.status_code == 422 and "There is a problem" in page.text


def test_an_officer_answers_what_their_body_was_asked(client: LintingClient, world: World) -> None:
    forum = let_in(world, "responder")
    ask = asked(forum, "MOPAC")
    strong(client, world.staff["reader"].id, world.email("reader"))
    assert "Mend the lights" in client.get(f"{HERE}/{forum.forum.public_id}").text
    path = f"{HERE}/{forum.forum.public_id}/asks/{ask.public_id}"
    client.get(path)
    assert client.send(path, REPLY).status_code == 303
    assert "We will mend both lights." in client.get(path).text
    assert db.session.scalars(select(AskReply.reason)).all() == ["We will mend both lights."]


def test_two_officers_do_not_answer_over_each_other(client: LintingClient, world: World) -> None:
    forum = let_in(world, "responder")
    ask = asked(forum, "MOPAC")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/asks/{ask.public_id}"
    client.get(path)
    client.send(path, REPLY)
    assert client.send(path, {**REPLY, "after": ""}).status_code == 422


def test_another_bodys_ask_is_not_there(client: LintingClient, world: World) -> None:
    forum = let_in(world, "responder")
    ask = asked(forum, "TfL")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/asks/{ask.public_id}"
    assert client.get(path).status_code == 404 and client.send(path, REPLY).status_code == 404
    assert "Mend the lights" not in client.get(f"{HERE}/{forum.forum.public_id}").text


@pytest.mark.parametrize("wrong", [
    {"outcome": ""}, {"outcome": "maybe"}, {"reason": ""}, {"signed": ""}, {"outcome": "later"},
    {"outcome": "not-ours"}, {"reason": "word " * 40}, {"film": "javascript:alert(1)"},
])
def test_a_reply_without_a_part_is_shown_again(client: LintingClient, world: World, wrong: dict[str, str]) -> None:
    forum = let_in(world, "responder")
    ask = asked(forum, "MOPAC")
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/asks/{ask.public_id}"
    client.get(path)
    page = client.send(path, {**REPLY, **wrong})
    assert page.status_code == 422 and "There is a problem" in page.text


def test_access_support_sees_a_need_without_whose_it_is_and_books_it(client: LintingClient, world: World) -> None:
    forum = let_in(world, "access-support")
    need = needed(forum)
    strong(client, world.staff["reader"].id, world.email("reader"))
    path = f"{HERE}/{forum.forum.public_id}/needs"
    page = client.get(path).text
    assert "Live captions by a person" in page and "Amber" not in page
    assert "Amber" not in client.get(f"{path}/{need.public_id}").text
    done = {"state": "booked", "people": "1", "words": "A captioner from ten to twelve."}
    assert client.send(f"{path}/{need.public_id}", done).status_code == 303
    assert "Booked" in client.get(path).text


@pytest.mark.parametrize("wrong", [
    {"state": ""}, {"state": "withdrawn"}, {"people": "lots"}, {"people": "-1"}, {"people": "0"},
    {"state": "not-met", "words": ""}, {"words": "x" * 301},
])
def test_a_booking_without_a_part_is_shown_again(client: LintingClient, world: World, wrong: dict[str, str]) -> None:
    forum = let_in(world, "access-support")
    path = f"{HERE}/{forum.forum.public_id}/needs/{needed(forum).public_id}"
    strong(client, world.staff["reader"].id, world.email("reader"))
    client.get(path)
    page = client.send(path, {"state": "booked", "people": "1", "words": "Booked.", **wrong})
    assert page.status_code == 422 and "There is a problem" in page.text


def test_the_trail_of_staff_names_no_member(client: LintingClient, world: World) -> None:
    forum = let_in(world, "access-support")
    path = f"{HERE}/{forum.forum.public_id}/needs/{needed(forum).public_id}"
    strong(client, world.staff["reader"].id, world.email("reader"))
    client.get(path)
    client.send(path, {"state": "booked", "people": "1", "words": "Booked."})
    kept = " ".join(f"{row.object_kind} {row.object_id} {row.facts}" for row in db.session.scalars(select(AuditEvent)))
    members = [forum.chair, *forum.members]
    assert not any(member.public_id in kept or member.name in kept for member in members)
    assert "member" not in {row.object_kind for row in db.session.scalars(select(AuditEvent))}


def let_in(world: World, role: str) -> ForumWorld:
    """Make a forum that let the reader in, in a role."""
    forum = forum_worlds.build()
    forum.officer(world.staff["reader"].id, role)
    return forum


def invited(forum: ForumWorld, officer_role: str) -> str:
    """Return a code that lets somebody in: an officer in a role, or a member."""
    code = joining.new_code()
    with writing() as session:
        session.add(ForumInvitation(
            forum_id=forum.id, code_hash=hash_of_code(code), officer_role=officer_role or None,
            body="MOPAC" if officer_role else "",
            standing=None if officer_role else "member", made_by_id=forum.chair.id,
            expires_at=utc_now() + timedelta(days=1)))
    return code


def asked(forum: ForumWorld, body: str) -> Ask:
    """Send an ask to a body."""
    decision, today = forum.made_decision("ask"), utc_now().date()
    with writing() as session:
        row = Ask(forum_id=forum.id, title="Mend the lights", words="Mend both by June.", addressee=body,
                  written_by_id=forum.chair.id, state="sent", sent_on=today, reply_due_on=today,
                  decision_id=decision.id)
        session.add(row)
        return row


def needed(forum: ForumWorld) -> MeetingNeed:
    """Let a member need something for a meeting."""
    meeting = forum.meeting()
    with writing() as session:
        row = MeetingNeed(meeting_id=meeting.id, member_id=forum.members[0].id, need="captions")
        session.add(row)
        return row
