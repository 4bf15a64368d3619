"""Every form of document becomes paragraphs that can be found in it again, with nothing of it lost or made up."""

import codecs
from collections.abc import Sequence

import pytest

from consult.domain.document_anchors import Anchor, anchor_of
from consult.intake.document_lines import Piece, lines_of
from consult.intake.document_parts import Document
from consult.intake.documents import read_document
from tests.document_files import LETTER, TABLE, changed, docx, letter_pdf, odt, pdf, photo, rtf, scanned_pdf

PAGE = b"<!doctype html><html><head><title>No</title><style>p{}</style></head><body>"


@pytest.mark.parametrize("data", [
    docx(), odt(), letter_pdf(), rtf(*LETTER), "\r\n\r\n".join(LETTER).encode(),
    PAGE + "".join(f"<p>{words}</p>" for words in LETTER).encode()], ids=("docx", "odt", "pdf", "rtf", "txt", "html"))
def test_each_form_says_the_same_paragraphs(data: bytes) -> None:
    document = read_document(data)
    assert texts(document) == LETTER
    assert document.text == "\n\n".join(LETTER) and not document.is_scanned


@pytest.mark.parametrize("data", [docx(table=TABLE), odt(table=TABLE)], ids=("docx", "odt"))
def test_a_table_keeps_its_columns_in_line(data: bytes) -> None:
    assert texts(read_document(data))[2:] == ("Borough | 2023 | 2024", "Camden | 12 |", "Brent | 7 | 9")


def test_a_table_of_a_page_and_of_rich_text_keeps_its_columns() -> None:
    page = PAGE + b"<table><tr><th>Borough<th>2024<tr><td>Camden<td></table>after"
    rich = rtf("\\trowd\\cellx100\\cellx200 Borough\\cell 2024\\cell\\row\\trowd Camden\\cell\\cell\\row\\pard after")
    assert texts(read_document(page)) == texts(read_document(rich)) == ("Borough | 2024", "Camden |", "after")


def test_headings_and_lists_are_told_apart() -> None:
    document = read_document(docx(heading="Our view"))
    assert [part.kind for part in document.paragraphs] == ["heading", "text", "text"]
    page = read_document(PAGE + b"<h2>Asks</h2><ul><li>One<li>Two</ul>last")
    assert [(part.kind, part.text) for part in page.paragraphs] == [
        ("heading", "Asks"), ("item", "One"), ("item", "Two"), ("text", "last")]


def test_a_paragraph_is_found_by_its_page_and_number() -> None:
    document = read_document(pdf([(60, 780, 11, "First page, first."), (60, 700, 11, "First page, second.")],
                                 [(60, 780, 11, "Second page.")]))
    assert [part.anchor for part in document.paragraphs] == ["1.1", "1.2", "2.1"] and document.pages == 2
    assert anchor_of("1/2.3") == Anchor(3, page=2, file=1) and anchor_of("3") == Anchor(3)
    assert [anchor_of(mark) for mark in ("", "0", "a", "1.2.3", "1/", "-1")] == [None] * 6


def test_the_lines_of_a_page_become_paragraphs_again() -> None:
    wrapped = ["Our members have told us for many years that trust must be",
               "earned, and that it is earned slowly by low-trust commu-", "nities and by low-", "trust groups."]
    lines = [(60.0, 780.0 - 14 * number, 11.0, words) for number, words in enumerate(wrapped)]
    document = read_document(pdf([(60, 800, 16, "Trust"), *lines, (60, 700, 11, "A new paragraph.")]))
    assert texts(document) == (
        "Trust", "Our members have told us for many years that trust must be earned, and that it is earned slowly by "
        "low-trust communities and by low-trust groups.", "A new paragraph.")


def test_columns_of_numbers_on_a_page_are_rows() -> None:
    rows = [[(60, 700 - 14 * row, 11, first), (200, 700 - 14 * row, 11, second)]
            for row, (first, second) in enumerate((("Borough", "2024"), ("Camden", "12"), ("Brent", "9")))]
    document = read_document(pdf([piece for row in rows for piece in row]))
    assert texts(document) == ("Borough | 2024", "Camden | 12", "Brent | 9")


def test_lines_that_stand_on_every_page_and_page_numbers_are_no_words_of_it() -> None:
    pages = [[(60, 820, 9, "Example Trust, response"), (60, 700, 11, f"Words number {number} of it."),
              (300, 30, 9, f"Page {number} of 4")] for number in range(1, 5)]
    document = read_document(pdf(*pages))
    assert texts(document) == tuple(f"Words number {number} of it." for number in range(1, 5))
    assert document.notes == ("headers",)


def test_words_that_go_from_the_right_are_put_in_reading_order() -> None:
    seen_from_the_left = [Piece(10, 50, 12, "کم"), Piece(30, 50, 12, " "), Piece(40, 50, 12, "اعتماد")]
    assert [line.text for line in lines_of(seen_from_the_left)] == ["اعتماد کم"]


