"""Monitoring cards of events, and sheets as a number: no function here returns a row; sheets of forms are counted in
characteristics.py, with the people who said the same beside their answers."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.surveys import Question
from consult.queries.characteristics import Group


def of_event(session: Session, event_id: int) -> dict[str, Group]:
    """Return the cards from the box of one event (row id) by choice for every protected question; exact."""
    joined = (select(Question.key, EqualitySheetAnswer.choice, func.count(EqualitySheetAnswer.sheet_id.distinct()))
              .join(EqualitySheetAnswer, EqualitySheetAnswer.question_id == Question.id)
              .join(EqualitySheet, EqualitySheet.id == EqualitySheetAnswer.sheet_id)
              .where(EqualitySheet.event_id == event_id))
    choices: dict[str, dict[str, int]] = {}
    for key, choice, number in session.execute(joined.group_by(Question.key, EqualitySheetAnswer.choice)):
        choices.setdefault(key, {})[choice] = number
    totals = joined.with_only_columns(
        Question.key, func.count(EqualitySheetAnswer.sheet_id.distinct())).group_by(Question.key)
    return {key: Group(choices[key], number) for key, number in session.execute(totals)}


def count(session: Session, consultation_id: int, event_id: int | None = None) -> int:
    """Return how many sheets came with forms, or how many cards from one event (row id)."""
    which = EqualitySheet.event_id.is_(None) if event_id is None else EqualitySheet.event_id == event_id
    return session.scalar(select(func.count()).select_from(EqualitySheet).where(
        EqualitySheet.consultation_id == consultation_id, which)) or 0

