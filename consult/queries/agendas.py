"""A forum's agenda as its members see it: items that wait, the agenda of a meeting in the group's order.

Wishes are counted, never shown with who wished; of all this only `raised_themes` is read outside the group.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.agendas import AgendaShare, Mergeable, Placed
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.models.agendas import AgendaItem, ForumTheme, ItemWish, OutsideRequest
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.meetings import Meeting
from consult.models.members import Member
from consult.queries import forum_files
from consult.queries.forum_files import Listed

COMING = ("planned", "confirmed", "postponed")
# What was dealt with is shown this many at a time.
PAGE = 50


@dataclass(frozen=True)
class ItemView:
    """An item as a page shows it: `proposers` and `written_by` are row ids of members, to be named by the page.

    `request_from` names the body outside that asked for it; `moved_from` is the day of the meeting that did not reach
    it.
    """

    id: int
    public_id: str
    title: str
    words: str
    language: str
    way: str
    state: str
    proposers: tuple[int, ...]
    written_by: int
    file: Listed | None
    request_from: str
    moved_on: int
    moved_from: date | None
    minutes: int
    shown_to_guests: str
    merged_into: str = ""
    meeting: str = ""


@dataclass(frozen=True)
class Line:
    """An item on the agenda of a meeting: its place from 1, the points of all wishes, and this member's own wish."""

    item: ItemView
    place: int
    points: int
    is_tied: bool
    own_wish: str = ""


@dataclass(frozen=True)
class Sheet:
    """The agenda of one meeting. `ties` are the items (public ids) among which the chair has yet to choose."""

    public_id: str
    title: str
    starts_at: datetime
    state: str
    is_adopted: bool
    lines: tuple[Line, ...]
    ties: tuple[tuple[str, ...], ...]
    moved_on: tuple[ItemView, ...]


def item(session: Session, forum_id: int, public_id: str) -> AgendaItem | None:
    """Return an item of the forum, in any state; None where it is not there or was taken back."""
    return session.scalar(select(AgendaItem).where(
        AgendaItem.forum_id == forum_id, AgendaItem.public_id == public_id, AgendaItem.state != rules.WITHDRAWN))


def waits() -> ColumnElement[bool]:
    """Return the condition that an item is on no agenda now, or on that of a meeting that was called off."""
    return or_(AgendaItem.state == rules.PROPOSED, moves_on())


def moves_on() -> ColumnElement[bool]:
    """Return the condition that an item goes to the next meeting: not reached, or its meeting was called off."""
    called_off = select(Meeting.id).where(Meeting.state == "cancelled")
    return or_(AgendaItem.state == rules.MOVED_ON, and_(
        AgendaItem.state.in_((rules.LISTED, rules.ADOPTED)), AgendaItem.meeting_id.in_(called_off)))


def waiting_items(session: Session, forum_id: int) -> list[ItemView]:
    """Return the items that wait for an agenda, as they were proposed."""
    return views(session, session.scalars(
        select(AgendaItem).where(AgendaItem.forum_id == forum_id, waits()).order_by(AgendaItem.id)).all())


def done_items(session: Session, forum_id: int) -> list[ItemView]:
    """Return what was talked about last, the newest first."""
    return views(session, session.scalars(
        select(AgendaItem).where(AgendaItem.forum_id == forum_id, AgendaItem.state == rules.DONE)
        .order_by(AgendaItem.id.desc()).limit(PAGE)).all())


def meetings(session: Session, forum_id: int) -> Sequence[Meeting]:
    """Return meetings that are still to come and those whose agenda has still to be closed, the first one first."""
    unfinished = select(AgendaItem.meeting_id).where(
        AgendaItem.forum_id == forum_id, AgendaItem.state == rules.ADOPTED, AgendaItem.meeting_id.is_not(None))
    return session.scalars(
        select(Meeting).where(
            Meeting.forum_id == forum_id, Meeting.state != "cancelled",
            or_(Meeting.id.in_(unfinished), and_(Meeting.state.in_(COMING), Meeting.ends_at > utc_now())))
        .order_by(Meeting.starts_at, Meeting.id)).all()


def meeting(session: Session, forum_id: int, public_id: str) -> Meeting | None:
    """Return a meeting of the forum."""
    return session.scalar(select(Meeting).where(Meeting.forum_id == forum_id, Meeting.public_id == public_id))


def next_open(session: Session, forum_id: int) -> Meeting | None:
    """Return the next meeting whose agenda is not adopted: what was not reached moves there by default (CP-06)."""
    return session.scalar(
        select(Meeting).where(Meeting.forum_id == forum_id, Meeting.state.in_(COMING),
                              Meeting.agenda_adopted_at.is_(None), Meeting.ends_at > utc_now())
        .order_by(Meeting.starts_at, Meeting.id).limit(1))


def items_of(session: Session, found: Meeting) -> Sequence[AgendaItem]:
    """Return the items on a meeting's agenda as they were proposed; what moved on is on the next open one."""
    on_it = and_(AgendaItem.meeting_id == found.id,
                 AgendaItem.state.in_((rules.LISTED, rules.ADOPTED, rules.DONE)))
    following = next_open(session, found.forum_id)
    if following is not None and following.id == found.id:
        on_it = or_(on_it, moves_on())
    return session.scalars(
        select(AgendaItem).where(AgendaItem.forum_id == found.forum_id, on_it).order_by(AgendaItem.id)).all()


