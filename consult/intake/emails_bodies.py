"""Parts the text of an e-mail into what its sender wrote, what it quotes and what stands below it; drops nothing.

The parts are kept side by side. Where nothing of the sender's own is left, what was passed on is what they sent us.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from consult.intake import emails_words as words

_QUOTE = re.compile(r"^[ \t]{0,3}(?:>|&gt;|\|(?= ))[ \t>]*")
_DASHES = frozenset("-_—–=")
_LONGEST_RULE = 200
_TIME = re.compile(r"\d{1,2}\s*[:.]\s*\d\d|\S+@\S+")
# Scripts without spaces, and forms with endings, hold the verb within a longer word.
_WROTE = re.compile("|".join(
    rf"(?<!\w){re.escape(verb)}(?!\w)" if verb.isascii() else re.escape(verb) for verb in words.WROTE))
_FIELD = re.compile(r"^[*_>\s]{0,4}([^:：\d]{1,24}?)[*_]{0,2}\s*[:：]")
_PERSONAL = re.compile(r"\S+@\S+\.\S+|\+?\d[\d ()/-]{7,}\d|https?://|www\.")
_LONGEST_ATTRIBUTION = 400
# A header block of an e-mail is never longer; a folded list of addressees may be.
_BLOCK = 9
_MOST_CLOSING_LINES, _LONGEST_CLOSING_LINE, _LONGEST_CLOSING = 14, 90, 45
_LONGEST_NAME = 60
_NOTICE_WITHIN = 40


@dataclass(frozen=True)
class Parts:
    """The parts of a text: the sender's own words, what is quoted, and what stands below a letter."""

    own: str
    quoted: str
    signature: str


def parted(text: str) -> Parts:
    """Return the parts of an e-mail's plain text; an answer between quoted lines keeps all its own lines."""
    own, quoted = _unquoted(text.split("\n"))
    own, signature = _unsigned(own)
    if not _has_words(own):
        # A letter that only passes another one on, or answers with nothing: the whole is what was sent.
        whole = _passed_on([_plain(line) for line in quoted]) or own
        return Parts(_joined(whole) if _has_words(whole) else _joined([*own, *signature]), _joined(quoted),
                     _joined(signature) if _has_words(whole) else "")
    return Parts(_joined(own), _joined(quoted), _joined(signature))


def _passed_on(lines: list[str]) -> list[str]:
    """Return the words of what is quoted without the lines that say who sent it to whom: those are no part of them."""
    kept: list[str] = []
    at, was_field = 0, False
    while at < len(lines):
        taken = _attributed(lines, at)
        # A list of addressees may go on below its line.
        was_field = not taken and (_is_field_line(lines[at]) or (was_field and "@" in lines[at]))
        if not taken and not was_field:
            kept.append(lines[at])
        at += taken or 1
    return kept


def unflowed(text: str, *, is_space_dropped: bool = False) -> str:
    """Return a text whose long lines were broken for the way (format=flowed, RFC 3676) with its lines whole again."""
    lines: list[list[str]] = []
    open_depth: int | None = None
    for raw in text.split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        is_soft = line.endswith(" ") and line != "-- "
        shown = line[:-1] if is_soft and is_space_dropped else line
        if open_depth == depth and line != "-- ":
            lines[-1].append(shown)
        else:
            lines.append([">" * depth + " " if depth else "", shown])
        open_depth = depth if is_soft else None
    return "\n".join("".join(pieces) for pieces in lines)


def _unquoted(lines: list[str]) -> tuple[list[str], list[str]]:
    own: list[str] = []
    quoted: list[str] = []
    at = 0
    while at < len(lines):
        taken = _everything_below(lines, at) or _attribution(lines, at) or (1 if _QUOTE.match(lines[at]) else 0)
        if taken:
            quoted += lines[at:at + taken]
        else:
            own.append(lines[at])
        at += taken or 1
    return own, quoted


def _everything_below(lines: list[str], at: int) -> int:
    """Return how many lines, all that are left, belong to an e-mail that begins here; 0 where none does."""
    line = _plain(lines[at]).strip()
    if not line:
        return 0
    bare = line.strip("-_—–=*:： \t").lower()
    is_marked = line[0] in "-_—–=*" or line.endswith((":", "："))
    if is_marked and bare in words.ORIGINAL + words.FORWARDED and not _has_marks_below(lines, at):
        return len(lines) - at
    is_block = _is_header_block(lines, at) or (_is_rule(line) and _is_header_block(lines, at + 1))
    return len(lines) - at if is_block and not _QUOTE.match(lines[at]) else 0


def _has_marks_below(lines: list[str], at: int) -> bool:
    """Say whether what follows is marked line by line, so that own words may stand between and below."""
    return any(_QUOTE.match(line) for line in lines[at + 1:at + 4])


def _is_header_block(lines: list[str], at: int) -> bool:
    """Say whether the lines from here are the From, Sent, To and Subject of an e-mail: the first, and two others."""
    rest = [line for line in lines[at:at + 2 * _BLOCK] if line.strip()][:_BLOCK]
    if not rest or _field_of(rest[0]) not in words.FROM:
        return False
    names = {_field_of(line) for line in rest[1:]}
    return sum(bool(names & set(kind)) for kind in (words.SENT, words.TO, words.SUBJECT)) >= 2


