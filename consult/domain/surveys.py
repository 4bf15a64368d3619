"""What a survey is made of: sections, pages, questions and options as frozen values; not which page shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from consult.domain.option_lists import LISTS

# The same words in each language, by BCP 47 tag.
Text = Mapping[str, str]

CHOICE_KINDS = frozenset({"one-choice", "several-choices", "agree-scale", "yes-no-unsure", "borough"})
TEXT_KINDS = frozenset({"short-text", "long-text"})
KINDS = CHOICE_KINDS | TEXT_KINDS

STORES_ANSWERS = "answers"
STORES_CHARACTERISTICS = "characteristics"
STORES = frozenset({STORES_ANSWERS, STORES_CHARACTERISTICS})

TRANSLATION_STATES = frozenset({"machine-drafted", "checked"})

# Census 2021 asked these two only of people aged 16 and over.
SENSITIVE_QUESTIONS = frozenset({"gender-identity", "sexual-orientation"})
SENSITIVE_MIN_AGE = 16
# What people are, in the keys of the equality questions: kept apart from answers under whatever section they are asked.
CHARACTERISTICS = SENSITIVE_QUESTIONS | {
    "age", "borough", "care-experience", "disability", "disability-impact", "disabled-self", "ethnic-group", "religion",
    "sex", "victim",
}


@dataclass(frozen=True)
class Option:
    """One thing that can be chosen; an exclusive one cannot be chosen beside another."""

    code: str
    label: Text
    hint: Text | None = None
    is_exclusive: bool = False


@dataclass(frozen=True)
class Condition:
    """Holds where the answer to `question` contains one of the codes in `any_of`."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question; `min_age` in years, `max_length` in graphemes, `max_choices` in options."""

    key: str
    kind: str
    text: Text
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    is_required: bool = False
    plan_node: str | None = None
    min_age: int | None = None
    max_choices: int | None = None
    max_length: int | None = None
    show_if: Condition | None = None


@dataclass(frozen=True)
class Page:
    """Questions shown together; a page of one question takes its heading from the question."""

    key: str
    title: Text | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Section:
    """Pages on one subject; `stores` says whether their answers are kept as answers or as protected characteristics."""

    key: str
    title: Text
    intro: Text | None = None
    plan_node: str | None = None
    is_for_13_to_15: bool = False
    stores: str = STORES_ANSWERS
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Survey:
    """One wording of a survey, complete in each language; `translations` says how far a language was checked."""

    key: str
    title: Text
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    translations: Mapping[str, str] = field(default_factory=dict)


def _built_in(kind: str) -> tuple[Option, ...]:
    return tuple(Option(code, MappingProxyType({"en": en, "ur": ur})) for code, en, ur in LISTS[kind])


# The options of each kind that brings its own list.
BUILT_IN_OPTIONS: Mapping[str, tuple[Option, ...]] = MappingProxyType({kind: _built_in(kind) for kind in LISTS})


def options_of(question: Question) -> tuple[Option, ...]:
    """The options in the order shown: the question's own, else those its kind brings; none for a text."""
    return question.options or BUILT_IN_OPTIONS.get(question.kind, ())


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """Every question of the survey, in the order asked."""
    return tuple(
        question for section in survey.sections for page in section.pages for question in page.questions
    )


def is_characteristic(question: Question) -> bool:
    """Whether the answer says what a person is, so that it may only ever be aggregated."""
    return question.key in CHARACTERISTICS or question.kind == "borough"


def is_sensitive(question: Question) -> bool:
    """Whether the question may only be put to people aged 16 and over (as in Census 2021)."""
    return question.key in SENSITIVE_QUESTIONS
