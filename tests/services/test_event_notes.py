"""Notes of events: kept once, coded in events and never in people, and safe like every other text that comes in."""

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.events import Note
from consult.domain.worries import Outcome
from consult.extensions import db
from consult.models.care import Worry
from consult.models.events import EventNote, EventNoteOriginal
from consult.queries import event_counts, readings
from consult.queries import events as stored
from consult.queries.event_counts import Totals
from consult.services import codebooks, event_codings, event_notes, other_worries, worries
from tests.event_worlds import EventWorld
from tests.worlds import World

KEY = "0a1b2c3d-0001"


def test_a_note_that_is_sent_twice_is_kept_once(here: EventWorld) -> None:
    event, note = here.held(), Note("statement", "More lights", client_key=KEY)
    here.noted(event, note, note)
    assert take(here, event.public_id, note, Note("statement", "More buses", client_key=f"{KEY}2")) == (1, 1)
    assert [row.text for row in here.noted(event)] == ["More lights", "More buses"]


def test_notes_are_taken_in_all_or_none(here: EventWorld) -> None:
    event = here.held()
    with pytest.raises(Refused):
        take(here, event.public_id, Note("statement", "Kept?"), Note("quote", "Never agreed to"))
    with pytest.raises(Refused) as refused:
        take(here, event.public_id, Note("statement", "Kept?"), Note("statement", "Where?", node="no-such-part"))
    assert refused.value.code == "node-unknown"
    assert here.noted(event) == []


def test_a_question_that_nobody_asked_is_refused(here: EventWorld) -> None:
    with pytest.raises(Refused) as refused:
        take(here, here.held().public_id, Note("statement", "Lights", question="no-such-question"))
    assert refused.value.field == "question"
    take(here, here.held().public_id, Note("statement", "Lights", question="violence-words", node="aim-knife"))


def test_a_theme_is_raised_at_events_and_not_by_people(here: EventWorld) -> None:
    lights, first, second = here.theme("Lights"), here.held(30), here.held(50)
    for note in (*here.noted(first, "More lights", "Lights again"), *here.noted(second, "Lights here too")):
        here.coded(note, lights)
    here.noted(here.held(9), "Nobody read this yet")
    assert event_counts.by_theme(db.session, here.consultation_id) == {lights.id: 2}
    assert event_counts.totals(db.session, here.consultation_id) == Totals(3, 89, 4, 1, 2)
    assert readings.respondents_read(db.session, here.consultation_id) == 0


def test_a_theme_that_was_merged_counts_with_what_it_became(here: EventWorld) -> None:
    lights, lamps = here.theme("Lights"), here.theme("Lamps")
    first, second = here.noted(here.held(), "Lights")[0], here.noted(here.held(), "Lamps")[0]
    here.coded(first, lights)
    here.coded(second, lamps)
    codebooks.merge(consultation_id=here.consultation_id, public_id=lamps.public_id, into_public_id=lights.public_id,
                    by_id=here.coder)
    assert event_counts.by_theme(db.session, here.consultation_id) == {lights.id: 2}


def test_a_coding_is_taken_back_and_given_again(here: EventWorld) -> None:
    lights, note = here.theme("Lights"), here.noted(here.held(), "More lights")[0]
    here.coded(note, lights)
    back(here, note, lights.public_id)
    assert event_counts.by_theme(db.session, here.consultation_id) == {}
    with pytest.raises(Conflict):
        back(here, note, lights.public_id)
    here.coded(note, lights, "oppose")
    view, _event = stored.note(db.session, here.consultation_id, note.public_id) or (None, None)
    assert view is not None and [theme.stance for theme in view.themes] == ["oppose"]


def test_a_note_that_somebody_worries_about_is_kept_back_and_counts_for_nothing(here: EventWorld) -> None:
    lights, note = here.theme("Lights"), here.noted(here.held(), "More lights")[0]
    here.coded(note, lights)
    worry = other_worries.flag_note(consultation_id=here.consultation_id, public_id=note.public_id, kind="child",
                                    by_id=here.coder)
    assert event_counts.by_theme(db.session, here.consultation_id) == {}
    view, _event = stored.note(db.session, here.consultation_id, note.public_id) or (None, None)
    assert view is not None and view.is_held and view.text == "" and view.themes == ()
    with pytest.raises(Conflict):
        here.coded(note, lights)
    worries.close(consultation_id=here.consultation_id, public_id=worry.public_id, outcome=Outcome("no-worry"),
                  by_id=here.world.staff["safeguarding"].id)
    assert event_counts.by_theme(db.session, here.consultation_id) == {lights.id: 1}


