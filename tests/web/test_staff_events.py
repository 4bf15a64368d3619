"""Events on the pages: planned with their access, recorded in numbers, noted, coded, and cared for."""

import io
import json
import re

import pytest
from openpyxl import load_workbook

from consult.domain import events as rules
from consult.extensions import db
from consult.models.care import Worry
from consult.models.events import Event, EventNote
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.surveys import Question
from consult.queries import event_counts
from consult.services.transaction import writing
from consult.web.staff import event_words
from tests.event_worlds import EventWorld
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/events"
CODING = "/staff/consultations/small-plan/event-notes"
TYPED = {"title": "Workshop in <i>Peckham</i>", "format": "in-person", "day-day": "5", "day-month": "3",
         "day-year": "2026", "starts": "18:30", "ends": "20:30", "place": "Library", "language": "en",
         "host_kind": "team"}


def test_every_code_has_its_words(client: LintingClient) -> None:
    client.get("/en/")
    for words, codes in ((event_words.FORMATS, rules.EVENT_FORMATS), (event_words.STATES, rules.EVENT_STATES),
                         (event_words.HOSTS, rules.HOST_KINDS), (event_words.ACCESS, rules.ACCESS),
                         (event_words.ACCESS_STATES, rules.ACCESS_STATES), (event_words.NOTE_KINDS, rules.NOTE_KINDS)):
        assert set(words) == set(codes) and all(str(sentence) for sentence in words.values())


def test_an_event_is_planned_and_its_access_is_asked_for(officer: LintingClient) -> None:
    sent = officer.send(f"{HOME}/new", TYPED)
    page = officer.get(sent.headers["Location"]).text
    assert "Workshop in &lt;i&gt;Peckham&lt;/i&gt;" in page and "British Sign Language interpreters" in page
    assert "things are late" in officer.get(HOME).text


@pytest.mark.parametrize(("change", "words"), [
    ({"title": ""}, "Enter some words here"), ({"day-day": ""}, "date"), ({"starts": "half past"}, "like 18:30"),
    ({"starts": ""}, "like 18:30"), ({"ends": "18:00"}, "comes after the start"), ({"place": ""}, "where people meet"),
    ({"budget": "a lot"}, "an amount in pounds"), ({"starts": "25:00"}, "like 18:30"),
    ({"bookings-day": "1", "bookings-month": "2", "bookings-year": "2026"}, "whom people ask about access")])
def test_a_plan_that_does_not_hold_is_shown_again(officer: LintingClient, change: dict[str, str], words: str) -> None:
    answer = officer.send(f"{HOME}/new", TYPED | change)
    assert answer.status_code == 422 and words in answer.text
    assert db.session.query(Event).count() == 0


def test_one_thing_of_the_checklist_is_arranged(officer: LintingClient, here: EventWorld) -> None:
    event = here.planned()
    place = f"{HOME}/{event.public_id}/access/bsl"
    assert "Arrange it by 22 January 2026." in officer.get(place).text
    assert officer.send(place, {"state": "booked", "cost": "249.50"}).status_code == 303
    assert "Spent: 249.50 pounds." in officer.get(f"{HOME}/{event.public_id}").text
    refused = officer.send(place, {"state": "not-needed"})
    assert refused.status_code == 422 and "Say why" in refused.text


def test_people_are_recorded_as_a_number(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.planned().public_id}"
    assert officer.send(f"{place}/record", {"participants": "many"}).status_code == 422
    assert officer.send(f"{place}/record", {"participants": "٢٤", "tables": "3"}).status_code == 303
    assert "24, at 3 tables" in officer.get(place).text


def test_a_change_that_a_colleague_made_is_not_lost(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.planned().public_id}/change"
    assert officer.send(place, TYPED | {"revision": "1", "title": "First"}).status_code == 303
    again = officer.send(place, TYPED | {"revision": "1", "title": "Second"})
    assert again.status_code == 422 and "Someone else changed this event" in again.text and "Second" in again.text


def test_an_event_is_called_off_with_its_reason(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.planned().public_id}"
    assert officer.send(f"{place}/cancel", {}).status_code == 422
    officer.send(f"{place}/cancel", {"reason": "Snow"})
    page = officer.get(place).text
    assert "Called off" in page and "Snow" in page and "/cancel" not in page


