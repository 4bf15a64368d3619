"""What the chapters on people, duty and scrutiny say, drawn from frozen views as HTML and as a Word document."""

import dataclasses
import io
from datetime import UTC, datetime

import pytest
from docx import Document
from lxml import html

from consult.domain.report_editions import ReportedEdition, SignOff, Waiting
from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.report_outline import default_chapters
from consult.domain.report_people import ReportedAction, ReportedFigure, ReportedGroup
from consult.domain.report_scrutiny import (
    ReportedAsk,
    ReportedCheck,
    ReportedCommittee,
    ReportedRecommendation,
    ReportedReply,
    ReportedStep,
)
from consult.exports import docx_pieces, report_front, report_matter
from consult.exports.report_html import Drawer
from consult.exports.report_pieces import Scribe


def test_single_asks_stand_with_what_the_office_says_and_dissents_are_kept(report, plain):
    words = chapter(report, plain, "scrutiny", committees=(COMMITTEE,))
    assert "3.1 One dashboard." in words and "Accepted" in words and "Wanted by: 1 May 2025" in words
    assert "3.2 Each month." in words and "The office has not said yet" in words
    assert "We do not agree." in words and "A view of members who did not agree" in words


def test_our_short_words_for_a_letter_are_never_shown_as_the_letter(report, plain):
    words = chapter(report, plain, "scrutiny", committees=(COMMITTEE,))
    assert words.index("These are our own short words for the letter:") < words.index("No promise is made.")


def test_a_hidden_share_has_no_number_beside_london(report, plain):
    groups = (ReportedGroup("sex", "female", {"en": "Women"}, 53, 51.5, 2, 40, 60, "about", "Census", count=130,
                            base=245),
              ReportedGroup("sex", "male", {"en": "Men"}, None, 48.5, why="hidden", suppression="secondary"))
    rows = html.fragment_fromstring(drawn(report, plain, "who-took-part", groups=groups), create_parent="main").xpath(
        "//tr[th='Men']/td")
    assert [cell.text_content() for cell in rows] == ["–", "–", "48.5%", "–", "Hidden to protect people"]


def test_a_figure_from_outside_says_what_it_does_not_carry(report, plain):
    figure = ReportedFigure("f", "x", "Trust", "All", "2025", "year-to", "73", "percent", "", "A survey",
                            missing=("base",))
    words = " ".join(text(report, plain, outside_figures=(figure,)).split())
    assert "73%" in words and "How many people were asked is not stated." in words


def test_an_organisation_that_is_not_named_stands_by_its_kind(report, plain):
    named = ReportedOrganisation("o1", "Lane Trust", "charity", "More clubs.", position={"p25-obj-trust": "support"})
    words = chapter(report, plain, "organisations", organisations=(named, ReportedOrganisation("o2", "", "council")))
    assert "Lane Trust (A charity)" in words and "For it" in words
    assert "An organisation that does not want to be named (A council)" in words


@pytest.mark.parametrize(("facts", "said"), [
    ({"sign_off": SignOff("A. Person", "Deputy Mayor")}, "Every answer was read"),
    ({"sign_off": SignOff("A. Person", "Deputy Mayor", "The law sets the day.", (Waiting("unread", 2),))},
     "Responses that nobody has read yet: 2"),
    ({"waiting": (Waiting("translations", 3, "ur"),)}, "Texts that are not in Urdu yet: 3"),
])
def test_an_edition_says_how_finished_it_is(report, plain, facts, said):
    assert said in text(report, plain, **facts)


def test_a_step_without_a_day_and_a_line_of_a_checklist_say_so(report, plain):
    words = text(report, plain, timeline=(ReportedStep("plan-issued", {"en": "The plan is final"}, "A law"),),
                 checklists=(ReportedCheck("gunning", "gunning-1", {"en": "In time"}, "gap"),))
    assert "No day yet" in words and "Something is missing" in words


def test_the_change_log_keeps_a_recalled_edition_and_its_reason(report, plain):
    log = (ReportedEdition(2, "2025-03-01", True, {"en": "All is read."}),
           ReportedEdition(1, "2025-02-01", recalled="A quote."))
    words = text(report, plain, change_log=log)
    assert "Edition 1, 1 February 2025" in words and "Called back. Why: A quote." in words


def test_the_same_chapters_make_a_word_document(report, plain):
    full = whole(report, committees=(COMMITTEE,), actions=(ReportedAction("A stall", "2025-01-05", "18 answers"),))
    scribe = Scribe(full, "en", plain)
    paper = docx_pieces.PieceDocument("en", "Report", datetime(2025, 3, 1, tzinfo=UTC), plain)
    for one in report_matter.chapters(scribe):
        paper.heading_of((one.title,), 2)
        paper.add(one.pieces)
    tables = Document(io.BytesIO(paper.saved())).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "3.1 One dashboard." in cells and "18 answers" in cells


COMMITTEE = ReportedCommittee(
    "pcc", "Response", "Police and Crime Committee", "2025-02-10",
    (ReportedRecommendation("r3", 3, "One dashboard", (
        ReportedAsk("a1", "One dashboard.", "accepted", due_on="2025-05-01", number="3.1"),
        ReportedAsk("a2", "Each month.", number="3.2")), dissents=("We do not agree.",)),),
    (ReportedReply({"en": "No promise is made."}, "", "", "", ("a1",), source="The letter of March"),))


def whole(report, **facts):
    full = dataclasses.replace(report, **facts)
    return dataclasses.replace(full, chapters=default_chapters(full))


def drawn(report, translate, key, **facts):
    return Drawer("en", translate).chapter(report_matter.chapter(Scribe(whole(report, **facts), "en", translate), key))


def chapter(report, translate, key, **facts):
    return html.fragment_fromstring(drawn(report, translate, key, **facts), create_parent="main").text_content()


def text(report, translate, **facts):
    scribe, drawer = Scribe(whole(report, **facts), "en", translate), Drawer("en", translate)
    pieces = drawer.pieces(report_front.front(scribe))
    pieces += "".join(drawer.chapter(one) for one in report_matter.chapters(scribe))
    return html.fragment_fromstring(pieces, create_parent="main").text_content()
