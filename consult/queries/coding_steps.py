"""The last steps of a coder, as a list to go back by; undoing one is services/coding_steps."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.codebooks import CodingAct, Theme
from consult.models.responses import Answer

SHOWN = 8


@dataclass(frozen=True)
class Step:
    """What a coder did with an answer (public id): coded, withdrew or read, with the names of the themes."""

    answer_id: str
    action: str
    themes: tuple[str, ...]
    at: datetime


def last(session: Session, consultation_id: int, person_id: int, limit: int = SHOWN) -> list[Step]:
    """Return the last steps of a person that stand, the last first; two statements at most."""
    rows = session.execute(
        select(Answer.public_id, CodingAct.action, CodingAct.facts, CodingAct.at)
        .join(Answer, Answer.id == CodingAct.answer_id)
        .where(CodingAct.person_id == person_id, CodingAct.consultation_id == consultation_id,
               CodingAct.undone_at.is_(None))
        .order_by(CodingAct.id.desc()).limit(limit)).all()
    ids = {theme for _answer, _action, facts, _at in rows for _coding, theme in facts["codings"]}
    names: dict[int, str] = {}
    if ids:
        names = {row_id: name for row_id, name in session.execute(
            select(Theme.id, Theme.name).where(Theme.id.in_(ids)))}
    return [Step(answer_id, action, tuple(names[theme] for _coding, theme in facts["codings"] if theme in names), at)
            for answer_id, action, facts, at in rows]
