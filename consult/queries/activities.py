"""Activities of a forum with the rung each is on, and which conditions of co-production hold for it now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import charters, rungs
from consult.domain.rungs import Standing
from consult.models.charters import Activity
from consult.models.meetings import Meeting
from consult.queries import charters as stored_charters
from consult.queries import group_decisions


@dataclass(frozen=True)
class ActivityView:
    """An activity as a page shows it; `rung` is the one to show, `missing` what keeps it from co-production."""

    public_id: str
    title: str
    what: str
    claimed: str
    rung: str
    lowered_from: str
    missing: tuple[str, ...]
    responder: str
    feedback_due_on: date | None
    meeting: str
    ended_on: date | None


def row(session: Session, forum_id: int, public_id: str) -> Activity | None:
    """Return an activity of this forum."""
    return session.scalar(select(Activity).where(Activity.forum_id == forum_id, Activity.public_id == public_id))


def standing(session: Session, forum_id: int, *, rung: str, responder: str, feedback_due_on: date | None,
             meeting_id: int | None, is_voted_down: bool = False) -> Standing:
    """Return how an activity stands, or would stand, by what holds in the forum now (practice.md CP-03).

    The agenda is that of the meeting that the activity belongs to; the pay policy is the charter's part on pay (paying
    itself comes later); the decision record is on once a decision has been counted with its day to look again.
    """
    charter = stored_charters.current_row(session, forum_id)
    holds = {
        rungs.AGENDA: meeting_id is not None and _is_adopted(session, forum_id, meeting_id),
        rungs.PAY: charter is not None and bool(charters.Charter(charter.texts).words(charters.PAY)),
        rungs.RESPONDER: bool(responder.strip()), rungs.FEEDBACK: feedback_due_on is not None,
        rungs.RECORD: group_decisions.on_record(session, forum_id) > 0,
    }
    return Standing(rung, is_voted_down, frozenset(name for name, is_met in holds.items() if is_met))


def of(session: Session, found: Activity) -> Standing:
    """Return how an activity stands now."""
    return standing(session, found.forum_id, rung=found.rung, responder=found.responder,
                    feedback_due_on=found.feedback_due_on, meeting_id=found.meeting_id,
                    is_voted_down=found.lowered_from is not None)


def listed(session: Session, forum_id: int, *, is_ended: bool = False) -> Sequence[ActivityView]:
    """Return the activities that go on, or those that have ended, the newest first; for members and the public page."""
    ended = Activity.ended_on.is_not(None) if is_ended else Activity.ended_on.is_(None)
    rows = session.scalars(select(Activity).where(Activity.forum_id == forum_id, ended).order_by(Activity.id.desc()))
    return [view(session, found) for found in rows.all()]


def one(session: Session, forum_id: int, public_id: str) -> ActivityView | None:
    """Return one activity as a page shows it."""
    found = row(session, forum_id, public_id)
    return view(session, found) if found is not None else None


def view(session: Session, found: Activity) -> ActivityView:
    """Return an activity with the rung to show."""
    now = of(session, found)
    meeting = session.get(Meeting, found.meeting_id) if found.meeting_id is not None else None
    return ActivityView(
        found.public_id, found.title, found.what, found.rung, rungs.shown(now), found.lowered_from or "", now.missing,
        found.responder, found.feedback_due_on, meeting.public_id if meeting is not None else "", found.ended_on)


def meetings(session: Session, forum_id: int) -> Sequence[Meeting]:
    """Return the meetings that an activity can belong to, the latest first."""
    return session.scalars(select(Meeting).where(Meeting.forum_id == forum_id, Meeting.state != "cancelled")
                           .order_by(Meeting.starts_at.desc(), Meeting.id).limit(50)).all()


def meeting_row(session: Session, forum_id: int, public_id: str) -> Meeting | None:
    """Return a meeting of this forum."""
    return session.scalar(select(Meeting).where(Meeting.forum_id == forum_id, Meeting.public_id == public_id))


def _is_adopted(session: Session, forum_id: int, meeting_id: int) -> bool:
    return session.scalar(select(Meeting.id).where(
        Meeting.id == meeting_id, Meeting.forum_id == forum_id, Meeting.agenda_adopted_at.is_not(None))) is not None
