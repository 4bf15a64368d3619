"""The checklists of one consultation: filled from its data, with a person's note beside them."""

from datetime import date, timedelta

import pytest

from consult.domain.checklists import GAP, KEYS, Item, items
from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import checklists as stored
from consult.services import checklists, decisions, report_scrutiny
from consult.services.transaction import writing
from tests import coded, finding_worlds
from tests.worlds import World


def test_the_data_of_a_consultation_fill_the_lists(world: World) -> None:
    found = lists(world, london_day(world.consultation.closes_at))
    assert list(found) == list(KEYS)
    lines = {(key, line.code): line.facts for key, item in found.items() for line in item.lines}
    assert lines[("gunning-1", "can-change")] == {"n": 1} and ("gunning-1", "cannot-change-missing") in lines
    assert ("gunning-2", "notice-children-missing") in lines and ("gunning-2", "duties") in lines
    assert lines[("gunning-2", "languages")] == {"offered": 2, "wanted": 2}
    assert lines[("gunning-4", "unread")] == {"n": 3} and ("principle-f", "victims-asked") in lines


def test_answers_that_nobody_read_are_a_gap_once_it_is_closed(world: World) -> None:
    closes = london_day(world.consultation.closes_at)
    assert lists(world, closes)["gunning-4"].state != GAP
    assert lists(world, closes + timedelta(days=1))["gunning-4"].state == GAP


def test_a_consultation_that_begins_before_an_election_is_told_of_it(world: World) -> None:
    with writing() as session:
        row = session.get_one(Consultation, world.consultation.id)
        row.opens_at = row.opens_at.replace(year=2026, month=4, day=1)
        row.closes_at = row.opens_at + timedelta(days=56)
    found = lists(world, date(2026, 4, 2))["principle-k"]
    assert (found.state, found.lines[0].facts) == (GAP, {"day": date(2026, 5, 7)})


def test_a_note_stands_beside_the_data_and_the_newest_is_printed(world: World) -> None:
    say(world, "not-met", "Too short.")
    say(world, "met", " Longer now. ")
    said = stored.notes(db.session(), world.consultation.id)["gunning-3"]
    assert [(one.state, one.note, one.by) for one in said] == [
        ("met", "Longer now.", "A lead"), ("not-met", "Too short.", "A lead")]
    printed = {check.key: check for check in shown(world)}
    assert (printed["gunning-3"].state, printed["gunning-3"].person, printed["gunning-3"].note) == (
        "met", "met", "Longer now.")


def test_what_is_printed_holds_the_facts_in_words(world: World) -> None:
    printed = {check.key: check for check in shown(world)}
    assert [check.checklist for check in shown(world)] == ["gunning"] * 4 + ["principles"] * 11
    assert "We say what can change. Points: 1." in printed["gunning-1"].facts["en"].split("\n")
    assert printed["principle-h"].facts == {} and printed["principle-h"].state == "note"


def test_a_decision_that_nobody_confirmed_is_none_yet(world: World) -> None:
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    finding = finding_worlds.confirmed(world, theme)
    early = london_day(world.consultation.opens_at)
    proposal = finding_worlds.proposed(world, finding, decided_on=early)
    assert first_decided(world) is None
    decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id, public_id=proposal.public_id,
                      by_id=world.staff["lead"].id)
    assert first_decided(world) == early


def test_a_note_on_no_line_without_a_reason_or_by_somebody_else_is_refused(world: World) -> None:
    with pytest.raises(NotFound):
        say(world, "met", "Why", key="gunning-5")
    with pytest.raises(Refused, match="checklist-note-missing"):
        say(world, "met", " ")
    with pytest.raises(NotAllowed):
        say(world, "met", "Why", role="reader")
    assert stored.notes(db.session(), world.consultation.id) == {}


def lists(world: World, today: date) -> dict[str, Item]:
    consultation = db.session.get_one(Consultation, world.consultation.id)
    return {item.key: item for item in items(stored.facts(db.session(), consultation, today))}


def first_decided(world: World) -> date | None:
    consultation = db.session.get_one(Consultation, world.consultation.id)
    return stored.facts(db.session(), consultation, london_day(consultation.closes_at)).first_decided_on


def shown(world: World) -> tuple[report_scrutiny.ReportedCheck, ...]:
    consultation = db.session.get_one(Consultation, world.consultation.id)
    return report_scrutiny.checklists(db.session(), consultation, london_day(consultation.closes_at))


def say(world: World, state: str, words: str, *, key: str = "gunning-3", role: str = "lead") -> None:
    checklists.note(consultation_id=world.consultation.id, key=key, state=state, words=words,
                    by_id=world.staff[role].id)