def test_a_scan_is_told_apart_page_by_page() -> None:
    mixed = pdf([], [(60, 780, 11, "A page with words on it, quite a few.")], picture=photo())
    assert read_document(scanned_pdf(2)).scanned_pages == (1, 2)
    assert read_document(mixed).scanned_pages == (1,) and read_document(mixed).is_scanned


@pytest.mark.parametrize("form", ("JPEG", "PNG", "TIFF", "WEBP"))
def test_a_photograph_of_a_letter_is_a_scan(form: str) -> None:
    document = read_document(photo(form))
    assert document.is_scanned and document.images == 1 and document.text == ""


def test_a_word_document_of_pictures_alone_is_a_scan() -> None:
    assert read_document(docx((), picture=photo())).is_scanned
    assert not read_document(docx(picture=photo())).is_scanned


def test_what_was_filled_into_the_fields_of_a_form_is_read() -> None:
    field = "/AcroForm<</Fields[]>>"
    made = pdf([(60, 780, 11, "What should change, in your own words?")], extra=field)
    with_field = made.replace(
        b"/MediaBox", b"/Annots[<</Subtype/Widget/FT/Tx/T(answer)/V(More buses)/Rect[0 0 9 9]>>]/MediaBox", 1)
    assert texts(read_document(with_field))[-1] == "answer: More buses"


def test_deleted_and_hidden_words_and_comments_are_left_out_and_told() -> None:
    def edited(body: bytes) -> bytes:
        return body.replace(b"We welcome the draft plan.</w:t></w:r>", (
            b'We welcome</w:t></w:r><w:del w:author="x"><w:r><w:delText> not</w:delText></w:r></w:del>'
            b'<w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r><w:ins><w:r><w:t> it.</w:t></w:r></w:ins>'))
    document = read_document(changed(docx(), word__document_dot_xml=edited, word__comments_dot_xml=b"<c/>"))
    assert texts(document)[0] == "We welcome it." and document.notes == ("comments", "deleted", "hidden")


def test_footnotes_stand_at_the_end() -> None:
    notes = (b'<w:footnotes xmlns:w="w"><w:footnote w:id="1"><w:p><w:r><w:t>As in 2021.</w:t></w:r></w:p>'
             b"</w:footnote></w:footnotes>")
    document = read_document(changed(docx(), word__footnotes_dot_xml=notes))
    assert (document.paragraphs[-1].kind, document.paragraphs[-1].text) == ("note", "As in 2021.")
    rich = read_document(rtf("Trust is low.{\\footnote \\chftn  As in 2021.} So it is."))
    assert texts(rich) == ("Trust is low. So it is.", "As in 2021.")


def test_rich_text_keeps_every_alphabet() -> None:
    assert texts(read_document(rtf("caf\\'e9 \\u8364?5", "{\\f1\\'c7\\'e1}", "\\u-10179?\\u-8704?"))) == (
        "café €5", "ال", "\U0001f600")


def test_pictures_hidden_words_and_objects_of_rich_text_are_no_words() -> None:
    document = read_document(rtf(
        "{\\pict\\pngblip 89504e47}{\\v secret}{\\object{\\*\\objdata 0105}}{\\*\\unknown gone}Seen"))
    assert texts(document) == ("Seen",) and document.images == 1 and document.notes == ("embedded", "hidden")


@pytest.mark.parametrize("data", [
    codecs.BOM_UTF8 + "Grüße – café".encode(), codecs.BOM_UTF16_LE + "Grüße – café".encode("utf-16-le"),
    codecs.BOM_UTF16_BE + "Grüße – café".encode("utf-16-be"), "Grüße – café".encode("utf-16-le"),
    "Grüße – café".encode("cp1252")], ids=("utf-8 marked", "utf-16 le", "utf-16 be", "utf-16 unmarked", "windows"))
def test_plain_words_are_read_in_the_encoding_that_they_have(data: bytes) -> None:
    assert read_document(data).text == "Grüße – café"


def test_lines_that_a_program_broke_are_put_together_and_addresses_are_not() -> None:
    wrapped = "This line was broken by a mail program at about seventy characters,\nand goes on here to its end."
    assert read_document(wrapped.encode()).text.count("\n") == 0
    assert read_document(b"Example Trust\n1 Example Street\nLondon").text.count("\n") == 2


def test_a_page_says_in_its_head_how_it_is_written() -> None:
    page = b'<html><head><meta charset="windows-1251"></head><body><p>' + "Привет".encode("cp1251") + b"</p></body>"
    assert read_document(page).text == "Привет"
    assert read_document(PAGE + b"<script>alert(1)</script><p>Plain &amp; simple<br>words</p>").text == (
        "Plain & simple\nwords")


def test_a_document_with_macros_is_read_and_told() -> None:
    document = read_document(changed(docx(), word__vbaProject_dot_bin=b"macro"))
    assert document.notes == ("macros",) and texts(document) == LETTER


def texts(document: Document) -> Sequence[str]:
    return tuple(part.text for part in document.paragraphs)
