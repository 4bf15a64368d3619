"""Which parts of a survey a person is asked, by age and by what was answered; pure, and the same for every channel."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from consult.domain.surveys import Page, Question, Section, Survey

# The first question of all. Under 13 there is no individual answer, only a group with a named adult (practice 3.1).
AGE_ROUTES = ("under-13", "13-15", "16-17", "adult")
LOWEST_AGE = {"under-13": 0, "13-15": 13, "16-17": 16, "adult": 18}

Answers = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Step:
    """One page as one person sees it: only the questions that are asked of them."""

    section: Section
    page: Page
    questions: tuple[Question, ...]


def may_answer(age_route: str) -> bool:
    """Say whether someone of this age answers on their own."""
    return LOWEST_AGE.get(age_route, 0) >= 13


def is_asked(question: Question, age_route: str, answers: Answers) -> bool:
    """Say whether a question is put to a person of this age who gave these answers."""
    if question.min_age is not None and LOWEST_AGE.get(age_route, 0) < question.min_age:
        return False
    if question.show_if is None:
        return True
    return bool(set(answers.get(question.show_if.question, ())) & set(question.show_if.any_of))


def sections_for(survey: Survey, age_route: str, *, stores: str) -> tuple[Section, ...]:
    """Return the sections open to this age that store `answers` or `characteristics`, in order."""
    if not may_answer(age_route):
        return ()
    is_short = age_route == "13-15"
    return tuple(s for s in survey.sections if s.stores == stores and (s.is_for_13_to_15 or not is_short))


def steps(
    survey: Survey, age_route: str, chosen: Collection[str], answers: Answers, *, stores: str = "answers"
) -> tuple[Step, ...]:
    """Return the pages that this person sees, in order.

    `chosen` are section keys, empty for all of them; it narrows only the sections that store answers.
    """
    found = []
    for section in sections_for(survey, age_route, stores=stores):
        if chosen and stores == "answers" and section.key not in chosen:
            continue
        for page in section.pages:
            questions = tuple(q for q in page.questions if is_asked(q, age_route, answers))
            if questions:
                found.append(Step(section, page, questions))
    return tuple(found)


def step_named(path: Sequence[Step], page_key: str) -> Step | None:
    """Return the step of that page key, or None where this person is not asked it."""
    return next((step for step in path if step.page.key == page_key), None)


def neighbours(path: Sequence[Step], page_key: str) -> tuple[Step | None, Step | None]:
    """Return the steps before and after a page of the path; None at either end."""
    at = next(i for i, step in enumerate(path) if step.page.key == page_key)
    return (path[at - 1] if at else None, path[at + 1] if at + 1 < len(path) else None)


def asked_questions(survey: Survey, age_route: str, answers: Answers) -> dict[str, tuple[Section, Question]]:
    """Return every question that could be asked of this person, by key, whichever sections were chosen."""
    return {
        question.key: (step.section, question)
        for stores in ("answers", "characteristics")
        for step in steps(survey, age_route, (), answers, stores=stores)
        for question in step.questions
    }
