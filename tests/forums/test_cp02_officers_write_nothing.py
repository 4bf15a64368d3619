"""CP-02: chairs are members; officers hold three roles, and no role of staff can edit agenda, notes or asks."""

import inspect
from types import ModuleType

import pytest
from flask import Flask
from sqlalchemy.exc import IntegrityError

from consult.domain.access import ADMINISTRATOR, ON_A_CONSULTATION
from consult.domain.errors import NotAllowed, NotFound
from consult.domain.forum_access import MEMBERS_ALONE, OF_OFFICER, OF_STANDING, OFFICER_ROLES, OfficerRight
from consult.domain.forum_openings import check_opening
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask
from consult.models.base import Base
from consult.models.charters import Charter
from consult.models.forum_notes import Note, NoteLine
from consult.models.forums import Forum, ForumOfficer
from consult.models.group_decisions import GroupDecision
from consult.models.members import Member
from consult.services import agendas, asks, charters, forum_notes, forum_openings, group_decisions, second_factors
from consult.services.transaction import writing
from consult.web.access import RULES
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient
from tests.staff_factors import sign_in_strong
from tests.worlds import World

OPENING = check_opening(name="Night Bus Riders", host="A partner", is_partner=True, statement="It answers.")


def test_cp02_no_staff_role_can_edit_an_agenda(app: Flask, client: LintingClient, world: World) -> None:
    forum_of_all_roles(world)
    key = second_factors.give(person_id=world.staff["administrator"].id)
    sign_in_strong(client, world.email("administrator"), key)
    for path in unsafe_paths(app):
        answer = client.send(path, {"title": "Ours", "words": "Ours"}, lint=False)
        assert answer.headers.get("Location", "").endswith("/space/enter"), path


def test_cp02_what_members_alone_may_do_is_in_no_other_table() -> None:
    others = [rights for standing, rights in OF_STANDING.items() if standing != "member"]
    assert not any(rights & MEMBERS_ALONE for rights in others)
    staff = {str(right) for right in ADMINISTRATOR.union(*ON_A_CONSULTATION.values())}
    officers = {str(right) for rights in OF_OFFICER.values() for right in rights}
    assert not {str(right) for right in MEMBERS_ALONE} & (staff | officers)


def test_cp02_an_officer_holds_one_of_three_roles(forum: ForumWorld, world: World) -> None:
    assert set(OF_OFFICER) == set(OFFICER_ROLES) == {"guest", "responder", "access-support"}
    assert set(OfficerRight) == {"see-released", "place-requests", "answer-asks", "arrange-access"}
    with pytest.raises(IntegrityError), writing() as session:
        session.add(ForumOfficer(forum_id=forum.id, person_id=world.staff["lead"].id, role="chair"))


@pytest.mark.parametrize("service", [agendas, forum_notes, asks, charters, group_decisions])
def test_cp02_what_writes_takes_a_member_and_no_member_of_staff(service: ModuleType) -> None:
    found = [function for name, function in inspect.getmembers(service, inspect.isfunction)
             if function.__module__ == service.__name__ and not name.startswith("_")]
    assert found
    assert not [function.__name__ for function in found if "by_id" in inspect.signature(function).parameters]


@pytest.mark.parametrize(("table", "column"), [
    (AgendaItem, "proposed_by_id"), (AgendaItem, "written_by_id"), (Note, "begun_by_id"), (NoteLine, "written_by_id"),
    (Ask, "written_by_id"), (Charter, "drafted_by_id"), (GroupDecision, "opened_by_id"),
])
def test_cp02_the_database_takes_no_author_but_a_member(table: type[Base], column: str) -> None:
    found = table.__table__.columns[column]
    assert not found.nullable and [key.target_fullname for key in found.foreign_keys] == ["members.id"]
    assert not [key for one in table.__table__.columns for key in one.foreign_keys if key.column.table.name == "people"]


def test_cp02_a_chair_is_a_member(forum: ForumWorld) -> None:
    supporter = forum.someone("supporter")
    with pytest.raises(IntegrityError), writing() as session:
        session.get_one(Member, supporter.id).is_chair = True


def test_cp02_who_opens_a_forum_is_not_in_it(world: World) -> None:
    by_id = world.staff["administrator"].id
    second_factors.give(person_id=by_id)
    opened = forum_openings.open_forum(opening=OPENING, by_id=by_id)
    with writing() as session:
        forum = session.get_one(Forum, opened.forum_id)
        assert not session.query(Member).filter(Member.forum_id == forum.id).all()
        assert not session.query(ForumOfficer).filter(ForumOfficer.forum_id == forum.id).all()


@pytest.mark.parametrize("role", ["lead", "survey-editor", "safeguarding", "reader"])
def test_cp02_nobody_but_an_administrator_with_both_proofs_opens_one(world: World, role: str) -> None:
    second_factors.give(person_id=world.staff[role].id)
    for person in (world.staff[role], world.staff["administrator"]):
        with pytest.raises(NotAllowed):
            forum_openings.open_forum(opening=OPENING, by_id=person.id)


def test_cp02_a_right_that_is_missing_is_not_there(forum: ForumWorld) -> None:
    monitor = forum.acting(forum.someone("monitor"))
    for right in MEMBERS_ALONE:
        with pytest.raises(NotFound):
            monitor.require(right)


def forum_of_all_roles(world: World) -> ForumWorld:
    """Make a forum in which the administrator is an officer in every role."""
    found = forum_worlds.build()
    for role in OFFICER_ROLES:
        found.officer(world.staff["administrator"].id, role)
    return found


def unsafe_paths(app: Flask) -> list[str]:
    """Return an address of every handler of the space that asks for a right and changes something."""
    found = []
    for rule in app.url_map.iter_rules():
        access = RULES.get(rule.endpoint)
        if access is not None and access.right is not None and "POST" in (rule.methods or ()):
            values = {name: "en" if name == "lang" else "x" * 22 for name in rule.arguments}
            with app.test_request_context():
                found.append(app.url_map.bind("localhost").build(rule.endpoint, values, method="POST"))
    assert found
    return found
