"""Suggests where a text tells who or where somebody is: numbers, addresses, dates and, by `identifier_names`, names; a
person decides, and what it overlooks is still a personal detail.

It knows the forms of the United Kingdom. Digits of every script count. Each pattern below has an end to how far it can
look, so that a text of 50,000 characters takes well under a second whatever stands in it.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cache

from consult.analysis import identifier_names
from consult.analysis.care_words import Index, Word, phrase, words
from consult.analysis.identifier_names import lines, listed
from consult.domain.redactions import (
    BIRTH_DATE,
    EMAIL,
    OFFICER_NUMBER,
    PHONE,
    PLATE,
    POSTCODE,
    REFERENCE,
    Span,
)

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_SPELT_EMAIL = re.compile(
    r"(?<![\w.])[\w.]{1,64}\s{1,3}[(\[]?at[)\]]?\s{1,3}[\w-]{2,40}\s{1,3}[(\[]?dot[)\]]?\s{1,3}(?:com|co|org|net|uk)\b",
    re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w@./])(?:\+|\()?\d(?:[ \t\u00a0().‐-–-]{0,2}\d){8,14}(?![\w/])")
# Numbers of firms and services, told to everybody, are nobody's own.
_NOT_PERSONAL = re.compile(r"0[389]\d")
# The areas of the Royal Mail and of the Crown dependencies: "M25 2ND" would pass for a postcode of anywhere else.
_AREAS = (
    "AB AL BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY EC EH EN EX FK FY GL GU "
    "GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY LA LD LE LL LN LS LU ME MK ML NE NG NN NP NR NW OL OX PA PE "
    "PH PL PO PR RG RH RM SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB WA WC WD WF WN WR WS WV "
    "YO ZE B E G L M N S W").split()
_POSTCODE = re.compile(
    rf"(?<!\w)(?:{'|'.join(_AREAS)})[0-9][0-9A-Z]?[ \u00a0]{{0,2}}"
    r"(?!\d(?:nd|st|th|rd)\b)[0-9][ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE)
# Since 2001, 1983 to 2001, 1963 to 1983 (Driver and Vehicle Licensing Agency, INF104).
_PLATE_NOW = re.compile(r"(?<!\w)[A-HJ-PR-Y]{2}[0-9]{2}[ \u00a0]?[A-HJ-PR-Z]{3}(?!\w)")
_PLATE_BEFORE = re.compile(
    r"(?<!\w)(?:[A-HJ-NPR-Y][0-9]{1,3}[ \u00a0]?(?P<last>[A-HJ-PR-Y]{3})"
    r"|(?P<first>[A-HJ-PR-Y]{3})[ \u00a0]?[0-9]{1,3}[A-HJ-NPR-Y])(?!\w)")
_PLATE_NAMED = re.compile(
    r"(?<!\w)(?:[A-Z]{2}[0-9]{2}[ ]?[A-Z]{3}|[A-Z][0-9]{1,3}[ ]?[A-Z]{3}|[A-Z]{3}[ ]?[0-9]{1,3}[A-Z]"
    r"|[A-Z]{1,3}[ ]?[0-9]{1,4})(?!\w)", re.IGNORECASE)
_NO_PLATE = frozenset("AND THE FOR BUT ARE NOT BUS ALL HAS HAD WAS WHO HOW WHY OUT OFF TOO YOU OUR HIS HER GET".split())
_OFFICER = re.compile(r"(?<!\w)(?:PC|WPC|PCSO|DC|DS|PS|Pc)[ \u00a0]?\d{2,5}[ \u00a0]?[A-Z]{0,2}(?!\w)")
_OFFICER_NAMED = re.compile(r"(?<!\w)(?:[A-Z]{1,2}[ ]?)?\d{2,6}(?:[ ]?[A-Z]{1,2})?(?!\w)")
_REFERENCE_NAMED = re.compile(r"(?<!\w)(?:CAD[ ]?)?\d{3,10}(?:/\d{2}[A-Za-z]{0,3}\d{0,2})?(?!\w)", re.IGNORECASE)
_NUMBER_DATE = re.compile(r"(?<![\w/.-])\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}(?![\w/])")
# How far a value may stand behind the words that announce it.
_CHARACTERS_AHEAD, _WORDS_AHEAD = 48, 3


def suggest(text: str) -> tuple[Span, ...]:
    """Return the spans of a text that may be personal details, in code points, in order, none over another."""
    found = _Kept()
    for span in _in_order(text, words(text)):
        found.keep(span)
    return tuple(found.spans)


def _in_order(text: str, said: list[Word]) -> Iterator[Span]:
    """Give what may be a detail, the surest first: what is given later and overlaps is left out."""
    near = _Announced(text, said)
    yield from _emails(text)
    yield from near.values(REFERENCE, "reference_before", _REFERENCE_NAMED)
    yield from _phones(text)
    yield from _spans(POSTCODE, _POSTCODE, text)
    yield from near.values(PLATE, "plate_before", _PLATE_NAMED)
    yield from _plates(text)
    yield from near.values(OFFICER_NUMBER, "officer_before", _OFFICER_NAMED)
    yield from _spans(OFFICER_NUMBER, _OFFICER, text)
    for dates in (_NUMBER_DATE, _dates()):
        yield from near.values(BIRTH_DATE, "birth_before", dates)
        yield from near.values_before(BIRTH_DATE, "birth_after", dates)
    yield from identifier_names.written(text, said)
    yield from identifier_names.names(text, said)


class _Kept:
    """Spans in order of which none overlaps another."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def keep(self, span: Span) -> None:
        """Keep a span unless it overlaps one that is kept."""
        at = bisect_left(self.spans, span)
        if not any(span.overlaps(other) for other in self.spans[max(0, at - 1) : at + 1]):
            self.spans.insert(at, span)


