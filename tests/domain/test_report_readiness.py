"""A report is signed off when all was weighed, or when a named person says why before."""

import pytest

from consult.domain.errors import Refused
from consult.domain.report_editions import SignOff, Waiting
from consult.domain.report_readiness import Standing, check_changes, signed_off, stopping, waiting

FULL = {"name": "Alex Doe", "office": "Deputy Mayor", "why": "The plan must be issued by March."}


def test_nothing_waits_where_all_is_done():
    assert waiting(Standing()) == ()
    assert signed_off((), **FULL) == SignOff("Alex Doe", "Deputy Mayor")


def test_what_stops_a_sign_off_comes_first():
    found = waiting(Standing(quotes=2, undecided=1, unread=3, is_open=True, translations={"ur": 4, "cy": 0}))
    assert [(one.code, one.count, one.of) for one in found] == [
        ("unread", 3, ""), ("undecided", 1, ""), ("open", 1, ""), ("quotes-to-read", 2, ""), ("translations", 4, "ur")]
    assert [one.code for one in stopping(found)] == ["unread", "undecided"]


@pytest.mark.parametrize("name", ["unread", "uncoded", "at_desk", "undecided"])
def test_a_report_is_not_signed_off_while_something_was_not_weighed(name):
    with pytest.raises(Refused) as refused:
        signed_off(waiting(Standing(**{name: 2})), name="Alex Doe", office="Deputy Mayor")
    assert refused.value.code == "sign-off-waiting"
    assert list(refused.value.facts.values()) == [2]


def test_a_named_person_may_sign_off_before_and_the_moment_is_kept():
    found = waiting(Standing(unread=3, quotes=1))
    assert signed_off(found, **FULL) == SignOff("Alex Doe", "Deputy Mayor", FULL["why"], (Waiting("unread", 3),))


@pytest.mark.parametrize("missing", ["name", "office"])
def test_whoever_signs_off_is_named_with_their_office(missing):
    with pytest.raises(Refused) as refused:
        signed_off(waiting(Standing(unread=3)), **{**FULL, missing: "  "})
    assert (refused.value.field, refused.value.code) == (missing, f"sign-off-{missing}-missing")


def test_later_editions_say_what_changed():
    check_changes(1, {})
    check_changes(2, {"en": "Chapter 4 has new numbers."})
    for words in ({}, {"ur": "باب"}, {"en": "x" * 2001}):
        with pytest.raises(Refused):
            check_changes(2, words)
