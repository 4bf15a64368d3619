"""consult staff add: passwords, roles, and what is refused."""

import pytest

from consult.domain.access import ROLES, Permission
from consult.extensions import db
from consult.queries import people as stored
from consult.queries import second_factors as factors
from consult.services import people, second_factors
from tests.commands import Command
from tests.worlds import World

EMAIL = "New.Person@Example.org"


def test_a_made_password_is_printed_once_and_signs_in(consult: Command) -> None:
    said = consult("staff", "add", EMAIL, "--role", "administrator", "--json")
    assert said.code == 0 and said.json["email"] == EMAIL.lower()
    person = people.prove(email=EMAIL, password=said.json["password"], source="here")
    assert person.is_administrator


def test_a_given_password_is_taken_and_never_printed(consult: Command) -> None:
    said = consult("staff", "add", EMAIL, "--role", "administrator", "--password-stdin", "--json",
                   given="a password of my own\n")
    assert "password" not in said.json and "a password of my own" not in said.out + said.err
    assert people.prove(email=EMAIL, password="a password of my own", source="here").name == "New.Person"


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_held_on_the_consultation_that_was_named(consult: Command, world: World, role: str) -> None:
    said = consult("staff", "add", EMAIL, "--role", role, "--consultation", world.slug)
    assert said.code == 0 and EMAIL.lower() in said.out
    person = stored.person_by_email(db.session(), EMAIL)
    assert person is not None and stored.roles_of(db.session(), person.id, world.consultation.id) == {role}
    assert Permission.MANAGE_PEOPLE not in stored.permissions_of(db.session(), person.id, world.consultation.id)


def test_a_role_without_a_consultation_is_wrong_usage(consult: Command) -> None:
    said = consult("staff", "add", EMAIL, "--role", "coder")
    assert said.code == 2 and "--consultation" in said.err


def test_an_unknown_role_is_wrong_usage(consult: Command) -> None:
    said = consult("staff", "add", EMAIL, "--role", "queen")
    assert said.code == 2 and "survey-editor" in said.err


def test_an_unknown_consultation_adds_nobody(consult: Command) -> None:
    said = consult("staff", "add", EMAIL, "--role", "coder", "--consultation", "elsewhere", "--json")
    assert said.code == 1 and said.json["code"] == "consultation-unknown"
    assert stored.person_by_email(db.session(), EMAIL) is None


@pytest.mark.parametrize(("email", "password", "code"), [
    ("nobody", "a password of my own\n", "email-shape"), (EMAIL, "short\n", "password-length"),
])
def test_what_the_rules_refuse_is_said_in_their_words(consult: Command, email: str, password: str, code: str) -> None:
    said = consult("staff", "add", email, "--role", "administrator", "--password-stdin", "--json", given=password)
    assert said.code == 1 and said.json["code"] == code
    assert said.json["refused"] + "\n" == said.err and code not in said.err


def test_the_same_address_twice_is_refused(consult: Command, world: World) -> None:
    said = consult("staff", "add", world.email("coder"), "--role", "administrator", "--json")
    assert said.code == 1 and said.json["code"] == "email-taken"


def test_a_lost_second_step_is_forgotten(consult: Command, world: World) -> None:
    person = world.staff["coder"]
    second_factors.give(person_id=person.id)
    said = consult("staff", "second-factor", world.email("coder").upper(), "--reset", "--json")
    assert said.code == 0 and said.json == {"email": world.email("coder")}
    assert not factors.has_one(db.session(), person.id)


def test_nobodys_second_step_cannot_be_forgotten(consult: Command, world: World) -> None:
    said = consult("staff", "second-factor", "nobody@example.org", "--reset", "--json")
    assert said.code == 1 and said.json["code"] == "staff-unknown"
    assert consult("staff", "second-factor", world.email("coder")).code == 2
