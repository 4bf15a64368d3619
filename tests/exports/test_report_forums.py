"""What forums said, in the Word report and as CSV: the group's words beside the reply and the mark."""

import csv
import dataclasses
import io

from docx import Document
from docx.oxml.ns import qn

from consult.domain.report_json import digest, from_json, to_json
from consult.exports import asks_csv, report_docx
from tests.exports.voices import FORUMS


def test_asks_replies_and_marks_stand_side_by_side(report, plain):
    asked, replied, marked = (cell.text for cell in asked_table(report, plain).rows[1].cells)
    assert asked.startswith("=Every front desk needs one officer who signs.")
    assert "No, they will not do it" in replied and "We have no money." in replied
    assert "Later\nBy: 1 June 2026" in replied and replied.index("We have no money.") < replied.index("Later")
    assert marked.index("Money is no reason.") < marked.index("This answers part of it")


def test_a_late_reply_is_said_to_be_late(report, plain):
    assert "The reply came late. Working days: 4." in asked_table(report, plain).rows[1].cells[0].text
    assert "The reply is late. Working days: 3." in asked_table(report, plain, 1).rows[1].cells[1].text


def test_the_words_of_the_plan_stand_before_and_after(report, plain):
    text = "\n".join(p.text for p in document(report, plain).paragraphs)
    assert "What it said when the forum asked:\nOfficers are trained each year." in text
    assert "What it says now:\nTwo officers at each desk sign." in text


def test_a_cell_in_urdu_keeps_the_language_of_the_words_that_people_wrote(report, marked):
    runs = asked_table(report, marked, tag="ur").rows[1].cells[0].paragraphs[0].runs
    assert runs[0]._r.rPr.find(qn("w:lang")).get(qn("w:val")) == "en" and runs[0].text.startswith("=Every")
    assert runs[1].text.startswith("\n[") and runs[1]._r.rPr.find(qn("w:rtl")) is not None


def test_a_report_without_forums_says_so_in_that_chapter(report, plain):
    words = [p.text for p in Document(io.BytesIO(report_docx.write(report, "en", plain))).paragraphs]
    assert words[words.index("11. What the forums said") + 1] == "There is nothing to report here."


def test_the_csv_has_a_line_for_each_reply_and_no_formula(report):
    lines = list(csv.DictReader(io.StringIO(asks_csv.write(voiced(report)).decode(), newline="")))
    assert [(line["ask_id"], line["outcome"], line["mark"]) for line in lines] == [
        ("ask-1", "not", "does-not-answer"), ("ask-1", "later", "partly"), ("ask-2", "", "")]
    assert lines[0]["ask"].startswith("'=") and lines[2]["addressee"] == "A school"
    assert (lines[0]["working_days_late"], lines[2]["timeliness"]) == ("4", "late")


def test_a_report_with_forums_comes_back_from_its_file(report):
    assert from_json(to_json(voiced(report))) == voiced(report)
    assert digest(voiced(report)) != digest(report)


def test_an_edition_from_before_the_forums_is_still_the_bytes_that_it_was(report):
    assert "forums" not in to_json(report)
    assert to_json(from_json(to_json(report))) == to_json(report)


def voiced(report):
    return dataclasses.replace(report, forums=FORUMS)


def document(report, translate, tag="en"):
    return Document(io.BytesIO(report_docx.write(voiced(report), tag, translate)))


def asked_table(report, translate, at=0, tag="en"):
    """The table of an ask, counted from 0."""
    return [table for table in document(report, translate, tag).tables
            if "What the forum asked" in table.cell(0, 0).text][at]
