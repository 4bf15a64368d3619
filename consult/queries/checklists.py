"""What the data of a consultation say to the checklists, and what people said besides; the rules are the domain's."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import timelines
from consult.domain.checklists import Facts, FormatFact
from consult.domain.claims import CONFIRMED
from consult.domain.closings import LATE_CHANNELS
from consult.domain.decisions import CONFIRMED as DECIDED
from consult.domain.events import CANCELLED, HELD
from consult.domain.submissions import WAITING
from consult.domain.variants import AUDIO, BSL, EASY_READ
from consult.domain.working_days import london_day
from consult.models.consultations import Consultation
from consult.models.events import Event
from consult.models.findings import Decision, Finding
from consult.models.people import Person
from consult.models.plans import PlanNode
from consult.models.recommendations import ChecklistNote
from consult.models.reports import Edition, EditionRecall, EditionSignOff
from consult.models.submissions import Submission
from consult.models.surveys import Question
from consult.queries import (
    closings,
    coding_progress,
    consultations,
    format_readiness,
    forums,
    recommendations,
    response_counts,
    surveys,
)
from consult.queries import timelines as steps

# The formats that are looked at, in English: the same that people are promised.
FORMS = ((EASY_READ, "en"), (BSL, "en"), (AUDIO, "en"))


@dataclass(frozen=True)
class Said:
    """What a person said of a line, and who."""

    state: str
    note: str
    at: datetime
    by: str


def notes(session: Session, consultation_id: int) -> dict[str, list[Said]]:
    """Return what people said of each line, the newest first."""
    found: dict[str, list[Said]] = {}
    rows = session.execute(
        select(ChecklistNote, Person.name).outerjoin(Person, Person.id == ChecklistNote.by_id)
        .where(ChecklistNote.consultation_id == consultation_id).order_by(ChecklistNote.id.desc()))
    for row, name in rows:
        found.setdefault(row.key, []).append(Said(row.state, row.note, row.at, name or ""))
    return found


def facts(session: Session, consultation: Consultation, today: date) -> Facts:
    """Return what is known of a consultation on a day; counts of things, never of persons."""
    marks = steps.marks(session, consultation)
    done = {key: mark.done_on for key, mark in marks.items()}
    asked, answered = recommendations.counts(session, consultation.id, steps.plan_key(session, consultation))
    held, after_close = _events(session, consultation)
    found, undecided = _findings(session, consultation.id)
    published, signed_off = _editions(session, consultation.id)
    return Facts(
        today=today, opens_on=london_day(consultation.opens_at), closes_on=london_day(consultation.closes_at),
        can_change=_points(consultation.what_can_change), cannot_change=_points(consultation.what_cannot_change),
        duties=len(consultations.duties_of(session, consultation.id)), plan_parts=_plan_parts(session, consultation),
        questions=_questions(session, consultation.id), asks_victims=steps.asks_victims(session, consultation.id),
        notices={"privacy": bool(consultation.privacy_notice), "children": bool(consultation.privacy_for_children),
                 "safety": bool(consultation.before_free_text)},
        languages_wanted=len(consultation.languages), languages_offered=len(consultation.offered_languages),
        formats=_formats(session, consultation),
        later_closes=len(closings.changes_of(session, consultation.id)),
        ways_used=sum(counted > 0 for _got, counted in response_counts.by_channel(session, consultation.id).values()),
        events_held=held, events_after_close=after_close, forums=len(forums.with_pages(session)),
        unread=_unread(session, consultation.id), at_desk=_at_desk(session, consultation.id),
        findings=found, undecided=undecided, first_decided_on=_first_decided(session, consultation.id),
        published_on=published, signed_off_on=signed_off, sent_on=done.get(timelines.SENT),
        issued_on=done.get(timelines.ISSUED), asks=asked, asks_answered=answered)


def _points(words: dict[str, object]) -> int:
    """Return how many paragraphs the English of a text has."""
    found = words.get("en")
    return len(found) if isinstance(found, list) else int(bool(found))


def _plan_parts(session: Session, consultation: Consultation) -> int:
    return session.scalar(select(func.count()).select_from(PlanNode).where(
        PlanNode.plan_version_id == consultation.plan_version_id)) or 0


def _questions(session: Session, consultation_id: int) -> int:
    version = surveys.current(session, consultation_id)
    return session.scalar(select(func.count()).select_from(Question).where(
        Question.survey_version_id == version.id)) or 0 if version is not None else 0


def _formats(session: Session, consultation: Consultation) -> tuple[FormatFact, ...]:
    changes = closings.changes_of(session, consultation.id)
    moved = {change.channel for change in changes}
    return tuple(FormatFact(
        one.form, one.language, london_day(one.ready_at) if one.ready_at is not None else None, one.ready_on,
        None in moved or (format_readiness.CHANNELS[one.form] in moved
                          and format_readiness.CHANNELS[one.form] in LATE_CHANNELS))
        for one in format_readiness.formats(session, consultation, FORMS))


def _events(session: Session, consultation: Consultation) -> tuple[int, int]:
    """Return how many events were held, and how many that were not cancelled lie after the close."""
    rows = session.execute(select(Event.state, Event.starts_at).where(
        Event.consultation_id == consultation.id, Event.state != CANCELLED)).all()
    return sum(state == HELD for state, _at in rows), sum(at > consultation.closes_at for _state, at in rows)


def _unread(session: Session, consultation_id: int) -> int:
    return sum(line.counts.waiting for line in coding_progress.lines(session, consultation_id))


def _at_desk(session: Session, consultation_id: int) -> int:
    return session.scalar(select(func.count()).select_from(Submission).where(
        Submission.consultation_id == consultation_id, Submission.state == WAITING)) or 0


def _findings(session: Session, consultation_id: int) -> tuple[int, int]:
    """Return how many findings are confirmed, and to how many of them nothing is decided that a person confirmed."""
    decided = select(Decision.finding_id).where(Decision.is_current, Decision.state == DECIDED)
    mine = select(func.count()).select_from(Finding).where(
        Finding.consultation_id == consultation_id, Finding.state == CONFIRMED)
    return session.scalar(mine) or 0, session.scalar(mine.where(Finding.id.not_in(decided))) or 0


def _first_decided(session: Session, consultation_id: int) -> date | None:
    return session.scalar(
        select(func.min(Decision.decided_on)).join(Finding, Finding.id == Decision.finding_id)
        # What somebody only proposed decides nothing: printed, it would say that the outcome was fixed beforehand.
        .where(Finding.consultation_id == consultation_id, Decision.state == DECIDED))


def _editions(session: Session, consultation_id: int) -> tuple[date | None, date | None]:
    """Return when the first edition came out that still stands, and when the first that was signed off."""
    mine = (select(func.min(Edition.published_at)).outerjoin(EditionRecall, EditionRecall.edition_id == Edition.id)
            .where(Edition.consultation_id == consultation_id, EditionRecall.edition_id.is_(None)))
    published = session.scalar(mine)
    signed = session.scalar(mine.join(EditionSignOff, EditionSignOff.edition_id == Edition.id))
    return (london_day(published) if published is not None else None,
            london_day(signed) if signed is not None else None)
