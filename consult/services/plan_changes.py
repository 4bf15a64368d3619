"""Says what became of each part of a plan in another version; a machine proposes pairs and a person decides."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.analysis.plan_pairs import like_pairs
from consult.domain import plan_changes as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.plan_changes import BY_HAND, CONFIRMED, PROPOSED, REFUSED, SAME_WORDS
from consult.domain.texts import clean
from consult.models.answers_to_people import PlanPairing
from consult.models.base import utc_now
from consult.queries import plan_changes, plans
from consult.services import audit, rights
from consult.services.transaction import writing


def begin(*, consultation_id: int, old: str, new: str, by_id: int) -> int:
    """Compare two versions (references): keep the pairs of the same words, propose the others; return how many wait.

    Again, after a person decided on some, only parts that nothing was said about are proposed anew. Raises
    Refused("new", "plan-same-version") and Refused("old"/"new", "plan-version-unknown").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.COMPARE_PLANS, consultation_id)
        before, after = _versions(session, consultation_id, old, new)
        if before.id == after.id:
            raise Refused("new", "plan-same-version")
        standing = _standing(session, before.id, after.id)
        olds = plan_changes.parts_of(plans.nodes(session, before.id))
        news = plan_changes.parts_of(plans.nodes(session, after.id))
        decided = [row for row in standing if row.state != REFUSED]
        taken_old, taken_new = {row.from_id for row in decided}, {row.to_id for row in decided}
        olds = [part for part in olds if part.id not in taken_old]
        news = [part for part in news if part.id not in taken_new]
        pairs = rules.sure_pairs(olds, news)
        paired_old, paired_new = {pair.old_id for pair in pairs}, {pair.new_id for pair in pairs}
        pairs += like_pairs([part for part in olds if part.id not in paired_old],
                            [part for part in news if part.id not in paired_new])
        known = {(row.from_id, row.to_id) for row in standing}
        for pair in pairs:
            if (pair.old_id, pair.new_id) not in known:
                session.add(PlanPairing(from_version_id=before.id, to_version_id=after.id, from_id=pair.old_id,
                                        to_id=pair.new_id, basis=pair.basis, likeness=pair.likeness))
        audit.record(session, Act.PLANS_COMPARED, person_id=by_id, kind="plan", object_id=after.ref,
                     consultation_id=consultation_id, old=before.ref, pairs=len(pairs))
        return sum(pair.basis != SAME_WORDS for pair in pairs)


def decide(*, consultation_id: int, pair_id: int, is_right: bool, by_id: int) -> None:
    """Say whether a proposed pair is right. Raises NotFound; a pair that was decided on can be decided anew."""
    with writing() as session:
        rights.require(session, by_id, Permission.COMPARE_PLANS, consultation_id)
        row = _pair(session, consultation_id, pair_id)
        _say(row, CONFIRMED if is_right else REFUSED, by_id)
        audit.record(session, Act.PLAN_PAIR_DECIDED, person_id=by_id, kind="plan-pair", object_id=str(row.id),
                     consultation_id=consultation_id, state=row.state)


def say(*, consultation_id: int, old: str, new: str, old_part: str, new_part: str, reason: str, by_id: int) -> None:
    """Say oneself what became of a part (keys): an empty `new_part` says it was dropped, an empty `old_part` is new.

    Raises Refused("old_part", "pair-names-nothing"), "plan-part-unknown", "pair-stands" or "pair-reason-long".
    """
    with writing() as session:
        rights.require(session, by_id, Permission.COMPARE_PLANS, consultation_id)
        before, after = _versions(session, consultation_id, old, new)
        if not old_part and not new_part:
            raise Refused("old_part", "pair-names-nothing")
        from_id, to_id = _part(session, "old_part", before.id, old_part), _part(session, "new_part", after.id, new_part)
        words = rules.reason(clean(reason))
        row = next((one for one in _standing(session, before.id, after.id)
                    if (one.from_id, one.to_id) == (from_id, to_id)), None)
        if row is not None and row.state == CONFIRMED or _is_paired(session, before.id, after.id, from_id, to_id):
            raise Refused("old_part", "pair-stands")
        if row is None:
            row = PlanPairing(from_version_id=before.id, to_version_id=after.id, from_id=from_id, to_id=to_id,
                              basis=BY_HAND)
            session.add(row)
        row.reason = words
        _say(row, CONFIRMED, by_id)
        session.flush()
        audit.record(session, Act.PLAN_PAIR_DECIDED, person_id=by_id, kind="plan-pair", object_id=str(row.id),
                     consultation_id=consultation_id, state=row.state)


def take_back(*, consultation_id: int, pair_id: int, by_id: int) -> None:
    """Undo what a person said about a part: a machine's pair waits again, a person's own goes. Raises NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.COMPARE_PLANS, consultation_id)
        row = _pair(session, consultation_id, pair_id)
        if row.state == PROPOSED:
            raise NotFound()
        audit.record(session, Act.PLAN_PAIR_DECIDED, person_id=by_id, kind="plan-pair", object_id=str(row.id),
                     consultation_id=consultation_id, state="taken-back")
        if row.basis == BY_HAND:
            session.delete(row)
            return
        row.state, row.said_by_id, row.said_at = PROPOSED, None, None


def _is_paired(session: Session, old_id: int, new_id: int, from_id: int | None, to_id: int | None) -> bool:
    """Say whether a part that is to be called new or dropped has its pair already: both cannot be so."""
    pairs = [one for one in _standing(session, old_id, new_id) if one.from_id and one.to_id
             and (one.state == CONFIRMED or (one.basis == SAME_WORDS and one.state == PROPOSED))]
    return ((from_id is None and any(one.to_id == to_id for one in pairs))
            or (to_id is None and any(one.from_id == from_id for one in pairs)))


def _say(row: PlanPairing, state: str, by_id: int) -> None:
    row.state, row.said_by_id, row.said_at = state, by_id, utc_now()


def _standing(session: Session, old_id: int, new_id: int) -> list[PlanPairing]:
    return list(session.scalars(select(PlanPairing).where(
        PlanPairing.from_version_id == old_id, PlanPairing.to_version_id == new_id)))


def _versions(session: Session, consultation_id: int, old: str, new: str
              ) -> tuple[plan_changes.Version, plan_changes.Version]:
    """Return the two versions; raises Refused where there is no such one, or neither is of the consultation's plan."""
    before, after = plan_changes.version(session, old), plan_changes.version(session, new)
    if before is None or after is None:
        raise Refused("old" if before is None else "new", "plan-version-unknown")
    if not {before.id, after.id} & plan_changes.own_versions(session, consultation_id):
        raise Refused("old", "plan-version-unknown")
    return before, after


def _pair(session: Session, consultation_id: int, pair_id: int) -> PlanPairing:
    """Return a pair that a person may speak to; raises NotFound for one of a plan that is not the consultation's."""
    row = session.get(PlanPairing, pair_id)
    if row is None or row.basis == SAME_WORDS:
        raise NotFound()
    # Plans belong to nobody alone: without this a lead could change what the page of another consultation says.
    if not {row.from_version_id, row.to_version_id} & plan_changes.own_versions(session, consultation_id):
        raise NotFound()
    return row


def _part(session: Session, field: str, version_id: int, key: str) -> int | None:
    if not key:
        return None
    found = plans.node_id(session, version_id, key)
    if found is None:
        raise Refused(field, "plan-part-unknown")
    return found
