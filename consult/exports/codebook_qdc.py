"""A code frame as a REFI-QDA codebook (.qdc), which programs for qualitative analysis open; only the themes in use.

REFI-QDA Standard 1.5, Codebook Exchange Format: https://www.qdasoftware.org/ (schema urn:QDA-XML:codebook:1.0).
"""

import colorsys
import re
import uuid
from collections.abc import Iterator

from consult.domain.code_frames import CodeFrame, FrameTheme, guid_of

NAMESPACE = "urn:QDA-XML:codebook:1.0"
ORIGIN = "Consult"
# What XML 1.0 cannot hold.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLACES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}
_SPACES = {"\n": "&#10;", "\t": "&#9;"}
# Each part of the description stands under its heading, alone on a line; a line of the text that is one gets a mark.
HEADINGS = ("Include:", "Exclude:", "Example:")
_HEADING_LINE = re.compile(r"\\*(?:Include|Exclude|Example):")


def to_qdc(frame: CodeFrame) -> bytes:
    """Return the codebook in UTF-8: codes of two levels in order, each with its GUID, name, colour and description.

    The description holds the definition, then what belongs here and what does not, then the examples, each under its
    heading; our import reads them apart again.
    """
    themes = frame.in_use
    children: dict[str, list[FrameTheme]] = {}
    keys = {theme.key for theme in themes}
    for theme in themes:
        if theme.parent in keys and theme.parent is not None:
            children.setdefault(theme.parent, []).append(theme)
    lines = ['<?xml version="1.0" encoding="utf-8"?>', f'<CodeBook xmlns="{NAMESPACE}" origin="{ORIGIN}">', " <Codes>"]
    for theme in themes:
        if theme.parent not in keys:
            lines += _code(theme, children.get(theme.key, []), "  ")
    return "\n".join([*lines, " </Codes>", "</CodeBook>", ""]).encode("utf-8")


def _code(theme: FrameTheme, children: list[FrameTheme], indent: str) -> Iterator[str]:
    yield (f'{indent}<Code guid="{guid_of(theme.key)}" name="{_attribute(theme.name)}" isCodable="true"'
           f' color="{colour_of(theme.key)}">')
    if words := description(theme):
        yield f"{indent} <Description>{_text(words)}</Description>"
    for child in children:
        yield from _code(child, [], indent + " ")
    yield f"{indent}</Code>"


def description(theme: FrameTheme) -> str:
    """Return all that is said of a theme as one text, its parts under headings."""
    parts = [_marked(theme.definition)] if theme.definition else []
    said = [(HEADINGS[0], theme.include), (HEADINGS[1], theme.exclude), *((HEADINGS[2], e) for e in theme.examples)]
    parts += [f"{heading}\n{_marked(words)}" for heading, words in said if words]
    return "\n\n".join(parts)


def _marked(words: str) -> str:
    return "\n".join("\\" + line if _HEADING_LINE.fullmatch(line.strip()) else line for line in words.split("\n"))


def colour_of(key: str) -> str:
    """Return a colour that stays the same for a theme, dark enough to be read on white."""
    hue = uuid.UUID(guid_of(key)).int % 360
    red, green, blue = colorsys.hls_to_rgb(hue / 360, 0.35, 0.60)
    return f"#{round(red * 255):02X}{round(green * 255):02X}{round(blue * 255):02X}"


def _text(words: str) -> str:
    return "".join(_PLACES.get(letter, letter) for letter in _NOT_XML.sub("\ufffd", words))


def _attribute(words: str) -> str:
    return "".join(_SPACES.get(letter, letter) for letter in _text(words))
