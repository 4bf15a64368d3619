"""Every address of the space × everyone who could ask × every method, cell by cell; staff open none of them."""

from pathlib import Path

import pytest
from flask import Flask, url_for

from consult.domain.access import ON_A_CONSULTATION, Permission
from consult.domain.forum_access import MEMBERS_ALONE, OF_OFFICER, OF_STANDING, OfficerRight, Right
from consult.models.members import Member
from consult.web.access import RULES
from tests.filled_forums import Filled, fill_forum
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

WHO = {"0": None, "M": "member", "C": "chair", "P": "supporter", "L": "listener", "I": "independent", "O": "monitor",
       "X": None}
COLUMNS = "0MCPLIOX"
TABLE = [line.split() for line in (Path(__file__).parent / "space_table.txt").read_text().splitlines()
         if line and not line.startswith("#")]


def test_the_table_names_every_handler_of_the_space_and_its_methods(app: Flask) -> None:
    handlers = {
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods & {"GET", "POST"}
        if rule.endpoint in RULES and RULES[rule.endpoint].right is not None}
    assert handlers == {(endpoint, method) for endpoint, method, _cells in TABLE}


@pytest.mark.parametrize("letter", COLUMNS)
def test_each_cell_answers_as_the_table_says(app: Flask, client: LintingClient, world: World, letter: str) -> None:
    filled = fill_forum(world)
    values = objects(filled)
    someone = person(filled, letter)
    if letter == "X":
        client.sign_in("administrator@example.org", PASSWORD)
    wrong = []
    # Any page of theirs: every form that is sent needs its token.
    if someone is not None:
        filled.forum.enter(client, someone, is_strong=True)
        client.get("/en/space/me")
    for endpoint, method, cells in TABLE:
        if someone is not None:
            filled.forum.enter(client, someone, is_strong=True)
        allowed = ask(app, client, endpoint, method, values)
        if allowed is not (cells[COLUMNS.index(letter)] != "."):
            wrong.append((endpoint, method, "was let in" if allowed else "was kept out"))
    assert wrong == []


def test_the_table_says_what_each_standing_may_do() -> None:
    for endpoint, method, cells in TABLE:
        right = RULES[endpoint].right
        for letter, standing in WHO.items():
            held = OF_STANDING["member" if standing in ("member", "chair") else standing or ""] if standing else set()
            assert (cells[COLUMNS.index(letter)] == letter) is (right in held), (endpoint, method, letter)


def test_what_members_alone_may_do_nobody_else_may() -> None:
    for standing, rights in OF_STANDING.items():
        assert standing == "member" or not rights & MEMBERS_ALONE, standing
    words = {right.value for right in MEMBERS_ALONE}
    assert not words & {right.value for right in OfficerRight} and not words & {right.value for right in Permission}
    assert set(OF_OFFICER) == {"guest", "responder", "access-support"}
    assert not {str(right) for rights in ON_A_CONSULTATION.values() for right in rights} & {str(one) for one in Right}


def ask(app: Flask, client: LintingClient, endpoint: str, method: str, values: dict[str, str]) -> bool:
    """Call a handler and say whether it let the caller in: past the door, and not told that there is no such page.

    An object that the row's own state does not fit may answer 404 to who may call: so a refusal is told from it by
    the rule, which answers before the handler.
    """
    reached: list[str] = []
    handler = app.view_functions[endpoint]
    app.view_functions[endpoint] = lambda **_values: reached.append(endpoint) or ("", 204)
    try:
        with app.test_request_context():
            rule = next(one for one in app.url_map.iter_rules() if one.endpoint == endpoint and method in one.methods)
            named = {name: values.get(name, "1" * 22) for name in rule.arguments if name != "lang"}
            path = url_for(endpoint, lang="en", **named)
        answer = client.send(path, {}, lint=False) if method == "POST" else client.get(path, lint=False)
        assert answer.status_code < 500, (endpoint, answer.status_code)
        return bool(reached)
    finally:
        app.view_functions[endpoint] = handler


def person(filled: Filled, letter: str) -> Member | None:
    """Return who stands for a column."""
    standing = WHO[letter]
    if standing == "chair":
        return filled.forum.chair
    if standing == "member":
        return filled.forum.members[0]
    return filled.forum.someone(standing) if standing else None


def objects(filled: Filled) -> dict[str, str]:
    """Return something that each part of an address can name."""
    return {"public_id": filled["meetings"].public_id, "number": "1", "year": "2025", "form": "easy-read",
            "kind": "slow-down", "position": "1"}
