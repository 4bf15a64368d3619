"""How a forum fares, in a few numbers (requirement CP-35); what makes up each is the query's, this is the rule.

Some measures count things that the forum publishes anyway (asks, replies, marks). Others count people or things that
lead to people (needs, who stays): of those the public sees a percentage only where many stand behind it, and nothing
where few do, by the disclosure rule of the house (domain/disclosure.py): counts to the nearest five, a percentage only
at a base of 30 or more. Nothing tells how many members a forum has.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consult.domain.disclosure import Counts, protect
from consult.domain.reports import PERCENT_BASE

# Measures in the order of the page, and whether each leads to people.
OF_PEOPLE: Mapping[str, bool] = MappingProxyType({
    "agenda-by-members": False, "access-met": True, "papers-on-time": False, "replies-on-time": False,
    "replies-that-answer": False, "still-here": True,
})
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Share:
    """A measure: `part` of `base`; both None where they are kept back, with the reason code in `hidden`.

    `percent` only where the base is large enough for one to mean something.
    """

    code: str
    part: int | None
    base: int | None
    percent: int | None
    hidden: str = ""


def shares(counted: Mapping[str, tuple[int, int]]) -> tuple[Share, ...]:
    """Return the measures fit to be shown to anyone; `counted` gives (part, base) by code, exact.

    Raises KeyError for a code that is no measure.
    """
    unknown = set(counted) - set(OF_PEOPLE)
    if unknown:
        raise KeyError(f"no measures: {sorted(unknown)}")
    return tuple(_share(code, *counted.get(code, (0, 0))) for code in OF_PEOPLE)


def _share(code: str, part: int, base: int) -> Share:
    if base == 0:
        return Share(code, None, None, None, "nothing-yet")
    if not OF_PEOPLE[code]:
        return Share(code, part, base, round(100 * part / base) if base >= PERCENT_BASE else None)
    cell = protect(Counts((code,), (YES, NO), {(code, YES): part, (code, NO): base - part},
                          columns_by=("members",))).cells[(code, YES)]
    # A percentage that cannot be shown would leave a rounded count of people of a small group: that stays back too.
    if cell.count is None or cell.percent is None:
        return Share(code, None, None, None, cell.suppression or "small-number")
    return Share(code, cell.count, cell.base, cell.percent)
