"""How a group decides: who can be overruled under each rule, how long others can answer, and what is counted."""

from datetime import date, timedelta

import pytest

from consult.domain import group_decisions as rules
from consult.domain.errors import Conflict, Refused
from consult.domain.group_decisions import CONSENSUS, CONSENT, GRADIENTS, VOTE, Proposal, Stand, Tally

MONDAY = date(2026, 3, 2)
NEXT_MONDAY = MONDAY + timedelta(days=7)


def test_by_consent_one_who_cannot_live_with_it_stops_a_proposal_and_a_concern_does_not() -> None:
    assert rules.outcome(CONSENT, Tally({"agree": 2, "concern": 3}, 6)) == rules.Outcome(True, "agreed", 0)
    assert rules.outcome(CONSENT, Tally({"agree": 5, "object": 1}, 6)) == rules.Outcome(False, "cannot-live", 1)
    assert not rules.outcome(CONSENT, Tally({"stand-aside": 4}, 4)).is_made


def test_by_consensus_more_agree_than_stand_aside_and_nobody_blocks() -> None:
    assert rules.outcome(CONSENSUS, Tally({"agree": 2, "stand-aside": 1}, 3)).is_made
    assert rules.outcome(CONSENSUS, Tally({"agree": 2, "stand-aside": 2}, 4)).reason == "few-agreed"
    assert rules.outcome(CONSENSUS, Tally({"agree": 9, "object": 1}, 10)).reason == "cannot-live"


def test_by_gradients_two_thirds_stand_on_the_first_three_steps_and_nobody_on_the_last() -> None:
    assert rules.outcome(GRADIENTS, Tally({"1": 1, "3": 3, "5": 1, "7": 1}, 6)).is_made
    assert rules.outcome(GRADIENTS, Tally({"1": 3, "4": 2}, 5)).reason == "few-agreed"
    assert rules.outcome(GRADIENTS, Tally({"1": 8, "8": 1}, 9)) == rules.Outcome(False, "cannot-live", 1)


def test_a_concern_that_was_met_stops_nothing_any_more() -> None:
    assert rules.counted(Stand("object", "Late.", is_met=True)) == "concern"
    assert rules.counted(Stand("8", "Late.", is_met=True)) == "3"
    assert rules.counted(Stand("object", "Late.")) == "object" and rules.counted(Stand("agree")) == "agree"


@pytest.mark.parametrize(("counts", "is_heavy", "is_made"), [
    ({"0": 3, "1": 2}, False, True), ({"0": 2, "1": 1, "2": 1}, False, False), ({"0": 1, "3": 9}, False, True),
    ({"3": 9}, False, False), ({"0": 4, "1": 2}, True, True), ({"0": 3, "1": 2}, True, False)])
def test_a_vote_is_carried_by_its_share_of_those_for_and_against(
    counts: dict[str, int], is_heavy: bool, is_made: bool
) -> None:
    assert rules.outcome(VOTE, Tally(counts, 10), is_heavy=is_heavy).is_made is is_made


def test_among_choices_one_needs_more_than_all_others_together() -> None:
    assert rules.outcome(VOTE, Tally({"0": 1, "2": 4, "-1": 2}, 7), choices=3).chosen == 2
    assert not rules.outcome(VOTE, Tally({"0": 2, "1": 2}, 4), choices=3).is_made


def test_too_few_decide_nothing_and_a_group_without_members_neither() -> None:
    assert rules.outcome(CONSENT, Tally({"agree": 4}, 9)).reason == "few-took-part"
    assert rules.outcome(CONSENT, Tally({"agree": 5}, 9)).is_made
    assert not rules.has_quorum(Tally({}, 0))


def test_those_who_cannot_live_with_it_are_counted_even_where_they_stop_nothing() -> None:
    assert rules.outcome(VOTE, Tally({"0": 5, "2": 2}, 7)) == rules.Outcome(True, "agreed", 2)


def test_a_vote_is_open_to_a_group_only_by_its_own_choice_or_against_a_label() -> None:
    assert rules.rules_for(()) == (CONSENT, CONSENSUS)
    assert rules.rules_for((VOTE,)) == rules.rules_for((), is_vote_open=True) == (CONSENT, CONSENSUS, VOTE)
    with pytest.raises(Refused, match="decision-rule-not-chosen"):
        put(rule=VOTE)


def test_people_by_phone_and_post_have_five_working_days_and_a_bank_holiday_is_none() -> None:
    assert rules.first_closing(MONDAY) == NEXT_MONDAY
    assert rules.first_closing(date(2026, 4, 1)) == date(2026, 4, 10)
    with pytest.raises(Refused, match="decision-closes-early"):
        put(closes_on=MONDAY + timedelta(days=4))
    assert put(closes_on=MONDAY, is_quick=True).closes_on == MONDAY


