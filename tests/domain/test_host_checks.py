"""Hosts have ten whole days to put our notes right: days of London, also where the clocks change."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain import host_checks as checks
from consult.domain.errors import Conflict, Refused

GIVEN = datetime(2027, 3, 20, 10, tzinfo=UTC)


def test_the_tenth_day_after_the_day_of_giving_is_the_last_and_a_whole_one() -> None:
    assert checks.last_day(GIVEN) == date(2027, 3, 30)
    # Summer time began on the 28th: the 30th is over an hour earlier by the sun.
    assert checks.closes_at(GIVEN) == datetime(2027, 3, 30, 23, tzinfo=UTC)


@pytest.mark.parametrize("given", [datetime(2027, 3, 20, 0, 1, tzinfo=UTC), datetime(2027, 3, 20, 23, 59, tzinfo=UTC)])
def test_the_hour_of_giving_takes_nothing_away(given: datetime) -> None:
    assert checks.last_day(given) == date(2027, 3, 30)


def test_the_days_run_to_their_last_second_and_not_longer() -> None:
    end = checks.closes_at(GIVEN)
    checks.check_running(GIVEN, end - timedelta(seconds=1))
    with pytest.raises(Conflict) as over:
        checks.check_running(GIVEN, end)
    assert over.value.facts == {"days": 10}


def test_notes_that_were_given_to_nobody_wait_for_nobody() -> None:
    assert not checks.is_running(None, GIVEN)


@pytest.mark.parametrize(("kind", "said", "field"), [("rumour", "Words", "kind"), ("wrong", " ", "text"),
                                                     ("missing", "a" * 4001, "text")])
def test_a_remark_that_says_nothing_is_refused(kind: str, said: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        checks.checked_remark(kind, said)
    assert refused.value.field == field


def test_a_reason_is_never_empty() -> None:
    with pytest.raises(Refused):
        checks.checked_reason("  ")
