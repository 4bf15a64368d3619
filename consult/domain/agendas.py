"""The rules of a forum's agenda: items, merging by their proposers, the group's order, what moves on; no storage."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean

TEXT, VOICE, BSL, PHONE, POST, SUPPORTER = "text", "voice", "bsl", "phone", "post", "supporter"
# How an item came to the group (practice.md, CP-05).
WAYS = (TEXT, VOICE, BSL, PHONE, POST, SUPPORTER)
RECORDED = (VOICE, BSL)
# Somebody else writes these down for the one whose item it is.
WRITTEN_DOWN = (PHONE, POST, SUPPORTER)

PROPOSED, LISTED, ADOPTED, DONE = "proposed", "listed", "adopted", "done"
MOVED_ON, WITHDRAWN, MERGED = "moved-on", "withdrawn", "merged"
STATES = (PROPOSED, LISTED, ADOPTED, DONE, MOVED_ON, WITHDRAWN, MERGED)
# Not yet on an adopted agenda: it can be merged, taken back, and put on an agenda.
OPEN = (PROPOSED, LISTED, MOVED_ON)

FIRST, SOON, LATER = "first", "soon", "later"
# How much one member wants an item, and what it adds to the item's points: a score that anyone can count again by hand.
WISHES = (FIRST, SOON, LATER)
POINTS = {FIRST: 2, SOON: 1, LATER: 0}

ASKED, AGREED, REFUSED = "asked", "agreed", "refused"
MERGE_STATES = (ASKED, AGREED, REFUSED)

TITLE_LENGTH = 200
NOTE_LENGTH = 4000
CODE_LENGTH = 120
MOST_ITEMS = 40


@dataclass(frozen=True)
class ItemWords:
    """An item in its proposer's words; the title may be empty where a recording says it all."""

    title: str
    note: str
    way: str


@dataclass(frozen=True)
class Placed:
    """An item in the group's order: `points` of all wishes; `is_tied` where the chair has yet to choose."""

    item_id: int
    points: int
    is_tied: bool


@dataclass(frozen=True)
class Mergeable:
    """What merging asks of an item: its state, and those of its proposers who are still in the group."""

    item_id: int
    state: str
    proposers: tuple[int, ...]


@dataclass(frozen=True)
class AgendaShare:
    """Of the items of adopted agendas: how many the members proposed, and how many bodies outside asked for."""

    members: int
    outside: int

    @property
    def percent(self) -> int | None:
        """Return the members' share in whole per cent, halves to even; None where there is no item."""
        return round(100 * self.members / (self.members + self.outside)) if self.members + self.outside else None


def check_item(title: str, note: str, way: str, *, has_recording: bool) -> ItemWords:
    """Return an item's words as they are kept.

    Raises Refused("way", "way-unknown"), Refused("recording", "recording-missing") where the way is one and there is
    none, Refused("title", "item-title-missing" or "forum-words-long"), Refused("words", "forum-words-long").
    """
    if way not in WAYS:
        raise Refused("way", "way-unknown")
    if way in RECORDED and not has_recording:
        raise Refused("recording", "recording-missing")
    title, note = " ".join(clean(title).split()), clean(note).strip()
    if not title and not has_recording:
        raise Refused("title", "item-title-missing")
    if len(title) > TITLE_LENGTH:
        raise Refused("title", "forum-words-long", {"most": TITLE_LENGTH})
    if len(note) > NOTE_LENGTH:
        raise Refused("words", "forum-words-long", {"most": NOTE_LENGTH})
    return ItemWords(title, note, way)


def check_code_name(words: str) -> str:
    """Return the name of a new code of the group; raises Refused("name", "name-missing" or "forum-words-long")."""
    name = " ".join(clean(words).split())
    if not name:
        raise Refused("name", "name-missing")
    if len(name) > CODE_LENGTH:
        raise Refused("name", "forum-words-long", {"most": CODE_LENGTH})
    return name


