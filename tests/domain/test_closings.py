"""When a consultation closes, for whom, and what cannot move once people can answer."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.domain.closings import (
    Extension,
    check_extension,
    check_late_policy,
    check_promises,
    closes_at_for,
    has_opened,
    may_go_on,
)
from consult.domain.errors import Conflict, Refused

OPENS, CLOSES = datetime(2026, 8, 1, tzinfo=UTC), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WHY = {"en": "The video came late."}


@pytest.mark.parametrize(("now", "begun", "may"), [
    (CLOSES, None, True), (CLOSES + MINUTE, None, False), (CLOSES + MINUTE, CLOSES - DAY, True),
    (CLOSES + 60 * MINUTE, CLOSES, True), (CLOSES + 61 * MINUTE, CLOSES - DAY, False),
    (CLOSES + 2 * MINUTE, CLOSES + MINUTE, False), (OPENS - MINUTE, None, False),
])
def test_only_what_was_begun_before_the_close_goes_on_in_the_grace(
    now: datetime, begun: datetime | None, may: bool
) -> None:
    assert may_go_on(OPENS, CLOSES, now, grace_minutes=60, begun_at=begun) is may


def test_without_grace_nothing_goes_on_after_the_close() -> None:
    assert not may_go_on(OPENS, CLOSES, CLOSES + timedelta(microseconds=1), grace_minutes=0, begun_at=OPENS)


def test_a_channel_closes_later_and_never_earlier_than_the_consultation() -> None:
    changes = [("easy-read", CLOSES + DAY), ("post", CLOSES - DAY), (None, CLOSES + 9 * DAY)]
    assert closes_at_for(CLOSES, changes, "easy-read") == CLOSES + DAY
    assert closes_at_for(CLOSES, changes, "post") == CLOSES == closes_at_for(CLOSES, changes, "online")
    assert closes_at_for(CLOSES + 2 * DAY, changes, "easy-read") == CLOSES + 2 * DAY


@pytest.mark.parametrize(("asked", "field", "code"), [
    (Extension(CLOSES, WHY), "closes_on", "closing-not-later"),
    (Extension(CLOSES - DAY, WHY), "closes_on", "closing-not-later"),
    (Extension(CLOSES + DAY, WHY, "online"), "channel", "option-unknown"),
    (Extension(CLOSES + DAY, WHY, "pigeon"), "channel", "option-unknown"),
    (Extension(CLOSES + DAY, {"ur": "دیر"}), "reason-en", "reason-missing"),
    (Extension(CLOSES + DAY, {**WHY, "ur": "x" * 501}), "reason-ur", "reason-long"),
])
def test_a_close_that_cannot_be_is_refused_on_its_field(asked: Extension, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_extension(asked, CLOSES, OPENS, is_reported=False)
    assert (refused.value.field, refused.value.code) == (field, code)


def test_a_later_close_that_is_past_already_opens_nothing() -> None:
    with pytest.raises(Refused, match="closing-not-later"):
        check_extension(Extension(CLOSES + DAY, WHY), CLOSES, CLOSES + 2 * DAY, is_reported=False)
    check_extension(Extension(CLOSES + 3 * DAY, WHY, "bsl-video"), CLOSES, CLOSES + 2 * DAY, is_reported=False)


def test_nothing_moves_once_an_edition_is_published() -> None:
    with pytest.raises(Conflict, match="closing-reported"):
        check_extension(Extension(CLOSES + DAY, WHY), CLOSES, OPENS, is_reported=True)


def test_what_people_were_told_is_fixed_and_the_same_again_is_no_change() -> None:
    standing = {"closes_at": CLOSES, "late_answers": "kept", "grace_minutes": 60}
    check_promises(standing, {**standing, "title": {"en": "New"}})
    for change, code in (({"closes_at": CLOSES + DAY}, "closing-needs-reason"),
                         ({"late_answers": "counted"}, "late-fixed"), ({"grace_minutes": 0}, "late-fixed")):
        with pytest.raises(Refused, match=code):
            check_promises(standing, {**standing, **change})


@pytest.mark.parametrize(("is_visible", "now", "has_responses", "opened"), [
    (True, OPENS, False, True), (True, OPENS - MINUTE, False, False), (False, CLOSES, False, False),
    (False, OPENS - DAY, True, True), (True, CLOSES + DAY, False, True),
])
def test_it_has_opened_when_people_can_answer_or_have(
    is_visible: bool, now: datetime, has_responses: bool, opened: bool
) -> None:
    assert has_opened(is_visible=is_visible, opens_at=OPENS, has_responses=has_responses, now=now) is opened


@pytest.mark.parametrize(("late_answers", "minutes"), [("lost", 60), ("kept", 1441), ("kept", -1), ("counted", "60")])
def test_a_late_policy_is_one_of_the_known(late_answers: str, minutes: object) -> None:
    check_late_policy("counted", 0)
    with pytest.raises(Refused):
        check_late_policy(late_answers, minutes)
