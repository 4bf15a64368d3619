"""People from outside at a meeting: announced beforehand by a member, and there only if the group says yes (CP-18)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import meetings as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.group_decisions import NOT_MADE
from consult.domain.meetings import GuestWords
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import AnnouncedGuest, Meeting
from consult.queries import meetings
from consult.services import forum_life, notices
from consult.services.meetings import day_of, locked, today
from consult.services.transaction import writing


def announce(*, by: Acting, meeting_id: str, given: GuestWords, item_id: str = "") -> AnnouncedGuest:
    """Announce somebody for a meeting, for one item or all of it, and return the announcement.

    Raises NotFound, Conflict("forum-not-open", "meeting-moved", "guest-late"), Refused as domain.meetings.check_guest,
    ("item", "option-unknown").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, meeting_id)
        rules.check_coming(meeting.state)
        given = rules.check_guest(given, meeting_on=day_of(meeting), today=today())
        items = {item.public_id: item.id for item in meetings.items_on(session, meeting)}
        if item_id and item_id not in items:
            raise Refused("item", "option-unknown")
        guest = AnnouncedGuest(meeting_id=meeting.id, kind=given.kind, who=given.who, why=given.why,
                               item_id=items.get(item_id), announced_by_id=by.member_id)
        session.add(guest)
        session.flush()
        notices.tell(session, by.forum_id, but_id=by.member_id)
        return guest


def take_back(*, by: Acting, guest_id: str) -> None:
    """Say that somebody who was announced will not come; anyone who plans meetings can, with no question asked.

    Raises NotFound, Conflict("forum-not-open" or "meeting-moved").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        guest, meeting = _guest(session, by.forum_id, guest_id)
        rules.check_coming(meeting.state)
        guest.state = rules.REFUSED


def agreed(session: Session, decision: GroupDecision) -> None:
    """Let somebody come because the group said yes; not to a meeting that is over already."""
    guest, meeting = _guest(session, decision.forum_id, decision.subject_id)
    if guest.state == rules.ANNOUNCED and meeting.state in rules.COMING:
        guest.state, guest.decision_id = rules.AGREED, decision.id


def refused(session: Session, decision: GroupDecision) -> None:
    """Refuse somebody because the group did not say yes; it owes no reason. A question taken back refuses nobody."""
    guest, _meeting = _guest(session, decision.forum_id, decision.subject_id)
    if guest.state == rules.ANNOUNCED and decision.state == NOT_MADE:
        guest.state, guest.decision_id = rules.REFUSED, decision.id


def check_open(session: Session, by: Acting, guest_id: str) -> AnnouncedGuest:
    """Return an announcement on which the group can still decide; raises NotFound, Conflict("guest-answered")."""
    guest, meeting = _guest(session, by.forum_id, guest_id)
    rules.check_coming(meeting.state)
    if guest.state != rules.ANNOUNCED:
        raise Conflict("guest-answered")
    return guest


def _guest(session: Session, forum_id: int, public_id: str) -> tuple[AnnouncedGuest, Meeting]:
    found = session.execute(
        select(AnnouncedGuest, Meeting).join(Meeting, Meeting.id == AnnouncedGuest.meeting_id)
        .where(AnnouncedGuest.public_id == public_id, Meeting.forum_id == forum_id)
        .with_for_update(of=AnnouncedGuest).execution_options(populate_existing=True)).first()
    if found is None:
        raise NotFound()
    return found[0], found[1]
