"""The tables of a report by groups of people: who took part, and what each group said; all of them secured together.

Counts come from one pass (queries/crosstabs.py) and leave through one door (domain/release_disclosure.py). No two
characteristics are crossed with each other here, and boroughs with nothing but what people said.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from consult.domain.conditions import Condition
from consult.domain.disclosure import Protected
from consult.domain.hidden_cells import SECONDARY, SMALL, THRESHOLD
from consult.domain.release_disclosure import (
    NOTE_ROWS_LEFT_OUT,
    PEOPLE,
    Before,
    Crossing,
    Groups,
    Secured,
    as_before,
    secure_together,
    within,
)
from consult.domain.reports import Cell, Column, Row, Table, Text
from consult.domain.surveys import STORES_CHARACTERISTICS
from consult.queries import characteristics, crosstabs, equality_sheets
from consult.queries.crosstabs import Crossed, Crosstabs
from consult.queries.survey_questions import AskedQuestion
from consult.services import report_steadiness, report_wordings
from consult.services.report_facts import Facts
from consult.services.report_tables import AGREES, RESPONDENTS, VICTIM, VICTIMS, Frame, option_rows, table, under_18

SCALE, SEVERAL = "agree-scale", "several-choices"
STRANDS = ("victims", "others")
AGREE, OTHER = "agree", "other"
# Who would not say is counted among those who took part, and is no group that says something.
APART = frozenset({"pnts"})
# Where the groups are many (boroughs), they are the rows, and what most people said are the columns.
MOST_COLUMNS, MOST_SAID = 12, 5
# A table in which fewer than one in ten numbers can be read is left out: nobody learns from a page of hidden cells.
LEAST_SHOWN = 10
THEMES = "themes"


def tables(facts: Facts) -> list[Table]:
    """Return every table by personal characteristic, language, form of the survey and victim status, protected."""
    return _GroupTables(facts).found()


@dataclass(frozen=True)
class _Said:
    """Something that people said, before it is split: key of what stood in the crosstabs, names of its rows."""

    key: str
    title: Text
    rows: Sequence[Row]
    overlaps: bool
    is_scale: bool = False
    depends_on: frozenset[str] = frozenset()


class _GroupTables:
    """Holds what the tables share while they are made."""

    def __init__(self, facts: Facts) -> None:
        self.facts, self.translate, self.session, self.id = facts, facts.translate, facts.session, facts.id
        self.about = [asked for asked in facts.asked if asked.stores == STORES_CHARACTERISTICS and asked.is_closed]
        self.sizes = characteristics.by_question(self.session, self.id)
        self.sheets = equality_sheets.count(self.session, self.id)
        self.standing = report_steadiness.Standing.of(self.session, self.id)
        self.secured: dict[str, Secured] = {}

    @cached_property
    def counted(self) -> Crosstabs:
        """Everything by everything, exact."""
        return crosstabs.of(self.session, self.id, [asked.key for asked in self.about],
                            [asked.key for asked in self.about if asked.question.kind == SEVERAL])

    def found(self) -> list[Table]:
        """Return the tables: who took part, victims and others, then what the groups of each characteristic said."""
        facts = self.facts
        profiles, split = [], []
        for asked in self.about:
            if self._tells_of_another(asked):
                continue
            profile, crossed = self._of(asked)
            profiles.append(profile)
            split += crossed
        victims = [asked for asked in self.about if asked.key == VICTIM]
        strands = self._strands() if victims else []
        worded = report_wordings.tables(self.session, self.id, facts.closed, self.translate)
        return [facts.languages(), *profiles, *worded, *strands, *split]

    @cached_property
    def said(self) -> list[_Said]:
        """What people said: themes, then each question with options."""
        facts = self.facts
        themes = [Row(theme.public_id, {"en": theme.name}) for theme in facts.themes]
        found = [_Said(THEMES, self.translate("Themes in all answers"), themes, True)]
        for asked in facts.closed:
            is_scale = asked.question.kind == SCALE
            rows = [Row(AGREE, asked.question.text)] if is_scale else option_rows(asked.options, {})
            overlaps = is_scale or asked.question.kind == SEVERAL
            found.append(_Said(asked.key, asked.question.text, rows, overlaps, is_scale, asked.depends_on))
        return found

    def _of(self, asked: AskedQuestion) -> tuple[Table, list[Table]]:
        """Return the sizes of the groups of one characteristic, and what they said."""
        group = self.sizes.get(asked.key, characteristics.Group({}, 0))
        options = [*(under_18(self.translate) if asked.key == "age" else ()), *asked.options]
        rows = option_rows(options, group.by_choice)
        keys = tuple(row.key for row in rows)
        parent = self._asked_of(asked)
        people = self.counted.people + self.sheets if parent is None else self._size(*parent)
        groups = Groups(asked.key, keys, group.by_choice, people, _parts(asked.key, keys),
                        asked.question.kind == SEVERAL, group.respondents, APART)
        crossings = [] if asked.key == VICTIM else self._crossings(asked, parent)
        secured = secure_together(groups, crossings, self._before(asked.key, keys, crossings))
        self.secured[asked.key] = secured
        profile = table(Frame(f"profile-{asked.key}", asked.question.text), rows, [self._people()], secured.profile)
        return profile, self._split(asked, rows, secured)

    def _crossings(self, asked: AskedQuestion, parent: tuple[str, tuple[str, ...]] | None) -> list[Crossing]:
        """Return what groups said; where only people of some other groups were asked, as a part of what those said."""
        found = []
        for said in self.said:
            counts = self._counts(said, asked.key)
            # What is asked because of the same answer is asked of some of these groups alone.
            if counts is None or asked.depends_on - _keys_of(parent) or asked.key in said.depends_on:
                continue
            one = _crossing(f"{said.key}|{asked.key}", said, counts)
            if parent is None:
                found.append(one)
                continue
            shown, of = self.secured[parent[0]].tables.get(f"{said.key}|{parent[0]}"), self._counts(said, parent[0])
            if shown is not None and of is not None:
                part = within(one, _crossing("", said, of), shown, parent[1])
                found += [part] if _fits(part, asked.question.kind == SEVERAL) else []
        return found

    def _asked_of(self, asked: AskedQuestion) -> tuple[str, tuple[str, ...]] | None:
        """Return the protected question, and its choices, whose people alone were asked this one; None for others."""
        rule, keys = asked.question.show_if, {one.key for one in self.about}
        return (rule.question, rule.any_of) if isinstance(rule, Condition) and rule.question in keys else None

    def _size(self, key: str, choices: Iterable[str]) -> int:
        sizes = self.sizes.get(key, characteristics.Group({}, 0)).by_choice
        return sum(sizes.get(choice, 0) for choice in choices)

    def _tells_of_another(self, asked: AskedQuestion) -> bool:
        """Say that how many answered would tell how many are in a group whose size is hidden, or how they overlap."""
        if not asked.depends_on & {one.key for one in self.about}:
            return False
        parent, given = self._asked_of(asked), self.sizes.get(asked.key, characteristics.Group({}, 0))
        if parent is None or parent[0] not in self.secured or len(parent[1]) > 1 and self._overlaps(parent[0]):
            return True
        cells = self.secured[parent[0]].profile.cells
        shown = [cells.get((choice, PEOPLE)) for choice in parent[1]]
        return any(cell is None or cell.count is None for cell in shown) or given.respondents > self._size(*parent)

    def _overlaps(self, key: str) -> bool:
        return any(one.key == key and one.question.kind == SEVERAL for one in self.about)

    def _counts(self, said: _Said, key: str) -> Crossed | None:
        if said.key == THEMES:
            return self.counted.themes.get(key)
        return self.counted.answers.get(key, {}).get(said.key)

    def _split(self, asked: AskedQuestion, rows: Sequence[Row], secured: Secured) -> list[Table]:
        scales = {said.key: shown for said in self.said if said.is_scale
                  and (shown := secured.tables.get(f"{said.key}|{asked.key}")) is not None}
        found = [self._agreeing(asked, rows, scales)] if scales else []
        for said in self.said:
            shown = secured.tables.get(f"{said.key}|{asked.key}")
            if shown is not None and not said.is_scale:
                found.append(self._split_table(asked, said, rows, shown))
        return [one for one in found if _is_worth_reading(one)]

    def _agreeing(self, asked: AskedQuestion, rows: Sequence[Row], scales: Mapping[str, Protected]) -> Table:
        """Return one table for all agree scales: groups by question, those who agree."""
        names = {said.key: said.title for said in self.said}
        columns = [Column(key, names[key]) for key in scales]
        groups = next(iter(scales.values())).columns
        cells = {(group, key): shown.cells[AGREE, group] for key, shown in scales.items() for group in groups}
        title = self.translate("Who agrees or strongly agrees, by answers to: %(group)s", group=asked.question.text)
        return Table(f"groups-{asked.key}", title, RESPONDENTS, tuple(row for row in rows if row.key in groups),
                     tuple(columns), cells, _notes(scales.values()), True)

    def _split_table(self, asked: AskedQuestion, said: _Said, rows: Sequence[Row], shown: Protected) -> Table:
        names = {row.key: row.label for row in said.rows}
        groups = [row for row in rows if row.key in shown.columns]
        facts = {"question": said.title, "group": asked.question.text}
        title = self.translate("%(question)s – by answers to: %(group)s", **facts)
        frame = Frame(f"equality-{said.key}-{asked.key}", title)
        if len(groups) <= MOST_COLUMNS:
            said_rows = [Row(key, names[key]) for key in shown.rows]
            return table(frame, said_rows, [Column(row.key, row.label) for row in groups], shown)
        most = self._counts(said, asked.key)
        first = sorted(shown.rows, key=lambda key: (-(most.totals.get(key, 0) if most else 0), key))[:MOST_SAID]
        cells = {(group.key, key): shown.cells[key, group.key] for group in groups for key in first}
        return Table(frame.table_id, title, RESPONDENTS, tuple(groups),
                     tuple(Column(key, names[key]) for key in first), cells, shown.notes, True)

    def _strands(self) -> list[Table]:
        """Return what victims of crime and everyone else said, apart: the law asks for it (Police Act 1996 s.96)."""
        sizes = self.sizes.get(VICTIM, characteristics.Group({}, 0)).by_choice
        groups = Groups(VICTIM, STRANDS, _by_strand(sizes), self.counted.people + self.sheets)
        crossings = [_crossing(f"victims-{said.key}", said, _in_strands(found)) for said in self.said
                     if (found := self._counts(said, VICTIM)) is not None]
        shown = secure_together(groups, crossings, self._strands_before(crossings, sizes)).tables
        return [self._strand_table(said, shown[f"victims-{said.key}"]) for said in self.said
                if f"victims-{said.key}" in shown]

    def _strand_table(self, said: _Said, shown: Protected) -> Table:
        translate = self.translate
        names = {"victims": translate("Victims of crime"), "others": translate("Other people")}
        frame = Frame(f"victims-{said.key}", translate("What victims of crime said: %(question)s", question=said.title))
        if said.is_scale:
            columns = [Column(AGREE, translate("Agree or strongly agree")),
                       Column(OTHER, translate("Any other answer"))]
            cells = {(strand, AGREE): shown.cells[AGREE, strand] for strand in STRANDS}
            cells |= {(strand, OTHER): _what_is_left(shown.cells[AGREE, strand]) for strand in STRANDS}
            return Table(frame.table_id, frame.title, frame.unit, tuple(Row(key, names[key]) for key in STRANDS),
                         tuple(columns), cells, shown.notes, True)
        labels = {row.key: row.label for row in said.rows}
        return table(frame, [Row(key, labels[key]) for key in shown.rows],
                     [Column(key, names[key]) for key in STRANDS], shown)

    def _people(self) -> Column:
        return Column(PEOPLE, self.translate("People"))

    def _before(self, key: str, keys: Sequence[str], crossings: Sequence[Crossing]) -> dict[str, Before]:
        """Return what the edition that stands printed of a characteristic, as the domain asks for it."""
        standing = self.standing
        steady = frozenset(group for group in keys if standing.is_steady(key, [group]))
        found = {}
        if (sizes := standing.tables.get(f"profile-{key}")) is not None:
            found[key] = as_before(sizes, steady, turned=True)
        for crossing in crossings:
            said = crossing.table_id.partition("|")[0]
            scales, split = standing.tables.get(f"groups-{key}"), standing.tables.get(f"equality-{said}-{key}")
            rows = self._steady_rows(said, crossing)
            if split is not None:
                is_turned = bool({column.key for column in split.columns} & set(crossing.rows))
                found[crossing.table_id] = as_before(split, steady, rows, turned=is_turned)
            elif scales is not None and crossing.rows == (AGREE,):
                cells = {(AGREE, group): cell for (group, column), cell in scales.cells.items() if column == said}
                found[crossing.table_id] = Before(cells, steady, rows)
        return found

    def _strands_before(self, crossings: Sequence[Crossing], sizes: Mapping[str, int]) -> dict[str, Before]:
        standing, found = self.standing, {}
        steady = frozenset(strand for strand in STRANDS if standing.is_steady(
            VICTIM, [choice for choice in sizes if _strand(choice) == strand]))
        for crossing in crossings:
            if (table := standing.tables.get(crossing.table_id)) is not None:
                said = crossing.table_id.removeprefix("victims-")
                found[crossing.table_id] = as_before(table, steady, self._steady_rows(said, crossing),
                                                     turned=crossing.rows == (AGREE,))
        return found

    def _steady_rows(self, said: str, crossing: Crossing) -> frozenset[str]:
        """Return the rows whose exact total moved by fewer than ten people."""
        count = self.standing.count
        before = {row: count(THEMES if said == THEMES else f"answers-{said}", row) for row in crossing.rows}
        if crossing.rows == (AGREE,):
            before = {AGREE: sum(count(f"answers-{said}", option) for option in AGREES)}
        return frozenset(row for row in crossing.rows
                         if abs(crossing.totals.get(row, 0) - before[row]) < THRESHOLD)


def _crossing(table_id: str, said: _Said, found: Crossed) -> Crossing:
    """Return what the domain secures; of an agree scale only whether people agree."""
    follows = tuple(table_id.replace(said.key, key, 1) for key in sorted(said.depends_on))
    if not said.is_scale:
        return Crossing(table_id, tuple(row.key for row in said.rows), found.counts, found.bases, found.totals,
                        found.base, said.overlaps, follows=follows)
    counts: dict[tuple[str, str], int] = {}
    for (option, group), number in found.counts.items():
        if option in AGREES:
            counts[AGREE, group] = counts.get((AGREE, group), 0) + number
    total = sum(number for option, number in found.totals.items() if option in AGREES)
    return Crossing(table_id, (AGREE,), counts, found.bases, {AGREE: total}, found.base, True, follows=follows)


def _fits(part: Crossing, overlaps: bool) -> bool:
    """Say that a part is no more than its whole: answers that were brought in can say otherwise."""
    together: Callable[[list[int]], int] = max if overlaps else sum
    if together([0, *part.bases.values()]) > part.base:
        return False
    return all(together([0, *(part.count(row, group) for group in part.bases)]) <= part.totals.get(row, 0)
               for row in part.rows)


def _keys_of(parent: tuple[str, tuple[str, ...]] | None) -> frozenset[str]:
    return frozenset() if parent is None else frozenset({parent[0]})


def _parts(key: str, choices: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Return the choices that other tables print together: victims, and everyone else."""
    if key != VICTIM:
        return ()
    return tuple(tuple(choice for choice in choices if _strand(choice) == strand) for strand in STRANDS)


