"""Texts in files: their ids, what no text may hold, and what is taken of a text that comes back."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain import catalogue_files
from consult.domain.catalogue_files import Message
from consult.domain.text_units import Unit
from consult.domain.translation_files import (
    INITIAL,
    TRANSLATED,
    FileUnit,
    Now,
    bad_character,
    id_of,
    judged,
    key_of,
    lost_or_invented,
    mark,
)
from consult.domain.variants import APPROVED, DRAFT, STALE

NOW = Now(Unit("question/a/text", "question/a", "Why ${name}?"), "Miksi ${name}?", DRAFT, 3)
SENT = FileUnit("question/a/text", "Why ${name}?", "Miksi ${name}?", TRANSLATED, 3, mark("Why ${name}?"),
                mark("Miksi ${name}?"))


@given(st.text(max_size=50))
def test_every_key_has_an_id_of_xml_and_comes_back_from_it(key: str) -> None:
    assert key_of(id_of(key)) == key
    assert all(letter.isascii() and (letter.isalnum() or letter in ".-_:") for letter in id_of(key))


@pytest.mark.parametrize(("words", "found"), [
    ("Plain\n\ttext", ""), ("شکریہ\u200f", ""), ("\u2068abc\u2069 d", ""), ("می\u200cروم", ""), ("👩🏽\u200d🚒", ""),
    ("a\u202eb", "U+202E"), ("a\u2067b", "U+2067"), ("a\u2069b", "U+2069"), ("\u2067a\nb\u2069", "U+2067"),
    ("a\x00", "U+0000"), ("a\x85", "U+0085"), ("\ud800", "U+D800"), ("\uffff", "U+FFFF"),
])
def test_controls_and_directions_without_an_end_are_named(words: str, found: str) -> None:
    assert bad_character(words) == found


def test_an_id_that_stands_for_half_a_character_stays_as_it_is_written() -> None:
    assert key_of("question:_d800_:_dfff_") == "question/_d800_/_dfff_" and key_of("_e000_") == "\ue000"


def test_placeholders_may_move_but_not_go_or_come() -> None:
    assert lost_or_invented("${a} and ${ b }", "${b}, ${a}") == []
    assert lost_or_invented("${a}", "${c} ${a} ${a}") == ["${a}", "${c}"]


@pytest.mark.parametrize(("changes", "outcome", "code"), [
    ({}, "unchanged", ""),
    ({"words": ""}, "unchanged", ""),
    ({"words": " Miksi ${name}?\n"}, "unchanged", ""),
    ({"words": "Mikä ${name}?"}, "taken", ""),
    ({"words": "Mikä ${name}?", "state": INITIAL}, "refused", "unit-initial"),
    ({"words": "Mikä ${name}?", "revision": 2}, "kept-newer", ""),
    ({"words": "Mikä ${name}?", "revision": None}, "refused", "unit-unmarked"),
    ({"words": "Mikä ${name}?", "english": "Who ${name}?"}, "english-changed", ""),
    ({"words": "Mikä ${name}?", "english_mark": mark("Who ${name}?")}, "english-changed", ""),
    ({"words": "Mikä?"}, "refused", "unit-placeholders"),
    ({"words": "Mikä ${name} ${x}?"}, "refused", "unit-placeholders"),
    ({"words": "Mikä ${name}\u202e"}, "refused", "unit-character"),
    ({"words": "x" * 40_001 + "${name}"}, "refused", "unit-long"),
    ({"words": "Mikä ${name}?", "problem": "unit-markup"}, "refused", "unit-markup"),
])
def test_what_is_taken_of_a_text(changes: dict[str, Any], outcome: str, code: str) -> None:
    found = judged(replace(SENT, **changes), NOW)
    assert (found.outcome, found.refused.code if found.refused else "") == (outcome, code)
    assert (found.words != "") is (outcome == "taken")


def test_a_text_that_is_not_there_or_stands_twice_is_refused() -> None:
    assert [judged(SENT, None).refused.code, judged(SENT, NOW, is_alone=False).refused.code] == [
        "unit-unknown", "unit-twice"]


def test_a_text_left_alone_by_the_agency_is_unchanged_whoever_edited_it_here() -> None:
    edited = replace(NOW, words="Minkä takia ${name}?", revision=4)
    assert judged(SENT, edited).outcome == "unchanged"


def test_a_stale_text_that_is_said_to_hold_still_is_taken_as_made_from_the_new_english() -> None:
    stale = replace(NOW, standing=STALE)
    assert judged(replace(SENT, state=INITIAL), stale).outcome == "unchanged"
    assert judged(SENT, stale).outcome == "taken"
    assert judged(SENT, replace(NOW, standing=APPROVED)).outcome == "unchanged"


@pytest.mark.parametrize(("ids", "said", "code"), [
    (("Sent on %(day)s",), ("Lähetetty",), "message-placeholders"),
    (("Sent on %(day)s",), ("Lähetetty %(day)s %(x)s",), "message-placeholders"),
    (("Sent on %(day)s",), ("Lähetetty 5 % %(day)s",), "message-placeholders"),
    (("%(n)s answer", "%(n)s answers"), ("%(n)s vastaus",), "message-plurals"),
    (("%(n)s answer", "%(n)s answers"), ("%(n)s vastaus", ""), "message-plurals"),
    (("Go",), ("<b>Mene</b>",), "message-markup"),
    (("Go <b>on</b>",), ("Jatka",), "message-markup"),
    (("Go",), ("Mene\u202e",), "unit-character"),
])
def test_what_breaks_a_page_is_refused_in_a_message(ids: tuple[str, ...], said: tuple[str, ...], code: str) -> None:
    found = catalogue_files.judged(Message(ids, said, "x"), Message(ids, ("",)), 2)
    assert found.refused is not None and found.refused.code == code


def test_one_number_may_be_said_in_words() -> None:
    assert catalogue_files.wrong_in(("%(n)s answer", "%(n)s answers"), ("yksi vastaus", "%(n)s vastausta"), 2) is None
