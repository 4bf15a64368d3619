"""The receipt: one code opens one response for half an hour; a copy, a change, taking back; nothing in an address."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Draft, Response
from consult.queries import response_counts
from consult.services import consultations, people, surveys
from consult.services.consultations import Around
from consult.services.secrets import receipt_code
from consult.services.transaction import writing
from consult.web.public import receipts
from tests.linting import LintingClient
from tests.services.test_taking_back import WORDS, close, sent_with_token
from tests.services.test_taking_back import newest as newest_response
from tests.web.test_respond import answer_words
from tests.worlds import DUTY, PASSWORD, SURVEY, World, _facts, settle

HOME = "/en/consultations/small-plan"
ANSWERS = {"violence-words": [WORDS], "support-knife-crime": ["agree"], "borough": ["camden"]}


@pytest.fixture
def code(world: World) -> str:
    """The receipt code of a response that was just sent."""
    return code_of(world, ANSWERS)


def test_a_code_opens_the_response_and_stays_nowhere(client: LintingClient, code: str) -> None:
    answer = client.send("/en/receipt", {"code": code})
    assert answer.status_code == 303 and answer.headers["Location"] == "/en/receipt"
    page = client.get("/en/receipt").text
    assert "We received your answers on" in page and code not in page
    for words in ("Get a copy", "Change your answers", "Take back your answers", "I have finished"):
        assert words in page


def test_the_code_of_another_consultation_opens_that_one_and_no_other(client: LintingClient, world: World) -> None:
    other = code_of(beside(world, "other-plan"), ANSWERS)
    open_with(client, other)
    changed = client.send("/en/receipt/change")
    assert changed.headers["Location"] == "/en/consultations/other-plan/respond/check"


def test_a_hidden_consultation_and_a_wrong_code_are_told_apart_by_nothing(client: LintingClient, code: str) -> None:
    with writing() as session:
        session.query(Consultation).update({"is_visible": False})
    pages = [TOKEN.sub("", client.send("/en/receipt", {"code": given}).text).replace(given, "")
             for given in (code, "0" * 26, code[:25])]
    assert pages[0] == pages[1] == pages[2]


def test_guesses_are_slowed_down_and_the_right_code_with_them(client: LintingClient, code: str) -> None:
    for _turn in range(30):
        assert client.send("/en/receipt", {"code": "0" * 26}, lint=False).status_code == 422
    for given in ("0" * 26, code):
        assert "Too many tries" in client.send("/en/receipt", {"code": given}).text


def test_after_half_an_hour_the_code_is_asked_for_again(
    client: LintingClient, code: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_with(client, code)
    monkeypatch.setattr(receipts, "utc_now", lambda: utc_now() + timedelta(minutes=31))
    assert WORDS not in client.get("/en/receipt/copy").text
    answer = client.send("/en/receipt/take-back")
    assert answer.status_code == 422 and "Enter your receipt code" not in answer.text
    assert newest_response().excluded_reason is None


def test_without_a_code_there_is_no_copy_and_nothing_to_take_back(client: LintingClient, code: str) -> None:
    for path in ("copy", "copy?size=large", "copy.txt", "take-back", "copy?of=small-plan"):
        assert client.get(f"/en/receipt/{path}").headers["Location"] == "/en/receipt"
    client.get("/en/receipt")
    for path in ("change", "take-back"):
        assert client.send(f"/en/receipt/{path}").status_code == 422
    assert newest_response().excluded_reason is None


def test_a_session_from_before_the_code_is_worth_nothing_after_it(client: LintingClient, code: str) -> None:
    client.get("/en/receipt")
    planted = client.get_cookie("consult")
    open_with(client, code)
    assert planted is not None
    client.set_cookie("consult", planted.value)
    assert client.get("/en/receipt/copy").status_code == 303


def test_a_form_without_a_token_does_nothing(client: LintingClient, code: str) -> None:
    open_with(client, code)
    for path in ("change", "take-back", "finish"):
        assert client.post(f"/en/receipt/{path}").status_code == 400
    assert newest_response().excluded_reason is None


def test_to_have_finished_closes_what_the_code_opened(client: LintingClient, code: str) -> None:
    open_with(client, code)
    client.send("/en/receipt/finish")
    assert client.get("/en/receipt/copy").status_code == 303
    assert "Get a copy</a>" not in client.get("/en/receipt").text


def test_changing_leads_to_every_answer_and_the_counts_follow(client: LintingClient, world: World, code: str) -> None:
    before = response_counts.by_channel(db.session(), world.consultation.id)["online"]
    open_with(client, code)
    checked = client.send("/en/receipt/change", follow_redirects=True)
    assert checked.request.path == f"{HOME}/respond/check" and WORDS in checked.text and "camden" not in checked.text
    client.send(f"{HOME}/respond/questions/violence-words", {"violence-words": "Now I think otherwise"})
    send(client)
    assert response_counts.by_channel(db.session(), world.consultation.id)["online"] == before
    page = open_with(client, code)
    assert "You changed them on" in page and "Now I think otherwise" in client.get("/en/receipt/copy").text


def test_other_answers_on_the_computer_are_told_of_before_they_are_lost(client: LintingClient, code: str) -> None:
    answer_words(client, "Somebody else's")
    assert "other answers on this computer" in open_with(client, code)


def test_a_change_that_was_begun_goes_on(client: LintingClient, code: str) -> None:
    open_with(client, code)
    client.send("/en/receipt/change")
    assert "Go on changing your answers" in client.get("/en/receipt").text
    client.send("/en/receipt/change")
    assert db.session.scalar(select(func.count()).select_from(Draft).where(Draft.corrects_id.is_not(None))) == 1


def test_taking_back_is_told_asked_and_done(client: LintingClient, world: World, code: str) -> None:
    open_with(client, code)
    asked = client.get("/en/receipt/take-back")
    assert "You cannot undo this" in asked.text and newest_response().excluded_reason is None
    done = client.send("/en/receipt/take-back", follow_redirects=True)
    assert "You took back your answers on" in done.text and "Change your answers" not in done.text
    assert response_counts.by_exclusion(db.session(), world.consultation.id) == {"withdrawn": 1}
    assert "You took back your answers on" in open_with(client, code)
    assert WORDS not in client.get("/en/receipt/copy").text
    assert client.get("/en/receipt/copy.txt").status_code in (303, 422)


def test_two_pages_that_take_back_are_one(client: LintingClient, code: str) -> None:
    open_with(client, code)
    client.get("/en/receipt/take-back")
    for _turn in range(2):
        assert client.send("/en/receipt/take-back").status_code == 303
    for step in ("change", "take-back"):
        assert client.send(f"/en/receipt/{step}").headers["Location"] == "/en/receipt"


def test_after_the_close_the_page_says_where_to_write_to(client: LintingClient, world: World, code: str) -> None:
    close(world)
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).contact_email = "plan@example.org"
    page = open_with(client, code)
    assert "plan@example.org" in page and "Change your answers</button>" not in page and "Get a copy</a>" in page
    assert client.send("/en/receipt/change").headers["Location"] == "/en/receipt"
    assert newest_response().excluded_reason is None


def test_a_copy_holds_what_was_sent_and_nothing_about_the_person(client: LintingClient, code: str) -> None:
    open_with(client, code)
    page = client.get("/en/receipt/copy").text
    for words in (WORDS, "What would you change?", "Agree", "A small plan", "Less violence"):
        assert words in page
    for words in (code[:4], "Camden", "camden", "Which borough"):
        assert words not in page


def test_a_copy_is_in_the_readers_language_and_keeps_the_answers_own(client: LintingClient, code: str) -> None:
    open_with(client, code)
    page = client.get("/ur/receipt/copy").text
    assert "آپ کیا بدلیں گے؟" in page and 'dir="rtl"' in page
    assert f'lang="en" dir="auto">{WORDS}' in page


def test_a_copy_in_large_print_leads_back_to_the_usual_one(client: LintingClient, code: str) -> None:
    open_with(client, code)
    page = client.get("/en/receipt/copy?size=large").text
    assert "app-copy--large" in page and 'href="/en/receipt/copy"' in page
    assert "app-copy--large" not in client.get("/en/receipt/copy?size=%00'").text


@pytest.mark.parametrize(("tag", "question", "start"), [
    ("en", "What would you change?", ""), ("ur", "آپ کیا بدلیں گے؟", "\u200f")])
def test_a_copy_as_text_runs_the_way_of_its_language(
    client: LintingClient, code: str, tag: str, question: str, start: str,
) -> None:
    open_with(client, code)
    answer = client.get(f"/{tag}/receipt/copy.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=small-plan-{tag}.txt"
    lines = answer.data.decode().split("\r\n")
    assert start + question in lines and ("\u200e" if start else "") + WORDS in lines


def test_right_after_sending_the_copy_holds_the_code(client: LintingClient, world: World) -> None:
    answer_words(client, "Fresh words")
    code = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{2,4}){6}", send(client))
    assert code is not None
    for path in ("copy?of=small-plan", "copy.txt?of=small-plan"):
        assert code[0] in client.get(f"/en/receipt/{path}").get_data(as_text=True)
    assert client.get("/en/receipt/copy").status_code == 303
    assert code[0].replace("-", "") not in client.get("/en/receipt/copy?of=small-plan").request.url


def test_markup_in_an_answer_stays_text(client: LintingClient, world: World) -> None:
    open_with(client, code_of(world, {"violence-words": ["<script>alert(1)</script>{{7*7}}"]}))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in client.get("/en/receipt/copy").text


def test_reading_a_copy_takes_few_statements(client: LintingClient, code: str, statements: list[str]) -> None:
    open_with(client, code)
    statements.clear()
    client.get("/en/receipt/copy")
    assert len(statements) <= 16, statements


def test_staff_see_what_was_taken_back_and_cannot_undo_it(client: LintingClient, world: World, code: str) -> None:
    open_with(client, code)
    client.get("/en/receipt/take-back")
    client.send("/en/receipt/take-back")
    public_id = newest_response().public_id
    client.sign_in(world.email("lead"), PASSWORD)
    path = f"/staff/consultations/small-plan/responses/{public_id}"
    assert "Taken back by the person who sent it" in client.get(path).text
    assert "Taken back by the person who sent it" in client.get(path.rsplit("/", 1)[0]).text
    client.send(f"{path}/restore")
    assert newest_response().excluded_reason == "withdrawn"


TOKEN = re.compile(r'name="csrf_token" value="[^"]+"')


def code_of(world: World, answers: dict[str, list[str]]) -> str:
    """Send a response and return its receipt code."""
    return receipt_code(sent_with_token(world, answers)[1])


def beside(world: World, slug: str) -> World:
    """Make another consultation on the same plan with the same survey."""
    with writing():
        made = consultations.create(slug=slug, facts=_facts(world.consultation.plan_version_id or 0),
                                    around=Around([DUTY], []))
        surveys.import_survey(consultation_id=made.id, data=SURVEY.read_bytes())
        people.grant(person_id=world.staff["lead"].id, consultation_id=made.id, role="lead")
        settle(made.id, world.staff["lead"].id)
        consultations.show(consultation_id=made.id)
    return World(made, world.staff)


def open_with(client: LintingClient, code: str) -> str:
    """Give the code and return the page that it opens."""
    client.get("/en/receipt")
    client.send("/en/receipt/finish")
    client.get("/en/receipt")
    answer = client.send("/en/receipt", {"code": code}, follow_redirects=True)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: LintingClient) -> str:
    """Send what this browser is writing and return the page that says so."""
    found = re.search(r'name="submission" value="([^"]+)"', client.get(f"{HOME}/respond/send").text)
    assert found is not None
    form = {"submission": found[1], "consent": "y", "quotes": "y"}
    before = db.session.scalar(select(func.count()).select_from(Response)) or 0
    page = client.send(f"{HOME}/respond/send", form, follow_redirects=True).text
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Response)) == before + 1, page
    return page
