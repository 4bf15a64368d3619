"""Which parts of a survey a person is asked, by age and by what was answered; pure, and the same for every channel."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from consult.domain.conditions import Answers, holds
from consult.domain.signed_answers import WHOLE, films_in
from consult.domain.surveys import (
    MEDIA_KINDS,
    MEDIA_MIN_AGE,
    NOTE,
    TEXT_KINDS,
    Page,
    Question,
    Section,
    Survey,
    comment_key,
    is_open_comment,
)

# The first question of all. Under 13 there is no individual answer, only a group with a named adult (practice 3.1).
AGE_ROUTES = ("under-13", "13-15", "16-17", "adult")
LOWEST_AGE = {"under-13": 0, "13-15": 13, "16-17": 16, "adult": 18}


@dataclass(frozen=True)
class Step:
    """One page as one person sees it: only the questions that are asked of them."""

    section: Section
    page: Page
    questions: tuple[Question, ...]


def may_answer(age_route: str) -> bool:
    """Say whether someone of this age answers on their own."""
    return LOWEST_AGE.get(age_route, 0) >= 13


def may_send_media(age_route: str) -> bool:
    """Say whether someone of this age may send a file, a recording or a film of themselves."""
    return LOWEST_AGE.get(age_route, 0) >= MEDIA_MIN_AGE


def is_old_enough(question: Question, age_route: str) -> bool:
    """Say whether a question may be put to a person of this age at all."""
    least = max(question.min_age or 0, MEDIA_MIN_AGE if question.kind in MEDIA_KINDS else 0)
    return LOWEST_AGE.get(age_route, 0) >= least


def is_asked(question: Question, age_route: str, answers: Answers) -> bool:
    """Say whether a question is put to a person of this age who gave these answers."""
    if not is_old_enough(question, age_route):
        return False
    return question.show_if is None or holds(question.show_if, answers)


def sections_for(survey: Survey, age_route: str, *, stores: str) -> tuple[Section, ...]:
    """Return the sections open to this age that store `answers` or `characteristics`, in order."""
    if not may_answer(age_route):
        return ()
    is_short = age_route == "13-15"
    return tuple(s for s in survey.sections if s.stores == stores and (s.is_for_13_to_15 or not is_short))


def walk(survey: Survey, age_route: str, answers: Answers) -> Iterator[Step]:
    """Give every page that is asked of this person, whichever parts they chose: answers first, then characteristics.

    A condition sees only answers to questions that were themselves asked: what a hidden question holds decides nothing.
    """
    standing: dict[str, Sequence[str]] = {}
    for stores in ("answers", "characteristics"):
        for section in sections_for(survey, age_route, stores=stores):
            for page in section.pages:
                asked = _asked_of(page, age_route, answers, standing)
                if any(question.kind != NOTE for question in asked) or (asked and len(asked) == len(page.questions)):
                    yield Step(section, page, asked)
        if stores == "answers":
            yield from _comments(survey, age_route, answers)


def _asked_of(
    page: Page, age_route: str, answers: Answers, standing: dict[str, Sequence[str]]
) -> tuple[Question, ...]:
    """Return the questions of a page that are asked, and add their answers to those that stand."""
    asked = []
    for question in page.questions:
        if not is_open_comment(question) and is_asked(question, age_route, standing):
            asked.append(question)
            if given := answers.get(question.key):
                standing[question.key] = given
    return tuple(asked)


def _comments(survey: Survey, age_route: str, answers: Answers) -> Iterator[Step]:
    """Give the pages of the comments that this person put on parts of the plan, in the order of their names."""
    found = open_comment(survey, age_route)
    if found is None:
        return
    start = comment_key(found.questions[0], "")
    given = {key for key, values in answers.items() if values} | set(films_in(answers))
    for key in sorted(key for key in given if key.startswith(start)):
        yield anchored(found, key.removeprefix(start))


def open_comment(survey: Survey, age_route: str) -> Step | None:
    """Return the question that can be put on any part of the plan, as it is asked of this age; None without one."""
    for section in sections_for(survey, age_route, stores="answers"):
        for page in section.pages:
            for question in page.questions:
                if is_open_comment(question) and is_asked(question, age_route, {}):
                    return Step(section, page, (question,))
    return None


def anchored(comment: Step, node_key: str) -> Step:
    """Return the open comment put on one part of the plan: a page of its own, kept under a name of its own."""
    [question] = comment.questions
    key = comment_key(question, node_key)
    placed = replace(question, key=key, plan_node=node_key)
    return Step(comment.section, replace(comment.page, key=key, questions=(placed,)), (placed,))


def steps(
    survey: Survey, age_route: str, chosen: Collection[str], answers: Answers, *, stores: str = "answers"
) -> tuple[Step, ...]:
    """Return the pages that this person sees, in order.

    `chosen` are section keys, empty for all of them; it narrows only the sections that store answers. A comment on a
    part of the plan stays, whatever was chosen.
    """
    is_narrow = bool(chosen) and stores == "answers"
    return tuple(
        step for step in walk(survey, age_route, answers)
        if step.section.stores == stores
        and (not is_narrow or step.section.key in chosen or "@" in step.page.key)
    )


def step_named(path: Sequence[Step], page_key: str) -> Step | None:
    """Return the step of that page key, or None where this person is not asked it."""
    return next((step for step in path if step.page.key == page_key), None)


def neighbours(path: Sequence[Step], page_key: str) -> tuple[Step | None, Step | None]:
    """Return the steps before and after a page of the path; None at either end, or for a page that is not on it."""
    at = next((i for i, step in enumerate(path) if step.page.key == page_key), None)
    if at is None:
        return None, None
    return (path[at - 1] if at else None, path[at + 1] if at + 1 < len(path) else None)


def asked_questions(survey: Survey, age_route: str, answers: Answers) -> dict[str, tuple[Section, Question]]:
    """Return every question that is asked of this person, by key, whichever sections were chosen.

    A companion is asked where the option that it stands beside was chosen. Notes ask nothing.
    """
    found: dict[str, tuple[Section, Question]] = {}
    for step in walk(survey, age_route, answers):
        for question in step.questions:
            if question.kind == NOTE:
                continue
            found[question.key] = (step.section, question)
            chosen = answers.get(question.key, ())
            found.update({option.asks.key: (step.section, option.asks) for option in question.options
                          if option.asks is not None and option.code in chosen})
    return found


def films_asked(survey: Survey, age_route: str, answers: Answers) -> dict[str, str]:
    """Return the films of a draft that answer what is asked of this person: public id of the file by question key.

    A film of the whole survey (domain/signed_answers.WHOLE) always does; under 16 nobody is filmed.
    """
    films = films_in(answers)
    if not films or not may_send_media(age_route):
        return {}
    asked = asked_questions(survey, age_route, answers)
    return {key: public_id for key, public_id in films.items() if key == WHOLE or can_be_signed(asked, key)}


def can_be_signed(asked: Mapping[str, tuple[Section, Question]], key: str) -> bool:
    """Say whether the question of that key is among those asked and is answered in own words, which can be signed."""
    return key in asked and asked[key][1].kind in TEXT_KINDS and asked[key][0].stores == "answers"
