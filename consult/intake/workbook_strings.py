"""Keeps the words that the cells of a workbook share in a file beside, so that reading them fills no memory."""

import tempfile
import zipfile
from array import array
from collections.abc import Sequence
from typing import IO, Any, overload

from openpyxl.cell.text import Text
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

TAG = f"{{{SHEET_MAIN_NS}}}si"
# Of the words asked for last, so many stay at hand: answers to choose from come again and again.
AT_HAND = 4096
LONGEST_AT_HAND = 80


class SpilledStrings(Sequence[str]):
    """Words by their number, held in a file without a name that is gone when it is closed."""

    def __init__(self) -> None:
        """Start with none."""
        self._file = tempfile.TemporaryFile()
        self._starts = array("Q", [0])
        self._at_hand: dict[int, str] = {}

    def add(self, words: str) -> None:
        """Keep more words under the next number."""
        self._starts.append(self._starts[-1] + self._file.write(words.encode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        """How many there are."""
        return len(self._starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...

    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        """Return the words of a number. Raises IndexError; a slice is nobody's need."""
        if isinstance(number, slice) or not 0 <= number < len(self):
            raise IndexError(number)
        if (words := self._at_hand.get(number)) is None:
            self._file.seek(self._starts[number])
            size = self._starts[number + 1] - self._starts[number]
            words = self._file.read(size).decode("utf-8", "surrogatepass")
            if len(self._at_hand) >= AT_HAND:
                self._at_hand.clear()
            if size <= LONGEST_AT_HAND:
                self._at_hand[number] = words
        return words

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def spilled(source: IO[bytes]) -> SpilledStrings:
    """Return the words of a part of shared strings, read one by one and forgotten."""
    found = SpilledStrings()
    root: Any = None
    try:
        for event, node in iterparse(source, events=("start", "end")):
            if root is None:
                root = node
            if event == "end" and node.tag == TAG:
                found.add((Text.from_tree(node).content or "").replace("x005F_", ""))
                # An emptied element is still a child of the whole; a million of them are memory too.
                root.clear()
    except BaseException:
        found.close()
        raise
    return found


def open_spilled(packed: IO[bytes], *, has_values: bool) -> tuple[Any, SpilledStrings | None]:
    """Return a workbook to be read row by row, and its shared words to be closed with it (None: it has none)."""
    reader = _Reader(packed, read_only=True, data_only=has_values, keep_links=False)
    try:
        reader.read()
    except BaseException:
        reader.archive.close()
        if reader.spilled is not None:
            reader.spilled.close()
        raise
    return reader.wb, reader.spilled


class _Reader(ExcelReader):  # type: ignore[misc]
    """The library's own reader, but for where it puts the shared words."""

    spilled: SpilledStrings | None = None

    def read_strings(self) -> None:
        """Read the shared words into a file beside."""
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return
        archive: zipfile.ZipFile = self.archive
        with archive.open(part.PartName[1:]) as source:
            self.spilled = self.shared_strings = spilled(source)
