"""Reads a REFI-QDA codebook (.qdc), ours or another program's, as rows of codes; what they become is said elsewhere."""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from consult.domain.code_frames import THEMES_MOST, key_of
from consult.domain.errors import Refused
from consult.intake.codebook_rows import RawTheme, ReadFrame, Reason, settled
from consult.intake.xml_trees import Limits, parsed

# Programs write several versions of the name space, and some none; whole projects name their codes in the same way.
SPACES = ("urn:QDA-XML:codebook", "urn:QDA-XML:project")
LIMITS = Limits(100, "frame-unsafe", "frame-deep", "frame-broken")
# The parts of a description as our export writes it; a line of the text that looks like one has a mark before it.
HEADINGS = {"Include:": "include", "Exclude:": "exclude", "Example:": "examples"}
MARKED = re.compile(r"\\+(?:Include|Exclude|Example):")


def read_qdc(data: bytes) -> ReadFrame:
    """Return the code frame in a .qdc file; codes deeper than two levels come up to the second.

    Raises Refused("file", …): `frame-unsafe` for a document type or entities, `frame-deep`, `frame-broken` {line},
    `frame-other-xml` {name}, and what `settled` raises.
    """
    root = parsed(data, LIMITS)
    space, name = _split(root.tag)
    book = root if name == "CodeBook" else next((child for child in root if _split(child.tag)[1] == "CodeBook"), None)
    if book is None or (space and not space.startswith(SPACES)):
        raise Refused("file", "frame-other-xml", {"name": name[:40]})
    rows: list[RawTheme] = []
    for code in _children(book, "Codes"):
        for top in _children(code, "Code"):
            _take(rows, top)
    return settled(rows, title=book.get("origin", "")[:200], notes=tuple(_left(book)))


def _take(rows: list[RawTheme], top: Element) -> None:
    """Add a code and all below it, each after the one above it."""
    waiting: list[tuple[Element, int | None]] = [(top, None)]
    while waiting:
        element, parent = waiting.pop()
        if len(rows) > THEMES_MOST:
            raise Refused("file", "frame-too-many", {"most": f"{THEMES_MOST:,}"})
        rows.append(_row(element, len(rows) + 1, parent))
        waiting += [(child, len(rows) - 1) for child in reversed(list(_children(element, "Code")))]


def _row(element: Element, number: int, parent: int | None) -> RawTheme:
    guid = element.get("guid", "")
    words = "\n".join("".join(child.itertext()) for child in _children(element, "Description"))
    definition, parts = described(words)
    return RawTheme(row=number, name=element.get("name", ""), key=key_of(guid) or guid, parent=parent,
                    definition=definition, include="\n".join(parts["include"]), exclude="\n".join(parts["exclude"]),
                    examples=tuple(parts["examples"]))


def described(words: str) -> tuple[str, dict[str, list[str]]]:
    """Return the definition in a description, and its parts by what their headings say; without headings all is one."""
    blocks: list[tuple[str, list[str]]] = [("definition", [])]
    for line in words.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip() in HEADINGS:
            blocks.append((HEADINGS[line.strip()], []))
        else:
            blocks[-1][1].append(line.replace("\\", "", 1) if MARKED.fullmatch(line.strip()) else line)
    parts: dict[str, list[str]] = {"definition": [], "include": [], "exclude": [], "examples": []}
    for name, lines in blocks:
        if text := "\n".join(lines).strip():
            parts[name].append(text)
    return "\n".join(parts.pop("definition")), parts


def _left(book: Element) -> Iterator[Reason]:
    """Name what a code book holds that a code frame has no place for."""
    elements = list(book.iter())
    if sets := sum(_split(element.tag)[1] == "Set" for element in elements):
        yield Reason("frame-sets-left", {"count": str(sets)})
    if notes := sum(_split(element.tag)[1] == "NoteRef" for element in elements):
        yield Reason("frame-notes-left", {"count": str(notes)})
    if any(element.get("isCodable") == "false" for element in elements):
        yield Reason("frame-headings-codable")


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _split(child.tag)[1] == name)


def _split(tag: Any) -> tuple[str, str]:
    """Return the name space and the name of an element; comments have neither."""
    space, _brace, name = str(tag).rpartition("}")
    return space.removeprefix("{"), name
