"""Crossings of characteristics as counts of people, and who of the staff looked at which; no function returns a row
of one person."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.people import Person
from consult.models.representation import InsideCrossing
from consult.models.responses import CharacteristicAnswer, Response
from consult.models.surveys import Question
from consult.queries import counted


@dataclass(frozen=True)
class Looked:
    """One time that somebody looked: the question keys in order, why, who and when."""

    questions: tuple[str, ...]
    reason: str
    by: str
    at: datetime


def people(session: Session, consultation_id: int, question_keys: Sequence[str], up_to: int | None = None
           ) -> dict[tuple[str, ...], int]:
    """Return counted people by what they chose in each of the questions, for those who answered all of them; exact.

    `up_to` leaves out responses after that one (row id).
    Sheets that came with paper forms are among them, cards from events are not. One statement for each of the two.
    """
    given = _crossed(CharacteristicAnswer, CharacteristicAnswer.response_id, question_keys, Response.id)
    on_sheets = _crossed(EqualitySheetAnswer, EqualitySheetAnswer.sheet_id, question_keys, EqualitySheet.id)
    found: Counter[tuple[str, ...]] = Counter()
    for statement in (
            given.where(*counted.people(consultation_id), *((Response.id <= up_to,) if up_to is not None else ())),
            on_sheets.where(EqualitySheet.consultation_id == consultation_id, EqualitySheet.event_id.is_(None))):
        for *choices, number in session.execute(statement):
            found[tuple(choices)] += number
    return dict(found)


def looked(session: Session, consultation_id: int) -> Sequence[Looked]:
    """Return who looked at crossings and why, the newest first; 100 at the most."""
    rows = session.execute(
        select(InsideCrossing, Person.name).join(Person, Person.id == InsideCrossing.by_id)
        .where(InsideCrossing.consultation_id == consultation_id)
        .order_by(InsideCrossing.at.desc(), InsideCrossing.id.desc()).limit(100))
    return [Looked(tuple(row.questions.split()), row.reason, name, row.at) for row, name in rows]


def _crossed(answers: Any, owner: InstrumentedAttribute[int], question_keys: Sequence[str], whole: Any) -> Select[Any]:
    """Return the statement that counts owners of answers by their choice for each question, joined to `whole`."""
    columns, statement = [], select().select_from(whole.class_)
    for key in question_keys:
        answer, question = aliased(answers), aliased(Question)
        statement = (statement.join(answer, getattr(answer, owner.key) == whole)
                     .join(question, question.id == answer.question_id).where(question.key == key))
        columns.append(answer.choice)
    return statement.add_columns(*columns, func.count(whole.distinct())).group_by(*columns)
