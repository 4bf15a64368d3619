"""The kit for groups on the public pages: in each language, to print and to write in, and nothing is asked for."""

import io

import pytest
from docx import Document

from consult.models.consultations import Consultation
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import World

HOME = "/en/consultations/small-plan/host-kit"


def test_the_kit_is_offered_in_each_language_and_in_large_print(client: LintingClient, world: World) -> None:
    page = client.get(HOME).text
    assert f'href="{HOME}/word"' in page and f'href="{HOME}/print?size=large"' in page
    assert 'href="/ur/consultations/small-plan/host-kit" hreflang="ur"' in page
    assert "What is in the kit" in page


def test_a_page_to_print_holds_every_sheet_with_the_questions(client: LintingClient, world: World) -> None:
    page = client.get(f"{HOME}/print").text
    for words in ("Before you meet", "Call 999.", "There is a quiet room", "One person talks at a time.",
                  "What people said", "Where people did not agree"):
        assert words in page
    assert page.count('class="app-form__sheet"') == 6


def test_the_urdu_kit_runs_from_right_to_left(client: LintingClient, world: World) -> None:
    page = client.get("/ur/consultations/small-plan/host-kit/print").text
    assert '<html lang="ur" dir="rtl">' in page and "ایک چھوٹا منصوبہ" in page


@pytest.mark.parametrize("size", ["", "?size=large"])
def test_the_kit_comes_as_a_word_file(client: LintingClient, world: World, size: str) -> None:
    answer = client.get(f"{HOME}/word{size}")
    document = Document(io.BytesIO(answer.data))
    assert any("Hold your own conversation" in paragraph.text for paragraph in document.paragraphs)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_nobody_gets_the_kit_of_a_consultation_that_is_not_shown(client: LintingClient, world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_visible = False
    assert client.get(HOME).status_code == 404
