"""When a consultation is open, and what it needs first."""

from datetime import UTC, date, datetime, timedelta

import pytest

from consult.domain import consultations
from consult.domain.errors import Refused

NOW = datetime(2026, 11, 21, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(("opens", "closes", "state"), [
    (NOW + DAY, NOW + 2 * DAY, "upcoming"), (NOW, NOW + DAY, "open"), (NOW - DAY, NOW, "open"),
    (NOW - 2 * DAY, NOW - DAY, "closed"),
])
def test_the_state_follows_the_clock(opens: datetime, closes: datetime, state: str) -> None:
    assert consultations.state(opens, closes, NOW) == state


@pytest.mark.parametrize("slug", ["", "Ä", "a b", "-a", "a--b", "x" * 81])
def test_an_address_is_words_joined_by_hyphens(slug: str) -> None:
    with pytest.raises(Refused, match="slug-shape"):
        consultations.check_slug(slug)


def test_it_closes_after_it_opens_and_answers_outlive_the_close() -> None:
    with pytest.raises(Refused, match="closes-before-it-opens"):
        consultations.check_dates(NOW, NOW, None)
    with pytest.raises(Refused, match="retention-too-short"):
        consultations.check_dates(NOW, NOW + DAY, date(2026, 11, 22))
    consultations.check_dates(NOW, NOW + DAY, date(2027, 1, 1))


def test_all_that_is_missing_is_named_in_order() -> None:
    have = dict.fromkeys(consultations.NEEDED_TO_OPEN, "there")
    assert consultations.missing_to_open(have) == ()
    assert consultations.missing_to_open({**have, "duties": None, "plan": ""}) == ("plan", "duties")
