"""Reads the words of a PDF back, as a program that reads aloud gets them: to find letters that a print has lost."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Object

from consult.exports.pdf_marks import instructions

SHOWS = frozenset({"Tj", "TJ", "'", '"'})
HEX = rb"<([0-9A-Fa-f\s]*)>"
SINGLES, RANGES = re.compile(rb"beginbfchar(.*?)endbfchar", re.S), re.compile(rb"beginbfrange(.*?)endbfrange", re.S)
PAIR = re.compile(HEX + rb"\s*" + HEX)
RANGE = re.compile(HEX + rb"\s*" + HEX + rb"\s*(?:" + HEX + rb"|\[(.*?)\])", re.S)
ONE = re.compile(HEX)
# Letters of one word stand closer than this, in sizes of their font; lines stand further apart.
FAR_BESIDE, FAR_BELOW = 3.0, 0.5
# The most codes that one range of a font may name: two bytes' worth.
MOST_CODES = 65_536
Letters = dict[int, str]


def text_of(pdf: bytes) -> str:
    """Return the words of all pages, a line for each piece that was set at once, in the order of painting.

    A piece with words of its own (ActualText) gives those, one that runs backwards (ReversedChars) is turned round.
    Words of a line that runs from right to left may stand in the order of the eye. Raises ValueError for no PDF.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return "\n".join(line for page in document.pages for line in _Reader(page).lines())
    except pikepdf.PdfError as error:
        raise ValueError("not a PDF") from error


def letters(text: str) -> Counter[str]:
    """Return how often each letter, digit and mark stands in a text, whatever form Unicode gives it; no spaces."""
    plain = unicodedata.normalize("NFKD", text)
    return Counter(letter for letter in plain if unicodedata.category(letter)[0] in "LMN" and letter != "\u0640")


def lost(wanted: str, found: str) -> Counter[str]:
    """Return the letters of `wanted` that are missing from `found`, with how many of each."""
    return letters(wanted) - letters(found)


class _Reader:
    """Reads one page; `_text` is what the open piece has said so far."""

    def __init__(self, page: pikepdf.Page) -> None:
        self.page = page
        fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
        self.fonts = {name: _Font(font) for name, font in fonts.items()}
        self.font: _Font | None = None
        self.size = 1.0
        # Where the next letter is set, and where the last one was.
        self.at, self.before = (0.0, 0.0), (0.0, 0.0)
        self.open: list[tuple[str, str | None, int]] = []
        self.text: list[str] = []

    def lines(self) -> Iterator[str]:
        """Give the pieces of the page that are not empty."""
        for operands, operator in instructions(self.page):
            name = str(operator)
            if name in ("Tf", "Tm", "Td", "TD"):
                self._set(name, operands)
            elif name in ("BDC", "BMC"):
                self._opened(operands)
            elif name in SHOWS and self.font is not None:
                self.text.append(self._apart() + self._shown(operands[-1]))
            elif name == "EMC" and self.open:
                self._closed()
                if not self.open:
                    yield from filter(str.strip, ["".join(self.text)])
                    self.text = []

    def _set(self, name: str, operands: list[Any]) -> None:
        """Follow where the next letter is set, and in which size."""
        if name == "Tf":
            self.font, self.size = self.fonts.get(str(operands[0])), abs(float(operands[1])) or 1.0
        elif name == "Tm":
            self.at = (float(operands[4]), float(operands[5]))
        else:
            self.at = (self.at[0] + float(operands[0]), self.at[1] + float(operands[1]))

    def _apart(self) -> str:
        """Return a space where the next letter does not follow on the last one: another line, another column."""
        beside, below = (abs(now - then) / self.size for now, then in zip(self.at, self.before, strict=True))
        self.before = self.at
        return " " if self.text and (beside > FAR_BESIDE or below > FAR_BELOW) else ""

    def _opened(self, operands: list[Any]) -> None:
        facts = operands[1] if len(operands) > 1 else None
        said = facts.get("/ActualText") if isinstance(facts, Dictionary) else None
        self.open.append((str(operands[0]), None if said is None else str(said), len(self.text)))

    def _closed(self) -> None:
        name, said, start = self.open.pop()
        if name == "/ReversedChars":
            self.text[start:] = reversed(self.text[start:])
        if said is not None:
            self.text[start:] = [said]

    def _shown(self, operand: Any) -> str:
        assert self.font is not None
        parts = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
        return "".join(self.font.read(bytes(part)) for part in parts if isinstance(part, pikepdf.String))


class _Font:
    """What the codes of a font mean."""

    def __init__(self, font: Object) -> None:
        self.width = 2 if font.get("/Subtype") == "/Type0" else 1
        table = font.get("/ToUnicode")
        self.letters: Letters = {} if table is None else _table(table.read_bytes())

    def read(self, codes: bytes) -> str:
        """Return the letters of some codes; a code that the font does not name gives nothing."""
        steps = range(0, len(codes) - self.width + 1, self.width)
        return "".join(self.letters.get(int.from_bytes(codes[at:at + self.width], "big"), "") for at in steps)


def _table(written: bytes) -> Letters:
    """Return the letters by code of a ToUnicode table (ISO 32000-1, 9.10.3)."""
    found: Letters = {}
    for block in SINGLES.findall(written):
        found |= {_code(code): _letters(meant) for code, meant in PAIR.findall(block)}
    for block in RANGES.findall(written):
        for first, last, meant, several in RANGE.findall(block):
            codes = range(_code(first), min(_code(last) + 1, _code(first) + MOST_CODES))
            if several:
                found |= dict(zip(codes, map(_letters, ONE.findall(several)), strict=False))
            else:
                found |= {code: _further(_letters(meant), code - codes.start) for code in codes}
    return found


def _code(written: bytes) -> int:
    return int(b"".join(written.split()) or b"0", 16)


def _letters(written: bytes) -> str:
    return bytes.fromhex(b"".join(written.split()).decode()).decode("utf-16-be", "replace")


def _further(letters: str, steps: int) -> str:
    """Return the letters of a place in a range: the last one counts on."""
    return letters[:-1] + chr(ord(letters[-1]) + steps) if letters else ""
