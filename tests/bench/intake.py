"""Taking in at size: a file of a hundred thousand rows and a thousand documents; time, memory added, growth.

Each measure runs in a process of its own, so that its memory is its own.
"""

import csv
import gc
import json
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from flask import Flask

from consult.domain.submissions import Facts
from consult.extensions import db
from consult.jobs import running
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.responses import Response
from consult.models.runs import Run
from consult.models.samples import ResponseImport
from consult.services import documents, import_files, submissions
from consult.services.transaction import writing
from tests import databases
from tests.bench.measuring import exponent, heading, line
from tests.bench.worlds import World, application, build
from tests.intake60 import files

ROWS, DOCUMENTS = (1_000, 10_000, 100_000), (100, 1_000)
# Linear in time, and flat in memory: so many megabytes more for the largest than for the smallest.
MOST_EXPONENT, MOST_MORE_MB = 1.1, 60
WORDS = ("More officers on foot in the evening would help my street, because the path by the canal is dark and the "
         "last bus is never met by anyone. ")
# What Linux tells of this process, and where its highest memory is forgotten (proc(5)).
STATUS, FORGET = Path("/proc/self/status"), Path("/proc/self/clear_refs")
MAPPING = {
    "id": "id", "channel": "post", "consent": True,
    "columns": {"matters": {"question": "matters", "separator": "|"}, "first": "first", "words": "words"},
}


def measure(folder: Path) -> None:
    """Print seconds, rows or documents a second and the memory added for each size, and the fitted growth."""
    for kind, sizes, what in (("rows", ROWS, "rows of one file"), ("documents", DOCUMENTS, "documents")):
        heading(f"Taking in {what}, SQLite, each size in a process of its own")
        line("", "seconds", "a second", "memory added")
        taken: list[float] = []
        peaks: list[float] = []
        for size in sizes:
            here = folder / f"intake-{kind}-{size}"
            here.mkdir()
            found = _apart(kind, size, here)
            taken.append(found["seconds"])
            peaks.append(found["peak_mb"] - found["before_mb"])
            line(f"{size:,} {kind}", f"{found['seconds']:,.1f} s", f"{size / found['seconds']:,.0f}",
                 f"{peaks[-1]:,.0f} MB")
        line(f"growth of time (goal: {MOST_EXPONENT} or less)", f"{exponent(sizes, taken):.2f}")
        line(f"memory, largest over smallest (goal: {MOST_MORE_MB} MB or less)", f"{peaks[-1] - peaks[0]:,.0f} MB")


def _apart(kind: str, size: int, folder: Path) -> dict[str, float]:
    for step in ("prepare", "take-in"):
        made = subprocess.run([sys.executable, "-m", "tests.bench.intake", step, kind, str(size), str(folder)],
                              capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(made.stderr)
    found: dict[str, float] = json.loads(made.stdout.splitlines()[-1])
    return found


def _rows_file(path: Path, size: int) -> None:
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "matters", "first", "words"])
        for at in range(size):
            writer.writerow([f"r{at}", "knives|trust", ("agree", "disagree")[at % 2], f"{WORDS}Row {at}."])


def _document(at: int) -> tuple[str, bytes]:
    paragraphs = [f"Letter {at}.", *[WORDS * 3] * 12]
    makes = (lambda: ("a.docx", files.docx(paragraphs, heading="Our answer")),
             lambda: ("a.odt", files.odt(paragraphs)), lambda: ("a.pdf", files.pdf([paragraphs] * 3)),
             lambda: ("a.rtf", files.rtf(paragraphs)), lambda: ("a.html", files.html(paragraphs)))
    return makes[at % len(makes)]()


def _bring_rows(app: Flask, world: World, folder: Path, size: int) -> None:
    where = {"consultation_id": world.consultation_id, "by_id": world.lead_id}
    with open(folder / "rows.csv", "rb") as stream:
        public_id = import_files.bring(stream=stream, name="rows.csv", source="bench", **where).public_id
    import_files.describe(public_id=public_id, mapping=MAPPING, **where)
    for go in (import_files.check, import_files.take_in):
        go(public_id=public_id, **where)
        run_id = db.session().query(Run.id).filter(Run.state == "queued").scalar()
        # An open transaction of ours would keep SQLite from clearing its log while the worker writes.
        db.session.rollback()
        running.execute(app, run_id)
    db.session.rollback()
    row = db.session().query(ResponseImport).one()
    counted = db.session().query(Response).filter(Response.excluded_reason.is_(None)).count()
    assert (row.state, row.taken, counted) == ("done", size, size), (row.state, row.problem, row.taken, counted)


def _bring_documents(_app: Flask, world: World, folder: Path, size: int) -> None:
    where = {"consultation_id": world.consultation_id, "by_id": world.lead_id}
    for path in sorted(folder.glob("letter-*")):
        with open(path, "rb") as stream, writing() as session:
            taken = submissions.take_in(session, facts=Facts("post", "document", "en"), **where)
            documents.add_file(session, taken, stream=stream, name=path.name, role="source")
            public_id = taken.public_id
        submissions.accept(public_id=public_id, **where)
    db.session.rollback()
    assert db.session().query(Response).count() == size


def _highest_mb() -> float:
    """Return the highest memory since `_forget_highest`; since the start where the system cannot forget it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", STATUS.read_text()) if STATUS.is_file() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def _forget_highest() -> None:
    # Loading the program takes more for an instant than it holds afterwards.
    gc.collect()
    if FORGET.is_file():
        FORGET.write_text("5")


def prepare(kind: str, size: int, folder: Path) -> None:
    """Make the consultation and the files: what that takes is not measured."""
    build(application(databases.copies.make("sqlite", folder), folder))
    if kind == "rows":
        _rows_file(folder / "rows.csv", size)
        return
    for at in range(size):
        name, data = _document(at)
        (folder / f"letter-{at:05}-{name}").write_bytes(data)


def take_in(kind: str, size: int, folder: Path) -> None:
    """Take so many rows or documents in, and print what it took as JSON."""
    [database] = folder.glob("*.sqlite3")
    app = application(f"sqlite:///{database}", folder)
    with app.app_context():
        world = _standing()
        _forget_highest()
        before, started_at = _highest_mb(), time.perf_counter()
        (_bring_rows if kind == "rows" else _bring_documents)(app, world, folder, size)
        print(json.dumps({"seconds": time.perf_counter() - started_at, "peak_mb": _highest_mb(), "before_mb": before}))


def _standing() -> World:
    session = db.session()
    found = World(session.query(Consultation.id).scalar(), session.query(Person.id).scalar())
    session.rollback()
    return found


if __name__ == "__main__":
    {"prepare": prepare, "take-in": take_in}[sys.argv[1]](sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
