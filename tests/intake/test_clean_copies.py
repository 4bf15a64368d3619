"""Copies that leave say what people said, and nothing about who wrote it, where, and with what."""

import io
import re
import zlib
from collections.abc import Iterator

import pytest
from docx import Document as Word
from lxml import etree
from odf.opendocument import load
from PIL import Image
from pypdf import PdfReader

from consult.domain.errors import Refused
from consult.intake import clean_packages
from consult.intake.clean_copies import cleaned, copy_type
from consult.intake.clean_pdfs import bare_jpeg, bare_jpeg_2000
from consult.intake.document_kinds import DOCX, HTML, ODT, PDF, RTF, TEXT, kind_of
from consult.intake.documents import read_document
from tests.document_files import AUTHOR, LETTER, PLACE, TABLE, changed, docx, inside, odt, pdf, photo, rtf, scanned_pdf

NAMES = (AUTHOR.encode(), PLACE.encode(), AUTHOR.encode("utf-16-be"), b"Zanzibar", b"Quibbleworth")


@pytest.mark.parametrize("data", [docx(picture=photo()), odt(), pdf([(60, 780, 11, LETTER[0])]), scanned_pdf(),
                                  rtf(LETTER[0]), photo(), photo("PNG"), photo("TIFF"), photo("WEBP")],
                         ids=("docx", "odt", "pdf", "scan", "rtf", "jpeg", "png", "tiff", "webp"))
def test_no_copy_says_who_wrote_it_or_where(data: bytes) -> None:
    assert any(name in layer for layer in layers(data) for name in NAMES)
    copy = cleaned(data, kind_of(data))
    assert not [name for layer in layers(copy) for name in NAMES if name in layer]


@pytest.mark.parametrize("data", [docx(table=TABLE, heading="Ours"), odt(table=TABLE, heading="Ours"),
                                  pdf([(60, 780 - 40 * n, 11, words) for n, words in enumerate(LETTER)])])
def test_a_copy_says_the_same_words(data: bytes) -> None:
    assert read_document(cleaned(data, kind_of(data))).paragraphs == read_document(data).paragraphs


def test_programs_open_the_copies() -> None:
    word = Word(io.BytesIO(cleaned(docx(heading="Ours", picture=photo(), table=TABLE), DOCX)))
    assert word.paragraphs[0].style.name == "Heading 1" and len(word.inline_shapes) == 1 and len(word.tables) == 1
    assert word.core_properties.author != AUTHOR
    assert load(io.BytesIO(cleaned(odt(), ODT))).text.hasChildNodes()


def test_a_picture_in_a_copy_has_no_notes_and_stands_upright() -> None:
    with Image.open(io.BytesIO(cleaned(photo(size=(60, 30)), "image/jpeg"))) as seen:
        assert not seen.getexif() and seen.size == (30, 60)
    media = {name: data for name, data in inside(cleaned(docx(picture=photo()), DOCX)).items() if "media" in name}
    with Image.open(io.BytesIO(media.popitem()[1])) as seen:
        assert not seen.getexif()


def test_what_runs_or_carries_other_files_stays_behind() -> None:
    risky = changed(docx(), word__vbaProject_dot_bin=b"macro", word__embeddings__x_dot_bin=b"ole",
                    word__activeX__a_dot_xml=b"<a/>", customXml__item1_dot_xml=b"<a/>", word__people_dot_xml=b"<a/>",
                    **{"word___rels__document_dot_xml_dot_rels": lambda rels: rels.replace(
                        b"</Relationships>", b'<Relationship Id="rId99" TargetMode="External" Type="http://schemas.'
                        b'openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
                        b'Target="https://evil.example/t.dotm"/></Relationships>')})
    parts = inside(cleaned(risky, DOCX))
    assert not [name for name in parts if re.search(r"vba|embed|activeX|custom|people|docProps|settings", name)]
    assert not [name for name, data in parts.items() if b"evil.example" in data or b"macroEnabled" in data]


def test_deleted_words_their_authors_and_comments_are_gone_from_a_copy() -> None:
    def edited(body: bytes) -> bytes:
        return body.replace(b"We welcome the draft plan.</w:t></w:r>", (
            b'We welcome</w:t></w:r><w:del w:author="Quibbleworth" w:date="2024-01-01T00:00:00Z"><w:r><w:delText> not'
            b'</w:delText></w:r></w:del><w:commentRangeStart w:id="0"/><w:ins w:author="Quibbleworth"><w:r><w:t> it.'
            b"</w:t></w:r></w:ins>"))
    copy = cleaned(changed(docx(), word__document_dot_xml=edited, word__comments_dot_xml=b"<c/>"), DOCX)
    body = inside(copy)["word/document.xml"]
    assert not re.search(rb"Quibbleworth|w:del|comment| not|rsid", body)
    assert read_document(copy).paragraphs[0].text == "We welcome it." and "word/comments.xml" not in inside(copy)


