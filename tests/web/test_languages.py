"""The language of a page: in its address, on the page, in its headers, and only where the consultation is in it."""

import re

import pytest
from flask import Flask
from flask_babel import force_locale, get_translations, ngettext

from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.services import offering
from tests.linting import LintingClient
from tests.worlds import World

HOME = "consultations/small-plan"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_page_says_its_language_and_direction(client: LintingClient, world: World, tag: str) -> None:
    answer = client.get(f"/{tag}/")
    language = LANGUAGES[tag]
    assert f'<html lang="{tag}" dir="{language.direction}"' in answer.text
    assert answer.headers["Content-Language"] == tag


@pytest.mark.parametrize("tag", ["tlh", "EN", "ur-PK", "zh", "..", "en%00"])
def test_an_unknown_language_is_a_page_that_is_not_there(client: LintingClient, world: World, tag: str) -> None:
    assert client.get(f"/{tag}/{HOME}").status_code == 404


def test_only_the_languages_that_are_whole_are_offered_with_their_own_names(
    client: LintingClient, world: World
) -> None:
    page = client.get(f"/en/{HOME}").text
    assert re.findall(r'rel="alternate" hreflang="([^"]+)" href', page) == ["en", "x-default", "ur"]
    assert 'href="/ur/consultations/small-plan" rel="alternate" hreflang="ur" lang="ur" dir="rtl"' in page


def test_a_language_that_is_not_offered_shows_english_marked_as_english(client: LintingClient, world: World) -> None:
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=world.staff["lead"].id)
    db.session().expire_all()
    page = client.get(f"/ur/{HOME}").text
    assert '<span lang="en" dir="ltr">A small plan</span>' in page and "ایک چھوٹا منصوبہ" not in page
    assert 'hreflang="ur"' not in page


def test_the_language_page_says_who_checked_what(client: LintingClient, world: World) -> None:
    before = client.get("/en/languages").text
    assert before.count("Drafted by a machine, not yet checked by a person") == len(LANGUAGES) - 1
    offering.check_catalogue(consultation_id=world.consultation.id, language="ur", checker="Amina Example",
                             by_id=world.staff["lead"].id)
    assert "Checked by Amina Example on" in client.get("/en/languages").text


@pytest.mark.parametrize(("tag", "numbers"), [("ar", 6), ("pl", 3), ("zh-Hans", 1), ("tr", 1), ("ur", 2), ("hi", 2)])
def test_each_language_counts_in_its_own_forms(app: Flask, tag: str, numbers: int) -> None:
    with app.test_request_context(), force_locale(LANGUAGES[tag].locale):
        said = {ngettext("You can write %(count)s more character", "You can write %(count)s more characters", number,
                         count="#") for number in (0, 1, 2, 3, 11, 100)}
        assert len({get_translations().plural(number) for number in (0, 1, 2, 3, 11, 100, 22)}) == numbers
    assert not any("You can" in words for words in said)
