"""The pages of campaigns: what was found, what people changed, one decision, members in and out."""

import pytest
from flask import Flask
from lxml import html
from werkzeug.test import TestResponse

from consult.models.campaigns import Campaign
from consult.services import worries
from consult.services.transaction import writing
from tests import coded
from tests.campaign_worlds import DECISION, LETTER, STORY, Sent, send
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

LIST = "/staff/consultations/small-plan/campaigns"
TYPED = {"name": DECISION.name, "organiser": DECISION.organiser, "position": DECISION.position,
         "reason": DECISION.reason}


def test_the_list_is_empty_before_anyone_looked(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    assert "Nothing was found yet" in client.get(LIST).text
    page = client.send(f"{LIST}/find", {})
    assert page.status_code == 422
    assert "There are not enough answers" in page.text


def test_looking_starts_a_run_and_a_second_one_is_told_so(client: LintingClient, world: World) -> None:
    send(world)
    client.sign_in("lead@example.org", PASSWORD)
    assert "Started" in client.send(f"{LIST}/find", {}, follow_redirects=True).text
    assert "already running" in client.send(f"{LIST}/find", {}, follow_redirects=True).text


def test_the_list_tells_how_many_people_sent_what(lead: LintingClient, sent: Sent) -> None:
    page = lead.get(LIST)
    assert "A text that 5 people sent" in page.text
    assert "To decide" in page.text


def test_the_page_marks_what_people_changed(lead: LintingClient, sent: Sent) -> None:
    page = lead.get(address(sent))
    [added] = tree(page).xpath("//ins[contains(., $story)]", story=STORY.rstrip("."))
    assert "added:" in added.text_content()
    assert any("Closing it saves little" in one.text_content() for one in tree(page).xpath("//del"))


def test_a_decision_is_kept_and_shown(lead: LintingClient, sent: Sent) -> None:
    page = lead.send(f"{address(sent)}/confirm", {**TYPED, "seen": newest(sent)}, follow_redirects=True)
    assert "Your decision was kept" in page.text
    assert DECISION.name in page.text and DECISION.organiser in page.text and "Against it" in page.text
    assert "A lead" in page.text


def test_half_a_decision_comes_back_with_what_was_typed(lead: LintingClient, sent: Sent) -> None:
    page = lead.send(f"{address(sent)}/confirm", {**TYPED, "name": "", "without": sent.letters[3].public_id})
    assert page.status_code == 422
    assert "Give the campaign a name" in page.text and DECISION.organiser in page.text
    [ticked] = tree(page).xpath("//input[@name='without'][@checked]")
    assert ticked.get("value") == sent.letters[3].public_id


def test_a_campaign_of_one_is_refused_on_the_page(lead: LintingClient, sent: Sent) -> None:
    without = [one.public_id for one in sent.letters[1:]]
    page = lead.send(f"{address(sent)}/confirm", {**TYPED, "without": without})
    assert (page.status_code, sent.campaign.state) == (422, "proposed")
    assert "A campaign needs at least 2 people" in page.text


def test_who_comes_second_is_told_so(lead: LintingClient, sent: Sent) -> None:
    sent.confirm()
    page = lead.send(f"{address(sent)}/confirm", {**TYPED, "name": "Another"}, follow_redirects=True)
    assert "Someone else decided this before you" in page.text
    assert "Another" not in page.text


def test_refusing_needs_a_reason(lead: LintingClient, sent: Sent) -> None:
    assert lead.send(f"{address(sent)}/refuse", {"why": ""}).status_code == 422
    lead.send(f"{address(sent)}/refuse", {"why": "Two neighbours."})
    assert (sent.campaign.state, sent.campaign.reason) == ("refused", "Two neighbours.")
    assert "No campaign" in lead.get(LIST).text


def test_members_are_taken_out_and_put_in_again(lead: LintingClient, sent: Sent) -> None:
    sent.confirm()
    ticked = {"member": sent.letters[3].public_id}
    assert "1 answer was taken out" in lead.send(f"{address(sent)}/take-out", ticked, follow_redirects=True).text
    assert "1 answer was left out" in lead.get(address(sent)).text
    ticked = {"outside": sent.letters[3].public_id}
    assert "1 answer is in the campaign now" in lead.send(f"{address(sent)}/put-in", ticked, follow_redirects=True).text
    assert lead.send(f"{address(sent)}/put-in", {}).status_code == 422


def test_a_newcomer_waits_on_the_page(lead: LintingClient, sent: Sent, app: Flask) -> None:
    sent.confirm()
    sent.add(LETTER)
    sent.look(app)
    assert "1 new answer to look at" in lead.get(LIST).text
    assert "1 answer came since" in lead.get(address(sent)).text


def test_the_tables_stand_with_and_without(lead: LintingClient, sent: Sent) -> None:
    sent.confirm()
    answer = next(one for one in sent.letters if one.id == sent.campaign.answer_id)
    coded.code(sent.world, answer, coded.theme(sent.world, "Offices"))
    cells = tree(lead.get(LIST)).xpath("//table[.//caption[@id='effects']]//td")
    assert [cell.text_content().strip() for cell in cells] == ["5", "0", "5"]
    assert "Offices" in lead.get(address(sent)).text


def test_a_coder_reads_and_decides_nothing(client: LintingClient, sent: Sent) -> None:
    client.sign_in("coder@example.org", PASSWORD)
    page = client.get(address(sent))
    assert tree(page).xpath("//main//form") == []
    assert "A consultation lead" in client.get(LIST).text


def test_a_text_that_somebody_worries_about_is_not_shown(lead: LintingClient, sent: Sent) -> None:
    worries.flag(consultation_id=sent.world.consultation.id, answer_id=sent.letters[3].public_id, kind="abuse",
                 by_id=sent.world.staff["coder"].id)
    page = lead.get(address(sent))
    assert STORY.rstrip(".") not in page.text
    assert "kept back until that is handled" in page.text


@pytest.mark.parametrize("path", ["/never-was", "/never-was/confirm", "/never-was/refuse", "/never-was/put-in"])
def test_a_campaign_that_is_not_there_is_not_found(lead: LintingClient, path: str) -> None:
    answer = lead.get(LIST + path) if path == "/never-was" else lead.send(LIST + path, {**TYPED, "why": "No."})
    assert answer.status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "٣"])
def test_any_page_number_gives_a_page(lead: LintingClient, sent: Sent, page: str) -> None:
    assert lead.get(f"{address(sent)}?page={page}").status_code == 200


def test_the_list_asks_the_database_no_more_for_more_campaigns(lead: LintingClient, sent: Sent) -> None:
    numbers = []
    for more in (1, 1, 5):
        with writing() as session:
            session.add_all([Campaign(consultation_id=sent.world.consultation.id) for _more in range(more)])
        with count_statements() as said:
            lead.get(LIST)
        numbers.append(len(said))
    assert numbers[1] == numbers[2]


def tree(page: TestResponse) -> html.HtmlElement:
    return html.document_fromstring(page.text)


def address(sent: Sent) -> str:
    return f"{LIST}/{sent.campaign.public_id}"


def newest(sent: Sent) -> str:
    return str(max(member.id for member in sent.members().values()))


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    """The client of a lead."""
    client.sign_in("lead@example.org", PASSWORD)
    return client


@pytest.fixture
def sent(world: World, app: Flask) -> Sent:
    """The letter among ordinary answers, found and proposed."""
    made = send(world)
    made.look(app)
    return made