def _spans(kind: str, pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    return (Span(*match.span(), kind) for match in pattern.finditer(text))


def _emails(text: str) -> Iterator[Span]:
    if "@" in text:
        yield from _spans(EMAIL, _EMAIL, text)
    yield from _spans(EMAIL, _SPELT_EMAIL, text)


def _phones(text: str) -> Iterator[Span]:
    for match in _PHONE.finditer(text):
        number = match.group()
        digits = "".join(str(unicodedata.decimal(sign)) for sign in number if sign.isdecimal())
        if number.startswith("+") or digits.startswith("00"):
            is_phone = 8 <= len(digits.removeprefix("00")) <= 15
        else:
            is_phone = digits.startswith("0") and len(digits) in (10, 11) and not _NOT_PERSONAL.match(digits)
        if is_phone:
            yield Span(*match.span(), PHONE)


def _plates(text: str) -> Iterator[Span]:
    yield from _spans(PLATE, _PLATE_NOW, text)
    for match in _PLATE_BEFORE.finditer(text):
        if (match["last"] or match["first"]) not in _NO_PLATE:
            yield Span(*match.span(), PLATE)


@cache
def _dates() -> re.Pattern[str]:
    """Return the dates that name a month, in the languages whose months are listed."""
    months = "|".join(sorted(map(re.escape, lines("months")), key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:\d{{1,2}}(?:st|nd|rd|th)?(?:\s+of)?\s{{1,3}}(?:{months})\.?,?\s{{1,3}}\d{{2,4}}"
                      rf"|(?:{months})\s{{1,3}}\d{{1,2}}(?:st|nd|rd|th)?,?\s{{1,3}}\d{{4}})(?!\w)", re.IGNORECASE)


@cache
def _index(group: str) -> Index:
    return Index((phrase(line, {}), None) for line in sorted(listed(group)))


class _Announced:
    """Values that count only near the words that announce them: "date of birth", "shoulder number"."""

    def __init__(self, text: str, said: list[Word]) -> None:
        self.text, self.said = text, said
        self.starts = [word.start for word in said]

    def values(self, kind: str, group: str, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Give the first value that follows each announcement."""
        for cue, _nothing in _index(group).matches(self.said):
            end = self.said[cue.end - 1].end
            found = pattern.search(self.text, end, end + _CHARACTERS_AHEAD)
            if found and self._word_at(found.start()) - (cue.end - 1) <= _WORDS_AHEAD + 1:
                yield Span(*found.span(), kind)

    def values_before(self, kind: str, group: str, pattern: re.Pattern[str]) -> Iterator[Span]:
        """Give the values that stand before each announcement."""
        for cue, _nothing in _index(group).matches(self.said):
            start = self.said[cue.first].start
            for found in pattern.finditer(self.text, max(0, start - _CHARACTERS_AHEAD), start):
                if cue.first - self._word_at(found.end() - 1) <= _WORDS_AHEAD:
                    yield Span(*found.span(), kind)

    def _word_at(self, place: int) -> int:
        return bisect_right(self.starts, place) - 1
