"""Themes by every characteristic with disclosure control, beside NumPy's bincount over rows that are codes already."""

import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
from sqlalchemy import insert, select, text

from consult.domain.release_disclosure import Crossing, Groups, Secured, secure_together
from consult.extensions import db
from consult.models.codebooks import Coding, Theme
from consult.models.responses import CharacteristicAnswer
from consult.models.surveys import Question
from consult.queries import crosstabs
from consult.services.transaction import writing
from tests import databases
from tests.bench.measuring import ROUNDS, heading, in_turn, line
from tests.bench.rows import CHUNK, THEMES, fill
from tests.bench.worlds import World, application, build

PEOPLE, CHARACTERISTICS, GROUPS = 100_000, 10, 8
KEYS = tuple(f"about-{number}" for number in range(CHARACTERISTICS))
# Ours over the floor, and megabytes more than before.
GOAL, MOST_MB = 1.5, 60
WIDE = ", ".join(f"c{number} INTEGER" for number in range(CHARACTERISTICS))


def measure(folder: Path, people: int = PEOPLE) -> None:
    """Print the seconds and the memory of both, and how many times the floor's time ours takes."""
    here = folder / "crosstabs"
    here.mkdir()
    app = application(databases.copies.make("sqlite", here), here)
    world = build(app)
    with app.app_context():
        fill(world, people)
        _say_more(world, people)
        heading(f"{people:,} people × {THEMES} themes × {CHARACTERISTICS} characteristics of {GROUPS} groups, SQLite")
        taken = in_turn({"floor": lambda: [_timed(_floor)], "counted": lambda: [_timed(lambda: _counted(world))],
                         "ours": lambda: [_timed(lambda: _protected(world))],
                         "all": lambda: [_timed(lambda: _everything(world))]})
        floor = taken["floor"][0]
        for name, words in (("floor", "floor: integer codes streamed to bincount"), ("counted", "themes, counted"),
                            ("ours", f"themes, protected (goal: {GOAL} × the floor)"),
                            ("all", "themes and every closed answer, counted")):
            line(words, f"{taken[name][0]:.2f} s", f"{taken[name][0] / floor:.2f} ×")
        line(f"memory added (goal: {MOST_MB} MB)", f"{_added_mb(lambda: _protected(world)):.0f} MB",
             f"floor {_added_mb(_floor):.0f} MB")
        heading(f"median of {ROUNDS}; the floor knows no survey, no linked people and no hidden number")
        db.engine.dispose()


def _say_more(world: World, people: int) -> None:
    """Let everyone speak of a second theme and say ten things of themselves; keep the same as codes for the floor."""
    with writing() as session:
        version_id = session.scalar(select(Question.survey_version_id).limit(1))
        questions = [Question(survey_version_id=version_id, key=key, position=900 + at, kind="one-choice",
                              stores="characteristics") for at, key in enumerate(KEYS)]
        session.add_all(questions)
        session.flush()
        themes = list(session.scalars(select(Theme.id).order_by(Theme.id)))
        first = session.execute(select(Coding).limit(1)).scalar_one()
        shared = {"consultation_id": world.consultation_id, "frame_version": 1, "stance": "none",
                  "confirmed_by_id": world.lead_id, "confirmed_at": first.confirmed_at, "was_suggested": False}
        session.execute(text(f"CREATE TABLE floor (theme INTEGER, {WIDE})"))
        names = ", ".join(f":c{number}" for number in range(CHARACTERISTICS))
        for start in range(1, people + 1, CHUNK):
            numbers = range(start, min(start + CHUNK, people + 1))
            session.execute(insert(CharacteristicAnswer), [
                {"response_id": number, "question_id": question.id, "choice": f"group-{_group(number, at)}"}
                for number in numbers for at, question in enumerate(questions)])
            session.execute(insert(Coding), [
                {**shared, "public_id": f"second-{number}", "passage_id": number,
                 "theme_id": themes[number * 7 % THEMES]}
                for number in numbers if number * 7 % THEMES != number % THEMES])
            session.execute(text(f"INSERT INTO floor VALUES (:theme, {names})"), [
                {"theme": theme, **{f"c{at}": _group(number, at) for at in range(CHARACTERISTICS)}}
                for number in numbers for theme in {number % THEMES, number * 7 % THEMES}])


def _group(number: int, at: int) -> int:
    """Return a group of very different sizes: the largest has half of the people."""
    drawn = number * (2 * at + 7919) % 255 + 1
    return GROUPS - min(GROUPS, drawn.bit_length())


def _floor() -> list[Any]:
    connection = db.session().connection().connection.driver_connection
    found = [numpy.zeros(THEMES * (GROUPS + 1), dtype=numpy.int64) for _ in range(CHARACTERISTICS)]
    cursor = connection.execute("SELECT * FROM floor")
    while rows := cursor.fetchmany(20_000):
        codes = numpy.array(rows, dtype=numpy.int64)
        for at, total in enumerate(found):
            total += numpy.bincount(codes[:, 0] * (GROUPS + 1) + codes[:, at + 1], minlength=len(total))
    return found


def _counted(world: World) -> crosstabs.Crosstabs:
    return crosstabs.of(db.session(), world.consultation_id, KEYS, with_answers=False)


def _everything(world: World) -> crosstabs.Crosstabs:
    return crosstabs.of(db.session(), world.consultation_id, KEYS)


def _protected(world: World) -> list[Secured]:
    found = _counted(world)
    secured = []
    for key, one in found.themes.items():
        rows = tuple(sorted(one.totals))
        secured.append(secure_together(
            Groups(key, tuple(sorted(found.sizes[key])), found.sizes[key], found.people),
            [Crossing(f"themes-by-{key}", rows, one.counts, one.bases, one.totals, one.base, overlaps=True)]))
    assert len(secured) == CHARACTERISTICS and all(one.tables for one in secured)
    return secured


def _timed(work: Callable[[], object]) -> float:
    started_at = time.perf_counter()
    work()
    return time.perf_counter() - started_at


def _added_mb(work: Callable[[], object]) -> float:
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most / 1024**2
