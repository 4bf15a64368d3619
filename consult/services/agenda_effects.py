"""What follows from a group's decisions on its agenda, its codes and the tray; for services/forum_effects.py alone.

Nothing here asks who acts: the group did, and the decision that is handed in is made.
"""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.codebooks import name_key
from consult.domain.errors import NotFound
from consult.domain.outside_requests import CHANGED, DECLINED, WAITING
from consult.models.agendas import AgendaItem, ForumTheme, ItemWish, OutsideRequest
from consult.models.codebooks import Theme
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.services import codebooks
from consult.services.theme_log import keep, locked


def agenda_adopted(session: Session, decision: GroupDecision) -> None:
    """Fix the agenda of a meeting as it was put to the group; who wished for what is forgotten.

    Raises NotFound where the meeting is gone.
    """
    meeting = session.scalar(select(Meeting).where(
        Meeting.forum_id == decision.forum_id, Meeting.public_id == decision.subject_id)
        .with_for_update().execution_options(populate_existing=True))
    if meeting is None:
        raise NotFound()
    listed = session.scalars(select(AgendaItem).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.state == rules.LISTED).with_for_update()).all()
    for item in listed:
        item.state = rules.ADOPTED
    session.execute(delete(ItemWish).where(ItemWish.item_id.in_([item.id for item in listed])))
    meeting.agenda_adopted_at, meeting.agenda_adopted_id = decision.ended_at, decision.id


def code_raised(session: Session, decision: GroupDecision) -> None:
    """Put a code that the group raised into the code frame, or mark the one of that name as raised by it too."""
    row = _code(session, decision)
    if row is None:
        raise NotFound()
    locked(session, row.consultation_id)
    theme = session.scalar(select(Theme).where(
        Theme.consultation_id == row.consultation_id, Theme.name_key == name_key(row.name), Theme.state == "active"))
    if theme is None:
        theme = codebooks.new_theme(session, row.consultation_id, row.name, parent=None, by_id=None)
        theme.definition = row.definition
        keep(session, theme, "made", None)
    row.theme_id = theme.id


def code_dropped(session: Session, decision: GroupDecision) -> None:
    """Forget a code that the group did not want."""
    row = _code(session, decision)
    if row is not None and row.theme_id is None:
        session.delete(row)


def request_answered(session: Session, decision: GroupDecision) -> None:
    """Give an outside request the answer that was put to the group; taken or changed it becomes an item, marked as one.

    One that was withdrawn meanwhile stays so. Raises NotFound.
    """
    request = _request(session, decision)
    if request.state != WAITING:
        return
    request.state = request.offered
    request.answered_at, request.answered_by_id = decision.ended_at, decision.opened_by_id
    if request.state == DECLINED:
        return
    is_changed = request.state == CHANGED
    session.add(AgendaItem(
        forum_id=request.forum_id, request_id=request.id,
        title=request.offered_title if is_changed else request.title,
        words=request.offered_words if is_changed else request.words,
        proposed_by_id=decision.opened_by_id, written_by_id=decision.opened_by_id))


def request_kept(session: Session, decision: GroupDecision) -> None:
    """Let a request wait on where the group did not agree on an answer; the answer that was offered is forgotten."""
    request = _request(session, decision)
    if request.state == WAITING:
        request.offered = request.offered_title = request.offered_words = request.answer = ""


def _code(session: Session, decision: GroupDecision) -> ForumTheme | None:
    return session.scalar(
        select(ForumTheme).join(AgendaItem, AgendaItem.id == ForumTheme.item_id)
        .where(AgendaItem.forum_id == decision.forum_id, ForumTheme.public_id == decision.subject_id))


def _request(session: Session, decision: GroupDecision) -> OutsideRequest:
    request = session.scalar(select(OutsideRequest).where(
        OutsideRequest.forum_id == decision.forum_id, OutsideRequest.public_id == decision.subject_id)
        .with_for_update().execution_options(populate_existing=True))
    if request is None:
        raise NotFound()
    return request
