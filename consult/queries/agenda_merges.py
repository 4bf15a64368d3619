"""Proposals that two items of an agenda become one, and how many words are still missing; never whose."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.forum_access import Acting
from consult.models.agendas import AgendaItem, ItemMerge, ItemMergeAnswer
from consult.queries.agendas import ItemView, views


@dataclass(frozen=True)
class MergeView:
    """A proposal that two items become one, and what this member still has to say: `is_asked`."""

    public_id: str
    state: str
    from_item: ItemView
    into_item: ItemView
    is_asked: bool
    waits_for: int


def merge(session: Session, forum_id: int, public_id: str) -> ItemMerge | None:
    """Return a proposed merge of two items of the forum."""
    return session.scalar(
        select(ItemMerge).join(AgendaItem, AgendaItem.id == ItemMerge.into_id)
        .where(AgendaItem.forum_id == forum_id, ItemMerge.public_id == public_id))


def answers_to(session: Session, merge_id: int) -> dict[int, bool]:
    """Return what proposers said to a merge, by member."""
    return dict(session.execute(select(ItemMergeAnswer.member_id, ItemMergeAnswer.agrees).where(
        ItemMergeAnswer.merge_id == merge_id)).all())


def merges(session: Session, acting: Acting, item_id: int | None = None) -> list[MergeView]:
    """Return the merges that still wait for an answer, of one item or of all in the forum."""
    wanted = select(ItemMerge).join(AgendaItem, AgendaItem.id == ItemMerge.into_id).where(
        AgendaItem.forum_id == acting.forum_id, ItemMerge.state == rules.ASKED).order_by(ItemMerge.id)
    if item_id is not None:
        wanted = wanted.where(or_(ItemMerge.from_id == item_id, ItemMerge.into_id == item_id))
    found = session.scalars(wanted).all()
    items = session.scalars(select(AgendaItem).where(
        AgendaItem.id.in_({one for row in found for one in (row.from_id, row.into_id)}))).all()
    by_id = {view.id: view for view in views(session, items)}
    said: dict[int, set[int]] = {}
    for merge_id, member_id in session.execute(select(ItemMergeAnswer.merge_id, ItemMergeAnswer.member_id).where(
            ItemMergeAnswer.merge_id.in_([row.id for row in found]))):
        said.setdefault(merge_id, set()).add(member_id)
    return [_merge_view(row, by_id, said.get(row.id, set()), acting) for row in found]


def _merge_view(row: ItemMerge, by_id: Mapping[int, ItemView], said: set[int], acting: Acting) -> MergeView:
    asked = {*by_id[row.from_id].proposers, *by_id[row.into_id].proposers}
    # Where the one who was waited for has left, any other can say yes again and settle it.
    left = asked - said or asked
    return MergeView(row.public_id, row.state, by_id[row.from_id], by_id[row.into_id], acting.member_id in left,
                     len(left))


def waiting(session: Session, acting: Acting) -> list[str]:
    """Return the merges (public ids) that wait for this member's word."""
    return [one.public_id for one in merges(session, acting) if one.is_asked]
