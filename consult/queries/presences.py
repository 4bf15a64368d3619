"""Who else has an answer open just now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from consult.models.base import utc_now
from consult.models.coding_settings import Presence
from consult.models.people import Person
from consult.models.responses import Answer

# Who has been silent for longer has gone.
SILENT = timedelta(minutes=5)
# What somebody had open and left without reading it to the end is not put before them again for so long.
LEFT = timedelta(minutes=30)


@dataclass(frozen=True)
class Colleague:
    """Someone who has an answer open, and when that was last seen."""

    name: str
    at: datetime


def others(session: Session, answer_id: int, person_id: int) -> list[Colleague]:
    """Return who else has an answer (row id) open, the last seen first; one statement."""
    rows = session.execute(
        select(Person.name, Presence.at).join(Person, Person.id == Presence.person_id)
        .where(Presence.answer_id == answer_id, Presence.person_id != person_id, Presence.at > utc_now() - SILENT)
        .order_by(Presence.at.desc(), Person.id))
    return [Colleague(name, at) for name, at in rows]


def is_open_elsewhere(person_id: int) -> ColumnElement[bool]:
    """Say, beside a query of Answer, whether somebody else has it open just now."""
    return exists(select(Presence.person_id).where(
        Presence.answer_id == Answer.id, Presence.person_id != person_id, Presence.at > utc_now() - SILENT
    ).correlate(Answer))


def was_open(person_id: int) -> ColumnElement[bool]:
    """Say, beside a query of Answer, whether this person had it open lately."""
    return exists(select(Presence.person_id).where(
        Presence.answer_id == Answer.id, Presence.person_id == person_id, Presence.at > utc_now() - LEFT
    ).correlate(Answer))
