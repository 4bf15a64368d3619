"""The coding board and its settings in the browser: what staff see, choose, give and take."""

import pytest
from lxml import html

from consult.domain.assignments import Assignment
from consult.extensions import db
from consult.queries import coding_progress, coding_settings
from consult.services import assignments, presences
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan"
BOARD, SETTINGS = f"{HOME}/coding-board", f"{HOME}/coding-settings"
QUESTION = "violence-words"


def test_the_board_shows_how_far_it_is_and_why_there_is_no_forecast(client: LintingClient, world: World) -> None:
    sign_in(client, world, "coder")
    page = client.get(BOARD).text
    assert "<dt>Received</dt><dd>3</dd>" in page and "three working days since the first answer was read" in page
    assert "No day of the report was chosen." in page and "Nobody has an answer open." in page
    assert "By way to answer" in page and "Urdu" in page


def test_numbers_by_language_are_hidden_where_they_are_small_and_rounded_where_not(
    client: LintingClient, world: World
) -> None:
    for number in range(33):
        world.respond(f"Words {number}", language="pl" if number < 12 else "en")
    sign_in(client, world, "coder")
    table = html.document_fromstring(client.get(BOARD).text).xpath("//table[caption[@id='by-language']]")[0]
    rows = {row.findtext("th"): [cell.text for cell in row.findall("td")] for row in table.xpath(".//tbody/tr")}
    assert rows["Urdu"][0] == "fewer than 10"
    assert rows["Polish"][0] == "10" and rows["English"][0] == "hidden to protect others"


def test_who_has_an_answer_open_is_named(client: LintingClient, world: World) -> None:
    answer = world.respond("Lights.")
    presences.note(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                   by_id=world.staff["lead"].id)
    sign_in(client, world, "coder")
    assert "A lead: What would you change?" in client.get(BOARD).text


def test_the_lead_gives_answers_and_takes_them_away(client: LintingClient, world: World) -> None:
    sign_in(client, world, "lead")
    coder, given = world.staff["coder"], {"question": QUESTION, "language": "ur"}
    assert client.send(f"{BOARD}/give", {"person": coder.public_id, **given}).status_code == 303
    [one] = coding_progress.given(db.session(), world.consultation.id)
    assert one.assignment == Assignment(coder.id, QUESTION, "ur")
    page = client.get(BOARD).text
    assert "given to nobody" in page and ", English</li>" in page
    assert client.send(f"{BOARD}/take", {"person": coder.public_id, **given}).status_code == 303
    assert coding_progress.given(db.session(), world.consultation.id) == []
    assert client.send(f"{BOARD}/take", {"person": coder.public_id, **given}).status_code == 303
    assert "This was taken away before." in client.get(BOARD).text


def test_ones_own_work_stands_on_the_board_with_a_way_to_it(client: LintingClient, world: World) -> None:
    assignments.give(consultation_id=world.consultation.id, person=world.staff["coder"].public_id, question="",
                     language="ur", by_id=world.staff["lead"].id)
    sign_in(client, world, "coder")
    mine = client.get(BOARD).text.split('id="yours"')[1].split("<h2")[0]
    assert "1 answer waits" in mine and f"/code/{QUESTION}/next?language=ur" in mine


@pytest.mark.parametrize("sent, words", [
    ({"person": "", "question": QUESTION, "language": "ur"}, "Choose someone who codes here"),
    ({"person": "coder", "question": "no-such", "language": "ur"}, "Choose a question from the list"),
    ({"person": "coder", "question": QUESTION, "language": "xx"}, "Choose a language from the list"),
])
def test_what_cannot_be_given_is_shown_again(client: LintingClient, world: World, sent: dict[str, str], words: str
                                             ) -> None:
    sign_in(client, world, "lead")
    person = world.staff["coder"].public_id if sent["person"] else ""
    answer = client.send(f"{BOARD}/give", {**sent, "person": person})
    assert answer.status_code == 422 and words in answer.text


def test_coders_see_the_board_and_change_nothing(client: LintingClient, world: World) -> None:
    sign_in(client, world, "coder")
    page = client.get(BOARD).text
    assert 'name="person"' not in page and "coding-settings" not in page
    assert client.get(SETTINGS).status_code == 403


def test_the_lead_chooses_how_much_is_coded_twice_and_when_the_report_is_due(client: LintingClient, world: World
                                                                             ) -> None:
    sign_in(client, world, "lead")
    answer = client.send(SETTINGS, {"double_first": "30", "double_share": "20", "report_on-day": "1",
                                    "report_on-month": "5", "report_on-year": "2030"})
    assert answer.status_code == 303
    found = coding_settings.of(db.session(), world.consultation.id)
    assert (found.double_first, found.double_share, str(found.report_on)) == (30, 20, "2030-05-01")
    page = client.get(BOARD).text
    assert "Day of the report: 1 May 2030." in page and "must be read each working day" in page


@pytest.mark.parametrize("typed", ["", "many", "101", "-3", "1" * 30])
def test_what_is_no_share_is_shown_again(client: LintingClient, world: World, typed: str) -> None:
    sign_in(client, world, "lead")
    answer = client.send(SETTINGS, {"double_first": "30", "double_share": typed})
    assert answer.status_code == 422 and "Enter a whole number from 0 to 100" in answer.text


@pytest.mark.parametrize("typed, words", [
    ("", "Enter a whole number of answers, 100 or more"), ("99", "100 or more"),
    ("1,000", "No more answers than that")])
def test_a_sample_that_cannot_be_drawn_is_shown_again(client: LintingClient, world: World, typed: str, words: str
                                                      ) -> None:
    sign_in(client, world, "lead")
    answer = client.send(f"{SETTINGS}/{QUESTION}", {"reading": "sample", "size": typed})
    assert answer.status_code == 422 and words in answer.text


def test_every_answer_can_be_chosen_at_any_time(client: LintingClient, world: World) -> None:
    sign_in(client, world, "lead")
    assert client.send(f"{SETTINGS}/{QUESTION}", {"reading": "all", "size": "7"}).status_code == 303
    page = client.get(SETTINGS).text
    assert "Every answer" in page and "A lead" in page


def test_a_question_that_is_none_is_not_found(client: LintingClient, world: World) -> None:
    sign_in(client, world, "lead")
    assert client.get(f"{SETTINGS}/victim").status_code == 404
    assert client.send(f"{SETTINGS}/victim", {"reading": "all"}).status_code == 404


def test_the_board_sends_the_same_number_of_statements_however_much_came(client: LintingClient, world: World) -> None:
    sign_in(client, world, "coder")
    few = statements(client)
    for number in range(4):
        world.respond(f"More {number}.", channel="email")
    assert statements(client) == few


def statements(client: LintingClient) -> int:
    client.get(BOARD)
    with count_statements() as sent:
        client.get(BOARD)
    return len(sent)


def sign_in(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)
