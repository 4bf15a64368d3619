"""The steps of the law: what the data tell by themselves, what people note, and that nothing is changed unseen."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.timelines import Document, Mark
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.queries import timelines as stored
from consult.queries.timelines import Noted
from consult.services import recommendations, report_scrutiny, timelines
from consult.services.transaction import writing
from tests.worlds import World

SMALL = Path(__file__).parents[1] / "small_committee.yaml"
PAPER = Document("Letter to the Assembly", "https://example.org/letter")
DAY = date(2024, 12, 18)


def test_the_days_of_the_consultation_stand_without_anybody_noting_them(world: World) -> None:
    opens, closes = (london_day(at) for at in (world.consultation.opens_at, world.consultation.closes_at))
    found = {key: (noted.standing.mark.done_on, noted.is_from_data) for key, noted in steps(world).items()}
    assert found["people-asked"] == found["victims-asked"] == (opens, True)
    assert found["answers-closed"] == (closes, True) and found["election"] == (None, False)


def test_the_committees_papers_on_this_plan_tell_their_own_days(world: World) -> None:
    with writing() as session:
        row = session.get_one(Consultation, world.consultation.id)
        row.opens_at -= timedelta(days=1000)
    recommendations.import_report(consultation_id=world.consultation.id, data=SMALL.read_bytes())
    found = {key: noted.standing.mark for key, noted in steps(world).items()}
    assert found["assembly-reported"].done_on == date(2025, 3, 1)
    assert found["response-given"] == Mark(done_on=date(2025, 3, 27), documents=(Document("The letter"),))


def test_papers_from_before_the_opening_are_of_another_round(world: World) -> None:
    recommendations.import_report(consultation_id=world.consultation.id, data=SMALL.read_bytes())
    assert steps(world)["response-given"].standing.mark.done_on is None


def test_a_step_is_noted_with_its_papers_and_shown_to_everyone(world: World) -> None:
    mark(world, Mark(done_on=DAY, documents=(PAPER,), note={"en": "Sent by hand."}))
    noted = steps(world)["draft-sent"]
    assert (noted.standing.mark.done_on, noted.revision, noted.is_from_data) == (DAY, 1, False)
    shown = {step.key: step for step in report_scrutiny.timeline(db.session(), world.consultation, date(2026, 1, 1))}
    assert shown["draft-sent"].papers == (("Letter to the Assembly", "https://example.org/letter"),)
    assert (shown["draft-sent"].state, shown["draft-sent"].note) == ("done", {"en": "Sent by hand."})
    assert shown["draft-sent"].title["en"] == "We send the draft to the London Assembly"


def test_a_day_that_stood_is_only_changed_with_a_reason(world: World) -> None:
    mark(world, Mark(done_on=DAY))
    with pytest.raises(Refused, match="reason-missing"):
        mark(world, Mark(done_on=DAY + timedelta(days=1)), revision=1)
    mark(world, Mark(done_on=DAY + timedelta(days=1), note={"en": "It was the day after."}), revision=1)
    assert steps(world)["draft-sent"].revision == 2


def test_the_second_of_two_who_note_a_step_at_once_is_told(world: World) -> None:
    mark(world, Mark(done_on=DAY))
    with pytest.raises(Conflict, match="step-changed"):
        mark(world, Mark(done_on=DAY))
    assert steps(world)["draft-sent"].revision == 1


def test_a_step_that_is_not_needed_is_no_gap(world: World) -> None:
    mark(world, Mark(is_not_needed=True, note={"en": "Nothing changed."}), key="commissioner-again")
    assert steps(world)["commissioner-again"].standing.state == "not-needed"


def test_only_who_keeps_the_timeline_may_note_a_step(world: World) -> None:
    with pytest.raises(NotAllowed):
        mark(world, Mark(done_on=DAY), role="coder")
    mark(world, Mark(done_on=DAY), role="survey-editor")


def steps(world: World) -> dict[str, Noted]:
    consultation = db.session.get_one(Consultation, world.consultation.id)
    return {noted.standing.step.key: noted for noted in stored.steps(db.session(), consultation, date(2026, 1, 1))}


def mark(world: World, given: Mark, *, key: str = "draft-sent", revision: int = 0, role: str = "lead") -> None:
    timelines.mark_step(consultation_id=world.consultation.id, key=key, mark=given, revision=revision,
                        by_id=world.staff[role].id)
