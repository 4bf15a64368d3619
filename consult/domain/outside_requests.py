"""What a body outside may ask of a forum, and what the group may answer; it never becomes an item by itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from consult.domain.errors import Conflict, Refused
from consult.domain.texts import clean

WAITING, TAKEN, CHANGED, DECLINED, WITHDRAWN = "waiting", "taken", "changed", "declined", "withdrawn"
STATES = (WAITING, TAKEN, CHANGED, DECLINED, WITHDRAWN)
# What the group may do with a request; only `changed` has words of its own.
ANSWERS = (TAKEN, CHANGED, DECLINED)

LINE_LENGTH = 200
TEXT_LENGTH = 2000
# A day further off than this is a slip of the keyboard.
MOST_DAYS = 2 * 366


@dataclass(frozen=True)
class Request:
    """A request as it is kept: which body asks and who there, what, why, what they will do with it, and by when."""

    body: str
    title: str
    words: str
    why: str
    use: str
    wanted_by: date


@dataclass(frozen=True)
class Answer:
    """The group's answer: what it does with the request, and the item's words where it changes them.

    `reason` may stay empty whatever the answer: a refusal needs no reason (CP-07).
    """

    answer: str
    title: str = ""
    words: str = ""
    reason: str = ""


def check_request(*, body: str, title: str, words: str, why: str, use: str, wanted_by: date | None,
                  today: date) -> Request:
    """Return a request as it is kept; every part has to be there.

    Raises Refused(field, "text-missing" or "forum-words-long"), Refused("wanted_by", "date-missing",
    "request-day-past" or "request-day-far").
    """
    lines = _line("body", body), _line("title", title)
    texts = _text("words", words), _text("why", why), _text("use", use)
    if wanted_by is None:
        raise Refused("wanted_by", "date-missing")
    if wanted_by <= today:
        raise Refused("wanted_by", "request-day-past")
    if wanted_by > today + timedelta(days=MOST_DAYS):
        raise Refused("wanted_by", "request-day-far")
    return Request(*lines, *texts, wanted_by)


def check_answer(answer: str, *, title: str = "", words: str = "", reason: str = "") -> Answer:
    """Return the group's answer as it is kept.

    Raises Refused("answer", "tray-answer-missing"), Refused("title" or "words", "text-missing") for a change
    without words, Refused(field, "forum-words-long").
    """
    if answer not in ANSWERS:
        raise Refused("answer", "tray-answer-missing")
    reason = _short("reason", clean(reason).strip(), TEXT_LENGTH)
    if answer != CHANGED:
        return Answer(answer, reason=reason)
    return Answer(answer, _line("title", title), _text("words", words), reason)


def can_answer(state: str) -> None:
    """Raise Conflict("request-answered" or "request-withdrawn") unless the request still waits."""
    if state == WITHDRAWN:
        raise Conflict("request-withdrawn")
    if state != WAITING:
        raise Conflict("request-answered")


def _line(field: str, words: str) -> str:
    return _whole(field, " ".join(clean(words).split()), LINE_LENGTH)


def _text(field: str, words: str) -> str:
    return _whole(field, clean(words).strip(), TEXT_LENGTH)


def _whole(field: str, words: str, limit: int) -> str:
    if not words:
        raise Refused(field, "text-missing")
    return _short(field, words, limit)


def _short(field: str, words: str, limit: int) -> str:
    if len(words) > limit:
        raise Refused(field, "forum-words-long", {"most": limit})
    return words
