"""The wording under which free letters stand: a survey version of its own with one question, which nobody is asked.

What is sent without a form is a response like any other (practice 6, PAP.4), and an answer belongs to a question; this
is that question. It is number 0 of a consultation's versions, so that it is never the newest.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.languages import LANGUAGES
from consult.domain.letters import NUMBER, QUESTION, survey_of
from consult.domain.survey_json import to_json
from consult.models.surveys import Question, SurveyVersion
from consult.services.report_words import in_each
from consult.services.secrets import fingerprint


def question(session: Session, consultation_id: int) -> tuple[int, int]:
    """Return the row ids of the letters version of a consultation and of its question; made where there is none.

    Inside the caller's transaction, after `rights.require`, so that two people do not make it at once.
    """
    found = session.scalar(select(SurveyVersion.id).where(
        SurveyVersion.consultation_id == consultation_id, SurveyVersion.number == NUMBER))
    if found is None:
        found = _make(session, consultation_id)
    question_id = session.scalar(select(Question.id).where(
        Question.survey_version_id == found, Question.key == QUESTION))
    assert question_id is not None
    return found, question_id


def _make(session: Session, consultation_id: int) -> int:
    translate = in_each(LANGUAGES)
    definition = to_json(survey_of(translate("Letters and emails")))
    made = SurveyVersion(consultation_id=consultation_id, number=NUMBER, definition=definition,
                         digest=fingerprint(definition.encode()))
    session.add(made)
    session.flush()
    session.add(Question(survey_version_id=made.id, key=QUESTION, position=0, kind="long-text", stores="answers"))
    session.flush()
    return made.id
