"""An edition frozen from ten and from a hundred thousand coded responses, and its files: seconds and memory added."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

from consult.domain.report_json import from_json, to_json
from consult.domain.reports import Report
from consult.exports import report_csv, report_docx, report_xlsx
from consult.extensions import db
from consult.models.reports import Edition
from consult.services import reports
from tests import databases
from tests.bench.measuring import exponent, heading, line, seconds
from tests.bench.rows import fill
from tests.bench.worlds import World, application, build

SIZES = (10_000, 100_000)
# Seconds and megabytes above what the program holds before, for the first of the sizes; and how time may grow.
GOAL_S, GOAL_MB, GOAL_GROWTH = 20, 200, 1.1
# Each edition is one more: three are enough for a median of what takes tens of seconds.
EDITIONS = 3


def measure(folder: Path) -> None:
    """Print what freezing an edition takes at each size, how that grows, and what each file of it takes."""
    taken, added, last = [], [], None
    for size in SIZES:
        here = folder / f"editions-{size}"
        here.mkdir()
        app = application(databases.copies.make("sqlite", here), here)
        world = build(app)
        with app.app_context():
            fill(world, size)
            taken.append(seconds(lambda world=world: _published(world), EDITIONS))
            added.append(_added_mb(lambda world=world: _published(world)))
            last = from_json(_published(world).snapshot)
            db.engine.dispose()
    heading(f"A report edition frozen from coded responses, SQLite, median of {EDITIONS}")
    line("", *(f"{size:,}" for size in SIZES), "exponent")
    line(f"seconds (goal: {GOAL_S} s at {SIZES[0]:,})", *(f"{one:.1f} s" for one in taken),
         f"{exponent(SIZES, taken):.2f}")
    line(f"memory added (goal: {GOAL_MB} MB; flat)", *(f"{one:.1f} MB" for one in added),
         f"{exponent(SIZES, added):.2f}")
    assert last is not None
    _files(last)


def _files(report: Report) -> None:
    heading("The files of that edition, drawn from its snapshot")
    for name, write in _writers(report).items():
        line(name, f"{seconds(write):.2f} s", f"{_added_mb(write):.1f} MB", f"{len(write()) / 1024:,.0f} KB")


def _writers(report: Report) -> dict[str, Callable[[], bytes]]:
    def say(message: str, **facts: object) -> str:
        return message % facts if facts else message

    return {
        "CSV": lambda: report_csv.write(report), "JSON": lambda: to_json(report).encode(),
        "XLSX": lambda: report_xlsx.write(report, "en", say), "DOCX": lambda: report_docx.write(report, "en", say),
    }


def _published(world: World) -> Edition:
    return reports.publish(consultation_id=world.consultation_id, summary="People answered.", by_id=world.lead_id,
                           changes={"en": "More was read."})


def _added_mb(work: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 1024**2
    finally:
        tracemalloc.stop()
