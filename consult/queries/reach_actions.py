"""What was done to reach people while they could answer, as it was written down; how many came is counted elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.people import Person
from consult.models.representation import ReachAction


@dataclass(frozen=True)
class Listed:
    """One action; question and choice are empty where it was for everyone, `cost_pence` None where nobody said."""

    public_id: str
    question_key: str
    choice: str
    what: str
    done_on: date
    result: str
    people_then: int | None
    cost_pence: int | None
    is_public: bool
    revision: int
    by: str


def listed(session: Session, consultation_id: int, *, public_only: bool = False) -> Sequence[Listed]:
    """Return the actions, the newest first; with `public_only` those that the report may print, the oldest first."""
    rows = (select(ReachAction, Person.name).outerjoin(Person, Person.id == ReachAction.added_by_id)
            .where(ReachAction.consultation_id == consultation_id))
    if public_only:
        rows = rows.where(ReachAction.is_public).order_by(ReachAction.done_on, ReachAction.id)
    else:
        rows = rows.order_by(ReachAction.done_on.desc(), ReachAction.id.desc())
    return [_listed(row, name) for row, name in session.execute(rows)]


def one(session: Session, consultation_id: int, public_id: str) -> Listed | None:
    """Return one action of the consultation, or None."""
    found = session.execute(
        select(ReachAction, Person.name).outerjoin(Person, Person.id == ReachAction.added_by_id)
        .where(ReachAction.consultation_id == consultation_id, ReachAction.public_id == public_id)).one_or_none()
    return _listed(*found) if found is not None else None


def _listed(row: ReachAction, name: str | None) -> Listed:
    return Listed(row.public_id, row.question_key, row.choice, row.what, row.done_on, row.result, row.people_then,
                  row.cost_pence, row.is_public, row.revision, name or "")
