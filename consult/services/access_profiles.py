"""What a member needs to take part: written by them alone, kept sealed, copied to a meeting when they ask for it."""

import json
from collections.abc import Sequence

from sqlalchemy.orm import Session

from consult.domain import access_profiles as rules
from consult.domain.access_profiles import Need
from consult.domain.forum_access import Acting, Right
from consult.extensions import db
from consult.models.access_profiles import AccessProfile
from consult.services import forum_life
from consult.services.sealing import opened, seal
from consult.services.transaction import writing


def keep(*, by: Acting, needs: Sequence[Need]) -> None:
    """Write down what someone needs, in place of what stood there; an empty list deletes the profile.

    A supporter writes for the member whom they stand beside. Raises NotFound, Conflict("forum-not-open"), Refused as
    domain.access_profiles.checked.
    """
    by.require(Right.STATE_NEEDS)
    needs = rules.checked(needs)
    with writing() as session:
        forum_life.require_open(session, by)
        row = session.get(AccessProfile, owner_of(by), with_for_update=True, populate_existing=True)
        if not needs:
            if row is not None:
                session.delete(row)
            return
        sealed = seal(_place(owner_of(by)), json.dumps({need.code: need.words for need in needs}))
        if row is None:
            session.add(AccessProfile(member_id=owner_of(by), needs_sealed=sealed))
        else:
            row.needs_sealed = sealed


def own(*, by: Acting) -> tuple[Need, ...]:
    """Return what someone wrote down for themselves, or for the member beside them; raises NotFound."""
    by.require(Right.STATE_NEEDS)
    return of_member(db.session(), owner_of(by))


def of_member(session: Session, member_id: int) -> tuple[Need, ...]:
    """Return the needs of a profile, for use cases of the person themselves alone."""
    row = session.get(AccessProfile, member_id)
    if row is None:
        return ()
    kept: dict[str, str] = json.loads(opened(_place(member_id), row.needs_sealed))
    return rules.checked(Need(code, words) for code, words in kept.items() if code in rules.AREA_OF)


def owner_of(by: Acting) -> int:
    """Return whose needs someone speaks for: their own, a supporter those of the member beside them."""
    return by.beside_id or by.member_id


def _place(member_id: int) -> str:
    return f"access_profiles/{member_id}/needs"
