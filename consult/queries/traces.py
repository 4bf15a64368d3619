"""The way from one person's response to what was decided, for whoever holds its receipt: only what an edition froze."""

from dataclasses import replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from consult.domain.answer_paths import (
    AFTER_REPORT,
    IN_NO_THEME,
    IN_THEMES,
    NO_REPORT,
    NOT_COUNTED,
    WITHDRAWN,
    Chosen,
    Said,
    Spoken,
    Step,
    Told,
    reached,
)
from consult.domain.audit import Act
from consult.domain.surveys import options_of, questions_of
from consult.models.audit import AuditEvent
from consult.models.codebooks import Coding, CodingQuestion, Passage, Theme
from consult.models.reports import Edition, EditionCoding
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission
from consult.models.surveys import Question
from consult.queries import receipts, reports, surveys
from consult.queries.receipts import Outcome


def told_of(session: Session, response: Response) -> Told:
    """Return all that the holder of a response's receipt is told; of one that was taken back, nothing but that."""
    outcome = receipts.outcome(session, response)
    told = Told(
        dict(outcome.consultation.title), _state(outcome), outcome.received_at, outcome.corrected_at,
        outcome.excluded_at, outcome.is_late, outcome.latest_edition, is_easy_read=response.answered_as == "easy-read")
    if told.state in (WITHDRAWN, NOT_COUNTED):
        return told
    return replace(told, steps=steps_of(session, response), spoken=tuple(
        Spoken(trace.theme_name, trace.words, trace.language) for trace in outcome.traces))


def _state(outcome: Outcome) -> str:
    if outcome.excluded_reason == "withdrawn":
        return WITHDRAWN
    if not outcome.is_counted:
        return NOT_COUNTED
    if outcome.latest_edition is None:
        return NO_REPORT
    if outcome.traces:
        return IN_THEMES
    return AFTER_REPORT if outcome.is_after_report else IN_NO_THEME


def steps_of(session: Session, response: Response) -> tuple[Step, ...]:
    """Return the findings of the newest edition that a response is part of, and what these led to.

    None where no edition counted it, or where it is not counted any more. Nothing is told of what is not published: it
    may still change.
    """
    edition = receipts.newest_edition(session, response.consultation_id)
    if edition is None or response.excluded_reason is not None:
        return ()
    report = reports.report(session, response.consultation_id, edition.number)
    if report is None or not report.findings:
        return ()
    found = reached(report.findings, _said(session, response, edition))
    names = {theme.key: theme.name for theme in report.themes}
    words = _words(session, response) if any(one.choices for one in found) else {}
    return tuple(Step(one, tuple((key, names[key]) for key in one.themes if key in names),
                      tuple(words[choice] for choice in one.choices if choice in words)) for one in found)


def has_findings(session: Session, consultation_id: int) -> bool:
    """Say whether the newest report that was not called back has findings."""
    edition = receipts.newest_edition(session, consultation_id)
    report = reports.report(session, consultation_id, edition.number) if edition is not None else None
    return report is not None and bool(report.findings)


def _said(session: Session, response: Response, edition: Edition) -> Said:
    body = response.public_id if response.on_behalf_of == "organisation" else ""
    if not _was_there(session, response, edition):
        return Said(_themes(session, response, edition))
    return Said(_themes(session, response, edition), _choices(session, response), body)


def _themes(session: Session, response: Response, edition: Edition) -> set[tuple[str, str]]:
    """Return the themes of its passages that the edition counted, each with the questions that these speak to."""
    rows = session.execute(
        select(Theme.public_id, Question.key, CodingQuestion.question_key)
        .join(EditionCoding, EditionCoding.theme_id == Theme.id).join(Coding, Coding.id == EditionCoding.coding_id)
        .join(Passage, Passage.id == Coding.passage_id).join(Answer, Answer.id == Passage.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(CodingQuestion, CodingQuestion.coding_id == Coding.id)
        .where(EditionCoding.edition_id == edition.id, Passage.response_id == response.id))
    return {(theme, question) for theme, *asked in rows for question in asked if question is not None}


def _choices(session: Session, response: Response) -> set[tuple[str, str]]:
    rows = session.execute(
        select(Question.key, Answer.choice).join(Question, Question.id == Answer.question_id)
        .where(Answer.response_id == response.id, Answer.choice.is_not(None)))
    return {(question, choice) for question, choice in rows if choice is not None}


def _was_there(session: Session, response: Response, edition: Edition) -> bool:
    """Say whether a response was surely counted when an edition was frozen: nothing less is told to its sender.

    It had come, a person had taken it in where that is needed, and nobody brought it back into the count since.
    """
    if response.received_at > edition.published_at or response.import_id is not None:
        return False
    later = select(Submission.id).where(
        Submission.response_id == response.id, Submission.decided_at > edition.published_at)
    restored = select(AuditEvent.id).where(
        AuditEvent.consultation_id == response.consultation_id, AuditEvent.object_id == response.public_id,
        AuditEvent.action == Act.RESPONSE_RESTORED.value, AuditEvent.at > edition.published_at)
    return not session.scalar(select(exists(later) | exists(restored)))


def _words(session: Session, response: Response) -> dict[tuple[str, str], Chosen]:
    """Return each closed answer that could be chosen in the words of the version that was answered."""
    version = surveys.by_id(session, response.survey_version_id)
    assert version is not None
    return {(question.key, option.code): Chosen(question.text, option.label)
            for question in questions_of(version.survey) for option in options_of(question)}
