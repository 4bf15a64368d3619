"""One answer of each kind: the form in which it is kept, and the code of what is wrong with it."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.answers import check_answer, plain, postcode_district, read_number
from consult.domain.errors import Refused
from consult.domain.surveys import Question
from consult.services.measures import MEASURES
from tests.every_kind import DISTRICT, QUESTIONS

PARTS = Question("pattern", "short-text", {"en": "Which?"}, pattern="[A-Z]{2}[0-9]+")
DECIMAL = Question("share", "number", {"en": "How much?"}, is_decimal=True, minimum="0.5", maximum="1.25")


def kept(question: Question, *typed: str) -> tuple[str, ...]:
    return check_answer(question, typed, MEASURES)


@pytest.mark.parametrize(("question", "typed", "canonical"), [
    (QUESTIONS["number"], ["+012"], ("12",)), (QUESTIONS["number"], ["١٢"], ("12",)),
    (DECIMAL, ["٠٫٧٥"], ("0.75",)), (DECIMAL, ["1.250"], ("1.25",)),
    (QUESTIONS["date"], ["27|3|2001"], ("2001-03-27",)), (QUESTIONS["date"], ["2001-03-27"], ("2001-03-27",)),
    (QUESTIONS["date"], ["۲۷|۳|۲۰۰۱"], ("2001-03-27",)),
    (QUESTIONS["ranking"], ["2 burglary", "1 noise"], ("noise", "burglary")),
    (QUESTIONS["ranking"], ["noise", "burglary"], ("noise", "burglary")),
    (QUESTIONS["several-choices"], ["noise", "burglary", "noise"], ("burglary", "noise")),
    (QUESTIONS["several-choices"], ["none"], ("none",)),
    (DISTRICT, ["sw1a 1aa"], ("SW1A",)), (PARTS, ["AB12"], ("AB12",)),
])
def test_an_answer_is_kept_in_one_form(question: Question, typed: list[str], canonical: tuple[str, ...]) -> None:
    assert kept(question, *typed) == canonical
    assert kept(question, *canonical) == canonical


@pytest.mark.parametrize(("question", "typed", "code"), [
    (QUESTIONS["number"], ["1e5"], "number-shape"), (QUESTIONS["number"], ["9" * 400], "number-shape"),
    (QUESTIONS["number"], ["1.5"], "number-whole"), (QUESTIONS["number"], ["-1"], "number-low"),
    (DECIMAL, ["1.26"], "number-high"), (DECIMAL, ["NaN"], "number-shape"),
    (QUESTIONS["date"], ["31|2|2001"], "date-invalid"), (QUESTIONS["date"], ["1||2001"], "date-missing"),
    (QUESTIONS["date"], ["1|1|99999"], "date-invalid"), (QUESTIONS["date"], ["1|1|2031"], "date-late"),
    (QUESTIONS["ranking"], ["1 noise", "1 roads"], "rank-twice"), (QUESTIONS["ranking"], ["2 noise"], "rank-gap"),
    (QUESTIONS["ranking"], ["9 noise"], "rank-shape"), (QUESTIONS["ranking"], ["1 noise", "2 noise"], "option-unknown"),
    (QUESTIONS["ranking"], ["1 nothing"], "option-unknown"), (QUESTIONS["one-choice"], ["boat"], "option-unknown"),
    (DISTRICT, ["12345"], "postcode-shape"), (PARTS, ["ab12"], "pattern-broken"),
    (QUESTIONS["consent"], [], "answer-missing"), (QUESTIONS["consent"], ["no"], "option-unknown"),
])
def test_a_wrong_answer_has_a_code(question: Question, typed: list[str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        kept(question, *typed)
    assert (refused.value.field, refused.value.code) == (question.key, code)


def test_texts_are_counted_as_a_reader_counts() -> None:
    short = replace(QUESTIONS["short-text"], max_length=2)
    assert kept(short, "ক্ষেত্র") == ("ক্ষেত্র",)
    with pytest.raises(Refused, match="text-long"):
        kept(short, "abc")


@given(st.dates())
def test_every_date_comes_back_as_itself(day: date) -> None:
    anything = replace(QUESTIONS["date"], minimum=None, maximum=None)
    assert kept(anything, f"{day.day}|{day.month}|{day.year}") == (day.isoformat(),)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-10**9, max_value=10**9, places=4))
def test_every_number_comes_back_as_itself(number: object) -> None:
    words = plain(number)  # type: ignore[arg-type]
    assert read_number(words) == number and "e" not in words.lower()


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_number_a_date_or_a_postcode(words: str) -> None:
    for question in (QUESTIONS["number"], QUESTIONS["date"], DISTRICT, QUESTIONS["ranking"]):
        try:
            kept(question, words)
        except Refused as refused:
            assert refused.code
    district = postcode_district(words)
    assert district is None or len(district) <= 4
