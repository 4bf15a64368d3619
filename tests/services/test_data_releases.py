"""A release is told beforehand, looked at by two people, and let out on its day; what is out stays to be read."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.intruder_checks import ITEMS, NOT_SAFE, SAFE
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.queries import data_releases as stored
from consult.services import data_packages, data_releases, reports
from consult.services.data_packages import PACKAGE, Addresses
from tests import coded

ADDRESSES = Addresses("https://consult.example/data", "https://consult.example/report")


def test_data_come_out_once_two_people_found_nothing(world, edition):
    release = plan(world)
    look(world, "lead")
    assert problem(world, release) == "release-not-checked"
    look(world, "equality-lead")
    let_out(world, release)
    assert PACKAGE in files(world) and stored.of_edition(db.session(), world.consultation.id, 1).edition == 1


def test_one_person_who_found_something_keeps_the_data_in(world, edition):
    release = plan(world)
    look(world, "lead")
    look(world, "equality-lead", NOT_SAFE)
    assert problem(world, release) == "release-not-checked" and not files(world)


def test_the_same_person_looking_twice_is_one_person(world, edition):
    release = plan(world)
    look(world, "lead")
    look(world, "lead")
    assert len(stored.checks(db.session(), world.consultation.id, 1)) == 1
    assert problem(world, release) == "release-not-checked"


def test_data_do_not_come_out_before_the_day_that_the_public_was_told(world, edition):
    release = plan(world, day=today() + timedelta(days=3))
    both_look(world)
    assert problem(world, release) == "release-too-early"


def test_an_edition_comes_out_once(world, edition):
    first, second = plan(world), plan(world)
    both_look(world)
    let_out(world, first)
    assert problem(world, second) == "release-twice" and problem(world, first) == "release-over"


def test_a_recalled_edition_gives_no_data(world, edition):
    release = plan(world)
    both_look(world)
    let_out(world, release)
    reports.recall(consultation_id=world.consultation.id, number=1, reason="A mistake.", by_id=by(world, "lead"))
    assert not files(world) and stored.calendar(db.session(), world.consultation.id)[0].edition == 1
    assert problem(world, plan(world)) == "release-of-recalled"


def test_a_correction_stands_beside_what_it_puts_right(world, edition):
    release = plan(world)
    both_look(world)
    let_out(world, release)
    coded.publish(world)
    newer = plan(world, corrects=release, note="Two rows were swapped.")
    both_look(world, 2)
    let_out(world, newer, 2)
    new, old = stored.calendar(db.session(), world.consultation.id)
    assert (new.corrects, old.corrected_by) == (1, 2) and files(world, 1) and files(world, 2)
    assert b"puts right the data of edition 1. Two rows were swapped." in files(world, 2)["README.txt"]


@pytest.mark.parametrize("changed", [data_releases.move, data_releases.call_off])
def test_a_day_moves_or_falls_only_with_a_reason(world, edition, changed):
    facts = {"planned_on": today()} if changed is data_releases.move else {}
    with pytest.raises(Refused) as refused:
        changed(consultation_id=world.consultation.id, public_id=plan(world), note=" ", by_id=by(world, "lead"),
                **facts)
    assert refused.value.code == "release-note-missing"


def test_a_release_that_is_called_off_stays_in_the_calendar_with_its_reason(world, edition):
    release = plan(world)
    data_releases.call_off(consultation_id=world.consultation.id, public_id=release, note="No people for it.",
                           by_id=by(world, "lead"))
    line, = stored.calendar(db.session(), world.consultation.id)
    assert (line.state, line.note) == ("called-off", "No people for it.")
    assert problem(world, release) == "release-over"


def test_what_somebody_found_must_be_said(world, edition):
    with pytest.raises(Refused) as refused:
        look(world, "lead", NOT_SAFE, note="")
    assert refused.value.code == "check-note-missing"


def test_nobody_looks_at_an_edition_that_is_out_or_never_was(world, edition):
    release = plan(world)
    both_look(world)
    let_out(world, release)
    with pytest.raises(Conflict):
        look(world, "lead")
    with pytest.raises(NotFound):
        look(world, "lead", number=9)


@pytest.mark.parametrize("role", ["coder", "reader", "survey-editor"])
def test_others_neither_plan_nor_look(world, edition, role):
    with pytest.raises(NotAllowed):
        data_releases.plan(consultation_id=world.consultation.id, title="Data", planned_on=today(),
                           by_id=by(world, role))
    with pytest.raises(NotAllowed):
        look(world, role)


def test_every_step_is_in_the_trail(world, edition):
    both_look(world)
    let_out(world, plan(world))
    acts = set(db.session().scalars(select(AuditEvent.action)))
    assert {"data-release-planned", "release-checked", "data-released"} <= acts


def plan(world, *, day=None, corrects="", note=""):
    return data_releases.plan(consultation_id=world.consultation.id, title="The data", planned_on=day or today(),
                              corrects=corrects, note=note, by_id=by(world, "lead")).public_id


def look(world, role, answer=SAFE, *, number=1, note="A name."):
    data_releases.sign_check(consultation_id=world.consultation.id, number=number, by_id=by(world, role), note=note,
                             answers={**dict.fromkeys(ITEMS, SAFE), ITEMS[0]: answer})


def both_look(world, number=1):
    for role in ("lead", "equality-lead"):
        look(world, role, number=number)


def let_out(world, release, number=1):
    data_releases.release(consultation_id=world.consultation.id, public_id=release, number=number,
                          by_id=by(world, "lead"))


def problem(world, release):
    with pytest.raises(Conflict) as refused:
        let_out(world, release)
    return refused.value.code


def files(world, number=1):
    return data_packages.files_of(db.session(), world.consultation, number, ADDRESSES)


def by(world, role):
    return world.staff[role].id


def today() -> date:
    return london_day(utc_now())


@pytest.fixture
def edition(world):
    coded.code(world, world.respond("More officers on foot."), coded.theme(world))
    return coded.publish(world)
