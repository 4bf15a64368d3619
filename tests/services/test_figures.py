"""Figures from outside: read from files, added and corrected; every value that stood stays to be read."""

from dataclasses import replace

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.figures import Figure
from consult.extensions import db
from consult.queries import figures as stored
from consult.services import figures
from tests.worlds import EXAMPLE, World

PLANS = EXAMPLE / "plans"
ONE = Figure("", "Londoners who trust the police", "trust", "all Londoners", "June 2026", "month", 71.0, "percent",
             "A dashboard", base="3,200 people")


def test_the_files_are_read_once(world: World) -> None:
    counts = [figures.import_file(data=(PLANS / f"{name}.yaml").read_bytes())
              for name in ("pcp_2021_25", "pcp_2025_29", "committee_2025", "committee_2025")]
    assert counts == [3, 16, 33, 0] and len(stored.standing(db.session())) == 52


def test_a_newer_file_corrects_and_the_old_value_stays(world: World) -> None:
    data = (PLANS / "pcp_2021_25.yaml").read_bytes()
    figures.import_file(data=data)
    assert figures.import_file(data=data.replace(b"value: 56\n", b"value: 57\n")) == 1
    new, old = stored.history(db.session(), "p21-fig-trust-black")
    assert (new.figure.value, old.figure.value) == (57.0, 56.0) and old.replaced_because


def test_a_person_corrects_with_a_reason_and_only_what_stands(world: World) -> None:
    first = add(world, ONE)
    second = correct(world, first, replace(ONE, value=70.0), "The dashboard was put right.")
    assert [figure.value for figure in stored.standing(db.session())] == [70.0]
    found = stored.one(db.session(), first)
    assert found is not None and found.replaced_because == "The dashboard was put right."
    with pytest.raises(Conflict, match="figure-replaced"):
        correct(world, first, ONE, "Once more.")
    assert stored.history(db.session(), found.figure.key)[0].public_id == second


def test_a_figure_that_is_sent_twice_stands_once(world: World) -> None:
    assert add(world, ONE) == add(world, ONE)
    assert len(stored.standing(db.session())) == 1
    add(world, replace(ONE, value=1.5))
    assert len(stored.standing(db.session())) == 2


def test_a_correction_without_a_reason_and_of_nothing_is_refused(world: World) -> None:
    there = add(world, ONE)
    with pytest.raises(Refused, match="figure-reason-missing"):
        correct(world, there, ONE, "  ")
    with pytest.raises(NotFound):
        correct(world, "nothing", ONE, "Because.")
    with pytest.raises(NotAllowed):
        figures.add(consultation_id=world.consultation.id, figure=ONE, by_id=world.staff["reader"].id)


def add(world: World, figure: Figure) -> str:
    return figures.add(consultation_id=world.consultation.id, figure=figure, by_id=world.staff["lead"].id)


def correct(world: World, public_id: str, figure: Figure, because: str) -> str:
    return figures.correct(consultation_id=world.consultation.id, public_id=public_id, figure=figure, because=because,
                           by_id=world.staff["equality-lead"].id)
