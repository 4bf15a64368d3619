"""Writes words in braille by lou_translate, a program of liblouis; without it there is no braille, and that is said.

One call writes many lines. What a table has no cells for comes back as a sign that is seen and counted, never as
nothing; the program's own errors and a time that runs out are `Failed`.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from consult.domain.languages import LANGUAGES

PROGRAM = "lou_translate"
SECONDS = 20.0
# Letters that are written at once; a report of 80,000 has room to grow.
MOST_LETTERS = 1_000_000
# The program cuts what it reads after 2,047 bytes.
MOST_BYTES = 1800
# Braille comes as Unicode; this table of the way it is shown stands first, so that no table can choose its own.
SHOWN_AS = "unicode.dis"
TABLE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
BLANK, FULL_CELL, SOFT = "\u2800", "\u283f", "\u200b"
# What a reader finds where a sign could not be written: three full cells, which no word holds.
UNKNOWN_SIGN = FULL_CELL * 3
# The program writes '\\x1f642' in the cells of the table for a character that it has none for; eight dots show it.
UNKNOWN = re.compile("\u2804[\u2873][\u2801-\u283f]+?\u2804")
EIGHT_DOTS = re.compile("[\u2840-\u28ff]")
# Letters with a dot below that Unicode composes only on request, and some tables know only composed.
DOTTED = {unicodedata.normalize("NFD", chr(code)): chr(code)
          for code in (*range(0x0958, 0x0960), 0x09DC, 0x09DD, 0x09DF, 0x0A33, 0x0A36, *range(0x0A59, 0x0A5C), 0x0A5E)}
DOTTED_ANY = re.compile("|".join(DOTTED))
# What says the same where a table lacks a sign, tried in this order.
SAYS_THE_SAME = {
    ";": "\u037e", "\u037e": ";", "।": ".", "॥": ".",
    "۔": ".", "٪": "%", "٫": ",", "٬": ",", "،": ",", "؛": ";", "؟": "?", "–": "—-", "—": "–-", "‑": "-", "−": "-",
    "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "…": ".", "·": "•", "•": "·", "×": "x",
    "：": ":", "；": ";", "，": ",", "（": "(", "）": ")", "！": "!", "？": "?", "、": ",",
}
# How many of a sign stand for one.
REPEATED = {"…": 3}
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
CLAUSE_END = re.compile("(?<=[，。；：！？、）”])")

# Chinese has no spaces: a line may end after each so many characters, of two or three cells each; and a stretch
# without any mark is cut, so that asking for those places stays a small multiple of the text.
STEP, MOST_UNMARKED = 4, 64

# Words and the language (BCP 47) whose table writes them.
Run = tuple[str, str]


class Failed(Exception):
    """The program is away, took too long, was given too much, or did not answer line for line."""


@dataclass
class Written:
    """The cells of each run as Unicode braille, and how often each sign had no cells in any table."""

    runs: list[str] = field(default_factory=list)
    unknown: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Gaps:
    """What one table lacks for some texts.

    `instead`: what is written in place of a sign. `lacking`: the cells, of English or UNKNOWN_SIGN, of a sign without
    such a stand-in. `odd`: the same for cells of eight dots, by which a table keeps apart signs that touch no word.
    """

    instead: dict[str, str]
    lacking: dict[str, str]
    odd: dict[str, str]

    def filled(self, part: str, cells: str, unknown: dict[str, int]) -> str:
        """Return the cells of a part with every gap filled; counts the signs that stay unknown."""
        signs = [sign for sign in part if sign in self.lacking]
        found = iter(signs)
        cells = UNKNOWN.sub(lambda _gap: self.lacking.get(next(found, ""), UNKNOWN_SIGN), cells)
        for sign in signs:
            if self.lacking[sign] == UNKNOWN_SIGN:
                unknown[sign] = unknown.get(sign, 0) + 1
        for cell in EIGHT_DOTS.findall(cells):
            if self.odd.get(cell, UNKNOWN_SIGN) == UNKNOWN_SIGN:
                unknown[cell] = unknown.get(cell, 0) + 1
        return EIGHT_DOTS.sub(lambda cell: self.odd.get(cell.group(), UNKNOWN_SIGN), cells)


class BrailleWriter(Protocol):
    """What writes braille; `is_there` says whether it can."""

    is_there: bool

    def write(self, runs: Sequence[Run]) -> Written:
        """Return each run in braille: BLANK between words, SOFT where a line may end; raises Failed."""


@dataclass(frozen=True)
class NoBraille:
    """The twin that does nothing, for installations without liblouis."""

    is_there: bool = False

    def write(self, runs: Sequence[Run]) -> Written:
        """Raise Failed."""
        raise Failed("no program")


@dataclass(frozen=True)
class LouTranslate:
    """The program at `path`."""

    path: str
    seconds: float = SECONDS
    is_there: bool = True

    def write(self, runs: Sequence[Run]) -> Written:
        """Return each run in braille; a run in a language without a table is written as English."""
        if sum(len(text) for text, _language in runs) > MOST_LETTERS:
            raise Failed("too long")
        by_table: dict[str, list[int]] = {}
        for at, (_text, language) in enumerate(runs):
            by_table.setdefault(table_of(language), []).append(at)
        written = Written([""] * len(runs))
        for table, places in by_table.items():
            texts = [_plain(runs[at][0]) for at in places]
            for at, cells in zip(places, self._write(table, texts, written.unknown), strict=True):
                written.runs[at] = cells
        return written

    def backward(self, cells: Sequence[str], table: str) -> list[str]:
        """Return Unicode braille as words, as well as the table can read it back; raises Failed."""
        return self._run(table, cells, "--backward")

    def _write(self, table: str, texts: list[str], unknown: dict[str, int]) -> list[str]:
        gaps = self._gaps(table, {sign for text in texts for sign in text})
        parts = [list(_parts("".join(gaps.instead.get(sign, sign) for sign in text))) for text in texts]
        wanted = {part for found in parts for part in found}
        wanted |= {part[:end] for part in wanted if HAN.search(part) for end in range(STEP, len(part), STEP)}
        ordered = sorted(wanted)
        cells = dict(zip(ordered, self._run(table, ordered), strict=True))
        return ["".join(gaps.filled(part, _softened(part, cells), unknown) for part in found).strip(BLANK)
                for found in parts]

    def _gaps(self, table: str, signs: set[str]) -> "_Gaps":
        lone = self._lone(table, signs)
        lacked = {sign for sign, cells in lone.items() if UNKNOWN.search(cells) or not cells.strip(BLANK)}
        offers = {sign: _offers(sign) for sign in lacked}
        of_offers = self._lone(table, {letter for found in offers.values() for offer in found for letter in offer})
        bad = {letter for letter, cells in of_offers.items() if _is_no_sign(cells)}
        instead = {sign: good for sign, found in offers.items()
                   if (good := next((offer for offer in found if not bad & set(offer)), None)) is not None}
        odd = {sign for sign, cells in lone.items() if len(cells) == 1 and cells > FULL_CELL}
        elsewhere = self._elsewhere((lacked - set(instead)) | odd)
        return _Gaps(instead, {sign: elsewhere[sign] for sign in lacked - set(instead)},
                     {lone[sign]: elsewhere[sign] for sign in odd})

    def _elsewhere(self, signs: set[str]) -> dict[str, str]:
        """Return the cells of signs by the table of English, letters of India by that of Hindi; else UNKNOWN_SIGN."""
        # Bharati braille is one for the scripts of India, and their blocks in Unicode run alike.
        hindi = {sign: chr(ord("\u0900") + ord(sign) % 0x80) for sign in signs if "\u0980" <= sign < "\u0e00"}
        found = self._lone(LANGUAGES["en"].braille, signs - set(hindi))
        by_hindi = self._lone(LANGUAGES["hi"].braille, set(hindi.values())) if "hi" in LANGUAGES else {}
        found |= {sign: by_hindi.get(letter, "") for sign, letter in hindi.items()}
        return {sign: UNKNOWN_SIGN if _is_no_sign(cells) else cells for sign, cells in found.items()}

    def _lone(self, table: str, signs: set[str]) -> dict[str, str]:
        """Return the cells of each sign where it stands alone."""
        asked = sorted(sign for sign in signs if not sign.isspace())
        return dict(zip(asked, self._run(table, asked), strict=True))

    def _run(self, table: str, lines: Sequence[str], way: str = "--forward") -> list[str]:
        if not lines:
            return []
        if not TABLE_NAME.fullmatch(table):
            raise Failed(f"no table: {table}")
        given = "".join(line.replace("\\", "\\\\") + "\n" for line in lines).encode()
        try:
            done = subprocess.run([self.path, way, f"{SHOWN_AS},{table}"], input=given, capture_output=True,
                                  timeout=self.seconds, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise Failed(type(error).__name__) from error
        answer = done.stdout.decode("utf-8", "replace").split("\n")[:-1]
        if len(answer) != len(lines):
            raise Failed(f"{len(answer)} lines for {len(lines)}")
        return answer


def writer() -> BrailleWriter:
    """Return what writes braille on this machine; the one that does nothing where liblouis is not installed."""
    path = shutil.which(PROGRAM)
    return LouTranslate(path) if path else NoBraille()


def table_of(language: str) -> str:
    """Return the table of a language; English where it has none of its own."""
    known = LANGUAGES.get(language)
    return (known.braille if known else "") or LANGUAGES["en"].braille


def _plain(text: str) -> str:
    """Return a text in composed letters, without signs that only steer a screen."""
    kept = (" " if sign.isspace() or unicodedata.category(sign) == "Cc" else sign for sign in text
            if unicodedata.category(sign) not in ("Cf", "Cs"))
    composed = unicodedata.normalize("NFC", "".join(kept))
    return DOTTED_ANY.sub(lambda letter: DOTTED[letter.group()], composed)


def _is_no_sign(cells: str) -> bool:
    return bool(EIGHT_DOTS.search(cells)) or not cells.strip(BLANK)


def _offers(sign: str) -> list[str]:
    """Return what could stand for a sign: what says the same, then its letters taken apart, then its plain form."""
    same = [offer * REPEATED.get(sign, 1) for offer in SAYS_THE_SAME.get(sign, "")]
    forms = [unicodedata.normalize(form, sign) for form in ("NFD", "NFKC", "NFKD")]
    return same + [form for form in forms if form != sign]


def _parts(text: str) -> Iterator[str]:
    """Give a text in parts that the program reads whole: cut after clauses where no spaces are, else between words."""
    for clause in _clauses(text) if HAN.search(text) else [text]:
        while len(clause.encode()) > MOST_BYTES:
            # A quarter of the bytes at most are letters.
            end = clause.rfind(" ", 1, MOST_BYTES // 4)
            end = end if end > 0 else MOST_BYTES // 4
            yield clause[:end]
            clause = clause[end:]
        if clause:
            yield clause


def _clauses(text: str) -> Iterator[str]:
    for clause in CLAUSE_END.split(text):
        yield from (clause[at:at + MOST_UNMARKED] for at in range(0, len(clause), MOST_UNMARKED))


def _softened(part: str, cells: dict[str, str]) -> str:
    """Return the cells of a part, with SOFT wherever the cells of its first letters end before a Chinese character."""
    whole = cells[part]
    if not HAN.search(part):
        return whole
    ends = {len(cells[part[:end]]) for end in range(STEP, len(part), STEP)
            if HAN.match(part[end]) and whole.startswith(cells[part[:end]])}
    return SOFT + "".join(cell + (SOFT if at in ends else "") for at, cell in enumerate(whole, 1))
