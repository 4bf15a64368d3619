"""Figures from outside as they are kept: those that stand, and for one of them what stood before; counts nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.domain.figures import Figure
from consult.models.people import Person
from consult.models.representation import OutsideFigure


@dataclass(frozen=True)
class Listed:
    """A figure with who entered it and when, and for one that was corrected when and why."""

    public_id: str
    figure: Figure
    added_at: datetime
    by: str
    replaced_at: datetime | None
    replaced_because: str


def standing(session: Session) -> list[Figure]:
    """Return the figures that stand, in the order in which they were entered."""
    rows = session.scalars(select(OutsideFigure).where(OutsideFigure.replaced_at.is_(None)).order_by(OutsideFigure.id))
    return [_figure(row) for row in rows]


def ids(session: Session) -> dict[str, str]:
    """Return the public ids of the figures that stand, by their key."""
    return {key: public_id for key, public_id in session.execute(
        select(OutsideFigure.key, OutsideFigure.public_id).where(OutsideFigure.replaced_at.is_(None)))}


def one(session: Session, public_id: str) -> Listed | None:
    """Return a figure, one that was replaced too; None where there is none."""
    found = session.execute(_listing().where(OutsideFigure.public_id == public_id)).one_or_none()
    return _listed(*found) if found is not None else None


def history(session: Session, key: str) -> Sequence[Listed]:
    """Return every value that a figure ever had here, the newest first."""
    rows = session.execute(_listing().where(OutsideFigure.key == key).order_by(OutsideFigure.id.desc()))
    return [_listed(row, name) for row, name in rows]


def _listing() -> Select[tuple[OutsideFigure, str]]:
    return select(OutsideFigure, Person.name).outerjoin(Person, Person.id == OutsideFigure.added_by_id)


def _listed(row: OutsideFigure, name: str | None) -> Listed:
    return Listed(row.public_id, _figure(row), row.added_at, name or "", row.replaced_at, row.replaced_because)


def _figure(row: OutsideFigure) -> Figure:
    return Figure(row.key, row.text, row.measure, row.group, row.period, row.period_type, row.value, row.unit,
                  row.source_document, row.source_heading, row.base, row.claimed_by, row.plan_key, row.period_ends_on,
                  row.value_words)
