"""What the lead chose for the coding of a consultation, and of which questions only a sample is coded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.coding_settings import CodingSettings, QuestionCoding
from consult.models.people import Person


@dataclass(frozen=True)
class Settings:
    """Shares are whole percent; what stands here holds where nobody chose anything."""

    has_suggestions: bool = True
    hides_until_read: bool = False
    control_share: int = 10
    double_share: int = 10
    double_first: int = 50
    report_on: date | None = None


@dataclass(frozen=True)
class Chosen:
    """How much of a question is coded: a random sample of `wanted` answers, None for all; who chose that and when."""

    wanted: int | None = None
    by: str = ""
    at: datetime | None = None


def of(session: Session, consultation_id: int) -> Settings:
    """Return the settings of a consultation; one statement."""
    row = session.get(CodingSettings, consultation_id)
    if row is None:
        return Settings()
    return Settings(row.has_suggestions, row.hides_until_read, row.control_share, row.double_share, row.double_first,
                    row.report_on)


def samples(session: Session, consultation_id: int) -> Mapping[str, int]:
    """Return by question key the shuffle number below which answers are coded, for questions coded by sample."""
    rows = session.execute(select(QuestionCoding.question_key, QuestionCoding.sample_below).where(
        QuestionCoding.consultation_id == consultation_id, QuestionCoding.sample_below.is_not(None)))
    return {key: below for key, below in rows if below is not None}


def chosen(session: Session, consultation_id: int) -> Mapping[str, Chosen]:
    """Return by question key what somebody chose for it; one statement."""
    rows = session.execute(
        select(QuestionCoding.question_key, QuestionCoding.sample_wanted, Person.name, QuestionCoding.chosen_at)
        .join(Person, Person.id == QuestionCoding.chosen_by_id)
        .where(QuestionCoding.consultation_id == consultation_id))
    return {key: Chosen(*rest) for key, *rest in rows}
