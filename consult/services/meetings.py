"""Meetings of a forum: planned, changed, confirmed, begun with the rule, held, put off or called off."""

from datetime import date, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.domain import access_profiles, agendas, working_days
from consult.domain import meetings as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.meetings import Plan
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Card, Meeting
from consult.services import forum_life, notices
from consult.services.transaction import writing


def plan(*, by: Acting, given: Plan) -> Meeting:
    """Plan a meeting and return it; raises NotFound, Conflict("forum-not-open"), Refused as domain.meetings.checked."""
    by.require(Right.PLAN_MEETINGS)
    given = rules.checked(given, utc_now())
    with writing() as session:
        forum = forum_life.require_open(session, by)
        meeting = Meeting(forum_id=by.forum_id, planned_by_id=by.member_id, state=rules.PLANNED)
        _write(meeting, given, forum)
        session.add(meeting)
        session.flush()
        notices.tell(session, by.forum_id, but_id=by.member_id)
        return meeting


def change(*, by: Acting, public_id: str, given: Plan) -> None:
    """Change a meeting that is still to come, or give one that was put off its new day.

    Where its time changes, what was booked for the old one is asked for again, and the meeting has to be confirmed
    again. Raises NotFound, Conflict("forum-not-open" or "meeting-moved"), Refused.
    """
    by.require(Right.PLAN_MEETINGS)
    given = rules.checked(given, utc_now())
    with writing() as session:
        forum = forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        if meeting.state != rules.POSTPONED:
            rules.check_coming(meeting.state)
        before = (meeting.starts_at, meeting.ends_at)
        _write(meeting, given, forum)
        if before != (meeting.starts_at, meeting.ends_at) or meeting.state == rules.POSTPONED:
            meeting.state, meeting.state_reason, meeting.rule_read_at = rules.PLANNED, "", None
            _ask_again(session, meeting, given.minutes)
            notices.tell(session, by.forum_id, but_id=by.member_id)


def confirm(*, by: Acting, public_id: str) -> None:
    """Confirm a meeting; every need has a state before (CP-10).

    Raises NotFound, Conflict("forum-not-open", "meeting-moved", "needs-open").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        rules.check_move(meeting.state, rules.CONFIRMED)
        needs = session.execute(select(MeetingNeed.state, MeetingNeed.told_at).where(
            MeetingNeed.meeting_id == meeting.id)).all()
        access_profiles.check_all_settled([(state, told_at is not None) for state, told_at in needs])
        meeting.state = rules.CONFIRMED


def put_off(*, by: Acting, public_id: str, to: str, reason: str) -> None:
    """Put a meeting off or call it off (`to`: postponed or cancelled) with a reason; the chairs' to do.

    Raises NotFound, Conflict("forum-not-open" or "meeting-moved"), Refused("reason" | "state", …).
    """
    by.require(Right.PLAN_MEETINGS)
    if not by.is_chair:
        raise NotFound()
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        if to not in (rules.POSTPONED, rules.CANCELLED):
            raise NotFound()
        meeting.state_reason = rules.check_move(meeting.state, to, reason)
        meeting.state = to
        notices.tell(session, by.forum_id, but_id=by.member_id)


def read_rule(*, by: Acting, public_id: str) -> None:
    """Say that the rule on what is passed on was read out: with that a meeting begins (CP-22).

    Raises NotFound, Conflict("forum-not-open", "meeting-not-confirmed", "meeting-not-today").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        rules.check_begin(state=meeting.state, meeting_on=day_of(meeting), today=today())
        meeting.rule_read_at = meeting.rule_read_at or utc_now()


def hold(*, by: Acting, public_id: str) -> None:
    """Say that a meeting was held; its cards are gone with that.

    Raises NotFound, Conflict("forum-not-open", "meeting-moved", "rule-not-read", "meeting-not-over").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        rules.check_move(meeting.state, rules.HELD)
        rules.check_held(is_rule_read=meeting.rule_read_at is not None, ends_at=meeting.ends_at, now=utc_now())
        meeting.state = rules.HELD
        session.execute(delete(Card).where(Card.meeting_id == meeting.id))


def set_captions_end(*, by: Acting, public_id: str, delete_on: date | None) -> None:
    """Set the day on which captions would be deleted; only then can the group be asked whether to keep any (CP-14).

    Once they are kept the day can only come nearer. Raises NotFound, Conflict("forum-not-open", "meeting-moved",
    "captions-end-later"), Refused("delete_on", …).
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        rules.check_coming(meeting.state)
        day = rules.check_captions_end(delete_on, meeting_on=day_of(meeting))
        if meeting.captions_kept and meeting.captions_delete_on is not None and day > meeting.captions_delete_on:
            raise Conflict("captions-end-later")
        meeting.captions_delete_on = day


