"""Data go out on the day that was told, after two people looked and nobody found somebody."""

from datetime import date

import pytest

from consult.domain import data_releases, edition_files
from consult.domain.errors import Conflict, Refused
from consult.domain.intruder_checks import ITEMS, NOT_SAFE, SAFE, Check, is_enough, is_passed, missing

DAY = date(2027, 3, 1)


@pytest.mark.parametrize(("checks", "enough"), [
    ([], False), ([Check(1, True)], False), ([Check(1, True), Check(2, True)], True),
    ([Check(1, True), Check(1, True)], False), ([Check(1, True), Check(2, True), Check(3, False)], False),
])
def test_two_different_people_must_find_nothing_and_nobody_may_find_something(checks, enough):
    assert is_enough(checks) is enough


def test_a_line_without_an_answer_is_no_passed_check():
    answers = dict.fromkeys(ITEMS[1:], SAFE)
    assert missing(answers) == ITEMS[:1] and not is_passed(answers)
    assert is_passed({**answers, ITEMS[0]: SAFE}) and not is_passed({**answers, ITEMS[0]: NOT_SAFE})


def test_an_answer_that_is_none_of_the_choices_is_missing():
    assert missing({**dict.fromkeys(ITEMS, SAFE), ITEMS[2]: "perhaps"}) == (ITEMS[2],)


@pytest.mark.parametrize(("state", "today", "is_checked", "code"), [
    ("released", DAY, True, "release-over"), ("called-off", DAY, True, "release-over"),
    ("planned", date(2027, 2, 28), True, "release-too-early"), ("planned", DAY, False, "release-not-checked"),
])
def test_a_release_that_may_not_go_out_says_why(state, today, is_checked, code):
    with pytest.raises(Conflict) as refused:
        data_releases.check_release(state, DAY, today, is_checked=is_checked)
    assert refused.value.code == code


def test_a_release_goes_out_on_its_day_or_later():
    data_releases.check_release("planned", DAY, DAY, is_checked=True)


@pytest.mark.parametrize(("day", "code"), [(None, "release-day-missing"), (date(2027, 2, 28), "release-day-past")])
def test_a_release_has_a_day_that_is_not_past(day, code):
    with pytest.raises(Refused) as refused:
        data_releases.check_day(day, DAY)
    assert refused.value.code == code


def test_every_kind_of_file_is_wanted_once_in_each_language():
    assert edition_files.wanted(["en", "ur", "en"]) == (
        ("pdf", "en"), ("pdf", "ur"), ("pdf-large", "en"), ("pdf-large", "ur"))
