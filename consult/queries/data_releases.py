"""The calendar of data releases, what stands in each, and who looked at an edition before its data went out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from consult.domain.data_releases import RELEASED
from consult.domain.intruder_checks import Check
from consult.models.people import Person
from consult.models.reports import DataRelease, Edition, IntruderCheck


@dataclass(frozen=True)
class ReleaseLine:
    """A release in the calendar; `edition` is None until it is out, `corrects` the edition of the one it puts right.

    `corrected_by` is the edition of a release that puts this one right, None for none.
    """

    public_id: str
    title: str
    planned_on: date
    state: str
    edition: int | None
    corrects: int | None
    note: str
    announced_at: datetime
    released_at: datetime | None
    corrected_by: int | None = None


@dataclass(frozen=True)
class CheckLine:
    """One person's look at an edition as an intruder would."""

    person_id: int
    name: str
    answers: Mapping[str, Any]
    is_passed: bool
    note: str
    signed_at: datetime


def calendar(session: Session, consultation_id: int) -> list[ReleaseLine]:
    """Return every release, the latest day first: planned, out, called off; none ever leaves the list."""
    edition, corrected, old = aliased(Edition), aliased(Edition), aliased(DataRelease)
    rows = session.execute(
        select(DataRelease, edition.number, corrected.number)
        .outerjoin(edition, edition.id == DataRelease.edition_id)
        .outerjoin(old, old.id == DataRelease.corrects_id).outerjoin(corrected, corrected.id == old.edition_id)
        .where(DataRelease.consultation_id == consultation_id)
        .order_by(DataRelease.planned_on.desc(), DataRelease.id.desc())).all()
    newer = {was: number for row, number, was in rows if row.state == RELEASED and was is not None}
    return [ReleaseLine(row.public_id, row.title, row.planned_on, row.state, number, was, row.note, row.announced_at,
                        row.released_at, newer.get(number) if number is not None else None)
            for row, number, was in rows]


def by_public_id(session: Session, consultation_id: int, public_id: str) -> DataRelease | None:
    """Return a release of the consultation, or None."""
    return session.scalar(select(DataRelease).where(
        DataRelease.consultation_id == consultation_id, DataRelease.public_id == public_id))


def of_edition(session: Session, consultation_id: int, number: int) -> ReleaseLine | None:
    """Return the release in which the data of an edition came out; None where they are not out."""
    return next((line for line in calendar(session, consultation_id)
                 if line.edition == number and line.state == RELEASED), None)


def checks(session: Session, consultation_id: int, number: int) -> list[CheckLine]:
    """Return who looked at an edition as an intruder would, the first first."""
    rows = session.execute(
        select(IntruderCheck.person_id, Person.name, IntruderCheck.answers, IntruderCheck.is_passed,
               IntruderCheck.note, IntruderCheck.signed_at)
        .join(Edition, Edition.id == IntruderCheck.edition_id).join(Person, Person.id == IntruderCheck.person_id)
        .where(Edition.consultation_id == consultation_id, Edition.number == number).order_by(IntruderCheck.id))
    return [CheckLine(*row) for row in rows]


def as_checks(lines: list[CheckLine]) -> list[Check]:
    """Return looks as the rule takes them."""
    return [Check(line.person_id, line.is_passed) for line in lines]