def test_a_note_is_typed_and_shown_as_text(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.held().public_id}/notes"
    officer.send(place, {"kind": "statement", "text": "More <b>lights</b>", "table": "1", "node": "aim-knife"})
    page = officer.get(place).text
    assert "More &lt;b&gt;lights&lt;/b&gt;" in page and "table" in page
    refused = officer.send(place, {"kind": "quote", "text": "I walk home"})
    assert refused.status_code == 422 and "only if they agreed" in refused.text and "I walk home" in refused.text


def test_a_file_of_notes_is_filled_in_and_taken_in(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.held().public_id}/notes"
    book = load_workbook(io.BytesIO(officer.get(f"{place}/template.xlsx").data))
    book["notes"].append(["1", "statement", "More lights", "violence-words", "", ""])
    book["notes"].append(["2", "disagreement", "Lights keep people awake", "", "", ""])
    assert upload(officer, place, book).status_code == 303
    assert "Lights keep people awake" in officer.get(place).text
    book["notes"].append(["3", "rumour", "Nobody knows", "", "", ""])
    refused = upload(officer, place, book)
    assert refused.status_code == 422 and "“rumour” is no kind of note" in refused.text and "cell B4" in refused.text
    assert db.session.query(EventNote).count() == 2


def test_what_a_device_sends_later_is_kept_once_and_said_note_by_note(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.held().public_id}/offline"
    notes = [{"client_key": "device-note-1", "kind": "statement", "text": "More lights", "table": "1"},
             {"client_key": "device-note-2", "kind": "quote", "text": "I walk home"}, "nonsense", {"text": "No key"}]
    for _time in range(2):
        results = officer.send(f"{place}/send", {"notes": json.dumps(notes)}).json["results"]
        assert [(one["client_key"], one["is_kept"]) for one in results] == [
            ("device-note-1", True), ("device-note-2", False)]
    assert "only if they agreed" in results[1]["problem"]
    assert [note.text for note in db.session.query(EventNote)] == ["More lights"]


@pytest.mark.parametrize("sent", ["", "[", "{}", "null", "[" * 5000, '["a"]', '[{"client_key": {}}]'])
def test_what_is_no_list_of_notes_is_nothing(officer: LintingClient, here: EventWorld, sent: str) -> None:
    answer = officer.send(f"{HOME}/{here.held().public_id}/offline/send", {"notes": sent})
    assert answer.status_code == 200 and not any(one["is_kept"] for one in answer.json["results"])


@pytest.mark.parametrize("words", ["\ud800", "\x00", "a" * 20_000, "'; --"])
def test_odd_words_of_a_device_are_refused_or_cleaned(officer: LintingClient, here: EventWorld, words: str) -> None:
    note = {"client_key": "device-note-1", "kind": "statement", "text": f"Lights {words}", "node": words}
    answer = officer.send(f"{HOME}/{here.held().public_id}/offline/send", {"notes": json.dumps([note])})
    assert answer.status_code == 200 and len(answer.json["results"]) == 1


def test_the_page_without_a_network_has_a_worker_of_its_own(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.held().public_id}/offline"
    page = officer.get(f"{place}/")
    assert "worker-src 'self'" in page.headers["Content-Security-Policy"] and "More lights" not in page.text
    worker = officer.get(f"{place}/worker.js")
    assert worker.mimetype == "text/javascript" and worker.text.startswith('importScripts("/static/')


def test_a_coder_codes_one_note_after_the_other(coder: LintingClient, here: EventWorld) -> None:
    lights = here.theme("Lights")
    first, second = here.noted(here.held(), "More lights", "Nothing in it")
    place = coder.get(CODING).headers["Location"]
    assert place == f"{CODING}/{first.public_id}"
    assert coder.send(place, {"theme": lights.public_id}).status_code == 422
    coder.send(place, {"theme": lights.public_id, "stance": "support"})
    coder.send(f"{place}/place", {"node": "aim-knife"})
    onward = coder.send(f"{place}/read").headers["Location"]
    assert coder.get(onward).headers["Location"] == f"{CODING}/{second.public_id}"
    coder.send(f"{CODING}/{second.public_id}/read")
    assert "There is no note left to read." in coder.get(CODING).text
    assert event_counts.by_theme(db.session, here.consultation_id) == {lights.id: 1}
    assert event_counts.by_node(db.session, here.consultation_id) == {"aim-knife": 1}


