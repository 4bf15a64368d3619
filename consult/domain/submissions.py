"""What can be sent to us by other ways than the web, and what a person can decide about it; how many is register.py's.

Nothing that was received is ever dropped (practice 2.1, C6): it waits, becomes a response, or is left out with a
reason, and only a person decides which. What came after the close is kept (C7), what came by post counts by the day of
its postmark, and a petition is one submission with a number of signatures, and no response (C5).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean
from consult.domain.working_days import LONDON

# What it is, whatever way it came by.
FORMATS = ("e-mail", "document", "letter", "form", "call", "petition")
PETITION = "petition"
STATES = ("waiting", "accepted", "duplicate", "excluded", "unreadable", "withdrawn")
WAITING, ACCEPTED, DUPLICATE, EXCLUDED, UNREADABLE, WITHDRAWN = STATES
SENDER_KINDS = ("person", "group", "organisation")
# What a machine took it for; a person decides.
PROPOSALS = ("auto-reply", "spam", "blank", "petition", "reply-to-us")
# The reasons for which something that waits can be left out; too late and sent twice are found in other ways.
REASONS = ("blank", "automatic", "no-consent", "test", "spam")
# Which reason a proposal leads to, chosen beforehand on the page that asks; what is left out of it says nothing.
REASON_OF_PROPOSAL: Mapping[str, str] = {"auto-reply": "automatic", "blank": "blank", "spam": "spam"}

# Which state may follow which. What became a response is decided on as one from then on, and what was taken back is
# final.
_NEXT: Mapping[str, frozenset[str]] = {
    WAITING: frozenset({ACCEPTED, DUPLICATE, EXCLUDED, UNREADABLE, WITHDRAWN}),
    ACCEPTED: frozenset({WAITING, WITHDRAWN}),
    DUPLICATE: frozenset({WAITING, WITHDRAWN}),
    EXCLUDED: frozenset({WAITING, WITHDRAWN}),
    UNREADABLE: frozenset({WAITING, WITHDRAWN}),
    WITHDRAWN: frozenset(),
}
# Parts that stand beside what the sender wrote: shown to the desk, never read as their words.
QUOTED, SIGNATURE = "quoted", "signature"
BESIDE = frozenset({QUOTED, SIGNATURE})
PARAGRAPH = "text"
# In code points.
MOST_TEXT, MOST_NOTE, MOST_LABEL, MOST_BODY = 1_000_000, 500, 200, 200
MOST_SIGNATURES = 20_000_000
MOST_SPEAKS_FOR = 10_000_000


@dataclass(frozen=True)
class Part:
    """One paragraph as it came: its mark (domain/document_anchors), its kind (of BESIDE, or of a document), its
    words."""

    anchor: str
    kind: str
    text: str


@dataclass(frozen=True)
class Place:
    """Where a paragraph of a letter stands in its text, in code points; `anchor` is where it stood when it came."""

    anchor: str
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Letter:
    """The words of a sender as one text, and the place of each paragraph in it."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Facts:
    """What is known of a submission when it is taken in; `received_at` None is now, `text` is used without parts."""

    channel: str
    format: str
    language: str
    received_at: datetime | None = None
    postmarked_on: date | None = None
    label: str = ""
    text: str = ""
    parts: tuple[Part, ...] = ()
    needs_typing: bool = False
    sender_kind: str = "person"
    body: str = ""
    may_be_named: bool = False
    speaks_for: int | None = None
    signatures: int | None = None
    has_quote_consent: bool = False
    proposal: str = ""
    signs: tuple[str, ...] = ()
    source_hash: str | None = None
    thread_hash: str | None = None


def letter_of(parts: Iterable[Part], text: str = "") -> Letter:
    """Return the sender's own words of these parts, an empty line between paragraphs; of `text` where there are none.

    A pasted letter is parted where its lines are empty, and numbered from 1.
    """
    own = [(part.anchor, part.kind, clean(part.text).strip()) for part in parts if part.kind not in BESIDE]
    if not any(words for _anchor, _kind, words in own):
        own = [(str(number), PARAGRAPH, words) for number, words in enumerate(_paragraphs(text), 1)]
    places: list[Place] = []
    pieces: list[str] = []
    at = 0
    for anchor, kind, words in own:
        if not words:
            continue
        places.append(Place(anchor, kind, at, at + len(words)))
        pieces.append(words)
        at += len(words) + 2
    return Letter("\n\n".join(pieces), tuple(places))


def _paragraphs(text: str) -> list[str]:
    blocks: list[list[str]] = [[]]
    for line in clean(text).split("\n"):
        if line.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return ["\n".join(block).strip() for block in blocks if block]


def stored_parts(parts: Iterable[Part]) -> list[dict[str, Any]]:
    """Return parts as they are stored while a submission waits: anchor, kind and text of each."""
    return [{"anchor": part.anchor, "kind": part.kind, "text": clean(part.text)} for part in parts]


