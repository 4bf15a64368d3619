"""The ladder of co-production: which rung an activity may claim, and which one is shown when conditions do not hold.

The rungs are those of the ladder of the National Co-production Advisory Group with Think Local Act Personal, from
informing up; the conditions of the top rung are practice.md CP-03. No words for readers here.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from consult.domain.errors import Conflict, Refused

INFORMING, CONSULTATION, ENGAGEMENT = "informing", "consultation", "engagement"
CO_DESIGN, CO_PRODUCTION = "co-design", "co-production"
RUNGS = (INFORMING, CONSULTATION, ENGAGEMENT, CO_DESIGN, CO_PRODUCTION)

AGENDA, PAY, RESPONDER = "agenda-adopted", "pay-policy-set", "responder-named"
RECORD, FEEDBACK = "decision-record-on", "feedback-date-set"
CONDITIONS = (AGENDA, PAY, RESPONDER, RECORD, FEEDBACK)
MOST_TITLE, MOST_WHAT = 200, 2000


@dataclass(frozen=True)
class Standing:
    """How an activity stands: its rung, whether members voted it down to that, the conditions that hold."""

    rung: str
    is_voted_down: bool = False
    met: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[str, ...]:
        """The conditions of co-production that do not hold, in their order."""
        return tuple(condition for condition in CONDITIONS if condition not in self.met)


def height(rung: str) -> int:
    """Return how high a rung stands, from 0; raises Refused where there is none of that name."""
    if rung not in RUNGS:
        raise Refused("rung", "rung-missing")
    return RUNGS.index(rung)


def check_claim(rung: str, met: Iterable[str], now: Standing | None = None) -> str:
    """Return the rung that an activity may be given; raises Refused for the top without its conditions.

    Raises Conflict where members have voted the label down: what they took, nobody puts back.
    """
    wanted = Standing(rung, met=frozenset(met))
    if now is not None and now.is_voted_down and height(rung) > height(now.rung):
        raise Conflict("rung-voted-down")
    if height(rung) == height(CO_PRODUCTION) and wanted.missing:
        raise Refused("rung", "co-production-refused", {"missing": wanted.missing})
    return rung


def shown(standing: Standing) -> str:
    """Return the rung to show: co-production only while its conditions hold, else co-design at most.

    Co-design has influence but is not there when it is seen through (practice.md 4.1).
    """
    return CO_DESIGN if standing.rung == CO_PRODUCTION and standing.missing else standing.rung


def lower(rung: str) -> str:
    """Return the rung below; raises Conflict below the lowest."""
    if height(rung) == 0:
        raise Conflict("rung-is-lowest")
    return RUNGS[height(rung) - 1]
