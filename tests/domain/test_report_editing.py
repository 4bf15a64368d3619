"""What authors change is laid over what the data give; nothing of either is lost, and rules hold for both."""

import pytest

from consult.domain.errors import Refused
from consult.domain.report_chapters import CHAPTERS, Block, Chapter
from consult.domain.report_editing import (
    Edits,
    arranged,
    checked_block,
    checked_chapter,
    in_order,
    key_of_added,
    languages_missing,
    moved,
    paragraphs,
)


def test_without_a_change_the_chapters_are_those_of_the_data():
    assert arranged(given(), Edits({}, {}, ())) == given()


def test_an_authors_words_lie_over_a_block_of_the_data_and_cannot_change_what_it_is():
    laid = Block("table:a", "text", "other", "both", {}, {"en": "Look here"})
    [block] = chapter_of(arranged(given(), edits(("data", laid))), "data").blocks[:1]
    assert (block.kind, block.ref, block.words, block.version) == ("table", "a", {"en": "Look here"}, "both")


def test_a_block_stands_in_the_chapter_that_the_author_put_it_in_and_only_there():
    found = arranged(given(), edits(("victims", Block("table:a", "table", "a"))))
    assert [block.key for block in chapter_of(found, "victims").blocks] == ["table:a"]
    assert [block.key for block in chapter_of(found, "data").blocks] == ["table:b", "files"]


def test_a_changed_block_whose_data_are_gone_is_left_out_and_added_words_stay():
    found = arranged(given(), edits(("data", Block("theme:gone", "theme", "gone")),
                                    ("data", Block("text:x", "text", words={"en": "W"}))))
    assert [block.key for block in chapter_of(found, "data").blocks] == ["table:a", "table:b", "files", "text:x"]


def test_what_an_author_added_beside_the_data_stays_where_the_data_have_it_too():
    added = Block(key_of_added("table", "a", ""), "table", "a")
    found = arranged(given(), edits(("quality", added)))
    assert [block.ref for block in chapter_of(found, "quality").blocks] == ["a"]
    assert chapter_of(found, "data").blocks[0].key == "table:a"


def test_what_the_data_give_anew_follows_what_it_followed():
    blocks = [Block(key, "text") for key in "abcd"]
    assert [block.key for block in in_order(blocks, ("d", "b", "a"))] == ["d", "b", "c", "a"]
    assert [block.key for block in in_order(blocks, ("c", "d"))] == ["a", "b", "c", "d"]


def test_an_order_holds_every_block_once():
    blocks = [Block(key, "text") for key in "abc"]
    assert [block.key for block in in_order(blocks, ("gone", "c", "b", "a"))] == ["c", "b", "a"]


def test_a_block_moves_as_far_as_it_goes():
    assert moved("abc", "b", -1) == ("b", "a", "c")
    assert moved("abc", "c", 1) == ("a", "b", "c")
    assert moved("abc", "a", -5) == ("a", "b", "c")


@pytest.mark.parametrize(("block", "where", "code"), [
    (Block("text:a", "text"), "words", "text-missing"),
    (Block("text:a", "text", words={"ur": "الفاظ"}), "words", "report-english-missing"),
    (Block("text:a", "text", words={"en": "x" * 6001}), "words", "words-long"),
    (Block("theme:a", "theme", "a", scale_word="most"), "note", "note-missing-word"),
    (Block("theme:a", "theme", "a", scale_word="enormous", note="Why"), "scale_word", "scale-word-unknown"),
    (Block("table:a", "table", "a", scale_word="most", note="Why"), "scale_word", "scale-word-unknown"),
    (Block("caveats", "caveats", is_hidden=True), "note", "note-missing-hidden"),
    (Block("table:a", "table", "a", version="some"), "version", "version-unknown"),
])
def test_a_block_that_breaks_a_rule_is_refused_with_its_field(block, where, code):
    with pytest.raises(Refused) as refused:
        checked_block(block)
    assert (refused.value.field, refused.value.code) == (where, code)


def test_a_table_is_hidden_without_a_note_and_what_every_report_says_with_one():
    assert checked_block(Block("table:a", "table", "a", is_hidden=True)).is_hidden
    assert checked_block(Block("caveats", "caveats", is_hidden=True, note=" It is in chapter 1 ")).note == (
        "It is in chapter 1")


@pytest.mark.parametrize("film", ["http://a.example/f", "javascript:alert(1)", "https://", "https://a.example/ f",
                                  "https://[", 'https://a.example/"'])
def test_a_film_is_a_safe_address_on_the_web(film):
    with pytest.raises(Refused) as refused:
        checked_chapter(Chapter("data", film=film))
    assert refused.value.field == "film"


def test_a_chapter_is_left_out_with_a_reason_only():
    with pytest.raises(Refused):
        checked_chapter(Chapter("data", is_hidden=True))
    assert checked_chapter(Chapter("data", is_hidden=True, note="Later")).note == "Later"


def test_paragraphs_keep_their_empty_line_and_lose_stray_spaces():
    assert paragraphs("  One  line \n goes on\n \n\n\nTwo\x00 ") == "One line goes on\n\nTwo"


def test_a_language_lacks_what_is_not_there_and_what_a_machine_wrote():
    chapters = (Chapter("data", (Block("a", "text", words={"en": "A", "ur": "ا"}, drafts=("ur",)),
                                 Block("b", "text", words={"en": "B", "cy": "B"}),
                                 Block("c", "text", words={"en": "C"}, is_hidden=True)), {"en": "W", "cy": "W"}),)
    assert languages_missing(chapters, ("en", "ur", "cy")) == {"ur": 3, "cy": 1}


def given():
    blocks = (Block("table:a", "table", "a"), Block("table:b", "table", "b"), Block("files", "files"))
    return tuple(Chapter(key, blocks if key == "data" else ()) for key in CHAPTERS)


def edits(*blocks):
    return Edits({}, {}, blocks)


def chapter_of(chapters, key):
    return next(chapter for chapter in chapters if chapter.key == key)
