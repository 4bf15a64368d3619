"""Earlier answers inside later words."""

from hypothesis import given
from hypothesis import strategies as st

from consult.domain.piping import Given, given_answers, names_in, names_on, piped
from consult.domain.routing import steps
from tests import every_kind


def test_names_are_found_once_each_in_order() -> None:
    assert names_in("${b} and ${ a-1 } and ${b}") == ("b", "a-1")


def test_what_is_no_name_of_a_question_stays_as_it_is_written() -> None:
    for words in ("${7*7}", "{{a}}", "${}", "$a", "${a b}", "{0.__class__}"):
        assert names_in(words) == () and piped(words, {}) == (words,)
    assert piped("${unknown}", {}) == ("${unknown}",)


def test_an_answer_stands_in_the_place_of_its_name() -> None:
    answer = Given("short-text", typed="Peckham")
    assert piped("In ${street}?", {"street": answer}) == ("In ", answer, "?")


def test_an_answer_is_never_read_for_names_again() -> None:
    answer = Given("short-text", typed="${other}")
    assert piped("${street}", {"street": answer, "other": Given("number", typed="1")}) == (answer,)


def test_options_come_as_their_labels_and_the_rest_as_it_is_kept() -> None:
    found = given_answers(every_kind.survey(), {"worries": ["knives", "noise"], "moved": ["2001-03-27"]},
                          ["worries", "moved", "years", "nobody"])
    assert [label["en"] for label in found["worries"].labels] == ["Knives", "Noise"]
    assert found["moved"].typed == "2001-03-27" and found["years"] == Given("number") and "nobody" not in found


def test_what_a_person_is_and_what_they_sent_as_a_file_is_never_shown() -> None:
    answers = {"borough": ["lambeth"], "district": ["SE15"], "paper": ["an-id"]}
    found = given_answers(every_kind.survey(), answers, answers)
    assert all(not answer.labels and not answer.typed for answer in found.values()) and len(found) == 3


def test_a_page_knows_whose_answers_it_shows() -> None:
    path = {step.page.key: step for step in steps(every_kind.survey(), "adult", (), {"travel": ["other"]})}
    assert names_on(path["words"]) == {"street"} and names_on(path["why"]) == {"travel"}
    assert names_on(path["travel"]) == frozenset()


@given(st.text(max_size=60))
def test_words_without_a_known_name_are_never_changed(words: str) -> None:
    assert "".join(str(piece) for piece in piped(words, {})) == words
