"""Names in a forum: what they may hold, and that no two of them look alike."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.errors import Refused
from consult.domain.member_names import BIDI_CONTROLS, LONGEST, MOST, read_name, read_pronouns, skeleton
from consult.services.measures import graphemes


@pytest.mark.parametrize("name", [
    "Anna", "Zoë", "O’Brien", "Mary-Ann J.", "Sam 2", "李明", "محمد", "নীলা", "राम", "Анна", "Ελένη", "Sunny 🌻", "Ng",
    "นภา", "ไอลดา", "می‌خواهم",
])
def test_names_of_every_script_are_taken_as_they_are(name: str) -> None:
    assert read_name(f"  {name}\n", graphemes) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("one", ["Аnnа", "ANNA", "Ánna", "A n n a", "An.na", "Ａｎｎａ", "𝓐𝓷𝓷𝓪",
                                 "Anna 🌻", "An\u200dna", "Αnna"])
def test_names_that_look_like_another_have_its_skeleton(one: str) -> None:
    assert skeleton(one) == skeleton("Anna")


@pytest.mark.parametrize(("one", "other"), [
    ("Bill", "BiII"), ("Bill", "Bi11"), ("Mary", "rnary"), ("Wendy", "VVendy"), ("Joe", "J0e"), ("Peter", "Реtег"),
    ("Nora", "Νοrа"), ("Sam ١", "Sam 1"), ("علی", "علي"), ("Hope", "Нορе"), ("Strasse", "Straße"), ("Bob", "Ⓑⓞⓑ"),
    ("カナ", "力ナ"),
])
def test_pairs_that_the_eye_takes_for_one_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), [
    ("Anna", "Hanna"), ("Sam 2", "Sam 3"), ("নীলা", "নিলা"), ("राम", "रमा"), ("李明", "李亮"), ("محمد", "محمود"),
    ("Ola", "Ole"),
])
def test_names_that_differ_to_the_eye_differ(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize("control", [
    *sorted(BIDI_CONTROLS), "\u00ad", "\u200b", "\ufeff", "\u3164", "\u2800", "\x00", "\x1b",
])
def test_what_nobody_sees_is_not_kept(control: str) -> None:
    assert read_name(f"{control}An{control}na{control}", graphemes) == "Anna"


@pytest.mark.parametrize("name", [
    "<b>Anna</b>", "Anna>", "An^na", "{{7*7}}", "a@b.example", "https://x.example", "Anna\\n", "[link](x)",
    "`x`", "12345", "🌻🌻", "...", "A" + "\u0301" * 9, "“Anna”;--",
])
def test_markup_addresses_and_piles_of_accents_are_no_name(name: str) -> None:
    assert refusal(name) == "member-name-signs"


@pytest.mark.parametrize(("name", "code"), [
    ("", "name-missing"), ("\u202e \u3164", "name-missing"), ("A", "member-name-length"),
    ("a" * 41, "member-name-length"),
    ("a" * 100_000, "member-name-length"), ("Chair", "member-name-reserved"), ("MОРАС", "member-name-reserved"),
    ("The Poliсe", "member-name-reserved"),
])
def test_a_name_is_neither_empty_nor_long_nor_an_office(name: str, code: str) -> None:
    assert refusal(name) == code


def test_length_is_counted_as_a_reader_counts() -> None:
    family = "👩\u200d👩\u200d👧"
    assert read_name("Mo" + family * 3, graphemes) == "Mo" + family * 3
    assert read_name("é" * MOST, graphemes) == "é" * MOST


@given(st.text(max_size=300))
def test_whatever_is_typed_is_a_name_or_is_refused(typed: str) -> None:
    try:
        name = read_name(typed, graphemes)
    except Refused:
        return
    assert not set(name) & (BIDI_CONTROLS | set("<>\n\x00")) and len(name) <= LONGEST
    assert 0 < len(skeleton(name)) <= LONGEST and read_name(name, graphemes) == name


@pytest.mark.parametrize("pronouns", ["", "she/her", "they / them", "ze, hir", "any (ask me)"])
def test_pronouns_are_free_words(pronouns: str) -> None:
    assert read_pronouns(pronouns, graphemes) == pronouns


@pytest.mark.parametrize(("typed", "code"), [
    ("<i>", "member-pronouns-signs"), ("x" * 41, "member-words-long"), ("http://a", "member-pronouns-signs"),
])
def test_pronouns_hold_no_markup_and_are_short(typed: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        read_pronouns(typed, graphemes)


def refusal(name: str) -> str:
    """Return the code under which a name is refused; empty where it is taken."""
    try:
        read_name(name, graphemes)
    except Refused as refused:
        return refused.code
    return ""
