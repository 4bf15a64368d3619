"""Panels: samples of people who were chosen, each a column of its own in every table."""

import re
import unicodedata

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.samples import Sample
from consult.services import audit, rights
from consult.services.transaction import writing

LONGEST_NAME, LONGEST_METHOD, LONGEST_KEY = 120, 4_000, 40


def add(*, consultation_id: int, name: str, method: str, by_id: int) -> Sample:
    """Make a panel; `method` says who asked whom, when, and how it was weighted, and is printed with its tables.

    Raises Refused("name" or "method", …), NotAllowed.
    """
    name, method = _checked(name, method)
    with writing() as session:
        rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
        _refuse_twice(session, consultation_id, name)
        sample = Sample(consultation_id=consultation_id, key=_free_key(session, consultation_id, name), name=name,
                        method=method, created_by_id=by_id)
        session.add(sample)
        session.flush()
        audit.record(session, Act.SAMPLE_CHANGED, person_id=by_id, kind="sample", object_id=sample.public_id,
                     consultation_id=consultation_id)
        return sample


def change(*, consultation_id: int, public_id: str, name: str, method: str, by_id: int) -> None:
    """Give a panel another name or method. Raises Refused("name" or "method", …), NotFound, NotAllowed."""
    name, method = _checked(name, method)
    with writing() as session:
        rights.require(session, by_id, Permission.IMPORT_RESPONSES, consultation_id)
        sample = session.scalar(select(Sample).where(
            Sample.consultation_id == consultation_id, Sample.public_id == public_id))
        if sample is None:
            raise NotFound()
        _refuse_twice(session, consultation_id, name, but=sample.id)
        sample.name, sample.method = name, method
        audit.record(session, Act.SAMPLE_CHANGED, person_id=by_id, kind="sample", object_id=public_id,
                     consultation_id=consultation_id)


def _checked(name: str, method: str) -> tuple[str, str]:
    name, method = clean(name).strip(), clean(method).strip()
    if not name:
        raise Refused("name", "name-missing")
    if len(name) > LONGEST_NAME:
        raise Refused("name", "sample-name-long", {"limit": LONGEST_NAME})
    if not method:
        raise Refused("method", "sample-method-missing")
    if len(method) > LONGEST_METHOD:
        raise Refused("method", "sample-method-long", {"limit": f"{LONGEST_METHOD:,}"})
    return name, method


def _refuse_twice(session: Session, consultation_id: int, name: str, but: int | None = None) -> None:
    query = select(Sample.id).where(Sample.consultation_id == consultation_id, Sample.name == name)
    if session.scalar(query.where(Sample.id != but) if but is not None else query) is not None:
        raise Refused("name", "sample-name-taken", {"name": name})


def _free_key(session: Session, consultation_id: int, name: str) -> str:
    """Return a key of small letters, digits and dashes from the name, with a number behind it where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    key = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_KEY - 4].strip("-") or "panel"
    taken = set(session.scalars(select(Sample.key).where(Sample.consultation_id == consultation_id)))
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found
