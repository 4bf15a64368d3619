"""Changes to a survey while it is written, each from a whole survey to the next; what is wrong is told elsewhere."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from consult.domain.conditions import Rule
from consult.domain.errors import NotFound, Refused
from consult.domain.survey_renaming import renamed
from consult.domain.surveys import (
    KEY,
    MAX_KEY,
    Option,
    Page,
    Question,
    Section,
    Survey,
    Text,
    companions_of,
    placed_questions,
)

T = TypeVar("T")
UP, DOWN = -1, 1
# A key that is made of words stays short enough to read in a column of a spreadsheet.
LONGEST_MADE = 40


def started(title: Text, languages: Sequence[str], key: str = "survey") -> Survey:
    """Return a survey without any question. Raises Refused("title" or "languages")."""
    _need_words("title", title)
    if not languages:
        raise Refused("languages", "language-unknown")
    return Survey(key=key, title=title, languages=tuple(languages), sections=())


def with_settings(survey: Survey, title: Text, languages: Sequence[str], checked: Collection[str]) -> Survey:
    """Return the survey with another title, and languages; those in `checked` were read by a person.

    The words of a language that is taken out stay in the survey, so that it can come back.
    """
    begun = started(title, languages, survey.key)
    states = {tag: "checked" if tag in checked else "machine-drafted"
              for tag in languages if tag in checked or tag in survey.translations}
    return replace(begun, sections=survey.sections, translations=states)


# sections

def section_of(survey: Survey, key: str) -> Section:
    """Return the section of that key. Raises NotFound."""
    return _found(section for section in survey.sections if section.key == key)


def add_section(survey: Survey, section: Section) -> Survey:
    """Put a section at the end of those that store the same; one without a key gets one from its title."""
    _need_words("title", section.title)
    taken = {other.key for other in survey.sections}
    section = replace(section, key=free_key(section.key or _first_words(section.title), taken, "section"))
    # What is kept apart is asked last anyway (routing.walk): the outline shows the same order.
    apart = [at for at, other in enumerate(survey.sections) if other.stores != section.stores]
    at = min(apart) if apart and section.stores == "answers" else len(survey.sections)
    return replace(survey, sections=(*survey.sections[:at], section, *survey.sections[at:]))


def change_section(survey: Survey, section: Section) -> Survey:
    """Put other words and rules on the section of that key; its pages stay. Raises NotFound and Refused("title")."""
    _need_words("title", section.title)
    standing = section_of(survey, section.key)
    return _with_section(survey, standing, replace(section, pages=standing.pages))


def move_section(survey: Survey, key: str, by: int) -> Survey:
    """Move a section one place up (-1) or down (1); at either end it stays."""
    return replace(survey, sections=_moved(survey.sections, survey.sections.index(section_of(survey, key)), by))


def remove_section(survey: Survey, key: str) -> Survey:
    """Take out a section with all its questions."""
    gone = section_of(survey, key)
    return replace(survey, sections=tuple(section for section in survey.sections if section is not gone))


# pages

def page_of(survey: Survey, key: str) -> tuple[Section, Page]:
    """Return the page of that key with its section. Raises NotFound."""
    return _found((section, page) for section in survey.sections for page in section.pages if page.key == key)


def add_page(survey: Survey, section_key: str, page: Page) -> Survey:
    """Put a page at the end of a section; keys that are empty are made, and those that are taken are refused."""
    section = section_of(survey, section_key)
    taken = all_keys(survey)
    questions = []
    for question in page.questions:
        question = with_keys(question, taken)
        taken |= {question.key, *(companion.key for companion in companions_of(question))}
        questions.append(question)
    pages = {other.key for each in survey.sections for other in each.pages}
    page = replace(page, key=free_key(page.key or questions[0].key, pages, "page"), questions=tuple(questions))
    return _with_section(survey, section, replace(section, pages=(*section.pages, page)))


def change_page(survey: Survey, page: Page) -> Survey:
    """Put another title, intro and questions on the page of that key; a page without questions goes."""
    section, standing = page_of(survey, page.key)
    kept = page.questions
    pages = tuple(page if other is standing else other for other in section.pages)
    if not kept:
        pages = tuple(other for other in section.pages if other is not standing)
    return _with_section(survey, section, replace(section, pages=pages))


def move_page(survey: Survey, key: str, by: int) -> Survey:
    """Move a page one place up (-1) or down (1), past the end of its section into the one beside it."""
    section, page = page_of(survey, key)
    at = section.pages.index(page)
    if 0 <= at + by < len(section.pages):
        return _with_section(survey, section, replace(section, pages=_moved(section.pages, at, by)))
    beside = survey.sections.index(section) + by
    if not 0 <= beside < len(survey.sections):
        return survey
    left = replace(section, pages=tuple(other for other in section.pages if other is not page))
    there = survey.sections[beside]
    pages = (*there.pages, page) if by == UP else (page, *there.pages)
    return _with_section(_with_section(survey, section, left), there, replace(there, pages=pages))


# questions

def question_of(survey: Survey, key: str) -> tuple[Section, Page, Question]:
    """Return the question of that key with where it stands, itself never a companion. Raises NotFound."""
    return _found((section, page, question) for section in survey.sections for page in section.pages
                  for question in page.questions if question.key == key)


def add_question(survey: Survey, section_key: str, question: Question, page_key: str = "") -> Survey:
    """Put a question at the end of a page, else on a page of its own at the end of a section.

    Raises NotFound and Refused("text", "text-missing"), Refused("key", …).
    """
    _need_words("text", question.text)
    if not page_key:
        return add_page(survey, section_key, Page(question.key, None, (question,)))
    page = _found(page for page in section_of(survey, section_key).pages if page.key == page_key)
    return change_page(survey, replace(page, questions=(*page.questions, with_keys(question, all_keys(survey)))))


def change_question(survey: Survey, key: str, question: Question, fixed: Collection[str] = ()) -> Survey:
    """Put `question` in the place of the one of that key; a new key is taken up wherever the old one is named.

    `fixed` are keys that answers are kept under. Raises NotFound, Refused("text", "text-missing"), and
    Refused("key", "key-fixed" | "key-shape" | "key-taken").
    """
    _need_words("text", question.text)
    section, page, standing = question_of(survey, key)
    others = all_keys(survey) - {key} - {companion.key for companion in companions_of(standing)}
    if question.key != key and key in fixed:
        raise Refused("key", "key-fixed")
    question = with_keys(question, others)
    questions = tuple(question if other is standing else other for other in page.questions)
    changed = change_page(survey, replace(page, questions=questions))
    return changed if question.key == key else renamed(changed, key, question.key)


def move_question(survey: Survey, key: str, by: int) -> Survey:
    """Move a question one place up or down on its page; at either end it stays."""
    _section, page, question = question_of(survey, key)
    return change_page(survey, replace(page, questions=_moved(page.questions, page.questions.index(question), by)))


def remove_question(survey: Survey, key: str) -> Survey:
    """Take a question out, and its page where nothing is left on it; conditions that name it are then wrong."""
    _section, page, question = question_of(survey, key)
    left = tuple(other for other in page.questions if other is not question)
    return change_page(survey, replace(page, questions=left))


def set_condition(survey: Survey, key: str, rule: Rule | None) -> Survey:
    """Say when a question shows; None is always."""
    _section, _page, question = question_of(survey, key)
    return change_question(survey, key, replace(question, show_if=rule))


# keys

def all_keys(survey: Survey) -> set[str]:
    """Return the keys of all questions, companions of options too."""
    return {question.key for _section, _page, question in placed_questions(survey)}


def with_keys(question: Question, taken: Collection[str]) -> Question:
    """Return the question with its key checked, or made of its words; so too the texts beside its options.

    Raises Refused("key", "key-shape" | "key-taken").
    """
    key = question.key or free_key(_first_words(question.text), taken, question.kind)
    if not KEY.fullmatch(key):
        raise Refused("key", "key-shape")
    if key in taken:
        raise Refused("key", "key-taken", {"name": key})
    mine = {key, *taken}

    def with_companion(option: Option) -> Option:
        if option.asks is None:
            return option
        asked = option.asks.key if option.asks.key not in mine and option.asks.key else ""
        asked = asked or free_key(f"{key}-{option.code}", mine, "other")
        mine.add(asked)
        return replace(option, asks=replace(option.asks, key=asked))

    return replace(question, key=key, options=tuple(with_companion(option) for option in question.options))


def free_key(words: str, taken: Collection[str], otherwise: str) -> str:
    """Return a key made of words, in small Latin letters, that nothing else has."""
    plain = unicodedata.normalize("NFKD", words.lower()).encode("ascii", "ignore").decode()
    made = re.sub(r"[^a-z0-9_.]+", "-", plain).strip("-._")
    if len(made) > LONGEST_MADE:
        made = made[:LONGEST_MADE].rsplit("-", 1)[0]
    start = made if KEY.fullmatch(made) else f"{otherwise}-{made}".strip("-")[:MAX_KEY]
    found, number = start, 2
    while found in taken:
        found, number = f"{start}-{number}", number + 1
    return found


def _first_words(text: Text) -> str:
    return text.get("en") or next((words for words in text.values() if words), "")


def _need_words(field: str, text: Text) -> None:
    if not any(words.strip() for words in text.values()):
        raise Refused(field, "title-missing" if field == "title" else "text-missing")


def _with_section(survey: Survey, standing: Section, section: Section) -> Survey:
    return replace(survey, sections=tuple(section if other is standing else other for other in survey.sections))


def _moved(items: tuple[T, ...], at: int, by: int) -> tuple[T, ...]:
    to = at + by
    if not 0 <= to < len(items):
        return items
    row = list(items)
    row[at], row[to] = row[to], row[at]
    return tuple(row)


def _found(candidates: Iterator[T]) -> T:
    for candidate in candidates:
        return candidate
    raise NotFound()