def can_merge(items: Sequence[Mergeable]) -> frozenset[int]:
    """Return whom a merge of the items has to ask: all of their proposers (member ids).

    Raises Refused("items", "merge-too-few") for fewer than two, "merge-not-open" where one does not wait any more,
    "merge-nobody-to-ask" where all who proposed one have left: nobody can agree in their place.
    """
    if len({item.item_id for item in items}) < 2:
        raise Refused("items", "merge-too-few")
    if any(item.state not in OPEN for item in items):
        raise Refused("items", "merge-not-open")
    if any(not item.proposers for item in items):
        raise Refused("items", "merge-nobody-to-ask")
    return frozenset(member for item in items for member in item.proposers)


def merge_state(items: Sequence[Mergeable], answers: Mapping[int, bool]) -> str:
    """Say how a merge stands by what the proposers answered (member id: yes or no).

    One `no` ends it, and so does an item that does not wait any more. Someone who leaves is not waited for; but an item
    whose proposers have all left cannot be merged, whatever they answered before.
    """
    if not all(answers.values()) or any(item.state not in OPEN or not item.proposers for item in items):
        return REFUSED
    asked = {member for item in items for member in item.proposers}
    return AGREED if asked <= answers.keys() else ASKED


def in_order(item_ids: Sequence[int], wishes: Iterable[tuple[int, str]],
             chairs_order: Mapping[int, int]) -> list[Placed]:
    """Return the items in the group's order: most points first; `wishes` are (item id, word).

    The chair's places (item id: number) count among items with the same points and nowhere else: "ties to the chair"
    (practice.md, CP-06). Without them such items stand as they were proposed (`item_ids`) and are marked as tied.
    """
    points = dict.fromkeys(item_ids, 0)
    for item_id, word in wishes:
        if item_id in points:
            points[item_id] += POINTS[word]
    asked_at = {item_id: number for number, item_id in enumerate(item_ids)}
    found: list[Placed] = []
    for score, equals in groupby(sorted(points, key=lambda one: -points[one]), key=points.__getitem__):
        group = list(equals)
        is_settled = len(group) == 1 or _is_whole([chairs_order.get(one) for one in group])
        group.sort(key=lambda one: (chairs_order.get(one, 0) if is_settled else 0, asked_at[one]))
        found += [Placed(one, score, not is_settled) for one in group]
    return found


def _is_whole(places: Collection[int | None]) -> bool:
    return None not in places and len(set(places)) == len(places)


def tied(order: Sequence[Placed]) -> list[tuple[int, ...]]:
    """Return the items among which the chair has yet to choose, each set by itself, in the group's order."""
    groups = groupby((one for one in order if one.is_tied), key=lambda one: one.points)
    return [tuple(one.item_id for one in group) for _points, group in groups]


def check_tie(tie: Collection[int], chosen: Sequence[int]) -> None:
    """Raise Refused("order", "tie-not-whole") unless the chair put each of the tied items once, and no other."""
    if not tie or len(chosen) != len(tie) or set(chosen) != set(tie):
        raise Refused("order", "tie-not-whole")


def can_put_forward(order: Sequence[Placed]) -> None:
    """Raise Refused where an agenda cannot be put to the group: "agenda-empty", "agenda-long" or "ties-open"."""
    if not order:
        raise Refused("agenda", "agenda-empty")
    if len(order) > MOST_ITEMS:
        raise Refused("agenda", "agenda-long", {"most": MOST_ITEMS})
    if any(one.is_tied for one in order):
        raise Refused("agenda", "ties-open")


def close(item_ids: Sequence[int], reached: Collection[int]) -> dict[int, str]:
    """Return the state of each item of an adopted agenda after its meeting; what was not reached moves on (CP-06).

    Raises Conflict("agenda-not-adopted") where no adopted item is left to close, Refused("reached", "item-unknown") for
    an item that was not on it.
    """
    if not item_ids:
        raise Conflict("agenda-not-adopted")
    if not set(reached) <= set(item_ids):
        raise Refused("reached", "item-unknown")
    return {item_id: DONE if item_id in reached else MOVED_ON for item_id in item_ids}


def share_of_members(came_from_outside: Iterable[bool]) -> AgendaShare:
    """Return the share of adopted agendas that members proposed (practice.md, CP-35), one value for each item."""
    found = list(came_from_outside)
    return AgendaShare(members=found.count(False), outside=found.count(True))
