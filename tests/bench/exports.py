"""Responses out as files and in from one: seconds, and the memory that an export adds, for a hundred thousand rows."""

import csv
import io
import json
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

from consult.extensions import db
from consult.services import response_exports, response_imports
from tests import databases
from tests.bench.measuring import heading, line
from tests.bench.rows import fill
from tests.bench.worlds import World, application, build

ROWS, ROWS_IN = 100_000, 10_000
# Seconds, and megabytes above what the program holds before.
GOALS = {
    response_exports.CSV: (6.0, 20.0), response_exports.XLSX: (30.0, 20.0), response_exports.DICTIONARY: (1.0, 20.0),
}
MAPPING = {
    "id": "id", "channel": "post", "consent": True,
    "columns": {"matters": {"question": "matters", "separator": "|"}, "first": "first", "words": "words"},
}


def measure(folder: Path, rows: int = ROWS, rows_in: int = ROWS_IN) -> None:
    """Print how long each file takes and what memory it adds, then how long a file takes to come in."""
    here = folder / "exports"
    here.mkdir()
    app = application(databases.copies.make("sqlite", here), here)
    world = build(app)
    with app.app_context():
        fill(world, rows)
        heading(f"{rows:,} responses as files, SQLite")
        for name, (most_s, most_mb) in GOALS.items():
            taken, size = _seconds(lambda name=name: _written(world, name))
            added = _added_memory(lambda name=name: _written(world, name))
            line(f"{name} (goal: {most_s:.0f} s, {most_mb:.0f} MB added)", f"{taken:.1f} s", f"{added:.1f} MB",
                 f"{size / 1024**2:.1f} MB on disk")
        heading(f"{rows_in:,} responses in from a CSV file, SQLite")
        taken, outcome = _seconds(lambda: response_imports.take_in(
            consultation_id=world.consultation_id, data=_table(rows_in), mapping=json.dumps(MAPPING).encode()))
        assert (outcome.taken, outcome.refused) == (rows_in, [])
        line("taken in", f"{taken:.1f} s", f"{rows_in / taken:,.0f} rows/s")
        db.engine.dispose()


def _seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    started_at = time.perf_counter()
    found = work()
    return time.perf_counter() - started_at, found


def _written(world: World, name: str) -> int:
    with tempfile.TemporaryFile() as file:
        response_exports.write(consultation_id=world.consultation_id, name=name, file=file,
                               translate=lambda message, **facts: message % facts if facts else message)
        return file.tell()


def _added_memory(work: Callable[[], object]) -> float:
    """Return the most memory that Python held above the start, in megabytes; measuring slows the work several times.

    What the whole process holds would say less: it reuses what was free before.
    """
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()


def _table(rows: int) -> bytes:
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow(("id", "matters", "first", "words"))
    for number in range(rows):
        lines.writerow((f"P{number}", "knives|Less robbery and phone theft", "Strongly agree",
                        f"More officers on foot in the evening, and lights on the path. ({number})"))
    return file.getvalue().encode()
