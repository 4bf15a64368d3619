"""CP-32: asks stand in the report and its files beside replies and marks, with the plan before and after."""

import csv
import dataclasses
import io

import pytest

from consult.domain.asks import Reply
from consult.domain.forum_voices import ForumVoice
from consult.domain.report_json import from_json
from consult.domain.reports import Report
from consult.extensions import db
from consult.queries import forum_voices
from consult.services import asks, plans
from tests import coded
from tests.forum_worlds import ForumWorld, build
from tests.forums.test_cp30_replies import TODAY
from tests.linting import LintingClient
from tests.record_worlds import ASK, decide, reply, sent
from tests.worlds import PASSWORD, PLAN, World

PAGE = "/en/consultations/small-plan"


def test_cp32_an_edition_holds_the_groups_words_beside_the_reply_and_the_mark(world: World, seen: ForumWorld) -> None:
    forum, = edition(world).forums
    ask, = forum.asks
    assert (forum.slug, ask.text, ask.node_key) == ("riders", ASK.words, "aim-knife")
    assert [(one.outcome, one.mark, one.mark_words) for one in ask.replies] == [("partly", "does-not-answer", "No.")]


def test_cp32_the_page_prints_them_side_by_side_and_leads_to_the_plan(
        world: World, seen: ForumWorld, client: LintingClient) -> None:
    edition(world)
    page = client.get(f"{PAGE}/report").text
    for words in ("What the forums said", ASK.words, "We train some.", "This does not answer us"):
        assert words in page
    node = client.get(f"{PAGE}/report/plan/aim-knife").text
    assert ASK.words in node and "What it said when the forum asked:" in node


def test_cp32_the_files_hold_them_too(world: World, seen: ForumWorld, client: LintingClient) -> None:
    edition(world)
    line, = csv.DictReader(io.StringIO(client.get(f"{PAGE}/report-asks.csv").text))
    assert (line["forum"], line["outcome"], line["mark"]) == ("riders", "partly", "does-not-answer")
    counts = csv.DictReader(io.StringIO(client.get(f"{PAGE}/report.csv").text))
    assert {one["column"]: one["count"] for one in counts if one["table_id"] == "forum-asks"} == {
        "asked": "1", "in-time": "1", "came-late": "0", "late": "0", "waiting": "0", "answers-us": "0"}
    assert client.get(f"{PAGE}/report.docx").status_code == 200


def test_cp32_the_words_of_the_plan_stand_as_they_were_and_as_they_are(world: World, seen: ForumWorld) -> None:
    changed = PLAN.read_text(encoding="utf-8").replace("Fewer injuries by knives.", "Far fewer injuries.")
    assert changed != PLAN.read_text(encoding="utf-8")
    plans.import_plan(data=changed.encode())
    ask = voices(world)[0].asks[0]
    assert (ask.before["en"], ask.after["en"]) == ("Fewer injuries by knives.", "Far fewer injuries.")


def test_cp32_a_body_can_say_itself_what_changed(world: World, seen: ForumWorld) -> None:
    newest = voices(world)[0].asks[0]
    ask = asks.draft(by=seen.acting(), wanted=dataclasses.replace(ASK, part="small-plan/aim-knife"))
    decide(seen, asks.ask_to_send(by=seen.acting(), ask_id=ask.public_id, question="Send?"))
    reply(seen, ask, world.staff["lead"], Reply("accept", "Done.", "Head", text_before="Old.", text_after="New."))
    last = voices(world)[0].asks[-1]
    assert newest.after == {} and (last.before, last.after) == ({"en": "Old."}, {"en": "New."})


def test_cp32_a_forum_without_a_page_and_an_ask_that_is_not_for_everyone_are_in_no_report(
        world: World, seen: ForumWorld) -> None:
    closed = build("Quiet group")
    sent(closed, dataclasses.replace(ASK, title="A quiet ask", part="small-plan/aim-knife"))
    sent(seen, dataclasses.replace(ASK, title="A quiet ask", is_public=False))
    assert "A quiet ask" not in str(voices(world)) and len(voices(world)) == 1


def test_cp32_an_ask_without_a_part_belongs_to_what_was_open_when_it_went_out(world: World, seen: ForumWorld) -> None:
    sent(seen, dataclasses.replace(ASK, title="About nothing in the plan"))
    assert [ask.title for ask in voices(world)[0].asks] == [ASK.title, "About nothing in the plan"]


def test_cp32_staff_find_what_forums_asked_among_the_findings(
        world: World, seen: ForumWorld, client: LintingClient) -> None:
    client.send("/staff/sign-in", {"email": world.email("lead"), "password": PASSWORD})
    page = client.get("/staff/consultations/small-plan/theme-links").text
    assert "What forums asked about the plan" in page and ASK.title in page


def edition(world: World) -> Report:
    coded.code(world, world.respond("More officers."), coded.theme(world))
    return from_json(coded.publish(world).snapshot)


def voices(world: World) -> tuple[ForumVoice, ...]:
    return forum_voices.of_consultation(db.session(), world.consultation, TODAY)


@pytest.fixture
def seen(world: World) -> ForumWorld:
    """A forum with a public page whose ask about the plan was answered and marked."""
    forum = build("Night Bus Riders", slug="riders")
    forum.officer(world.staff["lead"].id)
    ask = sent(forum, dataclasses.replace(ASK, part="small-plan/aim-knife"))
    given = reply(forum, ask, world.staff["lead"], Reply("partly", "We train some.", "Head of engagement"))
    decide(forum, asks.ask_to_mark(by=forum.acting(), reply_id=given.public_id, mark="does-not-answer", words="No.",
                                   question="So?"))
    return forum
