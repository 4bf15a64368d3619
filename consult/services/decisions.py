"""Keeps what was decided on a finding: proposed, confirmed by a person with the right, superseded and never erased."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import decisions as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.claims import SET_ASIDE
from consult.domain.decisions import CONFIRMED, PROPOSED, TextChange
from consult.domain.errors import Conflict, NotFound
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.findings import Decision, DecisionText, Finding
from consult.models.plans import PlanNode
from consult.queries import findings as stored
from consult.services import audit, rights
from consult.services.transaction import writing


def propose(*, consultation_id: int, finding: str, decision: rules.Decision, by_id: int,
            instead_of: str | None = None) -> Decision:
    """Keep what is to be decided on a finding (public id) until a person confirms it; what was proposed before goes.

    `instead_of` is the proposal (public id) that the writer saw, None for none. What stands keeps standing. Raises
    NotAllowed, NotFound, Conflict("finding-set-aside" or "decision-changed-meanwhile"), Refused as decisions.check
    does.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        row = _finding(session, consultation_id, finding)
        if row.state == SET_ASIDE:
            raise Conflict("finding-set-aside")
        standing = _proposed(session, row.id)
        if (standing.public_id if standing is not None else None) != instead_of:
            raise Conflict("decision-changed-meanwhile")
        nodes = _nodes(session, consultation_id)
        kept = rules.check(decision, nodes=nodes, today=london_day(utc_now()))
        if standing is not None:
            standing.superseded_at = utc_now()
        found = _stored(row.id, kept, by_id)
        session.add(found)
        session.flush()
        _keep_changes(session, found, kept.changes, nodes)
        _record(session, Act.DECISION_PROPOSED, row, found, by_id)
        return found


def confirm(*, consultation_id: int, finding: str, public_id: str, by_id: int) -> Decision:
    """Let a proposed decision stand: it is printed from now on, and the one before stays to be read.

    Raises NotAllowed, NotFound, Conflict as decisions.confirm does.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RECORD_DECISIONS, consultation_id)
        row = _finding(session, consultation_id, finding)
        found = session.scalar(select(Decision).where(
            Decision.public_id == public_id, Decision.finding_id == row.id, Decision.superseded_at.is_(None)))
        if found is None:
            raise NotFound()
        rules.confirm(state=found.state, finding_state=row.state, person_id=by_id)
        now = utc_now()
        before = session.scalar(select(Decision).where(Decision.finding_id == row.id, Decision.is_current))
        if before is not None:
            before.is_current, before.superseded_at = False, now
            # Only one row may stand at a time: the old one steps down first.
            session.flush()
        found.state, found.is_current = CONFIRMED, True
        found.confirmed_by_id, found.confirmed_at = by_id, now
        _record(session, Act.DECISION_CONFIRMED, row, found, by_id)
        return found


def _stored(finding_id: int, decision: rules.Decision, by_id: int) -> Decision:
    return Decision(
        finding_id=finding_id, outcome=decision.outcome, reason=dict(decision.reason),
        easy_reason=dict(decision.easy_reason), goes_to=decision.goes_to, later_on=decision.later_on,
        decided_by_name=decision.decided_by, decided_by_office=decision.office, decided_on=decision.decided_on,
        state=PROPOSED, is_current=False, written_by_id=by_id)


def _keep_changes(session: Session, found: Decision, changes: tuple[TextChange, ...], nodes: dict[str, int]) -> None:
    session.add_all(
        DecisionText(decision_id=found.id, position=at, plan_node_id=nodes.get(change.node), before=dict(change.before),
                     after=dict(change.after))
        for at, change in enumerate(changes))


def _proposed(session: Session, finding_id: int) -> Decision | None:
    return session.scalar(select(Decision).where(
        Decision.finding_id == finding_id, Decision.state == PROPOSED, Decision.superseded_at.is_(None)))


def _finding(session: Session, consultation_id: int, public_id: str) -> Finding:
    found = stored.row(session, consultation_id, public_id, is_held=True)
    if found is None:
        raise NotFound()
    return found


def _nodes(session: Session, consultation_id: int) -> dict[str, int]:
    version_id = session.get_one(Consultation, consultation_id).plan_version_id
    return {key: row_id for key, row_id in session.execute(
        select(PlanNode.key, PlanNode.id).where(PlanNode.plan_version_id == version_id))}


def _record(session: Session, act: Act, finding: Finding, decision: Decision, by_id: int) -> None:
    audit.record(session, act, person_id=by_id, kind="decision", object_id=decision.public_id,
                 consultation_id=finding.consultation_id, finding=finding.public_id, outcome=decision.outcome)
