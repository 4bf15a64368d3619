"""Findings, what they rest on, and the two lists of what is still to be done, in the browser."""

import pytest

from consult.models.codebooks import Theme
from consult.models.findings import Finding
from consult.services import findings
from tests import coded, finding_worlds
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HOME = "/staff/consultations/small-plan/findings"
TYPED = {"words-en": "People want officers they know.", "words-ur": "لوگ جانے پہچانے افسر چاہتے ہیں۔",
         "part_1": "c-officers", "part_2": "aim-trust", "argument": "strong", "argument_note": "They name streets.",
         "groups": ["carers", "women-and-girls"]}


def test_a_theme_becomes_a_finding_with_one_press_and_then_gets_its_words(client: LintingClient, world: World,
                                                                          officers: Theme) -> None:
    sign_in(client, world, "coder")
    assert "Officers on foot" in client.get(HOME).text.split('id="themes"')[1]
    answer = client.send(f"{HOME}/from-theme/{officers.public_id}")
    assert answer.status_code == 303 and answer.location.endswith("/change")
    client.get(answer.location)
    answer = client.send(answer.location, {**TYPED, "revision": "1"})
    page = client.get(answer.location).text
    assert "People want officers they know." in page and "Put more officers on foot." in page and "Carers" in page
    assert 'id="themes"' not in client.get(HOME).text


def test_the_passages_behind_a_finding_are_one_press_away(client: LintingClient, world: World, finding: Finding,
                                                          officers: Theme) -> None:
    sign_in(client, world, "coder")
    page = client.get(f"{HOME}/{finding.public_id}").text
    assert f"/themes/{officers.public_id}/passages" in page and "1 of 1" in page
    sign_in(client, world, "reader")
    assert "/passages" not in client.get(f"{HOME}/{finding.public_id}").text


def test_passages_lead_back_to_the_findings_that_rest_on_them(client: LintingClient, world: World, finding: Finding,
                                                              officers: Theme) -> None:
    sign_in(client, world, "coder")
    page = client.get(f"/staff/consultations/small-plan/themes/{officers.public_id}/passages").text
    address = page.split("Findings that rest on this theme")[0].rsplit('href="', 1)[1].split('"')[0]
    assert "People want more officers on foot." in client.get(address).text


def test_findings_are_reached_from_their_part_of_the_plan_and_from_their_theme(
        client: LintingClient, world: World, finding: Finding, officers: Theme) -> None:
    sign_in(client, world, "reader")
    for query, is_there in (("part=c-officers", True), ("part=aim-trust", False),
                            (f"theme={officers.public_id}", True)):
        assert ("People want more officers on foot." in client.get(f"{HOME}?{query}").text) is is_there
    assert client.get(f"{HOME}?theme=unknown").status_code == 404
    assert client.get(f"{HOME}?list=unknown").status_code == 404


def test_a_lead_confirms_and_the_finding_waits_for_a_decision(client: LintingClient, world: World, finding: Finding
                                                              ) -> None:
    sign_in(client, world, "lead")
    client.get(f"{HOME}/{finding.public_id}")
    assert client.send(f"{HOME}/{finding.public_id}/confirm", {"revision": "2"}).status_code == 303
    assert "People want more officers on foot." in client.get(f"{HOME}?list=undecided").text


def test_a_finding_that_is_not_ready_says_what_is_missing(client: LintingClient, world: World) -> None:
    found = finding_worlds.drafted(world)
    sign_in(client, world, "lead")
    answer = client.send(f"{HOME}/{found.public_id}/confirm", {"revision": "1"})
    assert answer.status_code == 422 and "Add what it rests on first" in answer.text


def test_the_second_of_two_editors_keeps_their_words_and_sees_what_stands(client: LintingClient, world: World,
                                                                         finding: Finding) -> None:
    sign_in(client, world, "coder")
    address = f"{HOME}/{finding.public_id}/change"
    client.get(address)
    findings.change(consultation_id=world.consultation.id, public_id=finding.public_id, revision=2,
                    claim=finding_worlds.CLAIM, by_id=world.staff["lead"].id)
    answer = client.send(address, {**TYPED, "revision": "2"})
    assert answer.status_code == 422
    assert "People want officers they know." in answer.text and "People want more officers on foot." in answer.text
    assert 'name="revision" value="3"' in answer.text
    assert client.send(address, {**TYPED, "revision": "3"}).status_code == 303


