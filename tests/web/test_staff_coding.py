"""What an analyst works with every day: reading and leaving out responses, coding answers, keeping the code frame."""

from typing import Any

import pytest
from lxml import html
from sqlalchemy import select

from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.responses import Answer
from consult.models.runs import Run, Suggestion
from consult.queries import responses as response_queries
from consult.services import codebooks, responses
from consult.services.transaction import writing
from consult.web.staff.passages import chosen_span, pieces
from tests.linting import LintingClient
from tests.statements import count_statements
from tests.worlds import PASSWORD, World

HERE = "/staff/consultations/small-plan"


# responses

def test_the_list_shows_each_response_and_where_it_came_from(coder: LintingClient) -> None:
    page = coder.get(f"{HERE}/responses").text
    assert page.count("Online form") == 4 and "Urdu" in page  # in the table of ways, in the filter, twice in the list
    assert "lambeth" not in page.lower()


def test_the_list_is_filtered_and_paged_with_the_filter_kept(coder: LintingClient, world: World,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_queries, "PAGE", 1)
    page = html.document_fromstring(coder.get(f"{HERE}/responses?channel=online").text)
    [older] = page.xpath("//a[@rel='next']/@href")
    assert "channel=online" in older and not page.xpath("//a[@rel='prev']")
    last = html.document_fromstring(coder.get(older).text)
    assert last.xpath("//tbody//a/@href")[-1].endswith(world.responses[0].public_id)
    assert last.xpath("//a[@rel='prev']") and not last.xpath("//a[@rel='next']")


@pytest.mark.parametrize("query", ["channel=pigeon", "language=xx", "state=odd", "before=nothing", "after=%00"])
def test_a_filter_that_is_none_shows_everything(coder: LintingClient, query: str) -> None:
    answer = coder.get(f"{HERE}/responses?{query}")
    assert answer.status_code == 200 and "Urdu" in answer.text


def test_a_response_is_shown_in_its_language_and_without_the_person(coder: LintingClient, world: World) -> None:
    page = coder.get(f"{HERE}/responses/{world.responses[2].public_id}").text
    assert '<div class="app-answer" lang="ur" dir="rtl">میری گلی' in page
    assert "Lambeth" not in page and "victim" not in page.lower() and "Leave it out" not in page


def test_a_lead_leaves_a_response_out_and_brings_it_back(lead: LintingClient, world: World) -> None:
    address = f"{HERE}/responses/{world.responses[0].public_id}"
    assert lead.send(f"{address}/exclude", {"reason": "spam"}).status_code == 303
    page = lead.get(address).text
    assert "No: Spam" in " ".join(page.split()) and "A lead" in page
    assert lead.send(f"{address}/restore").status_code == 303
    assert "Leave it out" in lead.get(address).text


def test_leaving_out_needs_a_reason(lead: LintingClient, world: World) -> None:
    answer = lead.send(f"{HERE}/responses/{world.responses[0].public_id}/exclude")
    assert answer.status_code == 422 and "Choose a reason" in answer.text


def test_two_people_who_leave_out_the_same_response_do_it_once(lead: LintingClient, world: World) -> None:
    address = f"{HERE}/responses/{world.responses[0].public_id}"
    lead.send(f"{address}/exclude", {"reason": "spam"})
    assert lead.send(f"{address}/exclude", {"reason": "test"}).status_code == 303
    page = lead.get(address).text
    assert "Someone else did this before you" in page and "Spam" in page


def test_a_response_that_is_not_there_is_not_found(coder: LintingClient) -> None:
    assert coder.get(f"{HERE}/responses/{'x' * 22}").status_code == 404


# the way through the answers

def test_the_overview_says_how_far_it_is_in_words_and_leads_to_the_next(coder: LintingClient) -> None:
    page = coder.get(f"{HERE}/code").text
    assert "0 of 3 answers read" in page
    assert 'max="3" value="0"' in page
    assert coder.get(f"{HERE}/code/violence-words/next").location.startswith(f"{HERE}/answers/")


