"""Looks into a PDF for what a screen reader needs: a part of the tests of ISO 14289-1 that a program can do."""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from consult.exports.pdf_marks import elements, instructions

HEADINGS = {f"/H{level}": level for level in range(1, 7)}
PAINTS = frozenset({"Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"})
FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
PARENTS = {"/LI": ("/L",), "/TR": ("/Table", "/THead", "/TBody", "/TFoot"), "/TH": ("/TR",), "/TD": ("/TR",),
           "/LBody": ("/LI",), "/Caption": ("/Table", "/Figure", "/L")}


def problems(pdf: bytes) -> tuple[str, ...]:
    """Return a code for each rule that the file breaks, sorted, each once; empty where none was found broken.

    Codes: `not-tagged`, `no-structure`, `no-language`, `no-title`, `title-not-shown`, `no-mark`,
    `figure-without-words`, `heading-skipped`, `first-heading`, `heads-without-scope`, `misplaced:<element>`,
    `tab-order`, `link-without-words`, `link-outside-structure`, `painted-outside-structure`, `font-not-embedded`,
    `font-without-letters`.
    Raises ValueError for what is no PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return tuple(sorted({*_of_document(document), *_of_structure(document), *_of_pages(document)}))
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def _of_document(document: Pdf) -> Iterator[str]:
    root = document.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked", False):
        yield "not-tagged"
    if "/StructTreeRoot" not in root:
        yield "no-structure"
    if not str(root.get("/Lang", "")):
        yield "no-language"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield "title-not-shown"
    with document.open_metadata(update_docinfo=False) as words:
        if not words.get("dc:title"):
            yield "no-title"
        if not words.get("pdfuaid:part"):
            yield "no-mark"


def _of_structure(document: Pdf) -> Iterator[str]:
    last = 0
    for element in elements(document):
        kind = str(element.get("/S", ""))
        if kind in HEADINGS:
            if last == 0 and HEADINGS[kind] != 1:
                yield "first-heading"
            if last and HEADINGS[kind] > last + 1:
                yield "heading-skipped"
            last = HEADINGS[kind]
        yield from _of_element(element, kind)


def _of_element(element: Object, kind: str) -> Iterator[str]:
    if kind == "/Figure" and not str(element.get("/Alt", element.get("/ActualText", ""))).strip():
        yield "figure-without-words"
    if kind == "/TH" and not any("/Scope" in found for found in _attributes(element)):
        yield "heads-without-scope"
    parent = element.get("/P", Dictionary())
    if kind in PARENTS and str(parent.get("/S", "")) not in PARENTS[kind]:
        yield "misplaced:" + kind.strip("/")


def _attributes(element: Object) -> list[Object]:
    found = element.get("/A")
    return [one for one in (found if isinstance(found, Array) else [found]) if isinstance(one, Dictionary)]


def _of_pages(document: Pdf) -> Iterator[str]:
    for page in document.pages:
        for note in page.obj.get("/Annots", []):
            if page.obj.get("/Tabs") != Name.S:
                yield "tab-order"
            if note.get("/Subtype") == Name.Link:
                if not str(note.get("/Contents", "")):
                    yield "link-without-words"
                if "/StructParent" not in note:
                    yield "link-outside-structure"
        yield from _of_paint(page)
        yield from _of_fonts(page)


def _of_paint(page: pikepdf.Page) -> Iterator[str]:
    depth = 0
    for _operands, operator in instructions(page):
        name = str(operator)
        depth += (name in ("BDC", "BMC")) - (name == "EMC")
        if depth == 0 and name in PAINTS:
            yield "painted-outside-structure"


def _of_fonts(page: pikepdf.Page) -> Iterator[str]:
    for font in page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
        inner = font.get("/DescendantFonts", [font])[0]
        described = inner.get("/FontDescriptor", Dictionary())
        # A font of type 3 is drawn in the file itself.
        if font.get("/Subtype") != Name.Type3 and not any(key in described for key in FONT_FILES):
            yield "font-not-embedded"
        if "/ToUnicode" not in font:
            yield "font-without-letters"
