"""The checklists fill themselves: what the data show, what is wanting, and what only a person can say."""

from dataclasses import replace
from datetime import date

import pytest

from consult.domain.checklists import (
    GAP,
    GUNNING,
    KEYS,
    MOST_NOTE,
    NOTE,
    PRINCIPLES,
    SHOWN,
    Facts,
    FormatFact,
    check_note,
    items,
)
from consult.domain.elections import is_before_an_election, ordinary_election, quiet_weeks
from consult.domain.errors import Refused

OPENS, CLOSES = date(2024, 12, 18), date(2025, 2, 12)


def test_there_are_four_rules_and_eleven_principles_each_once() -> None:
    assert [item.key for item in items(facts())] == list(KEYS)
    assert (len(GUNNING), len(PRINCIPLES)) == (4, 11)


def test_a_consultation_that_did_everything_has_no_gap() -> None:
    assert {item.key for item in items(facts()) if item.state == GAP} == set()
    assert {item.key for item in items(facts()) if item.state == NOTE} == {"gunning-3", "principle-e", "principle-h"}


@pytest.mark.parametrize(("change", "key", "code"), [
    ({"can_change": 0}, "gunning-1", "can-change-missing"),
    ({"can_change": 0}, "principle-b", "can-change-missing"),
    ({"first_decided_on": CLOSES}, "gunning-1", "decided-before-close"),
    ({"issued_on": CLOSES}, "gunning-1", "issued-before-close"),
    ({"plan_parts": 0}, "gunning-2", "plan-shown-missing"),
    ({"notices": {"privacy": False}}, "gunning-2", "notice-privacy-missing"),
    ({"languages_offered": 3}, "gunning-2", "languages"),
    ({"events_after_close": 1}, "gunning-3", "events-after-close"),
    ({"unread": 1}, "gunning-4", "unread"),
    ({"at_desk": 2}, "gunning-4", "at-desk"),
    ({"undecided": 1}, "gunning-4", "undecided"),
    ({"issued_on": date(2025, 3, 1)}, "gunning-4", "plan-before-report"),
    ({"asks_victims": False}, "principle-f", "victims-not-asked"),
    ({"sent_on": None}, "principle-i", "draft-not-sent"),
    ({"asks_answered": 29}, "principle-i", "asks-answered"),
    ({"published_on": date(2025, 6, 1)}, "principle-j", "published-late"),
    ({"published_on": None}, "principle-j", "publish-late"),
    ({"opens_on": date(2026, 4, 1), "closes_on": date(2026, 6, 1)}, "principle-k", "began-before-election"),
])
def test_what_is_wanting_is_told_on_its_line(change: dict[str, object], key: str, code: str) -> None:
    found = {item.key: item for item in items(replace(facts(), **change))}  # type: ignore[arg-type]
    assert found[key].state == GAP
    assert code in [line.code for line in found[key].lines if line.state == GAP]


def test_answers_that_wait_while_people_still_answer_are_no_gap() -> None:
    open_now = replace(facts(), today=CLOSES, unread=40, at_desk=3, findings=0, undecided=0, published_on=None,
                       signed_off_on=None, issued_on=None)
    found = {item.key: item for item in items(open_now)}
    assert found["gunning-4"].state == NOTE and found["principle-j"].state == NOTE


def test_a_format_that_came_late_is_told_with_its_days_and_whether_people_got_more_time() -> None:
    late = FormatFact("bsl", "en", date(2024, 12, 28))
    found = {item.key: item for item in items(replace(facts(), formats=(late,)))}
    assert ("format-late", 10) in [(line.code, line.facts.get("days")) for line in found["gunning-2"].lines]
    assert "late-format-same-close" in [line.code for line in found["gunning-3"].lines]
    given = {item.key: item for item in items(replace(facts(), formats=(replace(late, closes_later=True),)))}
    assert "late-format-more-time" in [line.code for line in given["gunning-3"].lines]


def test_a_format_that_is_not_there_is_told_with_the_day_that_was_promised() -> None:
    formats = (FormatFact("audio", "en", None), FormatFact("bsl", "en", None, date(2025, 1, 9)))
    lines = next(item for item in items(replace(facts(), formats=formats)) if item.key == "principle-g").lines
    assert [(line.code, line.facts.get("day")) for line in lines if line.code.startswith("format-")] == [
        ("format-missing", None), ("format-promised", date(2025, 1, 9))]


def test_the_time_is_told_in_days_and_working_days_with_the_holidays_in_it() -> None:
    lines = {line.code: line.facts for line in
             next(item for item in items(facts()) if item.key == "gunning-3").lines}
    assert lines["days-open"] == {"n": 57, "working": 38}
    assert lines["holidays"]["days"] == (date(2024, 12, 25), date(2024, 12, 26), date(2025, 1, 1))


def test_elections_are_known_and_their_six_weeks_too() -> None:
    assert [ordinary_election(year) for year in (2024, 2025, 2026, 2021)] == [
        date(2024, 5, 2), None, date(2026, 5, 7), None]
    assert is_before_an_election(date(2026, 3, 26)) and not is_before_an_election(date(2026, 3, 25))
    assert is_before_an_election(date(2026, 5, 7)) and not is_before_an_election(date(2026, 5, 8))
    assert quiet_weeks(date(2025, 12, 1), date(2026, 3, 26)) == ((date(2026, 3, 26), date(2026, 5, 7)),)


@pytest.mark.parametrize(("state", "note", "code"), [
    ("done", "Why", "option-unknown"), ("met", " \x00 ", "checklist-note-missing"),
    ("met", "x" * (MOST_NOTE + 1), "checklist-note-long"),
])
def test_a_note_needs_a_known_word_and_a_reason(state: str, note: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_note(state, note)


def facts() -> Facts:
    """Return what a consultation shows that did everything: asked for eight weeks, decided and signed off after it."""
    return Facts(
        today=date(2025, 6, 1), opens_on=OPENS, closes_on=CLOSES, can_change=4, cannot_change=5, duties=4,
        plan_parts=200, questions=30, asks_victims=True,
        notices={"privacy": True, "children": True, "safety": True}, languages_wanted=4, languages_offered=4,
        formats=(FormatFact("easy-read", "en", OPENS),), ways_used=5, events_held=3, forums=2, findings=12,
        first_decided_on=date(2025, 3, 1), published_on=date(2025, 3, 20), signed_off_on=date(2025, 3, 20),
        sent_on=OPENS, issued_on=date(2025, 3, 28), asks=30, asks_answered=30)


def test_what_was_shown_is_shown() -> None:
    assert {item.state for item in items(facts()) if item.key in ("gunning-1", "gunning-4", "principle-k")} == {SHOWN}
