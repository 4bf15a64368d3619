"""The words of a member's own: their code, and a label that tells nobody whose forum it is."""

import pytest

from consult.domain import member_words
from consult.domain.errors import Refused
from consult.domain.member_words import read_code, read_label, tells
from consult.services.measures import graphemes

TITLES = ("LGBTQ+ Londoners’ forum", "Deaf and Disabled Londoners’ forum", "منتدى الصم")


def test_a_code_is_read_in_words_and_in_digits() -> None:
    code = member_words.code_of(0x123456789ABCDEF)
    assert read_code(" ".join(member_words.words_of(code)).upper()) == read_code(code) == code


@pytest.mark.parametrize("typed", ["", "tiger", "1" * 28 + "1", "x" * 5000, "\x00"])
def test_what_is_no_code_is_refused_as_an_unknown_one(typed: str) -> None:
    with pytest.raises(Refused, match="member-code-unknown"):
        read_code(typed)


@pytest.mark.parametrize("label", ["", "Garden club", "Tuesday group", "London meeting", "قهوة"])
def test_a_label_is_whatever_its_owner_likes(label: str) -> None:
    assert read_label(label, graphemes, TITLES) == label


@pytest.mark.parametrize("label", ["LGBT things", "my lgbtq group", "DEAF club", "disabled", "الصم", "ＬＧＢＴ"])
def test_a_label_that_tells_whose_forum_it_is_is_refused(label: str) -> None:
    with pytest.raises(Refused, match="member-label-tells"):
        read_label(label, graphemes, TITLES)


def test_plain_words_of_a_title_tell_nothing() -> None:
    assert not tells("My London group", TITLES)


@pytest.mark.parametrize("typed", ["x" * 61, "x" * 50_000])
def test_a_long_label_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="member-words-long"):
        read_label(typed, graphemes)


def test_a_label_turns_no_direction() -> None:
    assert read_label("\u202etuB\u202c ner\x00", graphemes) == "tuB ner"
