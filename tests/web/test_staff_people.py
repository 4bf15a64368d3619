"""Staff accounts in the browser: adding, changing, roles, and what keeps a site from being locked."""

import re

import pytest

from consult.domain.access import ROLES
from consult.extensions import db
from consult.queries import people
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PEOPLE = "/staff/people"
NEW = {"name": "Noor Example", "email": "Noor@Example.org", "password": "a first password"}


def test_all_staff_are_listed(administrator: LintingClient, world: World) -> None:
    page = administrator.get(PEOPLE).text
    assert all(person.email in page for person in world.staff.values())


@pytest.mark.parametrize("role", ROLES)
def test_only_administrators_look_after_people(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)
    assert client.get(PEOPLE).status_code == 403
    assert client.send(f"{PEOPLE}/new", NEW).status_code == 403
    assert people.person_by_email(db.session(), "noor@example.org") is None


def test_someone_is_added_and_can_sign_in(administrator: LintingClient) -> None:
    answer = administrator.send(f"{PEOPLE}/new", NEW)
    assert answer.status_code == 303
    assert "Noor Example was added" in administrator.get(answer.location).text
    administrator.send("/staff/sign-out")
    administrator.sign_in("noor@example.org", NEW["password"])


@pytest.mark.parametrize(("field", "value", "sentence"), [
    ("name", " ", "Enter a name"), ("email", "noor", "Enter an email address"),
    ("password", "short", "A password has at least 12 characters"),
    ("email", "lead@example.org", "Someone with this email address is on the staff already"),
])
def test_a_refusal_stands_on_its_field_and_keeps_what_was_typed(
    administrator: LintingClient, field: str, value: str, sentence: str
) -> None:
    answer = administrator.send(f"{PEOPLE}/new", {**NEW, field: value})
    assert answer.status_code == 422
    assert re.search(rf'id="{field}-error"[^>]*>.*?{sentence}', answer.text, re.S)
    kept = {**NEW, field: value, "password": ""}
    assert all(f'value="{kept[name].strip()}"' in answer.text for name in ("email", "name") if kept[name].strip())
    assert NEW["password"] not in answer.text


def test_someone_is_renamed_and_stopped_from_signing_in(administrator: LintingClient, world: World) -> None:
    there = page_of(world, "coder")
    assert administrator.send(there, {"name": "Another name"}).status_code == 303
    page = administrator.get(there).text
    assert "Another name" in page and 'id="is_active" name="is_active" type="checkbox" value="y">' in strip(page)


def test_the_last_administrator_stays_one(administrator: LintingClient, world: World) -> None:
    answer = administrator.send(page_of(world, "administrator"), {"name": "Still here", "is_active": "y"})
    assert answer.status_code == 422
    assert re.search(r'id="is_administrator-error".*?At least one active administrator', answer.text, re.S)
    assert 'value="Still here"' in answer.text


def test_a_role_is_given_and_taken_away(administrator: LintingClient, world: World) -> None:
    there, choice = page_of(world, "coder"), {"consultation": world.slug, "role": "equality-lead"}
    assert administrator.send(f"{there}/roles", choice).status_code == 303
    assert roles(world, "coder") == {"coder", "equality-lead"}
    assert "Take away" in administrator.get(there).text
    assert administrator.send(f"{there}/roles/take", choice).status_code == 303
    assert roles(world, "coder") == {"coder"}


@pytest.mark.parametrize(("choice", "field"), [
    ({"consultation": "", "role": "lead"}, "consultation"),
    ({"consultation": "no-such", "role": "lead"}, "consultation"),
    ({"consultation": "small-plan"}, "role"), ({"consultation": "small-plan", "role": "emperor"}, "role"),
])
def test_a_role_needs_a_consultation_and_a_name_that_exist(
    administrator: LintingClient, world: World, choice: dict[str, str], field: str
) -> None:
    answer = administrator.send(f"{page_of(world, 'reader')}/roles", choice)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert roles(world, "reader") == {"reader"}


def test_every_role_is_explained(administrator: LintingClient, world: World) -> None:
    page = administrator.get(page_of(world, "reader")).text
    assert page.count("govuk-summary-list__row") == len(ROLES)


def test_nobody_is_found_by_a_made_up_id(administrator: LintingClient, world: World) -> None:
    assert administrator.get(f"{PEOPLE}/1").status_code == 404
    assert administrator.send(f"{PEOPLE}/no-such/roles", {}).status_code == 404
    assert administrator.send(f"{page_of(world, 'coder')}/roles/take", {"role": "coder"}).status_code == 404


def page_of(world: World, role: str) -> str:
    """Return the address of a member of staff."""
    return f"{PEOPLE}/{world.staff[role].public_id}"


def roles(world: World, role: str) -> set[str]:
    """Return the roles that someone holds on the small consultation now."""
    return set(people.roles_of(db.session(), world.staff[role].id, world.consultation.id))


def strip(page: str) -> str:
    """Return a page without what describes its fields to screen readers."""
    return re.sub(r' aria-describedby="[^"]*"', "", page)


@pytest.fixture
def administrator(client: LintingClient, world: World) -> LintingClient:
    """A browser in which an administrator is signed in."""
    client.sign_in(world.email("administrator"), PASSWORD)
    return client
