"""People who decide on the same responses and letters at the same moment: nothing waits for ever, nothing is lost."""

from collections.abc import Callable

import pytest
from flask import Flask

from consult.domain.errors import Conflict, Refused
from consult.extensions import db
from consult.models.responses import Response
from consult.models.submissions import Submission
from consult.queries import register, response_counts
from consult.services import responses, same_people, submissions, taking_back
from consult.services.transaction import writing
from tests.letter_worlds import wait
from tests.panel_worlds import member, panel
from tests.services.test_at_once import at_once
from tests.services.test_taking_back import correct
from tests.worlds import World


def test_two_letters_said_to_be_each_others_copy_at_once_are_not_both_left_out(app: Flask, world: World) -> None:
    one, other = wait(world, "Letter."), wait(world, "Letter, again.")
    outcome = at_once(app, lambda: copy_of(world, one, other), lambda: copy_of(world, other, one, "lead"))
    assert outcome == {"done": 1, "duplicate-of-itself": 1}
    assert db.session.query(Submission.state).order_by(Submission.state).all() == [("duplicate",), ("waiting",)]


def test_a_letter_that_is_accepted_at_once_is_one_response(app: Flask, world: World) -> None:
    facts = {"consultation_id": world.consultation.id, "public_id": wait(world, "Light the park."),
             "by_id": world.staff["intake-officer"].id}
    assert at_once(app, *[lambda: submissions.accept(**facts)] * 3) == {"done": 1, "submission-is-response": 2}
    assert response_counts.people(db.session(), world.consultation.id) == 4


def test_answers_of_one_person_decided_on_at_once_wait_for_nobody_for_ever(app: Flask, world: World) -> None:
    first, second, third = (response.public_id for response in world.responses)
    for _ in range(3):
        link(world, first, second)
        link(world, first, third)
        outcome = at_once(app, leaving_out(world, third), leaving_out(world, first), leaving_out(world, second))
        assert outcome == {"done": 3}
        for public_id in (first, second, third):
            responses.restore(consultation_id=world.consultation.id, public_id=public_id, by_id=lead(world))
        assert response_counts.people(db.session(), world.consultation.id) == 1
        for public_id in (second, third):
            part(world, public_id)


def test_what_its_sender_takes_back_is_never_brought_back_empty(app: Flask, world: World) -> None:
    for response in world.responses:
        leaving_out(world, response.public_id)()
        at_once(app, lambda one=response.public_id: taking_back.withdraw(public_id=one),
                lambda one=response.public_id: responses.restore(
                    consultation_id=world.consultation.id, public_id=one, by_id=lead(world)))
    found = db.session.query(Response.excluded_reason).distinct().all()
    assert found == [("withdrawn",)] and response_counts.people(db.session(), world.consultation.id) == 0


def test_a_letter_taken_back_by_its_sender_and_by_us_at_once_is_taken_back_once(app: Flask, world: World) -> None:
    for turn in range(3):
        public_id = wait(world, f"Letter {turn}.")
        facts = {"consultation_id": world.consultation.id, "public_id": public_id,
                 "by_id": world.staff["intake-officer"].id}
        response = submissions.accept(**facts)
        assert response is not None
        outcome = at_once(app, lambda facts=facts: submissions.withdraw(**facts),
                          lambda one=response.public_id: taking_back.withdraw(public_id=one))
        assert outcome == {"done": 1, "taken-back": 1}
    assert response_counts.by_exclusion(db.session(), world.consultation.id) == {"withdrawn": 3}


def test_a_panel_members_correction_stays_in_the_panel(world: World) -> None:
    sample = panel(world)
    said = member(world, sample, {"violence-words": ["Words."]}, weight=2.5)
    correct(world, said.public_id, {"violence-words": ["Other words."]})
    newest = db.session.query(Response).filter_by(corrects_id=said.id).one()
    assert (newest.sample_id, newest.weight, newest.channel) == (sample.id, 2.5, "panel")
    assert response_counts.people(db.session(), world.consultation.id) == 3
    assert register.by_channel(db.session(), world.consultation.id, sample.public_id)["panel"].received == 1


def test_nothing_is_a_copy_of_a_row_whose_file_is_still_on_its_way(world: World) -> None:
    coming = world.responses[0]
    with writing() as session:
        row = session.get_one(Response, coming.id)
        row.excluded_reason, row.excluded_at = "importing", row.received_at
    with pytest.raises(Refused, match="duplicate-unknown"):
        copy_of(world, wait(world, "The same."), coming.public_id)


def copy_of(world: World, public_id: str, of: str, role: str = "intake-officer") -> None:
    submissions.mark_duplicate(consultation_id=world.consultation.id, public_id=public_id, of=of,
                               by_id=world.staff[role].id)


def leaving_out(world: World, public_id: str) -> Callable[[], None]:
    return lambda: responses.exclude(consultation_id=world.consultation.id, public_id=public_id, reason="test",
                                     by_id=lead(world))


def link(world: World, first: str, other: str) -> None:
    same_people.link(consultation_id=world.consultation.id, first=first, other=other, reason="One person.",
                     by_id=lead(world))


def part(world: World, public_id: str) -> None:
    try:
        same_people.unlink(consultation_id=world.consultation.id, response=public_id, reason="Two.",
                           by_id=lead(world))
    except Conflict as conflict:
        assert conflict.code == "already-decided"


def lead(world: World) -> int:
    return world.staff["lead"].id
