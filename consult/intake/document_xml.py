"""Reads the XML of a document as a stream of beginnings, words and ends, so that no tree of it is ever held."""

from collections.abc import Iterable
from typing import Any, Protocol
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from consult.domain.errors import Refused
from consult.intake.document_parts import MOST_DEPTH


class Reader(Protocol):
    """What follows the elements of a document, by their names without a namespace."""

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; the names of its attributes have no namespace either."""

    def words(self, text: str) -> None:
        """Words stand here."""

    def end(self, name: str) -> None:
        """The element ends."""


class _TooDeep(Exception):
    """Elements stand inside one another deeper than in any document that was written to be read."""


class _Target:
    """What the parser of the standard library calls; it counts the depth and drops namespaces."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._depth = reader, 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise _TooDeep
        self._reader.begin(plain(tag), {plain(name): value for name, value in attributes.items()})

    def data(self, text: str) -> None:
        self._reader.words(text)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self._reader.end(plain(tag))

    def close(self) -> None:
        """Nothing is built, so nothing is given."""


def plain(tag: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return tag.rpartition("}")[2]


def follow(chunks: Iterable[bytes], reader: Reader) -> None:
    """Lead a reader through a part of a document.

    Raises Refused("file", code): `document-broken` where it is no XML, `document-bomb` where it has a document type,
    entities, or endless depth.
    """
    parser: Any = DefusedXMLParser(target=_Target(reader), forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
        parser.close()
    except (DefusedXmlException, _TooDeep):
        raise Refused("file", "document-bomb") from None
    except (ParseError, LookupError, ValueError):
        raise Refused("file", "document-broken") from None