@pytest.mark.parametrize(("changed", "field"), [
    ({"question": " "}, "question"), ({"question": "a" * 2001}, "question"),
    ({"rule": "decree"}, "rule"), ({"closes_on": MONDAY + timedelta(days=400)}, "closes_on"),
    ({"review_on": NEXT_MONDAY}, "review_on"), ({"review_on": date(2036, 1, 1)}, "review_on")])
def test_what_is_wrong_with_a_proposal_is_said_by_field(changed: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refused:
        put(**changed)
    assert refused.value.field == field


def test_a_question_is_tidied() -> None:
    assert put().question == "A quiet room?"


def test_a_vote_can_be_among_choices_of_the_groups_own_and_nothing_else_can() -> None:
    offered = {"choices": (" Red \n", "", "Blue"), "rule": VOTE}
    assert put(open_rules=(VOTE,), **offered).choices == ("Red", "Blue")
    assert put(open_rules=(VOTE,), may_choose=False, **offered).choices == ()
    for wrong in (("Red",), ("Red", "Red"), ("Red", "b" * 201), tuple("abcdefghij")):
        with pytest.raises(Refused):
            put(open_rules=(VOTE,), rule=VOTE, choices=wrong)


@pytest.mark.parametrize(("rule", "stance", "needs_words"), [
    (CONSENT, "object", True), (CONSENT, "concern", True), (CONSENT, "agree", False), (CONSENSUS, "object", True),
    (GRADIENTS, "8", True), (GRADIENTS, "7", False)])
def test_words_are_needed_only_where_the_group_has_to_know_what_to_mend(
    rule: str, stance: str, needs_words: bool
) -> None:
    assert rules.check_stand(rule, Stand(stance, " Too late at night. ")).words == "Too late at night."
    if needs_words:
        with pytest.raises(Refused, match="reason-missing"):
            rules.check_stand(rule, Stand(stance, " "))
    else:
        assert rules.check_stand(rule, Stand(stance, is_met=True)) == Stand(stance)


def test_a_stance_of_another_rule_is_refused_and_so_is_a_book() -> None:
    for given in (Stand("1"), Stand(""), Stand("agree", "a" * 2001)):
        with pytest.raises(Refused):
            rules.check_stand(CONSENT, given)


def test_ballots_are_for_votes_and_stances_for_everything_else() -> None:
    assert rules.check_ballot(VOTE, (), 2) == 2 and rules.check_ballot(VOTE, ("Red", "Blue"), -1) == -1
    for choices, choice in (((), 4), ((), -1), (("Red", "Blue"), 2), (("Red", "Blue"), -2)):
        with pytest.raises(Refused):
            rules.check_ballot(VOTE, choices, choice)
    with pytest.raises(Conflict):
        rules.check_ballot(CONSENT, (), 0)
    with pytest.raises(Conflict):
        rules.check_stand(VOTE, Stand("agree"))


def test_a_decision_is_counted_after_its_day_or_when_everybody_has_answered() -> None:
    with pytest.raises(Conflict, match="decision-still-open"):
        rules.check_closing("open", MONDAY, MONDAY, Tally({"agree": 5}, 6))
    rules.check_closing("open", MONDAY, MONDAY + timedelta(days=1), Tally({}, 6))
    rules.check_closing("open", NEXT_MONDAY, MONDAY, Tally({"agree": 6}, 6))


def test_in_the_room_a_quorum_is_enough_to_count() -> None:
    rules.check_closing("open", MONDAY, MONDAY, Tally({"agree": 3}, 6), is_quick=True)
    with pytest.raises(Conflict, match="decision-still-open"):
        rules.check_closing("open", MONDAY, MONDAY, Tally({"agree": 2}, 6), is_quick=True)


def test_what_is_closed_takes_no_position_and_is_not_counted_again() -> None:
    rules.check_open("open", MONDAY, MONDAY)
    for state, today in (("made", MONDAY), ("withdrawn", MONDAY), ("open", NEXT_MONDAY)):
        with pytest.raises(Conflict, match="decision-closed"):
            rules.check_open(state, MONDAY, today)
    with pytest.raises(Conflict, match="decision-closed"):
        rules.check_closing("made", MONDAY, NEXT_MONDAY, Tally({}, 0))


def put(*, is_quick: bool = False, may_choose: bool = True, open_rules: tuple[str, ...] = (),
        **changed: object) -> Proposal:
    proposal = {"question": " A quiet room? ", "rule": CONSENT, "closes_on": NEXT_MONDAY,
                "review_on": rules.usual_review(NEXT_MONDAY), **changed}
    return rules.check_proposal(Proposal(**proposal), MONDAY, rules=rules.rules_for(open_rules),  # type: ignore[arg-type]
                                is_quick=is_quick, may_choose=may_choose)
