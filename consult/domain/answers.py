"""Whether one answer is right, by the kind of its question, and the form in which it is kept."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from consult.domain.errors import Refused
from consult.domain.surveys import MEDIA_KINDS, TEXT_KINDS, Question, options_of
from consult.domain.texts import clean

# Where a question names no limit of its own; in graphemes, which is what a reader would count.
TEXT_LIMIT = {"short-text": 200, "long-text": 3000, "plan-comment": 3000}
# Longer numbers are slips of the hand, and every database compares these without loss.
MOST_DIGITS = 18
# Between the day, month and year of a date, and between the place and the code of a ranked option, as they were typed.
TYPED_DATE = "|"
TYPED_RANK = " "
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")
# Royal Mail's forms of the first half of a postcode; the second half is a digit and two letters.
_DISTRICT = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?")
_SECOND_HALF = re.compile(r"\d[A-Z]{2}")


@dataclass(frozen=True)
class Measures:
    """What needs more than the standard library: `graphemes` counts a text, `matches` tries a pattern on all of it."""

    graphemes: Callable[[str], int]
    matches: Callable[[str, str], bool]


def text_limit(question: Question) -> int:
    """Return how many graphemes a text question takes."""
    return question.max_length or TEXT_LIMIT[question.kind]


def check_answer(question: Question, values: Sequence[str], measures: Measures) -> tuple[str, ...]:
    """Return one answer as it is kept, empty where nothing was answered.

    A choice is its option codes, a ranking its codes from the first place on, a date is ISO, a number a plain decimal,
    a postcode its first half only. Raises Refused(question key, code): `answer-missing`, `option-unknown`,
    `too-many-choices`, `too-few-choices`, `exclusive-with-others`, `text-long`, `pattern-broken`, `number-shape`,
    `number-whole`, `number-low`, `number-high`, `date-missing`, `date-invalid`, `date-early`, `date-late`,
    `postcode-shape`, `rank-twice`, `rank-gap`, `rank-shape`.
    """
    given = tuple(v for v in (clean(value).strip() for value in values) if v)
    if question.kind == "date":
        given = tuple(value for value in given if value.strip(TYPED_DATE + " "))
    if not given:
        if question.is_required:
            raise Refused(question.key, "answer-missing")
        return ()
    if question.kind in TEXT_KINDS:
        return _check_text(question, given, measures)
    if question.kind in MEDIA_KINDS:
        return given[:1]
    return {"number": _check_number, "date": _check_date, "postcode-district": _check_postcode,
            "ranking": _check_ranking}.get(question.kind, _check_choices)(question, given)


def _check_text(question: Question, given: tuple[str, ...], measures: Measures) -> tuple[str, ...]:
    text, limit = "\n".join(given), text_limit(question)
    if len(text) > limit and (length := measures.graphemes(text)) > limit:
        raise Refused(question.key, "text-long", {"limit": limit, "length": length})
    if question.pattern is not None and not measures.matches(question.pattern, text):
        raise Refused(question.key, "pattern-broken")
    return (text,)


def _check_choices(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(given))
    options = {option.code: option for option in options_of(question)}
    if any(code not in options for code in chosen):
        raise Refused(question.key, "option-unknown")
    is_exclusive = any(options[code].is_exclusive for code in chosen)
    if len(chosen) > 1 and is_exclusive:
        raise Refused(question.key, "exclusive-with-others")
    limit = question.max_choices if question.kind == "several-choices" else 1
    if limit and len(chosen) > limit:
        raise Refused(question.key, "too-many-choices", {"limit": limit})
    if question.min_choices and len(chosen) < question.min_choices and not is_exclusive:
        raise Refused(question.key, "too-few-choices", {"least": question.min_choices})
    return tuple(code for code in options if code in chosen)


def _check_ranking(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    """Places from 1 on, each once, without a gap; someone may rank only the first few."""
    codes = {option.code for option in options_of(question)}
    if not any(TYPED_RANK in value for value in given):
        places = {str(place): code for place, code in enumerate(given, 1)}
    else:
        typed = [value.split(TYPED_RANK, 1) for value in given if TYPED_RANK in value]
        places = {digits(place): code for place, code in typed}
        if len(places) < len(typed):
            raise Refused(question.key, "rank-twice")
    if any(not place.isdecimal() or not 1 <= int(place[:4]) <= len(codes) for place in places):
        raise Refused(question.key, "rank-shape", {"limit": len(codes)})
    if set(places) != {str(place) for place in range(1, len(places) + 1)}:
        raise Refused(question.key, "rank-gap")
    ranked = tuple(places[str(place)] for place in range(1, len(places) + 1))
    if not set(ranked) <= codes or len(set(ranked)) < len(ranked):
        raise Refused(question.key, "option-unknown")
    return ranked


def _check_number(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    number = read_number(given[0])
    if number is None:
        raise Refused(question.key, "number-shape")
    if not question.is_decimal and number != number.to_integral_value():
        raise Refused(question.key, "number-whole")
    if question.minimum is not None and number < Decimal(question.minimum):
        raise Refused(question.key, "number-low", {"least": question.minimum})
    if question.maximum is not None and number > Decimal(question.maximum):
        raise Refused(question.key, "number-high", {"most": question.maximum})
    return (plain(number),)


def read_number(words: str) -> Decimal | None:
    """Return the number that was typed, in digits of any script, or None. Only Arabic's own decimal sign is read."""
    words = digits(words).replace("٫", ".").replace("−", "-").replace(" ", "").replace("\u00a0", "")
    if not _NUMBER.fullmatch(words) or sum(c.isdigit() for c in words) > MOST_DIGITS:
        return None
    try:
        return Decimal(words)
    except InvalidOperation:
        return None


def plain(number: Decimal) -> str:
    """Return the number as it is kept: no sign of plus, no exponent, no zeros at the end of a fraction."""
    words = format(number, "f")
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words in ("-0", "") else words


def digits(words: str) -> str:
    """Return the words with the digits of every script as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in words)


def _check_date(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    parts = [digits(part).strip() for part in given[0].split(TYPED_DATE)]
    if len(parts) == 1:
        parts = parts[0].split("-")[::-1]
    if len(parts) != 3 or not all(parts):
        raise Refused(question.key, "date-missing")
    try:
        if not all(part.isdecimal() and len(part) <= 4 for part in parts):
            raise ValueError("a part of a date is a whole number without a sign")
        found = date(int(parts[2]), int(parts[1]), int(parts[0])).isoformat()
    except ValueError:
        raise Refused(question.key, "date-invalid") from None
    if question.minimum is not None and found < question.minimum:
        raise Refused(question.key, "date-early", {"least": question.minimum})
    if question.maximum is not None and found > question.maximum:
        raise Refused(question.key, "date-late", {"most": question.maximum})
    return (found,)


def _check_postcode(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    district = postcode_district(given[0])
    if district is None:
        raise Refused(question.key, "postcode-shape")
    return (district,)


def postcode_district(words: str) -> str | None:
    """Return the first half of the postcode in `words`, whole or half, as SE15; None where it is none."""
    typed = "".join(digits(words).upper().split())
    if _DISTRICT.fullmatch(typed):
        return typed
    first, second = typed[:-3], typed[-3:]
    return first if _DISTRICT.fullmatch(first) and _SECOND_HALF.fullmatch(second) else None
