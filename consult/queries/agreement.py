"""How far two coders agree, by question and by theme, from the codes of both as they stood when they were compared.

Nothing that was decided afterwards is looked at. Themes that were merged since are one for both sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.analysis.agreement import (
    Agreement,
    Pair,
    StanceAgreement,
    ThemeKappa,
    Window,
    agreement,
    drift,
    stance_agreement,
    verdict,
)
from consult.domain.double_coding import DRIFT_WINDOW, Code, ThemeBeside, beside
from consult.domain.surveys import Text
from consult.models.codebooks import Theme
from consult.models.double_coding import DoubleCode, DoubleReading
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.queries import survey_questions
from consult.queries.double_coding import themes_now


@dataclass(frozen=True)
class QuestionAgreement:
    """The measures of one question in own words; None where no answer to it was coded by two people."""

    key: str
    question: Text
    measured: Agreement | None


@dataclass(frozen=True)
class NamedKappa:
    """A theme with its kappa; `verdict` is a word of analysis/agreement.py, None where there is too little to say."""

    public_id: str
    name: str
    is_active: bool
    kappa: ThemeKappa
    verdict: str | None


@dataclass(frozen=True)
class Detail:
    """One question: all measures, the themes, the stances, and windows in the order of the coding."""

    key: str
    question: Text
    measured: Agreement
    themes: tuple[NamedKappa, ...]
    stances: StanceAgreement
    windows: tuple[Window, ...]


@dataclass(frozen=True)
class Together:
    """Two people and the answers that both coded; for the lead alone."""

    first: str
    second: str
    measured: Agreement


@dataclass(frozen=True)
class Compared:
    """An answer that two people coded: its question, both people (row ids, who was first first), and the themes."""

    key: str
    people: tuple[int, int]
    rows: tuple[ThemeBeside, ...]

    @property
    def pair(self) -> Pair:
        """The themes of both sides, by row id as text."""
        return Pair(frozenset(str(row.theme_id) for row in self.rows if row.first is not None),
                    frozenset(str(row.theme_id) for row in self.rows if row.second is not None))


def by_question(session: Session, consultation_id: int, rows: Sequence[Compared] | None = None
                ) -> list[QuestionAgreement]:
    """Return the measures of each question in own words, in survey order; `rows` are those of `compared`, if known."""
    held: dict[str, list[Pair]] = {}
    for one in compared(session, consultation_id) if rows is None else rows:
        held.setdefault(one.key, []).append(one.pair)
    return [QuestionAgreement(asked.key, asked.question.text,
                              agreement(held[asked.key]) if asked.key in held else None)
            for asked in survey_questions.asked(session, consultation_id) if asked.is_text]


def of_question(session: Session, consultation_id: int, key: str, rows: Sequence[Compared] | None = None
                ) -> Detail | None:
    """Return everything about one question, or None where none of its answers was coded by two people."""
    found = compared(session, consultation_id, key) if rows is None else rows
    question = next((asked.question.text for asked in survey_questions.asked(session, consultation_id)
                     if asked.key == key), None)
    if not found or question is None:
        return None
    pairs = [one.pair for one in found]
    measured = agreement(pairs)
    stances = [(row.first, row.second) for one in found for row in one.rows
               if row.first is not None and row.second is not None]
    return Detail(key, question, measured, _named(session, measured), stance_agreement(stances),
                  tuple(drift(pairs, DRIFT_WINDOW)))


def together(session: Session, consultation_id: int, rows: Sequence[Compared] | None = None) -> list[Together]:
    """Return the measures of each two people who coded the same answers, whoever was first; those with most first."""
    held: dict[tuple[int, int], list[Pair]] = {}
    for one in compared(session, consultation_id) if rows is None else rows:
        first, second = sorted(one.people)
        held.setdefault((first, second), []).append(one.pair)
    names: dict[int, str] = {person_id: name for person_id, name in session.execute(
        select(Person.id, Person.name).where(Person.id.in_({person for people in held for person in people})))}
    found = [Together(names[first], names[second], agreement(pairs)) for (first, second), pairs in held.items()]
    return sorted(found, key=lambda two: (-two.measured.answers, two.first, two.second))


def compared(session: Session, consultation_id: int, key: str | None = None) -> Sequence[Compared]:
    """Return the answers of counted responses that two people coded (to one question), in the order of comparison.

    Three statements, whatever the number.
    """
    is_wanted = [DoubleReading.consultation_id == consultation_id, DoubleReading.state != "waiting",
                 Response.excluded_reason.is_(None), *([DoubleReading.question_key == key] if key is not None else [])]

    def of_counted(query: Select[Any]) -> Select[Any]:
        return (query.join(Answer, Answer.id == DoubleReading.answer_id)
                .join(Response, Response.id == Answer.response_id).where(*is_wanted))

    rows = session.execute(of_counted(select(
        DoubleReading.id, DoubleReading.question_key, DoubleReading.first_by_id, DoubleReading.second_by_id,
    )).order_by(DoubleReading.compared_at, DoubleReading.id)).all()
    if not rows:
        return []
    codes: dict[tuple[int, str], list[Code]] = {}
    for row_id, side, theme_id, stance in session.execute(of_counted(
            select(DoubleCode.double_reading_id, DoubleCode.side, DoubleCode.theme_id, DoubleCode.stance)
            .join(DoubleReading, DoubleReading.id == DoubleCode.double_reading_id))):
        codes.setdefault((row_id, side), []).append(Code(theme_id, stance))
    now = themes_now(session, consultation_id)
    return [Compared(row.question_key, (row.first_by_id, row.second_by_id), tuple(beside(
        codes.get((row.id, "first"), ()), codes.get((row.id, "second"), ()), now))) for row in rows]


def _named(session: Session, measured: Agreement) -> tuple[NamedKappa, ...]:
    """Return the themes: those with a verdict first, the least alike at the top; then the others, most used first."""
    themes = session.scalars(select(Theme).where(Theme.id.in_([int(key) for key in measured.kappa]))
                             .order_by(Theme.name_key, Theme.id))
    found = [NamedKappa(theme.public_id, theme.name, theme.state == "active", measured.kappa[str(theme.id)],
                        verdict(measured.kappa[str(theme.id)])) for theme in themes]
    return tuple(sorted(found, key=lambda one: (
        one.verdict is None, (one.kappa.kappa or 0) if one.verdict else 0, -one.kappa.n)))
