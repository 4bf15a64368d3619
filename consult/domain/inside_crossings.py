"""Crossings of up to three characteristics for staff who look after equality: with a reason, protected, never a file.

What is shown in public is for `disclosure`, which never crosses more than two.
"""

from collections.abc import Iterable, Mapping, Sequence

from consult.domain.disclosure import Counts, Protected, protect
from consult.domain.errors import Refused

FEWEST, MOST = 2, 3
# A reason is a sentence that another person can judge, not a word to get past a box.
LEAST_REASON, LONGEST_REASON = 20, 2000
BOROUGH = "borough"
# Between the codes of two groups that are crossed in one row.
CROSSED_WITH = " / "
CROSSED = "crossed"

Combination = tuple[str, ...]


def check(question_keys: Sequence[str], reason: str, known: Iterable[str]) -> str:
    """Return the reason, tidied; raises Refused where the crossing may not be looked at.

    Two or three different questions about people, boroughs never with another one (practice 5.3), and a reason that
    says what the numbers are for.
    """
    chosen, words = list(question_keys), " ".join(reason.split())
    if len(set(chosen)) != len(chosen) or not FEWEST <= len(chosen) <= MOST:
        raise Refused("questions", "crossing-of-two-or-three", {"fewest": FEWEST, "most": MOST})
    if not set(chosen) <= set(known):
        raise Refused("questions", "question-unknown")
    if any(BOROUGH in key.casefold() for key in chosen):
        raise Refused("questions", "borough-crossed")
    if not LEAST_REASON <= len(words) <= LONGEST_REASON:
        raise Refused("reason", "crossing-reason-short" if len(words) < LEAST_REASON else "crossing-reason-long",
                      {"fewest": LEAST_REASON, "most": LONGEST_REASON})
    return words


def protected(counts: Mapping[Combination, int], options: Sequence[Sequence[str]]) -> Protected:
    """Return the crossing as a table: rows are the groups of all questions but the last, columns those of the last.

    `counts` are exact people by their choice for each question, in the order of `options`. Hidden, secured and rounded
    by the one rule, with each row taken as a group of its own.
    """
    *first, last = options
    rows = tuple(combined(one) for one in _combinations(first))
    cells: dict[tuple[str, str], int] = {}
    for choices, number in counts.items():
        place = combined(choices[:-1]), choices[-1]
        cells[place] = cells.get(place, 0) + number
    return protect(Counts(rows, tuple(last), cells, rows_by=(CROSSED,)))


def combined(choices: Sequence[str]) -> str:
    """Return the key of a row that stands for several choices at once."""
    return CROSSED_WITH.join(choices)


def _combinations(options: Sequence[Sequence[str]]) -> list[Combination]:
    found: list[Combination] = [()]
    for choices in options:
        found = [(*before, choice) for before in found for choice in choices]
    return found
