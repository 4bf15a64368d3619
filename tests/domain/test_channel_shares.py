"""Ways in that tell of a disability never stand alone with an exact number."""

import pytest

from consult.domain.channel_shares import OTHER_WAYS, TELLING, told_together, ways_used


def test_ordinary_ways_stand_by_themselves_where_nothing_tells_of_a_disability():
    assert told_together({"online": 40, "post": 3}) == {}
    assert ways_used(["online", "post"]) == ("online", "post")


@pytest.mark.parametrize("received, ordinary", [
    ({"online": 400, "phone": 12, "easy-read": 3}, ("phone",)),
    ({"online": 400, "phone": 2, "post": 9, "easy-read": 30}, ("phone", "post")),
    ({"online": 400, "bsl-video": 1}, ("online",)),
])
def test_they_are_counted_with_ten_that_came_by_ordinary_ways(received, ordinary):
    together = told_together(received)[OTHER_WAYS]
    assert together == (*ordinary, *TELLING)
    assert sum(received.get(way, 0) for way in ordinary) >= 10


def test_a_report_that_names_one_of_them_names_all():
    assert ways_used(["online", "bsl-video"]) == ("online", "bsl-video", "easy-read", "large-print")
