"""Publishes a report: an edition is frozen once, numbered, and never edited after."""

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import insert, literal, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, Refused
from consult.domain.report_json import digest, to_json
from consult.domain.reports import Report, Table
from consult.domain.texts import clean
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage
from consult.models.consultations import Consultation
from consult.models.reports import Edition, EditionCoding
from consult.models.responses import Response
from consult.queries import consultations
from consult.queries.findings import stands_in_any_sample
from consult.services import audit, rights
from consult.services.report_building import Imprint, build, build_protected
from consult.services.report_steadiness import steadied
from consult.services.transaction import writing

SUMMARY_LENGTH = 6000


def build_draft(session: Session, consultation: Consultation) -> Report:
    """Return the report as it would be published now, marked as a draft; nothing is stored."""
    return build(session, consultation, _draft(session, consultation))


def protected_tables(session: Session, consultation: Consultation) -> tuple[Table, ...]:
    """Return the tables by personal characteristic as a report would print them now; nothing else of it is built."""
    return build_protected(session, consultation, _draft(session, consultation))


def publish(*, consultation_id: int, summary: str, by_id: int, quotes: Collection[str] | None = None,
            number: int | None = None) -> Edition:
    """Freeze the report as the next edition and return it; an open consultation's report says that it is still open.

    `summary` is in plain English, paragraphs separated by an empty line. `quotes` names the quotes (passage ids) that
    a person has read and found to show nobody; no other is printed. None prints what the rule chose.
    `number` is the edition that the person saw coming: a form that is sent twice makes one edition.
    Raises Refused("summary", "summary-missing" or "summary-long"), Conflict("nothing-coded"), and
    Conflict("published-meanwhile") where somebody else was first.
    """
    is_outermost = not db.session().info.get("is_writing")
    try:
        with writing() as session:
            if is_outermost:
                _see_one_moment(session)
            rights.require(session, by_id, Permission.PUBLISH_REPORT, consultation_id)
            words = _summary(summary)
            consultation = session.get_one(Consultation, consultation_id)
            imprint = Imprint(_next_number(session, consultation_id), utc_now(), "published", words)
            if number not in (None, imprint.number):
                raise Conflict("published-meanwhile")
            report = _quoting(build(session, consultation, imprint), quotes)
            report = steadied(session, report, consultation_id)
            if not report.people_and_machines.codings:
                raise Conflict("nothing-coded")
            edition = Edition(consultation_id=consultation_id, number=imprint.number, snapshot=to_json(report),
                              digest=digest(report), published_by_id=by_id, published_at=imprint.published_at)
            session.add(edition)
            session.flush()
            _keep_codings(session, edition)
            audit.record(session, Act.REPORT_PUBLISHED, person_id=by_id, kind="edition", object_id=edition.number,
                         consultation_id=consultation_id, digest=edition.digest)
            return edition
    except IntegrityError as error:
        raise Conflict("published-meanwhile") from error


def _see_one_moment(session: Session) -> None:
    """Make PostgreSQL answer every count from one instant; SQLite's write lock does so by itself.

    Only before the first statement of a transaction: inside a larger one the caller's isolation stands.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))


def _summary(words: str) -> str:
    paragraphs = [" ".join(paragraph.split()) for paragraph in clean(words).split("\n\n")]
    summary = "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
    if not summary:
        raise Refused("summary", "summary-missing")
    if len(summary) > SUMMARY_LENGTH:
        raise Refused("summary", "summary-long", {"limit": SUMMARY_LENGTH})
    return summary


def _next_number(session: Session, consultation_id: int) -> int:
    return consultations.latest_edition_number(session, consultation_id) + 1


def _draft(session: Session, consultation: Consultation) -> Imprint:
    return Imprint(_next_number(session, consultation.id), utc_now(), "draft")


def _quoting(report: Report, kept: Collection[str] | None) -> Report:
    if kept is None:
        return report
    return replace(report, themes=tuple(
        replace(theme, quotes=tuple(quote for quote in theme.quotes if quote.passage_ref in kept))
        for theme in report.themes))


def _keep_codings(session: Session, edition: Edition) -> None:
    """Keep which codings the edition counted, inside the database: none of them comes through our memory."""
    counted = (
        select(literal(edition.id), Coding.id, Coding.theme_id, Coding.stance)
        .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
        .where(*stands_in_any_sample(edition.consultation_id))
    )
    session.execute(insert(EditionCoding).from_select(["edition_id", "coding_id", "theme_id", "stance"], counted))
