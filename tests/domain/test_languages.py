"""Which language a reader gets."""

from pathlib import Path

import pytest

from consult.domain.languages import LANGUAGES, best_match, direction, read_all, read_folder
from consult.domain.option_lists import LISTS


@pytest.mark.parametrize(("accepted", "tag"), [
    (["ur-PK", "en"], "ur"), (["fr", "de"], "en"), (["fr", "ur"], "ur"), ([], "en"), (["en-GB"], "en"),
])
def test_the_first_language_that_we_have_wins(accepted: list[str], tag: str) -> None:
    assert best_match(accepted, ("en", "ur")) == tag


@pytest.mark.parametrize(("tag", "way"), [("ur", "rtl"), ("ar-EG", "rtl"), ("en", "ltr"), ("zh-Hans", "ltr")])
def test_direction_follows_the_first_part_of_the_tag(tag: str, way: str) -> None:
    assert direction(tag) == way


def test_a_language_is_a_folder_and_no_code(tmp_path: Path) -> None:
    (tmp_path / "eo").mkdir()
    (tmp_path / "eo" / "language.toml").write_text(
        'tag = "eo"\nname = "Esperanto"\nenglish_name = "Esperanto"\ndirection = "ltr"\nlocale = "eo"\n'
        'script = "Latn"\n', encoding="utf-8")
    (tmp_path / "eo" / "options.json").write_text('{"consent": {"yes": "Jes"}}', encoding="utf-8")
    found = read_all(tmp_path)["eo"]
    assert (found.name, found.locale, found.options["consent"]["yes"], dict(found.terms)) == (
        "Esperanto", "eo", "Jes", {})


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_that_is_here_is_whole(tag: str) -> None:
    language = LANGUAGES[tag]
    assert language.direction == direction(tag) and language.english_name and language.braille
    assert tag == "en" or (len(language.terms) >= 30 and set(language.options) == set(LISTS))


@pytest.mark.parametrize("toml", ["", 'tag = "xx"', 'tag = "xx"\nname = "X"\nenglish_name = "X"\nlocale = "xx"\n'
                                  'script = "Latn"\ndirection = "up"'])
def test_a_folder_that_is_not_right_says_so(tmp_path: Path, toml: str) -> None:
    (tmp_path / "language.toml").write_text(toml, encoding="utf-8")
    with pytest.raises((KeyError, ValueError)):
        read_folder(tmp_path)


@pytest.mark.parametrize(("accepted", "found"), [
    ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("zh-Hans-GB", "zh-Hans"), ("zh-TW", "en"), ("zh-Hant", "en"),
    ("pa-IN", "pa"), ("PA", "pa"), ("ar-EG", "ar"), ("pt", "en"),
])
def test_a_browser_finds_the_language_that_it_asks_for(accepted: str, found: str) -> None:
    assert best_match([accepted], list(LANGUAGES)) == found
