"""What is wrong with a code frame is found with its numbers, at the limit and not before it."""

import pytest

from consult.domain.code_frames import CodeFrame, FrameTheme
from consult.domain.frame_health import FrameProblem, Uses, health, rare_limit, similar_pairs


@pytest.mark.parametrize(("count", "codes"), [(70, []), (71, ["frame-many"])])
def test_seventy_themes_are_the_most(count: int, codes: list[str]) -> None:
    found = check([theme(f"t{number}") for number in range(count)])
    assert [problem.code for problem in found] == codes
    assert not found or found[0].facts == {"themes": 71, "most": 70}


@pytest.mark.parametrize(("count", "codes"), [(20, []), (21, ["frame-question-many"])])
def test_more_than_twenty_themes_in_a_question_are_warned_of(count: int, codes: list[str]) -> None:
    uses = {f"t{number}": Uses(questions=frozenset({"why"})) for number in range(count)}
    assert [problem.code for problem in check([theme(key) for key in uses], uses)] == codes


@pytest.mark.parametrize(("read", "least"), [(0, 5), (100, 5), (5000, 5), (5001, 6), (100_000, 100)])
def test_a_theme_needs_five_answers_or_one_in_a_thousand(read: int, least: int) -> None:
    assert rare_limit(read) == least


def test_a_rare_theme_is_named_once_enough_is_read() -> None:
    uses = {"a": Uses(frozenset(range(4))), "b": Uses(frozenset(range(5)))}
    assert check([theme("a"), theme("b")], uses, read=99) == ()
    assert check([theme("a"), theme("b")], uses, read=100) == (
        FrameProblem("frame-rare", ("a",), {"answers": 4, "least": 5, "read": 100}),)


def test_a_parent_is_as_common_as_its_children_together() -> None:
    uses = {"b": Uses(frozenset(range(5))), "c": Uses(frozenset(range(5, 10)))}
    assert check([theme("a"), theme("b", "a"), theme("c", "a")], uses, read=200) == ()


def test_names_and_definitions_of_nearly_the_same_words_are_alike() -> None:
    one, other = theme("a", name="Police on foot"), theme("b", name="On foot: the police")
    [problem] = check([one, other])
    assert (problem.code, set(problem.themes), problem.facts["what"]) == ("frame-alike", {"a", "b"}, "name")
    again = [theme("a", definition="Buses at night in town"), theme("b", definition="Night buses in the town")]
    assert check(again)[0].facts == {"what": "definition", "similarity": 1.0, "most": 0.9}


def test_a_similarity_of_meaning_that_was_given_is_used() -> None:
    given = {("a", "b"): 0.95, ("a", "c"): 0.89}
    found = health(CodeFrame("f", (theme("a"), theme("b"), theme("c"))), {}, read=0, similar=given)
    assert [(problem.themes, problem.facts["what"]) for problem in found] == [(("a", "b"), "meaning")]


def test_a_cosine_of_term_counts_is_the_one_of_the_book() -> None:
    # (1·1 + 1·1) / (√3 · √2)
    assert similar_pairs({"a": "knife crime school", "b": "knife crime"}, 0.8) == {
        ("a", "b"): pytest.approx(2 / 6 ** 0.5)}


@pytest.mark.parametrize(("both", "codes"), [(9, ["frame-overlap"]), (7, [])])
def test_themes_given_to_the_same_answers_overlap(both: int, codes: list[str]) -> None:
    uses = {"a": Uses(frozenset(range(10))), "b": Uses(frozenset(range(10 - both, 20 - both)))}
    found = check([theme("a"), theme("b")], uses)
    assert [problem.code for problem in found] == codes
    assert not found or found[0].facts == {"both": 9, "either": 11, "share": 0.82, "most": 0.7}


def test_an_overlap_of_a_few_answers_says_nothing() -> None:
    same = Uses(frozenset(range(4)))
    assert check([theme("a"), theme("b")], {"a": same, "b": same}) == ()


def test_two_like_themes_of_opposite_sides_are_one_subject() -> None:
    themes = [theme("a", name="Cameras are liked", definition="Live cameras in streets"),
              theme("b", name="Cameras are feared", definition="Live cameras in streets watch people")]
    [problem] = check(themes, {"a": Uses(support=12), "b": Uses(oppose=12)})
    assert (problem.code, set(problem.themes)) == ("frame-two-sides", {"a", "b"})


@pytest.mark.parametrize(("support", "oppose", "codes"), [
    (9, 0, []), (10, 0, ["frame-one-side"]), (9, 2, []), (1, 9, ["frame-one-side"]),
])
def test_a_theme_all_of_one_side_is_shown_with_its_numbers(support: int, oppose: int, codes: list[str]) -> None:
    found = check([theme("a")], {"a": Uses(support=support, oppose=oppose)})
    assert [problem.code for problem in found] == codes
    assert not found or (found[0].facts["support"], found[0].facts["oppose"]) == (support, oppose)


def test_what_is_not_said_of_themes_is_one_line_each() -> None:
    bare = FrameTheme("a", "Theme a")
    found = health(CodeFrame("f", (bare, theme("b"))), {}, read=0)
    assert [(problem.code, problem.themes) for problem in found] == [
        ("frame-no-definition", ("a",)), ("frame-no-example", ("a",))]


def test_a_parent_with_one_child_is_named_with_it() -> None:
    assert check([theme("a"), theme("b", "a")]) == (FrameProblem("frame-one-child", ("a", "b")),)


def test_themes_out_of_use_are_not_looked_at() -> None:
    assert health(CodeFrame("f", (FrameTheme("a", "A", state="retired"),)), {}, read=500) == ()


def test_five_hundred_themes_are_checked_each_with_each() -> None:
    themes = [theme(f"t{number}", definition=f"People speak of place {number} and police {number % 7}")
              for number in range(500)]
    uses = {f"t{number}": Uses(frozenset(range(number, number + 200))) for number in range(500)}
    found = check(themes, uses, read=700)
    assert [problem.facts["themes"] for problem in found if problem.code == "frame-many"] == [500]


def check(themes: list[FrameTheme], uses: dict[str, Uses] | None = None, read: int = 0) -> tuple[FrameProblem, ...]:
    return health(CodeFrame("f", tuple(themes)), uses or {}, read=read)


def theme(key: str, parent: str | None = None, *, name: str = "", definition: str = "") -> FrameTheme:
    """Return a theme of which all is said, in words of its own."""
    return FrameTheme(key, name or f"Name{key}", parent, definition or f"Meaning{key}", examples=("One",))