def keep_captions(*, by: Acting, public_id: str, words: str) -> None:
    """Keep what was captioned at a meeting, until the day that was set; in place of what was kept before.

    Raises NotFound, Conflict("forum-not-open", "captions-not-agreed"), Refused("captions", …).
    """
    by.require(Right.WRITE_NOTES)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, public_id)
        meeting.captions = rules.check_captions(words, is_kept=meeting.captions_kept)


def forget_captions() -> int:
    """Delete captions whose day has come and return of how many meetings that was; for the worker."""
    with writing() as session:
        gone = update(Meeting).where(Meeting.captions_kept, Meeting.captions_delete_on <= today())
        return int(session.execute(gone.values(captions="", captions_kept=False)).rowcount)  # type: ignore[attr-defined]


def captions_decided(session: Session, decision: GroupDecision) -> None:
    """Keep captions of a meeting because the group decided so and the day of their deletion is set."""
    meeting = _decided(session, decision)
    if meeting is not None and meeting.captions_delete_on is not None and meeting.captions_delete_on > today():
        meeting.captions_kept, meeting.captions_agreed_id = True, decision.id


def postponed_decided(session: Session, decision: GroupDecision) -> None:
    """Put off a meeting because the group decided so, or one item of it: that then moves on to another meeting."""
    meeting = _decided(session, decision)
    if meeting is not None:
        if rules.POSTPONED in rules.MOVES[meeting.state]:
            meeting.state, meeting.state_reason = rules.POSTPONED, decision.question
        return
    item = session.scalar(select(AgendaItem).where(
        AgendaItem.public_id == decision.subject_id, AgendaItem.forum_id == decision.forum_id).with_for_update())
    if item is None:
        raise NotFound()
    if item.state in (agendas.LISTED, agendas.ADOPTED):
        # What is only listed would come straight back to the same agenda if it moved on by itself.
        item.state = agendas.MOVED_ON if item.state == agendas.ADOPTED else agendas.PROPOSED
        item.moved_from_id, item.moved_on = item.meeting_id, item.moved_on + 1
        item.meeting_id, item.tie_place, item.position = None, None, 0


def locked(session: Session, by: Acting, public_id: str) -> Meeting:
    """Return a meeting of the forum of whoever acts, held until the end of the transaction; raises NotFound."""
    meeting = session.scalar(
        select(Meeting).where(Meeting.public_id == public_id, Meeting.forum_id == by.forum_id).with_for_update()
        .execution_options(populate_existing=True))
    if meeting is None:
        raise NotFound()
    return meeting


def today() -> date:
    """Return the day in London."""
    return working_days.london_day(utc_now())


def day_of(meeting: Meeting) -> date:
    """Return the day in London on which a meeting begins."""
    return working_days.london_day(meeting.starts_at)


def _decided(session: Session, decision: GroupDecision) -> Meeting | None:
    return session.scalar(select(Meeting).where(
        Meeting.public_id == decision.subject_id, Meeting.forum_id == decision.forum_id).with_for_update())


def _write(meeting: Meeting, given: Plan, forum: Forum) -> None:
    meeting.title, meeting.where, meeting.quiet_space = given.title, given.where, given.quiet_space
    meeting.starts_at, meeting.ends_at = given.starts_at, given.starts_at + timedelta(minutes=given.minutes)
    meeting.break_every = given.break_every
    for way in rules.WAYS:
        setattr(meeting, way, way in given.ways)
    meeting.papers_due_on = rules.papers_due(working_days.london_day(given.starts_at), forum.papers_days)


def _ask_again(session: Session, meeting: Meeting, minutes: int) -> None:
    for need in session.scalars(select(MeetingNeed).where(
            MeetingNeed.meeting_id == meeting.id, MeetingNeed.state != access_profiles.WITHDRAWN).with_for_update()):
        need.how_many = access_profiles.people_needed(need.need, minutes)
        need.state, need.offer, need.reason, need.booked, need.told_at = access_profiles.ASKED, "", "", "", None