def test_reading_to_the_end_ends_at_the_overview(coder: LintingClient) -> None:
    address = coder.get(f"{HERE}/code/violence-words/next").location
    for _time in range(3):
        following = coder.send(f"{address.split('#')[0]}/read").location
        address = coder.get(following).location
    assert address == f"{HERE}/code"
    assert "Every answer to this question that is for you to read was read." in coder.get(address).text
    assert "3 of 3 answers read" in coder.get(f"{HERE}/code").text


def test_after_the_last_answer_come_those_that_were_left_for_later(coder: LintingClient, world: World) -> None:
    seen = set()
    address = f"{HERE}/code/violence-words/next"
    for _time in range(4):
        answer = coder.get(address).location.split("#")[0].rsplit("/", 1)[1]
        seen.add(answer)
        address = f"{HERE}/code/violence-words/next?after={answer}"
    assert seen == set(texts())


# the coding screen

def test_the_screen_shows_the_words_in_their_direction_with_one_part_for_each_sentence(coder: LintingClient) -> None:
    page = html.document_fromstring(coder.get(f"{HERE}/answers/{texts()[2]}").text)
    [shown] = page.xpath("//div[@class='app-answer']")
    assert (shown.get("lang"), shown.get("dir")) == ("ur", "rtl")
    assert page.xpath("//input[@name='passage']/@value") == ["whole", "selection", "0-31", "32-38"]
    [source] = page.xpath("//textarea[@data-passage-source]")
    assert source.text.strip("\n") == shown.text and source.get("readonly") is not None


def test_the_text_stands_on_the_page_exactly_as_it_was_written(coder: LintingClient, world: World) -> None:
    text = "Two  spaces,\n\na line & <b>tags</b> 👩🏽‍🚒."
    address = f"{HERE}/answers/{world.respond(text).public_id}"
    page = html.document_fromstring(coder.get(address).text)
    assert page.xpath("//div[@class='app-answer']")[0].text_content() == text
    code(coder, address, passage="selection", start="3", end="14")
    marked = html.document_fromstring(coder.get(address).text).xpath("//div[@class='app-answer']")[0]
    assert "".join(marked.xpath("./text() | ./mark/text()")) == text
    assert marked.xpath("./mark/text()") == [text[3:14].strip()]


def test_nothing_is_chosen_beforehand_but_the_whole_answer(coder: LintingClient, world: World) -> None:
    suggest(world, texts()[0], theme(world, "Officers"))
    page = html.document_fromstring(coder.get(f"{HERE}/answers/{texts()[0]}").text)
    assert page.xpath("//form[@id='coding-form']//input[@checked]/@value") == ["whole", "unsaid"]
    assert page.xpath("//form[@id='coding-form']//option[@selected]") == []


def test_suggested_themes_come_first_with_the_words_that_moved_them(coder: LintingClient, world: World) -> None:
    theme(world, "Buses")
    suggest(world, texts()[0], theme(world, "Officers"))
    page = html.document_fromstring(coder.get(f"{HERE}/answers/{texts()[0]}").text)
    items = [" ".join(item.text_content().split()) for item in page.xpath("//*[@data-picker='theme']//*[@data-pick]")]
    assert items == ["Officers Suggested because of: foot, street", "Buses"]


def test_a_coding_is_saved_and_the_form_is_where_the_page_opens(coder: LintingClient, world: World) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    answer = code(coder, address, theme=theme(world, "Officers"), new_theme="", plan_node="aim-knife", passage="0-35")
    assert answer.location == f"{address}#coding"
    page = coder.get(address).text
    assert "Saved." in page and "<mark>More officers on foot in my street.</mark>" in page
    assert "Nothing more: next" in page and "Knife crime" in page
    assert db.session().scalars(select(Reading.id)).all() == []