def test_words_of_danger_in_a_note_are_put_before_safeguarding_at_once(here: EventWorld) -> None:
    here.noted(here.held(), "I want to kill myself tonight.")
    [worry] = db.session.query(Worry).all()
    assert (worry.kind, worry.source) == ("harm", "rule") and worry.event_note_id is not None


def test_a_name_is_masked_and_can_be_put_back_by_few(here: EventWorld) -> None:
    note = here.noted(here.held(), "Ask Amina Khan. Amina Khan saw it.")[0]
    assert out(here, note, "Amina Khan") == 2
    assert again(note).text.startswith("Ask ██████████.") and len(again(note).text) == 34
    with pytest.raises(NotAllowed):
        event_notes.open_original(consultation_id=here.consultation_id, public_id=note.public_id, by_id=here.coder)
    lead = here.world.staff["lead"].id
    assert "Amina" in event_notes.open_original(consultation_id=here.consultation_id, public_id=note.public_id,
                                                by_id=lead)
    event_notes.put_back(consultation_id=here.consultation_id, public_id=note.public_id, by_id=here.coder)
    assert "Amina" in again(note).text and db.session.query(EventNoteOriginal).count() == 0


def test_details_are_suggested_and_never_twice(here: EventWorld) -> None:
    note = here.noted(here.held(), "Write to amina@example.org today")[0]
    assert [span.kind for span in event_notes.suggested_details(note.text)] == ["email"]
    out(here, note, "amina@example.org")
    assert event_notes.suggested_details(again(note).text) == ()


def test_a_removed_note_counts_for_nothing_and_stays_with_its_reason(here: EventWorld) -> None:
    lights, note = here.theme("Lights"), here.noted(here.held(), "More lights")[0]
    here.coded(note, lights)
    event_notes.remove(consultation_id=here.consultation_id, public_id=note.public_id, reason="Typed twice",
                       by_id=here.officer)
    assert event_counts.by_theme(db.session, here.consultation_id) == {}
    assert again(note).reason == "Typed twice"
    with pytest.raises(NotFound):
        here.coded(note, lights)


def test_notes_come_up_one_after_the_other_until_all_are_read(here: EventWorld) -> None:
    first, second = here.noted(here.held(), "One", "Two")
    assert next_of(here) == first.public_id and next_of(here, first) == second.public_id
    for note in (first, second):
        event_codings.mark_read(consultation_id=here.consultation_id, note_id=note.public_id, by_id=here.coder)
    assert next_of(here) is None and stored.to_read(db.session, here.consultation_id) == 0


def test_an_officer_takes_in_notes_and_codes_none(here: EventWorld) -> None:
    note = here.noted(here.held(), "More lights")[0]
    with pytest.raises(NotAllowed):
        event_codings.mark_read(consultation_id=here.consultation_id, note_id=note.public_id, by_id=here.officer)
    with pytest.raises(NotAllowed):
        event_notes.take_in(consultation_id=here.consultation_id, event_id=here.held().public_id, notes=[],
                            by_id=here.coder)


def take(here: EventWorld, event_id: str, *notes: Note) -> tuple[int, int]:
    taken = event_notes.take_in(consultation_id=here.consultation_id, event_id=event_id, notes=notes,
                                by_id=here.officer)
    return taken.kept, taken.known


def out(here: EventWorld, note: EventNote, words: str) -> int:
    return event_notes.take_out(consultation_id=here.consultation_id, public_id=note.public_id, words=words,
                                kind="name", by_id=here.coder)


def back(here: EventWorld, note: EventNote, theme: str) -> None:
    event_codings.take_back(consultation_id=here.consultation_id, note_id=note.public_id, theme=theme,
                            by_id=here.coder)


def next_of(here: EventWorld, after: EventNote | None = None) -> str | None:
    return stored.next_to_read(db.session, here.consultation_id, after.public_id if after else "")


def again(note: EventNote) -> EventNote:
    db.session.expire_all()
    return db.session.get_one(EventNote, note.id)


@pytest.fixture
def here(world: World) -> EventWorld:
    return EventWorld(world)
