"""What is wrong with a survey before people may be asked it: one list for files, the builder and the command."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from consult.domain.conditions import Condition, Counted, leaves
from consult.domain.reach import can_hold
from consult.domain.survey_pipes import unknown_names
from consult.domain.surveys import (
    ANSWERED_KINDS,
    CHARACTERISTIC_KINDS,
    CHOICE_KINDS,
    KEY,
    KINDS,
    NOTE,
    OWN_OPTION_KINDS,
    SENSITIVE_MIN_AGE,
    STORES_ANSWERS,
    STORES_CHARACTERISTICS,
    TEXT_KINDS,
    Option,
    Page,
    Question,
    Section,
    Survey,
    Text,
    companions_of,
    is_characteristic,
    is_open_comment,
    is_sensitive,
    options_of,
    placed_questions,
)

MAX_CODE = 60
MAX_OPTIONS = 500
MAX_QUESTIONS = 1000
# Spoken by codes in a list of what is wrong: these say what to look at again, and stop nothing.
WARNINGS = frozenset({"plan-node-unknown", "no-text-question", "required-question", "never-shown"})


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `name` is the key or code it is about; `language` where only that one lacks words."""

    code: str
    section: str = ""
    question: str = ""
    name: str = ""
    language: str = ""

    @property
    def stops(self) -> bool:
        """Whether the survey cannot be put into use until it is mended."""
        return self.code not in WARNINGS


def find(survey: Survey, *, languages: Collection[str] = (), plan_nodes: Collection[str] | None = None
         ) -> list[Problem]:
    """Return everything that is wrong, in the order of the survey; empty where it can be put into use as it stands.

    `languages` are those that it will be offered in beside its own; `plan_nodes` the keys of the plan, None where no
    plan is known yet.
    """
    found = list(_of_the_whole(survey))
    wanted = tuple(dict.fromkeys((*survey.languages, *languages)))
    found += _words("", "", "title", survey.title, wanted)
    before: dict[str, tuple[Section, Page, Question]] = {}
    for section in survey.sections:
        found += _of_section(section, wanted)
        for page in section.pages:
            found += _of_page(section, page, wanted)
            for question in page.questions:
                found += _of_question(section, question, wanted)
                found += _of_condition(section, page, question, before)
                found += _of_plan(section, question, plan_nodes)
                before[question.key] = (section, page, question)
    return [*found, *(Problem("pipe-unknown", *where) for where in unknown_names(survey))]


def _of_the_whole(survey: Survey) -> Iterator[Problem]:
    questions = [question for _s, _p, question in placed_questions(survey)]
    answered = [q for s, _p, q in placed_questions(survey) if s.stores == STORES_ANSWERS and q.kind in ANSWERED_KINDS]
    if not survey.languages:
        yield Problem("no-languages")
    if not answered:
        yield Problem("no-questions")
    elif not any(question.kind in TEXT_KINDS for question in answered):
        yield Problem("no-text-question")
    if len(questions) > MAX_QUESTIONS:
        yield Problem("too-many-questions")
    if sum(is_open_comment(question) for question in questions) > 1:
        yield Problem("two-open-comments")
    yield from _of_keys(survey, questions)


def _of_keys(survey: Survey, questions: Collection[Question]) -> Iterator[Problem]:
    for what, keys in (
        ("section", [section.key for section in survey.sections]),
        ("page", [page.key for section in survey.sections for page in section.pages]),
        ("question", [question.key for question in questions]),
    ):
        for key, times in Counter(keys).items():
            if times > 1:
                yield Problem(f"duplicate-{what}", question=key if what == "question" else "", name=key)
            if not KEY.fullmatch(key):
                yield Problem("key-shape", question=key if what == "question" else "", name=key)


def _words(section: str, question: str, name: str, text: Text | None, languages: Collection[str]) -> Iterator[Problem]:
    if not any((text or {}).values()):
        yield Problem("no-words", section, question, name)
        return
    for language in languages:
        if not (text or {}).get(language, "").strip():
            yield Problem("missing-translation", section, question, name, language)


def _of_section(section: Section, languages: Collection[str]) -> Iterator[Problem]:
    yield from _words(section.key, "", "title", section.title, languages)
    if section.intro:
        yield from _words(section.key, "", "intro", section.intro, languages)
    if not any(page.questions for page in section.pages):
        yield Problem("empty-section", section.key)


def _of_page(section: Section, page: Page, languages: Collection[str]) -> Iterator[Problem]:
    first = page.questions[0].key if page.questions else ""
    if page.title is not None or len([q for q in page.questions if q.kind != NOTE]) > 1:
        yield from _words(section.key, first, "page-title", page.title, languages)
    if page.intro:
        yield from _words(section.key, first, "page-intro", page.intro, languages)


