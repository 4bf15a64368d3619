"""What a forum asks, when a reply is late, and what no reply can do without."""

from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from consult.domain import asks
from consult.domain.errors import Refused

SENT, DUE = date(2026, 3, 2), date(2026, 3, 30)
TODAY = date(2026, 4, 10)
REPLY = asks.Reply("not", " We need money first.\r\nThen we start.", "Head of engagement")


def test_a_reply_is_due_twenty_working_days_after_the_ask_unless_the_group_says_otherwise() -> None:
    assert asks.due_on(SENT, asks.check_reply_days(None)) == DUE
    # Good Friday and Easter Monday of 2026 do not count.
    assert asks.due_on(date(2026, 4, 1), asks.check_reply_days(2)) == date(2026, 4, 7)


@pytest.mark.parametrize(("replied", "today", "expected", "late"), [
    (None, DUE, asks.WAITING, 0), (None, date(2026, 3, 31), asks.LATE, 1), (DUE, TODAY, asks.IN_TIME, 0),
    (date(2026, 4, 7), TODAY, asks.CAME_LATE, 4), (None, date(2026, 4, 7), asks.LATE, 4),
])
def test_only_a_first_reply_ends_being_late(replied: date | None, today: date, expected: str, late: int) -> None:
    assert asks.timeliness(DUE, replied, today) == expected
    assert asks.days_late(DUE, replied, today) == late


def test_a_reply_on_the_saturday_after_a_friday_is_late_by_a_day_and_not_by_none() -> None:
    assert asks.days_late(date(2026, 3, 27), date(2026, 3, 28), TODAY) == 1


@pytest.mark.parametrize(("change", "code"), [
    ({"outcome": "maybe"}, "reply-outcome"), ({"reason": " \n"}, "reply-reason-missing"),
    ({"outcome": "later"}, "reply-later-missing"), ({"outcome": "later", "later_on": TODAY}, "reply-later-past"),
    ({"reason": "word " * 26}, "reply-sentence-long"), ({"reason": "a. " * 3000}, "reply-reason-long"),
    ({"outcome": "not-ours"}, "reply-goes-to-missing"), ({"signed": " "}, "reply-signed-missing"),
    ({"film": "http://example.org/film"}, "reply-film-address"), ({"film": "https://a b"}, "reply-film-address"),
    ({"easy": "w " * 26}, "ask-easy-sentence-long"),
])
def test_a_reply_without_a_plain_reason_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        asks.check_reply(replace(REPLY, **change), (), TODAY)
    assert refused.value.code == code


def test_a_reply_is_kept_as_it_was_written_and_says_only_what_belongs_to_it() -> None:
    later = replace(REPLY, outcome="later", later_on=date(2027, 1, 4), goes_to="TfL")
    kept = asks.check_reply(later, (), TODAY)
    assert (kept.reason, kept.later_on, kept.goes_to) == ("We need money first.\nThen we start.", date(2027, 1, 4), "")
    kept = asks.check_reply(replace(later, outcome="not-ours"), (), TODAY)
    assert (kept.later_on, kept.goes_to) == (None, "TfL")


@pytest.mark.parametrize(("wanted", "given", "code"), [
    ("easy-read", {"easy": "We start."}, "reply-easy-missing"), ("bsl", {"film": "https://a.b/c"}, "reply-bsl-missing"),
    ("language", {"translated": "پیسے نہیں"}, "reply-language-missing"),
])
def test_a_reply_comes_in_the_formats_of_the_ask(wanted: str, given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        asks.check_reply(REPLY, {wanted}, TODAY)
    assert refused.value.code == code
    assert asks.check_reply(replace(REPLY, **given), {wanted}, TODAY).reason


def test_the_formats_of_an_ask_are_those_that_it_came_in() -> None:
    assert asks.formats_of(easy_words="", has_film=False, language="en") == frozenset()
    assert asks.formats_of(easy_words="Train.", has_film=True, language="ur") == {"easy-read", "bsl", "language"}


@pytest.mark.parametrize(("one", "other", "same"), [
    ("MOPAC", " mopac ", True), ("The  Met", "the met", True), ("", "", False), ("TfL", "LFB", False),
])
def test_a_body_is_known_however_its_name_is_written(one: str, other: str, same: bool) -> None:
    assert asks.same_body(one, other) is same


@pytest.mark.parametrize("days", [0, -1, 261])
def test_a_reply_cannot_be_due_at_once_or_in_years(days: int) -> None:
    with pytest.raises(Refused, match="ask-reply-days"):
        asks.check_reply_days(days)


def test_titles_texts_and_marks_have_their_limits() -> None:
    for check, words, code in (
            (asks.check_title, " ", "ask-title-missing"), (asks.check_title, "x" * 201, "ask-title-long"),
            (asks.check_text, "\n", "ask-text-missing"), (asks.check_text, "x" * 6001, "ask-text-long"),
            (asks.check_easy, "a. " * 2000, "ask-easy-long"), (asks.check_easy, "w " * 26, "ask-easy-sentence-long"),
            (asks.check_addressee, "", "ask-body-missing"), (asks.check_addressee, "x" * 201, "ask-body-long"),
            (partial(asks.check_mark, "good"), "", "reply-mark"),
            (partial(asks.check_mark, "partly"), "x" * 2001, "mark-long")):
        with pytest.raises(Refused) as refused:
            check(words)
        assert refused.value.code == code
    assert asks.check_addressee(" A  school ") == "A school"
