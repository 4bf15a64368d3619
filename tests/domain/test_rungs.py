"""The ladder: co-production is refused without its conditions, falls when they do, and members have the last word."""

import pytest

from consult.domain import rungs
from consult.domain.errors import Conflict, Refused
from consult.domain.rungs import CONDITIONS, Standing

ALL = frozenset(CONDITIONS)


@pytest.mark.parametrize("lacking", CONDITIONS)
def test_co_production_is_refused_while_one_condition_is_missing(lacking: str) -> None:
    with pytest.raises(Refused) as refused:
        rungs.check_claim("co-production", ALL - {lacking})
    assert refused.value.code == "co-production-refused" and refused.value.facts["missing"] == (lacking,)


def test_co_production_is_given_where_all_hold_and_lower_rungs_need_none() -> None:
    assert rungs.check_claim("co-production", ALL) == "co-production"
    for rung in rungs.RUNGS[:-1]:
        assert rungs.check_claim(rung, ()) == rung


@pytest.mark.parametrize("lacking", CONDITIONS)
def test_the_label_falls_when_a_condition_fails_later(lacking: str) -> None:
    assert rungs.shown(Standing("co-production", met=ALL)) == "co-production"
    assert rungs.shown(Standing("co-production", met=ALL - {lacking})) == "co-design"
    assert rungs.shown(Standing("informing")) == "informing"


def test_what_members_voted_down_stays_down() -> None:
    down = Standing("consultation", is_voted_down=True, met=ALL)
    with pytest.raises(Conflict, match="rung-voted-down"):
        rungs.check_claim("engagement", ALL, down)
    assert rungs.check_claim("informing", (), down) == "informing"
    assert rungs.check_claim("engagement", (), Standing("consultation")) == "engagement"


def test_down_is_one_step_down_and_there_is_a_lowest() -> None:
    assert rungs.lower("co-production") == "co-design" and rungs.lower("consultation") == "informing"
    with pytest.raises(Conflict):
        rungs.lower("informing")
    with pytest.raises(Refused):
        rungs.height("heaven")
