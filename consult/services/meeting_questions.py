"""What about a meeting is the group's to decide, put to it: a guest, captions that are kept, late papers."""

from datetime import date

from consult.domain import meetings as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.models.group_decisions import GroupDecision
from consult.queries import papers
from consult.services import announced_guests, group_decisions, meetings
from consult.services.meetings import locked, today
from consult.services.transaction import writing


def about_guest(*, by: Acting, guest_id: str, question: str) -> GroupDecision:
    """Ask the group whether somebody from outside may come; until it says yes they do not.

    Raises NotFound, Conflict("guest-answered", "meeting-moved") and as group_decisions.open_about.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        guest = announced_guests.check_open(session, by, guest_id)
        return group_decisions.open_about(by=by, kind="guest", subject_id=guest.public_id, question=question)


def about_captions(*, by: Acting, meeting_id: str, delete_on: date | None, question: str) -> GroupDecision:
    """Set the day of deletion and ask the group whether captions of a meeting may be kept until then (CP-14).

    Raises as meetings.set_captions_end, Conflict("captions-agreed") and as group_decisions.open_about.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        if locked(session, by, meeting_id).captions_kept:
            raise Conflict("captions-agreed")
        meetings.set_captions_end(by=by, public_id=meeting_id, delete_on=delete_on)
        return group_decisions.open_about(by=by, kind="captions", subject_id=meeting_id, question=question)


def about_late_papers(*, by: Acting, meeting_id: str, item_id: str, question: str) -> GroupDecision:
    """Ask the group whether what has late papers is put off: the item they are about, or ("") the meeting (CP-11).

    Raises NotFound, Conflict("papers-in-time", "meeting-moved") and as group_decisions.open_about.
    """
    by.require(Right.DECIDE)
    with writing() as session:
        meeting = locked(session, by, meeting_id)
        rules.check_coming(meeting.state)
        late = [line for line in papers.of_meeting(session, meeting, today()) if line.is_late]
        if not late:
            raise Conflict("papers-in-time")
        if item_id and item_id not in {line.item_public_id for line in late}:
            raise NotFound()
        return group_decisions.open_about(by=by, kind="postpone", subject_id=item_id or meeting_id, question=question)
