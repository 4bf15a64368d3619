"""What a survey is made of: sections, pages, questions and options as frozen values; not which page shows."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from consult.domain.conditions import Condition, Rule
from consult.domain.languages import LANGUAGES
from consult.domain.option_lists import LISTS

__all__ = ["Condition", "Option", "Page", "Question", "Rule", "Section", "Survey", "Text"]

# The same words in each language, by BCP 47 tag.
Text = Mapping[str, str]

CHOICE_KINDS = frozenset({"one-choice", "several-choices", "agree-scale", "yes-no-unsure", "borough", "consent"})
# Kinds whose options the survey's author writes.
OWN_OPTION_KINDS = frozenset({"one-choice", "several-choices", "ranking"})
TEXT_KINDS = frozenset({"short-text", "long-text", "plan-comment"})
# Answers that are one short value: a number, a date (ISO), the first half of a postcode.
VALUE_KINDS = frozenset({"number", "date", "postcode-district"})
# Answers that are a file; what is said in one becomes text only when a person has written it down.
MEDIA_KINDS = frozenset({"file", "audio", "video"})
# Words between questions; nothing is answered.
NOTE = "note"
ANSWERED_KINDS = CHOICE_KINDS | TEXT_KINDS | VALUE_KINDS | MEDIA_KINDS | {"ranking"}
KINDS = ANSWERED_KINDS | {NOTE}
# What may be asked where answers are only ever aggregated: nothing that is words or a file of one person.
CHARACTERISTIC_KINDS = CHOICE_KINDS - {"consent"} | {"number", "postcode-district", NOTE}
# Names of sections, pages and questions, as in XLSForm: a letter or a line first, then letters, digits, - _ and dots.
KEY = re.compile(r"(?:[^\W\d]|_)[\w.-]{0,79}")
MAX_KEY = 80
# Files and recordings can show a child: they are asked for from this age on.
MEDIA_MIN_AGE = 16

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
    """One thing that can be chosen; an exclusive one cannot be chosen beside another.

    `asks` is a text question put in the same place to those who choose it: "Other" with its words.
    """

    code: str
    label: Text
    hint: Text | None = None
    is_exclusive: bool = False
    asks: "Question | None" = None


@dataclass(frozen=True)
class Question:
    """One question; `min_age` in years, `max_length` in graphemes, `min_choices` and `max_choices` in options.

    `minimum` and `maximum` are a decimal number, or an ISO date for a date; `pattern` is a regular expression that
    the whole text must match, `error` the words shown where a limit is broken. A `plan-comment` without a plan node
    can be put on any part of the plan.
    """

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
    show_if: Rule | None = None
    min_choices: int | None = None
    minimum: str | None = None
    maximum: str | None = None
    is_decimal: bool = False
    is_dropdown: bool = False
    pattern: str | None = None
    error: Text | None = None


@dataclass(frozen=True)
class Page:
    """Questions shown together; a page of one question takes its heading from the question."""

    key: str
    title: Text | None
    questions: tuple[Question, ...]
    intro: Text | None = None


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
    def label(code: str, english: str) -> Text:
        others = {tag: language.options.get(kind, {}).get(code) for tag, language in LANGUAGES.items()}
        return MappingProxyType({**{tag: words for tag, words in others.items() if words}, "en": english})

    return tuple(Option(code, label(code, english)) for code, english in LISTS[kind])


# The options of each kind that brings its own list.
BUILT_IN_OPTIONS: Mapping[str, tuple[Option, ...]] = MappingProxyType({kind: _built_in(kind) for kind in LISTS})


def options_of(question: Question) -> tuple[Option, ...]:
    """The options in the order shown: the question's own, else those its kind brings; none for a text."""
    return question.options or BUILT_IN_OPTIONS.get(question.kind, ())


def companions_of(question: Question) -> tuple[Question, ...]:
    """The text questions that options of this question ask beside themselves, in the order of the options."""
    return tuple(option.asks for option in question.options if option.asks is not None)


def placed_questions(survey: Survey) -> Iterator[tuple[Section, Page, Question]]:
    """Give every question with where it stands, in the order asked; a companion follows the question it is beside."""
    for section in survey.sections:
        for page in section.pages:
            for question in page.questions:
                yield section, page, question
                for companion in companions_of(question):
                    yield section, page, companion


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """Every question of the survey, in the order asked, companions of options included."""
    return tuple(question for _section, _page, question in placed_questions(survey))


def is_rating(page: Page) -> bool:
    """Whether a page rates several statements: two or more questions of one choice with the same answers to each."""
    first = page.questions[0] if page.questions else None
    if first is None or len(page.questions) < 2 or first.kind not in ("one-choice", "agree-scale", "yes-no-unsure"):
        return False
    return all(question.kind == first.kind and question.options == first.options and not companions_of(question)
               for question in page.questions)


def is_open_comment(question: Question) -> bool:
    """Whether the question waits to be put on any part of the plan, and so has no page of its own."""
    return question.kind == "plan-comment" and question.plan_node is None


def comment_key(question: Question, node_key: str) -> str:
    """The name under which a comment on one part of the plan is kept: no key of a question holds an @."""
    return f"{question.key}@{node_key}"


def is_characteristic(question: Question) -> bool:
    """Whether the answer says what a person is, so that it may only ever be aggregated."""
    return question.key in CHARACTERISTICS or question.kind in ("borough", "postcode-district")


def is_sensitive(question: Question) -> bool:
    """Whether the question may only be put to people aged 16 and over (as in Census 2021)."""
    return question.key in SENSITIVE_QUESTIONS
