"""A chair's second factor by time (RFC 6238): its secret sealed, each half minute taken once; staff have their own."""

import hmac

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import second_factors as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.models.base import utc_now
from consult.models.members import MemberFactor
from consult.queries import members
from consult.services import attempts, sealing
from consult.services.transaction import writing


def begin(*, by: Acting) -> str:
    """Return the key that the chair types into an app for codes; what was begun before and not confirmed is gone.

    Raises NotFound for who is no chair, Conflict("factor-there") where one is confirmed already.
    """
    by.require(Right.BE_THERE)
    if not by.is_chair:
        raise NotFound()
    with writing() as session:
        row = members.factor(session, by.member_id)
        if row is not None and row.is_confirmed:
            raise Conflict("factor-there")
        if row is not None:
            session.delete(row)
            session.flush()
        secret = pyotp.random_base32(rules.KEY_LETTERS)
        session.add(MemberFactor(member_id=by.member_id, secret_sealed=sealing.seal(_place(by.member_id), secret)))
    return secret


def begun(*, by: Acting) -> str | None:
    """Return the key of a factor that is begun and not confirmed; None where there is none."""
    with writing() as session:
        row = members.factor(session, by.member_id)
        return sealing.opened(_place(by.member_id), row.secret_sealed) if row and not row.is_confirmed else None


def confirm(*, typed: str, by: Acting) -> None:
    """Take the first code of a factor: from now on it is asked for. Raises Refused("code", "time-code-wrong")."""
    by.require(Right.BE_THERE)
    with writing() as session:
        row = _locked(session, by.member_id)
        if row is None or row.is_confirmed:
            raise NotFound()
        row.last_step = _step(row, typed)
        row.is_confirmed = True


def prove(*, member_id: int, typed: str, source: str) -> None:
    """Take a code at the door, once. Raises Refused("code", "time-code-wrong" or "sign-in-too-often")."""
    # By the member too: somebody who has the words could else guess from many places.
    places = (source, f"member {member_id}")
    for place in places:
        attempts.check("time-code", place)
    try:
        with writing() as session:
            row = _locked(session, member_id)
            if row is None or not row.is_confirmed:
                raise Refused("code", "time-code-wrong")
            row.last_step = _step(row, typed)
    except Refused:
        for place in places:
            attempts.failed("time-code", place)
        raise


def remove(*, by: Acting) -> None:
    """Forget the factor; nobody is let in by a chair's forum that has none left."""
    with writing() as session:
        session.execute(delete(MemberFactor).where(MemberFactor.member_id == by.member_id))


def _locked(session: Session, member_id: int) -> MemberFactor | None:
    return session.scalar(select(MemberFactor).where(MemberFactor.member_id == member_id).with_for_update()
                          .execution_options(populate_existing=True))


def _step(row: MemberFactor, typed: str) -> int:
    code, secret = rules.typed_code(typed), sealing.opened(_place(row.member_id), row.secret_sealed)
    made = pyotp.TOTP(secret)
    for step in rules.steps(utc_now(), row.last_step or None):
        if code is not None and hmac.compare_digest(made.generate_otp(step), code):
            return step
    raise Refused("code", "time-code-wrong")


def _place(member_id: int) -> str:
    return f"member_factors/{member_id}/secret"
