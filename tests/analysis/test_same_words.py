"""The same words in two texts: counted in their order, and told from what a third wrote as well."""

from consult.analysis.same_words import shared_words, twice_alike
from tests.analysis.letters import STORIES, ordinary

STORY = "Please keep the youth club on Corve Lane; when it shuts in August the fights move to the bus stop."


def test_the_same_words_are_counted_whatever_their_case_and_marks() -> None:
    assert shared_words(STORY, f"Dear all,\n\n{STORY.upper()}\n\nKind regards") == (20, 20)


def test_a_letter_that_holds_a_short_answer_holds_all_of_it() -> None:
    common, shorter = shared_words(STORY, f"{STORY} {STORIES[3]} {STORIES[4]}")
    assert common == shorter == 20


def test_other_words_of_the_same_subject_share_little() -> None:
    common, shorter = shared_words(STORY, "The youth club on our lane should open in August too, or the fights go on.")
    assert common < shorter / 2


def test_nothing_is_shared_with_nothing() -> None:
    assert shared_words("", STORY) == (0, 0) and shared_words("", "") == (0, 0)


def test_words_of_two_people_are_found_and_words_of_three_are_not() -> None:
    texts = [*ordinary(10, 3), STORY, STORIES[0] + " " + STORIES[1], STORY, *[STORIES[2] + " " + STORIES[5]] * 3]
    assert twice_alike(texts) == [(10, 12)]


def test_short_words_are_like_nothing() -> None:
    assert twice_alike(["Well said.", "Well said.", "", ""]) == []
