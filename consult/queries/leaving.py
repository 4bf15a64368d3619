"""What a member leaves behind, or takes along: found by whose it is, for leaving and for their own copy."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Row, exists, select
from sqlalchemy.orm import Session

from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask
from consult.models.base import utc_now
from consult.models.charters import Charter
from consult.models.forum_notes import NoteLine, ReleasedNote
from consult.models.group_decisions import GroupDecision, Position
from consult.models.meetings import Meeting, Paper
from consult.models.threads import ForumFile, MemberReport, Post, Thread


def files(session: Session, member_id: int) -> Sequence[ForumFile]:
    """Return the files that a member sent and that are still there."""
    return session.scalars(select(ForumFile).where(ForumFile.member_id == member_id, ForumFile.stored_as.is_not(None))
                           .order_by(ForumFile.id)).all()


def owners(session: Session, file_id: int) -> Sequence[Post | AgendaItem]:
    """Return the posts and items that a file was sent with."""
    return [*session.scalars(select(Post).where(Post.file_id == file_id)),
            *session.scalars(select(AgendaItem).where(AgendaItem.file_id == file_id))]


def is_the_groups(session: Session, file_id: int) -> bool:
    """Say whether the group made a file its own: in a paper, an ask, a charter or released notes."""
    places = ((Paper, Paper.file_id), (Ask, Ask.film_id), (Charter, Charter.film_id),
              (ReleasedNote, ReleasedNote.film_id))
    return any(session.scalar(select(exists().where(column == file_id))) for _table, column in places)


def standing_items(session: Session, member_id: int) -> Sequence[AgendaItem]:
    """Return a member's items that nobody took back; not those of an outside request, whose words are the body's."""
    return session.scalars(select(AgendaItem).where(
        AgendaItem.proposed_by_id == member_id, AgendaItem.request_id.is_(None), AgendaItem.state != "withdrawn")).all()


def needs_of_past_meetings(session: Session, member_id: int) -> Sequence[MeetingNeed]:
    """Return what a member needed for meetings that are over."""
    return session.scalars(
        select(MeetingNeed).join(Meeting, Meeting.id == MeetingNeed.meeting_id)
        .where(MeetingNeed.member_id == member_id, Meeting.ends_at < utc_now()).order_by(MeetingNeed.id)).all()


def is_kept(session: Session, left_id: int, need: MeetingNeed) -> bool:
    """Say whether the row of those who left holds this need for this meeting already."""
    return session.scalar(select(exists().where(
        MeetingNeed.member_id == left_id, MeetingNeed.meeting_id == need.meeting_id,
        MeetingNeed.need == need.need))) or False


def posts(session: Session, member_id: int) -> Sequence[Row[str, str, datetime]]:
    """Return what a member wrote in talk: title of the thread, words, instant."""
    return session.execute(
        select(Thread.title, Post.words, Post.created_at).join(Thread, Thread.id == Post.thread_id)
        .where(Post.member_id == member_id, Post.taken_back_at.is_(None)).order_by(Post.id)).all()


def items(session: Session, member_id: int) -> Sequence[Row[str, str, datetime]]:
    """Return a member's items: title, words, instant."""
    return session.execute(select(AgendaItem.title, AgendaItem.words, AgendaItem.created_at)
                           .where(AgendaItem.proposed_by_id == member_id).order_by(AgendaItem.id)).all()


def lines(session: Session, member_id: int) -> Sequence[Row[str, datetime]]:
    """Return a member's own words in notes: words, instant."""
    return session.execute(select(NoteLine.words, NoteLine.written_at).where(
        NoteLine.own_words_of_id == member_id, NoteLine.taken_back_at.is_(None)).order_by(NoteLine.id)).all()


def positions(session: Session, member_id: int) -> Sequence[Row[str, str, str]]:
    """Return where a member stood: question, stance, words. How they voted is nowhere."""
    return session.execute(
        select(GroupDecision.question, Position.stance, Position.words)
        .join(GroupDecision, GroupDecision.id == Position.decision_id)
        .where(Position.member_id == member_id).order_by(Position.id)).all()


def reports(session: Session, member_id: int) -> Sequence[Row[str, str]]:
    """Return what a member reported under their name: words, answer."""
    return session.execute(select(MemberReport.words, MemberReport.answer).where(MemberReport.from_id == member_id)
                           .order_by(MemberReport.id)).all()
