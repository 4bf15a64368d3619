"""A name that judges, leads, takes a side or holds everything is noticed, with the words that did it."""

import pytest

from consult.domain.theme_titles import title_problems


@pytest.mark.parametrize(("name", "code", "words"), [
    ("Poor response times", "title-judging", ("poor",)),
    ("Failures of the Met", "title-judging", ("failures",)),
    ("The Met must listen", "title-leading", ("must",)),
    ("More officers on foot", "title-one-sided", ("more",)),
    ("Lack of officers", "title-one-sided", ("lack of",)),
    ("Not enough youth clubs", "title-one-sided", ("not enough",)),
    ("Support for the plan", "title-one-sided", ("support for",)),
    ("Against live cameras", "title-one-sided", ("against",)),
    ("Agree and disagree with the plan", "title-two-sides", ("agree", "disagree")),
    ("For and against", "title-two-sides", ("for", "against")),
    ("Positive or negative views", "title-two-sides", ("positive", "negative")),
    ("Should officers be armed", "title-leading", ("should",)),
    ("How are people treated", "title-question", ("How are people treated",)),
    ("Fairness?", "title-question", ("Fairness?",)),
    ("Knives and phone theft", "title-two-subjects", ("Knives and phone",)),
    ("Cost/time", "title-two-subjects", ("Cost/time",)),
    ("Buses & trains", "title-two-subjects", ("Buses & trains",)),
    ("Other", "title-catch-all", ("other",)),
    ("General comments", "title-catch-all", ("general", "comments")),
    ("Miscellaneous issues", "title-catch-all", ("miscellaneous", "issues")),
    ("Other suggestions", "title-catch-all", ("other",)),
])
def test_a_name_that_is_not_neutral_is_named_with_its_words(name: str, code: str, words: tuple[str, ...]) -> None:
    assert (code, words) in [(problem.code, problem.words) for problem in title_problems(name)]


@pytest.mark.parametrize("name", [
    "Officers on foot locally", "Stop and search", "Women and girls", "Support for victims", "Support services",
    "Theft and violence in shops", "Violence and abuse against women", "Youth clubs, mentors and early help",
    "Communities shaping and checking the police", "Trust in the police", "Wait for a court date", "Police and crime",
    "Crime against older people", "Deaf and disabled people", "Other languages spoken", "Council services", "e-bikes",
    "General practice doctors", "How officers behave", "ہماری حفاظت", "",
])
def test_a_neutral_name_is_let_pass(name: str) -> None:
    assert title_problems(name) == ()


def test_a_name_that_says_its_parents_again_is_noticed() -> None:
    [problem] = title_problems("Stop and search of young people", "Stop and search")
    assert (problem.code, problem.words) == ("title-repeats-parent", ("stop", "search"))
    assert title_problems("Rights in a stop", "Stop and search") == ()


def test_two_sides_in_one_name_are_one_fault() -> None:
    assert [problem.code for problem in title_problems("Good and bad of the plan")] == ["title-two-sides"]


@pytest.mark.parametrize("name", [" " * 50_000, "and " * 12_500, "a" + " " * 50_000 + "b"])
def test_what_begins_a_name_as_long_as_a_book_is_noticed(name: str) -> None:
    assert "title-leading" in [problem.code for problem in title_problems("The Met must listen " + name)]
