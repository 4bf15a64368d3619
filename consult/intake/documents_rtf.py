"""Reads a rich text file (.rtf) as paragraphs, in one pass over its marks; pictures and objects in it are left out."""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from consult.intake.document_kinds import RTF
from consult.intake.document_parts import ITEM, NOTE, PARAGRAPH, Document, Paragraphs, broken, whole_characters

_MARK = re.compile(
    r"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|[\r\n]+|[^\\{}\r\n]+", re.DOTALL)
_MOST_GROUPS = 5_000
# Groups that hold something other than words of the text.
_SKIPPED = frozenset("""
    fonttbl colortbl stylesheet info pict objdata themedata colorschememapping datastore latentstyles listtable
    listoverridetable rsidtbl generator xmlnstbl fldinst header headerl headerr headerf footer footerl footerr footerf
    annotation atnid atnauthor atntime atnref bkmkstart bkmkend pn pntext listtext nonshppict object filetbl revtbl
    mmathPr template private1 passwordhash userprops xe tc""".split())
# Groups with a star that are words all the same.
_STARRED_WORDS = frozenset({"shptxt", "shpinst", "objresult"})
_SIGNS: Mapping[str, str] = MappingProxyType({
    "tab": "\t", "line": "\n", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019",
    "ldblquote": "\u201c", "rdblquote": "\u201d", "bullet": "\u2022", "emspace": " ", "enspace": " ", "lbr": "\n",
    "softline": "\n", "zwj": "\u200d", "zwnj": "\u200c"})
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {"~": "\xa0", "_": "\u2011", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n", "\t": "\t"})
# Fonts say by a number which alphabet their bytes are of.
_CHARSETS: Mapping[int, str] = MappingProxyType({
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254", 163: "cp1258",
    177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"})


# Marks that set something until the end of the group, and what they set.
_HOLDS: Mapping[str, Callable[[int | None], Mapping[str, Any]]] = MappingProxyType({
    "f": lambda number: {"font": number or 0},
    "uc": lambda number: {"unicode_skip": max(0, min(number if number is not None else 1, 20))},
    "v": lambda number: {"is_hidden": number != 0},
    "deleted": lambda number: {"is_deleted": number != 0},
    "plain": lambda number: {"is_hidden": False, "is_deleted": False}})


@dataclass(frozen=True)
class _State:
    """What holds inside a group, until its end."""

    is_skipped: bool = False
    is_hidden: bool = False
    is_deleted: bool = False
    is_note: bool = False
    is_fonts: bool = False
    font: int = -1
    unicode_skip: int = 1


@dataclass
class _Reader:
    """Goes through the marks once."""

    text: str
    paragraphs: Paragraphs = field(default_factory=Paragraphs)
    notes: set[str] = field(default_factory=set)
    images: int = 0
    encoding: str = "cp1252"

    def __post_init__(self) -> None:
        self.state = _State()
        self._stack: list[_State] = []
        self._fonts: dict[int, str] = {}
        self._words: list[str] = []
        self._bytes = bytearray()
        self._cells: list[str] = []
        self._footnotes: list[str] = []
        self._kind = PARAGRAPH
        self._to_skip = 0
        self._is_starred = False

    def read(self) -> None:
        """Read everything up to the end of the outermost group."""
        position = 0
        while position < len(self.text):
            found = _MARK.match(self.text, position)
            if found is None:
                break
            position = found.end()
            position += self._take(found)
            if found.group(5) == "}" and not self._stack:
                break
        self._flush()
        self._end_paragraph()
        for words in self._footnotes:
            self.paragraphs.add(words, NOTE)

    def _take(self, found: re.Match[str]) -> int:
        """Follow one mark; return how many characters after it are bytes of no text."""
        code, word, number, character, brace = found.groups()
        if code is None:
            self._flush()
        if brace:
            self._group(brace)
        elif word:
            return self._word(word, int(number) if number else None)
        elif code is not None:
            self._byte(int(code, 16))
        elif character:
            self._character(character)
        elif not found.group().isspace() or " " in found.group():
            self._plain(found.group().replace("\r", "").replace("\n", ""))
        return 0

    def _group(self, brace: str) -> None:
        self._is_starred, self._to_skip = False, 0
        if brace == "{":
            if len(self._stack) >= _MOST_GROUPS:
                raise broken("document-bomb")
            self._stack.append(self.state)
        elif self._stack:
            if self.state.is_note and not self._stack[-1].is_note:
                self._footnotes.append(self._taken_note())
            self.state = self._stack.pop()

    def _word(self, word: str, number: int | None) -> int:
        if word == "bin":
            return max(number or 0, 0)
        if word in _SKIPPED or (self._is_starred and word not in _STARRED_WORDS):
            self._skip(word)
        elif self.state.is_fonts:
            self._font(word, number)
        elif word == "u" and number is not None:
            self._write(chr(number & 0xFFFF))
            self._to_skip = self.state.unicode_skip
            return 0
        elif word == "footnote":
            self._begin_note()
        elif not self.state.is_skipped:
            self._control(word, number)
        self._is_starred, self._to_skip = False, 0
        return 0

    def _skip(self, word: str) -> None:
        self.images += word == "pict" and not self.state.is_skipped
        if word in ("annotation", "object") and not self.state.is_skipped:
            self.notes.add("comments" if word == "annotation" else "embedded")
        self.state = replace(self.state, is_skipped=True, is_fonts=word == "fonttbl")

    def _font(self, word: str, number: int | None) -> None:
        if word == "f":
            self.state = replace(self.state, font=number or 0)
        elif word == "fcharset" and number is not None and number in _CHARSETS:
            self._fonts[self.state.font] = _CHARSETS[number]

    def _control(self, word: str, number: int | None) -> None:
        if word in _SIGNS:
            self._write(_SIGNS[word])
        elif word in ("par", "sect", "page"):
            self._end_paragraph()
        elif word in ("cell", "nestcell"):
            self._cells.append(self._taken())
        elif word in ("row", "nestrow"):
            cells, self._cells = self._cells, []
            self.paragraphs.row(cells)
        else:
            self._setting(word, number)

    def _setting(self, word: str, number: int | None) -> None:
        if word in _HOLDS:
            self.state = replace(self.state, **_HOLDS[word](number))
        elif word == "ansicpg" and number:
            self.encoding = _codec(f"cp{number}") or self.encoding
        elif word in ("ls", "pnlvlblt"):
            self._kind = ITEM
        elif word == "pard":
            self._kind = PARAGRAPH

    def _begin_note(self) -> None:
        if not self.state.is_skipped:
            self._before_note, self._words = self._words, []
            self.state = replace(self.state, is_note=True)

    def _taken_note(self) -> str:
        words, self._words = "".join(self._words), self._before_note
        return words

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif not self.state.is_skipped:
            self._bytes.append(value)

    def _character(self, character: str) -> None:
        if character == "*":
            self._is_starred = True
        elif character in ("\n", "\r"):
            self._control("par", None)
        elif character in _CHARACTERS:
            self._plain(_CHARACTERS[character])

    def _plain(self, words: str) -> None:
        skipped = min(self._to_skip, len(words))
        self._to_skip -= skipped
        self._write(words[skipped:])

    def _flush(self) -> None:
        """Write the bytes that stand since the last mark: an alphabet can take two for one letter."""
        if self._bytes:
            found = bytes(self._bytes)
            self._bytes.clear()
            self._write(found.decode(self._fonts.get(self.state.font, self.encoding), "replace"))

    def _write(self, words: str) -> None:
        if self.state.is_skipped:
            return
        if self.state.is_hidden or self.state.is_deleted:
            self.notes.add("hidden" if self.state.is_hidden else "deleted")
            return
        self._words.append(words)

    def _end_paragraph(self) -> None:
        if self.state.is_note or self._cells:
            self._words.append("\n")
        else:
            self.paragraphs.add(self._taken(), self._kind)

    def _taken(self) -> str:
        words, self._words = whole_characters("".join(self._words)), []
        return words


def _codec(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "utf-8" if name == "cp65001" else ""


def read_rtf(data: bytes) -> Document:
    """Return the words of a rich text file: its paragraphs and tables, then its footnotes.

    Comments, hidden words and what was deleted with changes tracked are left out and told of in `notes`. Raises
    Refused("file", code): `document-broken`, `document-bomb`, `document-long`.
    """
    reader = _Reader(data.decode("latin-1"))
    reader.read()
    return Document(RTF, tuple(reader.paragraphs.found), images=reader.images, notes=tuple(sorted(reader.notes)))