def test_a_theme_is_taken_back_once(coder: LintingClient, here: EventWorld) -> None:
    lights, note = here.theme("Lights"), here.noted(here.held(), "More lights")[0]
    here.coded(note, lights)
    place = f"{CODING}/{note.public_id}"
    for words in ("The theme was taken back.", "This theme was taken back already"):
        coder.send(f"{place}/take-back", {"theme": lights.public_id})
        assert words in coder.get(place).text


def test_a_worry_about_a_note_keeps_it_back_from_everyone_else(officer: LintingClient, here: EventWorld) -> None:
    event = here.held()
    note = here.noted(event, "His father hits him")[0]
    db.session.query(Worry).delete()
    db.session.commit()
    place = f"{HOME}/{event.public_id}/notes"
    assert "His father" in officer.get(place).text
    assert officer.send(f"{place}/{note.public_id}/worry", {}).status_code == 422
    officer.send(f"{place}/{note.public_id}/worry", {"kind": "child", "note": "A boy"})
    assert "His father" not in officer.get(place).text
    officer.sign_in(here.world.email("coder"), PASSWORD)
    assert "His father" not in officer.get(f"{CODING}/{note.public_id}").text
    assert officer.get(f"{place}/{note.public_id}/details").status_code == 404


def test_a_detail_is_taken_out_of_a_note_and_put_back(coder: LintingClient, here: EventWorld) -> None:
    event = here.held()
    note = here.noted(event, "Write to amina@example.org today")[0]
    place = f"{HOME}/{event.public_id}/notes/{note.public_id}"
    assert "Email address" in coder.get(f"{place}/details").text
    coder.send(f"{place}/details", {"words": "amina@example.org", "kind": "email"})
    assert "amina@" not in coder.get(f"{CODING}/{note.public_id}").text
    assert coder.send(f"{place}/original").status_code == 403
    coder.send(f"{place}/details/undo")
    assert "amina@" in coder.get(f"{CODING}/{note.public_id}").text


def test_a_note_is_taken_out_of_the_count(officer: LintingClient, here: EventWorld) -> None:
    event = here.held()
    note = here.noted(event, "Typed twice")[0]
    place = f"{HOME}/{event.public_id}/notes"
    assert officer.send(f"{place}/{note.public_id}/remove", {}).status_code == 422
    officer.send(f"{place}/{note.public_id}/remove", {"reason": "It was typed before"})
    assert "Typed twice" not in officer.get(place).text


def test_cards_are_counted_and_never_shown_again(officer: LintingClient, here: EventWorld) -> None:
    place = f"{HOME}/{here.held().public_id}/cards"
    assert "0 cards were typed so far." in officer.get(place).text
    assert officer.send(place, {}).status_code == 422
    assert officer.send(place, {"victim": "no"}).status_code == 303
    page = officer.get(place).text
    assert "1 card was typed so far." in page and "fewer than 10" in page


@pytest.mark.parametrize("others", [0, 3])
def test_few_cards_cannot_be_told_from_many_by_taking_them_off(
    officer: LintingClient, here: EventWorld, others: int,
) -> None:
    event = here.held()
    for choice in ["no"] * 25 + ["reported"] * others:
        card(here, event, choice)
    shown = dict(re.findall(r'<th scope="row"[^>]*>([^<]*)</th><td[^>]*>([^<]*)</td>',
                            officer.get(f"{HOME}/{event.public_id}/cards").text))
    assert "fewer than 10" in shown["Yes, reported"] and "25" not in shown["No"]


def card(here: EventWorld, event: Event, choice: str) -> None:
    with writing() as session:
        question = session.query(Question).filter_by(key="victim").one()
        found = EqualitySheet(consultation_id=event.consultation_id, survey_version_id=question.survey_version_id,
                              event_id=event.id, typed_on=event.starts_at.date(), by_id=here.world.staff["lead"].id)
        session.add(found)
        session.flush()
        session.add(EqualitySheetAnswer(sheet_id=found.id, question_id=question.id, choice=choice))


def upload(client: LintingClient, place: str, book: object):
    file = io.BytesIO()
    book.save(file)
    return client.send(f"{place}/file", {"file": (io.BytesIO(file.getvalue()), "notes.xlsx")})


@pytest.fixture
def here(world: World) -> EventWorld:
    return EventWorld(world)


@pytest.fixture
def officer(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("coder"), PASSWORD)
    return client
