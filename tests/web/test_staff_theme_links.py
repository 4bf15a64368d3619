"""Findings, the draft report and the equality tables in the browser: who sees what, and what staff can do there."""

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.theme_links import ThemeLink
from consult.queries import reports
from tests import coded
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan"


def test_a_lead_ties_a_theme_to_the_plan_with_a_reason(client: LintingClient, world: World, officers: Theme) -> None:
    sign_in(client, world, "lead")
    answer = client.send(f"{HOME}/theme-links", {"theme": officers.public_id, "where": "part",
                                                 "plan_node": "c-officers", "reason": "It asks for officers."})
    assert (answer.status_code, answer.location) == (303, f"{HOME}/theme-links")
    page = client.get(f"{HOME}/theme-links").text
    assert "It asks for officers." in page and "Put more officers on foot." in page


def test_a_lead_says_that_a_theme_belongs_nowhere_and_takes_it_back(client: LintingClient, world: World,
                                                                    officers: Theme) -> None:
    sign_in(client, world, "lead")
    client.send(f"{HOME}/theme-links", {"theme": officers.public_id, "where": "nowhere", "reason": "No place for it."})
    finding = db.session().scalars(select(ThemeLink)).one()
    assert finding.plan_node_id is None
    assert client.send(f"{HOME}/theme-links/{finding.public_id}/remove").status_code == 303
    assert "No place for it." not in client.get(f"{HOME}/theme-links").text


@pytest.mark.parametrize(("given", "words"), [
    ({"theme": "", "where": "part", "plan_node": "c-officers", "reason": "Because."}, "Choose a theme"),
    ({"where": "part", "plan_node": "", "reason": "Because."}, "Choose a part of the plan"),
    ({"where": "part", "plan_node": "no-such", "reason": "Because."}, "Choose a part of the plan"),
    ({"where": "nowhere", "reason": " "}, "Say why in a few words"),
    ({"reason": "Because."}, "Choose a part of the plan"),
])
def test_a_link_that_is_not_right_is_shown_again(client: LintingClient, world: World, officers: Theme,
                                                 given: dict[str, str], words: str) -> None:
    sign_in(client, world, "lead")
    answer = client.send(f"{HOME}/theme-links", {"theme": officers.public_id, **given})
    assert answer.status_code == 422 and words in answer.text
    assert db.session().scalars(select(ThemeLink)).all() == []


@pytest.mark.parametrize("role", ["coder", "reader", "equality-lead"])
def test_others_see_findings_without_the_form(client: LintingClient, world: World, officers: Theme, role: str) -> None:
    sign_in(client, world, role)
    page = client.get(f"{HOME}/theme-links").text
    assert officers.name in page and 'name="reason"' not in page
    assert client.send(f"{HOME}/theme-links", {"theme": officers.public_id, "where": "nowhere", "reason": "x"}
                       ).status_code == 403


def test_the_parts_that_nobody_spoke_of_are_listed(client: LintingClient, world: World, officers: Theme) -> None:
    coded.link(world, officers, "c-officers")
    sign_in(client, world, "reader")
    listed = client.get(f"{HOME}/theme-links").text.split('id="silent"')[1]
    assert "More trust" in listed and "Safer streets" not in listed and "Put more officers" not in listed


def test_every_passage_behind_a_number_is_there_also_of_people_who_may_not_be_quoted(
        client: LintingClient, world: World, officers: Theme) -> None:
    coded.code(world, world.respond("Do not print these words.", quotes=False), officers)
    sign_in(client, world, "coder")
    page = client.get(f"{HOME}/themes/{officers.public_id}/passages").text
    assert "More officers on foot, now." in page
    assert "Do not print these words." in page and "Must not be quoted." in page


def test_passages_of_an_edition_stay_those_that_it_counted(client: LintingClient, world: World,
                                                           officers: Theme) -> None:
    coded.publish(world)
    coded.code(world, world.respond("Said after the edition."), officers)
    sign_in(client, world, "lead")
    address = f"{HOME}/themes/{officers.public_id}/passages"
    assert "Said after the edition." not in client.get(f"{address}?edition=1").text
    assert "Said after the edition." in client.get(address).text
    assert client.get(f"{address}?edition=2").status_code == 404


def test_passages_are_paged_by_key(client: LintingClient, world: World, officers: Theme, monkeypatch: pytest.MonkeyPatch
                                   ) -> None:
    monkeypatch.setattr(reports, "PAGE", 1)
    coded.code(world, world.respond("The second passage."), officers)
    sign_in(client, world, "coder")
    first = client.get(f"{HOME}/themes/{officers.public_id}/passages").text
    assert "The second passage." not in first
    following = first.split('rel="next" href="')[1].split('"')[0]
    assert "The second passage." in client.get(following.replace("&amp;", "&")).text


def test_a_theme_of_another_consultation_is_not_found(client: LintingClient, world: World) -> None:
    sign_in(client, world, "coder")
    assert client.get(f"{HOME}/themes/unknown/passages").status_code == 404


def test_equality_tables_hide_small_numbers_and_say_how_many(client: LintingClient, world: World) -> None:
    sign_in(client, world, "equality-lead")
    page = client.get(f"{HOME}/equality").text
    assert "fewer than 10" in page and "Hidden here: 2 small numbers" in page
    assert "More officers on foot in my street" not in page


@pytest.mark.parametrize("role", ["lead", "coder", "reader", "survey-editor", "administrator"])
def test_equality_tables_are_for_the_equality_lead_alone(client: LintingClient, world: World, role: str) -> None:
    sign_in(client, world, role)
    assert client.get(f"{HOME}/equality").status_code == 403


def test_the_findings_page_asks_the_same_number_of_questions_however_many_themes(client: LintingClient, world: World,
                                                                                officers: Theme) -> None:
    sign_in(client, world, "lead")
    few = statements(client)
    for number in range(5):
        coded.code(world, world.respond("More of it."), coded.theme(world, f"Theme {number}"))
    assert statements(client) == few


def statements(client: LintingClient) -> int:
    client.get(f"{HOME}/theme-links")
    with count_statements() as sent:
        client.get(f"{HOME}/theme-links")
    return len(sent)


def sign_in(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
