"""Items of a forum's agenda and its order: proposed, wished for, put to the group, closed; by its members alone.

No officer's use case is here, and none could call one: each takes an `Acting`, which only a member session gives. What
follows from the group's decision is in services/agenda_effects.py.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.member_names import skeleton
from consult.domain.texts import clean
from consult.models.agendas import AgendaItem, ItemWish
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.members import Member
from consult.queries import agendas as stored
from consult.queries import group_decisions as decisions
from consult.services import forum_files, forum_life, group_decisions
from consult.services.clock import now
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


def propose(*, by: Acting, title: str, words: str = "", way: str = rules.TEXT, language: str = "en",
            recording: str = "", whose: str = "") -> AgendaItem:
    """Propose an item; `recording` is the public id of an own forum file, `whose` the name of who rang or wrote.

    A supporter proposes for the member beside whom they stand. Raises NotFound, Conflict("forum-not-open",
    "you-are-paused"), Refused as rules.check_item, Refused("whose", "item-name-unknown").
    """
    by.require(Right.PROPOSE)
    if by.beside_id is not None:
        way = rules.SUPPORTER if way not in rules.RECORDED else way
    elif way == rules.SUPPORTER:
        raise Refused("way", "way-unknown")
    with writing() as session:
        forum_life.require_open(session, by)
        require_unpaused(session, by)
        file = forum_files.own(session, by, recording) if recording else None
        found = rules.check_item(title, words, way, has_recording=file is not None and file.kind != "file")
        item = AgendaItem(
            forum_id=by.forum_id, title=found.title, words=found.note, way=found.way, language=language,
            file_id=file.id if file is not None else None,
            proposed_by_id=_whose(session, by, found.way, whose), written_by_id=by.member_id)
        session.add(item)
        session.flush()
        return item


def _whose(session: Session, by: Acting, way: str, name: str) -> int:
    """Return whose item it is: one's own, that of the member beside, or that of the member who rang or wrote."""
    if by.beside_id is not None:
        return by.beside_id
    name = clean(name).strip()
    if way not in rules.WRITTEN_DOWN or not name:
        return by.member_id
    found = session.scalar(select(Member.id).where(
        Member.forum_id == by.forum_id, Member.name_skeleton == skeleton(name), Member.left_on.is_(None),
        Member.standing == "member"))
    if found is None:
        raise Refused("whose", "item-name-unknown")
    return found


def withdraw(*, by: Acting, item_id: str) -> None:
    """Take one's own item back, with its words and recording.

    What the group has dealt with, or merged into another, stays without the words. Raises NotFound.
    """
    by.require(Right.PROPOSE)
    with writing() as session:
        item = locked(session, by, item_id)
        if not is_own(by, item):
            raise NotFound()
        empty(session, item)


def empty(session: Session, item: AgendaItem) -> None:
    """Take the words and the recording out of an item, and the item off the agenda where it waits or stands on one."""
    item.words = ""
    if item.file_id is not None:
        forum_files.delete(session, item.file_id)
        item.file_id = None
    if item.state in (*rules.OPEN, rules.ADOPTED):
        item.state, item.title, item.shown_to_guests = rules.WITHDRAWN, "", ""
        session.execute(delete(ItemWish).where(ItemWish.item_id == item.id))


def is_own(by: Acting, item: AgendaItem) -> bool:
    """Say whether somebody may take an item back: whose it is, who wrote it down, the supporter beside whose it is."""
    return by.member_id in (item.proposed_by_id, item.written_by_id) or (
        by.beside_id is not None and by.beside_id == item.proposed_by_id)


def put_on(*, by: Acting, item_id: str, meeting_id: str) -> None:
    """Put an item on the agenda of a meeting that is not adopted yet.

    Raises NotFound, Conflict("forum-not-open", "agenda-adopted", "agenda-with-group", "item-elsewhere").
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting, item = draft(session, by, meeting_id), locked(session, by, item_id)
        if session.scalar(select(AgendaItem.id).where(AgendaItem.id == item.id, stored.waits())) is None:
            raise Conflict("item-elsewhere")
        item.state, item.meeting_id, item.tie_place, item.position = rules.LISTED, meeting.id, None, 0


def take_off(*, by: Acting, item_id: str, meeting_id: str) -> None:
    """Leave an item out of a meeting's agenda: it waits among the others.

    Raises NotFound, Conflict("forum-not-open", "agenda-adopted", "agenda-with-group", "item-elsewhere").
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting, item = draft(session, by, meeting_id), locked(session, by, item_id)
        if item.id not in {one.id for one in stored.items_of(session, meeting)}:
            raise Conflict("item-elsewhere")
        item.state, item.meeting_id, item.tie_place, item.position = rules.PROPOSED, None, None, 0


def wish(*, by: Acting, meeting_id: str, wishes: Mapping[str, str]) -> None:
    """Say how soon one wants items (public ids) of an agenda; "" takes a wish back.

    Raises NotFound, Conflict as `put_on`, Refused("wishes", "wish-unknown").
    """
    by.require(Right.ORDER_AGENDA)
    if any(word and word not in rules.WISHES for word in wishes.values()):
        raise Refused("wishes", "wish-unknown")
    with writing() as session:
        forum_life.require_open(session, by)
        items = {one.public_id: one for one in stored.items_of(session, draft(session, by, meeting_id))}
        for public_id in wishes.keys() & items.keys():
            key = (items[public_id].id, by.member_id)
            session.execute(delete(ItemWish).where(ItemWish.item_id == key[0], ItemWish.member_id == key[1]))
            if wishes[public_id]:
                session.add(ItemWish(item_id=key[0], member_id=key[1], wish=wishes[public_id]))


