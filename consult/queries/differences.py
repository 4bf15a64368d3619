"""Answers that two people have coded: the list of those that differ, and one with both sides beside each other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.double_coding import Code, ThemeBeside, beside, one_stance
from consult.domain.surveys import Text
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.double_coding import DoubleReading
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import survey_questions, worries
from consult.queries.coded_words import checked_english, text_language, with_words
from consult.queries.double_coding import sides, themes_now
from consult.queries.theme_counts import was_read

PAGE = 25


@dataclass(frozen=True)
class Row:
    """An answer of the list: its first words, when it was compared, and how many themes only one side used."""

    public_id: str
    words: str
    language: str
    question_key: str
    reason: str
    compared_at: datetime
    differing: int


@dataclass(frozen=True)
class DifferencePage:
    """Up to PAGE answers, the oldest first; `count` in all; `newer` and `older` say if there are more."""

    rows: tuple[Row, ...]
    count: int
    newer: bool
    older: bool


@dataclass(frozen=True)
class Said:
    """One side's word on a theme: the stance, and the words that it was given to."""

    stance: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ThemeRow:
    """A theme with what each side said; `standing` is the stance that counts now, None where the theme does not."""

    public_id: str
    name: str
    is_active: bool
    first: Said | None
    second: Said | None
    standing: str | None
    is_settled: bool


@dataclass(frozen=True)
class Difference:
    """An answer that two people coded; their names are for the lead alone."""

    row_id: int
    answer_row_id: int
    public_id: str
    answer_id: str
    question_key: str
    question: Text
    text: str
    language: str
    english: str
    state: str
    reason: str
    compared_at: datetime
    first_by: str
    second_by: str
    settled_by: str
    settled_at: datetime | None
    settled_note: str
    themes: tuple[ThemeRow, ...]


def listed(session: Session, consultation_id: int, state: str, *, before: str | None = None, after: str | None = None
           ) -> DifferencePage:
    """Return a page of the compared answers in a state ("differs", "settled", "agreed"), the oldest first."""
    query = _listed(consultation_id, state)
    count = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    key = after or before
    place = session.scalar(select(DoubleReading.id).where(
        DoubleReading.consultation_id == consultation_id, DoubleReading.public_id == key)) if key else None
    is_backward = place is not None and not after
    if place is not None:
        query = query.where(DoubleReading.id < place if is_backward else DoubleReading.id > place)
    order = DoubleReading.id.desc() if is_backward else DoubleReading.id
    found = session.execute(query.order_by(order).limit(PAGE + 1)).all()
    has_more, shown = len(found) > PAGE, found[:PAGE]
    rows = _rows(session, consultation_id, list(reversed(shown)) if is_backward else shown)
    if is_backward:
        return DifferencePage(rows, count, newer=has_more, older=True)
    return DifferencePage(rows, count, newer=place is not None, older=has_more)


def _listed(consultation_id: int, state: str) -> Select[Any]:
    return (
        with_words(select(DoubleReading, Answer.text, text_language())
                   .join(Answer, Answer.id == DoubleReading.answer_id)
                   .join(Response, Response.id == Answer.response_id))
        .where(DoubleReading.consultation_id == consultation_id, DoubleReading.state == state,
               Response.excluded_reason.is_(None), ~worries.is_withheld()))


def _rows(session: Session, consultation_id: int, found: Any) -> tuple[Row, ...]:
    if not found:
        return ()
    codes, now = sides(session, [row.id for row, *_rest in found]), themes_now(session, consultation_id)
    return tuple(
        Row(row.public_id, (text or "")[:120], language, row.question_key, row.reason, row.compared_at,
            sum(not theme.is_settled for theme in beside(codes[row.id].first, codes[row.id].second, now)))
        for row, text, language in found)


def one(session: Session, consultation_id: int, public_id: str) -> Difference | None:
    """Return a compared answer with both sides by theme, or None where there is none that may be shown."""
    first, second, settler = aliased(Person), aliased(Person), aliased(Person)
    row = session.execute(
        with_words(select(DoubleReading, Answer, Question.key, text_language(), checked_english(), first.name,
                          second.name, settler.name)
                   .join(Answer, Answer.id == DoubleReading.answer_id)
                   .join(Question, Question.id == Answer.question_id)
                   .join(first, first.id == DoubleReading.first_by_id)
                   .join(second, second.id == DoubleReading.second_by_id)
                   .outerjoin(settler, settler.id == DoubleReading.settled_by_id))
        .where(DoubleReading.public_id == public_id, DoubleReading.consultation_id == consultation_id,
               DoubleReading.state != "waiting", ~worries.is_withheld())).one_or_none()
    if row is None:
        return None
    found, answer, key, language, english, *names = row
    question = next(asked.question.text for asked in survey_questions.asked(session, consultation_id)
                    if asked.key == key)
    return Difference(
        found.id, answer.id, public_id, answer.public_id or "", key, question, answer.text or "", language, english,
        found.state, found.reason, found.compared_at, names[0], names[1], names[2] or "", found.settled_at,
        found.settled_note, _themes(session, consultation_id, found, (answer.text or "", language), english))


def _themes(session: Session, consultation_id: int, found: DoubleReading, text: tuple[str, str], english: str
            ) -> tuple[ThemeRow, ...]:
    codes, now = sides(session, [found.id])[found.id], themes_now(session, consultation_id)
    rows = beside(codes.first, codes.second, now)
    names = {theme.id: theme for theme in session.scalars(
        select(Theme).where(Theme.id.in_([row.theme_id for row in rows])))}
    standing = _standing(session, found.answer_id)

    def said(codes_of: tuple[Code, ...], row: ThemeBeside, stance: str | None) -> Said | None:
        if stance is None:
            return None
        mine = [code for code in codes_of if now.get(code.theme_id) == row.theme_id]
        return Said(stance, tuple(_words(code, text, english) for code in mine))

    return tuple(
        ThemeRow(names[row.theme_id].public_id, names[row.theme_id].name, names[row.theme_id].state == "active",
                 said(codes.first, row, row.first), said(codes.second, row, row.second), standing.get(row.theme_id),
                 row.is_settled)
        for row in sorted(rows, key=lambda row: names[row.theme_id].name_key))


def _standing(session: Session, answer_id: int) -> dict[int, str]:
    """Return the stance that counts now for each theme (row id) of an answer."""
    held: dict[int, list[str]] = {}
    for theme_id, stance in session.execute(
            select(Coding.theme_id, Coding.stance).join(Passage, Passage.id == Coding.passage_id)
            .where(Passage.answer_id == answer_id, Coding.withdrawn_at.is_(None), was_read())):
        held.setdefault(theme_id, []).append(stance)
    return {theme_id: one_stance(stances) for theme_id, stances in held.items()}


def _words(code: Code, text: tuple[str, str], english: str) -> tuple[str, str]:
    """Return the words that a code was given to, with their language; empty for the whole text."""
    words, language = (english, "en") if code.of_english else text
    return ("", language) if code.start == 0 and code.end >= len(words) else (words[code.start:code.end], language)
