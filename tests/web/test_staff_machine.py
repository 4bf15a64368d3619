"""The pages on what the machine does: figures through the disclosure rule, settings, batches, tone, requests."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.extensions import db
from consult.models.codebooks import Coding, Theme
from consult.models.machines import AcceptedBatch, ModelCall
from consult.models.runs import ProposedTheme, Run
from consult.queries import coding_settings
from consult.queries.machine_measures import Taken
from consult.services.transaction import writing
from consult.web.staff.machine_tables import group_table
from tests import coded
from tests.linting import LintingClient
from tests.machine_worlds import cut, in_order, mark_read, rank
from tests.worlds import PASSWORD, World

PAGE = "/staff/consultations/small-plan/machine"
PUBLIC = "/en/consultations/small-plan"


def test_the_page_says_what_ran_how_sure_it_is_and_that_nothing_is_published(lead: LintingClient, world: World) -> None:
    ranked(world)
    page = lead.get(PAGE).text
    assert "Ranks themes for each answer" in page and "by what it learned about each theme" in page
    assert "90%" in page and "82%" in page and "No number on this page is ever published." in page


def test_an_empty_consultation_has_a_page_too(lead: LintingClient, world: World) -> None:
    page = lead.get(PAGE).text
    assert "The machine has not done anything here yet." in page and "Too few to say" in page


def test_small_groups_are_hidden_and_equality_groups_are_for_those_who_may_read_them(
    app: Flask, lead: LintingClient, world: World
) -> None:
    answers = [world.respond(f"Words {at}", victim="no") for at in range(3)]
    in_order(answers)
    theme = coded.theme(world)
    rank(world, {answer.id: [(theme, 0.9)] for answer in answers})
    for answer in answers:
        mark_read(world, answer)
    page = lead.get(PAGE).text
    assert 'id="by-language"' in page and "fewer than 10" in page and 'id="by-victim"' not in page
    reader = app.test_client()
    reader.sign_in(world.email("equality-lead"), PASSWORD)
    assert 'id="by-victim"' in reader.get(PAGE).text


def test_a_small_number_stays_hidden_beside_large_ones(app: Flask) -> None:
    taken = Taken({("en", "taken"): 61, ("en", "left"): 33, ("ur", "taken"): 40, ("ur", "left"): 3})
    with app.test_request_context():
        by_group = group_table("language", "Language", taken, "language", str)
        by_way = group_table("channel", "Way", taken, "", str)
    [(_en, en_taken, _left), (_ur, ur_taken, ur_left)] = by_group.rows
    assert ur_left.count is None and ur_taken.count is None and en_taken.count in (None, 60)
    assert [cell.count for _label, *cells in by_way.rows for cell in cells] == [61, 33, 40, 3]


def test_the_machines_estimate_is_on_this_page_alone(lead: LintingClient, client: LintingClient, world: World) -> None:
    ranked(world)
    assert "never published" in lead.get(PAGE).text and 'id="estimates"' in lead.get(PAGE).text
    for address in (PUBLIC, f"{PUBLIC}/how-answers-are-read"):
        assert "estimate" not in client.get(address).text


def test_the_lead_saves_settings_and_a_wrong_share_is_shown_again(lead: LintingClient, world: World) -> None:
    assert lead.send(f"{PAGE}/settings", {"has_suggestions": "y", "control_share": "25"}).status_code == 303
    found = coding_settings.of(db.session(), world.consultation.id)
    assert (found.has_suggestions, found.hides_until_read, found.control_share) == (True, False, 25)
    for wrong in ("", "x", "101", "-1", "٣٠٠٠٠"):
        answer = lead.send(f"{PAGE}/settings", {"control_share": wrong})
        assert answer.status_code == 422 and "Enter a whole number from 0 to 100" in answer.text


def test_accepting_asks_again_with_its_precision_and_can_be_undone(lead: LintingClient, world: World) -> None:
    ranked(world)
    assert "See how many" in lead.get(f"{PAGE}/accept").text
    asked = lead.get(f"{PAGE}/accept/confirm?theme=&cut=0.8").text
    assert "90% of 60 suggestions, on answers that people had coded" in asked and "Accept them" in asked
    assert db.session.scalars(select(Coding)).all() == []
    assert lead.send(f"{PAGE}/accept", {"theme": "", "cut": "0.8"}).status_code == 303
    page = lead.get(f"{PAGE}/accept").text
    assert "None read yet" in page
    [batch] = db.session.scalars(select(AcceptedBatch))
    assert lead.send(f"{PAGE}/accept/{batch.public_id}/undo", {}).status_code == 303
    assert "Undone on" in lead.get(f"{PAGE}/accept").text
    assert lead.send(f"{PAGE}/accept/{batch.public_id}/undo", {}).status_code == 409


def test_suggestions_that_were_too_often_wrong_are_shown_and_not_offered(lead: LintingClient, world: World) -> None:
    rank(world, {}, precision=[{**cut(), "precision": 0.79}])
    page = lead.get(f"{PAGE}/accept").text
    assert "79%" in page and "Wrong too often" in page and "See how many" not in page
    assert lead.get(f"{PAGE}/accept/confirm?theme=&cut=0.8").status_code == 303
    answer = lead.send(f"{PAGE}/accept", {"theme": "", "cut": "0.8"})
    assert answer.status_code == 422 and "At least 80 in 100 must have been right." in answer.text


def test_a_cut_that_was_never_measured_is_refused(lead: LintingClient, world: World) -> None:
    ranked(world)
    for wrong in ("0.1", "", "nan", "x" * 300):
        assert lead.get(f"{PAGE}/accept/confirm?theme=&cut={wrong}").status_code == 303
        answer = lead.send(f"{PAGE}/accept", {"theme": "", "cut": wrong})
        assert answer.status_code == 422 and "Choose one of the lines in the table" in answer.text
    assert db.session.scalars(select(AcceptedBatch)).all() == []


def test_tone_is_shown_with_its_bar_and_why_not(lead: LintingClient, world: World) -> None:
    score = {"n": 80, "accuracy": 0.9, "accuracy_low": 0.8, "macro_f1": 0.9, "positive": {}, "negative": {}}
    place = {"language": "en", "positive": 40, "negative": 40}
    run_of(world, "tone", {"measures": [
        {**place, "question": "", "scores": [{"analyser": "lexicon", **score}], "shown": "",
         "why_not": "tone-below-bar", "counted": {}},
        {**place, "question": "violence-words", "shown": "trained", "why_not": "",
         "scores": [{"analyser": "lexicon", **score}, {"analyser": "trained", **score}],
         "counted": {"positive": 11, "negative": 22, "neither": 33}}]})
    page = lead.get(PAGE).text
    assert "never about what people feel" in page and "Not right often enough" in page
    assert "11 praise, 22 concern, 33 neither" in page and "The other one was better." in page


def test_requests_to_a_language_model_are_listed_and_none_is_made_without_one(
    lead: LintingClient, world: World
) -> None:
    assert "None is set up." in lead.get(PAGE).text
    lead.send(f"{PAGE}/names", {})
    assert "No language model is set up here" in lead.get(PAGE).text
    with writing() as session:
        session.add(ModelCall(consultation_id=world.consultation.id, purpose="name-group", model="small-7b",
                              host="models.example.org", outcome="model-busy", facts={"texts": 4}))
    page = lead.get(PAGE).text
    assert "models.example.org" in page and "The language model has had enough for now." in page


def test_names_are_asked_for_from_the_page_of_groups_only_where_a_model_is_set(
    app: Flask, lead: LintingClient, world: World
) -> None:
    run_of(world, "discover", {})
    with writing() as session:
        session.add(ProposedTheme(run_id=session.scalars(select(Run.id)).one(), position=0, language="en",
                                  terms=["phone"], size=3))
    groups = PAGE.replace("/machine", "/proposals")
    assert "Ask for names" not in lead.get(groups).text
    app.config["CONSULT_SETTINGS"] = replace(
        app.config["CONSULT_SETTINGS"], language_model="https://models.example.org/v1", language_model_name="small-7b")
    assert "small-7b, models.example.org" in lead.get(groups).text
    assert lead.send(f"{PAGE}/names", {}).headers["Location"].endswith("/proposals#proposed")
    assert "Waiting to start" in lead.get(groups).text and "Ask for names" not in lead.get(groups).text


def test_measuring_tone_needs_codings_and_starts_once(lead: LintingClient, world: World) -> None:
    lead.send(f"{PAGE}/tone", {})
    assert "So there is nothing to measure." in lead.get(PAGE).text


def test_a_failed_run_says_why(lead: LintingClient, world: World) -> None:
    run_of(world, "name-groups", {}, state="failed", error_code="model-slow")
    assert "Broke off. The language model took too long." in lead.get(PAGE).text


@pytest.fixture
def lead(app: Flask, world: World) -> Iterator[LintingClient]:
    """The lead, signed in."""
    client = app.test_client()
    client.sign_in(world.email("lead"), PASSWORD)
    yield client


def ranked(world: World) -> Theme:
    theme = coded.theme(world)
    answers = [world.respond(f"More officers on foot {at}") for at in range(3)]
    in_order(answers)
    rank(world, {answer.id: [(theme, 0.9)] for answer in answers}, precision=[cut(), cut(0.7, theme)])
    return theme


def run_of(world: World, kind: str, facts: dict[str, object], state: str = "done", error_code: str | None = None
           ) -> None:
    with writing() as session:
        session.add(Run(consultation_id=world.consultation.id, kind=kind, state=state, facts=facts,
                        error_code=error_code))
