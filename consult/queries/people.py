"""Who is on the staff, what they may do and where."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission, permissions
from consult.models.consultations import Consultation
from consult.models.people import Grant, Person


def person(session: Session, person_id: int) -> Person | None:
    """Return the active person of that id, or None."""
    found = session.get(Person, person_id)
    return found if found is not None and found.is_active else None


def person_by_public_id(session: Session, public_id: str) -> Person | None:
    """Return the person of that public id, active or not, or None."""
    return session.scalar(select(Person).where(Person.public_id == public_id))


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person of that e-mail address, whatever its capitals, or None."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def everyone(session: Session) -> Sequence[Person]:
    """Return all staff by name."""
    return session.scalars(select(Person).order_by(Person.name, Person.id)).all()


def roles_of(session: Session, person_id: int, consultation_id: int) -> frozenset[str]:
    """Return the roles that a person holds on a consultation."""
    rows = session.scalars(
        select(Grant.role).where(Grant.person_id == person_id, Grant.consultation_id == consultation_id)
    )
    return frozenset(rows)


def permissions_of(session: Session, person_id: int, consultation_id: int | None) -> frozenset[Permission]:
    """Return what a person may do on a consultation; for None, what they may do apart from any one of them.

    Apart from any one consultation, a right that some role gives somewhere counts only for plans, which belong to
    no consultation.
    """
    found = person(session, person_id)
    if found is None:
        return frozenset()
    if consultation_id is not None:
        roles = roles_of(session, person_id, consultation_id)
        return permissions(roles, is_administrator=found.is_administrator)
    anywhere = permissions(session.scalars(select(Grant.role).where(Grant.person_id == person_id)),
                           is_administrator=found.is_administrator)
    own = permissions((), is_administrator=found.is_administrator)
    return own | (anywhere & {Permission.IMPORT_PLANS})


def grants_of(session: Session, person_id: int) -> Sequence[tuple[Grant, Consultation]]:
    """Return a person's roles with the consultations they are held on."""
    rows = session.execute(
        select(Grant, Consultation).join(Consultation, Consultation.id == Grant.consultation_id)
        .where(Grant.person_id == person_id).order_by(Consultation.slug, Grant.role)
    )
    return [(grant, consultation) for grant, consultation in rows]


def consultations_of(session: Session, person_id: int) -> Sequence[Consultation]:
    """Return the consultations on which a person holds a role; all of them for an administrator."""
    query = select(Consultation).order_by(Consultation.closes_at.desc(), Consultation.id)
    found = person(session, person_id)
    if found is None:
        return []
    if not found.is_administrator:
        query = query.where(Consultation.id.in_(select(Grant.consultation_id).where(Grant.person_id == person_id)))
    return session.scalars(query).all()
