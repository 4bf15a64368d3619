"""What groups of people said, in a published edition: printed from one pass, and attacked from the files alone."""

import csv
import io
import random
from collections.abc import Iterator

import pytest
from sqlalchemy import update

from consult.domain.disclosure import Protected
from consult.domain.release_disclosure import PEOPLE, Crossing, Groups, Secured
from consult.domain.report_json import from_json
from consult.domain.reports import Cell, Report, Table
from consult.exports import report_csv
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.responses import Response
from consult.queries import crosstabs, readings
from consult.queries import equality_sheets as sheets
from consult.queries import reports as editions
from consult.queries.characteristics import by_question
from consult.services import codings, report_groups
from consult.services.transaction import writing
from tests import coded
from tests.release_attackers import Edition, Name, open_ranges, open_ranges_of_parts
from tests.worlds import World

BOROUGHS = ("lambeth", "camden", "barnet", "newham", "sutton", "bromley")
ROUNDING_BASE = 5


def test_no_hidden_cell_of_a_published_edition_is_narrowed_below_the_rounding_base(crowd: World) -> None:
    printed = read_csv(published(crowd))
    for key in ("borough", "sexual-orientation"):
        edition = printed_by(crowd.consultation.id, key, printed)
        assert edition.secured.tables
        assert_open(open_ranges(edition))


def test_the_files_of_the_example_give_no_hidden_cell_away(example: Consultation) -> None:
    report = editions.report(db.session(), example.id)
    assert report is not None
    printed, attacked = read_csv(report), 0
    for key in (name.removeprefix("profile-") for name in printed if name.startswith("profile-")):
        ranges = list(open_ranges(printed_by(example.id, key, printed)))
        assert_open(iter(ranges))
        attacked += len(ranges)
    assert attacked > 100


def test_victims_and_their_groups_together_tell_no_more_than_each(crowd: World) -> None:
    printed = read_csv(published(crowd))
    strands = strands_of(crowd, printed)
    assert set(strands.secured.tables) == {"victims-support-knife-crime", "victims-themes"}
    parts = {"victims": ("reported",), "others": ("no",)}
    assert_open(open_ranges_of_parts(printed_by(crowd.consultation.id, "victim", printed), strands, parts))


def test_what_victims_said_stands_apart_and_to_the_nearest_five(crowd: World) -> None:
    table = table_of(published(crowd), "victims-support-knife-crime")
    exact = crosstabs.of(db.session(), crowd.consultation.id, ["victim"]).answers["victim"]["support-knife-crime"]
    agree = exact.counts["agree", "reported"] + exact.counts.get(("strongly-agree", "reported"), 0)
    cell = table.cells["victims", "agree"]
    assert cell.count is not None and abs(cell.count - agree) <= 2 and cell.count % 5 == 0
    assert cell.base is not None and table.cells["victims", "other"].count == cell.base - cell.count


def test_every_table_by_group_is_protected_and_boroughs_are_its_rows(crowd: World) -> None:
    report = published(crowd)
    ids = {table.table_id for table in report.tables if table.is_protected}
    assert {"groups-borough", "equality-themes-borough", "profile-borough", "languages"} <= ids
    agreeing = table_of(report, "groups-borough")
    assert {row.key for row in agreeing.rows} >= set(BOROUGHS)
    assert [column.key for column in agreeing.columns] == ["support-knife-crime"]


def test_a_group_whose_size_is_hidden_is_hidden_in_each_table(crowd: World) -> None:
    report = published(crowd)
    small = {row for (row, _), cell in table_of(report, "profile-borough").cells.items() if cell.count is None}
    assert small
    for table in report.tables:
        if table.table_id in ("groups-borough", "equality-themes-borough"):
            cells = [cell for place, cell in table.cells.items() if set(place) & small]
            assert {(cell.count, cell.base) for cell in cells} == {(None, None)}