def test_save_and_next_marks_the_answer_read_and_goes_on(coder: LintingClient) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    answer = code(coder, address, then="next")
    assert answer.location == f"{HERE}/code/violence-words/next?after={texts()[0]}"
    assert len(db.session().scalars(select(Reading.id)).all()) == 1


@pytest.mark.parametrize(("start", "end", "words"), [("0", "1", "👮"), ("2", "8", "Police"), ("1", "9", "Police")])
def test_selected_words_arrive_in_code_points_without_the_space_around(coder: LintingClient, world: World, start: str,
                                                                      end: str, words: str) -> None:
    answer = world.respond("👮 Police 🚨 now.")
    code(coder, f"{HERE}/answers/{answer.public_id}", passage="selection", start=start, end=end)
    passage = db.session().scalars(select(Passage)).one()
    assert (answer.text or "")[passage.start:passage.end] == words


@pytest.mark.parametrize(("passage", "start", "end"), [
    ("selection", "", ""), ("selection", "-1", "4"), ("selection", "3", "999"), ("selection", "5", "5"),
    ("selection", "٣", "٥"), ("selection", "4", "5"), ("3-999", "", ""), ("odd", "", ""), ("9" * 5000, "", ""),
])
def test_words_that_are_not_there_are_refused_and_nothing_typed_is_lost(coder: LintingClient, passage: str,
                                                                      start: str, end: str) -> None:
    answer = code(coder, f"{HERE}/answers/{texts()[0]}", passage=passage, start=start, end=end, stance="oppose",
                  plan_node="aim-trust", new_theme="A new theme")
    assert answer.status_code == 422 and "Choose some words of the answer" in answer.text
    page = html.document_fromstring(answer.text)
    assert page.xpath("//input[@name='stance'][@checked]/@value") == ["oppose"]
    assert page.xpath("//input[@name='new_theme']/@value") == ["A new theme"]
    assert page.xpath("//input[@name='plan_node'][@checked]/@value") == ["aim-trust"]
    assert db.session().scalars(select(Theme.id)).all() == []


@pytest.mark.parametrize(("missing", "words"), [
    ({"passage": ""}, "Choose the whole answer"), ({"stance": ""}, "Choose a stance"),
    ({"new_theme": ""}, "Choose a theme"), ({"plan_node": "nowhere"}, "Choose a part of the plan"),
    ({"kind": "poem"}, "Choose a kind"), ({"affected": "dogs"}, "Choose from the list who is affected"),
])
def test_what_is_missing_is_said_with_a_link_to_its_field(coder: LintingClient, missing: dict[str, str],
                                                        words: str) -> None:
    answer = code(coder, f"{HERE}/answers/{texts()[0]}", **missing)
    page = html.document_fromstring(answer.text)
    [link] = page.xpath("//div[contains(@class, 'govuk-error-summary')]//li/a")
    assert answer.status_code == 422 and words in link.text
    assert page.xpath(f"//*[@id='{link.get('href')[1:]}']")
    assert db.session().scalars(select(Coding.id)).all() == []


def test_several_passages_and_themes_of_one_answer_stand_side_by_side(coder: LintingClient) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    for name, span in (("One", ("0", "13")), ("Two", ("5", "21")), ("Three", ("5", "21"))):
        code(coder, address, passage="selection", start=span[0], end=span[1], new_theme=name)
    code(coder, address, new_theme="Four")
    page = html.document_fromstring(coder.get(address).text)
    assert [mark.text for mark in page.xpath("//mark")] == ["More ", "officers", " on foot"]
    assert page.xpath("//div[@class='app-answer']//sup/a/@href") == ["#passage-1", "#passage-2"]
    assert len(page.xpath("//button[starts-with(normalize-space(), 'Take back')]")) == 4


def test_a_coding_is_taken_back_from_its_own_answer_only(coder: LintingClient) -> None:
    first, second = (f"{HERE}/answers/{public_id}" for public_id in texts()[:2])
    code(coder, first)
    coding = db.session().scalars(select(Coding.public_id)).one()
    assert coder.send(f"{second}/codings/{coding}/withdraw").status_code == 404
    assert coder.send(f"{first}/codings/{coding}/withdraw").location == f"{first}#coding"
    assert "Take back" not in coder.get(first).text


