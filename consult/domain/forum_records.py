"""What a group takes with it: its whole record as plain values, by item and never by person."""

from collections.abc import Mapping
from dataclasses import dataclass, field

# The parts of a record, in the order in which they are read.
SECTIONS = ("charter", "meetings", "agendas", "notes", "decisions", "asks", "activities", "reviews", "talk")


@dataclass(frozen=True)
class Fact:
    """One thing about an entry: `label` is a code; `value` is a day (ISO), a number, a name or a code."""

    label: str
    value: str


@dataclass(frozen=True)
class Entry:
    """One thing on record: a version of the charter, a note, a decision, an ask with its replies.

    `texts` are paragraphs that people wrote; `parts` are entries inside it, one level deep. `files` are names of files
    of the record.
    """

    title: str
    facts: tuple[Fact, ...] = ()
    texts: tuple[str, ...] = ()
    parts: tuple["Entry", ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A part of the record; `key` is one of SECTIONS."""

    key: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Record:
    """The whole: whose it is, on which day (ISO) it was taken, who holds the copyright, and what others may do with it.

    `files` are films and sound by name.
    """

    name: str
    made_on: str
    copyright: str
    licence: str
    sections: tuple[Section, ...]
    files: Mapping[str, bytes] = field(default_factory=dict)


def to_plain(record: Record) -> dict[str, object]:
    """Return the record as plain values for JSON; files by name only."""
    return {
        "name": record.name, "made_on": record.made_on, "copyright": record.copyright, "licence": record.licence,
        "sections": [{"key": section.key, "entries": [_entry(entry) for entry in section.entries]}
                     for section in record.sections],
        "files": sorted(record.files),
    }


def _entry(entry: Entry) -> dict[str, object]:
    return {"title": entry.title, "facts": [{"label": fact.label, "value": fact.value} for fact in entry.facts],
            "texts": list(entry.texts), "parts": [_entry(part) for part in entry.parts], "files": list(entry.files)}