def test_a_pdf_runs_nothing_in_its_copy() -> None:
    risky = pdf([(60, 780, 11, LETTER[0])], extra="/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>/Names<</JavaScript"
                "<</Names[(a)<</S/JavaScript/JS(app.alert\\(2\\))>>]>>/EmbeddedFiles<</Names[]>>>>/AA<</WC<<>>>>")
    assert read_document(risky).notes == ("embedded", "macros")
    copy = cleaned(risky, PDF)
    assert not re.search(rb"JavaScript|OpenAction|EmbeddedFiles|/AA", copy)
    assert PdfReader(io.BytesIO(copy)).metadata is None


def test_a_note_on_a_page_loses_its_author_and_what_it_does() -> None:
    made = pdf([(60, 780, 11, LETTER[0])]).replace(
        b"/MediaBox", b"/Annots[<</Subtype/FreeText/T(Quibbleworth)/Contents(Seen words)/Rect[0 0 9 9]/M(D:2024)>>"
        b"<</Subtype/FileAttachment/T(Quibbleworth)/Rect[0 0 9 9]>><</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(x)>>"
        b">>]/MediaBox", 1).replace(AUTHOR.encode(), b"x" * len(AUTHOR))
    copy = cleaned(made, PDF)
    assert b"Seen words" in copy and not re.search(rb"Quibbleworth|Launch|FileAttachment|D:2024", copy)


def test_a_packed_photograph_in_a_pdf_loses_its_notes_too() -> None:
    picture = photo()
    packed = zlib.compress(picture)
    made = pdf([], picture=picture).replace(b"/Filter/DCTDecode>>", b"/Filter/DCTDecode>>")
    twice = made.replace(b"/Filter/DCTDecode/Length %d>>\nstream\n%s" % (len(picture), picture),
                         b"/Filter[/FlateDecode/DCTDecode]/Length %d>>\nstream\n%s" % (len(packed), packed))
    assert twice != made
    assert not [name for layer in layers(cleaned(twice, PDF)) for name in NAMES if name in layer]


def test_a_bare_picture_has_the_same_dots_and_ends_where_it_ends() -> None:
    picture = photo(turned=1)
    bare = bare_jpeg(picture + b"film by Quibbleworth\xff\xd9")
    with Image.open(io.BytesIO(picture)) as before, Image.open(io.BytesIO(bare)) as after:
        assert before.tobytes() == after.tobytes() and not after.getexif()
    assert b"Quibbleworth" not in bare


def test_notes_in_a_jpeg_2000_are_gone() -> None:
    start, note, rest = b"\0\0\0\x0cjP  \r\n\x87\n", b"\0\0\0\x18xml <a>Quibbleworth</a>"[:24], b"\0\0\0\x0ajp2cxx"
    assert bare_jpeg_2000(start + note + rest) == start + rest


def test_words_between_very_many_dropped_and_opened_elements_stay_in_their_order() -> None:
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    root = etree.fromstring(f'<p xmlns:text="{text}">a<text:change/>b<text:change/>c<s/>d<text:change/>e</p>')
    clean_packages._drop(root, lambda one: clean_packages._local(one) == "change")
    assert etree.tostring(root, method="text") == b"abcde" and [one.tag for one in root] == ["s"]
    held = etree.fromstring("<p>" + "<ins><r>a</r></ins>" * 3 + "<r>b</r></p>")
    for one in list(held.iter("ins")):
        clean_packages._open(one)
    assert etree.tostring(held) == b"<p>" + b"<r>a</r>" * 3 + b"<r>b</r></p>"


def test_of_very_many_pictures_only_so_many_are_written_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = docx(picture=photo())
    assert any(name.startswith("word/media/") for name in inside(cleaned(whole, DOCX)))
    monkeypatch.setattr(clean_packages, "_MOST_DOTS", 10)
    assert not any(name.startswith("word/media/") for name in inside(cleaned(whole, DOCX)))


def test_some_forms_leave_as_their_words() -> None:
    assert cleaned(rtf(*LETTER), RTF).decode() == "\n\n".join(LETTER)
    assert cleaned(b"<html><body><p onclick='x()'>Words</p>", HTML) == b"Words"
    assert (copy_type(RTF), copy_type(HTML), copy_type(PDF), copy_type("application/zip")) == (TEXT, TEXT, PDF, None)


def test_a_type_that_has_no_copy_is_refused() -> None:
    with pytest.raises(Refused, match="document-kind"):
        cleaned(b"x", "application/zip")


def layers(data: bytes) -> Iterator[bytes]:
    """Give the bytes of a file, of the parts inside it, and of everything that is packed in those."""
    yield data
    if data.startswith(b"PK"):
        for part in inside(data).values():
            yield from layers(part)
    if data.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(data))
        for number in range(1, len(reader.xref[0]) + 1 if 0 in reader.xref else 1):
            found = reader.get_object(number)
            if hasattr(found, "get_data"):
                yield found._data
