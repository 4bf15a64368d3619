"""Answers in British Sign Language: where a film stands among the answers, when it is deleted, and the proof of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from consult.domain.errors import Refused

# A film stands among the answers of a draft under this and the key of the question that it answers; no key of a
# question holds a colon. With nothing after it, it answers the survey as a whole.
FILM = "bsl:"
WHOLE = ""
MOST_MINUTES = 10
# Enough for the person to read the English, and for the translator to look again where it is corrected.
DAYS_AFTER_CHECK = 28
# A consultation is only shown with a day until which answers are kept; this stands in where one never was.
DAYS_WITHOUT_RETENTION = 365
# In characters: ten minutes of signing are far fewer words.
MOST_ENGLISH = 10_000


@dataclass(frozen=True)
class Proof:
    """What a film was when it was deleted: the instant (UTC), its size in bytes and its SHA-256 in hex."""

    at: datetime
    size: int
    digest: str


def film_key(question_key: str) -> str:
    """Return the name under which a draft keeps the film that answers a question, or the whole survey (WHOLE)."""
    return FILM + question_key


def films_in(answers: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the films among the answers of a draft: public id of the file by question key."""
    return {key.removeprefix(FILM): values[0] for key, values in answers.items() if key.startswith(FILM) and values}


def check_seconds(seconds: int | None) -> None:
    """Raise Refused("film", "film-long") where a film is longer than one may be; its length is told by the browser."""
    if seconds is not None and seconds > MOST_MINUTES * 60:
        raise Refused("film", "film-long", {"most": MOST_MINUTES})


def check_english(field: str, words: str) -> str:
    """Return the English of an answer as it is kept; raises Refused(field, "text-missing" or "text-long")."""
    english = words.strip()
    if not english:
        raise Refused(field, "text-missing")
    if len(english) > MOST_ENGLISH:
        raise Refused(field, "text-long", {"limit": MOST_ENGLISH, "length": len(english)})
    return english


def delete_on(retention_until: date | None, closes_on: date, checked_on: date | None = None) -> date:
    """Return the day on which a film is deleted: so long after its English was checked, never after answers are.

    Without a check it is the last day on which answers are kept: a film that nobody has put into English is an answer
    that nobody has read.
    """
    last = retention_until or closes_on + timedelta(days=DAYS_WITHOUT_RETENTION)
    return last if checked_on is None else min(last, checked_on + timedelta(days=DAYS_AFTER_CHECK))


def proof_line(proof: Proof) -> str:
    """Return the proof as one line: the instant, the size and the digest, the same for everyone who reads it."""
    return f"{proof.at.astimezone(UTC).isoformat(timespec='seconds')} {proof.size} sha256:{proof.digest}"


def read_proof(line: str) -> Proof:
    """Return the proof that a line holds; raises ValueError where it is none of ours."""
    at, size, digest = line.split(" ")
    return Proof(datetime.fromisoformat(at), int(size), digest.removeprefix("sha256:"))
