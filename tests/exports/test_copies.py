"""A copy as plain text: every line runs the way of its words, and what may not be told is not in it."""

from datetime import UTC, datetime

import pytest

from consult.domain.copies import CopiedAnswer, CopiedSection, Copy
from consult.exports import copies

RIGHT, LEFT = "\u200f", "\u200e"


def test_a_copy_says_when_it_came_by_the_clock_of_london() -> None:
    assert "We received your answers on: 1 July 2026" in text(copy())
    assert "We received your changes on: 1 July 2026" in text(copy(is_correction=True))


def test_the_code_stands_in_its_own_direction_and_only_where_it_is_given() -> None:
    assert "receipt code" not in text(copy())
    assert "Your receipt code: \u2066ABCD-2345\u2069" in text(copy(), code="ABCD-2345")


@pytest.mark.parametrize(("answer", "lines"), [
    ({"kind": "ranking", "choices": ({"en": "C"}, {"en": "A"})}, ["1. C", "2. A"]),
    ({"kind": "several-choices", "choices": ({"en": "A"}, {"en": "C"})}, ["- A", "- C"]),
    ({"kind": "date", "value": "2026-03-27"}, ["27 March 2026"]),
    ({"kind": "number", "value": "12.5"}, ["12.5"]),
    ({"kind": "file", "value": "street.jpg"}, ["A file: street.jpg"]),
    ({"kind": "long-text", "text": "One\n\nTwo"}, ["One", "", "Two"]),
])
def test_an_answer_is_written_by_its_kind(answer: dict, lines: list[str]) -> None:
    found = text(copy(answers=(CopiedAnswer({"en": "Q?"}, language="en", **answer),))).split("\r\n")
    at = found.index("Q?") + 1
    assert found[at:at + len(lines)] == lines


def test_a_text_that_runs_against_the_page_says_so_on_each_line() -> None:
    mixed = CopiedAnswer({"en": "Q?"}, "long-text", "ur", text="میری گلی BTP\nIn English\n12")
    assert f"\r\n{RIGHT}میری گلی BTP\r\nIn English\r\n12\r\n" in text(copy(answers=(mixed,)))
    assert f"\r\n{RIGHT}میری گلی BTP\r\n{LEFT}In English\r\n{RIGHT}12\r\n" in text(copy(answers=(mixed,)), "ur")


def test_a_statement_stands_after_what_its_page_shares() -> None:
    rated = CopiedAnswer({"en": "Buses are safe"}, "agree-scale", "en", choices=({"en": "Agree"},),
                         stem={"en": "How far do you agree?"})
    assert "How far do you agree? – Buses are safe\r\n- Agree" in text(copy(answers=(rated,)))


@pytest.mark.parametrize(("about", "words"), [
    ({}, "Answered for: Myself"), ({"on_behalf_of": "group"}, "Answered for: A group"),
    ({"on_behalf_of": "organisation", "body": "A shop", "speaks_for": 9}, "Answered for: A shop\r\nPeople you speak"),
])
def test_a_copy_says_on_whose_behalf_it_was_sent(about: dict, words: str) -> None:
    assert words in text(copy(**about))


def test_every_copy_says_what_is_not_in_it() -> None:
    assert "answers about yourself" in text(copy()) and "did not answer are not listed" in text(copy())


def text(copied: Copy, language: str = "en", code: str = "") -> str:
    """Return the copy as text, the fixed words in English."""
    def translate(message: str, /, **facts: object) -> str:
        return message % facts if facts else message

    return copies.write(copied, language, translate, code=code).decode("utf-8")


def copy(answers: tuple[CopiedAnswer, ...] = (), **changes: object) -> Copy:
    """Return a copy of a response with these answers."""
    usual: dict[str, object] = {
        "slug": "a-plan", "title": {"en": "A plan"}, "received_at": datetime(2026, 6, 30, 23, 30, tzinfo=UTC),
        "is_correction": False, "on_behalf_of": "self", "body": "", "speaks_for": None, "has_quote_consent": True,
        "sections": (CopiedSection({"en": "All"}, answers),)}
    return Copy(**{**usual, **changes})  # type: ignore[arg-type]
