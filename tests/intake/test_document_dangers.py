"""Documents built to do harm, or damaged, are refused with the reason, and nothing in them is run or unpacked."""

import io
import zipfile

import pytest
from pypdf.generic import DictionaryObject, NameObject

from consult.domain.errors import Refused
from consult.intake import document_packages, document_parts, documents_html, documents_pdf
from consult.intake.documents import read_document
from tests.document_files import changed, docx, inside, letter_pdf, locked_pdf, odt, pdf, photo, rtf

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
ENTITIES = (b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
            b"<a>&c;&c;&c;</a>")
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
PAGE = b"<!doctype html><html><body>"
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000


@pytest.mark.parametrize(("data", "code"), [
    (b"", "document-empty"), (b" \r\n\0", "document-empty"), (OLD, "document-old"),
    (OLD + "EncryptedPackage".encode("utf-16-le"), "document-locked"), (b"MZ\x90\0" + bytes(99), "document-kind"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "document-kind"), (bytes(range(256)) * 9,
                                                                                   "document-kind"),
    (b"#!/bin/sh\nrm -rf /", "document-kind"), (b"PK\x03\x04 not a zip", "document-broken"),
    (docx()[:-200], "document-broken"), (letter_pdf()[:120], "document-broken"), (photo()[:200], "document-broken"),
    (b"%PDF-1.7\n" + b"junk" * 99, "document-broken"), (locked_pdf(password="open sesame"), "document-locked")])
def test_what_cannot_be_read_is_refused_with_its_reason(data: bytes, code: str) -> None:
    assert refusal(data) == code


def test_a_pdf_that_only_asks_not_to_be_copied_is_read() -> None:
    assert read_document(locked_pdf(password="")).paragraphs


def test_a_workbook_is_no_letter() -> None:
    assert refusal(zipped({"[Content_Types].xml": b"<Types>spreadsheetml</Types>"})) == "document-kind"


@pytest.mark.parametrize("xml", [ENTITIES, OUTSIDE, DEEP], ids=("entities", "file of this machine", "depth"))
@pytest.mark.parametrize(("package", "part"), [(docx(), "word__document_dot_xml"), (odt(), "content_dot_xml")],
                         ids=("docx", "odt"))
def test_xml_that_grows_or_reaches_out_is_refused(package: bytes, part: str, xml: bytes) -> None:
    assert refusal(changed(package, **{part: xml})) == "document-bomb"


def test_a_part_that_unpacks_to_far_more_than_it_weighs_is_refused() -> None:
    assert refusal(changed(docx(), word__media__x_dot_png=bytes(20_000_000))) == "document-bomb"


def test_more_parts_than_any_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_packages, "MOST_PARTS", 50)
    assert refusal(changed(docx(), **{f"word__media__{number}": b"" for number in range(60)})) == "document-bomb"


def test_a_hundred_thousand_parts_are_refused_before_one_is_read() -> None:
    assert refusal(zipped({f"{number}": b"" for number in range(100_000)})) == "document-bomb"


@pytest.mark.parametrize("name", ["../../etc/x", "/etc/x", "..\\x", "C:/x"])
def test_a_part_that_wants_to_be_unpacked_elsewhere_is_refused(name: str) -> None:
    assert refusal(zipped({**inside(docx()), name: b"x"})) == "document-broken"


def test_a_size_that_lies_bounds_what_is_read() -> None:
    package = docx()
    size = len(inside(package)["word/document.xml"]).to_bytes(4, "little")
    assert refusal(package.replace(size, (9).to_bytes(4, "little"))) == "document-broken"


def test_a_locked_open_document_is_refused() -> None:
    manifest = b"<manifest><encryption-data/></manifest>"
    assert refusal(changed(odt(), **{"META-INF__manifest_dot_xml": manifest})) == "document-locked"


def test_a_document_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_parts, "MOST_CHARACTERS", 1000)
    assert {refusal(made) for made in (docx(["word " * 300]), b"word " * 300, rtf("word " * 300))} == {"document-long"}
    assert refusal(docx([str(number) for number in range(900)])) == "document-long"


def test_a_file_that_weighs_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.intake.documents.MOST_BYTES", 1000)
    with pytest.raises(Refused) as refused:
        read_document(b"a" * 1001, name="../../etc/pass\u202ewd.txt")
    assert refused.value.code == "document-large" and refused.value.facts["name"] == "passwd.txt"


def test_a_pdf_that_draws_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    page = [(60.0, 780.0 - number, 11.0, "more") for number in range(300)]
    monkeypatch.setattr(documents_pdf, "MOST_INSTRUCTIONS", 500)
    assert refusal(pdf(page)) == "document-bomb"
    monkeypatch.setattr(documents_pdf, "MOST_DRAWN", 500)
    assert refusal(pdf(page)) == "document-bomb"


def test_a_pdf_of_more_pages_than_anyone_reads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents_pdf, "MOST_PAGES", 2)
    assert refusal(pdf([], [], [])) == "document-long"


def test_forms_that_draw_one_another_come_to_an_end() -> None:
    loop = pdf([(60, 780, 11, "A page whose form draws itself again.")]).replace(
        b"/Resources<<", b"/Resources<</XObject<</P1 3 0 R>>", 1)
    assert read_document(loop).pages == 1


def test_groups_inside_groups_without_end_are_refused() -> None:
    assert refusal(b"{\\rtf1 " + b"{" * 10_000) == "document-bomb"
    assert refusal(b"<html>" + b"<div>" * 30_000 + b"deep") == "document-bomb"
    assert read_document(b"<html>" + b"<p>long" * 10_000).paragraphs


@pytest.mark.parametrize("data", [
    b"{\\rtf1 \\bin99999999999 x", b"{\\rtf1 \\u99999999999999 ?\\'zz \\", b"{\\rtf1 }}}}}} \\par after",
    b"<html><!" + b"<!" * 100_000, b"<html>&#1114112;&#xd800;<b"])
def test_odd_marks_are_passed_over(data: bytes) -> None:
    assert "\ud800" not in read_document(data).text


def test_a_picture_that_is_larger_than_any_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.intake.document_images.MOST_PIXELS", 100)
    assert refusal(photo()) == "document-bomb"


def test_forms_that_name_one_another_many_times_are_each_looked_into_once() -> None:
    form, named = DictionaryObject(), DictionaryObject()
    form[NameObject("/Subtype")], form[NameObject("/Resources")] = NameObject("/Form"), DictionaryObject(
        {NameObject("/XObject"): named})
    for number in range(60):
        named[NameObject(f"/F{number}")] = form
    named[NameObject("/P")] = DictionaryObject({NameObject("/Subtype"): NameObject("/Image")})
    assert sum(1 for _image in documents_pdf._images(form, 5, set())) == 2


def test_a_page_with_very_many_signs_is_read_and_one_with_odd_ones_too() -> None:
    signs = read_document(PAGE + b"<p>R&D &amp; &lt;b&gt; &eacute; &#65; &#" + b"9" * 5_000 + b";" + b"&" * 400_000)
    assert signs.paragraphs[0].text.startswith("R&D & <b> \xe9 A \ufffd&&&")


def test_a_page_of_elements_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents_html, "_MOST_TAGS", 100)
    assert refusal(PAGE + b"<table>" + b"a<br>" * 200) == "document-bomb"


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_document(data)
    return refused.value.code


def zipped(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()
