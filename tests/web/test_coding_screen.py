"""The coding screen beyond one theme: several at once, undo, suggestions, campaigns, colleagues, and bad input."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from lxml import html
from sqlalchemy import select, update

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.codebooks import Coding, Reading, Theme
from consult.models.coding_settings import CodingSettings, Presence
from consult.models.machines import NodeSuggestion
from consult.models.plans import PlanNode
from consult.models.responses import Answer
from consult.models.runs import Run
from consult.services import answers, codebooks, erasures, worries
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.linting import LintingClient, without_tokens
from tests.web.test_staff_coding import HERE, code, suggest, texts, theme
from tests.worlds import PASSWORD, World


def test_several_themes_are_saved_at_once_each_with_its_own_stance(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    own: dict[str, Any] = {f"stance-{other}": "oppose"}
    sent = send(coder, theme=[one, other], stance="support", new_theme="Trains", kind=["concern", "praise"],
                affected=["carers"], impact="worse", plan_node=["aim-knife", "aim-trust", ""], **own)
    assert sent.location.endswith("#coding")
    assert stances(world) == {"Officers": "support", "Buses": "oppose", "Trains": "support"}
    page = " ".join(page_of(coder).text_content().split())
    assert "A concern, Praise" in page and "Carers: It is or gets worse for them" in page and "Knife crime" in page


def test_what_was_chosen_stays_chosen_when_something_is_missing(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    page = html.document_fromstring(send(
        coder, 422, theme=[one, other], stance="", **{f"stance-{other}": "mixed"}, kind=["concern"],
        affected=["carers"], impact="asks", plan_node=["aim-knife"]).text)
    checked = page.xpath("//form[@id='coding-form']//input[@checked]/@value")
    assert sorted(checked) == sorted(["whole", one, other, "concern", "aim-knife", "carers", "asks"])
    assert page.xpath(f"//select[@name='stance-{other}']/option[@selected]/@value") == ["mixed"]
    assert page.xpath("//details[@data-beside][@open]")


def test_a_theme_that_was_retired_while_the_page_was_open_is_told_and_the_others_stay_ticked(
        coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=world.staff["coder"].id)
    page = send(coder, 422, theme=[other, one], stance="support").text
    assert "This theme was merged or retired" in page and stances(world) == {}
    assert html.document_fromstring(page).xpath("//input[@name='theme'][@checked]/@value") == [other]


def test_two_coders_who_save_at_once_both_keep_their_codes(coder: LintingClient, world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    answers.code(consultation_id=world.consultation.id, answer_id=texts()[0], span=None, codes=[Code(one, "support")],
                 by_id=world.staff["lead"].id)
    send(coder, theme=[one, other], stance="support")
    assert stances(world) == {"Officers": "support", "Buses": "support"}
    assert "These words had a theme already, with the same stance: Officers." in page_of(coder).text_content()


def test_another_stance_than_a_colleagues_is_told_and_nothing_typed_is_lost(coder: LintingClient,
                                                                           world: World) -> None:
    one = theme(world, "Officers")
    answers.code(consultation_id=world.consultation.id, answer_id=texts()[0], span=None, codes=[Code(one, "support")],
                 by_id=world.staff["lead"].id)
    page = send(coder, 422, theme=[one], stance="oppose", kind=["praise"]).text
    assert "have the theme" in page and "another stance" in page
    assert "praise" in html.document_fromstring(page).xpath("//input[@checked]/@value")


def test_an_answer_that_was_taken_back_while_it_was_coded_is_told_kindly(coder: LintingClient, world: World) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    with writing() as session:
        erasures.erase(session, world.responses[0])
    sent = coder.send(address, {"passage": "whole", "stance": "support", "new_theme": "Officers"})
    assert sent.location == f"{HERE}/code"
    assert "the person who gave it took it back" in coder.get(f"{HERE}/code").text


def test_undo_says_what_it_undid_and_leads_to_the_answer(coder: LintingClient) -> None:
    code(coder, f"{HERE}/answers/{texts()[0]}", new_theme="Officers", then="next")
    assert "Coded: Officers" in coder.get(f"{HERE}/code").text
    assert coder.send(f"{HERE}/code/undo").location == f"{HERE}/answers/{texts()[0]}#coding"
    page = page_of(coder).text_content()
    assert "Undone: Coded: Officers." in page and "Take back" not in page
    assert db.session().scalars(select(Reading.id)).all() == []
    coder.send(f"{HERE}/code/undo")
    assert "There is no step of yours to undo" in coder.get(f"{HERE}/code").text


def test_opening_an_answer_tells_a_colleague_and_closing_it_ends_that(client: LintingClient, world: World) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    for role in ("lead", "coder"):
        client.sign_in(world.email(role), PASSWORD)
        page = client.get(address).text
        client.send("/staff/sign-out")
    assert "A lead has this answer open too" in page
    client.sign_in(world.email("coder"), PASSWORD)
    assert client.send(f"{address}/open", {"left": "1"}).status_code == 204
    client.send("/staff/sign-out")
    client.sign_in(world.email("lead"), PASSWORD)
    assert "has this answer open too" not in client.get(address).text


@pytest.mark.parametrize(("step", "form"), [
    ("", {"passage": "whole", "stance": "support", "then": "next"}), ("/read", {}),
])
def test_an_answer_that_is_kept_back_is_not_coded_and_the_coder_is_told(
    coder: LintingClient, world: World, step: str, form: dict[str, str]
) -> None:
    chosen, address = theme(world, "Lamps"), f"{HERE}/answers/{texts()[0]}"
    worries.flag(consultation_id=world.consultation.id, answer_id=texts()[0], kind="abuse",
                 by_id=world.staff["lead"].id)
    page = coder.send(address + step, {**form, **({"theme": chosen} if form else {})}, follow_redirects=True)
    assert "Nothing that you did just now was saved" in page.text and "This answer is kept back" in page.text
    assert db.session().scalars(select(Coding.id)).all() == db.session().scalars(select(Reading.id)).all() == []


def test_asking_for_the_head_of_the_page_changes_nothing(coder: LintingClient) -> None:
    assert coder.open(f"{HERE}/answers/{texts()[0]}", method="HEAD").status_code == 200
    assert db.session().scalars(select(Presence.person_id)).all() == []


def test_what_a_colleague_opened_long_ago_is_not_shown(coder: LintingClient, world: World) -> None:
    with writing() as session:
        session.add(Presence(answer_id=row().id, person_id=world.staff["lead"].id,
                             at=utc_now() - timedelta(minutes=6)))
    assert "open too" not in page_of(coder).text_content()


@pytest.mark.parametrize(("changes", "said", "shown"), [
    ({"control_share": 100}, "read without suggestions", False), ({"has_suggestions": False}, "", False),
    ({"hides_until_read": True, "control_share": 0}, "Show suggestions", False), ({"control_share": 0}, "", True),
])
def test_suggestions_of_themes_and_parts_show_as_the_lead_chose(coder: LintingClient, world: World,
                                                               changes: Mapping[str, Any], said: str,
                                                               shown: bool) -> None:
    suggest(world, texts()[0], theme(world, "Officers"))
    suggest_node(world)
    with writing() as session:
        session.add(CodingSettings(consultation_id=world.consultation.id, **changes))
    page = page_of(coder)
    assert bool(page.xpath("//*[@class='govuk-tag govuk-tag--grey'][text()='Suggested']")) == shown
    assert bool(page.xpath("//input[@name='plan_node']")) == shown and said in page.text_content()


def test_hidden_suggestions_show_when_asked_for(coder: LintingClient, world: World) -> None:
    suggest(world, texts()[0], theme(world, "Officers"))
    with writing() as session:
        session.add(CodingSettings(consultation_id=world.consultation.id, hides_until_read=True, control_share=0))
    [link] = page_of(coder).xpath("//a[@data-key-suggestions]/@href")
    assert "because of: foot, street" in " ".join(coder.get(link).text.replace("<bdi>", "").split())


def test_a_campaigns_text_is_folded_and_the_own_words_come_first(coder: LintingClient, world: World) -> None:
    campaign(world, additions=[[36, 56]])
    page = page_of(coder)
    text = " ".join(page.text_content().split())
    assert "Campaign: Our street, 2 senders." in text and "Code only what this person added." in text
    assert page.xpath("//blockquote")[0].text == "The buses feel safe."
    assert page.xpath("//details//div[@class='app-answer']")
    send(coder, passage="36-56", new_theme="Buses", stance="support")
    assert page_of(coder).xpath("//mark")[0].text == "The buses feel safe."


def test_an_answer_to_look_at_again_says_why(coder: LintingClient, world: World) -> None:
    answers.read(consultation_id=world.consultation.id, answer_id=texts()[0], by_id=world.staff["coder"].id)
    with writing() as session:
        session.execute(update(Reading).values(recheck_reason="merged"))
    page = page_of(coder).text_content()
    assert "became part of another" in page and "Still right: next" in page
    assert "Look again at 1 answer" in coder.get(f"{HERE}/code").text


def test_nothing_about_the_person_changes_the_screen(coder: LintingClient, world: World) -> None:
    facts: dict[str, Any] = {"victim": "reported", "borough": "lambeth", "sexual_orientation": "heterosexual",
                             "support_knife_crime": "disagree"}
    plain, told = world.respond("The same words."), world.respond("The same words.", **facts)
    pages = [stable(coder.get(f"{HERE}/answers/{answer.public_id}").text, answer) for answer in (plain, told)]
    assert pages[0] == pages[1] and "The same words." in pages[0]


@pytest.mark.parametrize("text", ["x", "👩🏽‍🚒", "?", "no"])
def test_an_answer_of_one_word_can_be_coded(coder: LintingClient, world: World, text: str) -> None:
    address = f"{HERE}/answers/{world.respond(text).public_id}"
    assert not html.document_fromstring(coder.get(address).text).xpath("//div[@class='app-sentences']")
    assert code(coder, address).status_code == 303


def test_of_a_very_long_answer_forty_sentences_stand_on_the_page_and_a_way_to_the_rest(coder: LintingClient,
                                                                                    world: World) -> None:
    answer = world.respond("Short.")
    with writing() as session:
        session.get_one(Answer, answer.id).text = "Nobody came when we rang. " * 1923
    address = f"{HERE}/answers/{answer.public_id}"
    page = html.document_fromstring(coder.get(address).text)
    assert len(page.xpath("//div[@class='app-sentences']//input")) == 40
    [later] = page.xpath("//a[text()='Later sentences']/@href")
    following = html.document_fromstring(coder.get(address + later).text)
    first = following.xpath("//div[@class='app-sentences']//input/@value")[0]
    assert int(first.split("-")[0]) == 40 * 26
    assert coder.get(f"{address}?sentence=999999").status_code == coder.get(f"{address}?sentence=-1").status_code == 200


def test_five_hundred_themes_stand_on_the_page_in_groups(coder: LintingClient, world: World) -> None:
    with writing() as session:
        tops = [Theme(consultation_id=world.consultation.id, name=f"Top {n}", name_key=f"top {n}") for n in range(20)]
        session.add_all(tops)
        session.flush()
        session.add_all(Theme(consultation_id=world.consultation.id, name=f"Theme {n}", name_key=f"theme {n}",
                              parent_id=tops[n % 20].id) for n in range(480))
    page = page_of(coder)
    assert len(page.xpath("//input[@name='theme']")) == 500
    assert len(page.xpath("//*[@role='group'][@aria-label]")) == 20


def test_an_answer_that_somebody_worries_about_is_not_shown(coder: LintingClient) -> None:
    sent = coder.send(f"{HERE}/answers/{texts()[0]}/worry", {"kind": "harm", "note": ""})
    assert sent.status_code == 303
    page = page_of(coder).text_content()
    assert "This answer is kept back" in page and "officers on foot" not in page


def send(client: LintingClient, status: int = 303, **fields: Any) -> Any:
    answer = client.send(f"{HERE}/answers/{texts()[0]}", {"passage": "whole", "start": "", "end": "", **fields})
    assert answer.status_code == status, answer.text
    return answer


def page_of(client: LintingClient) -> Any:
    return html.document_fromstring(client.get(f"{HERE}/answers/{texts()[0]}").text)


def row() -> Answer:
    return db.session().scalars(select(Answer).where(Answer.public_id == texts()[0])).one()


def stances(world: World) -> dict[str, str]:
    rows = db.session().execute(
        select(Theme.name, Coding.stance).join(Coding, Coding.theme_id == Theme.id)
        .where(Coding.withdrawn_at.is_(None)))
    return {name: stance for name, stance in rows}


def stable(page: str, answer: Answer) -> str:
    """Return a page without what differs from one to the next: its own address, tokens and the steps before."""
    return without_tokens(page).replace(str(answer.public_id), "THIS")


def suggest_node(world: World) -> None:
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done", finished_at=utc_now())
        session.add(run)
        session.flush()
        node = session.scalars(select(PlanNode.id).where(PlanNode.key == "aim-knife")).one()
        session.add(NodeSuggestion(run_id=run.id, answer_id=row().id, plan_node_id=node, position=0, score=1.0))


def campaign(world: World, additions: list[list[int]]) -> None:
    with writing() as session:
        other = world.respond("More officers on foot in my street.")
        found = Campaign(consultation_id=world.consultation.id, answer_id=other.id, state="confirmed",
                         name="Our street", decided_by_id=world.staff["lead"].id)
        session.add(found)
        session.flush()
        for answer, own in ((other, []), (row(), additions)):
            session.add(CampaignMember(campaign_id=found.id, answer_id=answer.id, state="in", is_identical=not own,
                                       likeness=1.0, start=0, end=35, additions=own))


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("coder"), PASSWORD)
    return client
