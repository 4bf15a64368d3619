"""Organisations that answered, and how the summary of what each said stands with it; not how it is printed."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from consult.domain.summary_checks import CORRECTED, DRAFT, SENT
from consult.domain.words_scale import Text
from consult.models.answers_to_people import OrganisationSummary
from consult.models.consultations import Consultation
from consult.models.responses import RespondingBody, Response
from consult.queries import counted, plans


@dataclass(frozen=True)
class Organisation:
    """An organisation that is counted, by the response that stands for it, and the summary where there is one."""

    response_id: int
    response: str
    name: str
    may_be_named: bool
    speaks_for: int | None
    summary: OrganisationSummary | None


def listed(session: Session, consultation_id: int) -> list[Organisation]:
    """Return the organisations that are counted, by name; each once however often it wrote."""
    return [Organisation(*row) for row in session.execute(
        _organisations(consultation_id).order_by(func.lower(RespondingBody.name), Response.id))]


def one(session: Session, consultation_id: int, response: str) -> Organisation | None:
    """Return an organisation by the public id of its response, or None."""
    row = session.execute(_organisations(consultation_id).where(Response.public_id == response)).one_or_none()
    return Organisation(*row) if row is not None else None


def by_code(session: Session, code_hash: str) -> OrganisationSummary | None:
    """Return the summary that a code opens, or None; of an organisation that is not counted any more there is none."""
    return session.scalar(
        select(OrganisationSummary).join(Response, Response.id == OrganisationSummary.response_id)
        .where(OrganisationSummary.code_hash == code_hash, Response.excluded_reason.is_(None)))


def shown(session: Session, public_id: str) -> tuple[OrganisationSummary, RespondingBody, Consultation] | None:
    """Return a summary with the name of the organisation and its consultation, or None as `by_code`."""
    row = session.execute(
        select(OrganisationSummary, RespondingBody, Consultation)
        .join(Response, Response.id == OrganisationSummary.response_id)
        .join(RespondingBody, RespondingBody.response_id == Response.id)
        .join(Consultation, Consultation.id == OrganisationSummary.consultation_id)
        .where(OrganisationSummary.public_id == public_id, Response.excluded_reason.is_(None))).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None


def objectives(session: Session, consultation: Consultation) -> Mapping[str, Text]:
    """Return the topmost parts of the plan by key: what an organisation can stand for or against."""
    if consultation.plan_version_id is None:
        return {}
    return {node.key: node.label for node in plans.nodes(session, consultation.plan_version_id) if node.depth == 0}


def unchecked(session: Session, consultation_id: int) -> int:
    """Return how many summaries are written and not checked yet, or were corrected and wait for us."""
    return session.scalar(
        select(func.count()).select_from(OrganisationSummary)
        .join(Response, Response.id == OrganisationSummary.response_id)
        .where(OrganisationSummary.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               or_(OrganisationSummary.state == state for state in (DRAFT, SENT, CORRECTED)))) or 0


def _organisations(consultation_id: int) -> Select[tuple[int, str, str, bool, int | None, OrganisationSummary]]:
    return (
        select(Response.id, Response.public_id, RespondingBody.name, RespondingBody.may_be_named,
               RespondingBody.speaks_for, OrganisationSummary)
        .join(RespondingBody, RespondingBody.response_id == Response.id)
        .outerjoin(OrganisationSummary, OrganisationSummary.response_id == Response.id)
        .where(*counted.people(consultation_id), Response.on_behalf_of == "organisation"))
