"""Decisions and the ledger in the browser: proposing, letting stand, what changed in the plan, the files."""

import io

import pytest
from docx import Document

from consult.models.findings import Finding
from tests import coded, finding_worlds
from tests.linting import LintingClient
from tests.web.test_staff_findings import sign_in
from tests.worlds import World

HOME = "/staff/consultations/small-plan"


def test_a_coder_proposes_a_decision_and_the_lead_lets_it_stand(client: LintingClient, world: World, finding: Finding
                                                                ) -> None:
    sign_in(client, world, "coder")
    address = f"{HOME}/findings/{finding.public_id}/decision"
    assert "Put more officers on foot." in client.get(address).text
    assert client.send(address, typed()).status_code == 303
    sign_in(client, world, "lead")
    page = client.get(f"{HOME}/findings/{finding.public_id}").text
    confirm = page.split(f"{address}/")[1].split('"')[0]
    assert client.send(f"{address}/{confirm}").status_code == 303
    page = client.get(f"{HOME}/findings/{finding.public_id}").text
    assert "Part of this will be done" in page and "Put 100 more officers on foot." in page and "Sam Lee" in page


@pytest.mark.parametrize(("given", "words"), [
    ({"outcome": ""}, "Choose what was decided"), ({"reason-en": ""}, "Say why, in plain words"),
    ({"reason-en": "word " * 30}, "The most is 25"), ({"decided_by": ""}, "Say who decided"),
    ({"office": " "}, "Say what their office is"), ({"decided_on-year": "2999"}, "cannot be in the future"),
    ({"outcome": "not-ours"}, "Say whose job it is"), ({"outcome": "later"}, "by which day it is looked at"),
    ({"outcome": "not"}, "changes no words of the plan"), ({"after-c-officers": "a" * 10_001}, "10000"),
])
def test_a_decision_without_what_it_needs_is_shown_again(client: LintingClient, world: World, finding: Finding,
                                                         given: dict[str, str], words: str) -> None:
    sign_in(client, world, "coder")
    answer = client.send(f"{HOME}/findings/{finding.public_id}/decision", typed(**given))
    assert answer.status_code == 422 and words in answer.text


def test_the_second_of_two_proposals_is_shown_beside_the_first(client: LintingClient, world: World, finding: Finding
                                                               ) -> None:
    sign_in(client, world, "coder")
    address = f"{HOME}/findings/{finding.public_id}/decision"
    client.get(address)
    standing = finding_worlds.proposed(world, finding)
    answer = client.send(address, typed())
    assert answer.status_code == 422 and "It is what most people ask for." in answer.text
    assert "We have money for some." in answer.text
    assert client.send(address, typed(instead_of=standing.public_id)).status_code == 303


def test_words_of_the_plan_that_were_left_alone_are_no_change(client: LintingClient, world: World, finding: Finding
                                                              ) -> None:
    sign_in(client, world, "coder")
    client.send(f"{HOME}/findings/{finding.public_id}/decision",
                typed(**{"after-c-officers": "Put more officers on foot."}))
    found = finding_worlds.view(world, finding).decided.proposed
    assert found is not None and found.changes == ()


def test_a_part_that_the_plan_did_not_have_can_be_new(client: LintingClient, world: World, finding: Finding) -> None:
    sign_in(client, world, "coder")
    client.send(f"{HOME}/findings/{finding.public_id}/decision", typed(**{"after-new": "Tell people their names."}))
    found = finding_worlds.view(world, finding).decided.proposed
    assert found is not None
    assert [(one.node_key, one.before, one.after["en"]) for one in found.changes][-1] == (
        "", {}, "Tell people their names.")


def test_the_ledger_shows_what_was_decided_and_what_is_still_open(client: LintingClient, world: World, finding: Finding
                                                                  ) -> None:
    buses = coded.theme(world, "Buses")
    coded.code(world, world.respond("Buses, please."), buses)
    finding_worlds.decided(world, finding, "not")
    finding_worlds.decided(world, finding, "partly", changes=(finding_worlds.CHANGE,))
    sign_in(client, world, "reader")
    page = client.get(f"{HOME}/ledger").text
    for words in ("Part of this will be done", "No, this will not be done", "A newer decision took its place",
                  "Put 100 more officers on foot.", "Buses", "No finding speaks of this yet"):
        assert words in page
    open_only = client.get(f"{HOME}/ledger?standing=no-finding").text
    assert "Buses" in open_only and "People want more officers" not in open_only
    assert client.get(f"{HOME}/ledger?standing=unknown").status_code == 404


def test_the_ledger_comes_as_csv_and_as_a_word_document(client: LintingClient, world: World, finding: Finding) -> None:
    finding_worlds.decided(world, finding, changes=(finding_worlds.CHANGE,))
    sign_in(client, world, "lead")
    lines = client.get(f"{HOME}/ledger/ledger.csv").text.splitlines()
    assert any(line.startswith("finding,") and "Put 100 more officers on foot." in line for line in lines)
    document = Document(io.BytesIO(client.get(f"{HOME}/ledger/ledger.docx").data))
    assert "F1. People want more officers on foot." in [paragraph.text for paragraph in document.paragraphs]


def typed(**changes: str) -> dict[str, str]:
    """Return what somebody types who decides to do a part of it."""
    return {"outcome": "partly", "reason-en": "We have money for some.", "decided_by": "Sam Lee",
            "office": "Deputy Mayor", "decided_on-day": "2", "decided_on-month": "3", "decided_on-year": "2026",
            "after-c-officers": "Put 100 more officers on foot.", **changes}


@pytest.fixture
def finding(world: World) -> Finding:
    """A confirmed finding that rests on one theme."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return finding_worlds.confirmed(world, theme)
