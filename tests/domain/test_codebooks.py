"""A machine proposes; only a person confirms."""

import pytest

from consult.domain import codebooks
from consult.domain.errors import NotAllowed, Refused


def test_no_coding_without_a_person() -> None:
    with pytest.raises(NotAllowed):
        codebooks.confirm(None, theme_id=1, stance="none", span=(0, 4), text="word")


def test_a_person_confirms_a_passage_in_code_points() -> None:
    said = codebooks.confirm(7, theme_id=1, stance="support", span=(2, 6), text="🙂 safe")
    assert "🙂 safe"[said.start:said.end] == "safe"


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (4, 2), (0, 99), (4, 5)])
def test_a_passage_outside_the_text_or_of_spaces_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="passage-empty"):
        codebooks.confirm(7, theme_id=1, stance="none", span=span, text="word and")


def test_a_stance_is_one_of_four() -> None:
    with pytest.raises(Refused, match="stance-unknown"):
        codebooks.confirm(7, theme_id=1, stance="love", span=(0, 4), text="word")


def test_names_that_people_would_call_the_same_share_a_key() -> None:
    assert codebooks.name_key("More  OFFICERS") == codebooks.name_key("more officers")


@pytest.mark.parametrize(("name", "code"), [("  ", "theme-name-missing"), ("x" * 121, "theme-name-long")])
def test_a_theme_has_a_name_of_its_size(name: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        codebooks.theme_name(name)


@pytest.mark.parametrize(("coded", "last", "due"), [
    (24, None, False), (25, None, True), (29, 25, False), (30, 25, True),
])
def test_suggestions_are_due_at_25_and_at_each_fifth_more(coded: int, last: int | None, due: bool) -> None:
    assert codebooks.suggestions_are_due(coded, last) is due


def test_a_theme_does_not_merge_with_itself_or_with_one_out_of_use() -> None:
    with pytest.raises(Refused, match="merge-with-itself"):
        codebooks.can_merge(1, 1, ("active", "active"))
    with pytest.raises(Refused, match="theme-not-active"):
        codebooks.can_merge(1, 2, ("active", "retired"))
