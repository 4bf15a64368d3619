"""Links the responses of one person, so that all are read and one is counted (practice 2.1, C6); deletes none of them.

Only a person links. Of those that belong together one is counted: the first, as long as it counts itself; else the
earliest that does. Nothing here decides whether a response counts.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.same_people import PERSON
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.responses import Response
from consult.models.submissions import SamePerson, Submission
from consult.queries import counted
from consult.services import audit, rights
from consult.services.transaction import writing

MOST_REASON = 500
PROPOSED, LINKED, REFUSED, UNDONE = "proposed", "linked", "refused", "undone"


def link(*, consultation_id: int, first: str, other: str, reason: str, by_id: int) -> None:
    """Count a response (public id) with the first one, for a reason; whatever each is counted with comes along.

    Raises Refused for a reason that is missing or too long, NotFound, NotAllowed, Conflict("already-decided") where
    they are counted together already, Conflict("not-counted") where one of them does not count, is a panel's, or speaks
    for another body.
    """
    reason = _checked(reason)
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_PEOPLE, consultation_id)
        held = _held(session, consultation_id, (first, other))
        leader, joins = held[first], held[other]
        if leader.id == joins.id or _leader_id(leader) == _leader_id(joins):
            raise Conflict("already-decided")
        if any(one.excluded_reason is not None or one.sample_id is not None for one in (leader, joins)):
            raise Conflict("not-counted")
        if leader.on_behalf_of != joins.on_behalf_of:
            raise Conflict("not-counted")
        group = [*_group(session, _leader_id(leader)), *_group(session, _leader_id(joins))]
        _lead(session, group, leader.id)
        _keep_pair(session, leader, joins, LINKED, reason, by_id)
        _record(session, Act.PEOPLE_LINKED, consultation_id, other, by_id, counted_with=first)


def refuse(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Say of a proposal that these are two people's; it is not proposed again.

    Raises Refused for a reason that is missing or too long, NotFound, NotAllowed, Conflict("already-decided").
    """
    reason = _checked(reason)
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_PEOPLE, consultation_id)
        pair = session.scalar(select(SamePerson).where(
            SamePerson.consultation_id == consultation_id, SamePerson.public_id == public_id).with_for_update()
            .execution_options(populate_existing=True))
        if pair is None:
            raise NotFound()
        if pair.state != PROPOSED:
            raise Conflict("already-decided")
        _decide(pair, REFUSED, reason, by_id)
        audit.record(session, Act.PEOPLE_KEPT_APART, person_id=by_id, kind="same-person", object_id=public_id,
                     consultation_id=consultation_id)


def unlink(*, consultation_id: int, response: str, reason: str, by_id: int) -> None:
    """Count a response (public id) by itself again; those that were counted with it are counted with the next of them.

    Raises Refused for a reason that is missing or too long, NotFound, NotAllowed, Conflict("already-decided") where it
    is counted by itself.
    """
    reason = _checked(reason)
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_PEOPLE, consultation_id)
        found = _held(session, consultation_id, (response,))[response]
        group = _group(session, _leader_id(found))
        others = [one for one in group if one.id != found.id]
        if not others:
            raise Conflict("already-decided")
        _lead(session, others, _next(others).id if found.counts_with_id is None else _leader_id(found))
        found.counts_with_id = None
        session.flush()
        ids = [one.id for one in others]
        for pair in session.scalars(select(SamePerson).where(
                SamePerson.state == LINKED,
                or_((SamePerson.first_id == found.id) & SamePerson.second_id.in_(ids),
                    (SamePerson.second_id == found.id) & SamePerson.first_id.in_(ids)))):
            _decide(pair, UNDONE, reason, by_id)
        _record(session, Act.PEOPLE_UNLINKED, consultation_id, response, by_id)


def follow(session: Session, response: Response) -> None:
    """Let a response that counts stand for its person, after this one was left out, taken back or counted again.

    Inside the caller's transaction; nothing happens to a response that is counted by itself.
    """
    session.flush()
    group = _group(session, _leader_id(response))
    leader = next((one for one in group if one.counts_with_id is None), None)
    if len(group) < 2 or (leader is not None and leader.excluded_reason is None):
        return
    if any(one.excluded_reason is None for one in group):
        _lead(session, group, _next(group).id)


