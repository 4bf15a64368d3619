"""Decisions: a reason, a name and a day always; what was changed in the plan is what differs."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from consult.domain import decisions
from consult.domain.decisions import CONFIRMED, PROPOSED, Decision, TextChange
from consult.domain.errors import Conflict, NotAllowed, Refused

TODAY = date(2026, 4, 10)
NODES = ("trust",)
DECISION = Decision("partly", {"en": " We have the money for some. ", "ur": "کچھ"}, " Sam  Lee", "Deputy Mayor", TODAY)


def test_a_decision_is_kept_with_only_what_belongs_to_it() -> None:
    kept = decisions.check(replace(DECISION, goes_to="TfL", later_on=TODAY), nodes=NODES, today=TODAY)
    assert (kept.reason["en"], kept.decided_by) == ("We have the money for some.", "Sam Lee")
    assert (kept.goes_to, kept.later_on) == ("", None)


@pytest.mark.parametrize(("change", "code"), [
    ({"outcome": "maybe"}, "decision-outcome"), ({"reason": {"ur": "کچھ"}}, "decision-reason-missing"),
    ({"reason": {"en": "a. " * 1500}}, "decision-reason-long"), ({"reason": {"en": "word " * 26}},
                                                                "decision-sentence-long"),
    ({"easy_reason": {"en": "word " * 26}}, "decision-sentence-long"),
    ({"easy_reason": {"en": "a. " * 1500}}, "decision-reason-long"),
    ({"decided_by": " "}, "decision-name-missing"), ({"office": ""}, "decision-office-missing"),
    ({"decided_on": None}, "decision-day-missing"), ({"decided_on": date(2026, 4, 11)}, "decision-day-future"),
    ({"outcome": "not-ours"}, "decision-body-missing"), ({"outcome": "later"}, "decision-later-missing"),
    ({"outcome": "later", "later_on": TODAY}, "decision-later-past"),
    ({"changes": (TextChange("moon", {}, {"en": "a"}),)}, "decision-node"),
    ({"changes": (TextChange("trust", {}, {"en": "a" * 10_001}),)}, "decision-text-long"),
    ({"outcome": "not", "changes": (TextChange("trust", {"en": "a"}, {"en": "b"}),)}, "decision-changes-nothing"),
])
def test_a_decision_without_reason_name_or_day_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        decisions.check(replace(DECISION, **change), nodes=NODES, today=TODAY)
    assert refused.value.code == code


def test_words_of_the_plan_that_stayed_the_same_are_no_change() -> None:
    same = TextChange("trust", {"en": "We will listen."}, {"en": " We will\nlisten. "})
    other = TextChange("trust", {"en": "We will listen."}, {"en": "We will act."})
    kept = decisions.check(replace(DECISION, changes=(same, other)), nodes=NODES, today=TODAY)
    assert kept.changes == (other,)


@pytest.mark.parametrize("change", [TextChange("trust", {}, {"en": "New"}), TextChange("trust", {"en": "Old"}, {})])
def test_a_new_part_and_one_taken_out_are_changes(change: TextChange) -> None:
    assert decisions.check(replace(DECISION, changes=(change,)), nodes=NODES, today=TODAY).changes == (change,)


def test_only_a_person_confirms_a_proposed_decision_on_a_confirmed_finding() -> None:
    decisions.confirm(state=PROPOSED, finding_state="confirmed", person_id=1)
    with pytest.raises(NotAllowed):
        decisions.confirm(state=PROPOSED, finding_state="confirmed", person_id=None)
    with pytest.raises(Conflict, match="decision-not-proposed"):
        decisions.confirm(state=CONFIRMED, finding_state="confirmed", person_id=1)
    with pytest.raises(Conflict, match="finding-not-confirmed"):
        decisions.confirm(state=PROPOSED, finding_state="draft", person_id=1)


def test_a_confirmed_finding_without_a_decision_is_undecided() -> None:
    states = {1: "confirmed", 2: "confirmed", 3: "draft", 4: "set-aside"}
    assert decisions.undecided(states, {2}) == (1,)
