"""A survey on paper: what is asked of whom, on which sheet, under which number, and where a tick leads."""

import pytest

from consult.domain.conditions import All, Answered, AnyOf, Condition, Counted, Not, Rule
from consult.domain.form_rules import Several, Told, told
from consult.domain.forms import EQUALITY, FORM, PaperForm, PaperQuestion, ages_of, build
from consult.domain.surveys import Section, Survey
from tests.form_surveys import around, asks, both, every_kind

YES, NO = Condition("lights", ("yes",)), Condition("lights", ("no",))


def test_questions_are_numbered_straight_through_after_the_opening_ones(adult: PaperForm) -> None:
    assert adult.main.opening == ((1, "age"), (2, "behalf"), (3, "help"))
    numbers = [found.number for found in asked(adult, FORM) if found.number]
    assert numbers == list(range(4, 4 + len(numbers)))


def test_a_note_has_no_number(adult: PaperForm) -> None:
    assert [found.question.key for found in asked(adult, FORM) if not found.number] == ["note"]


def test_what_people_are_is_asked_on_the_other_sheet_only(adult: PaperForm) -> None:
    assert [(found.number, found.question.key) for found in asked(adult, EQUALITY)] == [
        (1, "borough"), (2, "area"), (3, "sex")]
    assert not {"borough", "area", "sex"} & {found.question.key for found in asked(adult, FORM)}


def test_the_form_for_13_to_15_is_short_and_asks_no_age_and_no_organisation() -> None:
    short = build(every_kind(), around(), age="13-15")
    assert short.main.opening == ((1, "help"),) and short.equality is None
    assert {found.question.key for found in asked(short, FORM)} == {
        "lights", "lights-why", "best", "some", "rate-1", "rate-2"}


def test_a_short_form_is_offered_only_where_young_people_are_asked_something() -> None:
    adults = Survey("s", both("S"), ("en",), (Section("a", both("A"), pages=(asks("q", "short-text"),)),))
    assert ages_of(every_kind()) == ("adult", "13-15") and ages_of(adults) == ("adult",)


def test_files_and_recordings_are_not_asked_of_people_under_16() -> None:
    young = Section("a", both("A"), is_for_13_to_15=True, pages=(asks("q", "video"), asks("p", "short-text")))
    form = build(Survey("s", both("S"), ("en",), (young,)), around(), age="13-15")
    assert [found.question.key for found in asked(form, FORM)] == ["p"]


def test_a_tick_leads_past_the_questions_that_hang_on_it_alone(adult: PaperForm) -> None:
    lights = next(found for found in asked(adult, FORM) if found.question.key == "lights")
    assert lights.number == 4 and dict(lights.leads) == {"yes": 6, "not-sure": 6}


def test_a_tick_that_leaves_out_all_the_rest_leads_to_the_end() -> None:
    form = small(asks("lights", "yes-no-unsure"), asks("why", "long-text", show_if=NO))
    assert dict(asked(form, FORM)[0].leads) == {"yes": 0, "not-sure": 0}


def test_a_tick_leads_past_nothing_that_also_hangs_on_another_question() -> None:
    rule = AnyOf((NO, Condition("buses", ("no",))))
    form = small(asks("buses", "yes-no-unsure"), asks("lights", "yes-no-unsure"),
                 asks("why", "long-text", show_if=rule))
    assert [dict(found.leads) for found in asked(form, FORM)] == [{}, {}, {}]


def test_where_several_ticks_may_be_made_none_leads_on(adult: PaperForm) -> None:
    assert all(not found.leads for found in asked(adult, FORM) if found.question.kind == "several-choices")


def test_a_question_that_hangs_on_one_that_is_not_asked_is_left_out_with_all_that_hang_on_it() -> None:
    film = asks("film", "video")
    why = asks("why", "short-text", show_if=Answered("film"))
    more = asks("more", "short-text", show_if=Answered("why"))
    young = Section("a", both("A"), is_for_13_to_15=True, pages=(film, why, more, asks("p", "short-text")))
    form = build(Survey("s", both("S"), ("en",), (young,)), around(), age="13-15")
    assert [found.question.key for found in asked(form, FORM)] == ["p"]


def test_the_words_beside_an_option_are_found_under_its_question(adult: PaperForm) -> None:
    assert adult.places["other-words"].number == adult.places["best"].number


def test_a_comment_names_the_part_of_the_plan(adult: PaperForm) -> None:
    names = {found.question.key: found.about for found in asked(adult, FORM) if found.about}
    assert names == {"on-plan": {"en": "Knife crime"}}


@pytest.mark.parametrize(("rule", "expected"), [
    (None, True),
    (YES, Told(YES)),
    (Not(YES), Told(YES, is_not=True)),
    (Not(Not(YES)), Told(YES)),
    (Not(All((YES, NO))), Several(False, (Told(YES, True), Told(NO, True)))),
    (Not(AnyOf((YES, NO))), Several(True, (Told(YES, True), Told(NO, True)))),
    (All((YES, All((NO, YES)))), Several(True, (Told(YES), Told(NO), Told(YES)))),
    (Condition("hidden", ("a",)), False),
    (Not(Answered("hidden")), True),
    (Counted("hidden", "<", 2), True),
    (AnyOf((Answered("hidden"), YES)), Told(YES)),
    (All((Answered("hidden"), YES)), False),
    (AnyOf((Not(Answered("hidden")), YES)), True),
])
def test_a_rule_is_told_without_what_the_paper_does_not_ask(rule: Rule | None, expected: object) -> None:
    assert told(rule, {"lights"}) == expected


def asked(form: PaperForm, kind: str) -> list[PaperQuestion]:
    """Every question of one sheet, in order."""
    [sheet] = [sheet for sheet in form.sheets if sheet.kind == kind]
    return [found for part in sheet.parts for page in part.pages for found in page.questions]


def small(*pages: object) -> PaperForm:
    """The form of a survey of one section."""
    section = Section("a", both("A"), pages=pages)  # type: ignore[arg-type]
    return build(Survey("s", both("S"), ("en",), (section,)), around())


@pytest.fixture
def adult() -> PaperForm:
    return build(every_kind(), around(), node_names={"aim-knife": {"en": "Knife crime"}})