def _is_rule(line: str) -> bool:
    """Say whether a line only divides: dashes of some kind, three or more."""
    if len(line) > _LONGEST_RULE:
        return False
    return sum(sign in _DASHES for sign in line) >= 3 and all(sign in _DASHES or sign in "* \t" for sign in line)


@lru_cache(maxsize=256)
def _field_of(line: str) -> str:
    found = _FIELD.match(_plain(line))
    return found.group(1).strip(" *_").lower() if found else ""


def _is_field_line(line: str) -> bool:
    bare = line.strip().strip("-_—–=*:： \t").lower()
    is_field = _field_of(line) in words.FROM + words.SENT + words.TO + words.SUBJECT
    return is_field or bare in words.ORIGINAL + words.FORWARDED or _is_rule(line)


def _attribution(lines: list[str], at: int) -> int:
    """Return how many lines say who wrote what follows, with the rest where nothing marks its end; 0 where none do."""
    taken = _attributed(lines, at)
    return _reach(lines, at, taken) if taken else 0


def _attributed(lines: list[str], at: int) -> int:
    """Return how many lines say who wrote what follows, 0 where none do."""
    joined = ""
    for taken, line in enumerate(lines[at:at + 4], start=1):
        if not line.strip() or _QUOTE.match(line):
            return 0
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if joined.endswith((":", "：")):
            # Only a day begins one: a line above it without a number is the sender's own.
            has_day = taken == 1 or any(letter.isdecimal() for letter in lines[at])
            return taken if has_day and _says_who_wrote(joined) else 0
    return 0


def _reach(lines: list[str], at: int, taken: int) -> int:
    below = next((lines[place] for place in range(at + taken, len(lines)) if lines[place].strip()), "")
    return taken if not below or _QUOTE.match(below) else len(lines) - at


def _says_who_wrote(line: str) -> bool:
    """Say whether a line is "On such a day so-and-so wrote:": a verb of ours, and an address or a time of day."""
    return bool(_TIME.search(line)) and bool(_WROTE.search(unicodedata.normalize("NFC", line.lower())))


def _unsigned(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part what stands below a letter off: from "-- ", a closing, the name of a telephone or a notice of a firm."""
    end = len(lines)
    for finds in (_dashes_at, _notice_at, _sent_from_at, _closing_at):
        end = min(end, finds(lines[:end]))
    return lines[:end], lines[end:]


def _dashes_at(lines: list[str]) -> int:
    return next((at for at, line in enumerate(lines)
                 if line in ("-- ", "--") and len(lines) - at <= 4 * _MOST_CLOSING_LINES), len(lines))


def _notice_at(lines: list[str]) -> int:
    start = max(0, len(lines) - _NOTICE_WITHIN)
    for at in range(start, len(lines)):
        line = lines[at].strip(" *_\t").lower()
        if line.startswith(words.NOTICES) and (at == 0 or not lines[at - 1].strip() or _is_rule(lines[at - 1])):
            return at
    return len(lines)


def _sent_from_at(lines: list[str]) -> int:
    """Return where a telephone's own line stands: only the last line with words can be one."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), -1)
    if last < 0:
        return len(lines)
    line = lines[last].strip().lower()
    is_short = len(line) <= _LONGEST_CLOSING_LINE
    is_one = any(mark in line for mark in words.SENT_FROM) and any(name in line for name in words.DEVICES)
    return last if is_short and is_one else len(lines)


def _closing_at(lines: list[str]) -> int:
    """Return where the closing of a letter stands, with only short lines below it; the end where there is none."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    found = len(lines)
    for place in range(len(written) - 1, max(0, len(written) - 1 - _MOST_CLOSING_LINES), -1):
        at = written[place]
        if _is_closing(lines[at]):
            found = at
        elif found < len(lines) or len(lines[at]) > _LONGEST_CLOSING_LINE or _goes_on(lines[at].strip()):
            break
    return found


def _goes_on(line: str) -> bool:
    """Say whether a line below a closing is said to us after all: a postscript, or a sentence."""
    lowered = line.lower()
    if lowered.startswith(("ps", "p.s", "p s", "n.b", "nb:")):
        return True
    return len(line) > _LONGEST_NAME and line.endswith((".", "!", "?", "।", "۔", "。")) and not _PERSONAL.search(line)


def _is_closing(line: str) -> bool:
    bare = line.strip().lower().rstrip(".,!،؛;:。，！- ")
    if len(bare) > _LONGEST_CLOSING:
        return False
    # A name may follow on the same line, behind a comma.
    first = re.split(r"[,،，]", bare)[0].strip()
    return bare in words.CLOSINGS or first in words.CLOSINGS


def _plain(line: str) -> str:
    return _QUOTE.sub("", line)


def _has_words(lines: list[str]) -> bool:
    return any(letter.isalnum() for line in lines for letter in line)


def _joined(lines: list[str]) -> str:
    """Return the lines as one text without spaces at their ends and with one empty line at most between two."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")
