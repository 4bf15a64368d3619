"""Which wording of a question people answered, and which keys hold answers; the versions themselves stand elsewhere."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from consult.domain.survey_changes import is_reworded
from consult.domain.survey_json import from_json
from consult.domain.surveys import NOTE, Question, questions_of
from consult.models.responses import Response
from consult.models.surveys import Question as QuestionRow
from consult.models.surveys import SurveyVersion


@dataclass(frozen=True)
class Wording:
    """One wording of a question, in the versions `first` to `last`, with the responses that are in to those."""

    question: Question
    first: int
    last: int
    responses: int


def fixed_keys(session: Session, consultation_id: int) -> frozenset[str]:
    """Return the keys of questions in versions that people have answered; one statement."""
    return frozenset(session.scalars(
        select(QuestionRow.key).join(SurveyVersion, SurveyVersion.id == QuestionRow.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id,
               exists().where(Response.survey_version_id == SurveyVersion.id)).distinct()))


def reworded(session: Session, consultation_id: int) -> list[list[Wording]]:
    """Return, for each question that was answered in more than one wording, its wordings, the oldest first.

    Only versions with responses count. Two statements.
    """
    counts: dict[int, int] = {version_id: number for version_id, number in session.execute(
        select(Response.survey_version_id, func.count()).where(Response.consultation_id == consultation_id)
        .group_by(Response.survey_version_id))}
    if len(counts) < 2:
        return []
    rows = session.execute(
        select(SurveyVersion.id, SurveyVersion.number, SurveyVersion.definition)
        .where(SurveyVersion.id.in_(counts)).order_by(SurveyVersion.number))
    found: dict[str, list[Wording]] = {}
    for version_id, number, definition in rows:
        for question in questions_of(from_json(definition)):
            if question.kind != NOTE:
                _add(found.setdefault(question.key, []), question, number, counts[version_id])
    return [wordings for wordings in found.values() if len(wordings) > 1]


def _add(wordings: list[Wording], question: Question, number: int, responses: int) -> None:
    """Add a version to the last wording where it is the same, else as a new one."""
    if wordings and not is_reworded(wordings[-1].question, question):
        last = wordings[-1]
        wordings[-1] = Wording(last.question, last.first, number, last.responses + responses)
    else:
        wordings.append(Wording(question, number, number, responses))
