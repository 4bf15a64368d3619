"""The steps of the law: order, days between, the last day for the plan, and what is to be looked at."""

from dataclasses import replace
from datetime import date

import pytest

from consult.domain import timelines
from consult.domain.errors import Refused
from consult.domain.timelines import (
    FROM_DATA,
    KEYS,
    MOST_DOCUMENTS,
    STEPS,
    Document,
    Mark,
    check_mark,
    end_of_financial_year,
    standing,
    warnings,
    with_deadline,
)

PAPER = (Document("A paper", "https://example.org/paper"),)
TODAY = date(2025, 4, 30)


def test_what_was_done_in_order_with_its_papers_warns_of_nothing() -> None:
    assert warnings(whole(), TODAY) == ()
    assert {one.state for one in standing(whole(), TODAY)} == {"done", "not-needed"}


def test_every_step_names_its_law_and_stands_after_what_must_come_first() -> None:
    for place, step in enumerate(STEPS):
        assert step.source and set(step.after) <= set(KEYS[:place])


def test_the_days_between_are_counted_from_the_last_step_that_has_a_day() -> None:
    marks = {"election": Mark(done_on=date(2024, 5, 2)), "draft-sent": Mark(done_on=date(2024, 12, 18))}
    found = {one.step.key: one for one in standing(marks, TODAY)}
    assert (found["draft-sent"].days_after, found["draft-sent"].after_step) == (230, "election")
    assert found["election"].days_after is None and found["commissioner-consulted"].state == "no-date"


def test_the_plan_is_due_by_the_end_of_the_financial_year_of_the_election() -> None:
    assert end_of_financial_year(date(2024, 5, 2)) == date(2025, 3, 31)
    assert end_of_financial_year(date(2025, 3, 31)) == date(2025, 3, 31)
    marks = {"election": Mark(done_on=date(2024, 5, 2)), "plan-issued": Mark(due_on=date(2026, 1, 1))}
    assert with_deadline(marks)["plan-issued"].due_on == date(2025, 3, 31)


@pytest.mark.parametrize(("key", "mark", "today", "code", "days"), [
    ("plan-issued", Mark(done_on=date(2025, 4, 2), documents=PAPER), TODAY, "issued-too-late", 2),
    ("plan-issued", Mark(), date(2025, 4, 10), "not-issued-in-time", 10),
    ("plan-issued", Mark(), date(2025, 3, 21), "last-day-near", 10),
    ("assembly-reported", Mark(done_on=date(2024, 12, 20), documents=PAPER), TODAY, "scrutiny-short", 2),
    ("response-published", Mark(done_on=date(2025, 3, 27), documents=PAPER), TODAY, "reply-just-before", 1),
    ("draft-sent", Mark(done_on=date(2024, 12, 18)), TODAY, "paper-missing", 0),
])
def test_what_is_to_be_looked_at_is_said(key: str, mark: Mark, today: date, code: str, days: int) -> None:
    found = [one for one in warnings({**whole(), key: mark}, today) if one.code == code]
    assert [one.days for one in found] == [days]


def test_a_step_before_or_without_what_the_law_puts_first_is_told_with_the_days() -> None:
    early = warnings({**whole(), "plan-issued": Mark(done_on=date(2025, 2, 1), documents=PAPER)}, TODAY)
    assert ("step-before", "answers-closed", 11) in [(one.code, one.other, one.days) for one in early]
    without = warnings({key: mark for key, mark in whole().items() if key != "response-given"}, TODAY)
    assert [(one.step, one.other) for one in without] == [
        ("response-published", "response-given"), ("plan-issued", "response-given")]


def test_without_the_day_of_the_election_there_is_no_last_day_and_that_is_said() -> None:
    assert [one.code for one in warnings({}, TODAY)] == ["election-unknown"]


def test_a_late_step_and_one_that_is_to_come_are_told_apart() -> None:
    found = {one.step.key: one.state for one in standing(
        {"draft-sent": Mark(due_on=date(2025, 4, 29)), "regard-had": Mark(due_on=TODAY),
         "people-asked": Mark(done_on=date(2025, 5, 1))}, TODAY)}
    assert (found["draft-sent"], found["regard-had"], found["people-asked"]) == ("late", "to-come", "to-come")


@pytest.mark.parametrize(("key", "mark", "code"), [
    ("party", Mark(), "option-unknown"),
    (FROM_DATA[0], Mark(done_on=TODAY), "option-unknown"),
    ("plan-issued", Mark(is_not_needed=True, note={"en": "Why"}), "step-is-needed"),
    ("commissioner-again", Mark(is_not_needed=True), "reason-missing"),
    ("commissioner-again", Mark(done_on=TODAY, is_not_needed=True, note={"en": "Why"}), "step-not-needed-done"),
    ("draft-sent", Mark(documents=(Document("", "https://example.org"),)), "paper-title-missing"),
    ("draft-sent", Mark(documents=(Document("A", "javascript:alert(1)"),)), "paper-address"),
    ("draft-sent", Mark(documents=(Document("A", "https://example.org/a b"),)), "paper-address"),
    ("draft-sent", Mark(documents=(Document("x" * 301),)), "paper-long"),
    ("draft-sent", Mark(documents=(Document("A"),) * (MOST_DOCUMENTS + 1)), "papers-many"),
])
def test_a_mark_that_breaks_a_rule_is_refused(key: str, mark: Mark, code: str) -> None:
    with pytest.raises(Refused, match=code):
        check_mark(key, mark, is_changed=False)


def test_a_day_that_stood_is_only_changed_with_a_note() -> None:
    with pytest.raises(Refused, match="reason-missing"):
        check_mark("draft-sent", Mark(done_on=TODAY), is_changed=True)
    kept = check_mark("draft-sent", Mark(done_on=TODAY, documents=(Document(" A  b ", " "), Document("", "")),
                                         note={"en": " It was wrong. "}), is_changed=True)
    assert kept.documents == (Document("A b"),) and kept.note == {"en": "It was wrong."}


def whole() -> dict[str, Mark]:
    """Return every step done in order with its paper, the last question to the Commissioner not needed."""
    days = {
        "election": date(2024, 5, 2), "commissioner-consulted": date(2024, 11, 1), "draft-sent": date(2024, 12, 18),
        "people-asked": date(2024, 12, 18), "victims-asked": date(2024, 12, 18), "answers-closed": date(2025, 2, 12),
        "assembly-reported": date(2025, 2, 25), "regard-had": date(2025, 3, 3), "response-given": date(2025, 3, 10),
        "response-published": date(2025, 3, 11), "plan-issued": date(2025, 3, 28), "plan-published": date(2025, 3, 28)}
    marks = {key: Mark(done_on=day, documents=PAPER) for key, day in days.items()}
    return {**marks, "commissioner-again": replace(Mark(), is_not_needed=True, note={"en": "Nothing changed."})}


def test_the_steps_are_those_that_are_named() -> None:
    assert set(whole()) == set(KEYS) and timelines.COMMISSIONER_AGAIN in KEYS
