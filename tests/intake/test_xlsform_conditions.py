"""Conditions of XLSForms: what is read, what is never guessed, and that reading says the same as writing."""

import pytest

from consult.domain.conditions import All, Answered, AnyOf, Compared, Condition, Counted, Not, Rule, holds
from consult.intake.xlsform_conditions import ALWAYS, NEVER, Asked, Conditions
from consult.intake.xlsform_constraints import read_limits
from consult.intake.xlsform_expressions import Unreadable, parse, refs_in

ASKED = {
    "one": Asked("one", "one-choice", {"a": "a", "b": "b", "c d": "c-d"}),
    "several": Asked("several", "several-choices", {"a": "a", "b": "b"}),
    "scale": Asked("scale", "one-choice", {"1": "1", "2": "2", "3": "3"}),
    "number": Asked("number", "number", {}), "words": Asked("words", "short-text", {}),
    "day": Asked("day", "date", {}), "agreed": Asked("agreed", "consent", {"yes": "yes", "OK": "yes"}),
}


@pytest.mark.parametrize(("words", "rule"), [
    ("selected(${one}, 'a')", Condition("one", ("a",))),
    ("${one} = 'a'", Condition("one", ("a",))),
    ("'a'=${one}", Condition("one", ("a",))),
    ("${one} = 'a' or ${one} = 'b'", Condition("one", ("a", "b"))),
    ("${ one } != 'a'", Not(Condition("one", ("a",)))),
    ("${one} = 'c d'", Condition("one", ("c-d",))),
    ("not(selected(${several}, 'a'))", Not(Condition("several", ("a",)))),
    ("${several} = 'a'", All((Condition("several", ("a",)), Counted("several", "=", 1)))),
    ("count-selected(${several}) >= 2", Counted("several", ">=", 2)),
    ("2 <= count-selected(${several})", Counted("several", ">=", 2)),
    ("${scale} >= 2", Condition("scale", ("2", "3"))),
    ("${number} > 17 and ${number}<=99.5", All((Compared("number", ">", "17"), Compared("number", "<=", "99.5")))),
    ("${number} < -5", Compared("number", "<", "-5")),
    ("${words} != ''", Answered("words")), ("${words} = ''", Not(Answered("words"))),
    ("string-length(${words}) > 0", Answered("words")),
    ("${words} = “yes”", Compared("words", "=", "yes")),
    ("${words} = concat('it', \"'\", 's')", Compared("words", "=", "it's")),
    ("${day} >= date('2026-01-02')", Compared("day", ">=", "2026-01-02")),
    ("${agreed} = 'OK'", Condition("agreed", ("yes",))),
    ("true()", ALWAYS), ("false() or false()", NEVER), ("${one} = 'nobody'", NEVER),
    ("${one} = 'a' or (${number} = 1 and ${words} != '')",
     AnyOf((Condition("one", ("a",)), All((Compared("number", "=", "1"), Answered("words")))))),
])
def test_a_condition_is_read(words: str, rule: Rule) -> None:
    assert Conditions(ASKED).read(words) == rule


@pytest.mark.parametrize("words", [
    "pulldata('a', 'b', 'c', ${one})", "${day} < today()", "regex(${words}, 'x')", "${number} + 1 > 2", "${one}",
    "jr:choice-name(${one}, '${one}') = 'x'", "${one} = ${words}", "if(${one} = 'a', true(), false())",
    "/data/one = 'a'",
    "${unknown} = 1", "${one} = ", "(${one} = 'a'", "${one} = 'a' ${one}", "", "'a'", "selected(${one})", "# $",
    "${several} > 1", "string-length(${words}) > 3", "count-selected(${words}) > 1", ". = 1", "x" * 6_000,
])
def test_what_has_no_meaning_here_is_never_guessed(words: str) -> None:
    with pytest.raises(Unreadable):
        Conditions(ASKED).read(words)


def test_a_condition_that_is_too_deep_is_no_condition() -> None:
    with pytest.raises(Unreadable):
        parse("(" * 500 + "1" + ")" * 500)
    with pytest.raises(Unreadable):
        parse("not(" * 10_000)


def test_a_choice_that_there_is_not_is_told() -> None:
    reader = Conditions(ASKED)
    assert reader.read("${one} = 'typo' or ${one} = 'a'") == Condition("one", ("a",)) and reader.missing == ["typo"]


def test_what_is_not_answered_differs_from_every_value_as_in_xpath() -> None:
    rule = Conditions(ASKED).read("${number} != 5")
    assert holds(rule, {}) and holds(rule, {"number": ["4"]}) and not holds(rule, {"number": ["5"]})


def test_every_name_in_an_expression_is_found_even_in_one_that_cannot_be_read() -> None:
    assert refs_in("pulldata(${a}, ${ b }) + ${a}") == ("a", "b")


@pytest.mark.parametrize(("words", "kind", "limits"), [
    (". >= 18 and . <= 120", "number", {"minimum": "18", "maximum": "120"}),
    (".>17 and 121>.", "number", {"minimum": "18", "maximum": "120"}),
    (". >= date('2020-01-01')", "date", {"minimum": "2020-01-01"}),
    ("count-selected(.) <= 3 and count-selected(.) > 1", "several-choices", {"max_choices": 3, "min_choices": 2}),
    ("regex(., '^[A-Z]+$')", "short-text", {"pattern": "^[A-Z]+$"}),
    ("string-length(.) <= 10", "long-text", {"max_length": 10}),
    ("string-length(.) < 10", "long-text", {"max_length": 9}),
    ("not(selected(., 'none') and count-selected(.) > 1)", "several-choices", {"exclusive": ["none"]}),
    ("not(count-selected(.) >= 2 and selected(., 'none'))", "several-choices", {"exclusive": ["none"]}),
    ("count-selected(.) = 1 or not(selected(., 'none'))", "several-choices", {"exclusive": ["none"]}),
    ("if(selected(., 'none'), count-selected(.) = 1, true())", "several-choices", {"exclusive": ["none"]}),
    ("count-selected(.) >= 2 or selected(., 'none')", "several-choices", {"min_choices": 2}),
])
def test_a_limit_is_read(words: str, kind: str, limits: dict[str, object]) -> None:
    found = read_limits(words, kind, is_decimal=False)
    assert found.lost == [] and {name: value for name, value in vars(found).items() if value} == limits


@pytest.mark.parametrize(("words", "kind"), [
    (". > ${other}", "number"), (". <= today()", "date"), ("regex(., '(')", "short-text"), (". > 1", "short-text"),
    (". mod 2 = 0", "number"), (". >= 1 or . = 99", "number"), ("count-selected(.) > 1", "one-choice"),
    ("??", "number"),
])
def test_a_limit_that_has_no_meaning_here_is_told(words: str, kind: str) -> None:
    assert read_limits(words, kind, is_decimal=False).lost


def test_a_limit_beside_one_that_cannot_be_read_is_kept() -> None:
    found = read_limits(". >= 1 and . <= ${most}", "number", is_decimal=False)
    assert found.minimum == "1" and len(found.lost) == 1
