"""Prepares people's words for counting, in any script: normal forms, sentences, words; stored text is never changed."""

import re
import unicodedata

# A full stop of these scripts ends a sentence wherever it stands; one of Latin only before a space or the end.
_HARD_STOPS = "।॥۔؟。！？｡።፧၊။᠃"
_SOFT_STOPS = ".!?…"
_CLOSERS = "\"'”’»›)]}」』）】"
_LINE_ENDS = "\n\r\x0b\x0c\x85\u2028\u2029"
_SENTENCE_END = re.compile(
    f"[{re.escape(_HARD_STOPS)}][{re.escape(_HARD_STOPS + _SOFT_STOPS + _CLOSERS)}]*"
    f"|[{re.escape(_SOFT_STOPS)}]+[{re.escape(_CLOSERS)}]*(?=\\s|$)"
    f"|[{_LINE_ENDS}]+"
)
# Short forms that end in a full stop without ending a sentence, case folded.
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st rev sgt insp supt cllr vs approx dept e.g i.e eg ie z.b d.h u.a bzw ca nr str sog ggf".split()
)
_ABBREVIATION_LENGTH = 12

# Letters typed for one another on Arabic and Urdu keyboards; the lengthening stroke says nothing.
_ALIKE = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ہ": "ه", "ۃ": "ه", "ة": "ه", "ـ": None, "’": "'", "‘": "'"})
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\S+")
# `\w` leaves out vowel signs and joiners, and would cut every Hindi or Bengali word to pieces.
_MARKS = "".join(chr(code) for code in range(0x300, 0x12000) if unicodedata.category(chr(code)).startswith("M"))
_IN_WORD = rf"[^\W_{_MARKS}]|[{_MARKS}\u200c\u200d]"
# Chinese and Japanese are written without spaces: each sign counts as a word, and two-word features make the pairs.
_UNSPACED = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff]"
_SPACED_WORD = rf"(?:(?!{_UNSPACED})(?:{_IN_WORD}))+(?:['’](?:{_IN_WORD})+)?"
_WORD = re.compile(rf"{_UNSPACED}|{_SPACED_WORD}")
_READABLE_WORD = re.compile(rf"{_UNSPACED}{{1,2}}|{_SPACED_WORD}")


def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the sentences of `text` as (start, end) in code points, in order, without the space around them.

    None is empty and none overlaps another; only white space lies between two. A text of nothing but white space has
    no sentence. Latin . ! ?, Urdu and Arabic ۔ ؟, Devanagari ।, Chinese and Japanese 。！？ and line ends divide.
    """
    found: list[tuple[int, int]] = []
    start = 0
    for end in [*_ends(text), len(text)]:
        span = _trimmed(text, start, end)
        if span is not None:
            found.append(span)
        start = end
    return tuple(found)


def normal(text: str) -> str:
    """Return the form in which two spellings of the same words are equal: NFKC, case folded, one space, no addresses.

    Only for counting: its offsets are not those of `text`.
    """
    folded = unicodedata.normalize("NFKC", _ADDRESSES.sub(" ", text)).casefold()
    return " ".join(folded.translate(_ALIKE).split())


def words(text: str) -> list[str]:
    """Return the words of `text` in order, each with its vowel signs; every sign of Chinese or Japanese is one."""
    return _WORD.findall(text)


def readable_words(text: str) -> list[str]:
    """Return the words of `text` as a reader would point at them: as written, Chinese and Japanese in pairs."""
    return _READABLE_WORD.findall(text)


def base_language(tag: str) -> str:
    """Return the language of a BCP 47 tag without script and region (`en-GB` gives `en`), `und` where there is none."""
    return tag.replace("_", "-").split("-")[0].strip().lower() or "und"


def _ends(text: str) -> list[int]:
    return [stop.end() for stop in _SENTENCE_END.finditer(text) if not _is_inside_a_sentence(text, stop)]


def _is_inside_a_sentence(text: str, stop: re.Match[str]) -> bool:
    """Say whether a stop only shortens a word (`Dr. Khan`, `J. Smith`) or numbers a line (`1. More patrols`)."""
    if stop.group() != "." or text[stop.end() : stop.end() + 1] in {"", *_LINE_ENDS}:
        return False
    before = text[max(0, stop.start() - _ABBREVIATION_LENGTH) : stop.start()]
    word = before.split()[-1] if before.split() and not before[-1].isspace() else ""
    if word.isdigit():
        return len(word) < 3 and not text[: stop.start() - len(word)].rpartition("\n")[2].strip()
    return word.casefold() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
