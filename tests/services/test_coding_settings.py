"""The lead chooses how much is read and coded twice; nobody else does, and no sample is smaller than was tested."""

from datetime import date

import pytest
from sqlalchemy import insert

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.domain.shares import LEAST_SAMPLE
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import new_public_id
from consult.models.responses import Answer, Response
from consult.queries import coding_settings as stored
from consult.queries import shares
from consult.services import coding_settings
from consult.services.coding_settings import Twice
from consult.services.transaction import writing
from tests.worlds import World

QUESTION = "violence-words"


def test_the_lead_chooses_how_much_is_coded_twice_and_the_day_of_the_report(world: World) -> None:
    choose(world, Twice(20, 30), date(2026, 5, 1))
    found = stored.of(db.session(), world.consultation.id)
    assert (found.double_share, found.double_first, found.report_on) == (20, 30, date(2026, 5, 1))
    choose(world, Twice(5, 0), None)
    assert stored.of(db.session(), world.consultation.id).report_on is None


@pytest.mark.parametrize("twice, code", [
    (Twice(101, 50), "double-share-wrong"), (Twice(-1, 50), "double-share-wrong"),
    (Twice(10, -1), "double-first-wrong"), (Twice(10, 1001), "double-first-wrong")])
def test_shares_that_are_none_are_refused(world: World, twice: Twice, code: str) -> None:
    with pytest.raises(Refused) as refused:
        choose(world, twice, None)
    assert refused.value.code == code


def test_a_sample_is_the_first_so_many_of_the_random_order(world: World, crowd: None) -> None:
    read(world, 100)
    below = stored.samples(db.session(), world.consultation.id)[QUESTION]
    numbers = [answer.shuffle for answer in db.session().query(Answer).filter(Answer.text.is_not(None))]
    assert sum(number < below for number in numbers) == 100
    [found] = shares.by_question(db.session(), world.consultation.id, QUESTION)
    assert found.is_sample and (found.total.people, found.total.drawn) == (123, 100)


def test_a_sample_can_grow_and_give_way_to_every_answer(world: World, crowd: None) -> None:
    read(world, 100)
    smaller = stored.samples(db.session(), world.consultation.id)[QUESTION]
    read(world, 120)
    assert stored.samples(db.session(), world.consultation.id)[QUESTION] > smaller
    read(world, None)
    assert stored.samples(db.session(), world.consultation.id) == {}
    assert stored.chosen(db.session(), world.consultation.id)[QUESTION].by == "A lead"


def test_a_sample_below_the_tested_sizes_is_refused(world: World, crowd: None) -> None:
    with pytest.raises(Refused) as refused:
        read(world, LEAST_SAMPLE - 1)
    assert (refused.value.code, refused.value.facts) == ("sample-small", {"least": 100})


def test_a_sample_of_everything_or_more_is_no_sample(world: World, crowd: None) -> None:
    for size in (123, 5000):
        with pytest.raises(Refused) as refused:
            read(world, size)
        assert refused.value.code == "sample-not-smaller"


def test_a_question_that_nobody_answers_in_own_words_has_no_sample(world: World) -> None:
    with pytest.raises(NotFound):
        coding_settings.choose_reading(consultation_id=world.consultation.id, question_key="victim", size=None,
                                       by_id=world.staff["lead"].id)


@pytest.mark.parametrize("role", ["coder", "reader", "equality-lead", "survey-editor", "administrator"])
def test_nobody_but_the_lead_chooses(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        choose(world, Twice(10, 50), None, role)
    with pytest.raises(NotAllowed):
        read(world, None, role)


def test_what_was_chosen_stands_in_the_trail(world: World) -> None:
    choose(world, Twice(20, 30), date(2026, 5, 1))
    [event] = db.session().query(AuditEvent).filter(AuditEvent.action == "coding-settings-changed")
    assert event.facts == {"double_share": 20, "double_first": 30, "report_on": "2026-05-01"}


def choose(world: World, twice: Twice, report_on: date | None, role: str = "lead") -> None:
    coding_settings.choose(consultation_id=world.consultation.id, twice=twice, report_on=report_on,
                           by_id=world.staff[role].id)


def read(world: World, size: int | None, role: str = "lead") -> None:
    coding_settings.choose_reading(consultation_id=world.consultation.id, question_key=QUESTION, size=size,
                                   by_id=world.staff[role].id)


@pytest.fixture
def crowd(world: World) -> None:
    """120 more answers, so that there are 123."""
    first = world.responses[0]
    question_id = db.session().query(Answer.question_id).filter(
        Answer.response_id == first.id, Answer.text.is_not(None)).scalar()
    with writing() as session:
        for number in range(120):
            response = Response(consultation_id=world.consultation.id, survey_version_id=first.survey_version_id,
                                channel="online", language="en", submission_hash=f"s{number}",
                                receipt_hash=f"r{number}")
            session.add(response)
            session.flush()
            session.execute(insert(Answer).values(
                public_id=new_public_id(), response_id=response.id, question_id=question_id, text=f"Light {number}.",
                language="en", shuffle=(number * 7919 + 13) % 2**31))
