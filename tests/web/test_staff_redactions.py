"""Personal details on the pages: decided one by one or all at once, typed without scripts, read aloud as one thing."""

import pytest

from consult.domain.redactions import REDACTION_KINDS
from consult.extensions import db
from consult.jobs.care import CareLooker
from consult.models.care import Redaction
from consult.models.responses import Answer
from consult.web.staff.redactions import kind_words
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan"
SAID = "My name is Tolu Adeyemi. Ring 07700 900461 <now>."
MASK = '<span class="app-mask" role="img" aria-label="personal detail removed">████████████</span>'


def test_every_kind_has_its_words(client: LintingClient) -> None:
    client.get("/en/")
    assert set(kind_words()) == set(REDACTION_KINDS)


def test_answers_that_wait_are_listed_without_their_details(coder: LintingClient, told: Answer) -> None:
    page = coder.get(f"{HOME}/details").text
    assert "2 details wait for a decision" in page and f'href="{HOME}/answers/{told.public_id}/details"' in page
    assert "Tolu" not in page and MASK in page


def test_details_are_marked_and_decided_one_by_one(coder: LintingClient, told: Answer) -> None:
    place = f"{HOME}/answers/{told.public_id}/details"
    page = coder.get(place).text
    assert '<mark class="app-detail">Tolu Adeyemi</mark>' in page and "&lt;now&gt;" in page
    name, phone = rows(told)
    assert coder.send(f"{HOME}/details/{name.public_id}", {"decision": "confirmed"}).status_code == 303
    assert coder.send(f"{HOME}/details/{phone.public_id}", {"decision": "refused"}).status_code == 303
    page = coder.get(place).text
    assert MASK in page and "Tolu" not in page and "07700 900461" in page and "Left in" in page
    coder.send(f"{HOME}/details/{name.public_id}", {"decision": "undone"})
    assert "Tolu Adeyemi" in coder.get(place).text


def test_all_that_is_suggested_goes_at_once(coder: LintingClient, told: Answer) -> None:
    assert coder.send(f"{HOME}/answers/{told.public_id}/details/all").status_code == 303
    page = coder.get(f"{HOME}/answers/{told.public_id}/details").text
    assert "2 details were taken out" in page and "Tolu" not in page and "900461" not in page
    assert "No detail waits for a decision" in coder.get(f"{HOME}/details").text


def test_words_are_typed_without_a_script(coder: LintingClient, told: Answer) -> None:
    place = f"{HOME}/answers/{told.public_id}/details"
    assert coder.send(place, {"words": "ring", "kind": "other"}).status_code == 303
    assert "Taken out at 1 place" in coder.get(place).text and "Ring" not in stored_text(told)
    for typed, field in (({"words": "Nobody", "kind": "name"}, "words"), ({"words": "", "kind": "name"}, "words"),
                         ({"words": "Tolu", "kind": "secret"}, "kind")):
        answer = coder.send(place, typed)
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text


def test_whoever_decides_second_is_told(coder: LintingClient, told: Answer) -> None:
    name, _phone = rows(told)
    for decision in ("confirmed", "refused"):
        coder.send(f"{HOME}/details/{name.public_id}", {"decision": decision, "answer": told.public_id})
    assert "Someone decided this before you" in coder.get(f"{HOME}/answers/{told.public_id}/details").text


def test_the_words_as_they_were_sent_are_shown_to_a_lead_and_not_to_a_coder(
    coder: LintingClient, world: World, told: Answer
) -> None:
    place = f"{HOME}/answers/{told.public_id}"
    coder.send(f"{place}/details/all")
    assert "Show the words as they were sent" not in coder.get(f"{place}/details").text
    assert coder.send(f"{place}/original").status_code == 403
    coder.sign_in(world.email("lead"), PASSWORD)
    assert "Show the words as they were sent" in coder.get(f"{place}/details").text
    page = coder.send(f"{place}/original")
    assert page.status_code == 200 and "Tolu Adeyemi" in page.text and "&lt;now&gt;" in page.text


def test_the_page_of_a_response_reads_masks_as_one_thing(coder: LintingClient, world: World, told: Answer) -> None:
    coder.send(f"{HOME}/answers/{told.public_id}/details/all")
    page = coder.get(f"{HOME}/responses/{world.responses[-1].public_id}").text
    assert page.count(MASK) == 2 and "Tolu" not in page


def test_details_of_an_answer_elsewhere_are_not_found(coder: LintingClient, told: Answer) -> None:
    assert coder.get(f"{HOME}/answers/AAAAAAAAAAAAAAAAAAAAAA/details").status_code == 404
    assert coder.get(f"/staff/consultations/other/answers/{told.public_id}/details").status_code == 404


def rows(answer: Answer) -> list[Redaction]:
    return db.session.query(Redaction).filter(Redaction.answer_id == answer.id).order_by(Redaction.start).all()


def stored_text(answer: Answer) -> str:
    db.session.expire_all()
    return db.session.get_one(Answer, answer.id).text or ""


@pytest.fixture
def told(world: World) -> Answer:
    """An answer with a name and a number, in which a machine has looked."""
    answer = world.respond(SAID)
    CareLooker().turn()
    return answer


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a coder is signed in."""
    client.sign_in(world.email("coder"), PASSWORD)
    return client
