"""What a person decides about a campaign: its name, organiser, position and why; what a run may propose beside it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.codebooks import STANCES
from consult.domain.errors import Refused

CAMPAIGN_STATES = ("proposed", "confirmed", "refused")
MEMBER_STATES = ("proposed", "in", "out")
# One sender is no campaign, however often they sent the same words.
LEAST_SENDERS = 2
MOST_NAME = 200
MOST_REASON = 2_000


@dataclass(frozen=True)
class Decision:
    """A campaign as a person names it: `position` is a stance of domain/codebooks, `reason` how it is treated."""

    name: str
    organiser: str
    position: str
    reason: str


def check_decision(decision: Decision) -> Decision:
    """Return the decision without space around its words; raises Refused by field.

    An organiser need not be known. The report prints a row for each campaign with all of this (practice.md, C4).
    """
    name, organiser, reason = (" ".join(decision.name.split()), " ".join(decision.organiser.split()),
                               decision.reason.strip())
    if not name:
        raise Refused("name", "campaign-name-missing")
    for field, words, most in (("name", name, MOST_NAME), ("organiser", organiser, MOST_NAME),
                               ("reason", reason, MOST_REASON)):
        if len(words) > most:
            raise Refused(field, "campaign-words-long", {"most": most})
    if decision.position not in STANCES:
        raise Refused("position", "position-missing")
    check_reason(reason)
    return Decision(name, organiser, decision.position, reason)


def check_reason(reason: str) -> str:
    """Return the reason without space around it; raises Refused("reason", …) for none or too much."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason", "campaign-reason-missing")
    if len(reason) > MOST_REASON:
        raise Refused("reason", "campaign-words-long", {"most": MOST_REASON})
    return reason


def check_senders(senders: int) -> None:
    """Raise Refused("members", "campaign-of-one") where fewer than LEAST_SENDERS people would be left."""
    if senders < LEAST_SENDERS:
        raise Refused("members", "campaign-of-one", {"least": LEAST_SENDERS})


@dataclass(frozen=True)
class Known:
    """A campaign that was proposed before: its row id, state, and its members' states by answer (row ids)."""

    id: int
    state: str
    members: Mapping[int, str]

    def those(self, state: str) -> frozenset[int]:
        """Return the answers of the members in a state."""
        return frozenset(answer for answer, now in self.members.items() if now == state)


@dataclass(frozen=True)
class Sorted:
    """What becomes of a family: `answers` (row ids) are proposed, to the campaign `known_id`, or None for a new one."""

    known_id: int | None
    answers: tuple[int, ...]


def sort_family(family: Collection[int], known: Sequence[Known]) -> Sorted | None:
    """Return what to propose of a family of answers (row ids) beside what people decided before; None: nothing.

    Newcomers to a confirmed campaign are proposed to it, whoever a person took out is not proposed to it again, and
    what was refused is not proposed again while half of it is the same answers.
    """
    mine = frozenset(family)
    settled = {answer for campaign in known if campaign.state == "confirmed" for answer in campaign.those("in")}
    joins = max((campaign for campaign in known if campaign.state == "confirmed"),
                key=lambda campaign: (len(campaign.those("in") & mine), -campaign.id), default=None)
    if joins is not None and joins.those("in") & mine:
        new = mine - settled - joins.members.keys()
        return Sorted(joins.id, tuple(sorted(new))) if new else None
    for campaign in known:
        decided = frozenset(campaign.members) if campaign.state == "refused" else campaign.those("out")
        if 2 * len(decided & mine) >= len(mine):
            return None
    before = max((campaign for campaign in known if campaign.state == "proposed"),
                 key=lambda campaign: (len(campaign.members.keys() & mine), -campaign.id), default=None)
    is_same = before is not None and 2 * len(before.members.keys() & mine) >= len(before.members)
    return Sorted(before.id if before is not None and is_same else None, tuple(sorted(mine)))
