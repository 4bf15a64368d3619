"""Which language a reader gets."""

import pytest

from consult.domain.languages import best_match, direction


@pytest.mark.parametrize(("accepted", "tag"), [
    (["ur-PK", "en"], "ur"), (["fr", "de"], "en"), (["fr", "ur"], "ur"), ([], "en"), (["en-GB"], "en"),
])
def test_the_first_language_that_we_have_wins(accepted: list[str], tag: str) -> None:
    assert best_match(accepted, ("en", "ur")) == tag


@pytest.mark.parametrize(("tag", "way"), [("ur", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("zh-Hans", "ltr")])
def test_direction_follows_the_first_part_of_the_tag(tag: str, way: str) -> None:
    assert direction(tag) == way