def _of_question(section: Section, question: Question, languages: Collection[str]) -> Iterator[Problem]:
    at = (section.key, question.key)
    if question.kind not in KINDS:
        yield Problem("unknown-kind", *at, question.kind)
    yield from _words(*at, "text", question.text, languages)
    for name, text in (("hint", question.hint), ("error", question.error)):
        if text:
            yield from _words(*at, name, text, languages)
    yield from _of_options(section, question, languages)
    yield from _of_limits(section, question)
    yield from _of_protection(section, question)
    for companion in companions_of(question):
        yield from _words(section.key, companion.key, "text", companion.text, languages)
        if companion.kind not in TEXT_KINDS or companion.show_if is not None or section.stores != STORES_ANSWERS:
            yield Problem("companion-wrong", *at, companion.key)


def _of_options(section: Section, question: Question, languages: Collection[str]) -> Iterator[Problem]:
    at = (section.key, question.key)
    if question.kind in OWN_OPTION_KINDS and len(question.options) < 2:
        yield Problem("too-few-options", *at)
    if len(question.options) > MAX_OPTIONS:
        yield Problem("too-many-options", *at)
        return
    if question.options and question.kind not in CHOICE_KINDS | {"ranking"}:
        yield Problem("options-not-for-this-kind", *at)
    for code, times in Counter(option.code for option in question.options).items():
        if times > 1:
            yield Problem("duplicate-option", *at, code)
    for option in question.options:
        yield from _of_option(at, question, option, languages)


def _of_option(at: tuple[str, str], question: Question, option: Option, languages: Collection[str]
               ) -> Iterator[Problem]:
    if not option.code or len(option.code) > MAX_CODE or any(c.isspace() or not c.isprintable() for c in option.code):
        yield Problem("option-code-shape", *at, option.code)
    if not any(option.label.values()):
        yield Problem("option-unlabelled", *at, option.code)
    else:
        yield from _words(*at, option.code, option.label, languages)
    if option.hint:
        yield from _words(*at, option.code, option.hint, languages)
    if option.is_exclusive and question.kind != "several-choices":
        yield Problem("exclusive-not-for-this-kind", *at, option.code)


def _of_limits(section: Section, question: Question) -> Iterator[Problem]:
    at = (section.key, question.key)
    together = sum(not option.is_exclusive for option in options_of(question))
    least, most = question.min_choices or 0, question.max_choices
    if most is not None and not max(1, least) <= most <= together:
        yield Problem("limits-wrong", *at, "max_choices")
    elif least > together:
        yield Problem("limits-wrong", *at, "min_choices")
    if question.minimum is not None and question.maximum is not None and _is_crossed(question):
        yield Problem("limits-wrong", *at, "maximum")
    if question.is_required and section.stores == STORES_ANSWERS and question.kind != "consent":
        yield Problem("required-question", *at)


def _is_crossed(question: Question) -> bool:
    low, high = question.minimum or "", question.maximum or ""
    return Decimal(low) > Decimal(high) if question.kind == "number" else low > high


def _of_protection(section: Section, question: Question) -> Iterator[Problem]:
    at = (section.key, question.key)
    if is_sensitive(question) and (question.min_age or 0) < SENSITIVE_MIN_AGE:
        yield Problem("sensitive-needs-min-age", *at)
    if is_characteristic(question) and section.stores == STORES_ANSWERS:
        yield Problem("sensitive-in-answers", *at)
    if section.stores == STORES_CHARACTERISTICS:
        if question.kind not in CHARACTERISTIC_KINDS:
            yield Problem("not-for-characteristics", *at)
        if question.is_required:
            yield Problem("characteristic-required", *at)


def _of_condition(section: Section, page: Page, question: Question,
                  before: Mapping[str, tuple[Section, Page, Question]]) -> Iterator[Problem]:
    if question.show_if is None:
        return
    at = (section.key, question.key)
    is_whole = True
    for leaf in leaves(question.show_if):
        placed = before.get(leaf.question)
        if placed is None:
            yield Problem("condition-not-asked-before", *at, leaf.question)
        elif placed[1].key == page.key:
            yield Problem("condition-on-same-page", *at, leaf.question)
        elif placed[0].stores == STORES_CHARACTERISTICS and section.stores == STORES_ANSWERS:
            # Its exact answers would count the people of a group; what is kept apart is asked last anyway.
            yield Problem("condition-on-characteristic", *at, leaf.question)
        else:
            yield from _of_leaf(at, leaf, placed[2])
            continue
        is_whole = False
    if is_whole and not can_hold(question.show_if, {key: placed[2] for key, placed in before.items()}):
        yield Problem("never-shown", *at)


def _of_leaf(at: tuple[str, str], leaf: object, asked: Question) -> Iterator[Problem]:
    codes = {option.code for option in options_of(asked)}
    if isinstance(leaf, Condition):
        for code in leaf.any_of:
            if code not in codes:
                yield Problem("condition-unknown-code", *at, code)
    elif isinstance(leaf, Counted) and not codes:
        yield Problem("condition-cannot-count", *at, asked.key)
    elif asked.kind == NOTE:
        yield Problem("condition-not-asked-before", *at, asked.key)


def _of_plan(section: Section, question: Question, plan_nodes: Collection[str] | None) -> Iterator[Problem]:
    if plan_nodes is None:
        return
    for key in {section.plan_node, question.plan_node} - {None}:
        if key not in plan_nodes:
            yield Problem("plan-node-unknown", section.key, question.key, str(key))
