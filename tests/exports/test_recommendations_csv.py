"""The committee's asks as CSV: a line for each ask, formula-safe, and nothing in it that the office did not say."""

import csv
import io

from consult.domain.report_scrutiny import ReportedAsk, ReportedCommittee, ReportedRecommendation, ReportedReply
from consult.exports import recommendations_csv


def test_each_ask_has_one_line_with_every_reply_to_it() -> None:
    first, second = rows(committee())
    assert (first["ask"], first["status"], first["reason"], first["days_waiting"]) == ("1.1", "noted", "Why.", "26")
    assert first["replies"] == "MOPAC: Both. | Mayor: Only one." and first["replied_on"] == "2025-03-27 | 2025-04-01"
    assert (second["status"], second["days_waiting"], second["replies"]) == ("", "", "MOPAC: Both.")
    assert first["dissents"] == second["dissents"] == "One member: I do not agree."


def test_what_a_spreadsheet_would_run_is_only_text() -> None:
    first, _second = rows(committee(text="=1+1"))
    assert first["ask_text"] == "'=1+1"


def committee(text: str = "Do it.") -> ReportedCommittee:
    asks = (ReportedAsk("a-1", text, "noted", "too-detailed", {"en": "Why."}, waiting=26, number="1.1"),
            ReportedAsk("a-2", "Do more.", number="1.2"))
    replies = (ReportedReply({"en": "Both."}, "MOPAC", "", "2025-03-27", ("a-1", "a-2")),
               ReportedReply({"en": "Only\none."}, "Mayor", "", "2025-04-01", ("a-1",)))
    one = ReportedRecommendation("r-1", 1, "One", asks, ("p-1",), ("One member: I do not agree.",))
    return ReportedCommittee("pcc", "A report", "A committee", "", (one,), replies)


def rows(found: ReportedCommittee) -> list[dict[str, str]]:
    """Return what a reader of the file gets."""
    return list(csv.DictReader(io.StringIO(recommendations_csv.write([found]).decode())))
