"""Suggested details: each form that people write is found in its place, what tells nobody is left, long texts end."""

import pytest

from consult.analysis import identifiers
from consult.domain.redactions import masked
from tests.analysis.long_texts import OF_DETAILS, said_again


@pytest.mark.parametrize(("text", "kind", "told"), [
    ("Call 07700 900123 now", "phone", "07700 900123"), ("on +44 (0)7700-900123", "phone", "+44 (0)7700-900123"),
    ("نمبر ۰۷۷۰۰ ۹۰۰۱۲۳ ہے", "phone", "۰۷۷۰۰ ۹۰۰۱۲۳"),
    ("at a.b+c@mail.example.org.", "email", "a.b+c@mail.example.org"),
    ("near se15 4qn", "postcode", "se15 4qn"), ("in EC1A 1BB", "postcode", "EC1A 1BB"),
    ("a van LK19 WZT", "plate", "LK19 WZT"), ("a van P123 ABC", "plate", "P123 ABC"),
    ("born on 3rd of May 1961", "birth-date", "3rd of May 1961"), ("DOB: 03/05/61", "birth-date", "03/05/61"),
    ("میں ۳ مئی ۱۹۶۱ کو پیدا ہوا", "birth-date", "۳ مئی ۱۹۶۱"),
    ("his shoulder number 318 KF", "officer-number", "318 KF"),
    ("at 14 Larkspur Road", "address", "14 Larkspur Road"), ("مکان نمبر ۱۲ میں", "address", "مکان نمبر ۱۲"),
    ("My name is Tolu Adeyemi.", "name", "Tolu Adeyemi"), ("my name is tolu adeyemi", "name", "tolu adeyemi"),
    ("میرا نام احمد رضا ہے", "name", "احمد رضا"), ("My son's friend Kwame's phone", "name", "Kwame"),
    ("मेरा नाम सुनीता शर्मा है", "name", "सुनीता शर्मा"), ("我叫李明，我住在这里", "name", "李明"),
    ("Benim adım Emre Kaya", "name", "Emre Kaya"), ("crime reference number 4417823/24", "reference", "4417823/24"),
])
def test_a_detail_is_found_where_it_stands(text: str, kind: str, told: str) -> None:
    found = [(span.kind, text[span.start : span.end]) for span in identifiers.suggest(text)]
    assert (kind, told) in found


@pytest.mark.parametrize("text", [
    "Call 999 or 101.", "In 2023 there were 14,000 thefts.", "0800 555 111", "the M25 2nd exit", "SE15 and E8",
    "on 12 March 2024 I called", "I was born in 1958.", "Mayor Sadiq Khan said no.", "Green Lane is dark.",
    "ON THE M25 AND THE A10", "My name is not in it.", "میرا نام نہ بتائیں", "", "12", "@ @ @",
    "Will the plan change? May it. Grace is not enough.",
])
def test_what_tells_nobody_is_left_alone(text: str) -> None:
    assert identifiers.suggest(text) == ()


def test_spans_never_overlap_and_hide_what_they_say() -> None:
    text = "I'm Peter Oduya, 14 Larkspur Road, SE23 4TL, 07700 900461, peter@post.example, Mr Peter Oduya."
    found = identifiers.suggest(text)
    assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))
    hidden = masked(text, found)
    assert not any(told in hidden for told in ("Peter", "Oduya", "Larkspur", "SE23", "07700", "@"))


@pytest.mark.parametrize("piece", OF_DETAILS)
def test_a_text_of_fifty_thousand_characters_is_read_to_its_end(piece: str) -> None:
    text = said_again(piece) + ". Write to peter@post.example"
    last = identifiers.suggest(text)[-1]
    assert text[last.start:] == "peter@post.example"
