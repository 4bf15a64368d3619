"""The fixed words of a report about translated answers: a language is named or withheld, and who did what is said."""

from dataclasses import replace

import pytest

from consult.domain.report_json import from_json, to_json
from consult.domain.reports import PeopleAndMachines, Quote, Report
from consult.exports.report_words import attribution_words, who_did_what

QUOTE = Quote("More police.", "en", "individual", "t1", None, True, "ps-1")
NEW = (',"in_other_languages":0', ',"second_checked":0', ',"translated":0', ',"translated_languages":0', ',"waiting":0')


@pytest.mark.parametrize(("quote", "words"), [
    (QUOTE, "a person, translated"),
    (replace(QUOTE, translated_from="ur"), "a person, translated from Urdu"),
    (replace(QUOTE, translated_from="bfi"), "a person, signed in British Sign Language"),
    (replace(QUOTE, is_translated=False), "a person"),
])
def test_a_quote_says_what_it_was_translated_from(quote: Quote, words: str) -> None:
    assert attribution_words(quote, plain, "en") == words


def test_the_language_of_a_quote_is_named_in_the_words_of_the_page() -> None:
    assert "اردو" in attribution_words(replace(QUOTE, translated_from="ur"), plain, "ur")


def test_a_report_says_how_many_answers_were_translated() -> None:
    facts = PeopleAndMachines(110, 109, 200, 0, 3, (), 68, 10, 4, 8, 58)
    said = " ".join(who_did_what(facts, plain))
    assert "not given in English: 68. Put into English by a person: 10, from 4 languages." in said
    assert "Checked by a second person: 8. Still waiting: 58." in said


def test_a_report_of_english_answers_alone_says_nothing_of_translating() -> None:
    assert "English" not in " ".join(who_did_what(PeopleAndMachines(110, 109, 200, 0, 3), plain))


def test_an_edition_from_before_answers_were_translated_is_still_read(report: Report) -> None:
    now = to_json(report)
    before = now.replace(',"translated_from":""', "")
    for part in NEW:
        before = before.replace(part, "")
    assert before != now and from_json(before) == report


def plain(message: str, /, **facts: object) -> str:
    """Return the message in English with its facts."""
    return message % facts if facts else message
