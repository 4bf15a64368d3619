"""Crossings inside: only by those who look after equality, with a reason that is kept, and protected like all else."""

import pytest

from consult.domain.errors import NotAllowed, Refused
from consult.domain.reports import Table
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.queries import inside_crossings as stored
from consult.queries import response_counts
from consult.services import inside_crossings
from tests.crowds import come
from tests.worlds import World

BOTH = ("victim", "sexual-orientation")
REASON = "For the equality assessment of the plan."


def test_people_are_crossed_by_what_they_chose_in_each_question(world: World, crowd: None) -> None:
    exact = stored.people(db.session(), world.consultation.id, BOTH)
    assert exact == {("reported", "heterosexual"): 33, ("no", "heterosexual"): 41, ("reported", "pnts"): 4}


def test_a_crossing_is_protected_and_leaves_out_who_would_not_say(world: World, crowd: None) -> None:
    table = look(world)
    assert [row.key for row in table.rows] == ["reported", "no"] and [one.key for one in table.columns] == [
        "heterosexual"]
    assert table.is_protected and table.cells["reported", "heterosexual"].count == 35


def test_who_looked_and_why_is_kept_with_it(world: World, crowd: None) -> None:
    look(world)
    [looked] = stored.looked(db.session(), world.consultation.id)
    assert (looked.questions, looked.reason, looked.by) == (BOTH, REASON, "A equality-lead")
    acts = [row.action for row in db.session().query(AuditEvent)]
    assert acts.count("crossing-looked-at") == 1


def test_the_order_in_which_questions_are_chosen_hides_no_other_cells(world: World, crowd: None) -> None:
    assert look(world, BOTH[::-1]) == look(world, BOTH)
    first, second = stored.looked(db.session(), world.consultation.id)
    assert first.questions == second.questions


def test_two_looks_before_and_after_one_person_show_the_same(world: World, crowd: None) -> None:
    come(world, -response_counts.people(db.session(), world.consultation.id) % 10)
    before = look(world)
    for _ in range(9):
        come(world, 1, victim="no", sexual_orientation="heterosexual")
    assert look(world) == before
    come(world, 1)
    assert look(world) != before


@pytest.mark.parametrize(("questions", "reason"), [
    (("victim",), REASON), (("victim", "borough"), REASON), (("victim", "violence-words"), REASON), (BOTH, "Why not"),
])
def test_what_may_not_be_crossed_is_refused_and_leaves_no_trace(
        world: World, questions: tuple[str, ...], reason: str) -> None:
    with pytest.raises(Refused):
        look(world, questions, reason)
    assert stored.looked(db.session(), world.consultation.id) == []


def test_nobody_else_may_look_not_even_the_lead(world: World) -> None:
    with pytest.raises(NotAllowed):
        look(world, role="lead")


def look(world: World, questions: tuple[str, ...] = BOTH, reason: str = REASON, role: str = "equality-lead") -> Table:
    return inside_crossings.look(consultation_id=world.consultation.id, questions=questions, reason=reason,
                                 by_id=world.staff[role].id)


@pytest.fixture
def crowd(world: World) -> None:
    come(world, 33, victim="reported", sexual_orientation="heterosexual")
    come(world, 41, victim="no", sexual_orientation="heterosexual")
    come(world, 4, victim="reported", sexual_orientation="pnts")