def test_a_double_click_takes_a_coding_back_once(coder: LintingClient) -> None:
    address = f"{HERE}/answers/{texts()[0]}"
    code(coder, address)
    coding = db.session().scalars(select(Coding.public_id)).one()
    answers = [coder.send(f"{address}/codings/{coding}/withdraw") for _time in range(2)]
    assert [answer.location for answer in answers] == [f"{address}#coding"] * 2
    assert "This coding was taken back before." in coder.get(address).text


def test_an_answer_that_does_not_count_is_shown_without_the_form(coder: LintingClient, world: World) -> None:
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[0].public_id, reason="test",
                      by_id=world.staff["lead"].id)
    page = coder.get(f"{HERE}/answers/{texts()[0]}").text
    assert "left out of the count" in page and 'id="coding-form"' not in page


def test_the_coding_screen_takes_as_many_statements_with_much_as_with_little(coder: LintingClient,
                                                                          world: World) -> None:
    def statements() -> int:
        db.session.expire_all()
        with count_statements() as sent:
            coder.get(address)
        return len(sent)

    address = f"{HERE}/answers/{texts()[0]}"
    code(coder, address)
    few = (statements(), statements())[1]
    for number in range(10):
        code(coder, address, passage="selection", start=str(number), end=str(number + 8), new_theme=f"T {number}")
        world.respond("Another.")
    assert (statements(), statements())[1] == few


# passages

def test_marks_that_overlap_are_cut_at_every_edge() -> None:
    found = pieces("abcdef", [(0, 3), (2, 5)])
    assert [(piece.text, piece.is_marked, piece.ends) for piece in found] == [
        ("ab", True, ()), ("c", True, (1,)), ("de", True, (2,)), ("f", False, ())]


@pytest.mark.parametrize("text", ["a", "👩🏽‍🚒 b", "شکریہ", "  x  "])
def test_pieces_put_together_are_the_text(text: str) -> None:
    for start in range(len(text)):
        assert "".join(piece.text for piece in pieces(text, [(start, len(text))])) == text


def test_words_that_are_the_whole_answer_are_the_whole_answer() -> None:
    assert chosen_span("selection", "0", "4", "abcd") is None
    assert chosen_span("whole", "", "", "abcd") is None
    with pytest.raises(Refused, match="passage-missing"):
        chosen_span("", "0", "4", "abcd")


def code(client: LintingClient, address: str, **changes: str) -> Any:
    """Send the coding form of an answer: the whole of it, for, a new theme, unless told otherwise."""
    usual = {"passage": "whole", "start": "", "end": "", "stance": "support", "new_theme": "Anything", "plan_node": ""}
    return client.send(address, {**usual, **changes})


def texts() -> list[str]:
    rows = db.session().scalars(select(Answer.public_id).where(Answer.text.is_not(None)).order_by(Answer.id))
    return [public_id for public_id in rows if public_id]


def theme(world: World, name: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name,
                               by_id=world.staff["coder"].id).public_id


def suggest(world: World, answer_id: str, theme_id: str) -> None:
    """Leave a ranking behind as a run does."""
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done", finished_at=utc_now())
        session.add(run)
        session.flush()
        row = session.scalars(select(Answer).where(Answer.public_id == answer_id)).one()
        # Not of the share that is read without suggestions, whatever the dice say.
        answer, row.shuffle = row.id, 9_999
        found = session.scalars(select(Theme.id).where(Theme.public_id == theme_id)).one()
        session.add(Suggestion(run_id=run.id, answer_id=answer, theme_id=found, position=0, score=1.0,
                               words=["foot", "street"]))


@pytest.fixture
def coder(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("coder"), PASSWORD)
    return client


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("lead"), PASSWORD)
    return client
