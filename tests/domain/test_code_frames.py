"""A code frame has two levels, an order, and marks that files keep."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.code_frames import (
    CodeFrame,
    FrameTheme,
    can_move,
    example_lines,
    guid_of,
    key_of,
    outline,
    shortened,
    stable_key,
)
from consult.domain.errors import Refused
from consult.models.base import new_public_id


def test_each_parent_stands_before_its_children_in_the_order_that_people_gave() -> None:
    themes = [theme("c", "b", 0), theme("b", None, 2), theme("a", None, 1), theme("d", "b", 1)]
    assert [(found.key, level) for found, level in outline(themes)] == [("a", 1), ("b", 1), ("c", 2), ("d", 2)]


def test_a_theme_under_one_that_is_not_there_stands_at_the_top() -> None:
    assert [level for _found, level in outline([theme("a", "gone", 0)])] == [1]


def test_only_themes_in_use_are_given_as_in_use() -> None:
    frame = CodeFrame("f", (theme("a", None, 1), theme("b", None, 0), theme("c", None, 2, state="retired")))
    assert [found.key for found in frame.in_use] == ["b", "a"]


@pytest.mark.parametrize(("key", "parent", "code"), [
    ("a", "a", "parent-itself"), ("a", "nobody", "parent-missing"), ("a", "gone", "parent-missing"),
    ("a", "child", "parent-is-child"), ("top", "a", "parent-has-children"),
])
def test_a_theme_moves_only_where_two_levels_stay_two(key: str, parent: str, code: str) -> None:
    themes = [theme("a", None), theme("top", None), theme("child", "top"), theme("gone", None, state="retired")]
    with pytest.raises(Refused, match=code):
        can_move(themes, key, parent)


def test_a_theme_may_move_under_a_top_one_and_to_the_top() -> None:
    themes = [theme("a", None), theme("top", None), theme("child", "top")]
    can_move(themes, "a", "top")
    can_move(themes, "child", None)


@given(st.binary(min_size=16, max_size=16))
def test_a_public_id_and_its_guid_are_the_same_bits(bits: bytes) -> None:
    key = key_of(str(uuid.UUID(bytes=bits)))
    assert key is not None and uuid.UUID(guid_of(key)).bytes == bits and stable_key(key) == key


def test_a_new_public_id_comes_back_from_its_guid() -> None:
    key = new_public_id()
    assert key_of("{" + guid_of(key).lower() + "}") == key


@pytest.mark.parametrize("key", ["officers", "x" * 22, "é" * 22, ""])
def test_any_other_key_has_a_guid_that_stays(key: str) -> None:
    assert guid_of(key) == guid_of(key) != guid_of(key + "!")
    assert stable_key(stable_key(key)) == stable_key(key)


def test_words_that_are_no_guid_have_no_key() -> None:
    assert key_of("g1") is None and key_of("") is None


def test_examples_are_lines_without_doubles() -> None:
    assert example_lines(" One  more \r\n\r\nTwo\nOne more") == ("One more", "Two")


@pytest.mark.parametrize(("words", "code"), [
    ("\n".join(str(number) for number in range(11)), "theme-examples-many"), ("x" * 501, "theme-example-long"),
])
def test_too_many_or_too_long_examples_are_refused(words: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        example_lines(words)


def test_words_are_cut_at_a_space_and_marked() -> None:
    assert shortened("one two three", 9) == "one two…" and shortened("short", 9) == "short"
    assert shortened("x" * 20, 9) == "x" * 8 + "…"


def theme(key: str, parent: str | None, position: int = 0, state: str = "active") -> FrameTheme:
    return FrameTheme(key, f"Theme {key}", parent, position=position, state=state)
