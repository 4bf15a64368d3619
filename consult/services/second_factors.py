"""The second factor of staff: set up with a key, proved by a code that opens once, taken away; who may is not here.

Codes by time follow RFC 6238. Every use case that changes the factor wants the password again, however old the session.
"""

import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import second_factors as rules
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.people import Person
from consult.models.second_factors import RecoveryCode, SecondFactor
from consult.models.sessions import BrowserSession
from consult.queries import people as staff_members
from consult.queries import second_factors
from consult.services import attempts, audit, people, sealing
from consult.services.secrets import LETTERS, keyed_hash, typed
from consult.services.transaction import writing

# What an app for codes shows beside the code.
ISSUER = "Consult"
# A key that was shown and not confirmed by then was for nobody.
CONFIRM_WITHIN = timedelta(minutes=30)
PURPOSE = "time-code"


@dataclass(frozen=True)
class Begun:
    """A key to type into an app, and the same as an address that an app on this device opens."""

    key: str
    address: str


def begin(*, person_id: int, password: str, source: str) -> Begun:
    """Make a key for a person and return it; it counts once `confirm` has taken a code of it.

    Raises Refused("password", "sign-in-wrong" or "sign-in-too-often"), Conflict("second-factor-there").
    """
    person = _proved(person_id, password, source)
    key = pyotp.random_base32(rules.KEY_LETTERS)
    with writing() as session:
        if second_factors.has_one(session, person_id):
            raise Conflict("second-factor-there")
        session.execute(delete(SecondFactor).where(SecondFactor.person_id == person_id))
        session.add(SecondFactor(person_id=person_id, secret_sealed=sealing.seal(_place(person_id), key)))
    return Begun(key, pyotp.TOTP(key).provisioning_uri(name=person.email, issuer_name=ISSUER))


def begun(*, person_id: int) -> Begun | None:
    """Return the key that was shown a while ago and waits for its first code; None where there is none."""
    with writing() as session:
        row = _unconfirmed(session, person_id)
        person = staff_members.person(session, person_id)
        key = _key(row) if row is not None else None
        if key is None or person is None:
            return None
        return Begun(key, pyotp.TOTP(key).provisioning_uri(name=person.email, issuer_name=ISSUER))


def confirm(*, person_id: int, code: str) -> tuple[str, ...]:
    """Take the first code of a key: from now on one is asked for at sign-in. Return the recovery codes, shown once.

    Every session of the person ends, for none of them was proved twice. Raises NotFound where no key waits, and
    Refused("code", "time-code-wrong" or "sign-in-too-often").
    """
    with _throttled(person_id), writing() as session:
        row = _unconfirmed(session, person_id)
        if row is None:
            raise NotFound()
        row.last_step = _step(row, code)
        row.confirmed_at = utc_now()
        session.execute(delete(BrowserSession).where(BrowserSession.person_id == person_id))
        audit.record(session, Act.SECOND_FACTOR_SET_UP, person_id=person_id, kind="person", object_id=person_id)
        return _new_recovery_codes(session, person_id)


def prove(*, person_id: int, code: str) -> None:
    """Take a code by time or a recovery code, once.

    Raises Refused("code", "time-code-wrong" or "sign-in-too-often"), whatever is wrong with it.
    """
    with _throttled(person_id), writing() as session:
        _take(session, person_id, code)


def renew_recovery_codes(*, person_id: int, password: str, code: str, source: str) -> tuple[str, ...]:
    """Return new recovery codes; those before are worth nothing. Raises Refused as `begin` and `prove` do."""
    _proved(person_id, password, source)
    with _throttled(person_id), writing() as session:
        _take(session, person_id, code)
        audit.record(session, Act.RECOVERY_CODES_RENEWED, person_id=person_id, kind="person", object_id=person_id)
        return _new_recovery_codes(session, person_id)


def turn_off(*, person_id: int, password: str, code: str, source: str) -> None:
    """Forget a person's second factor, and end their sessions. Raises Refused as `begin` and `prove` do."""
    _proved(person_id, password, source)
    with _throttled(person_id), writing() as session:
        _take(session, person_id, code)
        _forget(session, person_id, by_id=person_id)


