"""When a response is whole and right: open, consented, routed, every answer known; nothing is dropped in silence."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from consult.domain import consultations
from consult.domain.answers import Measures, check_answer
from consult.domain.conditions import Answers
from consult.domain.errors import Refused
from consult.domain.routing import asked_questions, may_answer
from consult.domain.surveys import MEDIA_KINDS, TEXT_KINDS, VALUE_KINDS, Question, Section, Survey

EXCLUSION_REASONS = ("blank", "no-consent", "test", "out-of-time", "spam", "duplicate", "automatic")
# What the person who sent a response did with it later: then it is another's reason than staff's, and final.
TAKEN_BACK_REASONS = ("withdrawn", "corrected")
# A row of a file that is not stored whole yet: it is received, and waits for the rest.
IMPORTING = "importing"
BEHALVES = ("self", "group", "organisation")
# Whose words a helped answer holds (practice 6, Easy Read user 3).
WORDS_ARE = ("own", "together", "helper")
# The wording that someone answered: the survey itself, or its variant in Easy Read or in British Sign Language.
STANDARD = "standard"
ANSWERED_AS = (STANDARD, "easy-read", "bsl")
# Why a person looks at a response twice; none of these ever leaves one out by itself.
FLAGS = ("trap", "fast", "many-from-one-network", "same-words")


@dataclass(frozen=True)
class Submission:
    """What a person sends: answers by question key, each a list of option codes or one text.

    `films` are the keys of the questions that they answered in sign language, WHOLE for the survey as one.
    """

    age_route: str
    answers: Answers
    has_consent: bool
    has_quote_consent: bool
    films: Collection[str] = ()


@dataclass(frozen=True)
class CheckedAnswer:
    """One answer that passed: `choices`, `text` or `value`, only one of them; `stores` says to which store it goes.

    The choices of a ranking stand in the order of their places. The value of a file is the public id of its attachment.
    """

    question: Question
    stores: str
    choices: tuple[str, ...]
    text: str | None
    value: str | None = None


def check_window(opens_at: datetime, closes_at: datetime, now: datetime, *, grace: timedelta = timedelta(0),
                 begun_at: datetime | None = None) -> bool:
    """Return whether a response taken at this instant is in the time of grace; raise Refused unless it can be taken.

    What was begun before the close may still be sent until `grace` after it.
    """
    state = consultations.state(opens_at, closes_at, now)
    if state == "closed" and begun_at is not None and begun_at <= closes_at and now <= closes_at + grace:
        return True
    if state != "open":
        raise Refused("consultation", f"consultation-{state}")
    return False


def check_submission(survey: Survey, sent: Submission, measures: Measures) -> tuple[CheckedAnswer, ...]:
    """Return the answers to store, in survey order.

    Raises Refused for the age, for a missing consent, for an answer to a question that was not asked, for one that
    is not right, for one that has to be answered in a part that was begun, and where nothing at all was answered.
    """
    if not may_answer(sent.age_route):
        raise Refused("age", "age-too-young")
    if not sent.has_consent:
        raise Refused("consent", "consent-missing")
    asked = asked_questions(survey, sent.age_route, sent.answers)
    stray = [key for key in sent.answers if key not in asked]
    if stray:
        raise Refused(stray[0], "question-not-asked")
    given = {key for key, values in sent.answers.items() if values} | set(sent.films)
    begun = {asked[key][0].key for key in (*sent.answers, *sent.films) if key in asked}
    for key, (section, question) in asked.items():
        if question.is_required and section.key in begun and key not in given:
            raise Refused(key, "answer-missing")
    checked = tuple(_checked(asked, sent.answers, measures))
    if not sent.films and not any(answer.stores == "answers" for answer in checked):
        raise Refused("answers", "nothing-answered")
    return checked


def _checked(
    asked: Mapping[str, tuple[Section, Question]], answers: Answers, measures: Measures
) -> Iterator[CheckedAnswer]:
    for key, (section, question) in asked.items():
        values = check_answer(question, answers[key], measures) if key in answers else ()
        if not values:
            continue
        is_apart = section.stores == "characteristics"
        if question.kind in TEXT_KINDS:
            yield CheckedAnswer(question, section.stores, (), values[0])
        elif question.kind in VALUE_KINDS | MEDIA_KINDS and not is_apart:
            yield CheckedAnswer(question, section.stores, (), None, values[0])
        else:
            yield CheckedAnswer(question, section.stores, values, None)


def still_asked(survey: Survey, age_route: str, answers: Answers) -> dict[str, list[str]]:
    """Return only the answers to questions that are still asked: what a change of an earlier answer hid is left out."""
    asked = asked_questions(survey, age_route, answers)
    return {key: list(values) for key, values in answers.items() if key in asked and values}
