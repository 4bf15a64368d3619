"""What a forum's measures are reckoned from: exact numbers, for domain/forum_measures.py to make fit to be shown."""

from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from consult.domain.forum_measures import Share, shares
from consult.domain.working_days import LONDON
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask, AskMark, AskReply
from consult.models.forums import ForumYear
from consult.models.meetings import Meeting, Paper
from consult.queries import forums

ON_THE_AGENDA = ("adopted", "done", "moved-on")
MET = ("booked", "alternative")


def measures(session: Session, forum_id: int, today: date) -> tuple[Share, ...]:
    """Return the forum's measures as anyone may see them; `today` is the day in London."""
    return shares({
        "agenda-by-members": _agenda(session, forum_id),
        "access-met": _access(session, forum_id),
        "papers-on-time": _papers(session, forum_id, today),
        "replies-on-time": _replies(session, forum_id, today),
        "replies-that-answer": _marks(session, forum_id),
        "still-here": _stayed(session, forum_id, today),
    })


def _agenda(session: Session, forum_id: int) -> tuple[int, int]:
    """Count the items that came to an adopted agenda, and of them those that a member brought."""
    return _two(session, AgendaItem.request_id.is_(None), AgendaItem.forum_id == forum_id,
                AgendaItem.state.in_(ON_THE_AGENDA))


def _access(session: Session, forum_id: int) -> tuple[int, int]:
    """Count the needs for meetings that were held, and of them those that were met."""
    held = select(Meeting.id).where(Meeting.forum_id == forum_id, Meeting.state == "held")
    return _two(session, MeetingNeed.state.in_(MET), MeetingNeed.meeting_id.in_(held),
                MeetingNeed.state != "withdrawn")


def _papers(session: Session, forum_id: int, today: date) -> tuple[int, int]:
    """Count the papers that were due, in each format, and of them those that were out by the end of their day."""
    found = session.execute(
        select(Paper.ready_at, Meeting.papers_due_on).join(Meeting, Meeting.id == Paper.meeting_id)
        .where(Meeting.forum_id == forum_id, Meeting.papers_due_on < today, Meeting.state != "cancelled")).all()
    in_time = sum(ready is not None and ready < _end(due) for ready, due in found)
    return in_time, len(found)


def _replies(session: Session, forum_id: int, today: date) -> tuple[int, int]:
    """Count the public asks that were due or had a reply, and of them those whose first reply came by the day."""
    first = (select(AskReply.ask_id, func.min(AskReply.replied_on).label("on_day")).group_by(AskReply.ask_id)
             .subquery())
    counted = and_(Ask.forum_id == forum_id, Ask.state == "sent", Ask.is_public,
                   (Ask.reply_due_on < today) | first.c.on_day.is_not(None))
    row = session.execute(
        select(func.count(), func.sum(case((first.c.on_day <= Ask.reply_due_on, 1), else_=0)))
        .select_from(Ask).outerjoin(first, first.c.ask_id == Ask.id).where(counted)).one()
    return int(row[1] or 0), int(row[0])


def _marks(session: Session, forum_id: int) -> tuple[int, int]:
    """Count the replies to public asks that the group marked, and of them those that answer it."""
    replies = select(AskReply.id).join(Ask, Ask.id == AskReply.ask_id).where(
        Ask.forum_id == forum_id, Ask.is_public)
    return _two(session, AskMark.mark == "answers-us", AskMark.reply_id.in_(replies), AskMark.is_made)


def _stayed(session: Session, forum_id: int, today: date) -> tuple[int, int]:
    """Count who was there this year or the last, and of them who still is."""
    there = forums.members_there(session, forum_id)
    left = session.scalar(select(func.sum(ForumYear.left)).where(
        ForumYear.forum_id == forum_id, ForumYear.year >= today.year - 1)) or 0
    return there, there + int(left)


def _two(session: Session, is_part: ColumnElement[bool], *of: ColumnElement[bool]) -> tuple[int, int]:
    row = session.execute(select(func.sum(case((is_part, 1), else_=0)), func.count()).where(*of)).one()
    return int(row[0] or 0), int(row[1])


def _end(day: date) -> datetime:
    """Return the instant at which a day in London ends."""
    return datetime.combine(date.fromordinal(day.toordinal() + 1), time(), LONDON).astimezone(UTC)