def hold(session: Session, *response_ids: int) -> None:
    """Hold these responses (row ids) and all that are counted with them, as they stand now, until the transaction ends.

    In the order of their row ids, and before any of them is held by itself: a sender who takes one back while a person
    of the staff decides on another would else wait for them, and they for the sender.
    """
    leaders = session.scalars(select(counted.person()).where(Response.id.in_(response_ids))).all()
    session.scalars(
        select(Response).where(or_(Response.id.in_({*response_ids, *leaders}), Response.counts_with_id.in_(leaders)))
        .order_by(Response.id).with_for_update().execution_options(populate_existing=True)).all()


def carry(session: Session, old: Response, new: Response) -> None:
    """Give a response that takes the place of an older one its place among the responses of their sender.

    What was taken in and became the old one is now the new one's. Inside the caller's transaction.
    """
    new.counts_with_id, old.counts_with_id = old.counts_with_id, None
    session.flush()
    session.execute(update(Response).where(Response.counts_with_id == old.id).values(counts_with_id=new.id))
    session.execute(update(Submission).where(Submission.response_id == old.id).values(response_id=new.id))
    session.execute(update(Submission).where(Submission.same_as_response_id == old.id)
                    .values(same_as_response_id=new.id))
    for pair in session.scalars(select(SamePerson).where(
            or_(SamePerson.first_id == old.id, SamePerson.second_id == old.id))):
        other = pair.second_id if pair.first_id == old.id else pair.first_id
        pair.first_id, pair.second_id = min(other, new.id), max(other, new.id)
    session.flush()
    follow(session, new)


def _held(session: Session, consultation_id: int, public_ids: Sequence[str]) -> dict[str, Response]:
    """Return the responses by public id, held with those that they are counted with; raises NotFound."""
    found = {row.public_id: row for row in session.scalars(select(Response).where(
        Response.consultation_id == consultation_id, Response.public_id.in_(public_ids)))}
    hold(session, *(row.id for row in found.values()))
    if len(found) != len(set(public_ids)):
        raise NotFound()
    return found


def _leader_id(response: Response) -> int:
    return response.counts_with_id or response.id


def _group(session: Session, leader_id: int) -> Sequence[Response]:
    """Return the responses that are counted together, held."""
    return session.scalars(
        select(Response).where(or_(Response.id == leader_id, Response.counts_with_id == leader_id))
        .order_by(Response.id).with_for_update().execution_options(populate_existing=True)).all()


def _next(group: Sequence[Response]) -> Response:
    """Return the one that is to be counted: the earliest that counts, or the earliest where none does."""
    return min(group, key=lambda one: (one.excluded_reason is not None, one.received_at, one.id))


def _lead(session: Session, group: Sequence[Response], leader_id: int) -> None:
    for one in group:
        one.counts_with_id = None if one.id == leader_id else leader_id
    session.flush()


def _keep_pair(session: Session, one: Response, other: Response, state: str, reason: str, by_id: int) -> None:
    first_id, second_id = min(one.id, other.id), max(one.id, other.id)
    pair = session.scalar(select(SamePerson).where(
        SamePerson.first_id == first_id, SamePerson.second_id == second_id))
    if pair is None:
        pair = SamePerson(consultation_id=one.consultation_id, first_id=first_id, second_id=second_id, basis=PERSON)
        session.add(pair)
    _decide(pair, state, reason, by_id)


def _decide(pair: SamePerson, state: str, reason: str, by_id: int) -> None:
    pair.state, pair.reason, pair.decided_by_id, pair.decided_at = state, reason, by_id, utc_now()


def _checked(reason: str) -> str:
    words = clean(reason).strip()
    if not words:
        raise Refused("reason", "reason-missing")
    if len(words) > MOST_REASON:
        raise Refused("reason", "reason-long", {"limit": MOST_REASON})
    return words


def _record(session: Session, act: Act, consultation_id: int, public_id: str, by_id: int, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="response", object_id=public_id,
                 consultation_id=consultation_id, **facts)
