"""Days and rhythms that a wish names: read where they are said, and never guessed."""

from datetime import date

import pytest

from consult.domain.due_words import as_day, due_on, rhythm


@pytest.mark.parametrize(("words", "day"), [
    ("Live by end of Q1 2025-26.", date(2025, 6, 30)),
    ("Ready by the end of Q4 2025/26", date(2026, 3, 31)),
    ("Launch by April 2026.", date(2026, 4, 30)),
    ("Targets by 30 September 2022.", date(2022, 9, 30)),
    ("An independent review by June 2022 of the indicators", date(2022, 6, 30)),
    ("Done before 1 february 2024", date(2024, 2, 1)),
    ("By the end of February 2024", date(2024, 2, 29)),
])
def test_a_day_is_read_as_the_last_one_that_is_in_time(words: str, day: date) -> None:
    assert due_on(words) == day


@pytest.mark.parametrize("words", [
    "A date in 2022 for the new model.", "Areas at risk (2025-26 Budget).", "Updated every month.", "",
    "by 31 June 2022", "by end of Q5 2025-26", "by the Mayor", "by January 0000",
])
def test_what_names_no_day_has_none(words: str) -> None:
    assert due_on(words) is None


def test_a_rhythm_is_read_and_nothing_else_is_one() -> None:
    assert [rhythm(words) for words in ("Updated every month.", "EVERY YEAR", "monthly", "every borough")] == [
        "month", "year", "", ""]


def test_a_day_is_only_what_is_written_as_one() -> None:
    assert as_day(" 2025-03-27 ") == date(2025, 3, 27)
    assert as_day("March 2025 or before") is None and as_day("2025-02-30") is None
