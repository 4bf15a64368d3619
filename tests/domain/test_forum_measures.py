"""Measures of a forum: what counts things is shown, what counts people only where many stand behind it."""

import pytest

from consult.domain.forum_measures import OF_PEOPLE, shares


def found(**counted: tuple[int, int]) -> dict[str, object]:
    return {share.code: share for share in shares({code.replace("_", "-"): two for code, two in counted.items()})}


def test_things_are_counted_as_they_are_and_get_a_percentage_from_thirty_on() -> None:
    few, many = found(replies_on_time=(1, 2))["replies-on-time"], found(replies_on_time=(30, 40))["replies-on-time"]
    assert (few.part, few.base, few.percent) == (1, 2, None)  # type: ignore[attr-defined]
    assert (many.part, many.base, many.percent) == (30, 40, 75)  # type: ignore[attr-defined]


@pytest.mark.parametrize("counted", [(3, 5), (29, 29), (9, 40), (35, 40), (40, 40), (0, 40)])
def test_what_leads_to_people_is_kept_back_where_few_stand_on_either_side(counted: tuple[int, int]) -> None:
    share = found(still_here=counted)["still-here"]
    assert (share.part, share.base, share.percent) == (None, None, None)  # type: ignore[attr-defined]
    assert share.hidden  # type: ignore[attr-defined]


def test_where_many_stand_on_both_sides_people_are_counted_to_the_nearest_five() -> None:
    share = found(still_here=(63, 102))["still-here"]
    assert (share.part, share.base, share.percent) == (65, 100, 65)  # type: ignore[attr-defined]


def test_every_measure_has_a_line_also_before_there_is_anything_to_count() -> None:
    assert {share.hidden for share in shares({})} == {"nothing-yet"} and len(shares({})) == len(OF_PEOPLE)


def test_a_code_that_is_no_measure_is_no_line() -> None:
    with pytest.raises(KeyError):
        shares({"who-is-gay": (1, 2)})