def settle_tie(*, by: Acting, meeting_id: str, order: Sequence[str]) -> None:
    """Put items with the same points (public ids) in an order; for chairs, and for nothing but such items (CP-06).

    Raises NotFound for everyone else, Conflict as `put_on`, Refused("order", "tie-not-whole").
    """
    by.require(Right.ORDER_AGENDA)
    if not by.is_chair:
        raise NotFound()
    with writing() as session:
        forum_life.require_open(session, by)
        items = stored.items_of(session, draft(session, by, meeting_id))
        ids = {one.public_id: one for one in items}
        ties = [{one.public_id for one in items if one.id in tie}
                for tie in rules.tied(stored.order_of(session, items))]
        rules.check_tie(next((tie for tie in ties if tie & set(order)), set()), order)
        for place, public_id in enumerate(order, 1):
            ids[public_id].tie_place = place


def put_to_group(*, by: Acting, meeting_id: str, question: str) -> GroupDecision:
    """Ask the group to adopt the agenda of a meeting in the order that its wishes make; return the open decision.

    What moved on from an earlier meeting is on it. Raises NotFound, Conflict as `put_on`, Refused("agenda", …) as
    rules.can_put_forward, and what group_decisions.open_about raises.
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = draft(session, by, meeting_id)
        items = {one.id: one for one in stored.items_of(session, meeting)}
        order = stored.order_of(session, list(items.values()))
        rules.can_put_forward(order)
        for place, placed in enumerate(order, 1):
            item = items[placed.item_id]
            item.state, item.meeting_id, item.position = rules.LISTED, meeting.id, place
        return group_decisions.open_about(by=by, kind="agenda", subject_id=meeting.public_id, question=question,
                                          meeting_public_id=meeting.public_id)


def close(*, by: Acting, meeting_id: str, reached: Collection[str]) -> None:
    """Say which items (public ids) a meeting reached; the others move on to the next one and are shown as such.

    Raises NotFound, Conflict("forum-not-open", "meeting-not-begun", "agenda-not-adopted"), Refused("reached",
    "item-unknown").
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = _meeting(session, by, meeting_id)
        if meeting.starts_at > now(session):
            raise Conflict("meeting-not-begun")
        items = {one.public_id: one for one in session.scalars(select(AgendaItem).where(
            AgendaItem.meeting_id == meeting.id, AgendaItem.state == rules.ADOPTED).with_for_update())}
        if not set(reached) <= items.keys():
            raise Refused("reached", "item-unknown")
        came = rules.close([one.id for one in items.values()], {items[one].id for one in reached})
        for item in items.values():
            item.state = came[item.id]
            if item.state == rules.MOVED_ON:
                item.moved_from_id, item.moved_on = meeting.id, item.moved_on + 1
                item.meeting_id, item.tie_place, item.position = None, None, 0


def show_to_guests(*, by: Acting, item_id: str, words: str) -> None:
    """Write what guests and officers may see of an item; nothing by default, and fixed with the adopted agenda (CP-18).

    Raises NotFound, Conflict("forum-not-open", "agenda-adopted", "agenda-with-group"), Refused("words",
    "forum-words-long").
    """
    by.require(Right.ORDER_AGENDA)
    words = clean(words).strip()
    if len(words) > rules.NOTE_LENGTH:
        raise Refused("words", "forum-words-long", {"most": rules.NOTE_LENGTH})
    with writing() as session:
        forum_life.require_open(session, by)
        item = locked(session, by, item_id)
        require_free(session, item)
        item.shown_to_guests = words


def locked(session: Session, by: Acting, item_id: str) -> AgendaItem:
    """Return an item of the forum of whoever acts, held until the end of the transaction; raises NotFound."""
    item = session.scalar(
        select(AgendaItem).where(AgendaItem.forum_id == by.forum_id, AgendaItem.public_id == item_id,
                                 AgendaItem.state != rules.WITHDRAWN)
        .with_for_update().execution_options(populate_existing=True))
    if item is None:
        raise NotFound()
    return item


def require_free(session: Session, item: AgendaItem) -> None:
    """Raise Conflict("agenda-adopted" or "agenda-with-group") where the group has decided on an item, or does now."""
    if item.state not in rules.OPEN:
        raise Conflict("agenda-adopted")
    meeting = session.get(Meeting, item.meeting_id) if item.meeting_id is not None else None
    if meeting is not None:
        _require_draft(session, meeting)


def draft(session: Session, by: Acting, meeting_id: str) -> Meeting:
    """Return a meeting whose agenda can still change, held; raises NotFound, Conflict as `require_free`."""
    meeting = _meeting(session, by, meeting_id)
    _require_draft(session, meeting)
    return meeting


def _meeting(session: Session, by: Acting, meeting_id: str) -> Meeting:
    meeting = session.scalar(
        select(Meeting).where(Meeting.forum_id == by.forum_id, Meeting.public_id == meeting_id,
                              Meeting.state != "cancelled")
        .with_for_update().execution_options(populate_existing=True))
    if meeting is None:
        raise NotFound()
    return meeting


def _require_draft(session: Session, meeting: Meeting) -> None:
    if meeting.agenda_adopted_at is not None:
        raise Conflict("agenda-adopted")
    if decisions.open_about(session, meeting.forum_id, "agenda", meeting.public_id) is not None:
        raise Conflict("agenda-with-group")
