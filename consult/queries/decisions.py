"""Decisions on findings as staff and reports read them: the one that stands, the one proposed, and those before."""

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.decisions import CONFIRMED, PROPOSED
from consult.domain.reports import Text
from consult.models.findings import Decision, DecisionText, Finding
from consult.models.people import Person
from consult.models.plans import PlanNode


@dataclass(frozen=True)
class ChangeView:
    """The words of a part of the plan (key, empty for none) before and after."""

    node_key: str
    before: Text
    after: Text


@dataclass(frozen=True)
class DecisionView:
    """A decision; `written_by` and `confirmed_by` are names of staff, the second empty while it is proposed."""

    public_id: str
    outcome: str
    reason: Text
    easy_reason: Text
    goes_to: str
    later_on: date | None
    decided_by: str
    office: str
    decided_on: date
    state: str
    written_by: str
    written_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    changes: tuple[ChangeView, ...] = ()


@dataclass(frozen=True)
class Decided:
    """What was decided on a finding: `current` stands, `proposed` waits for a person, `earlier` newest first."""

    current: DecisionView | None = None
    proposed: DecisionView | None = None
    earlier: tuple[DecisionView, ...] = field(default_factory=tuple)


def by_finding(session: Session, consultation_id: int, finding_id: int | None = None) -> dict[int, Decided]:
    """Return what was decided, by row id of the finding; only one finding where it is named; three statements."""
    rows = list(session.scalars(
        select(Decision).join(Finding, Finding.id == Decision.finding_id)
        .where(Finding.consultation_id == consultation_id,
               *((Decision.finding_id == finding_id,) if finding_id is not None else ()))
        .order_by(Decision.id.desc())))
    changes, names = _changes(session, [row.id for row in rows]), _names(session, rows)
    found: dict[int, list[tuple[Decision, DecisionView]]] = {}
    for row in rows:
        found.setdefault(row.finding_id, []).append((row, _view(row, changes, names)))
    return {finding: _decided(pairs) for finding, pairs in found.items()}


def of_finding(session: Session, finding: Finding) -> Decided:
    """Return what was decided on one finding."""
    return by_finding(session, finding.consultation_id, finding.id).get(finding.id, Decided())


def decided_ids(session: Session, consultation_id: int) -> set[int]:
    """Return the row ids of the findings on which a confirmed decision stands."""
    return set(session.scalars(
        select(Decision.finding_id).join(Finding, Finding.id == Decision.finding_id)
        .where(Finding.consultation_id == consultation_id, Decision.is_current, Decision.state == CONFIRMED)))


def last_signed(session: Session, consultation_id: int) -> tuple[str, str]:
    """Return the name and office under the newest decision of a consultation, both empty where there is none."""
    found = session.execute(
        select(Decision.decided_by_name, Decision.decided_by_office).join(Finding, Finding.id == Decision.finding_id)
        .where(Finding.consultation_id == consultation_id).order_by(Decision.id.desc()).limit(1)).first()
    return (found[0], found[1]) if found is not None else ("", "")


def _decided(pairs: list[tuple[Decision, DecisionView]]) -> Decided:
    return Decided(
        next((view for row, view in pairs if row.is_current), None),
        next((view for row, view in pairs if row.state == PROPOSED and row.superseded_at is None), None),
        tuple(view for row, view in pairs if row.state == CONFIRMED and not row.is_current))


def _changes(session: Session, decision_ids: list[int]) -> dict[int, list[ChangeView]]:
    found: dict[int, list[ChangeView]] = {}
    for text, key in session.execute(
            select(DecisionText, PlanNode.key).outerjoin(PlanNode, PlanNode.id == DecisionText.plan_node_id)
            .where(DecisionText.decision_id.in_(decision_ids)).order_by(DecisionText.decision_id,
                                                                        DecisionText.position)):
        found.setdefault(text.decision_id, []).append(ChangeView(key or "", text.before, text.after))
    return found


def _names(session: Session, rows: list[Decision]) -> dict[int | None, str]:
    ids = {row.written_by_id for row in rows} | {row.confirmed_by_id for row in rows}
    return {person: name for person, name in session.execute(
        select(Person.id, Person.name).where(Person.id.in_([one for one in ids if one is not None])))}


def _view(row: Decision, changes: dict[int, list[ChangeView]], names: dict[int | None, str]) -> DecisionView:
    return DecisionView(
        row.public_id, row.outcome, row.reason, row.easy_reason, row.goes_to, row.later_on, row.decided_by_name,
        row.decided_by_office, row.decided_on, row.state, names.get(row.written_by_id, ""), row.written_at,
        names.get(row.confirmed_by_id, ""), row.confirmed_at, tuple(changes.get(row.id, ())))
