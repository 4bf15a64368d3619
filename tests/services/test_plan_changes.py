"""Comparing two versions of a plan: what is kept by itself, what waits for a person, and what the public sees."""

import pytest
from flask import Flask

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.answers_to_people import PlanPairing
from consult.models.base import utc_now
from consult.queries import plan_changes as found_by
from consult.queries import plans as plans_read
from consult.queries.plan_changes import Compared
from consult.services import plan_changes, plans
from consult.services.transaction import writing
from tests.worlds import PLAN, World

OLD, NEW = "small-plan.1", "small-plan.2"


def test_what_stayed_is_kept_and_the_rest_waits_for_a_person(app: Flask, final: World) -> None:
    count = begin(final)
    compared = now()
    assert compared.tally["kept"] > 0 and len(compared.waiting) == count > 0
    assert compared.tally["changed"] == 0


def test_a_pair_counts_once_a_person_said_that_it_is_right(app: Flask, final: World) -> None:
    begin(final)
    [first, *_rest] = now().waiting
    decide(final, first.id, is_right=True)
    compared = now()
    [changed] = [one for one in compared.changes if one.kind == "changed"]
    assert (changed.old_id, changed.new_id) == (first.old_id, first.new_id)


def test_a_pair_that_was_refused_is_not_proposed_again(app: Flask, final: World) -> None:
    begin(final)
    waiting = now().waiting
    for pair in waiting:
        decide(final, pair.id, is_right=False)
    begin(final)
    again = {(pair.old_id, pair.new_id) for pair in now().waiting}
    assert again.isdisjoint({(pair.old_id, pair.new_id) for pair in waiting})


def test_a_person_says_that_a_part_was_dropped_and_takes_it_back(app: Flask, final: World) -> None:
    begin(final)
    for pair in now().waiting:
        decide(final, pair.id, is_right=False)
    gone = next(one for one in now().changes if one.kind == "unsaid" and one.old_id)
    key = now().parts[gone.old_id or 0].key
    say(final, old_part=key, reason="It is done.")
    [dropped] = [one for one in now().changes if one.kind == "dropped"]
    assert (dropped.old_id, dropped.reason) == (gone.old_id, "It is done.")
    plan_changes.take_back(consultation_id=final.consultation.id, pair_id=dropped.pair_id or 0,
                           by_id=final.staff["lead"].id)
    assert now().tally["dropped"] == 0


@pytest.mark.parametrize(("old", "new", "code"), [
    (OLD, OLD, "plan-same-version"), (OLD, "small-plan.99", "plan-version-unknown"), ("x", NEW, "plan-version-unknown"),
    (OLD, "small-plan.two", "plan-version-unknown"), (OLD, "", "plan-version-unknown"),
])
def test_only_two_versions_that_there_are_can_be_compared(app: Flask, final: World, old: str, new: str, code: str
                                                          ) -> None:
    with pytest.raises(Refused, match=code):
        plan_changes.begin(consultation_id=final.consultation.id, old=old, new=new, by_id=final.staff["lead"].id)


def test_the_same_thing_is_not_said_twice_and_nothing_is_no_pair(app: Flask, final: World) -> None:
    begin(final)
    with pytest.raises(Refused, match="pair-names-nothing"):
        say(final)
    with pytest.raises(Refused, match="plan-part-unknown"):
        say(final, old_part="nowhere")
    say(final, new_part="aim-gaps")
    with pytest.raises(Refused, match="pair-stands"):
        say(final, new_part="aim-gaps")


@pytest.mark.parametrize("part", [{"new_part": "sub-streets"}, {"old_part": "sub-streets"}])
def test_a_part_that_has_its_pair_is_neither_new_nor_dropped(app: Flask, final: World, part: dict[str, str]) -> None:
    begin(final)
    with pytest.raises(Refused, match="pair-stands"):
        say(final, **part)


def test_those_without_the_right_change_nothing(app: Flask, final: World) -> None:
    with pytest.raises(NotAllowed):
        plan_changes.begin(consultation_id=final.consultation.id, old=OLD, new=NEW, by_id=final.staff["coder"].id)
    with pytest.raises(NotFound):
        decide(final, 10**6, is_right=True)


def test_the_plan_of_another_consultation_is_not_compared_from_here(app: Flask, final: World) -> None:
    elsewhere = another_plan()
    for old, new in ((elsewhere[0].ref, elsewhere[1].ref), (elsewhere[1].ref, elsewhere[0].ref)):
        with pytest.raises(Refused, match="plan-version-unknown"):
            plan_changes.begin(consultation_id=final.consultation.id, old=old, new=new, by_id=final.staff["lead"].id)
        with pytest.raises(Refused, match="plan-version-unknown"):
            plan_changes.say(consultation_id=final.consultation.id, old=old, new=new, old_part="sub-streets",
                             new_part="", reason="", by_id=final.staff["lead"].id)


def test_a_pair_of_another_plan_is_not_found_by_its_number(app: Flask, final: World) -> None:
    old, new = another_plan()
    with writing() as session:
        row = PlanPairing(from_version_id=old.id, to_version_id=new.id, basis="by-hand", state="confirmed",
                          from_id=plans_read.node_id(session, old.id, "sub-streets"),
                          said_by_id=final.staff["lead"].id, said_at=utc_now())
        session.add(row)
        session.flush()
        pair_id = row.id
    with pytest.raises(NotFound):
        decide(final, pair_id, is_right=False)
    with pytest.raises(NotFound):
        plan_changes.take_back(consultation_id=final.consultation.id, pair_id=pair_id, by_id=final.staff["lead"].id)


def begin(world: World) -> int:
    return plan_changes.begin(consultation_id=world.consultation.id, old=OLD, new=NEW, by_id=world.staff["lead"].id)


def decide(world: World, pair_id: int, *, is_right: bool) -> None:
    plan_changes.decide(consultation_id=world.consultation.id, pair_id=pair_id, is_right=is_right,
                        by_id=world.staff["lead"].id)


def say(world: World, *, old_part: str = "", new_part: str = "", reason: str = "") -> None:
    plan_changes.say(consultation_id=world.consultation.id, old=OLD, new=NEW, old_part=old_part, new_part=new_part,
                     reason=reason, by_id=world.staff["lead"].id)


def now() -> Compared:
    session = db.session()
    old, new = found_by.version(session, OLD), found_by.version(session, NEW)
    assert old is not None and new is not None
    return found_by.compared(session, old, new)


def another_plan() -> tuple[found_by.Version, found_by.Version]:
    """Two versions of a plan that no consultation here is on."""
    words = PLAN.read_text().replace("id: small-plan", "id: other-plan")
    for data in (words, words.replace("Safe streets.", "Safer streets.")):
        plans.import_plan(data=data.encode())
    found = [found_by.version(db.session(), f"other-plan.{number}") for number in (1, 2)]
    assert found[0] is not None and found[1] is not None
    return found[0], found[1]


@pytest.fixture
def final(app: Flask, world: World) -> World:
    """A world whose plan has a second version: a promise in other words, one gone, one new."""
    words = PLAN.read_text()
    for was, becomes in (("Put more officers on foot", "Put more officers on foot and on bicycles"),
                         ("Fewer injuries by knives", "Fewer injuries by knives by 2029"),
                         ("title: More trust", "title: Trust for everyone"), ("id: aim-trust", "id: aim-gaps"),
                         ("More people say that they trust the police.", "Close the gaps between groups.")):
        assert was in words
        words = words.replace(was, becomes)
    plans.import_plan(data=words.encode())
    return world