def reset(*, email: str) -> Person:
    """Forget the second factor of whoever lost theirs; for the command line, which stands on the machine itself.

    Raises NotFound for an address that nobody has.
    """
    with writing() as session:
        person = staff_members.person_by_email(session, email)
        if person is None:
            raise NotFound()
        _forget(session, person.id, by_id=None)
        return person


def give(*, person_id: int) -> str:
    """Set up a second factor for a person of the example, and return its key."""
    key = pyotp.random_base32(rules.KEY_LETTERS)
    with writing() as session:
        session.add(SecondFactor(person_id=person_id, secret_sealed=sealing.seal(_place(person_id), key),
                                 confirmed_at=utc_now()))
    return key


@contextmanager
def _throttled(person_id: int) -> Iterator[None]:
    """Count what is refused inside; by the person alone, for whoever tries knows the password already."""
    attempts.check(PURPOSE, f"staff {person_id}")
    try:
        yield
    except Refused:
        attempts.failed(PURPOSE, f"staff {person_id}")
        raise


def _proved(person_id: int, password: str, source: str) -> Person:
    found = staff_members.person(db.session(), person_id)
    if found is None:
        raise NotFound()
    return people.prove(email=found.email, password=password, source=source)


def _unconfirmed(session: Session, person_id: int) -> SecondFactor | None:
    row = _locked(session, person_id)
    is_waiting = row is not None and row.confirmed_at is None and row.set_up_at > utc_now() - CONFIRM_WITHIN
    return row if is_waiting else None


def _locked(session: Session, person_id: int) -> SecondFactor | None:
    """Return a person's row and hold it: of two that use one code at the same moment the second sees it used."""
    return session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id).with_for_update()
                          .execution_options(populate_existing=True))


def _take(session: Session, person_id: int, code: str) -> None:
    row = _locked(session, person_id)
    if row is None or row.confirmed_at is None:
        raise Refused("code", "time-code-wrong")
    if rules.typed_code(code) is None:
        _take_recovery_code(session, person_id, code)
    else:
        row.last_step = _step(row, code)


def _step(row: SecondFactor, code: str) -> int:
    wanted, key = rules.typed_code(code), _key(row)
    if wanted is not None and key is not None:
        made = pyotp.TOTP(key)
        for step in rules.steps(utc_now(), row.last_step or None):
            if hmac.compare_digest(made.generate_otp(step), wanted):
                return step
    raise Refused("code", "time-code-wrong")


def _key(row: SecondFactor) -> str | None:
    """Return the key of a row; None where it was sealed under another installation's secret: a reset helps then."""
    try:
        return sealing.opened(_place(row.person_id), row.secret_sealed)
    except ValueError:
        return None


def _take_recovery_code(session: Session, person_id: int, code: str) -> None:
    gone = session.execute(delete(RecoveryCode).where(
        RecoveryCode.person_id == person_id, RecoveryCode.code_hash == _recovery_hash(person_id, typed(code))))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("code", "time-code-wrong")
    audit.record(session, Act.RECOVERY_CODE_USED, person_id=person_id, kind="person", object_id=person_id)


def _new_recovery_codes(session: Session, person_id: int) -> tuple[str, ...]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = ["".join(secrets.choice(LETTERS) for _letter in range(rules.RECOVERY_LETTERS))
             for _code in range(rules.RECOVERY_CODES)]
    session.add_all(RecoveryCode(person_id=person_id, code_hash=_recovery_hash(person_id, code)) for code in codes)
    return tuple(rules.in_groups(code) for code in codes)


def _forget(session: Session, person_id: int, *, by_id: int | None) -> None:
    for table in (SecondFactor, RecoveryCode, BrowserSession):
        session.execute(delete(table).where(table.person_id == person_id))
    audit.record(session, Act.SECOND_FACTOR_REMOVED, person_id=by_id, kind="person", object_id=person_id)


def _recovery_hash(person_id: int, code: str) -> str:
    return keyed_hash(f"recovery {person_id}", code)


def _place(person_id: int) -> str:
    return f"second_factors/{person_id}/secret"
