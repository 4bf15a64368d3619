"""A response with an answer of every kind, as those who read responses see it."""

import io

import pytest

from consult.extensions import db
from consult.models.responses import Attachment, Response
from consult.queries import codings, responses
from consult.queries.responses import Answered
from consult.services import attachments
from consult.services.transaction import writing
from tests import every_kind
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World, respond

ANSWERS = {
    "travel": ["other"], "travel-other": ["By boat"], "worries": ["burglary", "knives"], "agree": ["agree"],
    "agreed": ["yes"], "years": ["12"], "moved": ["27|3|2001"], "order": ["2 burglary", "1 noise"],
    "travel-list": ["bus"], "safe": ["yes"], "street": ["Peckham"], "words": ["More light"], "on-knives": ["Good aim"],
    "rate-buses": ["good"], "rate-trains": ["bad"], "anywhere@aim-knife": ["More of this"],
    "anywhere@sub-streets": ["Less of this"], "borough": ["lambeth"], "district": ["SE15 4AB"],
}


def test_each_kind_is_read_as_it_was_answered(stored: Response, world: World) -> None:
    found = answers(world, stored)
    assert found["order"].values == ("noise", "burglary")
    assert found["worries"].choices[0]["en"] == "Burglary" and found["moved"].values == ("2001-03-27",)
    assert found["travel-other"].text == "By boat" and found["years"].values == ("12",)
    assert "borough" not in found and "district" not in found


def test_comments_on_several_parts_of_the_plan_stand_apart(stored: Response, world: World) -> None:
    detail = responses.detail(db.session(), world.consultation.id, stored.public_id)
    assert detail is not None
    comments = [answer for answer in detail.answers if answer.asked.key == "anywhere"]
    assert [(answer.text, bool(answer.part)) for answer in comments] == [("More of this", True), ("Less of this", True)]
    view = codings.answer(db.session(), world.consultation.id, comments[0].public_id or "")
    assert view is not None and view.part == comments[0].part and view.question_key == "anywhere"


def test_a_question_about_one_part_of_the_plan_says_which_to_its_coder(stored: Response, world: World) -> None:
    text = answers(world, stored)["on-knives"]
    view = codings.answer(db.session(), world.consultation.id, text.public_id or "")
    assert view is not None and view.part


def test_the_page_shows_every_answer_with_its_part_and_its_files(
    client: LintingClient, stored: Response, world: World
) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    page = client.get(f"/staff/consultations/small-plan/responses/{stored.public_id}").text
    for words in ("27 March 2001", "Noise", "By boat", "On this part of the plan:", "my plan.pdf", "Not scanned"):
        assert words in page, words
    assert page.index("Noise</li>") < page.index("Burglary</li>") and "SE15" not in page
    with client.get(f"/staff/consultations/small-plan/files/{file_of(stored)}") as file:
        assert file.data == b"%PDF-" and file.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in file.headers["Content-Security-Policy"]
        assert file.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_not_there_for_anyone_else(client: LintingClient, stored: Response, world: World) -> None:
    path = f"/staff/consultations/small-plan/files/{file_of(stored)}"
    assert client.get(path).status_code in (302, 303)
    client.sign_in(world.email("lead"), PASSWORD)
    assert client.get(path.replace("small-plan", "other")).status_code == 404
    assert client.get(f"/en/consultations/small-plan/respond/files/{file_of(stored)}").status_code == 404


def answers(world: World, response: Response) -> dict[str, Answered]:
    found = responses.detail(db.session(), world.consultation.id, response.public_id)
    assert found is not None
    return {answer.asked.key: answer for answer in found.answers}


def file_of(response: Response) -> str:
    return db.session.query(Attachment).filter(Attachment.response_id == response.id).one().public_id


@pytest.fixture
def stored(world: World) -> Response:
    """A response to the survey of every kind, with a file of five bytes."""
    every_kind.ask(world, needs_files=False)
    respond(world, {**ANSWERS, "paper": ["x" * 22]})
    response = world.responses[-1]
    kept = attachments.store().keep(io.BytesIO(b"%PDF-"), 10)
    with writing() as session:
        session.add(Attachment(public_id="x" * 22, response_id=response.id, question_key="paper", name="my plan.pdf",
                               media_type="application/pdf", size=kept.size, digest=kept.digest,
                               stored_as=kept.stored_as))
    return response
