"""What we did to reach people: written down with the protected number of then, and changed without losing words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.queries import reach_actions as stored
from consult.queries import response_counts
from consult.services import reach_actions, report_people
from consult.services.reach_actions import Facts
from tests.crowds import come
from tests.worlds import World

TODAY = london_day(utc_now())
DONE = Facts("Held a stall.", TODAY, "victim", "reported")


def test_an_action_keeps_how_many_of_its_group_had_answered(world: World) -> None:
    come(world, 12, victim="reported")
    come(world, 30, victim="no")
    log(world, DONE)
    come(world, 10, victim="reported")
    come(world, -response_counts.people(db.session(), world.consultation.id) % 10, victim="no")
    [kept] = stored.listed(db.session(), world.consultation.id)
    now = reach_actions.counts(db.session(), world.consultation)
    assert kept.people_then == 15 and now["victim", "reported"] == 25 and kept.by == "A lead"


def test_the_number_of_a_small_group_is_hidden_there_too(world: World) -> None:
    log(world, DONE)
    log(world, replace(DONE, question_key="", choice=""))
    everyone, few = stored.listed(db.session(), world.consultation.id)
    assert few.people_then is None and everyone.people_then == 5


def test_the_result_comes_later_and_two_who_change_it_are_told(world: World) -> None:
    action = log(world, DONE)
    change(world, action, replace(DONE, result="Twelve forms came."), revision=1)
    with pytest.raises(Conflict, match="action-changed"):
        change(world, action, replace(DONE, result="None came."), revision=1)
    found = stored.one(db.session(), world.consultation.id, action)
    assert found is not None and found.result == "Twelve forms came." and found.revision == 2


def test_an_action_that_is_sent_twice_is_written_down_once(world: World) -> None:
    assert log(world, DONE) == log(world, replace(DONE, what=f" {DONE.what} "))
    log(world, replace(DONE, done_on=TODAY - timedelta(days=1)))
    assert len(stored.listed(db.session(), world.consultation.id)) == 2


def test_the_report_prints_what_is_public_the_oldest_first(world: World) -> None:
    log(world, replace(DONE, what="Later."))
    log(world, replace(DONE, what="Before.", done_on=TODAY - timedelta(days=3), question_key="", choice=""))
    log(world, replace(DONE, what="For us.", is_public=False))
    printed = report_people.actions(db.session(), world.consultation)
    assert [one.what for one in printed] == ["Before.", "Later."]
    assert printed[0].group == {} and printed[1].group["en"] == "Yes, reported"


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"what": "  "}, "what", "action-missing"), ({"result": "x" * 2001}, "result", "action-long"),
    ({"done_on": None}, "done_on", "action-day-missing"),
    ({"done_on": TODAY + timedelta(days=2)}, "done_on", "action-day-ahead"),
    ({"choice": "nobody"}, "group", "option-unknown"), ({"cost_pence": -1}, "cost", "action-cost-wrong"),
    ({"cost_pence": 10**12}, "cost", "action-cost-wrong"),
])
def test_a_note_that_is_not_right_is_refused(world: World, change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        log(world, replace(DONE, **change))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)
    assert stored.listed(db.session(), world.consultation.id) == []


def test_others_may_not_and_what_is_not_there_is_not_found(world: World) -> None:
    with pytest.raises(NotAllowed):
        log(world, DONE, role="coder")
    with pytest.raises(NotFound):
        change(world, "nothing", DONE, revision=1)


def log(world: World, facts: Facts, role: str = "lead") -> str:
    return reach_actions.log(consultation_id=world.consultation.id, facts=facts, by_id=world.staff[role].id)


def change(world: World, action: str, facts: Facts, *, revision: int) -> None:
    reach_actions.change(consultation_id=world.consultation.id, public_id=action, facts=facts, revision=revision,
                         by_id=world.staff["lead"].id)
