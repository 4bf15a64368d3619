"""Reads a document that somebody sent us, whatever form it has, as paragraphs that can be found in it again."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consult.domain.errors import Refused
from consult.intake.document_images import pictures_in
from consult.intake.document_kinds import DOCX, HTML, IMAGES, ODT, PDF, RTF, TEXT, kind_of
from consult.intake.document_parts import MEGABYTE, MOST_BYTES, Document
from consult.intake.documents_docx import read_docx
from consult.intake.documents_html import read_html
from consult.intake.documents_odt import read_odt
from consult.intake.documents_pdf import read_pdf
from consult.intake.documents_rtf import read_rtf
from consult.intake.documents_text import read_text
from consult.intake.media import clean_name

_READERS: Mapping[str, Callable[[bytes], Document]] = MappingProxyType(
    {DOCX: read_docx, ODT: read_odt, PDF: read_pdf, RTF: read_rtf, HTML: read_html, TEXT: read_text})


def read_document(data: bytes, *, name: str = "") -> Document:
    """Return what a document says, paragraph by paragraph; of a picture, that a person has to type it.

    The bytes decide what it is; `name` only stands in what a refusal tells. Raises Refused("file", code, {"name", …}):
    `document-empty`, `document-large` ({most}, in megabytes), `document-kind`, `document-old` (a .doc),
    `document-locked`, `document-broken`, `document-bomb`, `document-long`.
    """
    try:
        if len(data) > MOST_BYTES:
            raise Refused("file", "document-large", {"most": MOST_BYTES // MEGABYTE})
        kind = kind_of(data)
        if kind in IMAGES:
            return Document(kind, (), images=pictures_in(data))
        return _READERS[kind](data)
    except Refused as refusal:
        raise Refused("file", refusal.code, {**refusal.facts, "name": clean_name(name) if name else ""}) from None
