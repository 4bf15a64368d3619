"""Events: access is arranged in time, people are a number, and a note says one thing of one table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain import events
from consult.domain.errors import Conflict, Refused
from consult.domain.events import ACCESS, Note, Plan, Record

STARTS = datetime(2026, 11, 12, 18, tzinfo=UTC)
PLAN = Plan("Workshop in Peckham", STARTS, STARTS + timedelta(hours=2), "in-person", place="Library")


def test_interpreters_are_arranged_six_working_weeks_before() -> None:
    assert events.arrange_by("bsl", date(2026, 11, 12)) == date(2026, 10, 1)
    assert events.arrange_by("breaks", date(2026, 11, 12)) == date(2026, 11, 5)


def test_lead_times_leave_bank_holidays_out() -> None:
    assert events.arrange_by("breaks", date(2026, 12, 31)) == date(2026, 12, 22)


@pytest.mark.parametrize(("today", "stands"), [
    (date(2026, 9, 23), ""), (date(2026, 9, 24), "due"), (date(2026, 10, 1), "due"), (date(2026, 10, 2), "late")])
def test_a_thing_that_nobody_arranged_is_due_then_late(today: date, stands: str) -> None:
    assert events.lateness("bsl", date(2026, 11, 12), today) == stands


def test_an_event_online_needs_no_ramp_and_keeps_its_interpreters() -> None:
    assert "step-free" in events.checklist("both") and "step-free" not in events.checklist("online")
    assert "bsl" in events.checklist("phone") and set(events.checklist("in-person")) == set(ACCESS)


def test_nobody_can_book_before_they_can_ask_about_access() -> None:
    with pytest.raises(Refused) as refused:
        events.checked(replace(PLAN, bookings_open_on=date(2026, 10, 1)))
    assert (refused.value.field, refused.value.code) == ("access_contact", "event-contact-missing")
    open_plan = replace(PLAN, bookings_open_on=date(2026, 10, 1), access_contact=" Ring  020 7946 0000 ")
    assert events.checked(open_plan).access_contact == "Ring 020 7946 0000"


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"title": " "}, "title", "text-missing"), ({"starts_at": None}, "starts_at", "date-missing"),
    ({"ends_at": None}, "ends_at", "date-missing"), ({"ends_at": STARTS}, "ends_at", "event-ends-first"),
    ({"ends_at": STARTS + timedelta(days=15)}, "ends_at", "event-ends-first"),
    ({"format": "fair"}, "format", "option-unknown"), ({"host_kind": "me"}, "host_kind", "option-unknown"),
    ({"language": "not a tag"}, "language", "option-unknown"), ({"place": ""}, "place", "event-place-missing"),
    ({"title": "a" * 201}, "title", "text-long")])
def test_a_plan_that_does_not_hold_is_refused(change: dict[str, object], field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        events.checked(replace(PLAN, **change))
    assert (refused.value.field, refused.value.code) == (field, code)


def test_only_a_group_with_a_name_is_named() -> None:
    assert not events.checked(replace(PLAN, may_be_named=True)).may_be_named
    group = replace(PLAN, may_be_named=True, host_kind="charity", host="Lamp")
    assert events.checked(group).may_be_named and not events.checked(replace(group, host="")).may_be_named


def test_an_event_that_was_held_is_planned_no_more() -> None:
    events.check_planned("planned")
    with pytest.raises(Conflict) as conflict:
        events.check_planned("held")
    assert conflict.value.code == "event-not-planned"


def test_what_was_not_there_has_a_reason() -> None:
    with pytest.raises(Refused) as refused:
        events.check_access("bsl", "not-met", "  ", None, is_held=True)
    assert refused.value.code == "event-reason-missing"
    assert events.check_access("bsl", "not-met", " Ill ", None, is_held=True) == "Ill"


@pytest.mark.parametrize(("code", "state", "cost", "is_held"), [
    ("bsl", "there", None, False), ("bsl", "booked", None, True), ("lift", "wanted", None, False),
    ("bsl", "booked", -1, False)])
def test_access_is_said_in_its_time_and_in_its_words(code: str, state: str, cost: int | None, is_held: bool) -> None:
    with pytest.raises(Refused):
        events.check_access(code, state, "why", cost, is_held=is_held)


@pytest.mark.parametrize(("people", "tables", "now", "code"), [
    (12, 2, STARTS - timedelta(hours=1), "event-not-yet"), (None, 2, STARTS, "event-people-missing"),
    (-1, 2, STARTS, "number-range"), (12, 501, STARTS, "number-range"), (12, 0, STARTS, "number-range")])
def test_a_record_says_how_many_came_and_not_before(people: int, tables: int, now: datetime, code: str) -> None:
    with pytest.raises(Refused) as refused:
        events.checked_record(Record(people, tables), STARTS, now)
    assert refused.value.code == code
    assert events.checked_record(Record(0, None, " Mostly  young "), STARTS, STARTS).make_up == "Mostly  young"


def test_words_of_somebody_are_kept_only_where_they_agreed() -> None:
    with pytest.raises(Refused) as refused:
        events.checked_note(Note("quote", "I walk home in fear"))
    assert refused.value.code == "event-quote-consent"
    assert events.checked_note(Note("quote", "I walk home", has_consent=True)).has_consent
    assert not events.checked_note(Note("statement", "More buses", has_consent=True)).has_consent


@pytest.mark.parametrize(("change", "field"), [
    ({"kind": "name"}, "kind"), ({"text": "\x00 "}, "text"), ({"text": "a" * 4001}, "text"),
    ({"language": "<b>"}, "language"), ({"client_key": "../../x"}, "client_key"), ({"table": "a" * 41}, "table")])
def test_a_note_that_does_not_hold_is_refused(change: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        events.checked_note(replace(Note("statement", "More buses"), **change))
    assert refused.value.field == field
