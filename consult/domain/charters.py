"""What a forum's charter holds, and what a draft of it still lacks before its members can adopt it.

No storage and no words for readers here. Ten parts after practice.md CP-01; each in plain words and in Easy Read, the
whole also in British Sign Language.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from consult.domain.easy_read import MOST_WORDS as MOST_SENTENCE_WORDS
from consult.domain.easy_read import word_count
from consult.domain.errors import Conflict, Refused

PURPOSE, DECIDES, ADVISES, CHAIRS, JOINING = "purpose", "decides", "advises", "chairs", "joining"
LEAVING, NOTES, PAY, SAFETY, ENDING = "leaving", "notes", "pay", "safety", "ending"
PARTS = (PURPOSE, DECIDES, ADVISES, CHAIRS, JOINING, LEAVING, NOTES, PAY, SAFETY, ENDING)

DRAFT, ADOPTED, REPLACED = "draft", "adopted", "replaced"
STATES = (DRAFT, ADOPTED, REPLACED)
PLAIN, EASY, FILM = "plain", "easy-read", "film"
WAYS = (PLAIN, EASY)
# The days until a film is there are kept beside the parts: {"film": {"due": day}}.
DUE = "due"
MOST_PART, MOST_WHY = 5000, 2000
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")

Texts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Charter:
    """A version: `texts` is {part: {way: words}}; its film in BSL, or the day by which it will be there."""

    texts: Texts = field(default_factory=dict)
    has_film: bool = False

    def words(self, part: str, way: str = PLAIN) -> str:
        """Return the words of a part in a way; empty where there are none."""
        return self.texts.get(part, {}).get(way, "")

    @property
    def film_due_on(self) -> date | None:
        """The day by which the group says that its film will be there."""
        due = self.texts.get(FILM, {}).get(DUE, "")
        return date.fromisoformat(due) if due else None


@dataclass(frozen=True)
class Missing:
    """What a draft lacks: a part in one of the WAYS, or (`part` empty, `way` FILM) the film."""

    part: str
    way: str


def check_texts(given: Texts) -> dict[str, dict[str, str]]:
    """Return the words of each part by way, tidied, empty ones left out; raises Refused by the field `part-way`."""
    if not set(given) <= set(PARTS):
        raise Refused("texts", "form-incomplete")
    kept: dict[str, dict[str, str]] = {}
    for part, ways in given.items():
        for way, words in ways.items():
            if way not in WAYS:
                raise Refused("texts", "form-incomplete")
            if len(words.strip()) > MOST_PART:
                raise Refused(f"{part}-{way}", "forum-words-long", {"most": MOST_PART})
            if words.strip():
                kept.setdefault(part, {})[way] = words.strip()
    return kept


def missing(charter: Charter) -> tuple[Missing, ...]:
    """Return what a version lacks before its members can adopt it, in the order of the charter.

    A film can come later where the group says by which day: a group can begin before it has somebody to film.
    """
    lacks = [Missing(part, way) for part in PARTS for way in WAYS if not charter.words(part, way).strip()]
    if not charter.has_film and charter.film_due_on is None:
        lacks.append(Missing("", FILM))
    return tuple(lacks)


def check_draft(state: str) -> None:
    """Raise Conflict where a version is not a draft (any more): what was adopted is never changed."""
    if state != DRAFT:
        raise Conflict("charter-not-a-draft")


def check_ready(state: str, charter: Charter) -> None:
    """Raise Conflict where a version cannot be put to the members: not a draft, or something is missing."""
    check_draft(state)
    if missing(charter):
        raise Conflict("charter-not-ready")


def check_film_day(due: date | None, today: date) -> date | None:
    """Return the day by which the film will be there; raises Refused where it has passed."""
    if due is not None and due < today:
        raise Refused("film_due_on", "charter-film-day-past")
    return due


def is_film_late(charter: Charter, today: date) -> bool:
    """Say whether the film was promised for a day that has passed."""
    return not charter.has_film and charter.film_due_on is not None and charter.film_due_on < today


def changed_parts(before: Charter, now: Charter) -> tuple[str, ...]:
    """Return the parts whose plain words read differently in two versions, in the order of the charter."""
    return tuple(part for part in PARTS if before.words(part) != now.words(part))


def long_sentences(words: str) -> tuple[str, ...]:
    """Return the sentences of an Easy Read part that are longer than Easy Read allows (domain/easy_read.py)."""
    return tuple(sentence.strip() for sentence in _SENTENCE_END.split(words)
                 if word_count(sentence) > MOST_SENTENCE_WORDS)
