"""Staff accounts and roles: adding, changing, granting, and proving who is at the keyboard."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain.access import ROLES, Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.people import Grant, Person
from consult.models.sessions import BrowserSession
from consult.queries import people
from consult.services import attempts, audit, rights
from consult.services.transaction import writing

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 256
hasher = PasswordHasher()
# Hashed against when nobody has that address, so that the answer takes as long as for a real one.
NOBODY = hasher.hash("nobody signs in with this")


def add(*, email: str, name: str, password: str, is_administrator: bool = False, by_id: int | None = None) -> Person:
    """Add a member of staff and return them.

    `by_id` None is the command line or the example, which stand on the machine itself. Raises Refused for a bad
    address, name or password; Conflict("email-taken").
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.MANAGE_PEOPLE)
        email = email.strip().lower()
        if len(email) > 254 or not EMAIL.fullmatch(email):
            raise Refused("email", "email-shape")
        if not name.strip():
            raise Refused("name", "name-missing")
        if people.person_by_email(session, email) is not None:
            raise Conflict("email-taken")
        found = Person(email=email, name=" ".join(name.split())[:200], password_hash=_hash(password),
                       is_administrator=is_administrator)
        session.add(found)
        session.flush()
        audit.record(session, Act.PERSON_ADDED, person_id=by_id, kind="person", object_id=found.public_id)
        return found


def _hash(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise Refused("password", "password-length", {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD})
    return hasher.hash(password)


def change(*, public_id: str, name: str, is_active: bool, is_administrator: bool, by_id: int) -> Person:
    """Change a person's name and standing; ends their sessions where they may no longer sign in.

    Raises NotFound, and Refused("is_administrator", "last-administrator") where nobody could manage people any more.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_PEOPLE)
        found = people.person_by_public_id(session, public_id)
        if found is None:
            raise NotFound()
        if not name.strip():
            raise Refused("name", "name-missing")
        if not (is_active and is_administrator) and found.is_administrator and _administrators(session) == 1:
            raise Refused("is_administrator", "last-administrator")
        found.name, found.is_active, found.is_administrator = " ".join(name.split())[:200], is_active, is_administrator
        if not is_active:
            session.execute(delete(BrowserSession).where(BrowserSession.person_id == found.id))
        audit.record(session, Act.PERSON_CHANGED, person_id=by_id, kind="person", object_id=public_id,
                     is_active=is_active, is_administrator=is_administrator)
        return found


def _administrators(session: Session) -> int:
    active = select(func.count()).select_from(Person).where(Person.is_administrator, Person.is_active)
    return session.scalar(active) or 0


def grant(*, person_id: int, consultation_id: int, role: str, by_id: int | None = None) -> None:
    """Give a person a role on a consultation; twice is once. Raises Refused("role", "role-unknown")."""
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.MANAGE_PEOPLE)
        if role not in ROLES:
            raise Refused("role", "role-unknown")
        if role in people.roles_of(session, person_id, consultation_id):
            return
        session.add(Grant(person_id=person_id, consultation_id=consultation_id, role=role, granted_by_id=by_id))
        audit.record(session, Act.ROLE_GRANTED, person_id=by_id, kind="person", object_id=person_id,
                     consultation_id=consultation_id, role=role)


def take(*, person_id: int, consultation_id: int, role: str, by_id: int) -> None:
    """Take a role away again."""
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_PEOPLE)
        session.execute(delete(Grant).where(
            Grant.person_id == person_id, Grant.consultation_id == consultation_id, Grant.role == role))
        audit.record(session, Act.ROLE_TAKEN, person_id=by_id, kind="person", object_id=person_id,
                     consultation_id=consultation_id, role=role)


def prove(*, email: str, password: str, source: str) -> Person:
    """Return the person whose address and password these are; they are in once `note_sign_in` says so.

    `source` names where the try comes from. Raises Refused("password", "sign-in-wrong") for whatever is wrong, with
    the same work done, and Refused("password", "sign-in-too-often") after ten failures in a quarter of an hour.
    """
    tried = f"{email.strip().lower()}|{source}"
    attempts.check("sign-in", tried)
    found = people.person_by_email(db.session(), email[:254])
    is_right = _verifies(found.password_hash if found else NOBODY, password)
    if found is None or not found.is_active or not is_right:
        attempts.failed("sign-in", tried)
        raise Refused("password", "sign-in-wrong")
    return found


def note_sign_in(person: Person) -> None:
    """Keep in the audit trail that a person came in, by everything that they had to prove."""
    with writing() as session:
        audit.record(session, Act.SIGNED_IN, person_id=person.id, kind="person", object_id=person.public_id)


def _verifies(password_hash: str, password: str) -> bool:
    if len(password) > LONGEST_PASSWORD:
        return False
    try:
        return hasher.verify(password_hash, password)
    except (Argon2Error, InvalidHashError):
        return False
