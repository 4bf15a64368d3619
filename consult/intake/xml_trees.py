"""Reads the XML of strangers as a tree: no document type, no entities, no endless depth; what it says is others'."""

from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from consult.domain.errors import Refused


@dataclass(frozen=True)
class Limits:
    """How deep elements may stand inside one another, and the codes of what is refused."""

    depth: int
    unsafe: str
    deep: str
    broken: str


class _TooDeep(Exception):
    """Elements stand inside one another deeper than any such file has them."""


class _Shallow(TreeBuilder):
    def __init__(self, most: int) -> None:
        super().__init__()
        self.depth, self.most = 0, most

    def start(self, tag: Any, attrs: Any, /) -> Any:
        self.depth += 1
        if self.depth > self.most:
            raise _TooDeep()
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Any:
        self.depth -= 1
        return super().end(tag)


def parsed(data: bytes, limits: Limits) -> Element:
    """Return the root of a file; raises Refused("file", …) with the codes of `limits`, `broken` with {line}."""
    parser = DefusedXMLParser(target=_Shallow(limits.depth), forbid_dtd=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException:
        raise Refused("file", limits.unsafe) from None
    except _TooDeep:
        raise Refused("file", limits.deep) from None
    except ParseError as error:
        raise Refused("file", limits.broken, {"line": error.position[0]}) from None
    except (LookupError, ValueError):
        # An encoding that this machine does not know, or bytes that are none of it.
        raise Refused("file", limits.broken, {"line": 1}) from None
    return root
