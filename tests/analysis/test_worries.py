"""Suggested worries: what is told plainly is found, what is denied, imagined or heard of is not; long texts end."""

import pytest

from consult.analysis import care_words, worries
from consult.analysis.care_words import PhraseError, match_at, phrase, words
from consult.domain.languages import LANGUAGES
from consult.domain.worries import WORRY_KINDS
from tests.analysis.long_texts import OF_WORRIES, said_again


@pytest.mark.parametrize(("text", "kind"), [
    ("He hit me last night.", "abuse"), ("I want to die.", "harm"), ("HE HIT ME LAST NIGHT!!!", "abuse"),
    ("I can't stop thinking about killing myself", "harm"), ("They’re going to stab him", "threat"),
    ("An officer called me a liar and pushed my brother", "officer"),
    ("میں مرنا چاہتا ہوں", "harm"), ("مَیں مَرنا چاھتا ہوں", "harm"), ("Mera shohar mujhe marta hai", "abuse"),
    ("Kocam beni dövüyor", "abuse"), ("我丈夫每天打我", "abuse"), ("मेरा पति मुझे मारता है", "abuse"),
    ("زوجي يضربني كل ليلة", "abuse"), ("Chồng tôi đánh tôi mỗi đêm", "abuse"),
])
def test_a_worry_that_is_told_is_suggested_with_its_words(text: str, kind: str) -> None:
    found = {one.kind: one for one in worries.suggest(text)}
    assert kind in found and found[kind].strength >= 2
    assert all(said and said in text for said in found[kind].words_of(text))


@pytest.mark.parametrize("text", [
    "there is too much knife crime", "He never hit me.", "Nobody hit me.", "If he hit me I would leave.",
    "I read that a man said he would stab people", "Women are beaten at home.", "I was burgled in 1987.",
    "اس نے مجھے کبھی نہیں مارا", "چاقو کے جرائم بہت ہیں", "", "   ", "😀", "1 2 3",
])
def test_general_talk_denials_and_hearsay_are_no_worry(text: str) -> None:
    assert worries.suggest(text) == ()


def test_what_goes_on_now_weighs_more_and_what_is_long_ago_less() -> None:
    plain, now = (worries.suggest(text)[0].strength for text in ("He hit me.", "He hit me last night."))
    assert plain < now
    assert worries.suggest("When I was young he hit me.") == ()


def test_a_denial_in_another_thought_takes_nothing_back() -> None:
    assert worries.suggest("I did not call, he hit me.")[0].kind == "abuse"
    assert worries.suggest("I did nothing when he hit me.")[0].kind == "abuse"


def test_every_list_can_be_read_and_says_how_far_it_has_come() -> None:
    assert set(care_words.languages()) == {tag for tag in LANGUAGES} - {"pl"} | {"en"}
    for language in care_words.languages():
        assert worries.standing(language) == ("written" if language in ("en", "ur") else "machine-drafted")
        assert {rule["kind"] for rule in care_words.read(language)["rules"]} == set(WORRY_KINDS)


def test_a_list_that_is_drafted_says_so_to_whoever_opens_it() -> None:
    for language in set(care_words.languages()) - {"en", "ur"}:
        head = (care_words.FOLDER / f"{language}.toml").read_text(encoding="utf-8")[:200]
        assert "machine" in head and "not yet checked by a\n# person" in head


@pytest.mark.parametrize(("written", "text", "end"), [
    ("he|she ..2 hits me", "she often hits me", 4), ("he|she ..2 hits me", "she very often now hits me", None),
    ("stab* {them}", "stabbing all boys", 3), ("a_lot|much of", "a lot of", 3), ("some more? people", "some people", 2),
    ("hits me", "hits. me", None),
])
def test_phrases_match_words_in_one_sentence(written: str, text: str, end: int | None) -> None:
    found = match_at(phrase(written, {"them": ["all boys", "them"]}), words(text), 0)
    assert (found.end if found else None) == end


@pytest.mark.parametrize("written", ["{nobody} hits", "hits ..3", "..2 hits", "", "?", "more? hits"])
def test_a_phrase_that_cannot_be_read_is_told(written: str) -> None:
    with pytest.raises(PhraseError):
        phrase(written, {})


def test_words_stand_where_they_stand_in_the_text() -> None:
    text = "Sie sagt: «میں ٹھیک ہوں» – 我很好. Don’t!"
    assert [text[word.start : word.end] for word in words(text)] == [
        "Sie", "sagt", "میں", "ٹھیک", "ہوں", "我", "很", "好", "Don’t"]


@pytest.mark.parametrize("piece", OF_WORRIES)
def test_a_text_of_fifty_thousand_characters_is_read_to_its_end(piece: str) -> None:
    text = said_again(piece) + ". I want to kill myself."
    [found] = [one for one in worries.suggest(text) if one.kind == "harm"]
    assert found.words_of(text) == ("kill myself",)