def _strand(choice: str) -> str:
    return STRANDS[0] if choice in VICTIMS else STRANDS[1]


def _by_strand(sizes: Mapping[str, int]) -> dict[str, int]:
    found = dict.fromkeys(STRANDS, 0)
    for choice, number in sizes.items():
        found[_strand(choice)] += number
    return found


def _in_strands(found: Crossed) -> Crossed:
    counts: dict[tuple[str, str], int] = {}
    for (row, choice), number in found.counts.items():
        place = row, _strand(choice)
        counts[place] = counts.get(place, 0) + number
    return replace(found, counts=counts, bases=_by_strand(found.bases))


def _what_is_left(cell: Cell) -> Cell:
    """Return the others of a group out of what is printed of it: this tells nothing that is not told already."""
    if cell.count is None or cell.base is None:
        return replace(cell, suppression=SECONDARY if cell.suppression == SMALL and cell.base else cell.suppression)
    return replace(cell, count=cell.base - cell.count, percent=None if cell.percent is None else 100 - cell.percent)


def _is_worth_reading(found: Table) -> bool:
    # Of the groups that are large enough to be told at all.
    cells = [cell for cell in found.cells.values() if cell.base is not None]
    return sum(cell.count is not None for cell in cells) * LEAST_SHOWN >= len(cells)


def _notes(shown: Iterable[Protected]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(note for one in shown for note in one.notes if note != NOTE_ROWS_LEFT_OUT))
