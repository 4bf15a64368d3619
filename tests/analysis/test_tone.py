"""The tone of words: what TextBlob's analysers say, how they are measured, and that nothing below the bar is shown."""

import pytest
from textblob import TextBlob

from consult.analysis.tone import (
    LEXICON,
    TRAINED,
    LabelledText,
    TrainedAnalyzer,
    knows,
    lexicon,
    polarity,
    tone_of,
)
from consult.analysis.tone_training import (
    ALL_QUESTIONS,
    BELOW_BAR,
    FEW_LABELS,
    _folds,
    measures,
    score,
    trained,
)
from consult.domain.tone import LEAST_EACH, NEGATIVE, POSITIVE, tone_of_kinds

GOOD = ("The officer came within minutes", "Somebody rang me back the same day", "They explained each step to me",
        "The desk staff took my report straight away", "An interpreter was there from the start")
BAD = ("Nobody came for two days", "They never rang me back", "I was told to fill in another form",
       "The desk was shut again", "There was no interpreter and I had to go home")
TAILS = ("", " last week", " in spring", " when I reported it", " at the station", " in the evening", " twice")


@pytest.mark.parametrize(("kinds", "tone"), [
    ({"praise"}, POSITIVE), (["concern", "concern"], NEGATIVE), ({"praise", "concern"}, ""), ({"suggestion"}, ""),
    ({"concern", "experience"}, ""), ((), ""),
])
def test_only_praise_or_only_concern_tells_a_tone(kinds, tone):
    assert tone_of_kinds(kinds) == tone


def test_the_lexicon_misreads_plain_sentences_and_is_english_only():
    complaint = "More often than not the desk tells wheelchair users to go home, and I now dread going out"
    assert tone_of(polarity(complaint, lexicon())) == POSITIVE
    assert polarity("Die Wache war wieder geschlossen", lexicon()) == 0.0
    assert knows(LEXICON, "en-GB") and not knows(LEXICON, "ur") and knows(TRAINED, "ur")


def test_a_taught_analyser_answers_through_textblob():
    taught = TrainedAnalyzer([*GOOD, *BAD], [POSITIVE] * len(GOOD) + [NEGATIVE] * len(BAD))
    assert TextBlob("They never came", analyzer=taught).sentiment.polarity < 0
    assert polarity("An interpreter explained each step", taught) > 0
    assert polarity("ہ", taught) == 0.0 and polarity(" \n", taught) == 0.0
    assert -1 <= polarity("never " * 10_000, taught) < 0


def test_an_analyser_needs_both_tones():
    with pytest.raises(ValueError):
        TrainedAnalyzer(["one", "two"], [POSITIVE, POSITIVE])
    assert trained([LabelledText("one", POSITIVE, "a")], "en") is None
    assert trained(labelled(10), "en-GB") is not None and trained(labelled(10), "ur") is None


def test_the_trained_analyser_is_shown_where_it_reached_the_bar_and_the_lexicon_did_not():
    [together, question] = measures(labelled(40))
    assert (together.question, question.question) == (ALL_QUESTIONS, "q1") and together.shown == TRAINED
    by_name = {each.analyser: each for each in together.scores}
    assert by_name[TRAINED].macro_f1 > 0.9 > 0.75 > by_name[LEXICON].macro_f1
    assert (together.positive, together.negative) == (by_name[TRAINED].positive.n, by_name[TRAINED].negative.n)


def test_no_tone_is_shown_from_few_labels_however_good_the_figures():
    [together, _question] = measures(labelled(LEAST_EACH - 1))
    assert together.shown == "" and together.why_not == FEW_LABELS


def test_no_tone_is_shown_where_the_words_say_nothing_of_it():
    mixed = [LabelledText(f"{(GOOD + BAD)[at % 10]}{TAILS[at % 7]} {at}", (POSITIVE, NEGATIVE)[at // 10 % 2], f"r{at}")
             for at in range(120)]
    [together] = measures(mixed)
    assert together.shown == "" and together.why_not == BELOW_BAR and len(together.scores) == 2


def test_each_question_is_measured_for_itself():
    wrong = [LabelledText(text.text, POSITIVE if text.tone == NEGATIVE else NEGATIVE, f"w{at}", "q2")
             for at, text in enumerate(labelled(30))]
    found = {each.question: each for each in measures([*labelled(200), *wrong])}
    assert found["q1"].shown == TRAINED and found["q2"].shown == "" and found["q2"].why_not == BELOW_BAR


def test_a_language_without_a_lexicon_is_measured_by_its_own_codings_alone():
    urdu = [LabelledText(f"پولیس {('فوراً آئی' if at % 2 else 'کبھی نہیں آئی')} {at}", (NEGATIVE, POSITIVE)[at % 2],
                         f"u{at}", "q1", "ur") for at in range(80)]
    found = measures([*labelled(40), *urdu])
    assert {each.language for each in found} == {"en", "ur"}
    assert all([score.analyser for score in each.scores] == [TRAINED] for each in found if each.language == "ur")


def test_texts_of_one_respondent_or_of_the_same_words_are_never_on_both_sides():
    same = [LabelledText("The same letter", NEGATIVE, f"r{at}") for at in range(6)]
    folds = _folds([*labelled(40), *same, LabelledText("Another word", NEGATIVE, "r0")])
    assert len(set(folds[80:])) == 1 and set(folds) == set(range(5))


def test_an_answer_without_a_verdict_counts_as_wrong():
    found = score(LEXICON, [POSITIVE, POSITIVE, NEGATIVE, NEGATIVE], [POSITIVE, "", NEGATIVE, POSITIVE])
    assert (found.accuracy, found.positive.recall, found.positive.precision) == (0.5, 0.5, 0.5)
    assert found.negative.f1 == pytest.approx(2 / 3) and found.macro_f1 == pytest.approx((0.5 + 2 / 3) / 2)


def test_nothing_labelled_gives_no_measure():
    assert measures([]) == () and measures([LabelledText("text", "", "r")]) == ()
    [one] = measures([LabelledText("", POSITIVE, "r")])
    assert one.shown == "" and one.why_not == FEW_LABELS


def labelled(each):
    """Return `each` praising and as many complaining answers, every one by another person."""
    return [LabelledText(f"{sayings[at % 5]}{TAILS[at % 7]} {'abcdefg'[at // 35 % 7]}{at}", tone, f"{tone}{at}", "q1")
            for at in range(each) for sayings, tone in ((GOOD, POSITIVE), (BAD, NEGATIVE))]