def stored_places(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Return places as they are stored beside a response: where each paragraph stands, and none of its words."""
    return [{"anchor": place.anchor, "kind": place.kind, "start": place.start, "end": place.end} for place in places]


def parts_from(stored: Sequence[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Return the parts that stored values tell of; none of those that hold no words."""
    return tuple(Part(str(one.get("anchor", "")), str(one.get("kind", PARAGRAPH)), str(one["text"]))
                 for one in stored if one.get("text"))


def places_from(stored: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    """Return the places that stored values tell of; none of those that hold words instead."""
    return tuple(Place(str(one.get("anchor", "")), str(one.get("kind", PARAGRAPH)), int(one["start"]), int(one["end"]))
                 for one in stored if "start" in one and "end" in one)


def check_facts(facts: Facts) -> None:
    """Raise Refused where what is told of a submission cannot be: `format`, `sender_kind`, `body`, `speaks_for`,
    `signatures`, `label`, `text`."""
    if facts.format not in FORMATS:
        raise Refused("format", "submission-format-missing")
    check_sender(facts.sender_kind, facts.body, facts.speaks_for)
    check_signatures(facts.format, facts.signatures)
    if len(facts.label) > MOST_LABEL:
        raise Refused("label", "submission-label-long", {"limit": MOST_LABEL})
    if len(facts.text) > MOST_TEXT or sum(len(part.text) for part in facts.parts) > MOST_TEXT:
        raise Refused("text", "submission-text-long", {"limit": MOST_TEXT})
    if facts.proposal and facts.proposal not in PROPOSALS:
        raise ValueError(f"no proposal is called {facts.proposal}")


def check_sender(sender_kind: str, body: str, speaks_for: int | None) -> None:
    """Raise Refused unless a group or organisation, and no person, has a name and may speak for a number of people."""
    if sender_kind not in SENDER_KINDS:
        raise Refused("sender_kind", "who-missing")
    if sender_kind == "person" and (body or speaks_for is not None):
        raise Refused("sender_kind", "submission-person-or-body")
    if sender_kind != "person" and not body.strip():
        raise Refused("body", "body-missing")
    if len(body) > MOST_BODY:
        raise Refused("body", "body-long", {"limit": MOST_BODY})
    if speaks_for is not None and not 1 <= speaks_for <= MOST_SPEAKS_FOR:
        raise Refused("speaks_for", "submission-number-odd", {"most": MOST_SPEAKS_FOR})


def check_signatures(form: str, signatures: int | None) -> None:
    """Raise Refused unless a petition, and nothing else, has a number of signatures."""
    if form == PETITION and (signatures is None or not 1 <= signatures <= MOST_SIGNATURES):
        raise Refused("signatures", "signatures-missing", {"most": MOST_SIGNATURES})
    if form != PETITION and signatures is not None:
        raise Refused("signatures", "signatures-without-petition")


def check_step(state: str, to: str, *, has_response: bool = False) -> None:
    """Raise Conflict("submission-decided") unless a submission in this state may come to that one.

    What became a response is decided on as one: Conflict("submission-is-response").
    """
    if has_response:
        raise Conflict("submission-is-response")
    if to not in _NEXT[state]:
        raise Conflict("submission-decided")


def may_step(state: str, to: str, *, has_response: bool = False) -> bool:
    """Say whether a submission in this state may come to that one."""
    return not has_response and to in _NEXT[state]


def check_exclusion(reason: str) -> str:
    """Return the reason for which something is left out; raises Refused where it is none of REASONS."""
    if reason not in REASONS:
        raise Refused("reason", "reason-unknown")
    return reason


def check_note(words: str) -> str:
    """Return a note of the desk, cleaned; raises Refused where it is too long."""
    note = clean(words).strip()
    if len(note) > MOST_NOTE:
        raise Refused("note", "submission-note-long", {"limit": MOST_NOTE})
    return note


def check_words(letter: Letter, *, needs_typing: bool) -> Letter:
    """Return the letter; raise Refused where there is no word in it: a person types it first, or leaves it out."""
    if not letter.text:
        raise Refused("text", "submission-needs-typing" if needs_typing else "submission-no-words")
    if len(letter.text) > MOST_TEXT:
        raise Refused("text", "submission-text-long", {"limit": MOST_TEXT})
    return letter


def check_second(taken_in_by: int | None, decided_by: int | None, person_id: int) -> None:
    """Raise Refused("", "own-submission") unless another person checks than the one who took it in or decided on it."""
    if person_id in (taken_in_by, decided_by):
        raise Refused("", "own-submission")


def is_late(received_at: datetime, postmarked_on: date | None, closes_at: datetime) -> bool:
    """Say whether something came after the close; what was posted on or before its day in London is in time.

    Practice 6, PAP.5: a form that is posted on the last day counts.
    """
    if received_at <= closes_at:
        return False
    if postmarked_on is None:
        return True
    return postmarked_on > closes_at.astimezone(LONDON).date()


def check_arrival(received_at: datetime, postmarked_on: date | None, now: datetime) -> None:
    """Raise Refused where something came, or was posted, on a day that has not come yet, or was posted later than it
    came."""
    if received_at > now:
        raise Refused("received_on", "received-in-future")
    if postmarked_on is not None and postmarked_on > received_at.astimezone(LONDON).date():
        raise Refused("postmarked_on", "postmark-late")


def arrival_of(day: date, now: datetime) -> datetime:
    """Return the instant (UTC) that stands for a day in London on which something came: its noon, or now if that is
    earlier."""
    noon = datetime.combine(day, time(12), LONDON).astimezone(now.tzinfo)
    today = now.astimezone(LONDON).date()
    return min(noon, now) if day == today else noon


def days_waiting(taken_in_at: datetime, now: datetime) -> int:
    """Return for how many whole days something has waited for a person."""
    return max((now - taken_in_at) // timedelta(days=1), 0)
