"""Translations as they travel in files: what a unit says on its way out and back, and what is taken of it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from consult.domain.errors import Refused
from consult.domain.piping import names_in
from consult.domain.surveys import KEY
from consult.domain.text_units import Unit
from consult.domain.texts import clean
from consult.domain.variants import APPROVED, CHECKED, DRAFT, MISSING, STALE

# The states of XLIFF 2 (OASIS, section 4.7.2.4), from the least to the most done.
INITIAL, TRANSLATED, REVIEWED, FINAL = STATES = ("initial", "translated", "reviewed", "final")
STATE_OF = {MISSING: INITIAL, STALE: INITIAL, DRAFT: TRANSLATED, CHECKED: REVIEWED, APPROVED: FINAL}

TAKEN, UNCHANGED, KEPT_NEWER, ENGLISH_CHANGED, REFUSED = OUTCOMES = (
    "taken", "unchanged", "kept-newer", "english-changed", "refused")
MOST_WORDS = 40_000

# An earlier answer inside words, `${key}`, as domain/piping.py puts it in.
PIPE = re.compile(r"\$\{[ \t]*" + KEY.pattern + r"[ \t]*\}")
_BAD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ISOLATES, _END_OF_ISOLATE = "\u2066\u2067\u2068", "\u2069"
_LETTER = re.compile(r"[A-Za-z0-9.-]")
_ESCAPED = re.compile(r"_([0-9a-f]+)_")


@dataclass(frozen=True)
class FileUnit:
    """One text in a file: its English and its translation as the file has them.

    `state` is one of STATES. `revision` is that of the variant at the export, 0 where there was none, None where the
    file has lost it; `english_mark` and `words_mark` are the marks of both texts at the export. `notes` are
    (category, text) for whoever translates. `problem` is the code of why the unit cannot be read, else empty.
    """

    key: str
    english: str
    words: str = ""
    state: str = INITIAL
    revision: int | None = 0
    english_mark: str = ""
    words_mark: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    problem: str = ""


@dataclass(frozen=True)
class TranslationFile:
    """The texts of one consultation in one language; `survey_mark` is the mark of all English at the export."""

    consultation: str
    language: str
    survey_mark: str
    units: tuple[FileUnit, ...] = ()


@dataclass(frozen=True)
class Now:
    """How a text stands today: its English, its translation (empty without one), standing and revision."""

    unit: Unit
    words: str = ""
    standing: str = MISSING
    revision: int = 0


@dataclass(frozen=True)
class Outcome:
    """What became of one unit of a file; `was` is how the text stood before, `refused` why it was refused."""

    key: str
    outcome: str
    was: str = ""
    words: str = ""
    refused: Refused | None = None


def mark(words: str) -> str:
    """Return a short fingerprint of a text; the same for texts that are stored alike."""
    return sha256(_plain(words).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def mark_of_all(units: Iterable[Unit]) -> str:
    """Return the fingerprint of the English of all texts."""
    return mark("\n".join(f"{unit.key} {mark(unit.english)}" for unit in units))


def id_of(key: str) -> str:
    """Return a unit's key as an id of XML (NMTOKEN): `/` is `:`, any other strange character `_` with its number."""
    return "".join(
        ":" if letter == "/" else letter if _LETTER.fullmatch(letter) else f"_{ord(letter):x}_" for letter in key)


def key_of(written: str) -> str:
    """Return the key that an id stands for; the opposite of `id_of`. A lone surrogate stays a number."""
    return _ESCAPED.sub(
        lambda found: found[0] if 0xD800 <= (number := int(found[1], 16)) < 0xE000 else chr(min(number, 0x10FFFF)),
        written.replace(":", "/"))


def bad_character(words: str) -> str:
    """Return the first character that no text may hold, as U+202E; empty where all are right.

    Controls, lone surrogates, and what turns the direction of text around without an end: overrides, embeddings, and
    isolates that nothing closes (Unicode Standard Annex 9). Marks of direction and joiners are part of writing.
    """
    found = _BAD.search(words)
    if found is not None:
        return f"U+{ord(found.group()):04X}"
    for line in words.split("\n"):
        open_ones = 0
        for letter in line:
            open_ones += (letter in _ISOLATES) - (letter == _END_OF_ISOLATE)
            if open_ones < 0:
                return "U+2069"
        if open_ones:
            return next(f"U+{ord(letter):04X}" for letter in line if letter in _ISOLATES)
    return ""


def lost_or_invented(english: str, words: str) -> list[str]:
    """Return the placeholders that a translation has fewer or more of than its English, as `${name}`."""
    there, wanted = _placeholders(words), _placeholders(english)
    return sorted(f"${{{name}}}" for name in there.keys() | wanted.keys() if there[name] != wanted[name])


def wrong_with(english: str, words: str) -> tuple[str, Mapping[str, object]] | None:
    """Return code and facts of what keeps words from being a translation of this English; None where nothing does."""
    if bad := bad_character(words):
        return "unit-character", {"name": bad}
    if names := lost_or_invented(english, words):
        return "unit-placeholders", {"names": ", ".join(names)}
    return ("unit-long", {"limit": MOST_WORDS}) if len(words) > MOST_WORDS else None


def judged(found: FileUnit, now: Now | None, *, is_alone: bool = True) -> Outcome:
    """Return what an import makes of one unit of a file, beside how the text stands today.

    Nothing newer is lost: a text that was changed after the export is kept, and words made from another English are not
    taken. The same words again, no longer marked as initial, say that a stale translation still holds.
    """
    if now is None:
        return _refused(found, "unit-unknown")
    at = now.standing
    if (why := _unreadable(found, is_alone)) is not None:
        return _refused(found, why, at)
    words = _plain(found.words)
    is_confirmed = at == STALE and found.state != INITIAL
    if not words or (not is_confirmed and (words == _plain(now.words) or mark(words) == found.words_mark)):
        return Outcome(found.key, UNCHANGED, at)
    if (wrong := wrong_with(found.english, found.words)) is not None:
        return _refused(found, wrong[0], at, wrong[1])
    if found.state == INITIAL:
        return _refused(found, "unit-initial", at)
    if _plain(found.english) != _plain(now.unit.english) or found.english_mark != mark(now.unit.english):
        return Outcome(found.key, ENGLISH_CHANGED, at)
    if found.revision != now.revision:
        return Outcome(found.key, KEPT_NEWER, at)
    return Outcome(found.key, TAKEN, at, words)


def counted(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """Return how many units came to each outcome, in the order of OUTCOMES."""
    found = Counter(outcome.outcome for outcome in outcomes)
    return {name: found[name] for name in OUTCOMES}


def _unreadable(found: FileUnit, is_alone: bool) -> str | None:
    if found.problem:
        return found.problem
    if not is_alone:
        return "unit-twice"
    return "unit-unmarked" if found.revision is None else None


def _refused(found: FileUnit, code: str, was: str = "", facts: Mapping[str, object] | None = None) -> Outcome:
    return Outcome(found.key, REFUSED, was, refused=Refused(found.key, code, facts))


def _placeholders(words: str) -> Counter[str]:
    return Counter(names_in(found)[0] for found in PIPE.findall(words))


def _plain(words: str) -> str:
    return clean(words).strip()
