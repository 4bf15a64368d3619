"""What members need for one meeting: asked for by them, arranged by who looks after access, who sees no name.

Who looks after access are the officers whom the group let in as access support; where there is none, the chairs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import access_profiles as rules
from consult.domain import forum_lives
from consult.domain import meetings as meeting_rules
from consult.domain.access_profiles import Arrangement, Need
from consult.domain.errors import NotFound
from consult.domain.forum_access import Acting, OfficerRight, Right
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.access_profiles import MeetingNeed
from consult.models.base import new_public_id, utc_now
from consult.models.forums import Forum, ForumOfficer
from consult.models.meetings import Meeting
from consult.queries import forums
from consult.queries import meeting_needs as stored
from consult.queries.meetings import minutes_of
from consult.services import access_profiles, forum_life, notices
from consult.services.meetings import locked
from consult.services.sealing import opened, seal
from consult.services.transaction import writing


@dataclass(frozen=True)
class NeedLine:
    """One need of one meeting as a page shows it; of whom it is stands nowhere. `late` is "", "due" or "late"."""

    public_id: str
    code: str
    words: str
    how_many: int
    state: str
    offer: str
    reason: str
    booked: str
    is_told: bool
    late: str


@dataclass(frozen=True)
class ToArrange:
    """A meeting with its needs, for who arranges them: when, how long, in which ways and where; no title, no name."""

    meeting_id: str
    starts_at: datetime
    ends_at: datetime
    ways: tuple[str, ...]
    where: str
    needs: tuple[NeedLine, ...]


def ask(*, by: Acting, meeting_id: str, needs: Sequence[Need]) -> None:
    """Say what one needs for a meeting; what is no longer in the list is taken back, what stays keeps its state.

    Raises NotFound, Conflict("forum-not-open" or "meeting-moved"), Refused as domain.access_profiles.checked.
    """
    by.require(Right.STATE_NEEDS)
    needs = rules.checked(needs)
    with writing() as session:
        forum_life.require_open(session, by)
        _ask(session, by, _coming(session, by, meeting_id), needs)


def same_as_last(*, by: Acting, meeting_id: str) -> int:
    """Ask for what one asked for at the meeting before, else for one's profile; return how many needs that is.

    Raises NotFound, Conflict("forum-not-open" or "meeting-moved").
    """
    by.require(Right.STATE_NEEDS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = _coming(session, by, meeting_id)
        owner = access_profiles.owner_of(by)
        before = stored.of_meeting_before(session, owner, meeting)
        needs = [Need(row.need, _words(row)) for row in before] or list(access_profiles.of_member(session, owner))
        _ask(session, by, meeting, needs)
        return len(needs)


def answer_offer(*, by: Acting, need_id: str, accepts: bool) -> None:
    """Take another way that was offered, or not; only the person themselves can.

    Raises NotFound, Conflict("forum-not-open" or "need-moved").
    """
    by.require(Right.STATE_NEEDS)
    with writing() as session:
        forum_life.require_open(session, by)
        row = _own(session, by, need_id)
        row.state = rules.answered(row.state, accepts=accepts)


def see(*, by: Acting, need_id: str) -> None:
    """Say that one has read why a need is not met; raises NotFound."""
    by.require(Right.STATE_NEEDS)
    with writing() as session:
        row = _own(session, by, need_id)
        if row.state == rules.NOT_MET:
            row.told_at = row.told_at or utc_now()


def arrange(*, by: Acting, need_id: str, given: Arrangement) -> None:
    """Write down as a chair what is arranged, in a forum that let no access support in.

    Raises NotFound, Conflict("forum-not-open" or "need-moved"), Refused as domain.access_profiles.check_arranging.
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        if not arranges(session, by):
            raise NotFound()
        row = _arranged(session, by.forum_id, need_id, given)
        row.arranged_by_member_id, row.arranged_by_person_id = by.member_id, None


def arrange_as_officer(*, by_id: int, forum_id: str, need_id: str, given: Arrangement) -> None:
    """Write down as an officer of access support what is arranged; `forum_id` is the forum's public id.

    Raises NotFound, Conflict("forum-not-open" or "need-moved"), Refused as domain.access_profiles.check_arranging.
    """
    with writing() as session:
        forum = forums.for_officer(session, forum_id, by_id, OfficerRight.ARRANGE_ACCESS)
        if forum is None:
            raise NotFound()
        forum_lives.check_writing(forum.state)
        row = _arranged(session, forum.id, need_id, given)
        row.arranged_by_person_id, row.arranged_by_member_id = by_id, None


def to_arrange(*, forum: Forum) -> list[ToArrange]:
    """Return the meetings still to come with their needs, for an officer of access support."""
    return _to_arrange(db.session(), forum.id)


def to_arrange_as_chair(*, by: Acting) -> list[ToArrange]:
    """Return the same for a chair; raises NotFound where others look after access."""
    by.require(Right.PLAN_MEETINGS)
    session = db.session()
    if not arranges(session, by):
        raise NotFound()
    return _to_arrange(session, by.forum_id)


