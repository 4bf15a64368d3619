"""Letting people in: by members, one at a time, and only once a chair is safe."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.forums import Forum, ForumInvitation
from consult.models.members import JoinRequest, Member
from consult.queries import joining as doors
from consult.services import joining, member_entry
from consult.services.transaction import writing
from tests.forum_doors import factor_of
from tests.forum_worlds import ForumWorld, build
from tests.worlds import World


def test_the_first_code_makes_a_chair_and_there_is_only_one(app: Flask) -> None:
    forum = empty_forum()
    with writing() as session:
        lost = joining.first_invitation(session, forum.id)
        code = joining.first_invitation(session, forum.id)
    with pytest.raises(Refused, match="member-code-unknown"):
        joining.accept(code=lost, name="River", agrees=True)
    joined = joining.accept(code=code, name="River", agrees=True)
    member = db.session().get_one(Member, joined.member_id)
    assert member.is_chair and member.joined_month.day == 1 and member.is_not_out
    with writing() as session, pytest.raises(Conflict, match="forum-has-members"):
        joining.first_invitation(session, forum.id)


def test_nobody_else_comes_in_before_a_chair_is_safe(forum: ForumWorld) -> None:
    with pytest.raises(Conflict, match="chair-not-safe"):
        joining.invite(by=forum.acting(forum.members[0]))
    factor_of(forum)
    assert joining.invite(by=forum.acting(forum.members[0]))


def test_no_row_tells_who_invited_whom(forum: ForumWorld) -> None:
    factor_of(forum)
    joining.accept(code=joining.invite(by=forum.acting(forum.members[0])), name="River", agrees=True)
    assert list(db.session().scalars(select(ForumInvitation))) == []


@pytest.mark.parametrize("standing", ["listener", "independent", "monitor"])
def test_whom_the_group_chose_a_chair_lets_in(forum: ForumWorld, standing: str) -> None:
    factor_of(forum)
    with pytest.raises(Refused, match="chair-alone"):
        joining.invite(by=forum.acting(forum.members[0]), standing=standing)
    joined = joining.accept(code=joining.invite(by=forum.acting(), standing=standing), name="River", agrees=True)
    assert db.session().get_one(Member, joined.member_id).standing == standing


def test_a_supporter_stands_beside_who_invited_them(forum: ForumWorld) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting(forum.members[0]), standing="supporter")
    joined = joining.accept(code=code, name="River", agrees=True)
    assert db.session().get_one(Member, joined.member_id).beside_id == forum.members[0].id


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_who_is_no_member_lets_nobody_in(forum: ForumWorld, standing: str) -> None:
    factor_of(forum)
    by = forum.acting(forum.someone(standing))
    for call in (lambda: joining.invite(by=by), lambda: joining.answer(public_id="x", agrees=True, by=by),
                 lambda: joining.take_back(public_id="x", by=by), lambda: joining.send_away(public_id="x", by=by)):
        with pytest.raises(NotFound):
            call()


@pytest.mark.parametrize(("standing", "role"), [("chair", ""), ("", ""), ("member", "host"), ("member' OR 1=1", "")])
def test_nobody_comes_in_as_something_made_up(forum: ForumWorld, standing: str, role: str) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        joining.invite(by=forum.acting(), standing=standing, officer_role=role)


def test_an_invitation_goes_after_two_weeks_and_when_it_is_taken_back(forum: ForumWorld) -> None:
    factor_of(forum)
    by = forum.acting(forum.members[0])
    old, back = joining.invite(by=by), joining.invite(by=by)
    rows = doors.open_invitations(db.session(), by.member_id)
    with pytest.raises(NotFound):
        joining.take_back(public_id=rows[1].public_id, by=forum.acting(forum.members[1]))
    joining.take_back(public_id=rows[1].public_id, by=by)
    with writing() as session:
        session.get_one(ForumInvitation, rows[0].id).expires_at = utc_now() - timedelta(seconds=1)
    for code in (old, back):
        with pytest.raises(Refused, match="member-code-unknown"):
            joining.accept(code=code, name="River", agrees=True)
    assert joining.forget_old() == 1


def test_ten_open_invitations_are_enough(forum: ForumWorld) -> None:
    factor_of(forum)
    for _one in range(joining.MOST_OPEN):
        joining.invite(by=forum.acting())
    with pytest.raises(Conflict, match="invitations-many"):
        joining.invite(by=forum.acting())


def test_an_officers_code_opens_no_space_and_a_members_code_makes_no_officer(forum: ForumWorld, world: World) -> None:
    factor_of(forum)
    officers, members = joining.invite(
        by=forum.acting(), officer_role="guest", body=" MOPAC "), joining.invite(by=forum.acting())
    with pytest.raises(Refused, match="member-code-unknown"):
        joining.accept(code=officers, name="River", agrees=True)
    with pytest.raises(Refused, match="member-code-unknown"):
        member_entry.look(typed=officers, source="1.2.3.4")
    person_id = world.staff["lead"].id
    with pytest.raises(Refused, match="member-code-unknown"):
        joining.accept_as_officer(code=members, person_id=person_id)
    row = joining.accept_as_officer(code=officers, person_id=person_id)
    assert (row.role, row.body, row.ended_at) == ("guest", "MOPAC", None)


def test_the_group_says_for_whom_an_officer_speaks(forum: ForumWorld) -> None:
    factor_of(forum)
    for body in ("", "  "):
        with pytest.raises(Refused, match="body-missing"):
            joining.invite(by=forum.acting(), officer_role="responder", body=body)


def test_an_officer_who_was_sent_away_can_be_let_in_again(forum: ForumWorld, world: World) -> None:
    factor_of(forum)
    row = forum.officer(world.staff["lead"].id, "guest")
    with pytest.raises(NotFound):
        joining.send_away(public_id=row.public_id, by=forum.acting(forum.members[0]))
    joining.send_away(public_id=row.public_id, by=forum.acting())
    assert doors.officers(db.session(), forum.id) == []
    code = joining.invite(by=forum.acting(), officer_role="guest", body="MPS")
    again = joining.accept_as_officer(code=code, person_id=world.staff["lead"].id)
    assert (again.id, again.body) == (row.id, "MPS")


def test_another_forums_chair_answers_nobody_here(forum: ForumWorld) -> None:
    other = build("Allotments", slug="plots", joins_by="asking")
    factor_of(forum)
    joining.ask(slug="plots", name="River", words="", language="en", source="1.2.3.4")
    row = doors.open_requests(db.session(), other.id)[0]
    with pytest.raises(NotFound):
        joining.answer(public_id=row.public_id, agrees=True, by=forum.acting())


def test_what_a_declined_person_wrote_is_forgotten(app: Flask) -> None:
    forum = build(slug="plots", joins_by="asking")
    code = joining.ask(slug="plots", name="River", words="My story", language="en", source="1.2.3.4")
    joining.answer(public_id=doors.open_requests(db.session(), forum.id)[0].public_id, agrees=False, by=forum.acting())
    row = db.session().scalar(select(JoinRequest))
    assert row is not None and (row.state, row.name, row.words) == ("declined", "", "")
    assert member_entry.look(typed=code, source="1.2.3.4").kind == member_entry.DECLINED
    with pytest.raises(Refused, match="member-code-unknown"):
        joining.accept(code=code, name="River", agrees=True)


def test_asking_does_not_tell_whether_a_name_is_taken_and_is_slowed_down(app: Flask) -> None:
    forum = build(slug="plots", joins_by="asking")
    for _one in range(10):
        joining.ask(slug="plots", name=forum.members[0].name, words="", language="en", source="1.2.3.4")
    with pytest.raises(Refused, match="sign-in-too-often"):
        joining.ask(slug="plots", name="River", words="", language="en", source="1.2.3.4")


def test_nobody_comes_into_a_forum_that_closed_meanwhile(forum: ForumWorld) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting())
    with writing() as session:
        row = session.get_one(Forum, forum.id)
        row.state, row.state_reason = "closed", "We are done."
    with pytest.raises(Conflict, match="forum-not-open"):
        joining.accept(code=code, name="River", agrees=True)


def test_twenty_at_once_with_one_code_are_one_member(app: Flask, forum: ForumWorld) -> None:
    factor_of(forum)
    code = joining.invite(by=forum.acting())
    outcomes = at_once(app, [lambda n=n: joining.accept(code=code, name=f"River {chr(97 + n)}", agrees=True)
                             for n in range(20)])
    assert outcomes.count("done") == 1 and outcomes.count("member-code-unknown") == 19


def test_of_two_who_take_one_name_at_once_one_gets_it(app: Flask, forum: ForumWorld) -> None:
    factor_of(forum)
    codes = [joining.invite(by=forum.acting()) for _one in range(4)]
    outcomes = at_once(app, [lambda code=code: joining.accept(code=code, name="River", agrees=True) for code in codes])
    assert sorted(outcomes) == ["done", *["member-name-taken"] * 3]


def at_once(app: Flask, calls: list[Callable[[], object]]) -> list[str]:
    """Make the calls in as many threads and return how each ended."""
    def run(call: Callable[[], object]) -> str:
        with app.app_context():
            try:
                call()
            except Refused as refused:
                return refused.code
            finally:
                db.session.remove()
            return "done"

    db.session.rollback()
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def empty_forum() -> Forum:
    """Open a forum with nobody in it, as an administrator does."""
    with writing() as session:
        forum = Forum(name="Allotments", host="MOPAC", controller_statement="We keep it.", opened_on=utc_now().date())
        session.add(forum)
        return forum


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
