"""Gives people answers to read by question and language, and takes them away again; nothing is locked by it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import assignments as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.models.coding_settings import Assignment
from consult.models.people import Person
from consult.queries import coding_progress, shares
from consult.services import audit, rights
from consult.services.transaction import writing


def give(*, consultation_id: int, person: str, question: str, language: str, by_id: int) -> None:
    """Give someone of the team (public id) the answers to a question in a language; either empty means any.

    Raises NotAllowed, Refused("person", "person-not-on-team") and what domain.assignments.assign does.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        found = _of_team(session, consultation_id, person)
        wanted = rules.assign(
            rules.Assignment(found.id, question, language),
            [one.assignment for one in coding_progress.given(session, consultation_id)],
            {asked.key for asked in shares.questions(session, consultation_id)},
            coding_progress.languages(session, consultation_id))
        session.add(Assignment(consultation_id=consultation_id, person_id=wanted.person_id,
                               question_key=wanted.question, language=wanted.language, given_by_id=by_id))
        _record(session, consultation_id, by_id, gave_to=found.public_id, question=question, language=language)


def take(*, consultation_id: int, person: str, question: str, language: str, by_id: int) -> None:
    """Take an assignment away; raises NotAllowed, NotFound where there is no such one."""
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        row = session.scalar(
            select(Assignment).join(Person, Person.id == Assignment.person_id)
            .where(Assignment.consultation_id == consultation_id, Person.public_id == person,
                   Assignment.question_key == question, Assignment.language == language))
        if row is None:
            raise NotFound()
        session.delete(row)
        _record(session, consultation_id, by_id, took_from=person, question=question, language=language)


def _of_team(session: Session, consultation_id: int, public_id: str) -> Person:
    for one in coding_progress.team(session, consultation_id):
        if one.public_id == public_id:
            return one
    raise Refused("person", "person-not-on-team")


def _record(session: Session, consultation_id: int, by_id: int, **facts: object) -> None:
    audit.record(session, Act.CODING_SETTINGS_CHANGED, person_id=by_id, kind="consultation",
                 object_id=consultation_id, consultation_id=consultation_id, **facts)
