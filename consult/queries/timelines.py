"""The steps of the law for one consultation: what people noted, and what its own data tell."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import timelines as rules
from consult.domain.surveys import questions_of
from consult.domain.timelines import Document, Mark, StepStanding
from consult.domain.working_days import london_day
from consult.models.consultations import Consultation
from consult.models.plans import Plan, PlanVersion
from consult.models.recommendations import CommitteeReply, CommitteeResponse, TimelineStep
from consult.queries import surveys

# The question of the survey that asks whether somebody was a victim of crime (domain/surveys).
VICTIM = "victim"


@dataclass(frozen=True)
class Noted:
    """A step as it stands, with the number of its changes (0 for none) and whether its day comes from the data."""

    standing: StepStanding
    revision: int
    is_from_data: bool


def steps(session: Session, consultation: Consultation, today: date) -> list[Noted]:
    """Return every step in the order of the law."""
    rows = _rows(session, consultation.id)
    told = from_data(session, consultation)
    return [Noted(one, rows[one.step.key].revision if one.step.key in rows else 0,
                  one.mark.done_on is not None and _is_told(one.step.key, rows, told))
            for one in rules.standing(_merged(rows, told), today)]


def marks(session: Session, consultation: Consultation) -> dict[str, Mark]:
    """Return what is known of each step, the data's own days included."""
    return _merged(_rows(session, consultation.id), from_data(session, consultation))


def asks_victims(session: Session, consultation_id: int) -> bool:
    """Say whether the survey in use asks people whether they were a victim of crime."""
    version = surveys.current(session, consultation_id)
    return version is not None and any(question.key == VICTIM for question in questions_of(version.survey))


def from_data(session: Session, consultation: Consultation) -> dict[str, Mark]:
    """Return the days that nobody has to note: of the consultation itself, and of the Committee's papers on this plan.
    """
    opens, closes = london_day(consultation.opens_at), london_day(consultation.closes_at)
    found = {rules.OPENED: Mark(done_on=opens), rules.CLOSED: Mark(done_on=closes),
             rules.VICTIMS: Mark(done_on=opens if asks_victims(session, consultation.id) else None)}
    return {**found, **_papers(session, consultation)}


def plan_key(session: Session, consultation: Consultation) -> str:
    """Return the key of the plan that is consulted on, "" for none."""
    return session.scalar(select(Plan.key).join(PlanVersion, PlanVersion.plan_id == Plan.id).where(
        PlanVersion.id == consultation.plan_version_id)) or ""


def _papers(session: Session, consultation: Consultation) -> dict[str, Mark]:
    """Return when the Assembly reported and when it got its first reply, by the file of its report on this plan.

    Papers from before the opening cannot speak of this draft: they are of an earlier round.
    """
    opens = london_day(consultation.opens_at)
    row = session.scalar(select(CommitteeResponse).where(
        CommitteeResponse.consultation_id == consultation.id,
        CommitteeResponse.plan_key == plan_key(session, consultation)).order_by(CommitteeResponse.id).limit(1))
    if row is None:
        return {}
    found = {}
    if row.published_on is not None and row.published_on >= opens:
        found[rules.ASSEMBLY] = Mark(done_on=row.published_on, documents=(Document(row.title),))
    reply = session.scalar(select(CommitteeReply).where(
        CommitteeReply.committee_response_id == row.id, CommitteeReply.replied_on >= opens)
        .order_by(CommitteeReply.replied_on, CommitteeReply.id).limit(1))
    if reply is not None:
        papers = tuple(Document(words) for words in (reply.source or reply.reference,) if words)
        found[rules.REPLIED] = Mark(done_on=reply.replied_on, documents=papers)
    return found


def _rows(session: Session, consultation_id: int) -> dict[str, TimelineStep]:
    return {row.key: row for row in session.scalars(
        select(TimelineStep).where(TimelineStep.consultation_id == consultation_id))}


def _merged(rows: Mapping[str, TimelineStep], told: Mapping[str, Mark]) -> dict[str, Mark]:
    """Return the marks: what somebody noted of a step goes before what the data tell, but for the days it left out."""
    found = dict(told)
    for key, row in rows.items():
        mark = _mark(row)
        of_data = told.get(key)
        if of_data is not None and mark.done_on is None and not mark.is_not_needed:
            mark = replace(mark, done_on=of_data.done_on, documents=mark.documents or of_data.documents)
        found[key] = mark
    return found


def _is_told(key: str, rows: Mapping[str, TimelineStep], told: Mapping[str, Mark]) -> bool:
    return key in told and (key not in rows or rows[key].done_on is None)


def _mark(row: TimelineStep) -> Mark:
    documents = tuple(Document(str(one.get("title", "")), str(one.get("address", ""))) for one in row.documents)
    return Mark(row.due_on, row.done_on, documents, row.note, row.is_not_needed)
