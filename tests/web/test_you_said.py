"""You said, we did, and the receipt's page, in the browser: what was decided and why stands beside what people said."""

import pytest
from sqlalchemy import select

from consult.domain.decisions import TextChange
from consult.extensions import db
from consult.models.responses import Answer
from consult.services.secrets import receipt_code
from tests import coded
from tests.finding_worlds import CHANGE, confirmed, decided
from tests.linting import LintingClient
from tests.services.test_taking_back import WORDS, sent_with_token
from tests.web.test_receipts import open_with
from tests.worlds import World

PAGE = "/en/consultations/small-plan/you-said-we-did"
REASON = "It is what most people ask for."


@pytest.mark.parametrize("by", ["theme", "plan", "borough", "nonsense"])
def test_without_a_report_each_way_says_so(client: LintingClient, world: World, by: str) -> None:
    page = client.get(f"{PAGE}?by={by}")
    assert page.status_code == 200 and "/news" in page.text


def test_findings_stand_with_decision_reason_and_changed_words(client: LintingClient, code: str) -> None:
    for by in ("theme", "plan"):
        page = client.get(f"{PAGE}?by={by}").text
        assert "People want more officers on foot." in page and REASON in page
        assert "Put more officers on foot." in page and "Put 100 more officers on foot." in page
        assert "Sam Lee" in page


def test_boroughs_show_no_number_that_the_report_hides(client: LintingClient, code: str) -> None:
    page = client.get(f"{PAGE}?by=borough").text
    assert "Camden" not in page and "camden" not in page


def test_young_people_read_the_same_in_short(client: LintingClient, code: str) -> None:
    page = client.get(f"{PAGE}/young-people").text
    assert "People want more officers on foot." in page and REASON in page and "Sam Lee" not in page


def test_it_is_there_in_urdu_and_english_words_are_marked(client: LintingClient, code: str) -> None:
    page = client.get(PAGE.replace("/en/", "/ur/")).text
    assert "لوگ پیدل افسر چاہتے ہیں۔" in page and f'<p class="govuk-body" lang="en" dir="ltr">{REASON}</p>' in page


def test_a_receipt_shows_its_words_their_finding_and_the_decision(client: LintingClient, code: str) -> None:
    page = open_with(client, code)
    assert WORDS in page and "Officers on foot" in page and "People want more officers on foot." in page
    assert REASON in page and "Put 100 more officers on foot." in page
    large = client.get("/en/receipt?size=large").text
    assert "app-copy--large" in large and REASON in large


def test_a_receipt_can_be_kept_as_plain_text(client: LintingClient, code: str) -> None:
    open_with(client, code)
    text = client.get("/en/receipt/outcome.txt")
    assert text.mimetype == "text/plain" and text.headers["Content-Disposition"].startswith("attachment")
    for words in (WORDS, "F1. People want more officers on foot.", REASON, "Put 100 more officers on foot."):
        assert words in text.text


def test_the_text_of_a_receipt_in_urdu_runs_from_the_right(client: LintingClient, code: str) -> None:
    open_with(client, code)
    text = client.get("/ur/receipt/outcome.txt").text
    assert "\u200fF1. لوگ پیدل افسر چاہتے ہیں۔" in text and f"\u200e{REASON}" in text


def test_a_receipt_that_was_taken_back_shows_nothing_but_that(client: LintingClient, code: str) -> None:
    open_with(client, code)
    client.get("/en/receipt/take-back")
    client.send("/en/receipt/take-back")
    page = client.get("/en/receipt").text
    for words in (WORDS, "Officers on foot", "more officers", REASON, "/report", "/you-said-we-did", "outcome.txt"):
        assert words not in page
    text = client.get("/en/receipt/outcome.txt").text
    assert REASON not in text and WORDS not in text and "F1" not in text


def test_without_a_code_there_is_no_text(client: LintingClient, code: str) -> None:
    assert client.get("/en/receipt/outcome.txt").headers["Location"] == "/en/receipt"


@pytest.fixture
def code(world: World) -> str:
    """The receipt code of a response whose words a published finding with a decision rests on."""
    response, token = sent_with_token(world, {"violence-words": [WORDS], "borough": ["camden"]})
    answer = db.session.scalars(select(Answer).where(Answer.response_id == response.id, Answer.text.is_not(None))).one()
    theme = coded.theme(world)
    coded.code(world, answer, theme)
    decided(world, confirmed(world, theme), "accepted", changes=(
        TextChange(CHANGE.node, CHANGE.before, CHANGE.after),))
    coded.publish(world)
    return receipt_code(token)
