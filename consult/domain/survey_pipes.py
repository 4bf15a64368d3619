"""Which earlier answers words may ask for, and which words ask for one that they cannot have; piping puts them in."""

from collections.abc import Iterator

from consult.domain.piping import names_in, words_of
from consult.domain.surveys import (
    MEDIA_KINDS,
    NOTE,
    STORES_ANSWERS,
    Page,
    Question,
    Section,
    Survey,
    Text,
    companions_of,
    is_characteristic,
)


def unknown_names(survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Give (section key, question key, name) for each name in words that is no answer given on an earlier page.

    What a person is, a file and a note are no answers that words may show. Words above a page count for its first
    question.
    """
    before: set[str] = set()
    for section in survey.sections:
        for page in section.pages:
            for key, texts in _texts(page):
                names = {name for text in texts for words in text.values() for name in names_in(words)}
                yield from ((section.key, key, name) for name in sorted(names - before))
            before |= {question.key for question in can_be_named(section, page)}


def can_be_named(section: Section, page: Page) -> Iterator[Question]:
    """Give the questions of a page whose answers later words may show, companions of options too."""
    for question in page.questions:
        for asked in (question, *companions_of(question)):
            is_shown = section.stores == STORES_ANSWERS and not is_characteristic(asked)
            if is_shown and asked.kind not in MEDIA_KINDS | {NOTE}:
                yield asked


def _texts(page: Page) -> Iterator[tuple[str, list[Text]]]:
    above = [text for text in (page.title, page.intro) if text]
    for at, question in enumerate(page.questions):
        yield question.key, [*(above if at == 0 else ()), *words_of(question)]
