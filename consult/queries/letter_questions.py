"""Which questions of the survey words of a letter can speak to, and where each paragraph of a letter stood."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.letters import NUMBER, QUESTION
from consult.domain.submissions import Place, places_from
from consult.domain.surveys import STORES_ANSWERS
from consult.models.responses import Answer
from consult.models.submissions import Submission
from consult.models.surveys import Question, SurveyVersion
from consult.queries import survey_questions
from consult.queries.survey_questions import AskedQuestion


def letters_question(session: Session, consultation_id: int) -> int | None:
    """Return the row id of the question that letters answer, or None where no letter came."""
    return session.scalar(
        select(Question.id).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id, SurveyVersion.number == NUMBER,
               Question.key == QUESTION))


def mappable(session: Session, consultation_id: int) -> list[AskedQuestion]:
    """Return the questions in own words that the survey asked, in its order; themes are counted by these."""
    return [asked for asked in survey_questions.asked(session, consultation_id)
            if asked.is_text and asked.stores == STORES_ANSWERS and asked.key != QUESTION]


def places_of(session: Session, answer_id: int) -> tuple[Place, ...]:
    """Return where each paragraph of a letter (row id of its answer) stands in it; empty for any other answer."""
    stored = session.scalar(
        select(Submission.parts).join(Answer, Answer.response_id == Submission.response_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.id == answer_id, Question.key == QUESTION))
    return places_from(stored or ())
