"""Questions to colleagues and remarks on differences: who may, about what, and that they go with the words."""

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.double_coding import AnswerRemark, DoubleReading
from consult.models.responses import Answer, Response
from consult.queries import double_coding
from consult.queries import remarks as stored
from consult.services import remarks
from consult.services.erasures import erase
from consult.services.transaction import writing
from tests.double_coded import code_again, read, second_coder, waiting
from tests.worlds import World


def test_a_question_to_oneself_comes_first_and_is_marked(world: World, answer: Answer) -> None:
    ask(world, answer, "To anyone")
    ask(world, answer, "To the lead", to=world.staff["lead"].public_id)
    page = stored.open_questions(db.session(), world.consultation.id, world.staff["lead"].id)
    assert [(row.words, row.to, row.is_for_me) for row in page.rows] == [
        ("To the lead", "A lead", True), ("To anyone", "", False)]
    assert page.count == 2


def test_who_asked_or_was_asked_is_not_the_second_coder(world: World, answer: Answer) -> None:
    read(world, answer)
    ask(world, answer, "Which?", by="lead")
    row = waiting(answer)
    lead, second = world.staff["lead"], second_coder(world)
    assert double_coding.next_for(db.session(), world.consultation.id, "violence-words", lead.id) is None
    assert row is not None and double_coding.next_for(
        db.session(), world.consultation.id, "violence-words", second.id) == row.public_id


def test_a_question_is_closed_once(world: World, answer: Answer) -> None:
    question = ask(world, answer, "Which?")
    close(world, question)
    assert stored.open_count(db.session(), world.consultation.id) == 0
    with pytest.raises(Conflict, match="question-settled"):
        close(world, question)


@pytest.mark.parametrize("role", ["translator", "administrator"])
def test_only_who_codes_here_is_asked(world: World, answer: Answer, role: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, answer, "Which?", to=world.staff[role].public_id)
    assert refused.value.code == "colleague-unknown"
    assert [name for _id, name in stored.colleagues(db.session(), world.consultation.id, world.staff["coder"].id)
            ] == ["A lead"]


def test_who_may_not_code_may_not_ask(world: World, answer: Answer) -> None:
    with pytest.raises(NotAllowed):
        ask(world, answer, "Which?", by="reader")


def test_a_thread_about_a_withheld_answer_is_out_of_sight(world: World, answer: Answer) -> None:
    ask(world, answer, "Which?")
    with writing() as session:
        session.add(Worry(consultation_id=world.consultation.id, answer_id=answer.id, kind="harm", source="rule",
                          due_at=utc_now()))
    assert stored.open_questions(db.session(), world.consultation.id, 1).rows == ()
    assert stored.about(db.session(), world.consultation.id, answer.public_id or "") is None
    with pytest.raises(NotFound):
        ask(world, answer, "Which?")


def test_a_difference_is_talked_about_once_both_are_done(world: World, answer: Answer) -> None:
    read(world, answer)
    row = waiting(answer)
    assert row is not None
    with pytest.raises(NotFound):
        discuss(world, row)
    code_again(world, answer, by=second_coder(world))
    discuss(world, row)
    assert [remark.words for remark in stored.thread(db.session(), answer.id, ("difference",))] == ["I see it so."]


def test_remarks_and_second_codes_go_with_the_words(world: World, answer: Answer) -> None:
    read(world, answer)
    code_again(world, answer, by=second_coder(world))
    ask(world, answer, "Which?")
    with writing() as session:
        erase(session, session.get_one(Response, answer.response_id))
    assert db.session().query(AnswerRemark).count() == db.session().query(DoubleReading).count() == 0


def ask(world: World, answer: Answer, words: str, *, to: str = "", by: str = "coder") -> AnswerRemark:
    return remarks.ask(consultation_id=world.consultation.id, answer_id=answer.public_id or "", words=words, to=to,
                       by_id=world.staff[by].id)


def close(world: World, question: AnswerRemark) -> None:
    remarks.settle(consultation_id=world.consultation.id, remark_id=question.public_id,
                   by_id=world.staff["lead"].id)


def discuss(world: World, row: DoubleReading) -> None:
    remarks.discuss(consultation_id=world.consultation.id, reading_id=row.public_id, words="I see it so.",
                    by_id=world.staff["coder"].id)


@pytest.fixture
def answer(world: World) -> Answer:
    return world.respond("Hard to code")
