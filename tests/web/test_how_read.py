"""The public page on how answers are read: who decides, which machines help, when words are passed on."""

from dataclasses import replace

import pytest
from flask import Flask

from consult.domain import worries
from consult.models.runs import Run
from consult.services import machine_settings
from consult.services.transaction import writing
from consult.web.public import how_read
from tests.linting import LintingClient
from tests.worlds import World

PAGE = "/en/consultations/small-plan/how-answers-are-read"


def test_the_page_says_who_decides_and_is_linked_from_the_consultation(client: LintingClient, world: World) -> None:
    assert PAGE in client.get("/en/consultations/small-plan").text
    page = client.get(PAGE).text
    assert "People decide what each answer is about" in page and "We use no language model here" in page
    assert "tone" not in page and "outside service" not in page


def test_a_language_model_that_is_set_is_named_with_its_host_and_its_key_is_not(
    app: Flask, client: LintingClient, world: World
) -> None:
    app.config["CONSULT_SETTINGS"] = replace(
        app.config["CONSULT_SETTINGS"], language_model="https://models.example.org/v1", language_model_name="small-7b",
        language_model_key="a secret")
    page = client.get(PAGE).text
    assert "small-7b, models.example.org" in page and "We use no language model here" not in page
    assert "a secret" not in page


def test_a_service_that_drafts_translations_of_answers_is_named_only_where_it_gets_them(
    app: Flask, client: LintingClient, world: World
) -> None:
    set_up = replace(app.config["CONSULT_SETTINGS"], translator="https://translate.example.org")
    app.config["CONSULT_SETTINGS"] = set_up
    assert "translate.example.org" not in client.get(PAGE).text
    app.config["CONSULT_SETTINGS"] = replace(set_up, translates_answers=True)
    assert "translate.example.org" in client.get(PAGE).text


def test_suggestions_are_told_of_as_they_are_set(client: LintingClient, world: World) -> None:
    assert "They suggest what an answer may be about" in client.get(PAGE).text
    assert "are read without any suggestion" in client.get(PAGE).text
    machine_settings.choose(consultation_id=world.consultation.id, has_suggestions=False, hides_until_read=False,
                            control_share=10, by_id=world.staff["lead"].id)
    page = client.get(PAGE).text
    assert "They suggest what an answer may be about" not in page and "are read without any suggestion" not in page


def test_tone_is_told_of_only_where_an_analyser_reached_the_bar(client: LintingClient, world: World) -> None:
    for shown, is_told in (("", False), ("trained", True)):
        with writing() as session:
            session.add(Run(consultation_id=world.consultation.id, kind="tone", state="done",
                            facts={"measures": [{"question": "violence-words", "shown": shown}]}))
        assert ("They sort words by tone" in client.get(PAGE).text) is is_told


def test_every_kind_of_worry_and_every_threshold_has_its_words(client: LintingClient, world: World) -> None:
    assert set(how_read.KINDS) == set(worries.WORRY_KINDS) and set(how_read.THRESHOLDS) == set(worries.THRESHOLDS)
    page = client.get(PAGE).text
    for kind in worries.WORRY_KINDS:
        usual, young = (worries.target_hours(kind, is_under_18=is_young) for is_young in (False, True))
        assert f"{usual} hours, or {young} hours if the writer is under 18" in page
    assert "Someone may die or be badly hurt soon." in page and "999" in page


@pytest.mark.parametrize("lang", ["en", "ur"])
def test_the_page_reads_in_each_language_and_is_not_there_for_what_is_not_shown(
    client: LintingClient, world: World, lang: str
) -> None:
    assert client.get(PAGE.replace("/en/", f"/{lang}/")).status_code == 200
    assert client.get(PAGE.replace("small-plan", "nowhere")).status_code == 404
