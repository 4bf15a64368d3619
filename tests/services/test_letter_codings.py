"""Words of a letter speak to questions that the letter was not asked: said by coders, copied, undone, erased."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.codebooks import CodingQuestion
from consult.models.responses import Answer
from consult.queries import codings as stored
from consult.queries import letter_questions, survey_versions, surveys
from consult.services import answers, codebooks, coding_steps, submissions
from consult.services.codings import Code
from tests.letter_worlds import letter, submission_of
from tests.worlds import World

LETTER = "Light the park.\n\nMore buses at night."


def test_a_coder_says_which_questions_words_of_a_letter_speak_to(world: World):
    answer = letter(world, LETTER)
    code(world, answer, "violence-words", "missing-words", span=(0, 15))
    view = stored.answer(db.session(), world.consultation.id, answer.public_id or "")
    assert view is not None and view.is_letter
    assert view.codings[0].questions == ("missing-words", "violence-words")
    assert [(place.anchor, LETTER[place.start:place.end]) for place in view.places] == [
        ("1", "Light the park."), ("2", "More buses at night.")]


@pytest.mark.parametrize("key", ["support-knife-crime", "borough", "written-submission", "nothing"])
def test_only_questions_in_own_words_can_be_named(world: World, key: str):
    with pytest.raises(Refused) as refused:
        code(world, letter(world, LETTER), key)
    assert (refused.value.field, refused.value.code) == ("question", "question-unknown")


def test_the_answer_to_a_question_speaks_to_that_one_alone(world: World):
    with pytest.raises(Refused):
        code(world, world.respond("More officers."), "missing-words")


def test_undoing_takes_the_coding_back_and_keeps_what_it_said(world: World):
    code(world, letter(world, LETTER), "missing-words")
    coding_steps.undo(consultation_id=world.consultation.id, by_id=world.staff["coder"].id)
    assert db.session.scalars(select(CodingQuestion)).all() != []


def test_what_is_taken_back_leaves_no_question_behind(world: World):
    answer = letter(world, LETTER)
    code(world, answer, "missing-words")
    submissions.withdraw(consultation_id=world.consultation.id, public_id=submission_of(answer).public_id,
                         by_id=world.staff["intake-officer"].id)
    assert db.session.scalars(select(CodingQuestion)).all() == []


def test_the_wording_of_letters_is_never_the_survey_that_people_are_asked(world: World):
    before = surveys.current(db.session(), world.consultation.id)
    letter(world, LETTER)
    session = db.session()
    after = surveys.current(session, world.consultation.id)
    assert before is not None and after is not None and before.id == after.id
    assert [version.number for version in survey_versions.listed(session, world.consultation.id)] == [1]
    assert survey_versions.id_of(session, world.consultation.id, 0) is None


def test_a_letter_has_its_question_in_every_language_that_has_a_word_for_it(world: World):
    answer = letter(world, LETTER)
    view = stored.answer(db.session(), world.consultation.id, answer.public_id or "")
    assert view is not None and view.question["en"] == "Letters and emails"
    assert letter_questions.places_of(db.session(), world.respond("Not a letter.").id) == ()


def code(world: World, answer: Answer, *questions: str, span: tuple[int, int] | None = None) -> None:
    coder = world.staff["coder"].id
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="Lights", by_id=coder).public_id
    answers.code(consultation_id=world.consultation.id, answer_id=answer.public_id or "", span=span, by_id=coder,
                 codes=[Code(theme, "support", questions=questions)])
