"""A mapping as a person goes through it on a page: what it says of each column, and how it is changed."""

from typing import Any

import pytest

from consult.domain.column_guesses import Column, Guess
from consult.domain.errors import Refused
from consult.domain.mapping_edits import (
    Cell,
    codes_of,
    guess_of,
    meanings,
    put,
    refuse_misshapen,
    remove,
    say,
    use_of,
)
from consult.domain.surveys import Option, Page, Question, Section, Survey


def test_each_use_is_read_back_as_it_was_put() -> None:
    for use in ("id", "body", "weight", "received", "language", "on_behalf_of", "consent", "q:agree", "q:matters/buses",
                "q:why", ""):
        mapping: dict[str, Any] = {"columns": {}}
        put(mapping, column("c"), guess_of(use), SURVEY)
        assert use_of(mapping, "c") == use


def test_a_column_that_gets_another_meaning_loses_the_one_before() -> None:
    mapping: dict[str, Any] = {"id": "c", "columns": {"d": "why"}}
    put(mapping, column("c"), Guess("received"), SURVEY)
    assert "id" not in mapping and mapping["received"] == {"column": "c"} and mapping["columns"] == {"d": "why"}
    remove(mapping, "c")
    assert mapping == {"columns": {"d": "why"}}


def test_only_cells_that_the_survey_does_not_know_are_asked_for() -> None:
    mapping: dict[str, Any] = {"columns": {"c": "agree", "m": {"question": "matters", "separator": ";"}, "w": "why"}}
    found = meanings(mapping, [column("c", "agree", "Perhaps"), column("m", "Knives;Dogs", "buses"), column("w", "x")],
                     {"c": ["Never"]}, SURVEY)
    assert [(one.column, [cell.words for cell in one.cells]) for one in found] == [
        ("c", ["Perhaps", "Never"]), ("m", ["Dogs"])]


def test_what_was_said_of_a_cell_is_kept_and_can_be_taken_back() -> None:
    mapping: dict[str, Any] = {"columns": {"c": "agree"}}
    columns = [column("c", "Perhaps")]
    for code, kept in (("not-sure", {"Perhaps": "not-sure"}), ("-", {"Perhaps": None}), ("", {})):
        [meaning] = meanings(mapping, columns, {}, SURVEY)
        say(mapping, meaning, "Perhaps", code)
        assert mapping["columns"]["c"] == {"question": "agree", "values": kept}
        assert meanings(mapping, columns, {}, SURVEY)[0].cells == (Cell("Perhaps", code),)


def test_cells_that_say_who_answers_in_which_language_are_asked_for_too() -> None:
    mapping: dict[str, Any] = {"columns": {}}
    put(mapping, column("who", "Individual", "Parish", "self"), Guess("on_behalf_of"), SURVEY)
    put(mapping, column("lang", "EN", "Welsh!", "pl"), Guess("language"), SURVEY)
    found = meanings(mapping, [column("who", "Individual", "Parish", "self"), column("lang", "EN", "Welsh!", "pl")], {},
                     SURVEY)
    assert [(one.use, [(cell.words, cell.code) for cell in one.cells]) for one in found] == [
        ("on_behalf_of", [("Individual", "self"), ("Parish", "")]), ("language", [("EN", "en"), ("Welsh!", "")])]
    assert codes_of(found[0], ("en",)) == ("self", "group", "organisation") and codes_of(found[1], ("en",)) == ("en",)


@pytest.mark.parametrize("mapping", [
    {"columns": []}, {"columns": {"c": {"values": []}}}, {"columns": {"c": {"values": {"a": 1}}}},
    {"language": {"values": 3}}, {"columns": {"c": {"separator": 3}}},
])
def test_a_mapping_that_no_page_could_show_is_refused(mapping: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="mapping-value-wrong"):
        refuse_misshapen(mapping)


def column(name: str, *cells: str) -> Column:
    return Column(name, name, "", len(cells), tuple((cell, 1) for cell in cells), "choice")


SURVEY = Survey("s", {"en": "S"}, ("en",), (Section("one", {"en": "One"}, pages=(Page("p", None, (
    Question("agree", "agree-scale", {"en": "Agree?"}), Question("why", "long-text", {"en": "Why?"}),
    Question("matters", "several-choices", {"en": "What matters?"}, options=(
        Option("knives", {"en": "Knives"}), Option("buses", {"en": "Buses"}))),
)),)),))
