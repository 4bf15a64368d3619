"""The survey that free letters stand under: one question in own words; not what a letter says, nor who wrote it."""

from collections.abc import Mapping

from consult.domain.surveys import Page, Question, Section, Survey

# Before the first version that people are asked, so that it is never the newest.
NUMBER = 0
QUESTION = "written-submission"


def survey_of(heading: Mapping[str, str]) -> Survey:
    """Return the survey whose only question has these words, by language; English is among them."""
    question = Question(QUESTION, "long-text", dict(heading))
    section = Section(QUESTION, dict(heading), pages=(Page(QUESTION, None, (question,)),))
    return Survey(QUESTION, dict(heading), tuple(heading), (section,))


def is_letters(question_key: str) -> bool:
    """Say whether answers to a question are whole letters."""
    return question_key == QUESTION
