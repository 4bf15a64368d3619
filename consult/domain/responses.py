"""When a response is whole and right: open, consented, routed, every answer known; nothing is dropped in silence."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from consult.domain import consultations
from consult.domain.errors import Refused
from consult.domain.routing import Answers, asked_questions, may_answer
from consult.domain.surveys import TEXT_KINDS, Question, Section, Survey, options_of
from consult.domain.texts import clean

EXCLUSION_REASONS = ("blank", "no-consent", "test", "out-of-time", "spam", "duplicate")
# Where a question names no limit of its own; in graphemes, which is what a reader would count.
TEXT_LIMIT = {"short-text": 200, "long-text": 3000}

Count = Callable[[str], int]


@dataclass(frozen=True)
class Submission:
    """What a person sends: answers by question key, each a list of option codes or one text."""

    age_route: str
    answers: Answers
    has_consent: bool
    has_quote_consent: bool


@dataclass(frozen=True)
class CheckedAnswer:
    """One answer that passed: `choices` or `text`, never both; `stores` says to which store it goes."""

    question: Question
    stores: str
    choices: tuple[str, ...]
    text: str | None


def text_limit(question: Question) -> int:
    """Return how many graphemes a text question takes."""
    return question.max_length or TEXT_LIMIT[question.kind]


def check_answer(question: Question, values: Sequence[str], count: Count) -> tuple[str, ...]:
    """Return the cleaned values of one answer, empty where nothing was answered.

    `count` gives the graphemes of a text. Raises Refused(question key, code): `answer-missing`, `option-unknown`,
    `too-many-choices`, `exclusive-with-others`, `text-long`.
    """
    given = tuple(v for v in (clean(value).strip() for value in values) if v)
    if not given:
        if question.is_required:
            raise Refused(question.key, "answer-missing")
        return ()
    return _check_text(question, given, count) if question.kind in TEXT_KINDS else _check_choices(question, given)


def _check_text(question: Question, given: tuple[str, ...], count: Count) -> tuple[str, ...]:
    text, limit = "\n".join(given), text_limit(question)
    if len(text) > limit and (length := count(text)) > limit:
        raise Refused(question.key, "text-long", {"limit": limit, "length": length})
    return (text,)


def _check_choices(question: Question, given: tuple[str, ...]) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(given))
    options = {option.code: option for option in options_of(question)}
    if any(code not in options for code in chosen):
        raise Refused(question.key, "option-unknown")
    limit = question.max_choices if question.kind == "several-choices" else 1
    if limit and len(chosen) > limit:
        raise Refused(question.key, "too-many-choices", {"limit": limit})
    if len(chosen) > 1 and any(options[code].is_exclusive for code in chosen):
        raise Refused(question.key, "exclusive-with-others")
    return chosen


def check_window(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    """Raise Refused unless a response can be taken at this instant."""
    state = consultations.state(opens_at, closes_at, now)
    if state != "open":
        raise Refused("consultation", f"consultation-{state}")


def check_submission(survey: Survey, sent: Submission, count: Count) -> tuple[CheckedAnswer, ...]:
    """Return the answers to store, in survey order.

    Raises Refused for the age, for a missing consent, for an answer to a question that was not asked, for one that
    is not right, and where nothing at all was answered.
    """
    if not may_answer(sent.age_route):
        raise Refused("age", "age-too-young")
    if not sent.has_consent:
        raise Refused("consent", "consent-missing")
    asked = asked_questions(survey, sent.age_route, sent.answers)
    stray = [key for key in sent.answers if key not in asked]
    if stray:
        raise Refused(stray[0], "question-not-asked")
    checked = tuple(_checked(asked, sent.answers, count))
    if not any(answer.stores == "answers" for answer in checked):
        raise Refused("answers", "nothing-answered")
    return checked


def _checked(
    asked: Mapping[str, tuple[Section, Question]], answers: Answers, count: Count
) -> Iterator[CheckedAnswer]:
    for key, (section, question) in asked.items():
        if key not in answers:
            continue
        values = check_answer(question, answers[key], count)
        if values and question.kind in TEXT_KINDS:
            yield CheckedAnswer(question, section.stores, (), values[0])
        elif values:
            yield CheckedAnswer(question, section.stores, values, None)


def still_asked(survey: Survey, age_route: str, answers: Answers) -> dict[str, list[str]]:
    """Return only the answers to questions that are still asked: what a change of an earlier answer hid is left out."""
    asked = asked_questions(survey, age_route, answers)
    return {key: list(values) for key, values in answers.items() if key in asked and values}
