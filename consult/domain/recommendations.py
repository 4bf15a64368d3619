"""What an office can say to a single ask of a scrutiny body, the reasons it picks from, and how long an ask waits."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from consult.domain.errors import Refused
from consult.domain.texts import clean

# What the office says itself. Nothing stands until a person of the office sets it: the reading of a file never does.
ACCEPTED, PARTLY, NOTED, DECLINED, DEFERRED, REFERRED = (
    "accepted", "partly", "noted", "declined", "deferred", "referred")
STATUSES = (ACCEPTED, PARTLY, NOTED, DECLINED, DEFERRED, REFERRED)
# Reasons that replies to the Committee gave in 2022 and 2025 (practice 1.2); the last needs the office's own words.
OWN_WORDS = "own-words"
REASONS = ("too-detailed", "no-targets", "other-body", "later-strategy", "government-deciding", "already-covered",
           OWN_WORDS)
MOST_REASON, MOST_BODY, MOST_REPLY, MOST_OFFICE, MOST_REFERENCE = 3000, 200, 20_000, 200, 120
# Where an ask stands on a day.
UNANSWERED, REPLIED, ANSWERED = "unanswered", "replied", "answered"


@dataclass(frozen=True)
class Answer:
    """What an office says to one ask. `reason` is {language: words}, `goes_to` the body that a referred ask goes to.

    `promised_on` is the day by which the office says it will be done, None where it names none.
    """

    status: str
    reason_code: str = ""
    reason: Mapping[str, str] | None = None
    goes_to: str = ""
    promised_on: date | None = None


@dataclass(frozen=True)
class Waiting:
    """How long an ask waits, or waited: `days` from the day the report came to the reply, or to today.

    `days` is None where one of the two days is not known. `past_due` are the days since the day the ask names, 0 while
    that day is to come, where there is none, and once there is an answer.
    """

    state: str
    days: int | None
    past_due: int


def checked(answer: Answer) -> Answer:
    """Return an answer as it is kept.

    Everything but `accepted` names a reason of REASONS; a referred ask names the body. Raises Refused: ("status",
    "option-unknown"), ("reason_code", "status-reason-missing" | "option-unknown"), ("reason-en", "reason-missing"),
    ("reason-<tag>", "reason-long"), ("goes_to", "status-body-missing" | "body-long").
    """
    if answer.status not in STATUSES:
        raise Refused("status", "option-unknown")
    if answer.reason_code and answer.reason_code not in REASONS:
        raise Refused("reason_code", "option-unknown")
    if answer.status != ACCEPTED and not answer.reason_code:
        raise Refused("reason_code", "status-reason-missing")
    reason = by_language(answer.reason or {}, "reason", MOST_REASON)
    if "en" not in reason and (reason or answer.reason_code == OWN_WORDS):
        raise Refused("reason-en", "reason-missing")
    goes_to = " ".join(clean(answer.goes_to).split())
    if answer.status == REFERRED and not goes_to:
        raise Refused("goes_to", "status-body-missing")
    if len(goes_to) > MOST_BODY:
        raise Refused("goes_to", "body-long", {"limit": MOST_BODY})
    return Answer(answer.status, answer.reason_code, reason, goes_to if answer.status == REFERRED else "",
                  answer.promised_on)


def by_language(words: Mapping[str, str], field: str, limit: int) -> dict[str, str]:
    """Return words cleaned, without the languages that are empty; raises Refused("<field>-<tag>", "reason-long")."""
    kept = {tag: clean(text).strip() for tag, text in words.items()}
    for tag, text in kept.items():
        if len(text) > limit:
            raise Refused(f"{field}-{tag}", "reason-long", {"limit": limit})
    return {tag: text for tag, text in kept.items() if text}


def waiting(received_on: date | None, replied_on: date | None, due_on: date | None, today: date, *,
            is_replied: bool, is_answered: bool) -> Waiting:
    """Return how long an ask waits.

    `is_replied`: a reply speaks to its recommendation; `is_answered`: the office said that it answers this ask, or gave
    it a status of its own. A reply to a recommendation is not an answer to each of its asks (practice 1.2).
    """
    state = ANSWERED if is_answered else REPLIED if is_replied else UNANSWERED
    until = replied_on if is_replied else today
    days = max(0, (until - received_on).days) if received_on is not None and until is not None else None
    past_due = max(0, (today - due_on).days) if due_on is not None and not is_answered else 0
    return Waiting(state, days, past_due)


def tally(statuses: Iterable[str | None]) -> dict[str, int]:
    """Return how many asks have each status, every status of STATUSES in its order, and "" for those with none."""
    found = Counter(status or "" for status in statuses)
    return {status: found[status] for status in (*STATUSES, "")}


def of_recommendation(statuses: Iterable[str | None]) -> str:
    """Return the one status that all asks of a recommendation share, "mixed" where they differ, "" for none yet.

    A recommendation is never called accepted because a part of it was.
    """
    found = {status or "" for status in statuses}
    return found.pop() if len(found) == 1 else "mixed" if found else ""


def number_of(recommendation: int, position: int) -> str:
    """Return how an ask is called: the recommendation's number and its place in it from 1, such as 3.2."""
    return f"{recommendation}.{position + 1}"
