"""Every response of a consultation as rows for a file, read in batches; characteristics are never read here."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from consult.domain.redactions import WITHHELD
from consult.domain.response_rows import AskedVersion, Comment, Given, ResponseRow, Translated
from consult.domain.responses import IMPORTING, TAKEN_BACK_REASONS
from consult.domain.survey_json import from_json
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.samples import Sample
from consult.models.surveys import Question, SurveyVersion
from consult.queries import redactions
from consult.queries.coded_words import checked_english, is_in_another_language, with_words, written_in
from consult.queries.kept_back import is_withheld

# Four statements are sent for each batch, whatever its responses hold.
BATCH = 500


@dataclass(frozen=True)
class Counts:
    """How many responses stand in the files, and how many were withdrawn or corrected and so do not."""

    kept: int
    taken_back: int


def counts(session: Session, consultation_id: int) -> Counts:
    """Return how many responses there are to export and how many were taken back; one statement."""
    kept, every = session.execute(
        select(func.count(case((_stands(), 1))), func.count())
        .where(Response.consultation_id == consultation_id, _is_whole())
    ).one()
    return Counts(kept, every - kept)


def versions(session: Session, consultation_id: int) -> list[AskedVersion]:
    """Return every version of the survey, the newest first; two statements."""
    ids: dict[int, dict[str, int]] = {}
    for version_id, key, question_id in session.execute(
        select(Question.survey_version_id, Question.key, Question.id)
        .join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id)
    ):
        ids.setdefault(version_id, {})[key] = question_id
    rows = session.execute(
        select(SurveyVersion.id, SurveyVersion.number, SurveyVersion.definition)
        .where(SurveyVersion.consultation_id == consultation_id).order_by(SurveyVersion.number.desc()))
    return [AskedVersion(number, from_json(definition), ids.get(version_id, {}))
            for version_id, number, definition in rows]


def comments(session: Session, consultation_id: int) -> list[Comment]:
    """Return the parts of the plan that standing responses commented on, in the order of the plan; one statement.

    A part that the consultation's plan does not have comes last.
    """
    position = func.min(PlanNode.position)
    rows = session.execute(
        select(Question.key, Answer.plan_node_key)
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .join(Question, Question.id == Answer.question_id)
        .join(Consultation, Consultation.id == Response.consultation_id)
        .outerjoin(PlanNode, and_(PlanNode.plan_version_id == Consultation.plan_version_id,
                                  PlanNode.key == Answer.plan_node_key))
        .where(Response.consultation_id == consultation_id, Answer.plan_node_key != "", _stands())
        .group_by(Question.key, Answer.plan_node_key)
        .order_by(case((position.is_(None), 1), else_=0), position, Answer.plan_node_key, Question.key))
    return [Comment(key, node_key) for key, node_key in rows]


def translated(session: Session, consultation_id: int) -> list[Translated]:
    """Return where standing responses hold texts that were not given in English; one statement."""
    found = session.execute(
        with_words(select(Question.key, Answer.plan_node_key).distinct().select_from(Answer)
                   .join(Response, Response.id == Answer.response_id)
                   .join(Question, Question.id == Answer.question_id))
        .where(Response.consultation_id == consultation_id, Answer.text.is_not(None), is_in_another_language(),
               _stands()).order_by(Question.key, Answer.plan_node_key))
    return [Translated(*row) for row in found]


def rows(session: Session, consultation_id: int) -> Iterator[ResponseRow]:
    """Give every response that stands, in the order in which they were stored; four statements for BATCH of them."""
    numbers = {version_id: number for version_id, number in session.execute(
        select(SurveyVersion.id, SurveyVersion.number).where(SurveyVersion.consultation_id == consultation_id))}
    last, first = 0, aliased(Response)
    while batch := session.execute(
        select(Response.id, Response.public_id, Response.received_at, Response.channel, Response.language,
               Response.survey_version_id, Response.is_late, Response.on_behalf_of, Response.was_helped,
               Response.words_are, Response.has_quote_consent, Response.excluded_reason, RespondingBody.name,
               RespondingBody.may_be_named, first.public_id, Sample.name, Response.weight)
        .outerjoin(first, first.id == Response.counts_with_id).outerjoin(Sample, Sample.id == Response.sample_id)
        .outerjoin(RespondingBody, RespondingBody.response_id == Response.id)
        .where(Response.consultation_id == consultation_id, Response.id > last, _stands())
        .order_by(Response.id).limit(BATCH)
    ).all():
        given = _given(session, [row[0] for row in batch])
        for row in batch:
            last, body = row[0], row[12] if row[13] else None
            yield ResponseRow(*row[1:5], numbers[row[5]], *row[6:12], body, tuple(given.get(last, ())), *row[14:])


def _given(session: Session, response_ids: list[int]) -> dict[int, list[Given]]:
    rows = session.execute(
        with_words(select(
            Answer.response_id, Answer.question_id, Answer.choice, Answer.text, Answer.value, Answer.place,
            Answer.plan_node_key, checked_english(), written_in(), Answer.id, is_withheld()))
        .where(Answer.response_id.in_(response_ids)).order_by(Answer.response_id, Answer.id)
    ).all()
    masked = redactions.outside(session, {
        (row[9], of_english): text for row in rows for of_english, text in ((False, row[3]), (True, row[7])) if text})
    found: dict[int, list[Given]] = {}
    for row in rows:
        given, answer_id, is_kept_back = Given._make(row[:9]), row[9], row[10]
        if given.text is not None:
            text = WITHHELD if is_kept_back else masked.get((answer_id, False), given.text)
            english = masked.get((answer_id, True), given.english)
            given = given._replace(text=text, english=WITHHELD if is_kept_back and given.english else english)
        found.setdefault(given.response_id, []).append(given)
    return found


def _stands() -> ColumnElement[bool]:
    """Say that nobody took the response back: what was withdrawn or corrected is in no file."""
    return and_(Response.erased_at.is_(None), or_(
        Response.excluded_reason.is_(None), Response.excluded_reason.not_in((*TAKEN_BACK_REASONS, IMPORTING))))


def _is_whole() -> ColumnElement[bool]:
    """Say that the file that a response came in is stored to its end."""
    return or_(Response.excluded_reason.is_(None), Response.excluded_reason != IMPORTING)
