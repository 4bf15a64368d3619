"""The ledger as a file: nothing is left out of it, no gap is hidden, and no cell starts a formula."""

import csv
import io

import pytest
from docx import Document

from consult.domain import ledgers
from consult.domain.ledgers import Ledger, Line, PlanPart, Verdict
from consult.exports import decision_words, ledger_csv, ledger_docx


def test_each_decision_and_each_changed_part_has_a_line_of_its_own(ledger):
    lines = read(ledger)
    assert [(line["number"], line["outcome"], line["plan_part"]) for line in lines] == [
        ("F1", "partly", "Trust"), ("F1", "partly", "Safety"), ("F1", "not", ""), ("", "", ""), ("", "later", "")]
    assert [line["is_current"] for line in lines] == ["yes", "yes", "no", "", "yes"]


def test_what_counts_no_people_has_no_number(ledger):
    lines = read(ledger)
    assert (lines[0]["respondents"], lines[0]["base"]) == ("40", "110")
    assert (lines[-1]["respondents"], lines[-1]["base"]) == ("", "")


def test_words_that_could_start_a_formula_are_written_as_text(ledger):
    assert read(ledger)[0]["said"] == "'=1+1 lights"


def test_an_ask_in_another_language_is_written_in_it_and_no_cell_stays_empty():
    line = Line(ledgers.FORUM_ASK, "ask-1", "", {"ur": "=روشنی"}, ledgers.NO_REPLY, by="Deaf forum",
                parts=(PlanPart("trust", {"ur": "اعتماد"}),))
    [found] = read(Ledger({"en": "A plan"}, "2026-05-01", (line,)))
    assert (found["said"], found["plan_parts"]) == ("'=روشنی", "اعتماد")


def test_every_gap_is_counted_and_nothing_to_do_is_a_nought(ledger):
    assert ledgers.counted(ledger.lines) == {
        "decided": 2, "undecided": 0, "draft": 0, "set-aside": 0, "no-finding": 1, "no-reply": 0}
    assert ledgers.outcomes(ledger.lines) == {"partly": 1, "later": 1}


def test_the_ledger_narrows_to_one_standing_or_to_none(ledger):
    assert [line.kind for line in ledgers.narrowed(ledger.lines, "no-finding")] == ["theme"]
    assert ledgers.narrowed(ledger.lines, "") == ledger.lines


def test_the_document_says_what_was_decided_why_and_what_changed(ledger, plain):
    document = Document(io.BytesIO(ledger_docx.write(ledger, "en", plain)))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    for words in ("F1. =1+1 lights", "Part of this will be done", "Why: Some money", "A newer decision took its place",
                  "No finding speaks of this yet", "Decided by: Sam, Mayor", "Forum: Deaf forum", "1 May 2026"):
        assert words in text
    cells = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert cells[1:] == [["Trust", "Old words", "New words"], ["Safety", "–", "More"]]


def test_equal_ledgers_give_equal_documents(ledger, plain):
    assert ledger_docx.write(ledger, "ur", plain) == ledger_docx.write(ledger, "ur", plain)


@pytest.mark.parametrize("code", ["accepted", "accept", "partly", "not", "later", "not-ours"])
def test_every_outcome_of_a_finding_and_of_a_reply_has_words(code, plain):
    assert decision_words.outcome_words(code, plain)


@pytest.fixture
def ledger() -> Ledger:
    """A finding decided twice, a theme in no finding, and an ask that was replied to."""
    changed = (PlanPart("trust", {"en": "Trust"}, {"en": "Old words"}, {"en": "New words"}),
               PlanPart("safety", {"en": "Safety"}, {}, {"en": "More"}))
    return Ledger({"en": "Safer streets"}, "2026-04-10", (
        Line("finding", "a", "F1", {"en": "=1+1 lights"}, "decided", 40, 110, 2, ("Lights",),
             parts=(PlanPart("trust", {"en": "Trust"}),), verdicts=(
                 Verdict("partly", {"en": "Some money"}, "Sam", "Mayor", "2026-04-09", parts=changed),
                 Verdict("not", {"en": "No money"}, "Sam", "Mayor", "2026-04-01", is_current=False))),
        Line("theme", "b", "", {"en": "Buses"}, "no-finding", 3, 110),
        Line("forum-ask", "c", "", {"en": "Interpreters"}, "decided", by="Deaf forum", verdicts=(
            Verdict("later", {"en": "Next year"}, "", "Head", "2026-04-02", later_on="2026-05-01"),)),
    ))


def read(ledger: Ledger) -> list[dict[str, str]]:
    """Write the ledger and read the file back."""
    found = csv.DictReader(io.StringIO(ledger_csv.write(ledger).decode(), newline=""))
    assert tuple(found.fieldnames or ()) == ledger_csv.HEADER
    return list(found)
