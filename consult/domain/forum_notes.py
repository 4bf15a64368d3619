"""The three layers of a forum's notes and what leaves the group; not who wrote them, nor where they are kept."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from consult.domain import working_days
from consult.domain.errors import Refused
from consult.domain.texts import clean

# The group writes; the group agrees; the group lets it out (practice CP-23).
WORKING, AGREED = "working", "agreed"
# Whom a released note is for: everyone, or bodies that the group names.
PUBLIC, NAMED = "public", "named"
# What a line can be; an addition came after the group had agreed the notes.
SAID, DECISION, ACTION, ADDITION = "said", "decision", "action", "addition"
KINDS = (SAID, DECISION, ACTION, ADDITION)
# How many lines the notes of one meeting may have.
MOST_LINES = 300
MOST_TITLE, MOST_WORDS, MOST_EASY, MOST_BODIES = 200, 6000, 3000, 20


@dataclass(frozen=True)
class Line:
    """A line of notes: under which item (a title, empty for none), and whether its speaker asks to be named.

    `ref` is the line's own public id. `is_gone` says that the speaker took the words back. In released notes `is_gone`
    says that they were taken back afterwards: that something stood there is then said.
    """

    ref: str
    item: str
    words: str
    kind: str = SAID
    easy: str = ""
    language: str = "en"
    is_named: bool = False
    is_gone: bool = False


def check_title(words: str) -> str:
    """Return the title of a note or of an item as it is kept; raises Refused("title", …-missing or …-long)."""
    title = " ".join(clean(words).split())
    if not title:
        raise Refused("title", "note-title-missing")
    if len(title) > MOST_TITLE:
        raise Refused("title", "note-title-long", {"limit": MOST_TITLE})
    return title


def check_words(words: str) -> str:
    """Return a member's words as they are kept; raises Refused("words", "note-words-missing" or "note-words-long")."""
    kept = clean(words).strip()
    if not kept:
        raise Refused("words", "note-words-missing")
    if len(kept) > MOST_WORDS:
        raise Refused("words", "note-words-long", {"limit": MOST_WORDS})
    return kept


def check_easy(words: str) -> str:
    """Return words in Easy Read as they are kept, empty for none; raises Refused("easy", "note-words-long")."""
    kept = clean(words).strip()
    if len(kept) > MOST_EASY:
        raise Refused("easy", "note-words-long", {"limit": MOST_EASY})
    return kept


def check_kind(kind: str) -> str:
    """Return what a member says that a line is; raises Refused("kind", "note-kind")."""
    if kind not in KINDS:
        raise Refused("kind", "note-kind")
    return kind


def check_audience(audience: str, bodies: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return whom a note is for and the names of the bodies, none for everyone.

    Raises Refused("audience", "note-audience"), Refused("bodies", "note-bodies-missing" or "note-bodies-many").
    """
    if audience not in (PUBLIC, NAMED):
        raise Refused("audience", "note-audience")
    if audience == PUBLIC:
        return PUBLIC, ()
    named = tuple(dict.fromkeys(name for body in bodies if (name := " ".join(clean(body).split())[:MOST_TITLE])))
    if not named:
        raise Refused("bodies", "note-bodies-missing")
    if len(named) > MOST_BODIES:
        raise Refused("bodies", "note-bodies-many", {"limit": MOST_BODIES})
    return NAMED, named


def adding_ends(met_on: date, days: int) -> date:
    """Return the last day on which a member can add to the record: so many working days after the meeting (CP-13)."""
    return working_days.add(met_on, days)


def check_adding(layer: str, open_until: date | None, today: date) -> None:
    """Raise Refused("words", "note-adding-over") where words can be added no more.

    While the group works on notes, anyone adds. After it agreed them they still can, until the day that is set; what
    comes after a release goes out with the next.
    """
    if layer != WORKING and (open_until is None or today > open_until):
        raise Refused("words", "note-adding-over")


def released(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return what leaves the group: without a trace of what was taken back before (practice CP-23).

    No line says whose it is; one that asks for its speaker's name says that it does (practice CP-24).
    """
    return tuple(line for line in lines if not line.is_gone)


def redacted(lines: Iterable[Line], ref: str) -> tuple[Line, ...]:
    """Return released notes without the words of one line: that something stood there is said, and nothing of it."""
    return tuple(Line(line.ref, line.item, "", line.kind, is_gone=True) if line.ref == ref else line for line in lines)


def unnamed(lines: Iterable[Line], ref: str) -> tuple[Line, ...]:
    """Return released notes in which the speaker of one line is named no more."""
    return tuple(replace(line, is_named=False) if line.ref == ref else line for line in lines)


def by_item(lines: Iterable[Line]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return lines by item, in the order in which items came up."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.item, []).append(line)
    return tuple((item, tuple(said)) for item, said in found.items())


def to_plain(lines: Iterable[Line]) -> list[dict[str, object]]:
    """Return lines as plain values, to be kept as JSON."""
    return [asdict(line) for line in lines]


def from_plain(plain: Iterable[Mapping[str, Any]]) -> tuple[Line, ...]:
    """Return the lines that `to_plain` wrote."""
    return tuple(Line(**line) for line in plain)
