"""The report's tables as one CSV file for people who count; the words of the report are not in it."""

import csv
import io
from collections.abc import Iterable

from consult.domain.reports import Report, Table
from consult.exports.cells import formula_safe

HEADER = ("table_id", "row", "column", "count", "base", "percent", "suppression")


def write(report: Report) -> bytes:
    """Return UTF-8 CSV (RFC 4180, no byte order mark): the header, then one line for each cell of each table in order.

    Rows and columns are keys. A hidden number is an empty field with its reason code in `suppression`.
    """
    return write_tables(report.tables)


def write_tables(tables: Iterable[Table]) -> bytes:
    """Return some of a report's tables, as `write` writes them all."""
    file = io.StringIO()
    lines = csv.writer(file, lineterminator="\r\n")
    lines.writerow(HEADER)
    for table in tables:
        for row in table.rows:
            for column in table.columns:
                cell = table.cells[row.key, column.key]
                keys = [formula_safe(key) for key in (table.table_id, row.key, column.key)]
                lines.writerow([*keys, cell.count, cell.base, cell.percent, cell.suppression])
    return file.getvalue().encode()
