"""A letter on the coding screen: its paragraphs with their places, and the questions that its words speak to."""

import pytest
from lxml import html
from sqlalchemy import select

from consult.extensions import db
from consult.models.codebooks import CodingQuestion, Passage
from consult.services import codebooks
from tests.letter_worlds import letter
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PLACE = "/staff/consultations/small-plan/answers"


def test_a_letter_is_coded_by_paragraph_and_for_the_questions_that_it_speaks_to(
    coder: LintingClient, world: World
) -> None:
    address = f"{PLACE}/{letter(world, 'Light the park.' + chr(10) * 2 + 'More buses.').public_id}"
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="Lights", by_id=world.staff["coder"].id)
    page = html.document_fromstring(coder.get(address).text)
    assert "Paragraph 2: More buses." in " ".join(page.text_content().split())
    assert page.xpath("//input[@name='question']/@value") == ["violence-words", "missing-words"]
    sent = coder.send(address, {"passage": "17-28", "theme": theme.public_id, "stance": "support",
                                "question": ["missing-words"], "then": "stay"})
    assert sent.status_code == 303
    passage = db.session.scalars(select(Passage)).one()
    assert (passage.start, passage.end) == (17, 28)
    assert db.session.scalars(select(CodingQuestion.question_key)).all() == ["missing-words"]
    assert "Speaks to:" in coder.get(address).text


def test_a_question_that_is_none_is_told(coder: LintingClient, world: World) -> None:
    address = f"{PLACE}/{letter(world, 'Light the park.').public_id}"
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="Lights", by_id=world.staff["coder"].id)
    coder.get(address)
    sent = coder.send(address, {"passage": "whole", "theme": theme.public_id, "stance": "support",
                                "question": "borough"})
    assert sent.status_code == 422 and "Choose a question from the list" in sent.text


def test_other_answers_have_neither(coder: LintingClient, world: World) -> None:
    page = coder.get(f"{PLACE}/{world.respond('More officers.').public_id}").text
    assert "Which questions of the survey" not in page and "One paragraph of it" not in page


def test_letters_have_a_place_in_the_list_of_what_is_read(coder: LintingClient, world: World) -> None:
    found = letter(world, "Light the park.")
    assert "Letters and emails" in coder.get("/staff/consultations/small-plan/code").text
    sent = coder.get("/staff/consultations/small-plan/code/written-submission/next")
    assert found.public_id in sent.location


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("coder"), PASSWORD)
    return client
