"""Wherever staff read what somebody wrote, a screen reader hears that something was taken out, and no block signs."""

import re

import pytest

from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.double_coding import AnswerRemark, DoubleReading
from consult.models.responses import Answer
from consult.services.transaction import writing
from tests import coded
from tests.campaign_worlds import send
from tests.double_coded import code_again, read, second_coder, waiting
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HERE = "/staff/consultations/small-plan"
MASK = '<span class="app-mask" role="img" aria-label="personal detail removed">█████</span>'
SAID = "Ring █████ about the lamps in our street."


def test_the_passages_of_a_theme_and_those_behind_a_finding(lead: LintingClient, theme: Theme, told: Answer) -> None:
    assert heard(lead, f"{HERE}/themes/{theme.public_id}") == 1
    assert heard(lead, f"{HERE}/themes/{theme.public_id}/passages") == 1


def test_an_answer_that_is_coded_a_second_time(lead: LintingClient, second: DoubleReading) -> None:
    assert heard(lead, f"{HERE}/second-coding/{second.public_id}") >= 1


def test_an_answer_on_which_two_coders_differ(
    lead: LintingClient, world: World, theme: Theme, told: Answer, second: DoubleReading
) -> None:
    code_again(world, told, by=second_coder(world))
    assert heard(lead, f"{HERE}/differences") == 1
    assert heard(lead, f"{HERE}/differences/{second.public_id}") == 1


def test_a_question_to_a_colleague(lead: LintingClient, world: World, told: Answer) -> None:
    with writing() as session:
        session.add(AnswerRemark(consultation_id=world.consultation.id, answer_id=told.id, kind="question",
                                 words="What is it?", by_id=world.staff["coder"].id))
    assert heard(lead, f"{HERE}/answers/{told.public_id}/questions") == 1


def test_the_text_of_a_campaign_and_what_a_sender_changed(lead: LintingClient, world: World) -> None:
    sent = send(world, tuple(f"{SAID} It was dark all winter and nobody came to mend them. {end}"
                             for end in ("", "", "", "Ring █████ too.")))
    sent.look(lead.application)
    assert heard(lead, f"{HERE}/campaigns") == 1
    assert heard(lead, f"{HERE}/campaigns/{sent.campaign.public_id}") >= 2


def heard(client: LintingClient, path: str) -> int:
    """Return how many masks a page reads out; fails where one is not."""
    page = client.get(path, follow_redirects=True)
    assert page.status_code == 200
    body = page.text.split("<main", 1)[1]
    assert "█" not in re.sub(re.escape(MASK), "", body)
    return body.count(MASK)


@pytest.fixture
def theme(world: World) -> Theme:
    """A theme."""
    return coded.theme(world, "Lamps")


@pytest.fixture
def told(world: World, theme: Theme) -> Answer:
    """An answer from which something was taken out, read and coded."""
    answer = world.respond(SAID)
    read(world, answer, (theme, "support"))
    return answer


@pytest.fixture
def second(told: Answer, world: World) -> DoubleReading:
    """The same answer, waiting for a second coder."""
    if (row := waiting(told)) is None:
        with writing() as session:
            row = DoubleReading(consultation_id=world.consultation.id, answer_id=told.id, reason="first",
                                question_key="violence-words", first_by_id=world.staff["coder"].id, first_at=utc_now())
            session.add(row)
    return row


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    """A browser in which the lead is signed in."""
    client.sign_in("lead@example.org", PASSWORD)
    return client
