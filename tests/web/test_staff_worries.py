"""Worries on the pages: two clicks from any answer, a queue for few, a close with its reason, and nothing leaks."""

import pytest

from consult.domain.worries import OUTCOMES, RECIPIENTS, THRESHOLDS, WORRY_KINDS
from consult.extensions import db
from consult.models.care import Worry
from consult.models.responses import Answer
from consult.services.answer_words import Find, keep_found
from consult.web.staff import worries_words
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan"
SAID = "He hit me <b>last</b> night"


def test_every_code_has_its_words(client: LintingClient) -> None:
    client.get("/en/")
    assert set(worries_words.kind_words()) == set(WORRY_KINDS)
    assert set(worries_words.outcome_words()) == set(OUTCOMES)
    assert set(worries_words.threshold_words()) == set(THRESHOLDS)
    assert set(worries_words.recipient_words()) == set(RECIPIENTS)
    assert {"raised", "taken", "noted", *OUTCOMES} == set(worries_words.action_words())


def test_a_coder_sends_a_worry_and_does_not_see_the_answer_after_it(
    client: LintingClient, world: World, told: Answer
) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    sent = client.send(f"{HOME}/answers/{told.public_id}/worry", {"kind": "abuse", "note": "His father"})
    assert sent.status_code == 303
    assert "Your worry was sent" in client.get(sent.headers["Location"]).text
    page = client.get(f"{HOME}/responses/{world.responses[-1].public_id}").text
    assert "kept back until someone has looked" in page and "He hit me" not in page
    assert client.get(f"{HOME}/worries").status_code == 403


def test_a_worry_without_a_kind_is_not_sent(client: LintingClient, world: World, told: Answer) -> None:
    client.sign_in(world.email("coder"), PASSWORD)
    sent = client.send(f"{HOME}/answers/{told.public_id}/worry", {})
    assert "Choose what the worry is about" in client.get(sent.headers["Location"]).text
    assert db.session.query(Worry).count() == 0


def test_the_queue_shows_what_is_due_and_not_the_words(safeguarding: LintingClient, worry: str) -> None:
    page = safeguarding.get(f"{HOME}/worries").text
    assert "1 worry is open" in page and "Abuse at home" in page and "23 hours left" in page
    assert "He hit me" not in page and f'href="{HOME}/worries/{worry}"' in page


def test_the_whole_answer_is_read_where_it_is_handled(safeguarding: LintingClient, worry: str) -> None:
    page = safeguarding.get(f"{HOME}/worries/{worry}").text
    assert "He hit me &lt;b&gt;last&lt;/b&gt; night" in page and "His father" in page


def test_a_worry_is_taken_noted_and_closed_and_its_log_stays(safeguarding: LintingClient, worry: str) -> None:
    place = f"{HOME}/worries/{worry}"
    assert safeguarding.send(f"{place}/take").status_code == 303
    assert safeguarding.send(f"{place}/note", {"note": "Rang <i>them</i>."}).status_code == 303
    assert "Rang &lt;i&gt;them&lt;/i&gt;." in safeguarding.get(place).text
    assert safeguarding.send(f"{place}/close", {"outcome": "not-passed-on"}).status_code == 303
    assert "No worry waits for anybody" in safeguarding.get(f"{HOME}/worries").text
    page = safeguarding.get(f"{HOME}/worries/closed").text
    assert "Looked at, not passed on" in page and "An attack on people is planned" in page
    page = safeguarding.get(place).text
    assert "Rang &lt;i&gt;them" in page and f'action="{place}/close"' not in page


@pytest.mark.parametrize(("typed", "field"), [
    ({"outcome": "passed-on", "reason": "Kept words"}, "threshold"),
    ({"outcome": "passed-on", "reason": "Kept words", "threshold": "danger-to-life"}, "passed_to"),
    ({"outcome": "passed-on", "threshold": "danger-to-life", "passed_to": "police"}, "reason"),
    ({"outcome": "passed-on", "threshold": "attack-planned", "passed_to": "police", "reason": "Kept words"},
     "threshold"), ({"outcome": "gone", "reason": "Kept words"}, "outcome"),
])
def test_what_is_missing_is_said_on_its_field_and_nothing_typed_is_lost(
    safeguarding: LintingClient, worry: str, typed: dict[str, str], field: str
) -> None:
    answer = safeguarding.send(f"{HOME}/worries/{worry}/close", typed)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert typed.get("reason", "") in answer.text


def test_an_empty_note_is_told(safeguarding: LintingClient, worry: str) -> None:
    answer = safeguarding.send(f"{HOME}/worries/{worry}/note", {"note": " "})
    assert answer.status_code == 422 and 'id="note-error"' in answer.text


def test_a_translator_sends_a_worry_from_the_answer_to_translate(client: LintingClient, world: World) -> None:
    answer = world.respond("میرا شوہر مجھے مارتا ہے", language="ur")
    keep_found([Find(answer.id, "ur", "ur")])
    client.sign_in(world.email("translator"), PASSWORD)
    queue = client.get(f"{HOME}/answer-words").text
    [place] = [part.partition('"')[0] for part in queue.split('href="') if part.startswith(f"{HOME}/answer-words/")]
    page = client.get(place).text
    assert f'action="{HOME}/answers/{answer.public_id}/worry"' in page and page.count('name="kind"') == len(WORRY_KINDS)
    assert client.send(f"{HOME}/answers/{answer.public_id}/worry", {"kind": "abuse"}).status_code == 303
    assert client.get(place).status_code == 404
    assert place not in client.get(f"{HOME}/answer-words").text


def test_a_worry_elsewhere_is_not_found(safeguarding: LintingClient, worry: str) -> None:
    assert safeguarding.get(f"{HOME}/worries/AAAAAAAAAAAAAAAAAAAAAA").status_code == 404
    assert safeguarding.get(f"/staff/consultations/other/worries/{worry}").status_code == 404


@pytest.fixture
def told(world: World) -> Answer:
    """An answer that tells of abuse."""
    return world.respond(SAID)


@pytest.fixture
def worry(world: World, told: Answer) -> str:
    """The public id of a worry that a coder sent."""
    from consult.services import worries

    return worries.flag(consultation_id=world.consultation.id, answer_id=told.public_id or "", kind="abuse",
                        note="His father", by_id=world.staff["coder"].id).public_id


@pytest.fixture
def safeguarding(client: LintingClient, world: World) -> LintingClient:
    """A browser in which safeguarding is signed in."""
    client.sign_in(world.email("safeguarding"), PASSWORD)
    return client
