"""Meetings: states, papers in time, the record kept open, guests announced and captions agreed before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain import meetings
from consult.domain.errors import Conflict, Refused
from consult.domain.meetings import GuestWords, Plan

MEETING = date(2027, 1, 8)
NOW = datetime(2026, 11, 1, tzinfo=UTC)
START = datetime(2027, 1, 8, 18, tzinfo=UTC)
PLAN = Plan("March", START, 90, frozenset({"remote", "post"}))
SERGEANT = GuestWords("police", " A  sergeant ", "To listen")


def test_a_plan_comes_back_with_tidy_words_and_its_length() -> None:
    found = meetings.checked(replace(PLAN, title="  Our \n March "), NOW)
    assert (found.title, found.minutes, found.break_every) == ("Our March", 90, 45)


@pytest.mark.parametrize(("changed", "field", "code"), [
    ({"title": " "}, "title", "text-missing"), ({"title": "x" * 201}, "title", "text-long"),
    ({"where": "x" * 2001}, "where", "text-long"), ({"starts_at": NOW}, "starts_on", "meeting-past"),
    ({"starts_at": NOW + timedelta(days=731)}, "starts_on", "meeting-far"),
    ({"ways": frozenset()}, "ways", "ways-missing"),
    ({"ways": frozenset({"fax"})}, "ways", "option-unknown"), ({"break_every": 91}, "break_every", "number-range"),
    ({"minutes": 481}, "minutes", "number-range"),
    ({"ways": frozenset({"in_person"}), "where": "Hall"}, "quiet_space", "quiet-space-missing"),
    ({"ways": frozenset({"in_person"}), "quiet_space": True}, "where", "text-missing"),
])
def test_a_meeting_that_cannot_be_is_refused_on_its_field(changed: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        meetings.checked(replace(PLAN, **changed), NOW)  # type: ignore[arg-type]
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize("standing", ["held", "cancelled"])
def test_a_meeting_that_is_over_does_not_move_again(standing: str) -> None:
    for to in meetings.STATES:
        with pytest.raises(Conflict, match="meeting-moved"):
            meetings.check_move(standing, to, "Why")


def test_putting_off_and_calling_off_need_a_reason() -> None:
    assert meetings.check_move("planned", "confirmed") == ""
    assert meetings.check_move("confirmed", "postponed", " No interpreter ") == "No interpreter"
    with pytest.raises(Refused, match="text-missing"):
        meetings.check_move("confirmed", "cancelled", " ")


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(Refused, match="option-unknown"):
        meetings.check_move("planned", "secret")


def test_the_rule_is_read_on_the_day_of_a_confirmed_meeting() -> None:
    meetings.check_begin(state="confirmed", meeting_on=MEETING, today=MEETING)
    with pytest.raises(Conflict, match="meeting-not-confirmed"):
        meetings.check_begin(state="planned", meeting_on=MEETING, today=MEETING)
    with pytest.raises(Conflict, match="meeting-not-today"):
        meetings.check_begin(state="confirmed", meeting_on=MEETING, today=MEETING - timedelta(days=1))


def test_a_meeting_was_not_held_without_the_rule_nor_before_its_end() -> None:
    meetings.check_held(is_rule_read=True, ends_at=START, now=START)
    with pytest.raises(Conflict, match="rule-not-read"):
        meetings.check_held(is_rule_read=False, ends_at=START, now=START)
    with pytest.raises(Conflict, match="meeting-not-over"):
        meetings.check_held(is_rule_read=True, ends_at=START, now=START - timedelta(seconds=1))


def test_papers_are_due_ten_working_days_before_over_christmas() -> None:
    assert meetings.papers_due(MEETING) == date(2026, 12, 22)


@pytest.mark.parametrize(("out", "today", "late"), [
    (date(2026, 12, 22), MEETING, False), (date(2026, 12, 23), MEETING, True),
    (None, date(2026, 12, 22), False), (None, date(2026, 12, 23), True),
])
def test_a_paper_is_late_from_the_day_after_it_was_due(out: date | None, today: date, late: bool) -> None:
    assert meetings.is_late(out, date(2026, 12, 22), today) is late
    assert meetings.are_late([date(2026, 12, 1), out], date(2026, 12, 22), today) is late


def test_papers_go_out_in_every_format_at_the_same_time_or_not_at_all() -> None:
    with pytest.raises(Conflict, match="formats-missing") as stopped:
        meetings.check_out({"text", "braille"})
    assert stopped.value.facts == {"count": 2}
    meetings.check_out({"text", "easy-read", "bsl"})


@pytest.mark.parametrize(("form", "text", "media", "field"), [
    ("fax", "x", "", "form"), ("text", " ", "", "text"), ("easy-read", "", "", "text"), ("bsl", "words", "", "file"),
    ("bsl", "", "audio", "file"), ("audio", "", "video", "file"), ("braille", "", "", "file"),
    ("text", "x" * 60_001, "", "text"),
])
def test_each_format_needs_what_it_is_made_of(form: str, text: str, media: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        meetings.check_paper("Budget", form, text, media=media)
    assert refused.value.field == field


def test_a_paper_may_be_words_or_a_film_or_a_file() -> None:
    assert meetings.check_paper(" Budget ", "text", " Words ", media="") == ("Budget", "Words")
    assert meetings.check_paper("Budget", "bsl", "", media="video") == ("Budget", "")
    assert meetings.check_paper("Budget", "large-print", "", media="file") == ("Budget", "")


def test_the_record_is_open_for_ten_working_days() -> None:
    assert meetings.record_open_until(MEETING) == date(2027, 1, 22)
    assert meetings.record_open_until(MEETING, 15) == date(2027, 1, 29)


@pytest.mark.parametrize(("changed", "field"), [
    ({"kind": "spy"}, "kind"), ({"who": " "}, "who"), ({"why": ""}, "why"), ({"who": "A" * 201}, "who"),
])
def test_a_guest_without_name_or_reason_is_not_announced(changed: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        meetings.check_guest(replace(SERGEANT, **changed), meeting_on=MEETING, today=NOW.date())
    assert refused.value.field == field


def test_nobody_from_outside_is_announced_the_day_before() -> None:
    assert meetings.check_guest(SERGEANT, meeting_on=MEETING, today=date(2026, 12, 31)).who == "A sergeant"
    with pytest.raises(Conflict) as stopped:
        meetings.check_guest(SERGEANT, meeting_on=MEETING, today=date(2027, 1, 1))
    assert stopped.value.facts["until"] == "2026-12-31"


@pytest.mark.parametrize(("day", "code"), [
    (None, "date-missing"), (MEETING - timedelta(days=1), "captions-end-range"),
    (MEETING + timedelta(days=366), "captions-end-range"),
])
def test_captions_are_not_kept_without_a_day_on_which_they_go(day: date | None, code: str) -> None:
    with pytest.raises(Refused, match=code):
        meetings.check_captions_end(day, meeting_on=MEETING)
    assert meetings.check_captions_end(MEETING, meeting_on=MEETING) == MEETING


def test_captions_are_off_until_the_group_agrees() -> None:
    assert meetings.check_captions(" Words ", is_kept=True) == "Words"
    with pytest.raises(Conflict, match="captions-not-agreed"):
        meetings.check_captions("Words", is_kept=False)


@pytest.mark.parametrize(("state", "minutes", "are_open"), [
    ("confirmed", -31, False), ("confirmed", -30, True), ("held", 150, True), ("confirmed", 151, False),
    ("planned", 0, False),
])
def test_cards_can_be_held_up_around_a_confirmed_meeting_only(state: str, minutes: int, are_open: bool) -> None:
    now = START + timedelta(minutes=minutes)
    assert meetings.are_cards_open(state, START, START + timedelta(minutes=90), now) is are_open
