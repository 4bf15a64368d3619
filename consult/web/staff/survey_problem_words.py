"""What is wrong with a survey, each as a sentence and with the way to where it is mended; what is wrong is domain's."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.survey_problems import Problem
from consult.domain.surveys import Survey, companions_of
from consult.web.staff.survey_languages import language_words

SENTENCES = {
    "no-languages": _l("The survey has no language. Choose at least one."),
    "no-questions": _l("The survey has no question yet whose answers are kept"),
    "no-text-question": _l("No question asks for people's own words"),
    "too-many-questions": _l("The survey has too many questions"),
    "two-open-comments": _l("Two questions wait to be put on any part of the plan. Keep one of them."),
    "duplicate-section": _l("Two sections have the key “%(name)s”"),
    "duplicate-page": _l("Two pages have the key “%(name)s”"),
    "duplicate-question": _l("Two questions have the key “%(name)s”. Give one of them another key."),
    "key-shape": _l("The key “%(name)s” is not right. Use letters, numbers, hyphens and dots, a letter first."),
    "no-words": _l("There are no words yet: %(part)s"),
    "missing-translation": _l("Words are missing in %(language)s: %(part)s"),
    "empty-section": _l("This section has no question"),
    "unknown-kind": _l("“%(name)s” is no kind of question"),
    "companion-wrong": _l("The question “%(name)s” beside an answer must be a text, without a condition, and not in a "
                          "section about the person"),
    "too-few-options": _l("There are fewer than two answers to choose from"),
    "too-many-options": _l("There are too many answers to choose from"),
    "options-not-for-this-kind": _l("This kind of question has no answers to choose from"),
    "duplicate-option": _l("Two answers have the code “%(name)s”"),
    "option-code-shape": _l("The code “%(name)s” of an answer is not right. Leave out spaces."),
    "option-unlabelled": _l("The answer with the code “%(name)s” has no words"),
    "exclusive-not-for-this-kind": _l("Only a question with several choices can have an answer that stands alone"),
    "limits-wrong": _l("The lowest and the highest number that are allowed do not fit together"),
    "required-question": _l("People cannot go on without an answer here. Let them skip it, unless you have a reason."),
    "sensitive-needs-min-age": _l("This may only be asked from the age of 16"),
    "sensitive-in-answers": _l("The answer says what a person is. Move it to a section about the person."),
    "not-for-characteristics": _l("This kind of question cannot stand in a section about the person"),
    "characteristic-required": _l("A question about the person can never have to be answered"),
    "condition-not-asked-before": _l("The condition names “%(name)s”, which is no question on an earlier page"),
    "condition-on-same-page": _l("The condition names “%(name)s”, which stands on the same page. Move one of them."),
    "condition-on-characteristic": _l("The condition names “%(name)s”, which is about the person and kept apart"),
    "condition-unknown-code": _l("The condition names the answer “%(name)s”, which cannot be chosen"),
    "condition-cannot-count": _l("The condition counts the answers to “%(name)s”, which has none to choose from"),
    "never-shown": _l("Nobody will ever see this question: its condition cannot hold"),
    "plan-node-unknown": _l("The plan of this consultation has no part “%(name)s”"),
    "pipe-unknown": _l("The words put in the answer to “%(name)s”, which is no question on an earlier page"),
}
UNKNOWN = _l("Something here is not right: %(name)s")
PARTS = {
    "title": _l("the title"), "intro": _l("the words before the questions"), "text": _l("the question"),
    "hint": _l("the hint"), "error": _l("the words shown when a limit is broken"),
    "page-title": _l("the words above the questions of this page"),
    "page-intro": _l("the words at the start of this page"),
}


@dataclass(frozen=True)
class Told:
    """One thing that is wrong: in words, whether it stops the survey, and the section and question it is in.

    `place` is the page of the builder where it is mended, `key` the name of what it mends.
    """

    words: str
    stops: bool
    section: str
    question: str
    place: str
    key: str


def told(survey: Survey, problems: Sequence[Problem]) -> list[Told]:
    """Return the problems in words; what is wrong beside an option is told at the question of the option."""
    above = {companion.key: question.key for section in survey.sections for page in section.pages
             for question in page.questions for companion in companions_of(question)}
    pages = {question.key: page.key for section in survey.sections for page in section.pages
             for question in page.questions}
    found = []
    for problem in problems:
        question = above.get(problem.question, problem.question)
        place, key = _place(problem, question, pages)
        found.append(Told(sentence(problem), problem.stops, problem.section, question, place, key))
    return found


def _place(problem: Problem, question: str, pages: Mapping[str, str]) -> tuple[str, str]:
    """Return where a problem is mended: the builder's page by name, and the key of what stands there."""
    if problem.name.startswith("page-") and question in pages:
        return "page", pages[question]
    if problem.code.startswith("condition-") or problem.code == "never-shown":
        return "condition", question
    if question:
        return "question", question
    return ("section", problem.section) if problem.section else ("settings", "")


def sentence(problem: Problem) -> str:
    """Return what is wrong, in the language of the page."""
    part = PARTS.get(problem.name) or gettext("the answer “%(code)s”", code=problem.name)
    facts = {"name": problem.name, "part": str(part), "language": language_words(problem.language)}
    found = str(SENTENCES.get(problem.code, UNKNOWN))
    for name, value in facts.items():
        found = found.replace(f"%({name})s", value)
    return found


def missing_by_language(problems: Sequence[Problem]) -> list[tuple[str, int]]:
    """Return how many texts each language lacks, by its name in the language of the page."""
    counts = Counter(problem.language for problem in problems if problem.code == "missing-translation")
    return [(language_words(tag), number) for tag, number in counts.items()]