def test_groups_that_few_joined_since_stand_as_in_the_edition_before(crowd: World) -> None:
    first = published(crowd)
    with writing():
        for number in range(12):
            crowd.respond(f"New words {number}.", borough="lambeth", support_knife_crime="agree")
        crowd.respond("One more.", borough="camden", support_knife_crime="disagree")
    second = published(crowd)
    before, after = (table_of(report, "profile-borough") for report in (first, second))
    assert after.cells["camden", PEOPLE] == before.cells["camden", PEOPLE]
    assert after.cells["lambeth", PEOPLE] != before.cells["lambeth", PEOPLE]
    assert "groups-from-the-edition-before" in after.notes


def test_the_pass_counts_each_person_once_however_often_they_speak_of_a_theme(world: World) -> None:
    theme = coded.theme(world)
    answer = world.respond("More officers. More of them at night.", victim="no", borough="lambeth")
    for span in ((0, 14), (15, 37)):
        coded.code(world, answer, theme, span=span)
    found = crosstabs.of(db.session(), world.consultation.id, ["borough", "victim"])
    said = found.themes["borough"]
    assert said.base == readings.respondents_read(db.session(), world.consultation.id)
    assert (dict(said.counts), said.totals, said.base) == (
        {(theme.public_id, "lambeth"): 1}, {theme.public_id: 1}, 1)
    assert found.answers["victim"]["support-knife-crime"].counts == {("agree", "no"): 1}


def test_a_consultation_in_which_nobody_answered_has_no_table_of_groups_to_fill(world: World) -> None:
    with writing() as session:
        session.execute(update(Response).values(excluded_reason="test", excluded_at=Response.received_at))
    found = crosstabs.of(db.session(), world.consultation.id, ["borough"], with_wording=True)
    assert (found.people, found.sizes.get("borough", {})) == (0, {}) or not any(found.sizes["borough"].values())


def test_the_base_of_themes_is_that_of_the_report_where_words_were_read_and_given_no_theme(crowd: World) -> None:
    codings.mark_read(consultation_id=crowd.consultation.id, answer_id=crowd.respond("Nothing in it.").public_id or "",
                      by_id=crowd.staff["coder"].id)
    found = crosstabs.of(db.session(), crowd.consultation.id, ["borough"]).themes["borough"]
    assert found.base == readings.respondents_read(db.session(), crowd.consultation.id) == 151


def published(world: World) -> Report:
    return from_json(coded.publish(world).snapshot)


def table_of(report: Report, table_id: str) -> Table:
    return next(table for table in report.tables if table.table_id == table_id)


def read_csv(report: Report) -> dict[str, dict[tuple[str, str], Cell]]:
    """Read the file that anybody can load, as an attacker does."""
    found: dict[str, dict[tuple[str, str], Cell]] = {}
    for line in csv.DictReader(io.StringIO(report_csv.write(report).decode())):
        numbers = [int(line[name]) if line[name] else None for name in ("count", "base", "percent")]
        found.setdefault(line["table_id"], {})[line["row"], line["column"]] = Cell(*numbers, line["suppression"])
    return found


def printed_by(consultation_id: int, key: str, printed: dict) -> Edition:
    """Return all that the file prints by one characteristic, beside totals that other tables of it print exactly."""
    counted = crosstabs.of(db.session(), consultation_id, [key])
    sizes = by_question(db.session(), consultation_id)[key].by_choice
    profile = printed[f"profile-{key}"]
    groups = Groups(key, tuple(row for row, _ in profile), sizes, counted.people + sheets.count(db.session(),
                    consultation_id), apart=frozenset({"pnts"}))
    crossings, tables = [], {}
    for (group, question), cell in printed.get(f"groups-{key}", {}).items():
        if question not in tables:
            crossings.append(Crossing(question, ("agree",), *agreeing(counted.answers[key][question]), overlaps=True))
            tables[question] = Protected(("agree",), groups.crossed, {}, (), True)
        tables[question].cells["agree", group] = cell
    for table_id in (name for name in printed if name.startswith("equality-") and name.endswith(f"-{key}")):
        said = table_id.removeprefix("equality-").removesuffix(f"-{key}")
        one = counted.themes[key] if said == "themes" else counted.answers[key][said]
        cells = {(row, group) if group in groups.groups else (group, row): cell
                 for (row, group), cell in printed[table_id].items()}
        rows = tuple(dict.fromkeys(row for row, _ in cells))
        crossings.append(Crossing(table_id, rows, one.counts, one.bases, one.totals, one.base, overlaps=True))
        tables[table_id] = Protected(rows, groups.crossed, cells, (), True)
    return Edition(groups, crossings, Secured(Protected(groups.groups, (PEOPLE,), profile, (), True), tables))


