"""The ready-made low-trust groups: sums of shown numbers, and plain reasons where there is no number."""

from consult.domain.low_trust import GROUPS, LowTrust, found_in
from consult.domain.report_people import ReportedGroup


def group(question: str, choice: str, count: int | None, verdict: str = "") -> ReportedGroup:
    return ReportedGroup(question, choice, {"en": choice}, None, None, count=count, base=500, verdict=verdict,
                         suppression="" if count is not None else "small-number", asked={"en": f"{question}?"})


def test_every_group_of_the_plan_is_there_with_a_number_or_a_reason() -> None:
    found = _found()
    assert list(found) == [one.key for one in GROUPS]
    assert {key: one.why_not for key, one in found.items() if one.why_not} == {
        "mixed": "not-asked", "victims": "not-asked", "white-british": "not-asked", "online-reporters": "not-asked",
        "young-black-women": "three-crossed", "disabled": "not-asked"}


def test_choices_of_one_question_are_added_up_and_hidden_ones_are_said() -> None:
    [orientation] = _found()["lgbtq"].parts
    assert (orientation.count, orientation.hidden, orientation.base) == (45, 1, 500)
    assert orientation.asked == {"en": "sexual-orientation?"}


def test_a_group_that_is_hidden_whole_has_no_number() -> None:
    [black] = _found()["black"].parts
    assert black.count is None and black.hidden == 1


def test_answers_to_two_questions_stand_apart_for_one_person_can_be_in_both() -> None:
    both = found_in([group("sexual-orientation", "bisexual", 20), group("gender-identity", "no", 15, "over")])
    parts = next(one for one in both if one.key == "lgbtq").parts
    assert [(part.question_key, part.count, part.verdict) for part in parts] == [
        ("sexual-orientation", 20, ""), ("gender-identity", 15, "over")]


def test_the_verdict_of_choices_taken_together_stands_with_their_sum() -> None:
    found = found_in([group("disability-impact", "lot+little", 60, "under"), group("disability-impact", "lot", 40),
                      group("disability-impact", "little", 20), group("disability-impact", "no", 5)])
    [part] = next(one for one in found if one.key == "disabled").parts
    assert (part.count, part.verdict) == (60, "under")


def _found() -> dict[str, LowTrust]:
    return {one.key: one for one in found_in([
        group("sexual-orientation", "heterosexual", 400), group("sexual-orientation", "gay-lesbian", 30),
        group("sexual-orientation", "bisexual", 15), group("sexual-orientation", "other", None),
        group("ethnic-group", "white", 400), group("ethnic-group", "black", None)])}
