"""What became of one response, for the person who holds its receipt; where it was corrected, of the newest one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Theme
from consult.models.consultations import Consultation
from consult.models.reports import Edition, EditionCoding, EditionRecall
from consult.models.responses import Answer, Response
from consult.queries import redactions
from consult.queries.coded_words import own_passage_text, passage_language, with_words


@dataclass(frozen=True)
class Trace:
    """A theme that a response was counted in, with the edition that counted it and the person's own words.

    There are no words where the person has corrected them since.
    """

    theme_public_id: str
    theme_name: str
    words: str
    language: str
    edition: int | None


@dataclass(frozen=True)
class Outcome:
    """What became of a response; `corrected_at` is when its newest form came, None where it was never changed.

    `is_after_report` says that it came in its present form after the newest edition was published.
    """

    consultation: Consultation
    received_at: datetime
    corrected_at: datetime | None
    is_counted: bool
    excluded_reason: str | None
    excluded_at: datetime | None
    latest_edition: int | None
    is_after_report: bool
    traces: Sequence[Trace]
    is_late: bool = False


def by_receipt(session: Session, receipt_hash: str) -> Response | None:
    """Return the response that answers to a receipt, or None; one on a consultation that nobody may see is not known.

    The receipt always leads to the newest form of a response: a correction takes it over.
    """
    return session.scalar(
        select(Response).join(Consultation, Consultation.id == Response.consultation_id)
        .where(Response.receipt_hash == receipt_hash, Consultation.is_visible))


def by_sending(session: Session, submission_hash: str) -> Response | None:
    """Return the response that was sent under a submission token, or what it was corrected to; None without one."""
    found = session.scalar(select(Response).where(Response.submission_hash == submission_hash))
    return newest(session, found) if found is not None else None


def standing(session: Session, public_id: str) -> Response | None:
    """Return the newest form of a response by the public id of any of its forms, or None."""
    found = session.scalar(select(Response).where(Response.public_id == public_id))
    return newest(session, found) if found is not None else None


def consultation_of(session: Session, response: Response) -> Consultation:
    """Return the consultation that a response was sent to."""
    return session.get_one(Consultation, response.consultation_id)


def newest(session: Session, response: Response) -> Response:
    """Return what a response was corrected to, or itself."""
    while (later := session.scalar(select(Response).where(Response.corrects_id == response.id))) is not None:
        response = later
    return response


def earlier(session: Session, response: Response) -> list[Response]:
    """Return the forms of a response that it took the place of, the latest first."""
    found: list[Response] = []
    before = response.corrects_id
    while before is not None:
        found.append(session.get_one(Response, before))
        before = found[-1].corrects_id
    return found


def outcome(session: Session, response: Response) -> Outcome:
    """Return what became of a response.

    Themes are told only from published editions: what is not published yet may still change.
    """
    consultation = session.get_one(Consultation, response.consultation_id)
    edition = newest_edition(session, consultation.id)
    is_counted = response.excluded_reason is None
    traces = _traces(session, response.id, edition) if edition is not None and is_counted else []
    before = earlier(session, response)
    return Outcome(
        consultation, before[-1].received_at if before else response.received_at,
        response.received_at if before else None, is_counted, response.excluded_reason, response.excluded_at,
        edition.number if edition is not None else None,
        edition is not None and not traces and response.received_at > edition.published_at, traces, response.is_late)


def newest_edition(session: Session, consultation_id: int) -> Edition | None:
    """Return the newest edition that was not called back, or None."""
    return session.scalar(
        select(Edition).outerjoin(EditionRecall, EditionRecall.edition_id == Edition.id)
        .where(Edition.consultation_id == consultation_id, EditionRecall.edition_id.is_(None))
        .order_by(Edition.number.desc()).limit(1))


def _traces(session: Session, response_id: int, edition: Edition) -> list[Trace]:
    rows = session.execute(
        with_words(
            select(Theme, Passage, Coding, own_passage_text(), passage_language())
            .join(EditionCoding, EditionCoding.theme_id == Theme.id)
            .join(Coding, Coding.id == EditionCoding.coding_id)
            .join(Passage, Passage.id == Coding.passage_id)
            .join(Answer, Answer.id == Passage.answer_id))
        .where(EditionCoding.edition_id == edition.id, Passage.response_id == response_id)
        .order_by(Answer.id, Passage.start, Theme.name)
    )
    own = redactions.originals(session, response_id)
    return [
        Trace(theme.public_id, theme.name, "" if _is_overtaken(coding) else
              own.get((passage.answer_id, passage.of_english), text)[passage.start:passage.end], language,
              edition.number)
        for theme, passage, coding, text, language in rows
    ]


def _is_overtaken(coding: Coding) -> bool:
    """Say whether the person corrected the words that a coding was about: its place in them means nothing then."""
    return coding.withdrawn_at is not None and coding.withdrawn_by_id is None
