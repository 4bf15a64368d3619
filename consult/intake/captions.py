"""Captions in WebVTT: whether a file of them is what it says, line by line; nothing of it is changed."""

import re
from dataclasses import dataclass

from consult.domain.errors import Refused

MOST_BYTES = 1_000_000
MOST_CUES = 5_000
# Rules of https://www.w3.org/TR/webvtt1/ (section 4): what a cue's words may be marked with. No style and no region:
# both carry a language of their own, and nobody needs them to read what is signed.
_TAGS = re.compile(
    r"</?(?:b|i|u|ruby|rt)>|</?[cv](?:\.[\w.-]+)?(?: [^<>&]{1,100})?>|</?lang(?: [A-Za-z0-9-]{2,35})?>"
    r"|<(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}>")
_TIME = re.compile(r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})")
_TIMING = re.compile(rf"({_TIME.pattern})[ \t]+-->[ \t]+({_TIME.pattern})((?:[ \t]+[a-z]+:[A-Za-z0-9%,.-]+)*)[ \t]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Cue:
    """One caption: from when to when, in milliseconds, and its words without marks."""

    starts: int
    ends: int
    words: str


def check(data: bytes) -> list[Cue]:
    """Return the cues of a file of captions, the first to be shown first.

    Raises Refused("captions", code, {"line": counted from 1}): `captions-kind` where it is not WebVTT in UTF-8,
    `captions-times`, `captions-marks`, `captions-none`, `captions-large`.
    """
    if len(data) > MOST_BYTES:
        raise Refused("captions", "captions-large")
    lines = _lines(data)
    cues: list[Cue] = []
    for first, block in _blocks(lines):
        cue = _cue(first, block)
        if cue is None:
            continue
        if cues and cue.starts < cues[-1].starts:
            raise Refused("captions", "captions-times", {"line": first})
        cues.append(cue)
    if not cues or len(cues) > MOST_CUES:
        raise Refused("captions", "captions-none" if not cues else "captions-large")
    return cues


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("captions", "captions-kind", {"line": 1}) from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise Refused("captions", "captions-kind", {"line": 1})
    for number, line in enumerate(lines, 1):
        if _CONTROL.search(line):
            raise Refused("captions", "captions-kind", {"line": number})
    return lines


def _blocks(lines: list[str]) -> list[tuple[int, list[str]]]:
    """Return the blocks between empty lines with the number of each one's first line; the head is none."""
    blocks: list[tuple[int, list[str]]] = []
    is_within = True
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            is_within = False
        elif is_within and blocks:
            blocks[-1][1].append(line)
        elif not is_within:
            blocks.append((number, [line]))
            is_within = True
    return blocks


def _cue(first: int, block: list[str]) -> Cue | None:
    """Return the cue of a block; None for a note, which nobody is shown."""
    if re.match(r"NOTE(?:[ \t]|$)", block[0]):
        return None
    at = 0 if "-->" in block[0] else 1
    timing = _TIMING.fullmatch(block[at]) if at < len(block) else None
    if timing is None:
        style = re.match(r"(?:STYLE|REGION)\b", block[0])
        raise Refused("captions", "captions-marks" if style else "captions-times", {"line": first + at})
    starts, ends = (_milliseconds(time) for time in (timing.group(1), timing.group(6)))
    if starts >= ends:
        raise Refused("captions", "captions-times", {"line": first + at})
    return Cue(starts, ends, _words(first + at + 1, block[at + 1:]))


def _words(first: int, lines: list[str]) -> str:
    found = []
    for number, line in enumerate(lines, first):
        plain = _TAGS.sub("", line)
        if "<" in plain or "-->" in plain:
            raise Refused("captions", "captions-marks", {"line": number})
        found.append(plain)
    if not "".join(found).strip():
        raise Refused("captions", "captions-times", {"line": first - 1})
    return "\n".join(found)


def _milliseconds(time: str) -> int:
    found = _TIME.fullmatch(time)
    assert found is not None
    hours, minutes, seconds, thousandths = (int(part or 0) for part in found.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
