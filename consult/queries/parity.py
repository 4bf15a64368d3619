"""What the parity board shows of a consultation: its cells, its pace, and who checked which language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.parity import PACE_DAYS, Board, Column, Total, forecast
from consult.domain.variants import LANGUAGE
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.variants import Variant
from consult.queries import easy_read, text_units, variants


@dataclass(frozen=True)
class Line:
    """One language or format as a whole: its sums, when it will be whole at today's pace, who checked its texts."""

    total: Total
    done_on: date | None
    checkers: tuple[str, ...]


def board(session: Session, consultation: Consultation, columns: Sequence[Column]) -> Board:
    """Return the board of a consultation for these columns."""
    survey = text_units.working_survey(session, consultation.id)
    return Board(text_units.every(session, consultation, survey), variants.made(session, consultation.id), columns,
                 easy_read.parts(consultation, survey))


def lines(session: Session, consultation: Consultation, found: Board, today: date) -> list[Line]:
    """Return one line a column; three statements."""
    pace = _approved_lately(session, consultation.id)
    checkers = _checkers(session, consultation.id)
    result = []
    for column in found.columns:
        total, key = found.total(column), (column.form, column.language)
        result.append(Line(total, forecast(total.left, pace.get(key, 0), today), checkers.get(key, ())))
    return result


def _approved_lately(session: Session, consultation_id: int) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(Variant.form, Variant.language, func.count())
        .where(Variant.consultation_id == consultation_id,
               Variant.approved_at >= utc_now() - timedelta(days=PACE_DAYS))
        .group_by(Variant.form, Variant.language))
    return {(form, language): number for form, language, number in rows}


def _checkers(session: Session, consultation_id: int) -> dict[tuple[str, str], tuple[str, ...]]:
    rows = session.execute(
        select(Variant.form, Variant.language, Person.name).join(Person, Person.id == Variant.checked_by_id)
        .where(Variant.consultation_id == consultation_id).distinct().order_by(Person.name))
    found: dict[tuple[str, str], list[str]] = {}
    for form, language, name in rows:
        found.setdefault((form, language), []).append(name)
    return {key: tuple(names) for key, names in found.items()}


def language_columns(consultation: Consultation) -> list[Column]:
    """Return a column for each wanted language but English."""
    return [Column(LANGUAGE, tag) for tag in consultation.languages if tag != "en"]
