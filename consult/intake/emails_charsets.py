"""Turns the bytes of an e-mail's text into words whatever charset it says it is in; not what the words mean."""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from consult.domain.texts import clean

# How the words came to be read; a person is told of all but the first.
AS_DECLARED, GUESSED, REPAIRED = "as-declared", "charset-guessed", "charset-repaired"
# Names that mail programs write and Python does not know, or knows as another one than was meant.
_MEANT: Mapping[str, str] = MappingProxyType({
    "unicode-1-1-utf-7": "utf-7", "x-gbk": "gb18030", "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030",
    "x-unknown": "", "unknown": "", "unknown-8bit": "", "default": "", "none": "", "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "iso-8859-9": "cp1254", "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "binary": "",
})
# Only charsets of written mail: others of Python's codecs compute things, and some take long over little.
_KNOWN = frozenset(
    {"utf-8", "utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gb2312", "gbk", "hz", "big5",
     "big5hkscs", "euc_jp", "iso2022_jp", "cp932", "shift_jis", "euc_kr", "cp949", "koi8-r", "koi8-u", "mac-roman",
     "tis-620", "cp437", "cp850", "cp852", "cp874", "viscii"}
    | {f"cp125{number}" for number in range(9)} | {f"iso8859-{number}" for number in range(1, 17)})
_MANY_BYTES = frozenset({"gb18030", "gb2312", "gbk", "hz", "big5", "big5hkscs", "euc_jp", "iso2022_jp", "cp932",
                         "shift_jis", "euc_kr", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"})
# Little words with a letter beyond ASCII in them, or of other letters altogether: they tell which charset was meant.
_TELLING: Mapping[str, frozenset[str]] = MappingProxyType({
    "cp1250": frozenset("się że jest są być także może też będzie ponieważ żeby policję więcej właśnie świat".split()),
    "cp1253": frozenset("και το να του της με για την από στο είναι που τα σε δεν θα οι ένα".split()),
    "cp1254": frozenset("için çok değil olduğu güvenli şey kadın ışık ülke daha önce böyle şu üç ığı".split()),
    "cp1256": frozenset("في من على أن إلى التي هذا لا ما عن مع هذه كل كان الشرطة و میں کے کی ہے سے کو اور".split()),
    "cp1251": frozenset("и в не на что я с он как это по но они мы".split()),
    "cp1258": frozenset("và là của không được tôi người một".split()),
})
# What the BOM of each says before the first letter.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SAMPLE = 20_000
# UTF-8 that was read as Western European once before: what its first bytes look like, with what follows one.
_TWICE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
                    "\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,3}")
_WORD = re.compile(r"\w+")
_IN_LATIN = re.compile("(?<=[A-Za-z])[\u4e00-\u9fff]|[\u4e00-\u9fff](?=[A-Za-z])")


@dataclass(frozen=True)
class Decoded:
    """The words, cleaned (domain/texts.py), and how they came to be read: AS_DECLARED, GUESSED or REPAIRED."""

    words: str
    how: str


def decoded(data: bytes, declared: str = "") -> Decoded:
    """Return the words of some bytes that are said to be in a charset; never fails and never drops a readable letter.

    What is whole UTF-8 is read as such even where a Western charset is declared, as a text in one is that by chance
    only a few letters long. Where nothing declared fits, little words that are frequent in the languages we are
    written to in decide; then Western European is taken.
    """
    name = _meant(declared)
    text, how = _strictly(data, name)
    if text is None:
        text, how = _guessed(data), GUESSED
    whole = repaired(text)
    return Decoded(clean(whole), how if whole == text else REPAIRED)


def repaired(text: str) -> str:
    """Return a text with what was UTF-8 and read as Western European put right, where it comes out whole."""
    return _TWICE.sub(_once_again, text)


def _once_again(found: re.Match[str]) -> str:
    data = b"".join(_western_byte(letter) for letter in found.group())
    # The first byte says how many belong together: what stands behind them is a letter of its own.
    length = 2 if data[0] < 0xE0 else 3 if data[0] < 0xF0 else 4
    try:
        return data[:length].decode("utf-8") + found.group()[length:]
    except UnicodeDecodeError:
        return found.group()


def _western_byte(letter: str) -> bytes:
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1", "replace")


def _meant(declared: str) -> str:
    """Return Python's name of a declared charset, empty where none is known."""
    name = declared.strip().strip("\"'").lower()
    name = _MEANT.get(name, name)
    if not name or not name.isascii() or len(name) > 40:
        return ""
    try:
        found = codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""
    return found if found in _KNOWN else ""


def _strictly(data: bytes, name: str) -> tuple[str | None, str]:
    """Return the text where its bytes leave no doubt, and how it was read."""
    for mark, charset in _MARKS:
        if data.startswith(mark):
            text = _try(data, charset)
            if text is not None:
                return text, AS_DECLARED
    if name in _MANY_BYTES and (text := _try(data, name)) is not None:
        return text, AS_DECLARED
    text = _try(data, "utf-8")
    if text is not None and "\0" not in text:
        return text, AS_DECLARED if name == "utf-8" or data.isascii() else GUESSED
    if name and name != "utf-8" and (text := _western(data, name)) is not None:
        # Western European fits any bytes at all: a charset that its little words tell is likelier.
        other = _likelier(data) if name == "cp1252" else None
        return (text, AS_DECLARED) if other is None else (other, GUESSED)
    return None, GUESSED


def _try(data: bytes, charset: str) -> str | None:
    try:
        return data.decode(charset)
    except (UnicodeDecodeError, ValueError):
        return None


def _western(data: bytes, name: str) -> str | None:
    # Five bytes have no letter in cp1252; people who send them meant the control characters of ISO 8859-1.
    return data.decode("cp1252", "replace") if name == "cp1252" else _try(data, name)


def _guessed(data: bytes) -> str:
    if b"\0" in data[:_SAMPLE]:
        even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
        return data.decode("utf-16-le" if odd >= even else "utf-16-be", "replace")
    other = _likelier(data)
    if other is not None:
        return other
    # Nearly all of it is UTF-8: some bytes were lost on the way, and only their letters are.
    broken = data.decode("utf-8", "replace")
    if broken.count("\ufffd") * 20 < sum(not letter.isascii() for letter in broken):
        return broken
    return data.decode("cp1252", "replace")


def _likelier(data: bytes) -> str | None:
    """Return the text in Chinese or in the charset that little words tell; None where neither shows itself."""
    chinese = _try(data, "gb18030")
    if chinese is not None and _is_chinese(chinese):
        return chinese
    told = _told(data)
    return data.decode(told, "replace") if told else None


def _told(data: bytes) -> str:
    """Return the charset in which most of the telling little words stand, at least two; empty where none does."""
    sample = data[:_SAMPLE]
    best, most = "", 1
    for charset, telling in _TELLING.items():
        words = _WORD.findall(sample.decode(charset, "replace").lower())
        count = sum(word in telling and not word.isascii() for word in words)
        if count > most:
            best, most = charset, count
    return best


def _is_chinese(text: str) -> bool:
    """Say whether the letters beyond ASCII are nearly all Chinese ones, and hardly one stands in a Latin word."""
    sample = text[:_SAMPLE]
    beyond = [letter for letter in sample if not letter.isascii()]
    common = sum("\u4e00" <= letter <= "\u9fff" or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uffef"
                 for letter in beyond)
    return len(beyond) >= 4 and common >= 0.95 * len(beyond) and len(_IN_LATIN.findall(sample)) * 10 <= len(beyond)
