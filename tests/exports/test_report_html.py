"""The pieces of a report as HTML: every cell once, words escaped and marked with their language, ids unique."""

import dataclasses
from collections import Counter

import pytest
from lxml import html

from consult.domain.report_chapters import BOTH, CAVEATS, FULL, TEXT, Block, Chapter
from consult.domain.report_findings import ChangedText, ReportedDecision, ReportedEvidence, ReportedFinding
from consult.domain.report_outline import default_chapters
from consult.exports import report_front, report_matter
from consult.exports.cells import cell_words
from consult.exports.report_html import Drawer
from consult.exports.report_pieces import Quoted, Scribe, Span
from tests.exports.voices import FORUMS


def test_every_cell_of_every_table_stands_in_the_report_with_its_words(report, plain):
    cells = {cell.get("data-cell"): cell.text_content() for cell in page(report, plain).xpath("//*[@data-cell]")}
    assert cells == {f"{table.table_id}|{row.key}|{column.key}": cell_words(table.cells[row.key, column.key], plain)
                     for table in report.tables for row in table.rows for column in table.columns}


def test_a_table_that_no_block_shows_stands_in_the_last_chapter(report, plain):
    bare = dataclasses.replace(report, chapters=(Chapter("data", (Block("text:a", TEXT, words={"en": "Hello."}),)),))
    assert page(bare, plain).xpath("//section[@aria-labelledby='data']//*[@data-cell]")


def test_ids_are_unique_and_headings_skip_no_level(report, plain):
    drawn = page(full(report), plain)
    ids = Counter(drawn.xpath("//@id"))
    levels = [int(one.tag[1]) for one in drawn.xpath("//*[self::h2 or self::h3 or self::h4 or self::h5]")]
    assert max(ids.values()) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_there_are_eighteen_chapters_and_an_empty_one_says_so(report, plain):
    drawn = page(report, plain)
    assert len(drawn.xpath("//section[@class='app-chapter']")) == 18
    [scrutiny] = drawn.xpath("//section[@aria-labelledby='scrutiny']")
    assert "There is nothing to report here." in scrutiny.text_content()


def test_english_words_in_an_urdu_report_are_marked(report, marked):
    drawn = page(report, marked, "ur")
    assert drawn.xpath("//blockquote[@lang='ur'][@dir='rtl']")
    assert "Buses" in drawn.xpath("//span[@lang='en'][@dir='ltr']/text()")


@pytest.mark.parametrize("words", ["<script>x</script>", "a & b", '"><img src=x onerror=y>'])
def test_what_people_wrote_is_never_markup(report, plain, words):
    themes = (dataclasses.replace(report.themes[0], quotes=(dataclasses.replace(report.themes[0].quotes[0],
                                                                                text=words, language="en"),)),)
    drawn = page(dataclasses.replace(report, themes=themes, title={"en": words}, summary={"en": words}), plain)
    assert not drawn.xpath("//script | //img") and words in drawn.text_content()


def test_masked_words_are_one_thing_to_a_screen_reader(plain):
    quoted = Quoted("I am ███ of ████.", "en", Span("a person", "en"))
    drawn = html.fragment_fromstring(Drawer("en", plain).pieces([quoted]))
    assert [mask.text for mask in drawn.xpath("//*[@aria-label='personal detail removed']")] == ["███", "████"]
    assert drawn.xpath("//blockquote")[0].text_content() == "I am ███ of ████."


def test_a_finding_shows_its_evidence_its_decision_and_the_words_before_and_after(report, plain):
    words = page(full(report), plain).text_content()
    for said in ("F1. More lights are wanted.", "40 of 110 (36%): many", "A strong argument", "Yes, this will be done",
                 "Lights cost little.", "No lights.", "Lights on every street."):
        assert said in words


def test_the_summary_holds_fewer_chapters_and_no_number_of_its_own(report, plain):
    whole, short = (page(report, plain, version=version) for version in (FULL, BOTH))
    numbers = [set(one.xpath("//@data-cell")) for one in (whole, short)]
    assert numbers[1] < numbers[0]
    assert len(short.xpath("//section[@class='app-chapter']")) < 18


def test_what_must_stand_and_was_left_out_says_why(report, plain):
    chapters = tuple(
        dataclasses.replace(chapter, blocks=tuple(
            dataclasses.replace(block, is_hidden=True, note="It is in the annex.") if block.kind == CAVEATS else block
            for block in chapter.blocks)) for chapter in default_chapters(report))
    words = page(dataclasses.replace(report, chapters=chapters), plain).text_content()
    assert "It is in the annex." in words and "This is not a vote" not in words


def test_a_machine_draft_is_marked_where_it_is_shown(report, marked):
    block = Block("text:a", TEXT, words={"en": "Hello.", "ur": "سلام"}, drafts=("ur",))
    written = dataclasses.replace(report, chapters=(Chapter("at-a-glance", (block,)),))
    note = "A computer program translated these words."
    assert note in page(written, marked, "ur").text_content()
    assert note not in page(written, marked, "en").text_content()


def test_forums_stand_beside_their_replies(report, plain):
    drawn = page(dataclasses.replace(report, forums=FORUMS), plain)
    assert len(drawn.xpath("//*[@class='app-beside'][1]/div")) >= 3
    assert "Money is no reason." in drawn.text_content()


def full(report):
    changed = ChangedText("p25-obj-trust", {"en": "Trust"}, {"en": "No lights."}, {"en": "Lights on every street."})
    decision = ReportedDecision("accepted", {"en": "Lights cost little."}, "A. Person", "Head of planning",
                                "2025-03-02", changes=(changed,))
    finding = ReportedFinding(
        "f-1", 1, {"en": "More lights are wanted."}, "strong", groups=("victims",), node_keys=("p25-obj-trust",),
        respondents=40, base=110, evidence=(ReportedEvidence("theme", "t1", {"en": "Street lights"}, "respondents",
                                                             40, 110),), decision=decision)
    return dataclasses.replace(report, findings=(finding,), forums=FORUMS)


def page(report, translate, language="en", version=FULL):
    scribe, drawer = Scribe(report, language, translate), Drawer(language, translate)
    drawn = drawer.pieces(report_front.front(scribe))
    drawn += "".join(drawer.chapter(chapter) for chapter in report_matter.chapters(scribe, version))
    return html.fragment_fromstring(drawn, create_parent="main")
