"""Ranked themes beside an answer: from a cold start to trained classifiers."""

import numpy as np
import pytest

from consult.analysis.pipeline import suggest
from consult.analysis.proposals import Example, Passage, Theme
from consult.analysis.suggestions import train
from tests.analysis.answers import THEMES, examples, passages


@pytest.mark.parametrize(
    ("coded", "stage"), [(0, "descriptions"), (24, "descriptions"), (25, "prototypes"), (100, "classifiers")]
)
def test_what_a_ranking_rests_on_grows_with_what_people_coded(coded, stage):
    assert train(examples(coded), THEMES).stage == stage


@pytest.mark.parametrize("coded", [0, 30, 120])
def test_the_right_theme_comes_first_at_every_stage(coded):
    suggester = train(examples(coded), THEMES, uncoded=[passage.text for passage in passages(each=10)])
    ranked = suggester.rank(["Thieves stole her phone", "stopped and searched again", "no patrols here at all"])
    assert [suggestions[0].theme for suggestions in ranked] == ["phones", "stop-search", "patrols"]


@pytest.mark.parametrize("coded", [0, 30, 120])
def test_scores_fall_from_first_to_last_and_the_first_is_always_offered(coded):
    for suggestions in train(examples(coded), THEMES).rank(["Phones and patrols", "", "?!", "gänzlich anderes"]):
        scores = [suggestion.score for suggestion in suggestions]
        assert scores == sorted(scores, reverse=True) and 0 <= scores[-1] <= scores[0] <= 1
        assert suggestions[0].is_offered


@pytest.mark.parametrize("coded", [0, 30, 120])
def test_a_suggestion_shows_words_of_the_text_as_they_were_written(coded):
    suggestion = train(examples(coded), THEMES).rank(["They Stole my PHONE, and the phone was new"])[0][0]
    assert "PHONE" in suggestion.why and len(suggestion.why) <= 3
    assert not {"my", "and", "the", "was"} & set(suggestion.why)


def test_a_theme_that_nobody_coded_yet_can_still_be_found_by_its_name():
    themes = [*THEMES, Theme("horses", "Mounted police horses")]
    ranked = train(examples(120), themes).rank(["mounted police horses"], places=5)[0]
    assert "horses" in [suggestion.theme for suggestion in ranked[:3]]


def test_near_words_find_a_theme_before_anything_is_coded():
    themes = [Theme("time", "Timeliness"), Theme("clean", "Cleanliness"), Theme("food", "Food")]
    ranked = train([], themes).rank(["we waited for hours", "a hot meal", "dirty toilets"])
    assert [suggestions[0].theme for suggestions in ranked] == ["time", "food", "clean"]


def test_codes_that_left_the_frame_are_passed_over():
    coded = [Example(example.text, example.themes | {"gone"}) for example in examples(120)]
    assert all(suggestion.theme != "gone" for suggestion in train(coded, THEMES).rank(["phone"])[0])


@pytest.mark.parametrize("themes", [frozenset(), frozenset({"patrols"})])
def test_coding_that_parts_nothing_still_gives_a_ranking(themes):
    coded = [Example(example.text, themes) for example in examples(120)]
    assert train(coded, THEMES[:1]).rank(["more patrols"])[0][0].theme == "patrols"


def test_training_twice_gives_the_same_scores():
    texts = [passage.text for passage in passages(each=5)]
    first, second = (train(examples(120), THEMES).scores(texts) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_ranking_needs_a_theme():
    with pytest.raises(ValueError, match="at least one theme"):
        train(examples(30), [])


def test_a_run_keeps_the_order_of_the_queue_and_says_what_it_rests_on():
    queue = [*passages(each=3), Passage(5000, "")]
    run = suggest(examples(120), THEMES, queue, places=2)
    assert [ranking.passage_id for ranking in run.rankings] == [passage.id for passage in queue]
    assert (run.stage, run.coded) == ("classifiers", 120)
    assert {len(ranking.suggestions) for ranking in run.rankings} == {2}


@pytest.mark.parametrize("coded", [0, 120])
def test_a_run_reports_rising_percent_to_its_end(coded):
    seen = []
    suggest(examples(coded), THEMES, passages(each=3), on_progress=lambda done, total: seen.append((done, total)))
    assert seen == sorted(seen) and seen[-1] == (100, 100) and len(seen) >= 4


def test_a_run_can_be_cancelled_while_it_learns():
    with pytest.raises(InterruptedError):
        suggest(examples(120), THEMES, passages(each=3), on_progress=_cancel_at_a_third)


def _cancel_at_a_third(done, total):
    if 3 * done >= total:
        raise InterruptedError
