"""What became of one response, for the person who holds its receipt."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Theme
from consult.models.consultations import Consultation
from consult.models.reports import Edition, EditionCoding
from consult.models.responses import Answer, Response


@dataclass(frozen=True)
class Trace:
    """A theme that a response was counted in, with the edition that counted it and the person's own words."""

    theme_public_id: str
    theme_name: str
    words: str
    language: str
    edition: int | None


@dataclass(frozen=True)
class Outcome:
    """What became of a response."""

    consultation: Consultation
    received_at: datetime
    is_counted: bool
    excluded_reason: str | None
    latest_edition: int | None
    traces: Sequence[Trace]


def outcome(session: Session, receipt_hash: str) -> Outcome | None:
    """Return what became of the response of that receipt, or None where there is none.

    Themes are told only from published editions: what is not published yet may still change.
    """
    response = session.scalar(select(Response).where(Response.receipt_hash == receipt_hash))
    if response is None:
        return None
    consultation = session.get_one(Consultation, response.consultation_id)
    edition = session.scalar(
        select(Edition).where(Edition.consultation_id == consultation.id).order_by(Edition.number.desc()).limit(1))
    traces = _traces(session, response.id, edition) if edition is not None else ()
    return Outcome(consultation, response.received_at, response.excluded_reason is None, response.excluded_reason,
                   edition.number if edition is not None else None, traces)


def _traces(session: Session, response_id: int, edition: Edition) -> list[Trace]:
    rows = session.execute(
        select(Theme, Answer, Passage)
        .join(EditionCoding, EditionCoding.theme_id == Theme.id)
        .join(Coding, Coding.id == EditionCoding.coding_id)
        .join(Passage, Passage.id == Coding.passage_id)
        .join(Answer, Answer.id == Passage.answer_id)
        .where(EditionCoding.edition_id == edition.id, Passage.response_id == response_id)
        .order_by(Answer.id, Passage.start, Theme.name)
    )
    return [
        Trace(theme.public_id, theme.name, (answer.text or "")[passage.start:passage.end], answer.language,
              edition.number)
        for theme, answer, passage in rows
    ]
