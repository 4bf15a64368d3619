"""When people who asked to hear of the report and the plan are told, and when their address is forgotten.

An address stands apart from every answer: nothing here knows who answered, or what (practice 6, LON.5).
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from consult.domain.errors import Refused
from consult.domain.texts import clean

REPORT, PLAN = "report", "plan"
# What somebody can be told of, in the order in which it happens.
OCCASIONS = (REPORT, PLAN)
BOTH = "both"
WANTS = (*OCCASIONS, BOTH)
# The letter that asks whether it was really the owner of an address who asked.
CONFIRMING = "confirm"
WAITING, SENT, REFUSED = "waiting", "sent", "refused"
LETTER_STATES = (WAITING, SENT, REFUSED)
# Longer than this no address can be (RFC 5321, 4.5.3.1.3).
MOST_ADDRESS = 254
# Who does not say yes in this time did not ask: the address goes.
TO_CONFIRM = timedelta(days=7)
# While a letter is on its way nobody else sends it; a worker that died on the way leaves it to the next one after this.
ON_ITS_WAY = timedelta(minutes=30)
# How long after each try that failed the next one waits.
PAUSES = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8), timedelta(days=1))


def address_of(words: str) -> str:
    """Return an e-mail address as it is kept; raises Refused("address", "news-address") for what cannot be one.

    Whether letters reach it is found by the letter that asks for a yes.
    """
    found = clean(words).strip()
    name, at, host = found.rpartition("@")
    if not (name and at and "." in host.strip(".")) or len(found) > MOST_ADDRESS or any(map(str.isspace, found)):
        raise Refused("address", "news-address")
    return found


def same_address(address: str) -> str:
    """Return what two spellings of one address share: capitals do not make another person of anybody."""
    return address.strip().casefold()


def wants_of(wishes: Collection[str]) -> str:
    """Return what somebody wants to hear of, one of WANTS; raises Refused("wishes", "news-wishes") for nothing."""
    kept = [occasion for occasion in OCCASIONS if occasion in wishes]
    if not kept:
        raise Refused("wishes", "news-wishes")
    return kept[0] if len(kept) == 1 else BOTH


def occasions_of(wants: str) -> tuple[str, ...]:
    """Return what somebody wants to hear of as occasions, in their order."""
    return OCCASIONS if wants == BOTH else (wants,)


def about_report(edition: int) -> str:
    """Return what a letter is about that tells of an edition: each edition is told of once."""
    return f"{REPORT}-{edition}"


def edition_of(about: str) -> int | None:
    """Return the number of the edition that a letter tells of, None for a letter about something else."""
    occasion, _dash, number = about.partition("-")
    return int(number) if occasion == REPORT else None


def occasion_of(about: str) -> str:
    """Return the occasion of a letter, or CONFIRMING."""
    return about.partition("-")[0]


def next_try(now: datetime, tries: int) -> datetime | None:
    """Return when a letter is tried again after `tries` that failed; None once it is given up."""
    return now + PAUSES[tries - 1] if tries <= len(PAUSES) else None


def is_over(wants: str, told: Collection[str]) -> bool:
    """Say whether somebody was told all that they wanted to hear: then the address has done its work and goes.

    `told` holds what the letters that were sent were about.
    """
    return set(occasions_of(wants)) <= {occasion_of(about) for about in told}
