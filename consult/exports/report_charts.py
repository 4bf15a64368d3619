"""Which chart stands for a table of a report, and the sentence that sums it up; `charts` knows how it is drawn."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from consult.domain.reports import PERCENT_BASE, Cell, Column, Row, Table, pick, whole_percent
from consult.exports.cells import Translate, cell_words
from consult.exports.charts import BARS, DOTS, PERCENT, STACKED, Chart, Line, Part

# A chart of a single bar compares nothing.
FEWEST = 2
# Columns of a panel that was weighted: its people, and the share that they stand for (services/report_panels.py).
PEOPLE, SHARE = "-people", "-percent"
# A table of many bars shows the largest ones; all of them stand in the table.
MOST = 15
# Tables by how their ids begin: answers on one scale are parts of a whole; groups are dots.
OF_A_WHOLE = ("answers-", "priorities-")
BY_GROUP = "groups-"
# Victims of crime beside other people: as the two rows of a table, or as its two columns.
PAIR = ("victims", "others")


def of(table: Table, language: str, translate: Translate, beside: Mapping[str, float] | None = None) -> Chart | None:
    """Return the chart that suits a table, None where too little of it may be shown.

    `beside` are the shares of Londoners, in per cent, of rows that have one.
    """
    return next(iter(all_of(table, language, translate, beside)), None)


def all_of(table: Table, language: str, translate: Translate, beside: Mapping[str, float] | None = None) -> list[Chart]:
    """Return the charts that suit a table: one for each column where its rows are groups of people, else one or none.

    The first has the table's id, each other one `<table id>~<column>`.
    """
    if _has_groups_in_rows(table):
        drawn = [groups(table, column, language, translate) for column in table.columns]
        return [replace(chart, chart_id=table.table_id if number == 0 else chart.chart_id)
                for number, chart in enumerate(chart for chart in drawn if chart is not None)]
    kinds: list[Callable[[Table, str, Translate], Chart | None]] = [bars]
    if table.table_id.startswith(OF_A_WHOLE) and _is_one_whole(table):
        kinds.insert(0, whole)
    elif [column.key for column in table.columns] == list(PAIR):
        kinds = [pairs]
    elif beside:
        kinds.insert(0, partial(benchmarks, beside=beside))
    return [chart for make in kinds if (chart := make(table, language, translate)) is not None][:1]


def bars(table: Table, language: str, translate: Translate, column: str = "", *, of_base: bool | None = None,
         most: int = MOST) -> Chart | None:
    """Return a bar for each row of a column (the first, or `counted`), the largest `most` of them.

    The full width is the base where each person stands in one row, else the largest number.
    """
    column = column or next((c.key for c in table.columns if c.key in ("counted", "respondents")),
                            table.columns[0].key if table.columns else "")
    found = [(row, table.cells[row.key, column]) for row in table.rows] if column else []
    if len(found) > most:
        found = sorted(found, key=lambda pair: -(pair[1].count or 0))[:most]
    shown = [cell.count for _row, cell in found if cell.count is not None]
    if len(shown) < FEWEST or len(shown) * 2 < len(found):
        return None
    bases = [cell.base for _row, cell in found if cell.base is not None]
    is_of_base = not table.table_id.startswith(("themes", "campaigns")) if of_base is None else of_base
    top = max(bases) if is_of_base and bases else max(shown)
    lines = tuple(Line(row.key, pick(row.label, language)[0], cell_words(cell, translate), cell.count)
                  for row, cell in found)
    return Chart(table.table_id, BARS, pick(table.title, language)[0], largest(table, column, language, translate),
                 lines, max(top, 1), language)


def whole(table: Table, language: str, translate: Translate) -> Chart | None:
    """Return a bar of 100 per cent for each voice (open consultation, each panel), parted by the rows of the table."""
    lines = []
    for column in table.columns:
        if column.key.endswith(PEOPLE):
            continue
        parts = tuple(_part(row, _percent(table.cells[row.key, column.key], column), language, translate)
                      for row in table.rows)
        if sum(part.percent is not None for part in parts) == len(parts) >= FEWEST:
            lines.append(Line(column.key, _voice(column, table, language, translate), _most(parts, translate),
                              parts=parts))
    if not lines:
        return None
    summary = " ".join(translate("%(voice)s: %(most)s.", voice=line.label, most=line.words) for line in lines)
    return Chart(table.table_id, STACKED, pick(table.title, language)[0], summary, tuple(lines), PERCENT, language)


def groups(table: Table, column: Column, language: str, translate: Translate) -> Chart | None:
    """Return a dot for each group (row) at its share of a column, beside the share of all where all are shown."""
    cells = [(row, table.cells[row.key, column.key]) for row in table.rows]
    shown = [cell for _row, cell in cells if cell.percent is not None]
    if len(shown) < FEWEST or len(shown) * 2 < len(cells):
        return None
    everyone = _together(shown) if len(shown) == len(cells) else None
    lines = tuple(Line(row.key, pick(row.label, language)[0], cell_words(cell, translate), cell.percent,
                       reference=everyone) for row, cell in cells)
    note = "" if everyone is None else translate("The dashed line stands for all of them together: %(percent)s%%.",
                                                 percent=everyone)
    title = f"{pick(table.title, language)[0]} – {pick(column.label, language)[0]}"
    return Chart(f"{table.table_id}~{column.key}", DOTS, title, largest(table, column.key, language, translate), lines,
                 PERCENT, language, note)


def pairs(table: Table, language: str, translate: Translate) -> Chart | None:
    """Return a dot for each row at the share of the first of two groups (columns), the second as the dashed line."""
    first, second = table.columns
    cells = [(row, table.cells[row.key, first.key], table.cells[row.key, second.key]) for row in table.rows]
    if sum(one.percent is not None and other.percent is not None for _row, one, other in cells) < FEWEST:
        return None
    names = [pick(column.label, language)[0] for column in (first, second)]
    lines = tuple(Line(row.key, pick(row.label, language)[0], translate(
        "%(first)s: %(one)s; %(second)s: %(other)s", first=names[0], one=cell_words(one, translate), second=names[1],
        other=cell_words(other, translate)), one.percent, reference=other.percent) for row, one, other in cells)
    note = translate("The dot stands for: %(first)s. The dashed line stands for: %(second)s.", first=names[0],
                     second=names[1])
    return Chart(table.table_id, DOTS, pick(table.title, language)[0], largest(table, first.key, language, translate),
                 lines, PERCENT, language, note)


def benchmarks(table: Table, language: str, translate: Translate, *, beside: Mapping[str, float]) -> Chart | None:
    """Return a dot for each group at its share of those who answered, beside its own share of Londoners."""
    first = table.columns[0].key
    lines = tuple(Line(row.key, pick(row.label, language)[0], cell_words(table.cells[row.key, first], translate),
                       table.cells[row.key, first].percent, reference=beside.get(row.key)) for row in table.rows)
    both = sum(line.value is not None and line.reference is not None for line in lines)
    if both < FEWEST or sum(line.value is not None for line in lines) * 2 < len(lines):
        return None
    note = translate("The dashed line stands for the share of this group among all people in London.")
    return Chart(table.table_id, DOTS, pick(table.title, language)[0], largest(table, first, language, translate),
                 lines, PERCENT, language, note)


def largest(table: Table, column: str, language: str, translate: Translate) -> str:
    """Return the sentence that sums up a column, and that something is hidden where it is."""
    cells = [(row, table.cells[row.key, column]) for row in table.rows]
    shown = [(row, cell) for row, cell in cells if cell.count is not None]
    hidden = translate("Some numbers are hidden because few people are in a group.") if len(shown) < len(cells) else ""
    if len(shown) * 2 < len(cells) or not shown:
        return translate("Most numbers here are hidden because few people are in a group.") if cells else ""
    row, cell = max(shown, key=lambda pair: pair[1].count or 0)
    said = translate("The largest number shown: %(label)s, %(words)s.", label=pick(row.label, language)[0],
                     words=cell_words(cell, translate))
    return f"{said} {hidden}".strip()


def _has_groups_in_rows(table: Table) -> bool:
    return table.table_id.startswith(BY_GROUP) or [row.key for row in table.rows] == list(PAIR)


def _is_one_whole(table: Table) -> bool:
    """Say whether each person stands in one row: then the rows are parts of 100 per cent."""
    column = table.columns[0].key
    cells = [table.cells[row.key, column] for row in table.rows]
    bases = {cell.base for cell in cells}
    return len(bases) == 1 and None not in bases and sum(cell.count or 0 for cell in cells) == bases.pop()


def _part(row: Row, percent: int | None, language: str, translate: Translate) -> Part:
    words = "" if percent is None else translate("%(percent)s%%", percent=percent)
    return Part(row.key, pick(row.label, language)[0], percent, words)


def _percent(cell: Cell, column: Column) -> int | None:
    return cell.count if column.key.endswith(SHARE) else cell.percent


def _voice(column: Column, table: Table, language: str, translate: Translate) -> str:
    if column.key != "respondents":
        return pick(column.label, language)[0]
    base = max((cell.base or 0 for (_row, key), cell in table.cells.items() if key == column.key), default=0)
    return translate("People who chose to answer (%(base)s)", base=base)


def _most(parts: tuple[Part, ...], translate: Translate) -> str:
    most = max(parts, key=lambda part: part.percent or 0)
    return translate("most often “%(answer)s”, %(percent)s%%", answer=most.label, percent=most.percent)


def _together(cells: list[Cell]) -> int | None:
    people = sum(cell.base or 0 for cell in cells)
    if people < PERCENT_BASE:
        return None
    return whole_percent(min(sum(cell.count or 0 for cell in cells), people), people)
