"""Which words of an answer are read, coded and printed: the English that two people stand behind, else the original.

For statements that join Answer and, by `with_words`, what became of it. What a machine drafted is never among them.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_

from consult.domain.answer_words import CHECKED, NOT_NEEDED
from consult.domain.variants import SIGNED
from consult.models.answer_words import AnswerWords
from consult.models.codebooks import Passage
from consult.models.responses import Answer
from consult.queries.kept_back import is_withheld


def with_words(query: Select[Any]) -> Select[Any]:
    """Return the statement joined to the row of the language and the English of each answer, where there is one."""
    return query.outerjoin(AnswerWords, AnswerWords.answer_id == Answer.id)


def words() -> ColumnElement[str]:
    """Return the words to read: the checked English, else what the person wrote; none of an answer kept back."""
    return case((is_withheld(), literal("")), (AnswerWords.state == CHECKED, AnswerWords.english), else_=Answer.text)


def checked_english() -> ColumnElement[str]:
    """Return the English that two people stand behind; empty where there is none."""
    return case((AnswerWords.state == CHECKED, AnswerWords.english), else_=literal(""))


def words_language() -> ColumnElement[str]:
    """Return the language (BCP 47) of `words`."""
    return case((AnswerWords.state == CHECKED, literal("en")), else_=text_language())


def written_in() -> ColumnElement[str]:
    """Return the language that the person used, as found or set right; British Sign Language for a signed answer."""
    return func.coalesce(AnswerWords.language, Answer.language)


def passage_text() -> ColumnElement[str]:
    """Return the text that a passage is a stretch of; empty where it was erased or is kept back."""
    return case((is_withheld(), literal("")), else_=own_passage_text())


def own_passage_text() -> ColumnElement[str]:
    """Return the same for the person who wrote it, from whom nothing is kept back."""
    return func.coalesce(case((Passage.of_english, AnswerWords.english), else_=Answer.text), "")


def passage_language() -> ColumnElement[str]:
    """Return the language of a passage's words."""
    return case((Passage.of_english, literal("en")), else_=text_language())


def is_in_another_language() -> ColumnElement[bool]:
    """Say that an answer was not given in English, as far as is known; British Sign Language is another language."""
    of_page = and_(AnswerWords.id.is_(None), Answer.language != "en", ~Answer.language.startswith("en-"))
    return or_(of_page, and_(AnswerWords.id.is_not(None), AnswerWords.state != NOT_NEEDED))


def text_language() -> ColumnElement[str]:
    """Return the language of the stored text itself."""
    # The stored text of a signed answer is the English that two people made of the film.
    return case((Answer.language == SIGNED, literal("en")), else_=written_in())
