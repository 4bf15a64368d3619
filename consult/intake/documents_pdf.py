"""Reads a PDF as paragraphs page by page; pages that are only pictures are named, and nothing in it is run."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from consult.domain.errors import Refused
from consult.intake.document_kinds import PDF
from consult.intake.document_lines import Line, Piece, lines_of, without_running_heads, write_page
from consult.intake.document_parts import FIELD, MOST_PAGES, Document, Paragraphs, has_words, whole_characters

# What the drawing instructions of all pages may come to, and how many of them are followed.
MOST_DRAWN = 60_000_000
MOST_INSTRUCTIONS = 1_000_000
# How many pictures are counted, and how deep forms inside forms are looked into for them.
_MOST_IMAGES = 10_000
_DEEPEST = 5
# A page that draws this much and writes nothing shows letters as pictures or outlines.
_DRAWS = 300
# Letters that the file has no name for; and the scripts of South Asia, whose signs a PDF keeps in the order drawn.
_ODD_LETTERS = re.compile("[\0\ufffd\ue000-\uf06f\uf0b8-\uf8ff\u0900-\u0dff]")
# What the library raises over a file that is damaged, or was made to be.
UNREADABLE = (PyPdfError, ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError,
              OSError, RecursionError, TypeError, ValueError)


class _TooMuch(MemoryError):
    """The file draws without end. (pypdf swallows other errors inside forms, but never this kind.)"""


def opened(data: bytes) -> pypdf.PdfReader:
    """Return a reader of the pages. Raises Refused("file", `document-broken`, `document-locked` or `document-long`).

    A file that only asks not to be printed or copied opens without a password, and is read.
    """
    # The library writes each oddity of a file to the log: a log never holds what people sent.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused("file", "document-locked")
        pages = len(reader.pages)
    except (*UNREADABLE, MemoryError):
        raise Refused("file", "document-broken") from None
    if pages == 0:
        raise Refused("file", "document-broken")
    if pages > MOST_PAGES:
        raise Refused("file", "document-long", {"pages": MOST_PAGES})
    return reader


def read_pdf(data: bytes) -> Document:
    """Return the words of a PDF with page and paragraph of each, what was filled in after those of its page.

    Raises Refused("file", code): `document-broken`, `document-locked`, `document-long`, `document-bomb`.
    """
    reader = opened(data)
    reading = _Reading()
    try:
        pages = [reading.page(number, page) for number, page in enumerate(reader.pages, 1)]
        notes = reading.notes | _notes_of(reader)
    except _TooMuch:
        raise Refused("file", "document-bomb") from None
    except (*UNREADABLE, MemoryError):
        raise Refused("file", "document-broken") from None
    kept, has_heads = without_running_heads([lines for lines, _fields in pages])
    paragraphs = Paragraphs()
    for number, (lines, (_all, fields)) in enumerate(zip(kept, pages, strict=True), 1):
        paragraphs.turn_to(number)
        write_page(lines, paragraphs)
        for field in fields:
            paragraphs.add(field, FIELD)
    notes |= {"headers"} if has_heads else set()
    return Document(PDF, tuple(paragraphs.found), pages=len(pages), scanned_pages=tuple(reading.scanned),
                    images=reading.images, notes=tuple(sorted(notes)))


class _Reading:
    """What is found while the pages are gone through, and how much was spent on it."""

    def __init__(self) -> None:
        self.scanned: list[int] = []
        self.images = 0
        self.notes: set[str] = set()
        self._drawn = 0
        self._instructions = 0

    def page(self, number: int, page: pypdf.PageObject) -> tuple[list[Line], list[str]]:
        """Return the lines of a page, and what was filled in on it."""
        drawn = self._weigh(page)
        images = sum(1 for _image in _images(page, _DEEPEST, set()))
        self.images += images
        pieces = self._pieces(page) if drawn else []
        words = "".join(piece.text for piece in pieces)
        if _ODD_LETTERS.search(words):
            self.notes.add("letters")
        if words.strip() and not has_words(words):
            # Numbers of glyphs without the letters that they stand for: a person can read the page, a machine cannot.
            self.scanned.append(number)
            return [], list(_filled_in(page))
        if len(words.strip()) < 20 and (images or drawn > _DRAWS):
            self.scanned.append(number)
        return lines_of(pieces), list(_filled_in(page))

    def _weigh(self, page: pypdf.PageObject) -> int:
        contents = page.get("/Contents")
        contents = contents.get_object() if contents is not None else None
        streams = contents if isinstance(contents, ArrayObject) else [contents]
        drawn = 0
        for stream in streams:
            found = stream.get_object() if stream is not None else None
            if isinstance(found, StreamObject):
                drawn += len(found.get_data())
            if self._drawn + drawn > MOST_DRAWN:
                raise _TooMuch
        self._drawn += drawn
        return drawn

    def _pieces(self, page: pypdf.PageObject) -> list[Piece]:
        pieces: list[Piece] = []

        def count(*_instruction: Any) -> None:
            self._instructions += 1
            if self._instructions > MOST_INSTRUCTIONS:
                raise _TooMuch

        def keep(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:
            if text and text != "\n":
                pieces.extend(_placed(text, cm, tm, size))

        page.extract_text(visitor_operand_before=count, visitor_text=keep)
        return pieces


def _placed(text: str, cm: list[float], tm: list[float], size: float) -> Iterator[Piece]:
    """Give the lines of a text where they stand: `tm` places it in its own space, `cm` that space on the page."""
    height = abs(size * (tm[3] or tm[1]) * (cm[3] or cm[1])) or 1.0
    x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
    y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
    for number, line in enumerate(whole_characters(text).split("\n")):
        if line:
            yield Piece(x, y - 1.2 * height * number, height, line)


def _images(holder: DictionaryObject, depth: int, seen: set[int]) -> Iterator[None]:
    """Give one for each picture that a page or form names, in forms inside it too, each form once: forms that name
    one another many times would never end."""
    resources = _part(holder, "/Resources")
    for number, named in enumerate(_part(resources, "/XObject").values()):
        found = named.get_object()
        if number > _MOST_IMAGES or not isinstance(found, DictionaryObject):
            return
        if found.get("/Subtype") == "/Image":
            yield None
        elif found.get("/Subtype") == "/Form" and depth and id(found) not in seen:
            seen.add(id(found))
            yield from _images(found, depth - 1, seen)


def _part(holder: DictionaryObject, name: str) -> DictionaryObject:
    found = holder.get(name)
    found = found.get_object() if found is not None else None
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def annotations_of(page: pypdf.PageObject) -> list[DictionaryObject]:
    """Return the notes, links and form fields of a page."""
    listed = page.get("/Annots")
    listed = listed.get_object() if listed is not None else None
    found = [one.get_object() for one in listed] if isinstance(listed, ArrayObject) else []
    return [one for one in found if isinstance(one, DictionaryObject)]


def _filled_in(page: pypdf.PageObject) -> Iterator[str]:
    """Give what somebody wrote into the fields of a form, and into text boxes laid over the page."""
    for one in annotations_of(page):
        if one.get("/Subtype") == "/FreeText" and one.get("/Contents"):
            yield whole_characters(str(one["/Contents"]))
        elif one.get("/Subtype") == "/Widget":
            value = str(_inherited(one, "/V") or "").removeprefix("/")
            label = str(_inherited(one, "/TU") or _inherited(one, "/T") or "")
            if value and value != "Off":
                yield whole_characters(f"{label}: {value}" if label else value)


def _inherited(field: DictionaryObject, name: str) -> object:
    """Return an entry of a form field, or of the one that it is a part of."""
    for _step in range(_DEEPEST):
        if name in field:
            return field[name].get_object()
        parent = field.get("/Parent")
        parent = parent.get_object() if parent is not None else None
        if not isinstance(parent, DictionaryObject):
            break
        field = parent
    return None


def _notes_of(reader: pypdf.PdfReader) -> set[str]:
    root = _part(reader.trailer, "/Root")
    names = _part(root, "/Names")
    found = set()
    if "/JavaScript" in names or "/AA" in root or _part(root, "/OpenAction").get("/S") == "/JavaScript":
        found.add("macros")
    if "/EmbeddedFiles" in names:
        found.add("embedded")
    if any(one.get("/Subtype") in ("/Text", "/Highlight") and one.get("/Contents")
           for page in reader.pages for one in annotations_of(page)):
        found.add("comments")
    return found
