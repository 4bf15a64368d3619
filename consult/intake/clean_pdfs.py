"""Writes a PDF anew with its pages alone: who made it, with what, what it runs and what it carries stay behind."""

import io
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

import pypdf
from pypdf.filters import ASCII85Decode, ASCIIHexDecode, FlateDecode, LZWDecode, RunLengthDecode
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from consult.domain.errors import Refused
from consult.intake.documents_pdf import UNREADABLE, annotations_of, opened

# Entries that say who, when and with what, or that do something.
_GONE = ("/Metadata", "/PieceInfo", "/LastModified", "/AA", "/A", "/PA", "/OpenAction", "/JS", "/Thumb", "/AF", "/B",
         "/StructParents", "/StructParent", "/OPI", "/CreationDate", "/ModDate", "/Author", "/M", "/NM", "/UF", "/EF",
         "/FS", "/Popup", "/IRT", "/RC", "/Subj")
# Notes on a page that are only looked at; every other kind plays, opens or carries something.
_SHOWN = frozenset({"/Widget", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Square",
                    "/Circle", "/Line", "/Polygon", "/PolyLine", "/Stamp"})
# Segments of a JPEG in which programs write what they like; its colours need APP0 and APP14.
_JPEG_GONE = frozenset({0xE1, 0xE2, 0xE3, 0xE4, 0xE5, 0xE6, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEC, 0xED, 0xEF, 0xFE})
_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_JPEG_2000_GONE = frozenset({b"xml ", b"uuid", b"uinf"})
_BEFORE_JPEG: Mapping[str, Any] = MappingProxyType({
    "/FlateDecode": FlateDecode, "/ASCII85Decode": ASCII85Decode, "/ASCIIHexDecode": ASCIIHexDecode,
    "/LZWDecode": LZWDecode, "/RunLengthDecode": RunLengthDecode})
_MOST_OBJECTS = 500_000


def cleaned_pdf(data: bytes) -> bytes:
    """Return the pages of a PDF as they look. Raises Refused("file", code) as reading a PDF does."""
    reader = opened(data)
    writer = pypdf.PdfWriter()
    seen: set[int] = set()
    try:
        for page in reader.pages:
            _drop_annotations(page)
            for found in _everything(page, seen):
                _scrub(found)
            writer.add_page(page)
        writer.metadata = None
        target = io.BytesIO()
        writer.write(target)
    except (*UNREADABLE, MemoryError):
        raise Refused("file", "document-broken") from None
    return target.getvalue()


def _drop_annotations(page: pypdf.PageObject) -> None:
    kept = ArrayObject([one for one in annotations_of(page) if one.get("/Subtype") in _SHOWN])
    for one in kept:
        if one.get("/Subtype") != "/Widget":
            # On a note this is who wrote it; on a field of a form it is the field's name.
            one.pop("/T", None)
            if one.get("/Subtype") != "/FreeText":
                one.pop("/Contents", None)
        one.pop("/Parent", None)
    if "/Annots" in page:
        page[NameObject("/Annots")] = kept


def _everything(start: DictionaryObject, seen: set[int]) -> Iterator[DictionaryObject]:
    """Give every dictionary and stream that a page leads to, each once; not the tree of pages above it."""
    waiting: list[Any] = [start]
    while waiting:
        found = waiting.pop()
        if isinstance(found, IndirectObject):
            if found.idnum in seen:
                continue
            seen.add(found.idnum)
            found = found.get_object()
        if len(seen) > _MOST_OBJECTS:
            raise Refused("file", "document-bomb")
        if isinstance(found, DictionaryObject):
            yield found
            waiting.extend(value for name, value in found.items() if name not in ("/Parent", "/P"))
        elif isinstance(found, ArrayObject):
            waiting.extend(found)


def _scrub(found: DictionaryObject) -> None:
    for name in _GONE:
        if name in found and not (name == "/A" and not _is_action(found)):
            del found[name]
    if isinstance(found, StreamObject) and found.get("/Subtype") == "/Image":
        _scrub_image(found)


def _is_action(found: DictionaryObject) -> bool:
    """Say whether /A of an entry is something to do; in a few other places it is a number or a letter."""
    return isinstance(found["/A"].get_object(), DictionaryObject)


def _scrub_image(image: StreamObject) -> None:
    """Take what a camera wrote out of a picture, and leave its dots as they are."""
    filters = image.get("/Filter")
    filters = filters.get_object() if filters is not None else None
    names = [str(one.get_object()) for one in filters] if isinstance(filters, ArrayObject) else [str(filters)]
    if names[-1] not in ("/DCTDecode", "/JPXDecode"):
        return
    packed = image._data
    for name in names[:-1]:
        if name not in _BEFORE_JPEG:
            raise Refused("file", "document-broken")
        unpacked = _BEFORE_JPEG[name].decode(packed, None)
        packed = unpacked.encode("latin-1") if isinstance(unpacked, str) else unpacked
    image._data = bare_jpeg(packed) if names[-1] == "/DCTDecode" else bare_jpeg_2000(packed)
    if len(names) > 1:
        image[NameObject("/Filter")] = NameObject(names[-1])
        image.pop("/DecodeParms", None)


def bare_jpeg(data: bytes) -> bytes:
    """Return a JPEG without the segments in which a camera or a program writes about it; its dots stay the same.

    It ends at its own end: some cameras put a second, larger picture and a film behind that.
    """
    kept, place = bytearray(data[:2]), 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xFF:
            place += 1
            continue
        end = place + 2 + int.from_bytes(data[place + 2:place + 4], "big")
        if mark == 0xDA:
            # Dots follow, up to the next mark that is none of theirs.
            after = _NEXT_MARK.search(data, end)
            end = after.start() if after else len(data)
        if mark not in _JPEG_GONE:
            kept += data[place:end]
        place = end
        if data[place:place + 2] == b"\xff\xd9":
            break
    return bytes(kept) + b"\xff\xd9"


def bare_jpeg_2000(data: bytes) -> bytes:
    """Return a JPEG 2000 file without the boxes in which a program writes about it."""
    if data[4:8] != b"jP  ":
        return data
    kept, place = bytearray(), 0
    while place + 8 <= len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        if size == 1:
            size = int.from_bytes(data[place + 8:place + 16], "big")
        end = place + size if size >= 8 else len(data)
        if data[place + 4:place + 8] not in _JPEG_2000_GONE:
            kept += data[place:end]
        place = end
    return bytes(kept)
