"""Two items of an agenda become one, only where everyone who proposed either agrees (practice.md, CP-05)."""

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.models.agendas import AgendaItem, ItemMerge, ItemMergeAnswer, ItemWish
from consult.queries import agenda_merges as stored
from consult.queries import agendas
from consult.services import forum_life
from consult.services.agendas import locked, require_free
from consult.services.transaction import writing


def ask(*, by: Acting, from_id: str, into_id: str) -> ItemMerge:
    """Propose that one item becomes part of another; whoever asks agrees for what they proposed themselves.

    Raises NotFound, Conflict("forum-not-open", "agenda-adopted", "agenda-with-group", "merge-asked"), Refused("items",
    …) as rules.can_merge. What was refused once is not asked again.
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        items = _pair(session, by, from_id, into_id)
        for item in items:
            require_free(session, item)
        asked = rules.can_merge(agendas.mergeable(session, items))
        ids = [item.id for item in items]
        if session.scalar(select(ItemMerge.id).where(
                ItemMerge.from_id.in_(ids), ItemMerge.into_id.in_(ids))) is not None:
            raise Conflict("merge-asked")
        merge = ItemMerge(from_id=items[0].id, into_id=items[1].id, asked_by_id=by.member_id)
        session.add(merge)
        session.flush()
        if by.member_id in asked:
            session.add(ItemMergeAnswer(merge_id=merge.id, member_id=by.member_id, agrees=True))
            session.flush()
            _settle(session, merge, items)
        return merge


def answer(*, by: Acting, merge_id: str, agrees: bool) -> ItemMerge:
    """Say yes or no to a merge of an item that one proposed; the last yes makes it, one no ends it.

    Raises NotFound for who proposed neither, Conflict("forum-not-open", "agenda-adopted", "agenda-with-group",
    "merge-over").
    """
    by.require(Right.PROPOSE)
    with writing() as session:
        forum_life.require_open(session, by)
        merge = stored.merge(session, by.forum_id, merge_id)
        if merge is None:
            raise NotFound()
        session.refresh(merge, with_for_update=True)
        if merge.state != rules.ASKED:
            raise Conflict("merge-over")
        items = [session.get_one(AgendaItem, one, with_for_update=True, populate_existing=True)
                 for one in (merge.from_id, merge.into_id)]
        if by.member_id not in {member for one in agendas.mergeable(session, items) for member in one.proposers}:
            raise NotFound()
        if agrees:
            for item in items:
                require_free(session, item)
        session.execute(delete(ItemMergeAnswer).where(
            ItemMergeAnswer.merge_id == merge.id, ItemMergeAnswer.member_id == by.member_id))
        session.add(ItemMergeAnswer(merge_id=merge.id, member_id=by.member_id, agrees=agrees))
        session.flush()
        _settle(session, merge, items)
        return merge


def _pair(session: Session, by: Acting, from_id: str, into_id: str) -> list[AgendaItem]:
    """Return both items, held in one order whichever way round they were named."""
    held = {one: locked(session, by, one) for one in sorted({from_id, into_id})}
    return [held[from_id], held[into_id]]


def _settle(session: Session, merge: ItemMerge, items: list[AgendaItem]) -> None:
    merge.state = rules.merge_state(agendas.mergeable(session, items), stored.answers_to(session, merge.id))
    if merge.state != rules.AGREED:
        return
    gone, into = items
    gone.state, gone.merged_into_id, gone.meeting_id = rules.MERGED, into.id, None
    session.execute(delete(ItemWish).where(ItemWish.item_id == gone.id))
    # What was part of the one that goes is part of the other now.
    session.execute(update(AgendaItem).where(AgendaItem.merged_into_id == gone.id).values(merged_into_id=into.id))
    session.execute(update(ItemMerge).where(
        ItemMerge.state == rules.ASKED, ItemMerge.id != merge.id,
        or_(ItemMerge.from_id == gone.id, ItemMerge.into_id == gone.id)).values(state=rules.REFUSED))
