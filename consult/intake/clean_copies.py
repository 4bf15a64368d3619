"""Copies of documents that may leave: the same words without who wrote them, where, with what, or anything that runs.

What was sent stays as it came; only these copies are handed out. A form that cannot be rebuilt leaves as its words.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consult.domain.errors import Refused
from consult.intake.clean_packages import cleaned_docx, cleaned_odt
from consult.intake.clean_pdfs import cleaned_pdf
from consult.intake.document_images import cleaned_image
from consult.intake.document_kinds import DOCX, HTML, IMAGES, ODT, PDF, RTF, TEXT
from consult.intake.documents import read_document


def _words(data: bytes) -> bytes:
    return read_document(data).text.encode()


_CLEANERS: Mapping[str, Callable[[bytes], bytes]] = MappingProxyType({
    DOCX: cleaned_docx, ODT: cleaned_odt, PDF: cleaned_pdf, RTF: _words, HTML: _words, TEXT: _words,
    **dict.fromkeys(IMAGES, cleaned_image)})


def copy_type(media_type: str) -> str | None:
    """Return the media type of the copy that a file of this type leaves as, or None where it has none."""
    if media_type not in _CLEANERS:
        return None
    return TEXT if media_type in (RTF, HTML) else media_type


def cleaned(data: bytes, media_type: str) -> bytes:
    """Return the copy of a file that may leave; its type is `copy_type(media_type)`.

    Raises Refused("file", code) as `read_document`, and `document-kind` for a type that has no copy.
    """
    cleaner = _CLEANERS.get(media_type)
    if cleaner is None:
        raise Refused("file", "document-kind")
    return cleaner(data)
