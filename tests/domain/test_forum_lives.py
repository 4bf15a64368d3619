"""A forum's life: it rests, goes on, ends once, and is not closed by anybody without a reason that is published."""

import pytest

from consult.domain import forum_lives as rules
from consult.domain.errors import Conflict, Refused


@pytest.mark.parametrize(("state", "wanted"), [
    ("open", "paused"), ("open", "closed"), ("paused", "open"), ("paused", "closed")])
def test_a_forum_rests_goes_on_and_ends(state: str, wanted: str) -> None:
    assert rules.check_change(state, wanted) == wanted


@pytest.mark.parametrize(("state", "wanted"), [
    ("open", "open"), ("paused", "paused"), ("closed", "open"), ("closed", "paused"), ("closed", "closed")])
def test_an_end_is_an_end_and_nothing_becomes_what_it_is(state: str, wanted: str) -> None:
    with pytest.raises(Conflict):
        rules.check_change(state, wanted)


def test_an_unknown_state_is_refused() -> None:
    with pytest.raises(Refused):
        rules.check_change("open", "gone")


def test_a_reason_is_needed_and_bounded() -> None:
    assert rules.check_reason(" The money went. ") == "The money went."
    for wrong in (" ", "a" * 2001):
        with pytest.raises(Refused):
            rules.check_reason(wrong)


def test_nothing_new_is_written_while_it_rests_or_after_its_end() -> None:
    rules.check_writing("open")
    for state in ("paused", "closed"):
        with pytest.raises(Conflict, match="forum-not-open"):
            rules.check_writing(state)
