"""The second step in the browser: nothing opens between the steps, keys and codes are shown once (cases D07, D08)."""

import re

import pytest

from consult.extensions import db
from consult.queries import second_factors as stored
from consult.services import second_factors
from consult.web import signed_in
from tests.linting import LintingClient
from tests.staff_factors import code_of, sign_in_strong, strong
from tests.worlds import PASSWORD, World

HERE, CODE, SET_UP = "/staff/sign-in", "/staff/sign-in/code", "/staff/second-step"


def test_between_the_steps_nobody_is_signed_in(client: LintingClient, world: World, key: str) -> None:
    password_step(client, world.email("lead"))
    for path in ("/staff/", "/staff/forums", SET_UP, "/staff/consultations/small-plan/code"):
        assert client.get(path).headers["Location"].startswith(HERE), path
    client.get(CODE)
    assert client.send(SET_UP, {"password": PASSWORD}).headers["Location"].startswith(HERE)


def test_password_and_code_together_open(client: LintingClient, world: World, key: str) -> None:
    sign_in_strong(client, world.email("lead"), key)
    assert "Signed in as A lead" in client.get("/staff/").text


def test_a_wrong_code_does_not_open_and_is_not_shown_again(client: LintingClient, world: World, key: str) -> None:
    password_step(client, world.email("lead"))
    client.get(CODE)
    answer = client.send(CODE, {"code": "000000"})
    assert answer.status_code == 422 and "This code is not right" in answer.text and "000000" not in answer.text
    assert client.get("/staff/").status_code == 302


def test_a_code_opens_one_browser(client: LintingClient, world: World, key: str) -> None:
    code = code_of(key)
    for expected in (303, 422):
        client.delete_cookie("consult")
        password_step(client, world.email("lead"))
        client.get(CODE)
        assert client.send(CODE, {"code": code}).status_code == expected


def test_the_second_step_without_the_first_begins_at_the_first(client: LintingClient, world: World, key: str) -> None:
    assert client.get(CODE).headers["Location"] == HERE
    client.get(HERE)
    assert client.send(CODE, {"code": code_of(key)}).headers["Location"] == HERE


def test_who_waits_too_long_begins_again(
    client: LintingClient, world: World, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    password_step(client, world.email("lead"))
    monkeypatch.setattr(signed_in, "HALF_SECONDS", 0)
    assert client.get(CODE).headers["Location"] == HERE


@pytest.mark.parametrize(("target", "wanted"), [
    ("/staff/forums", "/staff/forums"), ("//evil.example", "/staff/"), ("/\\evil.example", "/staff/"),
    ("https://evil.example", "/staff/"),
])
def test_after_both_steps_it_goes_on_here_and_nowhere_else(
    client: LintingClient, world: World, key: str, target: str, wanted: str
) -> None:
    client.get(HERE)
    answer = client.send(HERE, {"email": world.email("lead"), "password": PASSWORD, "next": target})
    page = client.get(answer.headers["Location"]).text
    kept = re.search(r'name="next" value="([^"]*)"', page)
    answer = client.send(CODE, {"code": code_of(key), "next": kept.group(1) if kept else target})
    assert answer.headers["Location"] == wanted


def test_who_has_no_second_step_signs_in_as_before(client: LintingClient, world: World, key: str) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    assert client.get("/staff/forums").headers["Location"] == SET_UP


def test_the_key_is_shown_after_the_password_and_the_recovery_codes_once(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    client.get(SET_UP)
    assert client.send(SET_UP, {"password": "not the password"}).status_code == 422
    page = client.send(SET_UP, {"password": PASSWORD}).text
    key = page.split('translate="no">')[1].split("<")[0].replace(" ", "")
    assert key not in client.get(SET_UP).text.replace(" ", "")
    assert client.send(f"{SET_UP}/confirm", {"code": "12345"}).status_code == 422
    codes = client.send(f"{SET_UP}/confirm", {"code": code_of(key)}).text
    assert codes.count('translate="no">') == 10 and "Signed in as A coder" in codes
    again = client.get(SET_UP)
    assert "10 recovery codes left" in again.text and 'translate="no">' not in again.text
    assert client.get("/staff/forums").status_code == 200


def test_the_browser_that_set_it_up_gets_a_new_session(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    before = client.get_cookie("consult")
    client.get(SET_UP)
    page = client.send(SET_UP, {"password": PASSWORD}).text
    key = page.split('translate="no">')[1].split("<")[0].replace(" ", "")
    client.send(f"{SET_UP}/confirm", {"code": code_of(key)})
    after = client.get_cookie("consult")
    assert before is not None and after is not None and before.value != after.value


def test_a_key_that_was_never_shown_is_not_confirmed(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    client.get(SET_UP)
    assert client.send(f"{SET_UP}/confirm", {"code": "123456"}).headers["Location"] == SET_UP


def test_turning_it_off_wants_both_proofs_and_closes_the_forums(client: LintingClient, world: World) -> None:
    key = strong(client, world.staff["lead"].id, world.email("lead"))
    client.get(SET_UP)
    assert client.send(f"{SET_UP}/change", {"step": "off", "password": PASSWORD, "code": "0"}).status_code == 422
    assert client.send(f"{SET_UP}/change", {"step": "off", "code": code_of(key, 1)}).status_code == 422
    client.get(SET_UP)
    answer = client.send(f"{SET_UP}/change", {"step": "off", "password": PASSWORD, "code": code_of(key, 1)})
    assert answer.status_code == 303 and not stored.has_one(db.session(), world.staff["lead"].id)
    assert client.get("/staff/forums").headers["Location"] == SET_UP


def test_new_recovery_codes_are_shown(client: LintingClient, world: World) -> None:
    key = strong(client, world.staff["lead"].id, world.email("lead"))
    client.get(SET_UP)
    page = client.send(f"{SET_UP}/change", {"step": "codes", "password": PASSWORD, "code": code_of(key, 1)})
    assert page.status_code == 200 and page.text.count('translate="no">') == 10


@pytest.mark.parametrize("code", ["", "x" * 50_000, "\u0661\u0662", "1e5", "{{7*7}}", "' OR 1=1 --", "\u202e123456"])
def test_odd_words_are_no_code(client: LintingClient, world: World, key: str, code: str) -> None:
    password_step(client, world.email("lead"))
    client.get(CODE)
    assert client.send(CODE, {"code": code}).status_code == 422


def password_step(client: LintingClient, email: str) -> None:
    """Take the first step."""
    client.get(HERE)
    assert client.send(HERE, {"email": email, "password": PASSWORD}).headers["Location"] == CODE


@pytest.fixture
def key(world: World) -> str:
    """The key of the lead, who has set up the second step."""
    return second_factors.give(person_id=world.staff["lead"].id)