def strands_of(world: World, printed: dict) -> Edition:
    counted = crosstabs.of(db.session(), world.consultation.id, ["victim"])
    name = {"reported": "victims", "no": "others"}
    sizes = {name[choice]: n for choice, n in counted.sizes["victim"].items()}
    crossings, tables = [], {}
    for said, (counts, bases, totals, base) in {
            "support-knife-crime": agreeing(counted.answers["victim"]["support-knife-crime"]),
            "themes": (lambda one: (one.counts, one.bases, one.totals, one.base))(counted.themes["victim"])}.items():
        cells = printed[f"victims-{said}"]
        if said != "themes":
            cells = {("agree", row): cell for (row, column), cell in cells.items() if column == "agree"}
        rows = tuple(dict.fromkeys(row for row, _ in cells))
        crossings.append(Crossing(f"victims-{said}", rows, {(row, name[c]): n for (row, c), n in counts.items()},
                                  {name[c]: n for c, n in bases.items()}, totals, base, overlaps=True))
        tables[f"victims-{said}"] = Protected(rows, ("victims", "others"), cells, (), True)
    unknown = {(strand, PEOPLE): Cell(None, None, None, "secondary") for strand in ("victims", "others")}
    return Edition(Groups("victim", ("victims", "others"), sizes, counted.people), crossings,
                   Secured(Protected(("victims", "others"), (PEOPLE,), unknown, (), True), tables))


def agreeing(found: crosstabs.Crossed) -> tuple[dict, dict, dict, int]:
    counts: dict[tuple[str, str], int] = {}
    for (option, group), number in found.counts.items():
        if option in report_groups.AGREES:
            counts["agree", group] = counts.get(("agree", group), 0) + number
    total = sum(n for option, n in found.totals.items() if option in report_groups.AGREES)
    return counts, dict(found.bases), {"agree": total}, found.base


def assert_open(ranges: Iterator[tuple[Name, float, float]]) -> None:
    for name, low, high in ranges:
        if name[1] != "size" or name[2] not in ("victims", "others"):
            assert high - low >= ROUNDING_BASE - 1e-6, (name, low, high)


@pytest.fixture
def crowd(world: World) -> World:
    """More people, of boroughs of very different sizes; some say nothing of themselves, and themes lean by group."""
    draw = random.Random(7)
    themes = [coded.theme(world, name) for name in ("Officers", "Trust", "Youth work")]
    with writing():
        for number in range(150):
            about = {"borough": draw.choices(BOROUGHS, (60, 40, 20, 12, 7, 3))[0]} if draw.random() < 0.9 else {}
            if draw.random() < 0.85:
                about["victim"] = "reported" if draw.random() < 0.3 else "no"
            if draw.random() < 0.7:
                about["sexual_orientation"] = draw.choices(("heterosexual", "pnts"), (8, 2))[0]
            view = draw.choices(("strongly-agree", "agree", "neither", "disagree"), (2, 4, 2, 3))[0]
            answer = world.respond(f"Words number {number} of somebody.", support_knife_crime=view, **about)
            for theme in draw.sample(themes, draw.choice((1, 1, 2))):
                coded.code(world, answer, theme)
    return world