def order_of(session: Session, items: Sequence[AgendaItem]) -> list[Placed]:
    """Return the items in the group's order by their wishes and the chair's choice among equals."""
    ids = [one.id for one in items]
    wishes = session.execute(select(ItemWish.item_id, ItemWish.wish).where(ItemWish.item_id.in_(ids))).all()
    return rules.in_order(ids, wishes, {one.id: one.tie_place for one in items if one.tie_place is not None})


def sheet(session: Session, acting: Acting, public_id: str) -> Sheet | None:
    """Return the agenda of a meeting of the forum for somebody in it; None where there is no such meeting."""
    found = meeting(session, acting.forum_id, public_id)
    if found is None:
        return None
    items = items_of(session, found)
    is_adopted = found.agenda_adopted_at is not None
    placed = [Placed(one.id, 0, False) for one in sorted(items, key=lambda one: (one.position, one.id))
              ] if is_adopted else order_of(session, items)
    by_id = {view.id: view for view in views(session, items)}
    own = dict(session.execute(select(ItemWish.item_id, ItemWish.wish).where(
        ItemWish.member_id == acting.member_id, ItemWish.item_id.in_(by_id))).all())
    lines = tuple(Line(by_id[one.item_id], place, one.points, one.is_tied, own.get(one.item_id, ""))
                  for place, one in enumerate(placed, 1))
    missed = session.scalars(select(AgendaItem).where(
        AgendaItem.forum_id == acting.forum_id, AgendaItem.moved_from_id == found.id,
        AgendaItem.state != rules.WITHDRAWN).order_by(AgendaItem.position, AgendaItem.id)).all()
    return Sheet(found.public_id, found.title, found.starts_at, found.state, is_adopted, lines,
                 tuple(tuple(by_id[one].public_id for one in tie) for tie in rules.tied(placed)),
                 tuple(views(session, missed)))


def views(session: Session, items: Sequence[AgendaItem]) -> list[ItemView]:
    """Return items as pages show them, in the order given; a few statements however many there are."""
    who = proposers(session, [one.id for one in items])
    files = forum_files.listed(session, [one.file_id for one in items])
    asked = _bodies(session, [one.request_id for one in items])
    held = _days(session, [one.moved_from_id for one in items])
    at = dict(session.execute(select(Meeting.id, Meeting.public_id).where(
        Meeting.id.in_({one.meeting_id for one in items if one.meeting_id is not None}))).all())
    into = dict(session.execute(select(AgendaItem.id, AgendaItem.public_id).where(
        AgendaItem.id.in_({one.merged_into_id for one in items if one.merged_into_id is not None}))).all())
    return [ItemView(
        one.id, one.public_id, one.title, one.words, one.language, one.way, one.state, who[one.id], one.written_by_id,
        files.get(one.file_id or 0), asked.get(one.request_id or 0, ""), one.moved_on,
        held.get(one.moved_from_id or 0), one.minutes, one.shown_to_guests, into.get(one.merged_into_id or 0, ""),
        at.get(one.meeting_id or 0, "")) for one in items]


def proposers(session: Session, item_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """Return who proposed each item and is still in the group (row ids), with those of what was merged into it."""
    wanted = list(item_ids)
    rows = session.execute(
        select(AgendaItem.id, AgendaItem.merged_into_id, AgendaItem.proposed_by_id, Member.left_on)
        .join(Member, Member.id == AgendaItem.proposed_by_id)
        .where(or_(AgendaItem.id.in_(wanted), AgendaItem.merged_into_id.in_(wanted)))).all()
    found: dict[int, list[int]] = {one: [] for one in wanted}
    for item_id, into_id, member_id, left_on in sorted(rows, key=lambda row: row[0]):
        for home in (item_id, into_id):
            if home in found and left_on is None and member_id not in found[home]:
                found[home].append(member_id)
    return {home: tuple(members) for home, members in found.items()}


def mergeable(session: Session, items: Sequence[AgendaItem]) -> list[Mergeable]:
    """Return what merging asks of items."""
    who = proposers(session, [one.id for one in items])
    return [Mergeable(one.id, one.state, who[one.id]) for one in items]


def share(session: Session, forum_id: int) -> AgendaShare:
    """Return the share of adopted agendas that members proposed (practice.md, CP-35)."""
    return rules.share_of_members(
        request_id is not None for request_id in session.scalars(select(AgendaItem.request_id).where(
            AgendaItem.forum_id == forum_id,
            or_(AgendaItem.state.in_((rules.ADOPTED, rules.DONE)), AgendaItem.moved_from_id.is_not(None)))))


def raised_themes(session: Session, consultation_id: int) -> frozenset[str]:
    """Return the themes (public ids) of a code frame that forums raised; by which forum is not told (CP-08)."""
    return frozenset(session.scalars(
        select(Theme.public_id).join(ForumTheme, ForumTheme.theme_id == Theme.id)
        .where(ForumTheme.consultation_id == consultation_id)))


def _bodies(session: Session, ids: Iterable[int | None]) -> dict[int, str]:
    wanted = {one for one in ids if one is not None}
    return dict(session.execute(select(OutsideRequest.id, OutsideRequest.body).where(
        OutsideRequest.id.in_(wanted))).all()) if wanted else {}


def _days(session: Session, ids: Iterable[int | None]) -> dict[int, date]:
    wanted = {one for one in ids if one is not None}
    return {row_id: london_day(starts_at) for row_id, starts_at in session.execute(
        select(Meeting.id, Meeting.starts_at).where(Meeting.id.in_(wanted)))} if wanted else {}
