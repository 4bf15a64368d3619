"""Numbers for London: from a file or one by one, each with its source, and no old value is lost."""

from dataclasses import replace

import pytest

from consult.domain.benchmarks import Benchmark
from consult.domain.errors import NotAllowed, Refused
from consult.extensions import db
from consult.queries import benchmarks as stored
from consult.services import benchmarks
from tests.worlds import EXAMPLE, World

FILE = (EXAMPLE / "plans" / "equality_questions.yaml").read_bytes()
ONE = Benchmark("victim", ("reported",), 12.5, "16+", "London", "2024/25", "A survey of crime, table 4")
CHOICES = ("reported", "no")


def test_a_file_is_taken_once_and_says_what_it_leaves_out(world: World) -> None:
    changed, left_out = load(world)
    assert changed == 22 and {one.key for one in left_out} >= {"bm-victim", "bm-dis-age-standardised"}
    assert load(world)[0] == 0
    assert len(stored.standing(db.session(), world.consultation.id)) == 22


def test_a_correction_stands_and_the_old_value_stays_to_be_read(world: World) -> None:
    assert set_one(world, ONE)
    assert not set_one(world, ONE)
    assert set_one(world, replace(ONE, percent=14.0))
    [standing] = stored.standing(db.session(), world.consultation.id)
    new, old = stored.listed(db.session(), world.consultation.id)
    assert standing.percent == new.benchmark.percent == 14.0
    assert old.benchmark.percent == 12.5 and old.replaced_at is not None and old.by == "A lead"


def test_a_group_named_twice_is_one_and_the_order_of_groups_is_no_other_number(world: World) -> None:
    assert set_one(world, replace(ONE, choices=("reported", "no", "reported")))
    assert not set_one(world, replace(ONE, choices=("no", "reported")))
    [standing] = stored.standing(db.session(), world.consultation.id)
    assert standing.choices == ("reported", "no")


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"choices": ()}, "groups", "benchmark-choice-missing"),
    ({"choices": ("elsewhere",)}, "groups", "benchmark-choice-missing"),
    ({"ages": "grown up"}, "ages", "benchmark-ages-wrong"), ({"source": " "}, "source", "benchmark-words-missing"),
    ({"period": ""}, "period", "benchmark-words-missing"), ({"area": "x" * 121}, "area", "benchmark-words-long"),
])
def test_a_number_without_its_source_is_refused(
        world: World, change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        set_one(world, replace(ONE, **change))  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)
    assert stored.listed(db.session(), world.consultation.id) == []


@pytest.mark.parametrize("change", [{"percent": 100.5}, {"percent": -1.0}, {"certainty": "surely"}])
def test_what_is_no_share_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(Refused):
        replace(ONE, **change)  # type: ignore[arg-type]


def test_more_groups_than_a_place_can_hold_are_refused(world: World) -> None:
    many = tuple(f"a-group-with-a-long-name-{number}" for number in range(9))
    with pytest.raises(Refused) as refused:
        benchmarks.set_one(consultation_id=world.consultation.id, benchmark=replace(ONE, choices=many), choices=many,
                           by_id=world.staff["lead"].id)
    assert refused.value.field == "groups" and stored.listed(db.session(), world.consultation.id) == []


def test_only_those_who_keep_figures_may_change_them(world: World) -> None:
    for role in ("coder", "reader", "survey-editor"):
        with pytest.raises(NotAllowed):
            set_one(world, ONE, role=role)


def load(world: World) -> tuple[int, tuple[object, ...]]:
    return benchmarks.import_file(consultation_id=world.consultation.id, data=FILE, by_id=world.staff["lead"].id)


def set_one(world: World, one: Benchmark, role: str = "lead") -> bool:
    return benchmarks.set_one(consultation_id=world.consultation.id, benchmark=one, choices=CHOICES,
                              by_id=world.staff[role].id)
