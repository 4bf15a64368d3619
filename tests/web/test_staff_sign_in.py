"""Signing in and out: nobody learns who has an account, sessions change and end, and nobody is sent elsewhere."""

from html import unescape

import pytest
from flask import Flask

from consult.services.attempts import MOST
from consult.services.consultations import create
from consult.services.people import add, change
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HERE = "/staff/sign-in"


def test_an_unknown_address_and_a_wrong_password_get_the_same_answer(client: LintingClient, world: World) -> None:
    answers = [sign_in(client, email, "not the password") for email in ("nobody@example.org", world.email("lead"))]
    assert [answer.status_code for answer in answers] == [422, 422]
    pages = [answer.text.replace("nobody@example.org", "X").replace(world.email("lead"), "X") for answer in answers]
    assert "The email address or the password is not right" in pages[0]
    assert without_token(pages[0]) == without_token(pages[1])


def test_someone_who_may_not_sign_in_any_more_gets_that_answer_too(client: LintingClient, retired: str) -> None:
    answer = sign_in(client, retired, PASSWORD)
    assert answer.status_code == 422 and "The email address or the password is not right" in answer.text


def test_the_address_stays_and_the_password_does_not(client: LintingClient, world: World) -> None:
    page = sign_in(client, world.email("lead"), "not the password").text
    assert f'value="{world.email("lead")}"' in page
    assert "not the password" not in page
    assert 'type="password"' in page and 'autocomplete="current-password"' in page


def test_after_ten_failures_even_the_right_password_waits(client: LintingClient, world: World) -> None:
    for _try in range(MOST["sign-in"]):
        sign_in(client, world.email("lead"), "not the password")
    answer = sign_in(client, world.email("lead"), PASSWORD)
    assert answer.status_code == 422 and "Too many tries" in answer.text


def test_the_failures_of_one_do_not_lock_out_another(client: LintingClient, world: World) -> None:
    for _try in range(MOST["sign-in"]):
        sign_in(client, world.email("lead"), "not the password")
    assert sign_in(client, world.email("coder"), PASSWORD).status_code == 303


def test_the_session_gets_a_new_token_at_sign_in(client: LintingClient, world: World) -> None:
    client.get(HERE)
    before = token_of(client)
    sign_in(client, world.email("lead"), PASSWORD)
    after = token_of(client)
    assert before and after and before != after
    client.set_cookie("consult", before)
    assert client.get("/staff/").status_code == 302


def test_a_request_under_way_does_not_bring_back_a_session_that_was_ended(app: Flask, world: World) -> None:
    first, other = app.test_client(), app.test_client()
    first.sign_in(world.email("lead"), PASSWORD)
    token = token_of(first)
    other.set_cookie("consult", token)
    with other.session_transaction() as under_way:
        assert first.send("/staff/sign-out").status_code == 303
        under_way["something"] = "new"
    other.set_cookie("consult", token)
    assert other.get("/staff/").status_code == 302


def test_signing_out_ends_the_session_on_the_server(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("lead"), PASSWORD)
    kept = token_of(client)
    assert client.send("/staff/sign-out").status_code == 303
    assert token_of(client) is None
    client.set_cookie("consult", kept or "")
    assert client.get("/staff/").status_code == 302


def test_signing_out_needs_a_form(client: LintingClient, world: World) -> None:
    client.sign_in(world.email("lead"), PASSWORD)
    assert client.get("/staff/sign-out").status_code == 405
    assert client.post("/staff/sign-out", data={}).status_code == 400
    assert client.get("/staff/").status_code == 200


def test_whoever_was_sent_to_sign_in_goes_on_where_they_wanted_to(client: LintingClient, world: World) -> None:
    wanted = f"/staff/consultations/{world.slug}/survey"
    asked = client.get(wanted)
    assert asked.status_code == 302 and asked.location.endswith(f"next={wanted}")
    assert f'name="next" value="{wanted}"' in unescape(client.get(asked.location).text)
    assert sign_in(client, world.email("survey-editor"), PASSWORD, next=wanted).location == wanted


@pytest.mark.parametrize("elsewhere", [
    "https://example.com/", "//example.com", "/\\example.com", "javascript:alert(1)", "\t//example.com",
    "/\n/example.com",
])
def test_nobody_is_sent_to_another_site(client: LintingClient, world: World, elsewhere: str) -> None:
    assert "example.com" not in client.get(HERE, query_string={"next": elsewhere}).text
    assert sign_in(client, world.email("lead"), PASSWORD, next=elsewhere).location == "/staff/"


def test_a_stale_page_asks_for_the_password_again(client: LintingClient, world: World) -> None:
    answer = client.post(HERE, data={"csrf_token": "old", "email": world.email("lead"), "password": PASSWORD})
    assert answer.status_code == 422 and "was open for a long time" in answer.text
    assert f'value="{world.email("lead")}"' in answer.text


def test_a_million_letters_are_no_password(client: LintingClient, world: World) -> None:
    assert sign_in(client, world.email("lead"), "x" * 60_000).status_code == 422


@pytest.mark.parametrize(("role", "there", "absent"), [
    ("survey-editor", ["Set up", "Survey", "Plans"], ["People and roles", "Start a new consultation"]),
    ("administrator", ["Set up", "Plans", "People and roles", "Start a new consultation"], []),
    ("reader", ["A small plan"], ["Set up", "Survey", "Plans", "People and roles"]),
])
def test_the_first_page_shows_what_this_person_can_do(
    client: LintingClient, world: World, role: str, there: list[str], absent: list[str]
) -> None:
    client.sign_in(world.email(role), PASSWORD)
    page = client.get("/staff/").text
    assert "A small plan" in page
    assert all(f">{text}<" in page for text in there)
    assert not any(f">{text}<" in page for text in absent)


def test_someone_without_a_role_sees_no_consultation(client: LintingClient, world: World) -> None:
    add(email="new@example.org", name="New", password=PASSWORD)
    client.sign_in("new@example.org", PASSWORD)
    page = client.get("/staff/").text
    assert "You have no role on a consultation yet" in page and "A small plan" not in page


def test_more_consultations_cost_the_database_no_more_questions(
    client: LintingClient, world: World, statements: list[str]
) -> None:
    client.sign_in(world.email("administrator"), PASSWORD)
    counts = []
    for slug in ("second", "third", "fourth"):
        facts = {"title": {"en": slug}, "summary": {"en": slug}, "opens_at": world.consultation.opens_at,
                 "closes_at": world.consultation.closes_at}
        create(slug=slug, facts=facts)
        statements.clear()
        assert f"/staff/consultations/{slug}/set-up" in client.get("/staff/").text
        counts.append(len(statements))
    assert counts[0] == counts[-1]


def sign_in(client: LintingClient, email: str, password: str, **fields: str):  # type: ignore[no-untyped-def]
    """Try to sign in from a fresh page."""
    client.get(HERE)
    return client.send(HERE, {"email": email, "password": password, **fields})


def token_of(client: LintingClient) -> str | None:
    """Return the value of the browser's session cookie."""
    cookie = client.get_cookie("consult")
    return cookie.value if cookie else None


def without_token(page: str) -> list[str]:
    """Return the lines of a page but the one with the form's token."""
    return [line for line in page.splitlines() if "csrf_token" not in line]


@pytest.fixture
def retired(world: World) -> str:
    """The address of someone who has left."""
    coder = world.staff["coder"]
    change(public_id=coder.public_id, name=coder.name, is_active=False, is_administrator=False,
           by_id=world.staff["administrator"].id)
    return coder.email