def own(*, by: Acting, meeting: Meeting) -> list[NeedLine]:
    """Return one's own needs for a meeting that were not taken back; raises NotFound."""
    by.require(Right.STATE_NEEDS)
    rows = stored.of_member(db.session(), meeting.id, access_profiles.owner_of(by))
    return _lines(rows, meeting)


def arranges(session: Session, by: Acting) -> bool:
    """Say whether someone looks after access as a chair: there is no officer who does."""
    return by.is_chair and session.scalar(select(ForumOfficer.id).where(
        ForumOfficer.forum_id == by.forum_id, ForumOfficer.role == "access-support",
        ForumOfficer.ended_at.is_(None)).limit(1)) is None


def _ask(session: Session, by: Acting, meeting: Meeting, needs: Iterable[Need]) -> None:
    owner = access_profiles.owner_of(by)
    wanted = {need.code: need for need in needs}
    rows = {row.need: row for row in stored.all_of_member(session, meeting.id, owner)}
    for code, row in rows.items():
        if code not in wanted:
            row.state, row.words_sealed = rules.WITHDRAWN, None
    for code, need in wanted.items():
        row = rows.get(code) or MeetingNeed(public_id=new_public_id(), meeting_id=meeting.id, member_id=owner,
                                            need=code, state=rules.WITHDRAWN, words_sealed=None)
        is_new = row.state == rules.WITHDRAWN
        if is_new or _words(row) != need.words:
            _write(row, need, meeting)
            session.add(row)
            # What comes up after the meeting was confirmed has to be arranged before it counts as confirmed again.
            if meeting.state == meeting_rules.CONFIRMED:
                meeting.state = meeting_rules.PLANNED


def _write(row: MeetingNeed, need: Need, meeting: Meeting) -> None:
    row.words_sealed = seal(_place(row), need.words) if need.words else None
    row.how_many = rules.people_needed(need.code, minutes_of(meeting))
    row.state, row.offer, row.reason, row.booked, row.told_at = rules.ASKED, "", "", "", None


def _arranged(session: Session, forum_id: int, need_id: str, given: Arrangement) -> MeetingNeed:
    row = session.scalar(
        select(MeetingNeed).join(Meeting, Meeting.id == MeetingNeed.meeting_id)
        .where(MeetingNeed.public_id == need_id, Meeting.forum_id == forum_id,
               Meeting.state.in_(meeting_rules.COMING))
        .with_for_update(of=MeetingNeed).execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    given = rules.check_arranging(row.state, given, least=row.how_many)
    row.state, row.told_at = given.state, None
    row.booked = given.words if given.state == rules.BOOKED else ""
    row.offer = given.words if given.state == rules.OFFERED else ""
    row.reason = given.words if given.state == rules.NOT_MET else ""
    meeting = session.get_one(Meeting, row.meeting_id)
    if meeting.state == meeting_rules.CONFIRMED and not rules.is_settled(row.state, is_told=False):
        # What was booked fell through: the meeting stands confirmed again when this need is settled again.
        meeting.state = meeting_rules.PLANNED
    notices.tell(session, forum_id, only_id=row.member_id)
    return row


def _own(session: Session, by: Acting, need_id: str) -> MeetingNeed:
    row = session.scalar(
        select(MeetingNeed).join(Meeting, Meeting.id == MeetingNeed.meeting_id)
        .where(MeetingNeed.public_id == need_id, Meeting.forum_id == by.forum_id,
               MeetingNeed.member_id == access_profiles.owner_of(by))
        .with_for_update(of=MeetingNeed).execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row


def _coming(session: Session, by: Acting, meeting_id: str) -> Meeting:
    meeting = locked(session, by, meeting_id)
    meeting_rules.check_coming(meeting.state)
    return meeting


def _to_arrange(session: Session, forum_id: int) -> list[ToArrange]:
    found = []
    for meeting, rows in stored.to_arrange(session, forum_id, utc_now()):
        ways = tuple(way for way in meeting_rules.WAYS if getattr(meeting, way))
        found.append(ToArrange(meeting.public_id, meeting.starts_at, meeting.ends_at, ways, meeting.where,
                               tuple(_lines(rows, meeting))))
    return found


def _lines(rows: Iterable[MeetingNeed], meeting: Meeting) -> list[NeedLine]:
    meeting_on, today = london_day(meeting.starts_at), london_day(utc_now())
    lines = [NeedLine(
        row.public_id, row.need, _words(row), row.how_many, row.state, row.offer, row.reason, row.booked,
        row.told_at is not None,
        "" if rules.is_settled(row.state, is_told=True) else rules.lateness(row.need, meeting_on, today),
    ) for row in rows]
    # By need, then by the random id: neither the order of asking nor one person's needs together can be read from it.
    return sorted(lines, key=lambda line: (rules.ORDER.get(line.code, len(rules.ORDER)), line.public_id))


def _words(row: MeetingNeed) -> str:
    return opened(_place(row), row.words_sealed) if row.words_sealed else ""


def _place(row: MeetingNeed) -> str:
    return f"meeting_needs/{row.public_id}/words"
