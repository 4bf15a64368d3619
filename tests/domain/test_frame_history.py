"""A code frame at an earlier version is what its log says it was."""

from consult.domain.code_frames import FrameTheme
from consult.domain.frame_history import Step, as_facts, frame_at

NOW = {"a": FrameTheme("a", "New name", None, "New words", examples=("One",), state="merged"),
       "b": FrameTheme("b", "Buses", "a")}
OLD = FrameTheme("a", "Old name", None, "Old words")


def test_a_theme_stands_as_its_last_step_before_says() -> None:
    steps = [Step(1, "a", "made", {"after": as_facts(OLD)}),
             Step(2, "a", "changed", {"before": as_facts(OLD), "after": {**as_facts(OLD), "name": "New name"}}),
             Step(3, "a", "retired", {})]
    assert [frame_at(number, steps, NOW).themes[0].name for number in (1, 2)] == ["Old name", "New name"]
    assert frame_at(3, steps, NOW).in_use == ()
    assert frame_at(1, steps, NOW).themes == (OLD,)


def test_a_step_that_says_nothing_takes_it_from_the_next_that_does() -> None:
    steps = [Step(1, "a", "made", {}), Step(2, "a", "changed", {"before": {"name": "Old name", "definition": "Old"}})]
    [theme] = frame_at(1, steps, NOW).themes
    assert (theme.name, theme.definition, theme.state) == ("Old name", "Old", "active")


def test_themes_that_changed_along_are_told_too() -> None:
    steps = [Step(1, "b", "made", {"after": as_facts(NOW["b"])}),
             Step(2, "a", "merged", {"others": {"b": {"parent": None, "position": 4}, "unknown": {"parent": None}}})]
    found = {theme.key: theme for theme in frame_at(2, steps, NOW).themes}
    assert (found["b"].parent, found["b"].position, found["a"].state) == (None, 4, "merged")


def test_a_step_of_a_theme_that_is_not_there_is_passed_over() -> None:
    assert frame_at(1, [Step(1, "gone", "made", {})], NOW).themes == ()


def test_examples_come_back_as_they_were() -> None:
    facts = as_facts(NOW["a"])
    assert facts["examples"] == ["One"]
    assert frame_at(1, [Step(1, "a", "made", {"after": facts})], NOW).themes[0].examples == ("One",)
