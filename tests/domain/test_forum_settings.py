"""Settings of a group: what each can be, what would change, and addresses of public pages."""

import pytest

from consult.domain import forum_settings as rules
from consult.domain.errors import Conflict, Refused


def test_settings_are_read_as_they_are_kept_and_unknown_ones_left_out() -> None:
    given = {"papers_days": " 12 ", "decides_by": "consensus", "about": " We ride. ", "name": "x"}
    assert rules.check(given) == {"about": "We ride.", "decides_by": "consensus", "papers_days": 12}


@pytest.mark.parametrize(("name", "value"), [
    ("decides_by", "decree"), ("joins_by", ""), ("papers_days", "0"), ("papers_days", "61"), ("record_days", "9"),
    ("record_days", "-10"), ("record_days", "٢٠"), ("papers_days", "9" * 5000), ("licence", "a" * 1001)])
def test_what_cannot_be_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        rules.check({name: value})
    assert refused.value.field == name


def test_only_what_becomes_different_is_asked_and_something_has_to() -> None:
    now = {"papers_days": 10, "about": "We ride."}
    assert rules.changes(now, {"papers_days": 12, "about": "We ride."}) == {"papers_days": 12}
    with pytest.raises(Conflict):
        rules.changes(now, {"papers_days": 10})


def test_a_decision_keeps_settings_and_gives_back_those_that_it_knows() -> None:
    assert rules.from_detail(rules.to_detail({"papers_days": 12, "about": "ہم"})) == {"papers_days": 12, "about": "ہم"}
    assert rules.from_detail('{"state": "closed"}') == rules.from_detail("") == {}


@pytest.mark.parametrize("slug", ["", "ab", "a" * 61, "night bus", "-night", "night--bus", "../up", "nächte", "a/b"])
def test_what_cannot_be_an_address_is_refused(slug: str) -> None:
    assert rules.check_slug(" Night-Bus-2 ") == "night-bus-2"
    with pytest.raises(Refused):
        rules.check_slug(slug)
