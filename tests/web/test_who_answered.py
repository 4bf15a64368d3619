"""Staff pages of who answered: live numbers from ten people on, the log of actions, London's numbers, crossings."""

import pytest

from consult.extensions import db
from consult.models.representation import InsideCrossing
from consult.queries import benchmarks as stored
from consult.queries import reach_actions
from consult.services import benchmarks
from tests.crowds import come
from tests.linting import LintingClient
from tests.worlds import EXAMPLE, PASSWORD, World

HERE = "/staff/consultations/small-plan/who-answered"
ACTION = {"what": "Held a stall.", "done_on-day": "1", "done_on-month": "6", "done_on-year": "2026",
          "group": "victim|reported", "result": "", "cost": "99.50", "is_public": "y"}
LONDON = {"groups": ["reported"], "percent": "12.5", "ages": "16+", "area": "London", "period": "2024/25",
          "source": "A survey", "certainty": "verified"}
REASON = "For the equality assessment of the plan."


def test_a_group_from_ten_people_on_stands_beside_london(client: LintingClient, world: World) -> None:
    come(world, 24, victim="reported")
    come(world, 15, victim="no")
    client.sign_in("lead@example.org", PASSWORD)
    assert client.send(f"{HERE}/london/victim", LONDON).status_code == 303
    page = client.get(HERE).text
    assert "Over-represented" in page and "12.5%" in page and "Yes, reported (63%; 12.5% in London)" in page


def test_nothing_is_told_of_fewer_than_ten(client: LintingClient, world: World) -> None:
    client.sign_in("equality-lead@example.org", PASSWORD)
    page = client.get(HERE).text
    assert "fewer than 10" in page and "Under-represented" not in page


def test_an_action_is_written_down_and_its_result_later(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    assert client.get(f"{HERE}/actions").status_code == 200
    assert client.send(f"{HERE}/actions", ACTION).status_code == 303
    [kept] = reach_actions.listed(db.session(), world.consultation.id)
    there = f"{HERE}/actions/{kept.public_id}"
    assert (kept.cost_pence, kept.choice) == (9950, "reported") and "Held a stall." in client.get(there).text
    assert client.send(there, {**ACTION, "result": "Ten came.", "revision": "1"}).status_code == 303
    assert client.send(there, {**ACTION, "result": "None came.", "revision": "1"}).status_code == 409
    page = client.get(f"{HERE}/actions").text
    assert "Ten came." in page and "None came." not in page and "£99.50" in page


@pytest.mark.parametrize("change", [
    {"what": ""}, {"done_on-day": "40"}, {"done_on-year": "2999"}, {"cost": "much"}, {"group": "victim|nobody"},
    {"done_on-day": ""}, {"group": ""},
])
def test_an_action_that_is_not_right_is_asked_for_again_with_its_words(
        client: LintingClient, world: World, change: dict[str, str]) -> None:
    client.sign_in("survey-editor@example.org", PASSWORD)
    answer = client.send(f"{HERE}/actions", {**ACTION, "result": "Kept words.", **change})
    if change == {"group": ""}:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422 and "Kept words." in answer.text
    assert reach_actions.listed(db.session(), world.consultation.id) == []


def test_a_slip_does_not_let_somebody_write_over_what_they_have_not_seen(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.send(f"{HERE}/actions", ACTION)
    there = f"{HERE}/actions/{reach_actions.listed(db.session(), world.consultation.id)[0].public_id}"
    client.send(there, {**ACTION, "result": "Ten came.", "revision": "1"})
    slip = client.send(there, {**ACTION, "what": "", "revision": "1"})
    assert slip.status_code == 422 and 'name="revision" value="1"' in slip.text
    late = client.send(there, {**ACTION, "result": "None came.", "revision": "1"})
    assert late.status_code == 409 and 'name="revision" value="2"' in late.text
    assert "Ten came." in late.text and "None came." in late.text


def test_who_may_log_and_not_see_sees_no_numbers(client: LintingClient, world: World) -> None:
    client.sign_in("survey-editor@example.org", PASSWORD)
    client.send(f"{HERE}/actions", {**ACTION, "group": "|"})
    page = client.get(f"{HERE}/actions").text
    assert "Held a stall." in page and "People of the group then" not in page


@pytest.mark.parametrize("change", [{"percent": "lots"}, {"percent": "120"}, {"groups": []}, {"ages": "old"},
                                    {"source": ""}, {"certainty": ""}])
def test_a_number_for_london_that_is_not_right_is_refused(
        client: LintingClient, world: World, change: dict[str, object]) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    answer = client.send(f"{HERE}/london/victim", {**LONDON, **change})
    assert answer.status_code == 422 and stored.listed(db.session(), world.consultation.id) == []


def test_londons_numbers_are_loaded_from_a_file_and_listed_with_their_source(
        client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.get(f"{HERE}/london")
    with open(EXAMPLE / "plans" / "equality_questions.yaml", "rb") as file:
        assert client.send(f"{HERE}/london", {"file": (file, "questions.yaml")},
                           content_type="multipart/form-data").status_code == 303
    page = client.get(f"{HERE}/london").text
    assert "4.3%" in page and "Census 2021" in page
    assert client.get(f"{HERE}/london/shoe-size").status_code == 404


def test_a_broken_file_is_refused_with_its_lines(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.get(f"{HERE}/london")
    with open(EXAMPLE / "survey.yaml", "rb") as file:
        answer = client.send(f"{HERE}/london", {"file": (file, "x.yaml")}, content_type="multipart/form-data")
    assert answer.status_code == 422 and "equality-questions/1" in answer.text


def test_a_crossing_is_shown_once_with_a_reason_and_has_no_file(client: LintingClient, world: World) -> None:
    come(world, 33, victim="reported", sexual_orientation="heterosexual")
    come(world, 41, victim="no", sexual_orientation="heterosexual")
    client.sign_in("equality-lead@example.org", PASSWORD)
    chosen = {"questions": "victim", "second": "sexual-orientation", "third": ""}
    assert client.send(f"{HERE}/crossing", {**chosen, "reason": "Because"}).status_code == 422
    page = client.send(f"{HERE}/crossing", {**chosen, "reason": REASON})
    assert page.status_code == 200 and 'data-count="35"' in page.text and REASON in page.text
    assert "data-cell" not in client.get(f"{HERE}/crossing").text
    assert db.session().query(InsideCrossing).count() == 1


def test_an_unchecked_number_gives_no_verdict_on_the_page(client: LintingClient, world: World) -> None:
    come(world, 40, victim="reported")
    benchmarks.import_file(consultation_id=world.consultation.id, data=(
        b"schema: equality-questions/1\nbenchmarks:\n  area: London\n  items:\n"
        b"  - {id: bm-sex-female, what: female, value: 51.5, unit: percent, certainty: memory, source: none}\n"))
    client.sign_in("lead@example.org", PASSWORD)
    assert "Over-represented" not in client.get(HERE).text
