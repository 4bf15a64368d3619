"""How many stand behind each finding and each thing that it rests on; every number of a unit of its own.

A respondent counts once in a finding, however many of its themes they spoke of (practice C2). A theme that became part
of another counts as what it became.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from consult.domain.claims import EVENTS, ORGANISATION, THEME, Weight
from consult.models.codebooks import Coding, CodingQuestion, Passage, Theme
from consult.models.events import Event, EventNote, EventNoteCoding
from consult.models.findings import Finding, FindingEvidence
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import counted, event_counts, readings, response_counts
from consult.queries.response_counts import ClosedAnswers
from consult.queries.theme_counts import stands


@dataclass(frozen=True)
class Counts:
    """The counts of every finding of a consultation, by row id, and of every row of evidence, by row id.

    `read` are the people who were read, `read_of` those by question; `events_read` the events whose notes were read;
    `closed` the answers that people chose, by question.
    """

    respondents: dict[int, int]
    organisations: dict[int, int]
    events: dict[int, int]
    of_evidence: dict[int, int]
    read: int
    read_of: dict[str, int]
    events_read: int
    closed: dict[str, ClosedAnswers]

    def weight(self, finding_id: int, questions: set[str], kinds: list[str]) -> Weight:
        """Return what stands behind a finding: `questions` are those of its themes ("" for any), `kinds` its rows'.

        The base is the people who were read on the one question that its themes are narrowed to, else on any.
        """
        only = next(iter(questions)) if len(questions) == 1 else ""
        return Weight(
            self.respondents.get(finding_id, 0), self.read_of.get(only, 0) if only else self.read,
            self.events.get(finding_id, 0), self.events_read, self.organisations.get(finding_id, 0),
            kinds.count("forum-ask"), kinds.count("recommendation-ask"))


def counts(session: Session, consultation_id: int) -> Counts:
    """Return the counts; the number of statements does not grow with findings or with what they rest on."""
    spoke = _spoke(consultation_id).subquery()
    raised = _raised(consultation_id).subquery()
    return Counts(
        respondents=_distinct(session, spoke.c.finding, spoke.c.person),
        organisations=_organisations(session, consultation_id),
        events=_distinct(session, raised.c.finding, raised.c.event),
        of_evidence=_distinct(session, spoke.c.evidence, spoke.c.person)
        | _distinct(session, raised.c.evidence, raised.c.event),
        read=readings.respondents_read(session, consultation_id),
        read_of=readings.people_read(session, consultation_id),
        events_read=event_counts.totals(session, consultation_id).read,
        closed=response_counts.closed_answers(session, consultation_id))


def became(consultation_id: int) -> CTE:
    """Return each theme (`start`) with what it is now (`at`), through every merge; a theme in use is itself."""
    first = select(Theme.id.label("start"), Theme.id.label("at"), Theme.merged_into_id.label("into")).where(
        Theme.consultation_id == consultation_id).cte("became", recursive=True)
    return first.union(
        select(first.c.start, Theme.id, Theme.merged_into_id).join(first, first.c.into == Theme.id))


def _spoke(consultation_id: int) -> Select[Any]:
    now = became(consultation_id)
    speaks_to = exists(select(CodingQuestion.coding_id).where(
        CodingQuestion.coding_id == Coding.id, CodingQuestion.question_key == FindingEvidence.question_key))
    return (
        select(FindingEvidence.finding_id.label("finding"), FindingEvidence.id.label("evidence"),
               counted.person().label("person"), Response.on_behalf_of.label("behalf"))
        .select_from(FindingEvidence).join(Finding, Finding.id == FindingEvidence.finding_id)
        .join(now, and_(now.c.start == FindingEvidence.theme_id, now.c.into.is_(None)))
        .join(Coding, Coding.theme_id == now.c.at).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).join(Answer, Answer.id == Passage.answer_id)
        .join(Question, Question.id == Answer.question_id)
        .where(Finding.consultation_id == consultation_id, FindingEvidence.kind == THEME, *stands(consultation_id),
               or_(FindingEvidence.question_key == "", Question.key == FindingEvidence.question_key, speaks_to))
    )


def _raised(consultation_id: int) -> Select[Any]:
    of_evidence = became(consultation_id)
    of_note = aliased(of_evidence)
    return (
        select(FindingEvidence.finding_id.label("finding"), FindingEvidence.id.label("evidence"),
               Event.id.label("event"))
        .select_from(FindingEvidence).join(Finding, Finding.id == FindingEvidence.finding_id)
        .join(of_evidence, and_(of_evidence.c.start == FindingEvidence.theme_id, of_evidence.c.into.is_(None)))
        .join(of_note, and_(of_note.c.at == of_evidence.c.at, of_note.c.into.is_(None)))
        .join(EventNoteCoding, and_(EventNoteCoding.theme_id == of_note.c.start,
                                    EventNoteCoding.withdrawn_at.is_(None)))
        .join(EventNote, EventNote.id == EventNoteCoding.note_id).join(Event, Event.id == EventNote.event_id)
        .where(Finding.consultation_id == consultation_id, FindingEvidence.kind == EVENTS,
               Event.state == event_counts.HELD, *event_counts.counts())
    )


def _organisations(session: Session, consultation_id: int) -> dict[int, int]:
    """Return the organisations behind each finding: who spoke of its themes, and who is named in its evidence."""
    spoke = _spoke(consultation_id).subquery()
    named = (
        select(FindingEvidence.finding_id.label("finding"), counted.person().label("person"))
        .select_from(FindingEvidence).join(Finding, Finding.id == FindingEvidence.finding_id)
        .join(Response, Response.id == FindingEvidence.response_id)
        .where(FindingEvidence.kind == ORGANISATION, *counted.words(consultation_id))
    )
    both = union(select(spoke.c.finding, spoke.c.person).where(spoke.c.behalf == "organisation"), named).subquery()
    return _distinct(session, both.c.finding, both.c.person)


def _distinct(session: Session, place: ColumnElement[int], counted_by: ColumnElement[int]) -> dict[int, int]:
    rows = session.execute(select(place, func.count(counted_by.distinct())).group_by(place))
    return {at: count for at, count in rows}
