"""Figures from others: the public page with its files, and the pages on which staff keep and correct them."""

import csv
import io

import pytest

from consult.extensions import db
from consult.queries import figures as stored
from consult.services import figures
from tests.linting import LintingClient
from tests.worlds import EXAMPLE, PASSWORD, World

PUBLIC = "/en/consultations/small-plan/figures"
STAFF = "/staff/consultations/small-plan/figures"
TYPED = {"text": "Londoners who trust the police", "value": "71", "unit": "percent", "measure": "trust",
         "group": "all Londoners", "period": "June 2026", "period_type": "from-words", "base": "3,200 people",
         "source_document": "A dashboard", "source_heading": "", "claimed_by": ""}


def test_everyone_sees_each_figure_with_what_it_lacks(client: LintingClient, loaded: None) -> None:
    page = client.get(PUBLIC).text
    assert "Black Londoners" in page and "63%" in page and "£878 million" in page
    assert "How many people were asked is not stated." in page and "What was measured is not stated" in page
    assert client.get(PUBLIC.replace("/en/", "/ur/")).status_code == 200


def test_the_files_hold_every_figure_of_the_page(client: LintingClient, loaded: None) -> None:
    answer = client.get(f"{PUBLIC}.csv")
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(lines) == len(stored.standing(db.session())) == 52
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    found = client.get(f"{PUBLIC}.json").get_json()["figures"]
    assert [(one["key"], one["comparable_set"]) for one in found] == [
        (row["key"], int(row["comparable_set"])) for row in lines]


def test_a_consultation_that_is_not_shown_has_no_such_page(client: LintingClient, loaded: None) -> None:
    for ending in ("", ".csv", ".json"):
        assert client.get(f"/en/consultations/not-there/figures{ending}").status_code == 404


def test_nothing_to_show_is_said(client: LintingClient, world: World) -> None:
    assert "There are no figures yet." in client.get(PUBLIC).text


def test_staff_add_and_correct_and_the_old_value_stays_to_be_read(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.get(f"{STAFF}/new")
    there = client.send(f"{STAFF}/new", TYPED).headers["Location"]
    assert client.get(there).status_code == 200
    fixed = client.send(there, {**TYPED, "value": "70.5", "because": "The dashboard was put right."})
    assert fixed.status_code == 303
    page = client.get(fixed.headers["Location"]).text
    assert "71%" in page and "70.5%" in page and "The dashboard was put right." in page
    assert client.send(there, {**TYPED, "because": "Again."}).status_code == 409
    [standing] = stored.standing(db.session())
    assert (standing.value, standing.period_type, str(standing.period_ends_on)) == (70.5, "month", "2026-06-30")


@pytest.mark.parametrize("change", [{"text": ""}, {"value": ""}, {"source_document": " "}, {"value": "nan"},
                                    {"group": "x" * 201}, {"period_type": "an-age"}])
def test_a_figure_that_says_too_little_is_asked_for_again(
        client: LintingClient, world: World, change: dict[str, str]) -> None:
    client.sign_in("equality-lead@example.org", PASSWORD)
    client.get(f"{STAFF}/new")
    assert client.send(f"{STAFF}/new", {**TYPED, **change}).status_code == 422
    assert stored.standing(db.session()) == []


def test_a_source_without_a_number_keeps_its_words(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.get(f"{STAFF}/new")
    client.send(f"{STAFF}/new", {**TYPED, "value": "lowest of all", "unit": "count"})
    assert "lowest of all" in client.get(PUBLIC).text and "lowest of all" in client.get(STAFF).text


@pytest.fixture
def loaded(world: World) -> None:
    for name in ("pcp_2021_25", "pcp_2025_29", "committee_2025"):
        figures.import_file(data=(EXAMPLE / "plans" / f"{name}.yaml").read_bytes())
