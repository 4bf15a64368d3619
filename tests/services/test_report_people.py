"""Who answered as a report freezes it: out of protected tables, beside London, with actions and outside figures."""

import pytest

from consult.domain.benchmarks import Benchmark
from consult.domain.low_trust import found_in
from consult.domain.report_people import ReportedGroup
from consult.extensions import db
from consult.queries import response_counts
from consult.services import benchmarks, figures, report_people, reports
from tests.crowds import come
from tests.worlds import EXAMPLE, World


def test_groups_stand_beside_london_with_the_protected_numbers_of_the_report(world: World, crowd: None) -> None:
    tables = reports.protected_tables(db.session(), world.consultation)
    found = {(one.question_key, one.choice): one
             for one in report_people.groups(db.session(), world.consultation, tables)}
    victims = found["victim", "reported"]
    assert (victims.count, victims.base, victims.percent, victims.benchmark) == (25, 45, 56, 12.5)
    assert victims.verdict == "over" and victims.asked["en"].startswith("Have you been") and victims.ages == "16+"
    assert not any(question == "borough" for question, _choice in found)


def test_staff_see_the_same_live_and_nothing_of_a_group_under_ten(world: World, crowd: None) -> None:
    come(world, 3, sexual_orientation="heterosexual")
    come(world, -response_counts.people(db.session(), world.consultation.id) % 10)
    tables = reports.protected_tables(db.session(), world.consultation)
    assert live(world) == report_people.groups(db.session(), world.consultation, tables)
    [few] = [group for group in live(world) if group.choice == "heterosexual"]
    assert few.count is None and few.percent is None and few.gap is None and few.suppression == "small-number"


def test_live_numbers_move_on_after_ten_more_people_and_never_after_one(world: World) -> None:
    come(world, 20 - response_counts.people(db.session(), world.consultation.id), victim="no")
    before = live(world)
    for _ in range(9):
        come(world, 1, victim="reported")
        assert live(world) == before
    come(world, 1, victim="reported")
    assert live(world) != before


def test_low_trust_groups_are_ready_made(world: World, crowd: None) -> None:
    found = {one.key: one for one in found_in(live(world))}
    assert found["victims"].parts[0].count == 25 and found["white-british"].why_not == "not-asked"


def test_figures_carry_all_that_is_known_and_what_is_not(world: World) -> None:
    figures.import_file(data=(EXAMPLE / "plans" / "committee_2025.yaml").read_bytes())
    found = {one.key: one for one in report_people.figures(db.session(), world.consultation)}
    black, disabled = found["pcc25-fig-trust-black"], found["pcc25-fig-trust-disabled"]
    assert (black.value, black.unit, black.missing) == ("63", "percent", ("base",))
    assert black.beside == disabled.beside != found["pcc25-fig-trust-2024"].beside
    assert found["mopac25-fig-teen-homicide"].notes == ("unlike-periods",)


def live(world: World) -> tuple[ReportedGroup, ...]:
    """Return every group as staff see it now."""
    return tuple(group for one in report_people.live(db.session(), world.consultation) for group in one.groups)


@pytest.fixture
def crowd(world: World) -> None:
    come(world, 25, victim="reported")
    come(world, 18, victim="no")
    benchmarks.set_one(
        consultation_id=world.consultation.id, choices=("reported", "no"), by_id=world.staff["lead"].id,
        benchmark=Benchmark("victim", ("reported",), 12.5, "16+", "London", "2024/25", "A survey"))
