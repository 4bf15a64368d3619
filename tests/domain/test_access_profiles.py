"""Access needs: what may stand in a profile, how many people a need takes, when it is late, when it is settled."""

from datetime import date, timedelta

import pytest

from consult.domain.access_profiles import (
    AREA_OF,
    AREAS,
    ORDER,
    STATES,
    Arrangement,
    Need,
    answered,
    book_by,
    check_all_settled,
    check_arranging,
    checked,
    is_settled,
    lateness,
    people_needed,
)
from consult.domain.errors import Conflict, Refused

MEETING = date(2026, 12, 10)


def test_the_profile_has_nine_areas_and_none_is_a_diagnosis() -> None:
    assert AREAS == ("communication", "format", "environment", "timing", "support", "remote", "sensory", "diet",
                     "travel")
    assert set(AREA_OF) == set(ORDER) and all(len(code) <= 30 for code in ORDER)


def test_needs_come_back_in_order_once_and_with_tidy_words() -> None:
    found = checked([Need("taxi", "  from \n door "), Need("step-free"), Need("bsl"), Need("bsl")])
    assert found == (Need("bsl"), Need("step-free"), Need("taxi", "from door"))


@pytest.mark.parametrize(("need", "field", "code"), [
    (Need("illness", "x"), "needs", "option-unknown"), (Need("other-diet", "  "), "other-diet", "text-missing"),
    (Need("vegan", "x" * 301), "vegan", "text-long"),
])
def test_a_need_that_cannot_be_is_refused_on_its_field(need: Need, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        checked([need])
    assert (refused.value.field, refused.value.code) == (field, code)


@pytest.mark.parametrize(("code", "minutes", "people"), [
    ("bsl", 59, 1), ("bsl", 60, 2), ("lipspeaking", 120, 2), ("captions", 120, 1), ("taxi", 120, 0),
])
def test_two_interpreters_from_an_hour(code: str, minutes: int, people: int) -> None:
    assert people_needed(code, minutes) == people


def test_interpreters_are_due_six_weeks_before_and_late_at_three() -> None:
    assert book_by("bsl", MEETING) == MEETING - timedelta(weeks=6)
    found = [lateness("bsl", MEETING, MEETING - timedelta(days=days)) for days in (43, 42, 22, 21, 0)]
    assert found == ["", "due", "due", "late", "late"]


def test_a_room_is_due_two_weeks_before() -> None:
    assert book_by("step-free", MEETING) == MEETING - timedelta(weeks=2)


@pytest.mark.parametrize("state", STATES)
def test_a_need_is_settled_when_booked_accepted_taken_back_or_not_met_and_told(state: str) -> None:
    assert is_settled(state, is_told=False) is (state in ("booked", "alternative", "withdrawn"))
    assert is_settled(state, is_told=True) is (state in ("booked", "alternative", "withdrawn", "not-met"))


def test_one_open_need_holds_the_meeting_up() -> None:
    with pytest.raises(Conflict) as stopped:
        check_all_settled([("booked", False), ("offered", False), ("not-met", False)])
    assert (stopped.value.code, stopped.value.facts["count"]) == ("needs-open", 2)
    check_all_settled([("booked", False), ("not-met", True)])


def test_only_the_person_accepts_another_way() -> None:
    with pytest.raises(Refused, match="option-unknown"):
        check_arranging("offered", Arrangement("alternative", words="Captions"), least=0)
    assert answered("offered", accepts=True) == "alternative"
    assert answered("offered", accepts=False) == "asked"


@pytest.mark.parametrize("standing", ["asked", "booked", "alternative", "not-met", "withdrawn"])
def test_nobody_accepts_what_was_not_offered(standing: str) -> None:
    with pytest.raises(Conflict, match="need-moved"):
        answered(standing, accepts=True)


def test_what_the_person_accepted_is_not_changed_behind_them() -> None:
    with pytest.raises(Conflict, match="need-moved"):
        check_arranging("alternative", Arrangement("not-met", words="Too dear"), least=0)


def test_a_booking_of_one_interpreter_for_an_hour_is_refused_with_the_number() -> None:
    with pytest.raises(Refused) as refused:
        check_arranging("asked", Arrangement("booked", 1), least=2)
    assert (refused.value.code, refused.value.facts) == ("people-few", {"least": 2})


@pytest.mark.parametrize(("words", "code"), [(" ", "text-missing"), ("x" * 301, "text-long")])
def test_an_offer_and_a_refusal_need_words(words: str, code: str) -> None:
    for state in ("offered", "not-met"):
        with pytest.raises(Refused, match=code):
            check_arranging("asked", Arrangement(state, words=words), least=0)
