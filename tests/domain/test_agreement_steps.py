"""Steps of a group's agreement: their order, who takes each, how long a pause is, and the last word."""

from datetime import date, timedelta

import pytest

from consult.domain import agreement_steps as steps
from consult.domain.agreement_steps import (
    AGREED,
    APPEAL,
    DECISION,
    LEAVE,
    LIFTED,
    LONG_PAUSE,
    NOTHING_MORE,
    PAUSE,
    UPHELD,
    WORD,
    Taken,
)
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting

TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=14)
MEMBER, CHAIR = Acting(1, 1, "a", "A"), Acting(2, 1, "b", "B", is_chair=True)
LISTENING, APART = Acting(3, 1, "c", "C", "listener"), Acting(4, 1, "d", "D", "independent")
FIRST, PAUSED = Taken(WORD, 2, TODAY), Taken(PAUSE, 2, TODAY, until=LATER)


def decided(outcome: str, until: date | None = None) -> Taken:
    return Taken(DECISION, 2, TODAY, outcome, until)


def appealed(outcome: str = "") -> Taken:
    return Taken(APPEAL, 1, TODAY, outcome)


def test_a_matter_begins_with_a_private_word_unless_somebody_is_in_danger() -> None:
    assert steps.following([]) == (WORD,)
    assert steps.following([], is_danger=True) == (WORD, PAUSE)


def test_the_group_decides_only_after_a_pause() -> None:
    assert DECISION not in steps.following([FIRST])
    assert steps.following([FIRST, PAUSED]) == (WORD, PAUSE, DECISION, APPEAL)


def test_a_decision_that_runs_lets_nothing_follow_and_one_that_was_made_can_be_appealed_against() -> None:
    assert steps.following([FIRST, PAUSED, decided("")]) == ()
    assert steps.following([FIRST, PAUSED, decided(LEAVE)]) == (APPEAL, WORD)


def test_an_appeal_against_a_pause_leaves_the_decision_to_the_group() -> None:
    assert steps.following([FIRST, PAUSED, appealed()]) == ()
    heard = [FIRST, PAUSED, appealed(LIFTED)]
    assert steps.following(heard) == (DECISION,) and steps.matter(heard) == heard


def test_an_appeal_against_the_decision_is_the_last_word() -> None:
    assert steps.matter([FIRST, PAUSED, decided(LEAVE), appealed(UPHELD)]) == []
    assert steps.matter([FIRST, PAUSED, decided(NOTHING_MORE)]) == []


def test_a_word_after_a_decision_begins_a_new_matter() -> None:
    assert steps.matter([FIRST, PAUSED, decided(AGREED), FIRST]) == [FIRST]
    assert steps.matter([FIRST, PAUSED, decided(AGREED)])[-1] == decided(AGREED)


def test_chairs_take_steps_and_never_about_themselves() -> None:
    steps.check_step(WORD, [], CHAIR, MEMBER.member_id, about_is_chair=False)
    for by, about_id in ((MEMBER, 9), (APART, 9), (LISTENING, 9), (CHAIR, CHAIR.member_id)):
        with pytest.raises(NotFound):
            steps.check_step(WORD, [], by, about_id, about_is_chair=by is CHAIR)


def test_any_other_member_takes_a_step_about_a_chair() -> None:
    steps.check_step(WORD, [], MEMBER, CHAIR.member_id, about_is_chair=True)
    with pytest.raises(NotFound):
        steps.check_step(WORD, [], LISTENING, CHAIR.member_id, about_is_chair=True)


def test_an_appeal_is_the_members_own() -> None:
    steps.check_step(APPEAL, [FIRST, PAUSED], MEMBER, MEMBER.member_id, about_is_chair=False)
    with pytest.raises(NotFound):
        steps.check_step(APPEAL, [FIRST, PAUSED], CHAIR, MEMBER.member_id, about_is_chair=False)


