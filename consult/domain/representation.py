"""Who took part beside who lives here: shares, and the gap between them, from numbers that are fit to be shown.

Everything here is worked out from protected tables, never from exact counts: a gap, an interval or an index then tells
no more than the table that it stands beside. How a table is protected is for `disclosure`; what is said of it in
words is for those who print it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.benchmarks import (
    ALL_AGES,
    NOT_SAID,
    NOT_TO_BE_USED,
    TOGETHER,
    VERIFIED,
    WHOLE,
    Benchmark,
    likeness,
    rebased,
    wilson,
)
from consult.domain.disclosure import rounded
from consult.domain.hidden_cells import SMALL, THRESHOLD
from consult.domain.report_people import ReportedGroup
from consult.domain.reports import PERCENT_BASE, Cell, Table, Text, whole_percent

# The names of more choices than this are given by the first and the last of them.
MOST_NAMED = 3
# How a group stands beside its benchmark, and why nothing is said where nothing is.
UNDER, OVER, ABOUT = "under", "over", "about"
NO_BENCHMARK, UNCONFIRMED, TOO_FEW, HIDDEN = "no-benchmark", "not-confirmed", "too-few", "hidden"
# Notes on a comparison: the source counts people whom nobody asked; who would not say is among the others.
DIFFERENT_AGES, NOT_SAID_INSIDE = "different-ages", "not-said-inside"
# A gap that rounds to nothing is none, however many people answered.
LEAST_GAP = 1


@dataclass(frozen=True)
class Profile:
    """One characteristic: its groups, those who would not say, those who did not answer, and how like London it is.

    `not_said` and `missing` are to the nearest 5, None where they cannot be shown; `index` is 0 to 100, None without a
    benchmark that can be used.
    """

    question_key: str
    title: Text
    groups: tuple[ReportedGroup, ...]
    base: int | None
    not_said: int | None
    missing: int | None
    index: int | None
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Groups that took part less or more than their share, and the questions of which nothing can be said."""

    under: tuple[ReportedGroup, ...] = ()
    over: tuple[ReportedGroup, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Compared:
    """A benchmark, rebased to `share` (0 to 1), with the cells of the table that it stands for."""

    benchmark: Benchmark
    label: Text
    cells: tuple[Cell, ...]
    share: float


def compare(table: Table, benchmarks: Iterable[Benchmark], *, question_key: str, respondents: int, from_age: int = 0,
            asked_of: Table | None = None) -> Profile:
    """Return the profile of one protected table with one column, beside the benchmarks of its question.

    `respondents` is everyone counted, `from_age` the age in years from which people were asked. Where the benchmarks
    leave part of the people out, shares are of everyone who said what they are. A question that only some were asked,
    because of what they said before, is set beside everyone who answered that: `asked_of` is its table.
    """
    cells = _cells(table)
    kept = [one for one in benchmarks if one.question_key == question_key]
    compared = _compared(kept, table, cells)
    shown = cells if asked_of is None else _cells(asked_of)
    base, is_unclear = _base(shown, _left_out(shown, compared if asked_of is None else []))
    groups = [_group(one, base) for one in compared]
    taken = {group.choice for group in groups}
    groups += [_alone(question_key, row.key, row.label, cells[row.key], base) for row in table.rows
               if row.key not in NOT_SAID and row.key not in taken]
    is_other = any(_differs(one.benchmark.ages, from_age) for one in compared)
    profile = Profile(
        question_key, table.title, (), base, _not_said(shown), _missing(shown, respondents), _index(compared, base),
        (*([DIFFERENT_AGES] if is_other else []), *([NOT_SAID_INSIDE] if is_unclear else [])),
        tuple(dict.fromkeys(_source(one.benchmark) for one in compared)))
    return replace(profile, groups=tuple(_with_question(one, profile) for one in _in_order(groups, list(cells))))


def verdict(groups: Iterable[ReportedGroup]) -> Verdict:
    """Return which groups are under- or over-represented, and for which questions nothing can be said."""
    kept = list(groups)
    told = {group.question_key for group in kept if group.verdict}
    unknown = dict.fromkeys(group.question_key for group in kept if group.question_key not in told)
    return Verdict(tuple(group for group in kept if group.verdict == UNDER),
                   tuple(group for group in kept if group.verdict == OVER), tuple(unknown))


def overall_index(groups: Iterable[ReportedGroup]) -> int | None:
    """Return the mean of the indices of the characteristics that have one, None where none has."""
    found = {group.question_key: group.index for group in groups if group.index is not None}
    return round(sum(found.values()) / len(found)) if found else None


def total(cells: Sequence[Cell]) -> Cell:
    """Return cells of one column as one; hidden where one of them is, for its reason."""
    base = next((cell.base for cell in cells if cell.base is not None), None)
    hidden = next((cell for cell in cells if cell.count is None), None)
    if hidden is not None:
        return Cell(None, base, None, hidden.suppression)
    count = sum(cell.count or 0 for cell in cells)
    # Rounded parts can add up to more than their rounded whole.
    return Cell(count if base is None else min(count, base), base, None, "")


def _cells(table: Table) -> dict[str, Cell]:
    return {row.key: table.cells[row.key, table.columns[0].key] for row in table.rows}


def _differs(ages: str, from_age: int) -> bool:
    """Say whether a benchmark counts people of other ages than were asked; a band of ages is what it says itself."""
    if "-" in ages:
        return False
    return from_age > 0 if ages == ALL_AGES else ages != f"{from_age}+"


def _compared(benchmarks: Sequence[Benchmark], table: Table, cells: Mapping[str, Cell]) -> list[_Compared]:
    shares, labels = rebased(benchmarks, cells), {row.key: row.label for row in table.rows}
    return [_Compared(one, _label([labels[choice] for choice in one.choices]),
                      tuple(cells[choice] for choice in one.choices), shares[one.choices])
            for one in benchmarks if one.choices in shares and one.certainty != NOT_TO_BE_USED]


def _label(labels: Sequence[Text]) -> Text:
    """Return the names of several choices as one, in the languages that all of them have."""
    if len(labels) == 1:
        return labels[0]
    named, between = (labels, "; ") if len(labels) <= MOST_NAMED else ((labels[0], labels[-1]), " – ")
    shared = set.intersection(*(set(label) for label in named))
    return {tag: between.join(label[tag] for label in named) for tag in sorted(shared)}


def _left_out(cells: Mapping[str, Cell], compared: Sequence[_Compared]) -> list[Cell]:
    """Return the cells of people who are in none of the groups: where the groups are the whole, all others too."""
    named = {choice for one in compared for choice in one.benchmark.choices}
    is_whole = sum(one.share for one in compared) * 100 >= WHOLE
    return [cell for key, cell in cells.items() if key in NOT_SAID or is_whole and key not in named]


def _base(cells: Mapping[str, Cell], left_out: Sequence[Cell]) -> tuple[int | None, bool]:
    """Return the people whom shares are of: everyone in the table but those who named none of the groups.

    A few of them (under ten) stay in; the second value says that more may, because their number is hidden.
    """
    base = next((cell.base for cell in cells.values() if cell.base is not None), None)
    if base is None:
        return None, False
    is_unclear = any(cell.count is None and cell.suppression != SMALL for cell in left_out)
    return max(0, base - sum(cell.count or 0 for cell in left_out)), is_unclear


def _group(one: _Compared, base: int | None) -> ReportedGroup:
    """Return one group of the benchmark, with what can be said of it."""
    cell, stands = total(one.cells), one.benchmark
    group = ReportedGroup(
        stands.question_key, TOGETHER.join(stands.choices), one.label, None, round(one.share * 100, 1),
        source=_source(stands), ages=stands.ages, count=cell.count, base=base, suppression=cell.suppression,
        why=TOO_FEW)
    if base is None or base < PERCENT_BASE:
        return group
    said, why = _standing(one, base)
    return _with_share(replace(group, verdict=said, why=why), base)


def _with_share(group: ReportedGroup, base: int) -> ReportedGroup:
    """Return the group with its share, its gap and the interval; as it is where its number is hidden."""
    if group.count is None:
        return group
    count = min(group.count, base)
    low, high = wilson(count, base)
    percent = whole_percent(count, base)
    gap = None if group.benchmark is None else round(percent - group.benchmark)
    return replace(group, percent=percent, gap=gap, low=round(100 * low), high=round(100 * high))


def _standing(one: _Compared, base: int) -> tuple[str, str]:
    """Return how a group stands, or why that cannot be said; what is hidden may be anything that its reason allows."""
    if one.benchmark.certainty != VERIFIED:
        return "", UNCONFIRMED
    fewest, most = _ends(one.cells, base)
    below = wilson(most, base)[1] < one.share and 100 * (one.share - most / base) >= LEAST_GAP
    above = wilson(fewest, base)[0] > one.share and 100 * (fewest / base - one.share) >= LEAST_GAP
    if below or above:
        return UNDER if below else OVER, ""
    return (ABOUT, "") if fewest == most else ("", HIDDEN)


def _ends(cells: Sequence[Cell], base: int) -> tuple[int, int]:
    """Return the fewest and the most people that what is shown of these cells leaves open."""
    least = sum(cell.count or 0 for cell in cells)
    open_to = sum(THRESHOLD - 1 if cell.suppression == SMALL else base for cell in cells if cell.count is None)
    return min(least, base), min(least + open_to, base)


def _alone(question_key: str, key: str, label: Text, cell: Cell, base: int | None) -> ReportedGroup:
    """Return a group that has no benchmark."""
    group = ReportedGroup(question_key, key, label, None, None, count=cell.count, base=base,
                          suppression=cell.suppression, why=NO_BENCHMARK)
    return group if base is None or base < PERCENT_BASE else _with_share(group, base)


def _with_question(group: ReportedGroup, profile: Profile) -> ReportedGroup:
    return replace(group, asked=profile.title, not_said=profile.not_said, missing=profile.missing, index=profile.index)


def _in_order(groups: Sequence[ReportedGroup], keys: Sequence[str]) -> list[ReportedGroup]:
    """Return the groups as the table has them, a group of several choices before the first of these."""
    place = {key: at for at, key in enumerate(keys)}
    return sorted(groups, key=lambda one: (place[one.choice.partition(TOGETHER)[0]], TOGETHER not in one.choice))


def _not_said(cells: Mapping[str, Cell]) -> int | None:
    found = [cell for key, cell in cells.items() if key in NOT_SAID]
    return total(found).count if found else None


def _missing(cells: Mapping[str, Cell], respondents: int) -> int | None:
    base = next((cell.base for cell in cells.values() if cell.base is not None), None)
    return None if base is None else rounded(max(0, respondents - base))


def _source(one: Benchmark) -> str:
    return ", ".join(words for words in (one.source, one.period) if words)


def _index(compared: Sequence[_Compared], base: int | None) -> int | None:
    """Return the likeness of the groups that are shown; those that are hidden count as one group together."""
    if base is None or base < PERCENT_BASE:
        return None
    counts = [(total(one.cells).count, one.share) for one in compared]
    ours = [min(count, base) / base for count, _share in counts if count is not None]
    theirs = [share for count, share in counts if count is not None]
    if not ours:
        return None
    return likeness([*ours, max(0.0, 1 - sum(ours))], [*theirs, max(0.0, 1 - sum(theirs))])
