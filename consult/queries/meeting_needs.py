"""Needs of meetings by row, for the use cases that may see them; their words are sealed and stay so here."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.access_profiles import ASKED, NOT_MET, OFFERED, WITHDRAWN
from consult.domain.forum_access import Acting, Right
from consult.domain.meetings import COMING
from consult.models.access_profiles import MeetingNeed
from consult.models.base import utc_now
from consult.models.meetings import Meeting


def all_of_member(session: Session, meeting_id: int, member_id: int) -> Sequence[MeetingNeed]:
    """Return what a member ever asked for at a meeting, locked inside a write transaction."""
    return session.scalars(select(MeetingNeed).where(
        MeetingNeed.meeting_id == meeting_id, MeetingNeed.member_id == member_id)
        .with_for_update().execution_options(populate_existing=True)).all()


def of_member(session: Session, meeting_id: int, member_id: int) -> Sequence[MeetingNeed]:
    """Return what a member asks for at a meeting, without what was taken back."""
    return session.scalars(select(MeetingNeed).where(
        MeetingNeed.meeting_id == meeting_id, MeetingNeed.member_id == member_id,
        MeetingNeed.state != WITHDRAWN)).all()


def of_meeting_before(session: Session, member_id: int, meeting: Meeting) -> Sequence[MeetingNeed]:
    """Return what a member asked for at the last meeting before this one at which they asked for anything."""
    last = session.scalar(
        select(Meeting.id).join(MeetingNeed, MeetingNeed.meeting_id == Meeting.id)
        .where(MeetingNeed.member_id == member_id, MeetingNeed.state != WITHDRAWN,
               Meeting.forum_id == meeting.forum_id, Meeting.starts_at < meeting.starts_at, Meeting.id != meeting.id)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(1))
    return of_member(session, last, member_id) if last is not None else ()


def to_arrange(session: Session, forum_id: int, now: datetime) -> list[tuple[Meeting, list[MeetingNeed]]]:
    """Return the meetings that still come about with all that is asked for, the next meeting first."""
    rows = session.execute(
        select(Meeting, MeetingNeed).join(MeetingNeed, MeetingNeed.meeting_id == Meeting.id)
        .where(Meeting.forum_id == forum_id, Meeting.state.in_(COMING), Meeting.ends_at >= now,
               MeetingNeed.state != WITHDRAWN)
        .order_by(Meeting.starts_at, Meeting.id))
    found: dict[int, tuple[Meeting, list[MeetingNeed]]] = {}
    for meeting, need in rows:
        found.setdefault(meeting.id, (meeting, []))[1].append(need)
    return list(found.values())


def open_count(session: Session, meeting_id: int) -> int:
    """Return how many needs of a meeting have no state yet; whose or which they are is not told."""
    return session.scalar(select(func.count()).select_from(MeetingNeed).where(
        MeetingNeed.meeting_id == meeting_id,
        MeetingNeed.state.in_((ASKED, OFFERED)) | ((MeetingNeed.state == NOT_MET) & MeetingNeed.told_at.is_(None)),
    )) or 0


def waiting(session: Session, acting: Acting) -> list[str]:
    """Return the meetings (public ids) at which an answer to one's own need waits to be read or accepted."""
    if Right.STATE_NEEDS not in acting.rights:
        return []
    return list(session.scalars(
        select(Meeting.public_id).join(MeetingNeed, MeetingNeed.meeting_id == Meeting.id)
        .where(Meeting.forum_id == acting.forum_id, MeetingNeed.member_id == (acting.beside_id or acting.member_id),
               Meeting.state.in_(COMING), Meeting.ends_at >= utc_now(),
               (MeetingNeed.state == OFFERED) | ((MeetingNeed.state == NOT_MET) & MeetingNeed.told_at.is_(None)))
        .group_by(Meeting.public_id, Meeting.starts_at).order_by(Meeting.starts_at)))
