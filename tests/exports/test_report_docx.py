"""The Word report, opened again: same numbers as the CSV, real structure, languages marked, equal bytes."""

import csv
import dataclasses
import io

import pytest
from docx import Document
from docx.oxml.ns import qn

from consult.domain.disclosure import Counts, exact
from consult.domain.reports import Table
from consult.exports import report_csv
from consult.exports.report_docx import write
from tests.exports.conftest import table as table_of

STATEMENTS = (
    "People chose to take part", "This is not a vote", "We did not check them for fact", "Read by a person: 109",
    "A computer program put answers with like words together", "Suggested first by the program: 40",
    "we hide numbers under 10", "did not take part at all", "add up to more than 100", "Few men under 25 answered",
)


def test_every_number_is_the_one_in_the_csv(report, plain):
    tables = by_id(opened(write(report, "en", plain)))
    sources = {table.table_id: table for table in report.tables}
    lines = list(csv.DictReader(io.StringIO(report_csv.write(report).decode(), newline="")))
    assert tables.keys() == sources.keys()
    for line in lines:
        key = line["table_id"]
        assert printed(tables[key], sources[key], line["row"], line["column"]) == expected(line)


@pytest.mark.parametrize("words", STATEMENTS)
def test_what_must_be_said_is_said(words, report, plain):
    assert words in whole_text(write(report, "en", plain))


def test_every_part_of_the_report_is_there(report, plain):
    text = whole_text(write(report, "en", plain))
    for words in ("Safer streets", "This is an example", "Edition 3, 1 March 2025", "Published", "abab",
                  "40 of 110 (36%): many", "Same aim", "=1+1 is two", "an organisation, translated", "Less violence",
                  "Buses are not ours", "Video in British Sign Language", "18. "):
        assert words in text


def test_a_real_report_is_not_marked_as_an_example(report, plain):
    text = whole_text(write(dataclasses.replace(report, is_example=False), "en", plain))
    assert "example" not in text


def test_headings_run_in_order_from_one_title(report, plain):
    styles = [p.style.name for p in opened(write(report, "en", plain)).paragraphs]
    levels = [int(name[-1]) for name in styles if name.startswith("Heading")]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert "List Bullet" in styles


def test_each_table_has_a_caption_above_and_a_header_row_that_repeats(report, plain):
    document = opened(write(report, "en", plain))
    captions = [p for p in document.paragraphs if p.style.name == "Caption"]
    assert len(captions) == len(document.tables) >= 2
    for table, caption in zip(document.tables, captions, strict=True):
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert caption._p.getnext() is table._tbl


def test_an_urdu_report_runs_from_right_to_left_and_says_so(report, marked):
    document = opened(write(report, "ur", marked))
    title = document.paragraphs[0]
    assert title.text == "محفوظ سڑکیں" and title._p.pPr.find(qn("w:bidi")) is not None
    assert run_language(title.runs[0]) == ("ur", True)
    assert document.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    assert document.sections[0]._sectPr.find(qn("w:bidi")) is not None
    assert document.tables[0].cell(0, 1).paragraphs[0].runs[0].font.cs_bold
    assert document.styles.element.xpath("//w:docDefaults//w:lang")[0].get(qn("w:bidi")) == "ur"


def test_words_that_fell_back_to_english_stay_english_in_an_urdu_report(report, marked):
    paragraph = next(p for p in opened(write(report, "ur", marked)).paragraphs if p.text == "They asked for buses.")
    assert paragraph._p.pPr is None or paragraph._p.pPr.find(qn("w:bidi")) is None
    assert run_language(paragraph.runs[0]) == ("en", False)


def test_an_urdu_quote_in_an_english_report_keeps_its_direction(report, plain):
    quote = next(p for p in opened(write(report, "en", plain)).paragraphs if p.style.name == "Quote")
    assert quote._p.pPr.find(qn("w:bidi")) is not None
    assert run_language(quote.runs[0]) == ("ur", True)


def test_every_run_names_its_language(report, plain):
    document = opened(write(report, "en", plain))
    assert not document.element.xpath("//w:r[w:t][not(w:rPr/w:lang)]")


def test_no_fixed_word_goes_round_the_translator(report, marked):
    document = opened(write(report, "en", marked))
    authored = ("Safer streets", "People asked", "They asked", "Few men", "We wrote", "Street lights",
                "Light at night.", "Trust", "Less violence", "Buses", "English", "اردو", "ہمیں", "=1+1", "Same aim",
                "ab", "T1", "T2")
    for paragraph in document.paragraphs:
        words = paragraph.text.lstrip("0123456789. ")
        assert not words or words.startswith(("[", *authored)), paragraph.text


def test_equal_reports_are_equal_bytes(report, plain):
    assert write(report, "en", plain) == write(report, "en", plain)
    assert opened(write(report, "en", plain)).core_properties.created.isoformat()[:19] == "2025-03-01T09:00:00"


def test_characters_that_xml_cannot_hold_do_not_stop_the_report(report, plain):
    broken = dataclasses.replace(report, title={"en": "Safer\x00 \x0bstreets\ud800 \uffff👩‍👩‍👧"})
    assert opened(write(broken, "en", plain)).paragraphs[0].text == "Safer streets 👩‍👩‍👧"


def test_empty_parts_say_that_they_are_empty(report, plain):
    empty = dataclasses.replace(report, nodes_nothing_said=(), themes_nowhere=(), exclusions=(), uncoded=())
    text = whole_text(write(empty, "en", plain))
    assert "spoke of every part" in text and "There is nothing to report here." in text


def test_the_summary_for_londoners_is_a_part_of_the_whole(report, plain):
    whole, short = (set(whole_text(write(report, "en", plain, version=version)).split("\n"))
                    for version in ("full", "both"))
    assert short < whole


def test_a_stacked_chart_is_a_picture_that_says_what_it_shows(report, plain):
    document = opened(write(dataclasses.replace(report, tables=(agree_table(),)), "en", plain))
    [shape] = document.inline_shapes
    assert "Agree 60%, Disagree 40%" in shape._inline.docPr.get("descr")


def by_id(document):
    return {found.get(qn("w:val")): table for table in document.tables
            for found in table._tbl.tblPr.findall(qn("w:tblDescription"))}


def agree_table() -> Table:
    made = exact(Counts(("agree", "disagree"), ("respondents",),
                        {("agree", "respondents"): 60, ("disagree", "respondents"): 40}))
    return table_of("answers-aim", {"en": "An aim"}, made)


def opened(data: bytes):
    return Document(io.BytesIO(data))


def whole_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in opened(data).paragraphs)


def printed(table, source: Table, row: str, column: str) -> str:
    at = [r.key for r in source.rows].index(row) + 1, [c.key for c in source.columns].index(column) + 1
    return table.cell(*at).text


def expected(line: dict[str, str]) -> str:
    if not line["count"]:
        return {"small-number": "fewer than 10", "secondary": "hidden to protect others"}[line["suppression"]]
    share = f" ({line['percent']}%)" if line["percent"] else ""
    return f"{line['count']} of {line['base']}{share}"


def run_language(run) -> tuple[str, bool]:
    properties = run._r.rPr
    is_rtl = properties.find(qn("w:rtl")) is not None
    return properties.find(qn("w:lang")).get(qn("w:bidi" if is_rtl else "w:val")), is_rtl
