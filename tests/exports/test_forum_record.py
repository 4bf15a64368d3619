"""A group's record as a file: everything in it, nothing in its names, nobody in its pages who did not ask to be."""

import io
import json
import zipfile

import pytest
from lxml import html

from consult.domain.forum_records import SECTIONS, Entry, Fact, Record, Section
from consult.exports import forum_record, forum_record_words

NOTE = Entry("Stops <b>", (Fact("met-on", "2026-03-20"), Fact("layer", "agreed")), ("Line one\nline two",),
             (Entry("Item 1", (), ("<script>alert(1)</script>",)), Entry("", (), ("No title",))), ("note-1.mp4",))
RECORD = Record("Deaf and disabled Londoners", "2026-04-01", "The members together", "Ask us first",
                (Section("notes", (NOTE,)), Section("asks", ())), {"note-1.mp4": b"film"})


def test_the_archive_holds_pages_data_and_files_under_names_that_say_nothing(plain) -> None:
    with opened(plain) as archive:
        assert archive.namelist() == ["record.html", "record.json", "files/note-1.mp4"]
        assert archive.read("files/note-1.mp4") == b"film"
        assert {entry.date_time for entry in archive.infolist()} == {forum_record.ZIP_DATE}


def test_the_page_says_whose_the_record_is_and_what_others_may_do_with_it(plain) -> None:
    text = page(plain).text_content()
    for words in ("The members together", "Ask us first", "1 April 2026", "20 March 2026", "The group, agreed",
                  "Nothing yet."):
        assert words in text
    assert page(plain).findtext("head/title") == "Record"


def test_markup_in_what_people_wrote_stays_words(plain) -> None:
    found = page(plain)
    assert not found.xpath("//script | //b") and "<script>alert(1)</script>" in found.text_content()
    assert not found.xpath("//*[@src or starts-with(@href, 'http')]")


def test_the_data_hold_the_same_words_as_the_page(plain) -> None:
    with opened(plain) as archive:
        data = json.loads(archive.read("record.json"))
    assert data["sections"][0]["entries"][0]["texts"] == ["Line one\nline two"] and data["files"] == ["note-1.mp4"]
    assert data["licence"] == "Ask us first"


def test_headings_run_in_order(plain) -> None:
    levels = [int(heading.tag[1]) for heading in page(plain).xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels == [1, 2, 3, 4, 2]


def test_equal_records_are_equal_bytes_and_an_urdu_one_runs_from_the_right(plain) -> None:
    assert forum_record.write(RECORD, "en", plain) == forum_record.write(RECORD, "en", plain)
    assert page(plain, "ur").get("dir") == "rtl"


@pytest.mark.parametrize("key", SECTIONS)
def test_every_part_of_a_record_has_a_name(key: str, plain) -> None:
    assert forum_record_words.section_words(key, plain)


def test_a_value_that_nobody_has_words_for_stands_as_it_is(plain) -> None:
    for fact, expected in ((Fact("made-on", "soon"), "soon"), (Fact("mark", "partly"), "This answers part of it"),
                           (Fact("result", "?"), "?"), (Fact("version", "3"), "3")):
        assert forum_record_words.value_words(fact, "en", plain) == expected


def opened(translate, language: str = "en") -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(forum_record.write(RECORD, language, translate)))


def page(translate, language: str = "en"):
    return html.document_fromstring(opened(translate, language).read("record.html").decode())
