"""In braille nothing that a table lacks goes missing, and a program that fails is an error, not an empty page."""

import stat
from pathlib import Path

import pytest

from consult.clients import braille
from consult.clients.braille import BLANK, SOFT, UNKNOWN_SIGN, Failed, LouTranslate, NoBraille, writer
from consult.domain.languages import LANGUAGES

needs_program = pytest.mark.skipif(not writer().is_there, reason="lou_translate is not installed: liblouis-bin")


def test_without_the_program_there_is_a_twin_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(braille.shutil, "which", lambda name: None)
    assert writer() == NoBraille() and not writer().is_there
    with pytest.raises(Failed):
        writer().write([("street", "en")])


@needs_program
def test_english_is_contracted_as_unified_english_braille_grade_2() -> None:
    assert cells("The people and the street", "en") == "⠠⠮⠀⠏⠀⠯⠀⠮⠀⠌⠗⠑⠑⠞"


@needs_program
@pytest.mark.parametrize("tag", sorted(LANGUAGES))
def test_the_table_of_each_language_is_there_and_writes_its_own_name_in_six_dots(tag: str) -> None:
    written = writer().write([(LANGUAGES[tag].name, tag)])
    assert written.unknown == {} and written.runs[0]
    assert all(cell == SOFT or BLANK <= cell <= "⠿" for cell in written.runs[0])


@needs_program
def test_a_sign_without_cells_is_marked_and_counted() -> None:
    written = writer().write([("Night \U0001f319 and \u2603, \u2603", "en")])
    assert written.runs[0].count(UNKNOWN_SIGN) == 3 and written.unknown == {"\U0001f319": 1, "\u2603": 2}


@needs_program
@pytest.mark.parametrize(("text", "tag", "same"), [
    ("পড়া।", "bn", "পড\u09bcা."), ("ναι; όχι", "el", "ναι\u037e όχι"), ("street\u00a0light", "en", "street light"),
    ("ઑ", "gu", "ઑ"), ("a\u200bb", "en", "ab"),
])
def test_what_a_table_lacks_is_said_by_what_says_the_same(text: str, tag: str, same: str) -> None:
    written = writer().write([(text, tag)])
    assert written.unknown == {} and written.runs[0].strip(BLANK) == cells(same, tag)


@needs_program
def test_brackets_that_touch_no_greek_word_are_written_by_english_rules() -> None:
    assert cells("ναι (", "el") == cells("ναι", "el") + BLANK + cells("(", "en")


@needs_program
def test_the_letters_of_a_long_text_all_come_back() -> None:
    text = " ".join(["safer streets at night"] * 500)
    [once] = writer().write([("safer streets at night", "en")]).runs
    assert cells(text, "en") == BLANK.join([once] * 500)


@needs_program
def test_a_backslash_is_a_letter_and_no_order_to_the_program() -> None:
    assert cells("a\\x0041b", "en").startswith(cells("a\\", "en"))
    assert writer().write([("\\q\\", "en"), ("street", "en")]).runs[1] == cells("street", "en")


@needs_program
def test_chinese_may_end_a_line_between_characters_only() -> None:
    [written] = writer().write([("人们说街道安全。", "zh-Hans")]).runs
    chunks = [chunk for chunk in written.split(SOFT) if chunk]
    assert len(chunks) == 2 and "".join(chunks) == cells("人们说街道安全。", "zh-Hans")
    assert max(map(len, chunks)) <= 20


@needs_program
def test_a_long_chinese_text_without_a_mark_is_written_and_ends_lines() -> None:
    [written] = writer().write([("街道安全" * 2_000, "zh-Hans")]).runs
    assert max(len(chunk) for chunk in written.split(SOFT)) <= 20


@needs_program
def test_a_language_without_a_table_is_written_as_english() -> None:
    assert cells("rue", "fr") == cells("rue", "en")


@pytest.mark.parametrize("script", ["exit 1", "sleep 5", "echo one", "echo one; echo two; echo three"])
def test_a_program_that_fails_hangs_or_loses_a_line_is_an_error(tmp_path: Path, script: str) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    with pytest.raises(Failed):
        LouTranslate(str(program), seconds=0.5).write([("ab", "en")])


def test_more_letters_than_anyone_wrote_are_refused_before_the_program_starts(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="too long"):
        LouTranslate(str(tmp_path / "none")).write([("a" * (braille.MOST_LETTERS + 1), "en")])


def cells(text: str, tag: str) -> str:
    return writer().write([(text, tag)]).runs[0].replace(SOFT, "")
