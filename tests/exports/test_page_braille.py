"""Pages of braille: 40 cells by 25 lines, and no cell is lost where a line ends."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.exports.page_blocks import Block, Piece
from consult.exports.page_braille import (
    ASCII,
    CELLS,
    GOES_ON,
    LINES,
    SOFT,
    Paragraph,
    ascii_of,
    broken,
    file_of,
    lay_out,
    paragraphs,
    write,
)

WORDS = st.lists(st.text(st.sampled_from("ABC" + SOFT), min_size=1, max_size=120), max_size=30).map(" ".join)


@given(WORDS, st.integers(0, 6), st.integers(0, 6), st.booleans())
def test_no_cell_is_lost_where_a_line_ends(cells: str, first: int, rest: int, is_centred: bool) -> None:
    lines = broken(Paragraph(cells, first, rest, is_centred))
    assert all(len(line) <= CELLS for line in lines)
    joined = "".join(line.removesuffix(GOES_ON) for line in lines)
    assert joined.replace(" ", "") == cells.replace(" ", "").replace(SOFT, "")


@given(st.lists(st.builds(Paragraph, WORDS, is_kept=st.booleans(), is_after_blank=st.booleans()), max_size=40))
def test_every_page_has_25_lines_and_its_number(given_paragraphs: list[Paragraph]) -> None:
    pages = lay_out(given_paragraphs)
    sheets = file_of(pages).decode("ascii").split("\f")
    assert sheets.pop() == "" and len(sheets) == len(pages)
    assert all(sheet.count("\r\n") == LINES for sheet in sheets)
    assert all(re.fullmatch(r" {36,38}#[A-J]+", sheet.split("\r\n")[LINES - 1]) for sheet in sheets)


def test_a_heading_does_not_stand_at_the_foot_of_a_page() -> None:
    filling = [Paragraph("A")] * (LINES - 2)
    pages = lay_out([*filling, Paragraph("B", is_kept=True), Paragraph("C")])
    assert [len(page) for page in pages] == [LINES - 2, 2] and pages[1] == ["B", "C"]


def test_a_word_longer_than_a_line_says_that_it_goes_on() -> None:
    assert broken(Paragraph("A" * 50)) == ["A" * 39 + GOES_ON, "A" * 11]


def test_a_line_may_end_between_chinese_characters_without_a_sign() -> None:
    assert broken(Paragraph(SOFT.join(["ABC"] * 15))) == ["ABC" * 13, "ABC" * 2]


def test_the_alphabet_is_braille_ascii() -> None:
    assert len(set(ASCII)) == 64 and ascii_of("⠁⠃⠉⠀⠼⠿") == "ABC #="
    with pytest.raises(ValueError, match="six dots"):
        ascii_of("⡁")


def test_latin_words_in_another_script_are_written_by_english_rules() -> None:
    asked: list[tuple[str, str]] = []
    paragraphs([paragraph(Piece("سڑک MOPAC کی", "ur", "rtl")), paragraph(Piece("rue", "fr", "ltr"))], noting(asked))
    assert asked == [("سڑک", "ur"), ("MOPAC", "en"), ("کی", "ur"), ("rue", "en")]


def test_words_of_two_languages_keep_the_space_between_them() -> None:
    pieces = (Piece("a ", "en", "ltr"), Piece("b", "tr", "ltr"), Piece("c", "en", "ltr"))
    [found] = paragraphs([paragraph(*pieces)], lambda runs: [chr(0x2800 + ord(text) - 96) for text, _tag in runs])
    assert found.cells == "A 1B"


def test_a_numbered_item_begins_with_its_number_and_a_bullet_with_nothing() -> None:
    asked: list[tuple[str, str]] = []
    piece = (Piece("x", "en", "ltr"),)
    paragraphs([Block("item", piece, "ltr", 1, "12."), Block("item", piece, "ltr", 1, "-")], noting(asked))
    assert [text for text, _tag in asked] == ["12.", "x", "x"]


def test_nothing_to_say_is_one_empty_page() -> None:
    assert write([], lambda runs: []).count(b"\f") == 1


def paragraph(*pieces: Piece) -> Block:
    return Block("paragraph", pieces, "ltr")


def noting(asked: list[tuple[str, str]]):
    def note(runs):
        asked.extend(runs)
        return ["⠁"] * len(runs)
    return note