@pytest.mark.parametrize(("given", "words"), [
    ({"words-en": ""}, "Write what people say"), ({"words-en": "word " * 30}, "The most is 25"),
    ({"argument": "loud"}, "Choose how strong"), ({"part_1": "moon"}, "Choose parts of this plan"),
    ({"is_missing": "y"}, "It names a part of the plan"), ({"is_few_but_grave": "y"}, "Say how hard it hits them"),
    ({"groups": ["martians"]}, "Choose groups from the list"),
])
def test_a_finding_that_does_not_hold_together_is_shown_again(client: LintingClient, world: World,
                                                              given: dict[str, str], words: str) -> None:
    sign_in(client, world, "coder")
    client.get(f"{HOME}/new")
    answer = client.send(f"{HOME}/new", {**TYPED, **given})
    assert answer.status_code == 422 and words in answer.text


def test_a_finding_can_rest_on_a_closed_answer_and_give_it_up(client: LintingClient, world: World, finding: Finding
                                                              ) -> None:
    sign_in(client, world, "coder")
    address = f"{HOME}/{finding.public_id}/evidence"
    client.get(address)
    answer = client.send(address, {"kind": "closed", "ref": "support-knife-crime:agree", "note": "Ask the panel."})
    assert answer.status_code == 303
    page = client.get(address).text
    assert "Fewer knives is the right aim" in page and "Ask the panel." in page
    remove = page.rsplit("/remove", 1)[0].rsplit('"', 1)[1]
    assert client.send(f"{remove}/remove").status_code == 303
    assert "Ask the panel." not in client.get(address).text


@pytest.mark.parametrize("given", [
    {"kind": "theme", "ref": "unknown"}, {"kind": "closed", "ref": "victim:reported"}, {"kind": "rumour", "ref": "x"},
    {},
])
def test_evidence_that_is_none_is_refused(client: LintingClient, world: World, finding: Finding,
                                          given: dict[str, str]) -> None:
    sign_in(client, world, "coder")
    assert client.send(f"{HOME}/{finding.public_id}/evidence", given).status_code == 422


def test_a_finding_is_set_aside_with_a_reason_and_made_a_draft_again(client: LintingClient, world: World,
                                                                     finding: Finding) -> None:
    sign_in(client, world, "lead")
    address = f"{HOME}/{finding.public_id}"
    assert client.send(f"{address}/set-aside", {"reason": " "}).status_code == 422
    assert client.send(f"{address}/set-aside", {"reason": "Said in another one."}).status_code == 303
    assert "Said in another one." in client.get(address).text
    assert client.send(f"{address}/reopen").status_code == 303
    assert client.send(f"{address}/reopen").status_code == 422


@pytest.mark.parametrize("number", ["9" * 40, "2147483648", "0", "-1"])
def test_evidence_of_a_number_that_there_is_not_is_not_found(client: LintingClient, world: World, finding: Finding,
                                                             number: str) -> None:
    sign_in(client, world, "coder")
    answer = client.send(f"{HOME}/{finding.public_id}/evidence/{number}/remove")
    assert answer.status_code == 404 and len(finding_worlds.view(world, finding).evidence) == 1


def test_the_parts_that_nothing_speaks_to_are_listed_until_a_finding_does(client: LintingClient, world: World,
                                                                         officers: Theme) -> None:
    sign_in(client, world, "reader")
    assert "Safer streets" in client.get(HOME).text.split('id="silent"')[1]
    finding_worlds.drafted(world, officers)
    listed = client.get(HOME).text.split('id="silent"')[1]
    assert "Safer streets" not in listed and "More trust" in listed


def test_the_lead_sees_both_lists_on_the_first_page_and_a_coder_does_not(client: LintingClient, world: World,
                                                                        finding: Finding) -> None:
    finding_worlds.confirm(world, finding)
    sign_in(client, world, "lead")
    page = client.get("/staff/").text
    assert "Findings without a decision (1)" in page and "Parts of the plan that nothing speaks to" in page
    assert "People want more officers on foot." in page and "More trust" in page
    sign_in(client, world, "coder")
    assert "Findings without a decision" not in client.get("/staff/").text


def test_the_list_asks_the_same_number_of_questions_however_many_findings(client: LintingClient, world: World,
                                                                         officers: Theme) -> None:
    sign_in(client, world, "lead")
    finding_worlds.decided(world, finding_worlds.confirmed(world, officers), changes=(finding_worlds.CHANGE,))
    few = statements(client)
    for _ in range(4):
        finding_worlds.decided(world, finding_worlds.confirmed(world, officers), "partly")
    assert statements(client) == few


def statements(client: LintingClient) -> int:
    client.get(HOME)
    with count_statements() as sent:
        client.get(HOME)
    return len(sent)


def sign_in(client: LintingClient, world: World, role: str) -> None:
    if client.get("/staff/").status_code == 200:
        client.send("/staff/sign-out")
    client.sign_in(world.email(role), PASSWORD)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme


@pytest.fixture
def finding(world: World, officers: Theme) -> Finding:
    """A draft that rests on the theme."""
    return finding_worlds.drafted(world, officers)
