"""Typing paper forms twice: what is typed again, where two typings differ, how often it goes wrong, what is kept."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from consult.domain.answers import Measures
from consult.domain.errors import NotAllowed
from consult.domain.forms import PaperForm, build
from consult.domain.keyed_answers import check_typed, kept_answers
from consult.domain.keyings import (
    CLOSED,
    CONSENT,
    QUOTES,
    WHOLE_FIRST,
    WORDS,
    Field,
    Piece,
    Tally,
    Typing,
    agreed,
    check_second,
    differences,
    fields_of,
    is_whole_twice,
    pieces,
    sheet_questions,
    tally,
    typed_again,
    without_words,
)
from tests.form_surveys import around, every_kind


def test_fields_come_in_the_order_of_the_paper_and_end_with_both_agreements(fields: tuple[Field, ...]) -> None:
    keys = [one.key for one in fields]
    assert keys[:3] == [":age", ":on_behalf_of", ":body"] and keys[-2:] == [CONSENT, QUOTES]
    assert keys.index("lights") < keys.index("lights-why") < keys.index("rank") < keys.index("anywhere")
    numbers = [one.number for one in fields if one.number]
    assert numbers == sorted(numbers) and numbers[0] == 1


def test_notes_recordings_and_the_other_sheet_are_not_typed(fields: tuple[Field, ...]) -> None:
    assert not {one.key for one in fields} & {"note", "paper", "voice", "film", "borough", "sex"}


def test_a_comment_says_which_part_of_the_plan_before_its_words(fields: tuple[Field, ...]) -> None:
    kinds = {one.key: one.kind for one in fields}
    assert kinds["anywhere:part"] == CLOSED and kinds["anywhere"] == WORDS and "on-plan:part" not in kinds


def test_the_words_beside_an_option_are_typed_as_words(fields: tuple[Field, ...]) -> None:
    assert {one.key: one.kind for one in fields}["other-words"] == WORDS


def test_the_short_form_asks_only_for_help(short: PaperForm) -> None:
    assert [one.key for one in fields_of(short)][:3] == [":was_helped", ":words_are", "lights"]


def test_every_box_is_typed_again_and_words_only_where_they_were_hard_to_read(fields: tuple[Field, ...]) -> None:
    first = Typing({"short": ["Near the [unclear] shop"], "lights-why": ["Too dark"]})
    again = {one.key: one.kind for one in typed_again(fields, first, is_whole=False)}
    assert [key for key, kind in again.items() if kind == WORDS] == ["short"]
    assert [key for key, kind in again.items() if kind == CLOSED] == [one.key for one in fields if one.kind == CLOSED]


def test_a_form_of_the_sample_is_typed_again_whole(fields: tuple[Field, ...]) -> None:
    assert typed_again(fields, Typing({}), is_whole=True) == fields


def test_the_first_forms_of_each_person_and_about_a_tenth_of_the_rest_are_typed_twice() -> None:
    assert all(is_whole_twice("any-form", before) for before in range(WHOLE_FIRST))
    drawn = [is_whole_twice(f"form-{number}", WHOLE_FIRST) for number in range(1000)]
    assert 70 <= sum(drawn) <= 130
    assert drawn == [is_whole_twice(f"form-{number}", 999) for number in range(1000)]


def test_nobody_types_a_form_a_second_time_that_they_typed_first() -> None:
    check_second(2, 1)
    with pytest.raises(NotAllowed):
        check_second(1, 1)


def test_the_order_of_ticks_and_spaces_between_words_are_no_difference(fields: tuple[Field, ...]) -> None:
    first = Typing({"some": ["bus", "tram"], "short": ["Caf\u00e9  on the\ncorner"]})
    second = Typing({"some": ["tram", "bus"], "short": ["Cafe\u0301 on the corner"]})
    assert differences(fields, first, second) == ()


def test_another_order_of_a_ranking_is_a_difference(fields: tuple[Field, ...]) -> None:
    first, second = Typing({"rank": ["first", "second"]}), Typing({"rank": ["second", "first"]})
    assert [found.field.key for found in differences(fields, first, second)] == ["rank"]


def test_what_anybody_could_not_make_out_has_to_be_settled(fields: tuple[Field, ...]) -> None:
    first, second = Typing({"lights": ["no"]}), Typing({"lights": ["no"]}, {"lights"})
    [found] = differences(fields, first, second)
    assert (found.is_unclear_first, found.is_unclear_second) == (False, True)


def test_what_is_empty_in_both_is_not_counted_as_typed_right(fields: tuple[Field, ...]) -> None:
    first = Typing({"lights": ["no"], "short": ["Dark"], "best": ["red"]})
    second = Typing({"lights": ["yes"], "short": ["Dark"], "best": ["blue"]})
    found = tally(fields, first, second, {"lights": "second", "best": "first"})
    assert found[CLOSED] == Tally(2, 2, 1) and found[WORDS] == Tally(1, 0, 0)


def test_the_error_rate_is_a_share_of_what_was_compared() -> None:
    assert Tally(3, 2, 1).rate == Decimal("33.3") and Tally().rate is None
    assert Tally(200, 5, 1) + Tally(200, 1, 1) == Tally(400, 6, 2)


def test_settled_values_stand_before_those_that_were_typed(fields: tuple[Field, ...]) -> None:
    first = Typing({"lights": ["no"], "best": ["red"], "short": ["Dark"]})
    second = Typing({"lights": ["yes"]})
    again = typed_again(fields, first, is_whole=False)
    assert agreed(first, second, again, {"lights": ["yes"], "best": []}) == {"lights": ("yes",), "short": ("Dark",)}


def test_two_typings_of_a_text_are_laid_side_by_side() -> None:
    assert pieces("More lights in Peckham", "More light in Peckham please") == (
        Piece("", "More"), Piece("first", "lights"), Piece("second", "light"), Piece("", "in Peckham"),
        Piece("second", "please"))


def test_two_ticks_for_one_are_refused_unless_marked_as_unclear(fields: tuple[Field, ...]) -> None:
    typing, refusals = check_typed(fields, Typing({"best": ["red", "blue"]}), MEASURES)
    assert [refused.code for refused in refusals] == ["too-many-choices"] and typing.values == {}
    typing, refusals = check_typed(fields, Typing({"best": ["red", "blue"]}, {"best"}), MEASURES)
    assert refusals == () and typing == Typing({}, frozenset({"best"}))


def test_paper_is_not_sent_back_for_a_missing_answer_or_a_long_one(fields: tuple[Field, ...]) -> None:
    typing, refusals = check_typed(fields, Typing({"short": ["a" * 900]}), MEASURES)
    assert refusals == () and len(typing.values["short"][0]) == 900


def test_words_are_kept_wherever_they_were_written_and_ticks_where_they_were_asked_for(
    fields: tuple[Field, ...], adult: PaperForm
) -> None:
    values = {"lights": ("no",), "lights-why": ("Too dark",), "times": ("3",), "best": ("red",)}
    kept = kept_answers(every_kind(), fields, values, age_route="adult")
    assert [(found.question.key, found.choices, found.text, found.value) for found in kept.answers] == [
        ("lights", ("no",), None, None), ("lights-why", (), "Too dark", None), ("best", ("red",), None, None),
        ("times", (), None, "3")]
    assert kept.not_asked == ()


def test_a_tick_that_the_form_did_not_ask_for_is_named_and_not_stored(short: PaperForm) -> None:
    kept = kept_answers(every_kind(), fields_of(build(every_kind(), around())), {"rank": ("first",)},
                        age_route=short.age)
    assert kept.answers == () and kept.not_asked == ("rank",)


def test_a_comment_goes_to_the_part_of_the_plan_that_stands_beside_it(fields: tuple[Field, ...]) -> None:
    values = {"anywhere:part": ("aim-knife",), "anywhere": ("Go on",)}
    [found] = kept_answers(every_kind(), fields, values, age_route="adult").answers
    assert found.question.key == "anywhere@aim-knife" and found.question.plan_node == "aim-knife"
    [bare] = kept_answers(every_kind(), fields, {"anywhere": ("Go on",)}, age_route="adult").answers
    assert bare.question.key == "anywhere" and bare.text == "Go on"


def test_a_question_can_be_typed_without_the_words_beside_its_options(adult: PaperForm) -> None:
    asked = {question.key: question for question in sheet_questions(adult.main)}
    assert all(option.asks is None for option in without_words(asked["best"]).options)
    assert without_words(asked["some"]) is asked["some"]


def _count(text: str) -> int:
    return len(text)


def _matches(pattern: str, text: str) -> bool:
    return pattern == text


MEASURES = Measures(_count, _matches)


@pytest.fixture
def adult() -> PaperForm:
    """The form for adults."""
    return build(every_kind(), around())


@pytest.fixture
def short() -> PaperForm:
    """The form for people aged 13 to 15."""
    return build(every_kind(), around(), age="13-15")


@pytest.fixture
def fields(adult: PaperForm) -> Sequence[Field]:
    """What is typed from the form for adults."""
    return fields_of(adult)
