"""The list of responses to look at twice: reasons in plain words, decisions with a reason, and nothing dropped."""

import re

import pytest

from consult.domain.responses import FLAGS
from consult.extensions import db
from consult.models.responses import Response, ResponseFlag
from consult.services.transaction import writing
from consult.web.staff.flags import flag_words
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PLACE = "/staff/consultations/small-plan/responses"
DOUBTS = f"{PLACE}/doubts"


def test_every_sign_of_doubt_has_its_words(client: LintingClient) -> None:
    assert set(flag_words()) == set(FLAGS)


def test_open_doubts_are_listed_with_reasons_and_the_way_to_the_response(lead: LintingClient, doubted: str) -> None:
    page = lead.get(DOUBTS).text
    assert "1 response waits for a decision" in page
    assert "A box that people cannot see was filled in." in page and "very soon after it was begun" in page
    assert f'href="{PLACE}/{doubted}"' in page and f'href="{PLACE}/{doubted}/doubts"' in page


def test_without_doubts_the_list_says_so(lead: LintingClient) -> None:
    assert "No response waits for a decision" in lead.get(DOUBTS).text
    assert "Nothing was decided yet" in lead.get(f"{DOUBTS}/decided").text


def test_a_response_that_is_kept_leaves_the_list_and_the_reason_stands_apart(
    lead: LintingClient, doubted: str
) -> None:
    lead.get(f"{PLACE}/{doubted}/doubts")
    typed = {"decision": "kept", "words": "A library sent <b>these</b>."}
    assert lead.send(f"{PLACE}/{doubted}/doubts", typed).status_code == 303
    assert "No response waits for a decision" in lead.get(DOUBTS).text
    page = lead.get(f"{DOUBTS}/decided").text
    assert "Kept: it counts" in page and "A library sent &lt;b&gt;these&lt;/b&gt;." in page and "A lead" in page
    assert excluded(doubted) is None


def test_a_response_that_is_left_out_is_kept_and_can_be_brought_back(lead: LintingClient, doubted: str) -> None:
    typed = {"decision": "excluded", "exclusion": "spam", "words": "It sells shoes."}
    assert lead.send(f"{PLACE}/{doubted}/doubts", typed).status_code == 303
    assert excluded(doubted) == "spam"
    assert lead.get(f"{PLACE}/{doubted}").status_code == 200
    lead.send(f"{PLACE}/{doubted}/restore")
    assert "counted again since" in lead.get(f"{DOUBTS}/decided").text and excluded(doubted) is None


@pytest.mark.parametrize(("typed", "field"), [
    ({"words": "Kept words"}, "decision"), ({"decision": "kept"}, "words"),
    ({"decision": "excluded", "words": "Kept words"}, "exclusion"),
    ({"decision": "excluded", "exclusion": "boring", "words": "Kept words"}, "exclusion"),
    ({"decision": "drop", "words": "Kept words"}, "decision"),
])
def test_what_is_missing_is_said_on_its_field_and_nothing_typed_is_lost(
    lead: LintingClient, doubted: str, typed: dict[str, str], field: str
) -> None:
    answer = lead.send(f"{PLACE}/{doubted}/doubts", typed)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert typed.get("words", "") in answer.text and "No response waits" not in lead.get(DOUBTS).text


def test_whoever_decides_second_is_told(lead: LintingClient, doubted: str) -> None:
    for decision in ("kept", "excluded"):
        lead.send(f"{PLACE}/{doubted}/doubts", {"decision": decision, "exclusion": "spam", "words": "Why"})
    assert "Someone else did this before you" in lead.get(DOUBTS).text and excluded(doubted) is None
    page = lead.get(f"{PLACE}/{doubted}/doubts").text
    assert "waits for a decision" in page and "<form" not in re.sub(r"(?s)<nav.*?</nav>", "", page)


def test_a_coder_sees_why_and_decides_nothing(client: LintingClient, world: World, doubted: str) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    assert "See why" in client.get(DOUBTS).text
    page = client.get(f"{PLACE}/{doubted}/doubts").text
    assert "A consultation lead decides" in page and "Save this decision" not in page
    assert client.send(f"{PLACE}/{doubted}/doubts", {"decision": "kept", "words": "x"}).status_code == 403


def test_the_same_long_words_come_on_the_list_when_someone_looks(lead: LintingClient, world: World) -> None:
    for _turn in range(3):
        world.respond("More officers on foot in our streets, every evening of the week.")
    assert lead.send(f"{DOUBTS}/same-words").status_code == 303
    page = lead.get(DOUBTS).text
    assert "2 responses wait for a decision" in page and page.count("the same long words") == 2
    assert "We found 2 responses more" in page


def test_the_list_of_responses_says_how_many_doubts_are_open(lead: LintingClient, doubted: str) -> None:
    page = lead.get(PLACE).text
    assert f'href="{DOUBTS}"' in page and "1 response to look at twice" in page


def test_doubts_of_another_consultation_are_not_found(lead: LintingClient, doubted: str) -> None:
    assert lead.get(f"{PLACE}/AAAAAAAAAAAAAAAAAAAAAA/doubts").status_code == 404
    assert lead.get(f"/staff/consultations/other/responses/{doubted}/doubts").status_code == 404


def excluded(public_id: str) -> str | None:
    db.session.expire_all()
    return db.session.query(Response).filter(Response.public_id == public_id).one().excluded_reason


@pytest.fixture
def doubted(world: World) -> str:
    """The public id of a response with two doubts."""
    with writing() as session:
        session.add_all(ResponseFlag(response_id=world.responses[0].id, flag=flag) for flag in ("trap", "fast"))
    return world.responses[0].public_id


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a lead is signed in."""
    client.sign_in(world.email("lead"), PASSWORD)
    return client
