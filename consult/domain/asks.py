"""What a forum asks of a body, how the body can reply, when it is late, and what the group thinks of the reply."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from consult.domain import working_days
from consult.domain.easy_read import MOST_WORDS, word_count
from consult.domain.errors import Refused
from consult.domain.texts import clean

# The group writes an ask; by its decision it goes out; it can be taken back by another (practice CP-29).
DRAFT, SENT, WITHDRAWN = "draft", "sent", "withdrawn"
STATES = (DRAFT, SENT, WITHDRAWN)
# What a body can say to an ask (practice CP-30), and what the group can say to that (practice CP-31).
OUTCOMES = ("accept", "partly", "not", "later", "not-ours")
MARKS = ("answers-us", "partly", "does-not-answer")
# The formats that the group asked in, and so the reply must come in (practice CP-30).
EASY_READ, BSL, LANGUAGE = "easy-read", "bsl", "language"
# How long a reply may take, in working days, unless the group says otherwise (practice CP-29).
REPLY_DAYS, MOST_REPLY_DAYS = 20, 260
# Where a reply stands on a day.
WAITING, LATE, IN_TIME, CAME_LATE = "waiting", "late", "in-time", "came-late"
MOST_TITLE, MOST_ASK, MOST_REASON, MOST_EASY, MOST_NAME, MOST_MARK = 200, 6000, 6000, 3000, 200, 2000
MOST_FILM = 500

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def check_title(words: str) -> str:
    """Return the title of an ask as it is kept; raises Refused("title", "ask-title-missing" or "ask-title-long")."""
    kept = " ".join(clean(words).split())
    if not kept:
        raise Refused("title", "ask-title-missing")
    if len(kept) > MOST_TITLE:
        raise Refused("title", "ask-title-long", {"limit": MOST_TITLE})
    return kept


def check_text(words: str) -> str:
    """Return the words of an ask as they are kept; raises Refused("text", "ask-text-missing" or "ask-text-long")."""
    kept = clean(words).strip()
    if not kept:
        raise Refused("text", "ask-text-missing")
    if len(kept) > MOST_ASK:
        raise Refused("text", "ask-text-long", {"limit": MOST_ASK})
    return kept


def check_easy(words: str, field: str = "easy") -> str:
    """Return words in Easy Read as they are kept, empty for none.

    Raises Refused(field, "ask-easy-long") and Refused(field, "ask-easy-sentence-long") for a sentence past 25 words.
    """
    kept = clean(words).strip()
    if len(kept) > MOST_EASY:
        raise Refused(field, "ask-easy-long", {"limit": MOST_EASY})
    _check_sentences(kept, field, "ask-easy-sentence-long")
    return kept


def check_addressee(words: str) -> str:
    """Return the name of the body that is asked; raises Refused("addressee", "ask-body-missing" or "ask-body-long")."""
    kept = " ".join(clean(words).split())
    if not kept:
        raise Refused("addressee", "ask-body-missing")
    if len(kept) > MOST_NAME:
        raise Refused("addressee", "ask-body-long", {"limit": MOST_NAME})
    return kept


def same_body(one: str, other: str) -> bool:
    """Say whether two names are those of one body, however they are written."""
    return bool(one) and one.casefold().split() == other.casefold().split()


def check_reply_days(days: int | None) -> int:
    """Return in how many working days the group wants a reply; raises Refused("reply_days", "ask-reply-days")."""
    if days is None:
        return REPLY_DAYS
    if not 1 <= days <= MOST_REPLY_DAYS:
        raise Refused("reply_days", "ask-reply-days", {"least": 1, "most": MOST_REPLY_DAYS})
    return days


def due_on(sent_on: date, days: int) -> date:
    """Return the last day on which a reply is in time."""
    return working_days.add(sent_on, days)


def timeliness(due: date, replied_on: date | None, today: date) -> str:
    """Return where the reply stands: `waiting`, `late` (none came), `in-time` or `came-late`.

    It is the first reply that counts, and nothing but a reply ends being late (practice CP-30).
    """
    if replied_on is None:
        return LATE if today > due else WAITING
    return CAME_LATE if replied_on > due else IN_TIME


def days_late(due: date, replied_on: date | None, today: date) -> int:
    """Return by how many working days the reply came late, or is late today; 0 where it is not, else one or more."""
    until = replied_on or today
    return max(1, working_days.between(due, until)) if until > due else 0


@dataclass(frozen=True)
class Reply:
    """A reply as an officer gives it.

    `signed` is who speaks, by office; `goes_to` whose task it is where it is not theirs; `later_on` by when, for later.
    `easy` is the reason in Easy Read, `film` the web address of a signed film of it, `translated` the reason in the
    language of the ask. `text_before` and `text_after` are the words of the plan, where a part of it changed.
    """

    outcome: str
    reason: str
    signed: str
    goes_to: str = ""
    later_on: date | None = None
    easy: str = ""
    film: str = ""
    translated: str = ""
    text_before: str = ""
    text_after: str = ""


def check_reply(reply: Reply, wanted: Collection[str], today: date) -> Reply:
    """Return a reply as it is kept. `wanted` are the formats that the group asked in, and so needs.

    Every reply has a reason in plain words, without a sentence past 25. "Later" says by when, "not ours" says whose.
    Raises Refused with `reply-outcome`, `reply-reason-missing`, `reply-reason-long`, `reply-sentence-long`,
    `reply-later-missing`, `reply-later-past`, `reply-goes-to-missing`, `reply-signed-missing`, `reply-easy-missing`,
    `reply-bsl-missing`, `reply-film-address`, `reply-language-missing` or those of check_easy.
    """
    if reply.outcome not in OUTCOMES:
        raise Refused("outcome", "reply-outcome")
    kept = replace(
        reply, reason=_reason(reply.reason), signed=_line(reply.signed), goes_to=_line(reply.goes_to),
        easy=check_easy(reply.easy), film=_film(reply.film), translated=clean(reply.translated).strip()[:MOST_REASON],
        text_before=clean(reply.text_before).strip()[:MOST_REASON],
        text_after=clean(reply.text_after).strip()[:MOST_REASON])
    if not kept.signed:
        raise Refused("signed", "reply-signed-missing")
    if kept.outcome == "later":
        _check_later(kept.later_on, today)
    if kept.outcome == "not-ours" and not kept.goes_to:
        raise Refused("goes_to", "reply-goes-to-missing")
    _check_formats(kept, wanted)
    return replace(kept, later_on=kept.later_on if kept.outcome == "later" else None,
                   goes_to=kept.goes_to if kept.outcome == "not-ours" else "")


def formats_of(*, easy_words: str, has_film: bool, language: str) -> frozenset[str]:
    """Return the formats that an ask came in beside plain English: a reply comes in the same."""
    found = {EASY_READ: bool(easy_words), BSL: has_film, LANGUAGE: language != "en"}
    return frozenset(form for form, is_there in found.items() if is_there)


def check_mark(mark: str, words: str) -> str:
    """Return the group's words beside a mark; raises Refused("mark", "reply-mark"), Refused("words", "mark-long")."""
    if mark not in MARKS:
        raise Refused("mark", "reply-mark")
    kept = clean(words).strip()
    if len(kept) > MOST_MARK:
        raise Refused("words", "mark-long", {"limit": MOST_MARK})
    return kept


