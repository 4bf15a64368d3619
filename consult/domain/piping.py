"""Earlier answers inside later words: `${key}` stands for the answer to that question; its looks are the web's."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.conditions import Answers
from consult.domain.routing import Step
from consult.domain.surveys import (
    KEY,
    MEDIA_KINDS,
    NOTE,
    STORES_ANSWERS,
    TEXT_KINDS,
    Question,
    Survey,
    Text,
    companions_of,
    is_characteristic,
    options_of,
    placed_questions,
)

_PIPE = re.compile(r"\$\{[ \t]*(" + KEY.pattern + r")[ \t]*\}")


@dataclass(frozen=True)
class Given:
    """The answer that stands in place of a name; at most one of the two holds something, neither where none was given.

    `labels` are the words of chosen options, by language; `typed` is a text, number, date (ISO) or district of `kind`.
    """

    kind: str
    labels: tuple[Text, ...] = ()
    typed: str = ""


def names_in(words: str) -> tuple[str, ...]:
    """Return the keys of the questions whose answers `words` ask for, in order, each once."""
    return tuple(dict.fromkeys(found.group(1) for found in _PIPE.finditer(words)))


def words_of(question: Question) -> Iterator[Text]:
    """Give every text of a question that a reader sees, its options and their companions included."""
    yield from (text for text in (question.text, question.hint, question.error) if text)
    for option in options_of(question):
        yield from (text for text in (option.label, option.hint) if text)
    for companion in companions_of(question):
        yield from words_of(companion)


def names_on(step: Step) -> frozenset[str]:
    """Return the keys of all questions whose answers are shown on a page: such a page is one person's own."""
    texts = [text for text in (step.section.title, step.section.intro, step.page.title, step.page.intro) if text]
    texts += [text for question in step.questions for text in words_of(question)]
    return frozenset(name for text in texts for words in text.values() for name in names_in(words))


def given_answers(survey: Survey, answers: Answers, names: Iterable[str]) -> dict[str, Given]:
    """Return what each name stands for; `answers` are those of questions that are still asked.

    A name that no question has is left out. What a person is, and a file, is never shown: those stand empty.
    """
    wanted = set(names)
    found: dict[str, Given] = {}
    for section, _page, question in placed_questions(survey):
        if question.key not in wanted or question.kind == NOTE:
            continue
        is_hidden = section.stores != STORES_ANSWERS or is_characteristic(question) or question.kind in MEDIA_KINDS
        found[question.key] = _given(question, () if is_hidden else answers.get(question.key, ()))
    return found


def _given(question: Question, values: Sequence[str]) -> Given:
    options = {option.code: option.label for option in options_of(question)}
    if options:
        return Given(question.kind, labels=tuple(options[value] for value in values if value in options))
    return Given(question.kind, typed="\n".join(values) if question.kind in TEXT_KINDS else "".join(values[:1]))


def piped(words: str, given: Mapping[str, Given]) -> tuple[str | Given, ...]:
    """Return `words` in pieces: as they are written, and what stands in place of each name that `given` knows.

    A name that no question has stays as it is written. Nothing of an answer is read again for names.
    """
    pieces: list[str | Given] = []
    end = 0
    for found in _PIPE.finditer(words):
        if (answer := given.get(found.group(1))) is None:
            continue
        pieces += [words[end:found.start()], answer]
        end = found.end()
    return tuple(piece for piece in [*pieces, words[end:]] if piece != "")
