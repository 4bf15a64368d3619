"""A pack holds what the report has on the chosen things, with bases, and nothing of the others."""

import dataclasses
import io

import pytest
from docx import Document

from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.report_scrutiny import ReportedAsk, ReportedCommittee, ReportedRecommendation, ReportedReply
from consult.exports import organisation_words, packs
from consult.exports.report_pieces import Scribe


def test_a_theme_comes_with_its_base_its_quotes_and_how_organisations_stand(full, plain):
    said = words_of(full, plain, packs.THEME, ["t1"])
    for words in ("Street lights", "40 of 110 (36%)", "ہمیں روشنی چاہیے", "A charity", "They want lamps."):
        assert words in said


def test_a_recommendation_comes_with_its_asks_and_only_the_replies_to_them(full, plain):
    said = words_of(full, plain, packs.RECOMMENDATION, ["c25/r1"])
    assert "Light every street" in said and "We will light them." in said and "Street lights" in said
    assert "Run more buses" not in said and "Buses are not ours to run." not in said


def test_what_was_not_chosen_or_is_not_there_is_not_in_it(full, plain):
    assert packs.parts(Scribe(full, "en", plain), packs.THEME, ["unknown"]) == ()
    assert [key for key, _words in packs.choices(full, packs.RECOMMENDATION)] == ["c25/r1", "c25/r2"]


@pytest.mark.parametrize(("status", "words"), [("published", "From edition 3"), ("draft", "Not published")])
def test_it_says_what_it_is_made_of(full, plain, status, words):
    assert words in words_of(dataclasses.replace(full, status=status), plain, packs.THEME, ["t1"])


def test_an_organisation_that_may_not_be_named_is_not_in_it(full, plain):
    nameless = dataclasses.replace(full.organisations[0], name="")
    said = words_of(dataclasses.replace(full, organisations=(nameless,)), plain, packs.THEME, ["t1"])
    assert "They want lamps." not in said


def test_words_that_an_organisation_did_not_check_say_so(full, plain):
    unchecked = dataclasses.replace(full.organisations[0], note="summary-unchecked")
    said = words_of(dataclasses.replace(full, organisations=(unchecked,)), plain, packs.THEME, ["t1"])
    assert organisation_words.note_words("summary-unchecked", plain) in said


def test_equal_packs_are_equal_bytes(full, plain):
    scribe = Scribe(full, "en", plain)
    assert packs.write(scribe, packs.COMMITTEE, packs.THEME, ["t1"]) == packs.write(
        scribe, packs.COMMITTEE, packs.THEME, ["t1"])


def words_of(report, plain, order, keys):
    document = Document(io.BytesIO(packs.write(Scribe(report, "en", plain), packs.OFFICERS, order, keys)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture
def full(report):
    first = ReportedRecommendation("r1", 1, "Light", (ReportedAsk("a1", "Light every street"),), ("p25-obj-trust",))
    second = ReportedRecommendation("r2", 2, "Buses", (ReportedAsk("a2", "Run more buses"),))
    replies = tuple(ReportedReply({"en": words}, "The Mayor", "R", "2025-03-02", (key,)) for words, key in (
        ("We will light them.", "a1"), ("Buses are not ours to run.", "a2")))
    committee = ReportedCommittee("c25", "A review", "The Committee", "2025-01-01", (first, second), replies)
    charity = ReportedOrganisation("o1", "A charity", "charity", "They want lamps.", "agreed",
                                   {"p25-obj-trust": "support"})
    return dataclasses.replace(report, committees=(committee,), organisations=(charity,))