def sentences(words: str) -> tuple[str, ...]:
    """Return the sentences of a text, as they are counted; a line is a sentence where no point ends it."""
    return tuple(found for part in _SENTENCE_END.split(words) if (found := part.strip()))


def _reason(words: str) -> str:
    kept = clean(words).strip()
    if not kept:
        raise Refused("reason", "reply-reason-missing")
    if len(kept) > MOST_REASON:
        raise Refused("reason", "reply-reason-long", {"limit": MOST_REASON})
    _check_sentences(kept, "reason", "reply-sentence-long")
    return kept


def _line(words: str) -> str:
    return " ".join(clean(words).split())[:MOST_NAME]


def _film(address: str) -> str:
    kept = clean(address).strip()
    if kept and (not kept.startswith("https://") or any(letter.isspace() for letter in kept) or len(kept) > MOST_FILM):
        raise Refused("film", "reply-film-address")
    return kept


def _check_formats(reply: Reply, wanted: Collection[str]) -> None:
    if EASY_READ in wanted and not reply.easy:
        raise Refused("easy", "reply-easy-missing")
    if BSL in wanted and not reply.film:
        raise Refused("film", "reply-bsl-missing")
    if LANGUAGE in wanted and not reply.translated:
        raise Refused("translated", "reply-language-missing")


def _check_later(later_on: date | None, today: date) -> None:
    if later_on is None:
        raise Refused("later_on", "reply-later-missing")
    if later_on <= today:
        raise Refused("later_on", "reply-later-past")


def _check_sentences(words: str, field: str, code: str) -> None:
    for sentence in sentences(words):
        if (count := word_count(sentence)) > MOST_WORDS:
            raise Refused(field, code, {"count": count, "limit": MOST_WORDS})
