"""XLIFF: any text comes back as it went out, and files that are broken, hostile or of another kind are refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consult.domain.errors import Refused
from consult.domain.translation_files import STATES, FileUnit, TranslationFile, mark
from consult.exports.xliff import to_xliff
from consult.intake import xliff
from consult.intake.xliff import read_xliff

HEAD = ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ur"><file id="f">'
        '<unit id="survey:title"><segment state="translated"><source>A</source>')
TAIL = "</segment></unit></file></xliff>"
ANY_TEXT = st.text(st.characters(), max_size=60) | st.lists(
    st.sampled_from(["${name}", "${ a }", "$", "{", "<", "]]>", "&amp;", "\r\n", "\t", "\u202e", "\x00", "\ud800"]),
    max_size=8).map("".join)


@settings(max_examples=300, deadline=None)
@given(english=ANY_TEXT, words=ANY_TEXT, state=st.sampled_from(STATES), revision=st.integers(0, 10**8))
def test_any_text_comes_back_as_it_went_out(english: str, words: str, state: str, revision: int) -> None:
    unit = FileUnit("question/é_1/option/a b/label", english, words, state, revision, mark(english), mark(words),
                    (("context", english), ("glossary", "a: b")))
    sent = TranslationFile("a-plan", "zh-Hans", "x", (unit,))
    [back] = read_xliff(to_xliff(sent)).units
    if not english.strip():
        # A segment without words has no state that counts.
        return
    assert (back.key, back.english, back.words) == (unit.key, english, words)
    assert (back.state, back.revision) == (state if words else "initial", revision)
    assert (back.english_mark, back.words_mark, back.problem) == (unit.english_mark, unit.words_mark, "")


def test_a_file_says_where_it_is_from_and_an_empty_one_too() -> None:
    for units in ((), (FileUnit("plan/a/title", "A"), FileUnit("duty/1/text", "B"))):
        found = read_xliff(to_xliff(TranslationFile("a-plan", "ur", "abc", units)))
        assert (found.consultation, found.language, found.survey_mark) == ("a-plan", "ur", "abc")
        assert {unit.key for unit in found.units} == {unit.key for unit in units}


def test_names_of_answers_travel_as_what_tools_cannot_change() -> None:
    data = to_xliff(TranslationFile("a", "ur", "x", (FileUnit("page/a/intro", "Hi ${who}, ${who}!"),))).decode()
    assert data.count('<ph id="p1.') == 2 and 'canDelete="no"' in data and ">${who}</data>" in data
    assert '<segment id="s1" state="initial">' in data and "<target>" not in data


@pytest.mark.parametrize(("data", "code"), [
    (b"", "xliff-empty"), (b" \n", "xliff-empty"), (b"PK\x03\x04", "xliff-broken"), (b"<a><b></a>", "xliff-broken"),
    (b"<html/>", "xliff-other"), (b"<?xml version='1.0' encoding='ebcdic-x'?><a/>", "xliff-broken"),
    (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "xliff-unsafe"),
    (b'<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><x/>', "xliff-unsafe"),
    (b"<a>" * 5000, "xliff-deep"),
    (b'<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "xliff-version"),
    (HEAD.replace('version="2.0"', 'version="2.9"').encode() + TAIL.encode(), "xliff-version"),
    (HEAD.replace('srcLang="en"', 'srcLang="fr"').encode() + TAIL.encode(), "xliff-from"),
])
def test_what_is_no_xliff_of_ours_is_refused_whole(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_xliff(data)
    assert (refused.value.field, refused.value.code) == ("file", code)


def test_a_broken_file_is_told_with_its_line() -> None:
    with pytest.raises(Refused) as refused:
        read_xliff(b"<xliff>\n<file>\n</xliff>")
    assert refused.value.facts == {"line": 3}


def test_a_file_that_is_too_big_or_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xliff, "MAX_BYTES", 1000)
    with pytest.raises(Refused, match="xliff-large"):
        read_xliff(b"<a>" + b" " * 1000)
    monkeypatch.setattr(xliff, "MAX_BYTES", 100_000)
    monkeypatch.setattr(xliff, "MAX_UNITS", 3)
    with pytest.raises(Refused, match="xliff-many"):
        read_xliff(to_xliff(TranslationFile("a", "ur", "x", tuple(FileUnit(f"page/{n}/intro", "A") for n in range(4)))))


def test_marks_of_tools_are_read_through_and_other_markup_is_named() -> None:
    marked = '<target>A <mrk id="m" type="term">b</mrk><sm id="s"/> c<em startRef="s"/></target>'
    assert read_one(marked).words == "A b c"
    for strange in ('<pc id="1">b</pc>', '<ph id="9"/>', '<cp hex="110000"/>', '<cp hex="x"/>', "<b xmlns=''>b</b>"):
        assert read_one(f"<target>A{strange}</target>").problem == "unit-markup"


def test_a_text_that_a_tool_cut_up_is_put_together_and_counts_as_its_least_piece() -> None:
    more = ('<target>Ä. </target></segment><ignorable><source> </source></ignorable>'
            '<segment state="reviewed"><source>B</source><target>Ö</target>')
    assert read_one(more).words == "Ä.  Ö" and read_one(more).state == "translated"
    assert read_one(more.replace("<target>Ö</target>", "")).state == "initial"


def test_a_unit_without_our_marks_says_so() -> None:
    found = read_one("<target>Ä</target>")
    assert found.revision is None and found.english_mark == "" and read_xliff((HEAD + TAIL).encode()).consultation == ""


def read_one(rest: str) -> FileUnit:
    return read_xliff((HEAD + rest + TAIL).encode()).units[0]
