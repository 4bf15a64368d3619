"""A page as blocks: everything that is read stays, in its language, and nothing that somebody typed."""

import pytest

from consult.exports import page_texts
from consult.exports.page_blocks import Block, Grid, as_lists, read, tidied

PAGE = """<!DOCTYPE html><html lang="ur" dir="rtl"><head><title>T</title></head><body><a href="#m">Skip</a>
<header>Site</header><section><p>Made up</p></section><nav>Links</nav><main id="m">{}</main><footer>End</footer>
</body>"""


def test_what_stands_around_the_page_is_left_out_but_not_a_notice() -> None:
    page = read(PAGE.format("<h1>One</h1>"))
    assert [block.text for block in page.notices] == ["Made up"] and [block.text for block in page.main] == ["One"]
    assert (page.title, page.language, page.direction) == ("One", "ur", "rtl")


def test_words_keep_the_language_and_direction_that_stands_closest() -> None:
    [block] = main('<p>سڑک <bdi lang="en" dir="ltr">MOPAC</bdi> <bdi dir="ltr">2026-03-27</bdi></p>')
    assert [(piece.text.strip(), piece.language, piece.direction) for piece in block.pieces] == [
        ("سڑک", "ur", "rtl"), ("MOPAC", "en", "ltr"), ("", "ur", "rtl"), ("2026-03-27", "ur", "ltr")]
    assert block.direction == "rtl"


def test_lists_keep_their_depth_and_numbers() -> None:
    found = main("<ol><li>a</li><li><p>b</p><p>c</p><ul><li>d</li></ul></li></ol>")
    assert [(block.marker, block.level, block.text) for block in found] == [
        ("1.", 1, "a"), ("2.", 1, "b"), ("", 1, "c"), ("-", 2, "d")]


@pytest.mark.parametrize("unread", [
    '<p aria-hidden="true">x</p>', "<p hidden>x</p>", "<script>x</script>", "<svg><text>x</text></svg>",
    "<button>x</button>", "<textarea>x</textarea>", '<input value="x">', "<select><option>x</option></select>",
])
def test_what_is_not_read_or_was_typed_is_not_in_a_file(unread: str) -> None:
    assert main(f"<div>{unread}</div>") == ()


def test_words_for_screen_readers_are_kept() -> None:
    [block] = main('<p>Change<span class="govuk-visually-hidden"> your answer</span></p>')
    assert block.text == "Change your answer"


def test_spaces_are_as_a_browser_shows_them_and_typed_lines_stay() -> None:
    assert [block.text for block in main("<p> a\n  <b> b</b><br> c </p><p class='app-quote'>d\n\ne</p>")] == [
        "a b\nc", "d\n\ne"]


def test_an_element_that_nobody_closed_loses_no_words() -> None:
    assert [block.text for block in main("<div><p>a<p>b</div><li>c<p>d</main>")] == ["a", "b", "c", "d"]


def test_a_table_keeps_its_caption_header_and_empty_cells() -> None:
    [grid] = main(TABLE)
    assert isinstance(grid, Grid)
    assert [[texts(cell) for cell in row] for row in (grid.header, *grid.rows)] == [
        ["What", "People"], ["Lights", "40"], ["Buses", ""]]


def test_a_table_as_lists_says_the_name_of_the_column_before_each_cell() -> None:
    found = list(as_lists(main(TABLE)))
    assert [(block.kind, block.text) for block in found] == [
        ("caption", "Themes"), ("row", "What: Lights"), ("detail", "People: 40"), ("row", "What: Buses"),
        ("detail", "People")]


def test_plain_text_marks_what_runs_the_other_way() -> None:
    text = page_texts.write(main('<h2>سڑک</h2><ul><li>a <bdi lang="en">MOPAC</bdi></li></ul>')).decode()
    assert text.split("\r\n") == ["\u200fسڑک", "\u200f---", "", "\u200f- a \u2066MOPAC\u2069", ""]


def test_tidied_pieces_of_nothing_are_nothing() -> None:
    assert tidied([]) == () and main("<p> \n </p><p></p>") == ()


TABLE = """<table><caption>Themes</caption><thead><tr><th>What</th><th>People</th></tr></thead><tbody>
<tr><th>Lights</th><td><p>40</p></td></tr><tr><th>Buses</th><td></td></tr></tbody></table>"""


def main(inside: str) -> tuple[Block | Grid, ...]:
    return read(PAGE.format(inside)).main


def texts(pieces: tuple[object, ...]) -> str:
    return "".join(piece.text for piece in pieces)