def test_a_step_out_of_order_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="step-order"):
        steps.check_step(PAUSE, [], CHAIR, MEMBER.member_id, about_is_chair=False)
    steps.check_step(PAUSE, [], CHAIR, MEMBER.member_id, about_is_chair=False, is_danger=True)


@pytest.mark.parametrize(("days", "is_decided", "code"), [
    (-1, False, "pause-past"), (15, False, "pause-long"), (91, True, "pause-long"), (None, False, "date-missing")])
def test_a_pause_has_an_end_in_time(days: int | None, is_decided: bool, code: str) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    with pytest.raises(Refused, match=code):
        steps.check_pause(TODAY, until, is_decided=is_decided)


def test_a_pause_of_one_person_is_short_and_one_of_the_group_can_be_longer() -> None:
    for days, is_decided in ((0, False), (14, False), (90, True)):
        until = TODAY + timedelta(days=days)
        assert steps.check_pause(TODAY, until, is_decided=is_decided) == until


def test_only_the_independent_person_hears_an_appeal() -> None:
    asked = [FIRST, PAUSED, appealed()]
    assert steps.check_hearing(APART, asked, LIFTED) == LIFTED
    for by in (CHAIR, LISTENING, MEMBER):
        with pytest.raises(NotFound):
            steps.check_hearing(by, asked, LIFTED)


def test_an_appeal_is_heard_once_and_in_a_word_of_the_list() -> None:
    for taken in ([], [FIRST], [FIRST, PAUSED, appealed(UPHELD)]):
        with pytest.raises(Conflict, match="appeal-decided"):
            steps.check_hearing(APART, taken, LIFTED)
    with pytest.raises(Refused, match="outcome-missing"):
        steps.check_hearing(APART, [appealed()], "perhaps")


def test_the_last_day_of_an_appeal_is_the_twentieth_working_day_after_the_step() -> None:
    assert steps.appeal_until(TODAY) == date(2026, 3, 30)
    steps.check_appeal_day([PAUSED], date(2026, 3, 30))
    with pytest.raises(Conflict, match="appeal-late"):
        steps.check_appeal_day([PAUSED], date(2026, 3, 31))


def test_a_pause_holds_to_its_last_day_and_not_once_it_is_lifted() -> None:
    assert steps.paused_until([FIRST, PAUSED], LATER) == LATER
    assert steps.paused_until([FIRST, PAUSED], LATER + timedelta(days=1)) is None
    assert steps.paused_until([FIRST, PAUSED, appealed()], LATER) == LATER
    assert steps.paused_until([FIRST, PAUSED, appealed(LIFTED)], LATER) is None
    assert steps.paused_until([], TODAY) is None


def test_what_the_group_decides_takes_the_place_of_the_pause() -> None:
    until = TODAY + timedelta(days=80)
    assert steps.paused_until([FIRST, PAUSED, decided(AGREED)], TODAY) is None
    assert steps.paused_until([FIRST, PAUSED, decided(LONG_PAUSE, until)], LATER + timedelta(days=9)) == until
    assert steps.paused_until([FIRST, PAUSED, decided(LEAVE)], LATER + timedelta(days=999)) == date.max


def test_while_the_group_decides_the_pause_goes_on_so_that_nobody_decides_in_their_own_matter() -> None:
    assert steps.paused_until([FIRST, PAUSED, decided("")], LATER + timedelta(days=9)) == date.max
    assert steps.paused_until([FIRST, PAUSED, appealed(LIFTED), decided("")], TODAY) == date.max


def test_nobody_has_to_leave_while_they_can_appeal() -> None:
    taken, late = [FIRST, PAUSED, decided(LEAVE)], date(2026, 3, 31)
    assert not steps.may_end_membership(taken, date(2026, 3, 30)) and steps.may_end_membership(taken, late)
    assert not steps.may_end_membership([*taken, appealed()], late)
    assert not steps.may_end_membership([*taken, appealed(LIFTED)], late)
    assert steps.may_end_membership([*taken, appealed(UPHELD)], TODAY)
    assert not steps.may_end_membership([FIRST, PAUSED, decided(AGREED)], late)
