"""The charter of a forum: its ten parts in three ways, what a draft lacks, and what differs between versions."""

from dataclasses import replace
from datetime import date

import pytest

from consult.domain import charters
from consult.domain.charters import PARTS, Charter, Missing
from consult.domain.errors import Conflict, Refused

DAY = date(2026, 3, 2)
BOTH = {"plain": "We meet.", "easy-read": "We meet."}
WHOLE = Charter(dict.fromkeys(PARTS, BOTH), has_film=True)


def test_the_charter_has_the_ten_parts_that_practice_asks_for() -> None:
    assert PARTS == ("purpose", "decides", "advises", "chairs", "joining", "leaving", "notes", "pay", "safety",
                     "ending")


def test_a_whole_charter_can_be_put_to_the_members() -> None:
    assert charters.missing(WHOLE) == ()
    charters.check_ready("draft", WHOLE)


def test_each_part_is_needed_in_plain_words_and_in_easy_read() -> None:
    lacking = replace(WHOLE, texts={**WHOLE.texts, "pay": {**BOTH, "plain": " "}, "ending": {"plain": "It ends."}})
    assert charters.missing(lacking) == (Missing("pay", "plain"), Missing("ending", "easy-read"))
    with pytest.raises(Conflict, match="charter-not-ready"):
        charters.check_ready("draft", lacking)


def test_the_film_in_bsl_is_there_or_has_its_day() -> None:
    without = replace(WHOLE, has_film=False)
    assert charters.missing(without) == (Missing("", "film"),)
    promised = replace(without, texts={**WHOLE.texts, "film": {"due": "2026-03-02"}})
    assert charters.missing(promised) == () and not charters.is_film_late(promised, DAY)
    assert charters.is_film_late(promised, date(2026, 3, 3))
    assert not charters.is_film_late(replace(promised, has_film=True), date(2026, 3, 3))


def test_a_day_that_has_passed_is_no_promise() -> None:
    assert charters.check_film_day(DAY, DAY) == DAY and charters.check_film_day(None, DAY) is None
    with pytest.raises(Refused):
        charters.check_film_day(DAY, date(2026, 3, 3))


def test_what_was_adopted_is_not_put_again() -> None:
    for state in ("adopted", "replaced"):
        with pytest.raises(Conflict, match="charter-not-a-draft"):
            charters.check_ready(state, WHOLE)


def test_words_of_parts_are_tidied_empty_ones_left_out_and_bounded() -> None:
    given = {"pay": {"easy-read": " We are paid. ", "plain": " "}, "notes": {"plain": ""}}
    assert charters.check_texts(given) == {"pay": {"easy-read": "We are paid."}}
    for wrong in ({"pets": BOTH}, {"pay": {"sung": "x"}}, {"pay": {"plain": "a" * 5001}}, {"film": {"due": "x"}}):
        with pytest.raises(Refused):
            charters.check_texts(wrong)


def test_what_changed_between_versions_is_named() -> None:
    before = Charter({"pay": {"plain": "A"}, "notes": {"plain": "B"}})
    now = Charter({"pay": {"plain": "C"}, "notes": {"plain": "B"}, "ending": {"plain": "D"}})
    assert charters.changed_parts(before, now) == ("pay", "ending")


def test_long_sentences_of_easy_read_are_found() -> None:
    long = " ".join(["word"] * 26) + "."
    assert charters.long_sentences(f"We meet. {long} We rest.\nShort") == (long,)
    assert charters.long_sentences("") == ()
