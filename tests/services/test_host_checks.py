"""Hosts look at our notes for ten days: what they put right counts, what was wrong stays stored, later it is closed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.events import Note
from consult.domain.host_checks import closes_at
from consult.extensions import db
from consult.models.answers_to_people import HostCheck, HostRemark
from consult.models.base import utc_now
from consult.models.events import Event, EventNote
from consult.queries import host_checks as stored
from consult.services import event_codings, event_notes, host_checks
from consult.services.transaction import writing
from tests.event_worlds import EventWorld
from tests.worlds import World

WORDS = "Not the buses: the bus stops."


def test_a_code_opens_the_notes_as_they_were_read_and_stands_nowhere(hosted: Event, of: EventWorld) -> None:
    code = give(of, hosted)
    check = stored.by_code(db.session(), host_checks.hash_of(code))
    assert check is not None and code not in check.code_hash
    sheet = stored.sheet(db.session(), check.public_id, utc_now())
    assert sheet is not None and [view.text for view in sheet.notes] == ["The buses are dark.", "More light."]
    assert [theme.name for theme in sheet.notes[0].themes] == ["Buses"] and sheet.is_running


def test_a_new_code_closes_the_old_one_and_gives_no_new_days(hosted: Event, of: EventWorld) -> None:
    first = give(of, hosted)
    before = check_of(hosted).given_at
    second = give(of, hosted)
    assert stored.by_code(db.session(), host_checks.hash_of(first)) is None
    assert stored.by_code(db.session(), host_checks.hash_of(second)) is not None
    assert check_of(hosted).given_at == before


def test_what_nobody_read_is_not_given_to_the_host(of: EventWorld) -> None:
    event = of.held(host_kind="charity", host="A group")
    with pytest.raises(Conflict, match="host-notes-none"):
        give(of, event)
    of.noted(event, "Unread.")
    with pytest.raises(Conflict, match="host-notes-unread"):
        give(of, event)


def test_the_teams_own_workshop_has_no_host_to_ask(of: EventWorld) -> None:
    event = of.held()
    of.noted(event, "Words.")
    with pytest.raises(Conflict, match="host-is-the-team"):
        give(of, event)
    assert stored.listed(db.session(), of.consultation_id, utc_now()) == []


def test_what_the_host_puts_right_takes_the_place_of_the_note_which_stays_stored(hosted: Event, of: EventWorld) -> None:
    wrong = notes(hosted)[0]
    remark = said(of, hosted, WORDS, wrong)
    host_checks.take_over(consultation_id=of.consultation_id, public_id=remark.public_id, by_id=of.officer)
    standing = notes(hosted)
    assert [note.text for note in standing] == ["More light.", WORDS]
    made = standing[1]
    assert (made.table_label, made.plan_node_key, made.read_at) == (wrong.table_label, wrong.plan_node_key, None)
    kept = db.session.get(EventNote, wrong.id)
    assert kept is not None and kept.text == "The buses are dark." and kept.reason == host_checks.PUT_RIGHT
    assert db.session.scalars(select(HostRemark.settled_note_id)).one() == made.id


def test_a_missing_note_is_added_and_a_remark_is_settled_once(hosted: Event, of: EventWorld) -> None:
    remark = said(of, hosted, "We also asked for benches.")
    take_over(of, remark)
    assert [note.text for note in notes(hosted)][-1] == "We also asked for benches."
    for settle in (take_over, decline):
        with pytest.raises(Conflict, match="host-remark-settled"):
            settle(of, remark)


def test_a_remark_is_declined_only_with_a_reason_that_the_host_reads(hosted: Event, of: EventWorld) -> None:
    remark = said(of, hosted, WORDS, notes(hosted)[0])
    with pytest.raises(Refused):
        decline(of, remark, " ")
    decline(of, remark, "Two tables said it.")
    sheet = stored.sheet(db.session(), check_of(hosted).public_id, utc_now())
    assert sheet is not None and sheet.remarks[0].remark.reason == "Two tables said it."
    assert [note.text for note in notes(hosted)] == ["The buses are dark.", "More light."]


def test_after_ten_days_nothing_can_be_said_any_more(hosted: Event, of: EventWorld) -> None:
    give(of, hosted)
    check = check_of(hosted)
    ago(check, days=11)
    for late in (lambda: host_checks.agree(public_id=check.public_id),
                 lambda: host_checks.say(public_id=check.public_id, kind="missing", said=WORDS)):
        with pytest.raises(Conflict, match="host-days-over"):
            late()
    assert closes_at(check_of(hosted).given_at) < utc_now()
    give(of, hosted)
    host_checks.agree(public_id=check.public_id)


def test_the_notes_can_change_until_the_days_are_over_or_the_host_is_content(hosted: Event, of: EventWorld) -> None:
    def running() -> int:
        return stored.running(db.session(), of.consultation_id, utc_now())

    assert running() == 0
    give(of, hosted)
    assert running() == 1
    host_checks.agree(public_id=check_of(hosted).public_id)
    assert running() == 0
    remark = said(of, hosted, WORDS)
    ago(check_of(hosted), days=30)
    assert running() == 1
    decline(of, remark)
    assert running() == 0


def test_the_same_words_twice_are_once(hosted: Event, of: EventWorld) -> None:
    for _time in range(2):
        said(of, hosted, WORDS)
    assert len(db.session.scalars(select(HostRemark)).all()) == 1


def test_a_host_reaches_no_note_of_another_event_and_none_that_is_held_back(hosted: Event, of: EventWorld) -> None:
    other = of.held(host_kind="school", title="Another")
    [foreign] = of.noted(other, "Theirs.")
    give(of, hosted)
    gone = notes(hosted)[1]
    event_notes.remove(consultation_id=of.consultation_id, public_id=gone.public_id, reason="Twice.", by_id=of.officer)
    for note in (foreign.public_id, gone.public_id, "nothing"):
        with pytest.raises(NotFound):
            host_checks.say(public_id=check_of(hosted).public_id, kind="wrong", said=WORDS, note_id=note)


@pytest.mark.parametrize("role", ["coder", "reader", "survey-editor", "administrator", "equality-lead"])
def test_only_who_may_send_letters_gives_notes_to_hosts(hosted: Event, world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        host_checks.give(consultation_id=world.consultation.id, event_id=hosted.public_id,
                         by_id=world.staff[role].id)


def give(of: EventWorld, event: Event) -> str:
    return host_checks.give(consultation_id=of.consultation_id, event_id=event.public_id, by_id=of.officer)


def said(of: EventWorld, event: Event, words: str, note: EventNote | None = None) -> HostRemark:
    if db.session.scalar(select(HostCheck).where(HostCheck.event_id == event.id)) is None:
        give(of, event)
    host_checks.say(public_id=check_of(event).public_id, kind="wrong" if note else "missing", said=words,
                    note_id=note.public_id if note else "")
    return db.session.scalars(select(HostRemark).order_by(HostRemark.id.desc()).limit(1)).one()


def take_over(of: EventWorld, remark: HostRemark) -> None:
    host_checks.take_over(consultation_id=of.consultation_id, public_id=remark.public_id, by_id=of.officer)


def decline(of: EventWorld, remark: HostRemark, reason: str = "It was said.") -> None:
    host_checks.decline(consultation_id=of.consultation_id, public_id=remark.public_id, reason=reason,
                        by_id=of.officer)


def check_of(event: Event) -> HostCheck:
    return db.session.scalars(select(HostCheck).where(HostCheck.event_id == event.id)).one()


def notes(event: Event) -> list[EventNote]:
    return list(db.session.scalars(select(EventNote).where(
        EventNote.event_id == event.id, EventNote.removed_at.is_(None)).order_by(EventNote.id)))


def ago(check: HostCheck, *, days: int) -> None:
    with writing() as session:
        row = session.get_one(HostCheck, check.id)
        row.given_at, row.agreed_on = utc_now() - timedelta(days=days), None


@pytest.fixture
def of(world: World) -> EventWorld:
    """Short ways around events."""
    return EventWorld(world)


@pytest.fixture
def hosted(of: EventWorld) -> Event:
    """An event of a charity with two notes that were read, one of them with a theme."""
    event = of.held(host_kind="charity", host="A charity")
    first, second = of.noted(event, Note("statement", "The buses are dark.", table="2", node="aim-knife"),
                             "More light.")
    of.coded(first, of.theme("Buses"))
    event_codings.mark_read(consultation_id=of.consultation_id, note_id=second.public_id, by_id=of.coder)
    return event
