"""The committee's asks, the timeline and the checklists in the browser: for staff, and for everyone."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import recommendations as stored
from consult.queries.recommendations import AskView
from consult.services import recommendations
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

SMALL = Path(__file__).parents[1] / "small_committee.yaml"
STAFF, PUBLIC = "/staff/consultations/small-plan", "/en/consultations/small-plan"
Ask = Callable[[str], AskView]


def test_a_report_is_loaded_from_a_file_and_its_asks_are_listed(lead: LintingClient) -> None:
    assert "No report is loaded yet." in lead.get(f"{STAFF}/recommendations").text
    answer = lead.send(f"{STAFF}/recommendations/load", {"file": (io.BytesIO(SMALL.read_bytes()), "a.yaml")})
    assert answer.status_code == 303
    page = lead.get(f"{STAFF}/recommendations").text
    assert "Publish it by 30 June 2025." in page and "The report was loaded with 4 asks." in page


def test_a_file_that_is_not_right_is_told_line_by_line(lead: LintingClient) -> None:
    answer = lead.send(f"{STAFF}/recommendations/load", {"file": (io.BytesIO(b"schema: other/1\n"), "a.yaml")})
    assert answer.status_code == 422 and "The file must say" in answer.text


def test_the_office_answers_an_ask_and_everyone_reads_it(lead: LintingClient, ask: Ask) -> None:
    typed = {"status": "referred", "reason_code": "other-body", "reason-en": "They decide it.", "goes_to": "The Met",
             "revision": ask("1.1").row.revision, "promised_on-day": "1", "promised_on-month": "2",
             "promised_on-year": "2027"}
    assert lead.send(address(ask("1.1")), typed).status_code == 303
    page = lead.get(f"{PUBLIC}/recommendations").text
    assert "They decide it." in page and "The Met" in page and "1 February 2027" in page
    assert "They decide it." in lead.get(address(ask("1.1"))).text


def test_how_the_file_reads_a_reply_is_seen_by_staff_and_by_nobody_else(lead: LintingClient, ask: Ask) -> None:
    assert "declined" in lead.get(address(ask("1.1"))).text
    for path in ("recommendations", "recommendations.csv"):
        assert "declined" not in lead.get(f"{PUBLIC}/{path}").text


def test_an_answer_without_a_reason_comes_back_with_what_was_typed(lead: LintingClient, ask: Ask) -> None:
    answer = lead.send(address(ask("1.1")), {"status": "declined", "reason-en": "So far", "revision": 1})
    assert answer.status_code == 422 and "Choose why." in answer.text and "So far" in answer.text
    assert ask("1.1").row.status is None


@pytest.mark.parametrize("revision", ["7", "", "-1", "²", "9" * 40])
def test_an_answer_to_an_ask_that_changed_is_kept_in_the_form_and_saves_nothing(
        lead: LintingClient, ask: Ask, revision: str) -> None:
    answer = lead.send(address(ask("1.1")), {"status": "accepted", "reason-en": "Mine", "revision": revision})
    assert answer.status_code == 409 and "Mine" in answer.text and ask("1.1").row.status is None


def test_a_slip_does_not_let_somebody_write_over_an_answer_they_have_not_seen(lead: LintingClient, ask: Ask) -> None:
    lead.send(address(ask("1.1")), {"status": "accepted", "reason-en": "Theirs.", "revision": "1"})
    slip = lead.send(address(ask("1.1")), {"status": "declined", "reason-en": "Mine", "revision": "1"})
    assert slip.status_code == 422 and 'name="revision" value="1"' in slip.text
    late = lead.send(address(ask("1.1")), {"status": "accepted", "reason-en": "Mine", "revision": "1"})
    assert late.status_code == 409 and 'name="revision" value="2"' in late.text and "Theirs." in late.text


def test_one_reply_answers_the_asks_that_are_ticked(lead: LintingClient, ask: Ask, report_id: str) -> None:
    typed = {"text-en": "We will do both.", "signed": "Mayor", "replied_on-day": "1", "replied_on-month": "4",
             "replied_on-year": "2025", "asks": [ask("1.1").row.public_id, ask("3.1").row.public_id]}
    assert lead.send(f"{STAFF}/recommendations/{report_id}/reply", typed).status_code == 303
    assert [ask(number).waiting.state for number in ("1.1", "1.2", "3.1")] == ["answered", "replied", "answered"]
    page = lead.get(f"{PUBLIC}/recommendations").text
    assert page.count("We will do both.") == 1
    assert "It was answered together with recommendation 1." in page


def test_a_reply_to_an_ask_of_another_report_is_not_taken(lead: LintingClient, report_id: str) -> None:
    typed = {"text-en": "Yes", "signed": "Mayor", "replied_on-day": "1", "replied_on-month": "4",
             "replied_on-year": "2025", "asks": ["never-was"]}
    assert lead.send(f"{STAFF}/recommendations/{report_id}/reply", typed).status_code == 404


def test_the_list_can_be_narrowed_to_what_waits(lead: LintingClient, ask: Ask) -> None:
    lead.send(address(ask("1.1")), {"status": "accepted", "revision": 1})
    unsaid = lead.get(f"{STAFF}/recommendations?which=unsaid").text
    assert "Do something else." in unsaid and ">1.1<" not in unsaid
    past_due = lead.get(f"{STAFF}/recommendations?which=past-due").text
    assert ">1.2<" in past_due and ">3.1<" not in past_due


def test_the_day_of_a_report_is_changed_and_days_are_counted_from_it(
        lead: LintingClient, ask: Ask, report_id: str) -> None:
    typed = {"published_on-day": "17", "published_on-month": "3", "published_on-year": "2025"}
    assert lead.send(f"{STAFF}/recommendations/{report_id}/day", typed).status_code == 303
    assert ask("1.1").waiting.days == 10 and "It waited 10 days." in lead.get(f"{PUBLIC}/recommendations").text


def test_everyone_can_take_the_asks_as_a_file(client: LintingClient, ask: Ask) -> None:
    answer = client.get(f"{PUBLIC}/recommendations.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["ask"] for row in rows] == ["1.1", "1.2", "2.1", "3.1"]
    assert rows[0]["dissents"] == "One member: I do not agree." and {row["status"] for row in rows} == {""}


def test_words_of_the_report_are_marked_as_english_on_an_urdu_page(client: LintingClient, ask: Ask) -> None:
    page = client.get(f"{PUBLIC}/recommendations".replace("/en/", "/ur/")).text
    assert '<span lang="en" dir="ltr">Publish it by 30 June 2025.</span>' in page


def test_a_consultation_that_nobody_sees_has_none_of_these_pages(client: LintingClient, world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_visible = False
    for path in ("recommendations", "recommendations.csv", "timeline"):
        assert client.get(f"{PUBLIC}/{path}").status_code == 404


def test_a_step_is_noted_and_everyone_reads_it(lead: LintingClient) -> None:
    typed = {"done_on-day": "18", "done_on-month": "12", "done_on-year": "2024", "paper-1": "Letter",
             "address-1": "https://example.org/letter", "note-en": "By hand.", "revision": "0"}
    assert lead.send(f"{STAFF}/timeline/draft-sent", typed).status_code == 303
    page = lead.get(f"{PUBLIC}/timeline").text
    assert "18 December 2024" in page and 'href="https://example.org/letter"' in page and "By hand." in page
    assert "18 December 2024" in lead.get(f"{STAFF}/timeline").text


def test_a_slip_does_not_let_somebody_write_over_a_step_they_have_not_seen(lead: LintingClient) -> None:
    there, day = f"{STAFF}/timeline/draft-sent", {"done_on-day": "18", "done_on-month": "12", "done_on-year": "2024"}
    lead.send(there, {**day, "note-en": "Theirs.", "paper-1": "A letter", "revision": "0"})
    slip = lead.send(there, {"done_on-day": "31", "done_on-month": "2", "done_on-year": "2024", "revision": "0"})
    assert slip.status_code == 422 and 'name="revision" value="0"' in slip.text
    late = lead.send(there, {**day, "note-en": "Mine.", "revision": "0"})
    assert late.status_code == 409 and 'name="revision" value="1"' in late.text
    assert "Theirs." in late.text and "A letter" in late.text and "Mine." in late.text


@pytest.mark.parametrize(("typed", "words"), [
    ({"done_on-day": "31", "done_on-month": "2", "done_on-year": "2024"}, "Enter a real date"),
    ({"paper-1": "Letter", "address-1": "javascript:alert(1)"}, "The address of a paper begins with"),
    ({"address-2": "https://example.org"}, "Write what the paper is called"),
])
def test_a_step_that_breaks_a_rule_comes_back(lead: LintingClient, typed: dict[str, str], words: str) -> None:
    answer = lead.send(f"{STAFF}/timeline/draft-sent", {"revision": "0", **typed})
    assert answer.status_code == 422 and words in answer.text


def test_a_step_that_somebody_else_changed_shows_both(lead: LintingClient) -> None:
    typed = {"done_on-day": "18", "done_on-month": "12", "done_on-year": "2024", "revision": "0"}
    lead.send(f"{STAFF}/timeline/draft-sent", typed)
    answer = lead.send(f"{STAFF}/timeline/draft-sent", {**typed, "done_on-day": "19", "note-en": "Mine"})
    assert answer.status_code == 409 and "18 December 2024" in answer.text and 'value="19"' in answer.text


@pytest.mark.parametrize("key", ["people-asked", "never-was"])
def test_a_step_that_nobody_notes_has_no_page(lead: LintingClient, key: str) -> None:
    assert lead.get(f"{STAFF}/timeline/{key}").status_code == 404


def test_the_checklists_show_the_facts_and_a_persons_note(lead: LintingClient) -> None:
    answer = lead.send(f"{STAFF}/checklists/principle-h", {"state": "met", "note": "The Deputy Mayor agreed."})
    assert answer.status_code == 303
    page = lead.get(f"{STAFF}/checklists").text
    assert "The Deputy Mayor agreed." in page and "We say what can change. Points: 1." in page
    assert "The Deputy Mayor agreed." in lead.get(f"{STAFF}/checklists/principle-h").text


def test_a_note_without_a_word_is_refused(lead: LintingClient) -> None:
    answer = lead.send(f"{STAFF}/checklists/principle-h", {"state": "met", "note": " "})
    assert answer.status_code == 422 and "Say why, in one or two sentences" in answer.text
    assert lead.get(f"{STAFF}/checklists/never-was").status_code == 404


def address(found: AskView) -> str:
    return f"{STAFF}/recommendations/asks/{found.row.public_id}"


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    """A browser in which the lead is signed in."""
    client.sign_in(world.email("lead"), PASSWORD)
    return client


@pytest.fixture
def report_id(world: World, ask: Ask) -> str:
    [report] = stored.reports(db.session(), world.consultation.id, date(2026, 1, 1))
    return report.row.public_id


@pytest.fixture
def ask(world: World) -> Ask:
    """A function that gives an ask of the small report by its number, as it stands now."""
    recommendations.import_report(consultation_id=world.consultation.id, data=SMALL.read_bytes())

    def find(number: str) -> AskView:
        [report] = stored.reports(db.session(), world.consultation.id, date(2026, 1, 1))
        return next(one for one in report.asks if one.number == number)
    return find
