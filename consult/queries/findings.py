"""Findings as staff and reports read them: the claim, what it rests on with its numbers, its places, its decisions.

The number of statements does not grow with findings.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import decisions as decision_rules
from consult.domain.claims import CLOSED, CONFIRMED, EVENTS, ORGANISATION, SET_ASIDE, THEME, Claim, Weight, label
from consult.domain.reports import Text
from consult.models.consultations import Consultation
from consult.models.findings import Finding, FindingEvidence, FindingNode
from consult.models.people import Person
from consult.models.plans import PlanNode
from consult.queries import decisions, finding_counts, finding_evidence
from consult.queries.decisions import Decided
from consult.queries.finding_counts import Counts
from consult.queries.finding_evidence import Thing, Things


@dataclass(frozen=True)
class EvidenceView:
    """One thing that a finding rests on: `count` of `base` in `unit`, all empty where nothing is counted.

    `question` narrows a theme to the answers to one question. `is_printed` is false for what no report names,
    `is_counted` for a response that does not count any more.
    """

    id: int
    kind: str
    ref: str
    label: Text
    by: str = ""
    question: str = ""
    note: str = ""
    unit: str = ""
    count: int | None = None
    base: int | None = None
    is_printed: bool = True
    is_counted: bool = True


@dataclass(frozen=True)
class FindingView:
    """A finding; `nodes` are keys of the plan in its order, `settled_by` and `settled_at` of confirming or setting
    aside; `word` is an author's code of the words scale in place of the computed one."""

    id: int
    public_id: str
    number: int
    claim: Claim
    state: str
    state_reason: str
    revision: int
    word: str
    word_note: str
    created_by: str
    settled_by: str
    settled_at: datetime | None
    weight: Weight
    evidence: tuple[EvidenceView, ...] = ()
    decided: Decided = Decided()

    @property
    def label(self) -> str:
        """What it is called: F1, F2 and so on."""
        return label(self.number)

    @property
    def is_undecided(self) -> bool:
        """Whether a person confirmed it and nobody has decided on it."""
        return self.state == CONFIRMED and self.decided.current is None

    def rests_on(self, theme_key: str) -> bool:
        """Say whether a theme (public id) is among what it rests on, in people's own words or at events."""
        return any(row.kind in (THEME, EVENTS) and row.ref == theme_key for row in self.evidence)


def listed(session: Session, consultation: Consultation, today: date, *, public_id: str | None = None
           ) -> list[FindingView]:
    """Return the findings by number, or the one that is named."""
    rows = session.scalars(
        select(Finding).where(Finding.consultation_id == consultation.id,
                              *((Finding.public_id == public_id,) if public_id is not None else ()))
        .order_by(Finding.number)).all()
    if not rows:
        return []
    only = rows[0].id if public_id is not None else None
    seen = _Seen(
        finding_counts.counts(session, consultation.id), finding_evidence.things(session, consultation, today),
        _grouped(finding_evidence.rows(session, consultation.id, only)), _nodes(session, consultation.id),
        _people(session, rows), decisions.by_finding(session, consultation.id, only))
    return [_view(row, seen) for row in rows]


def one(session: Session, consultation: Consultation, public_id: str, today: date) -> FindingView | None:
    """Return a finding of the consultation, or None."""
    return next(iter(listed(session, consultation, today, public_id=public_id)), None)


def row(session: Session, consultation_id: int, public_id: str, *, is_held: bool = False) -> Finding | None:
    """Return the stored finding of a consultation, or None; `is_held`: locked for writing."""
    query = select(Finding).where(Finding.consultation_id == consultation_id, Finding.public_id == public_id)
    return session.scalar(query.with_for_update() if is_held else query)


def next_number(session: Session, consultation_id: int) -> int:
    """Return the number of the next finding: no number is given twice."""
    return (session.scalar(
        select(func.max(Finding.number)).where(Finding.consultation_id == consultation_id)) or 0) + 1


def undecided(session: Session, consultation_id: int) -> list[tuple[str, int, Text]]:
    """Return the confirmed findings that nobody decided on: public id, number and claim; two statements."""
    found = {row.id: row for row in session.scalars(
        select(Finding).where(Finding.consultation_id == consultation_id).order_by(Finding.number))}
    waiting = decision_rules.undecided({row.id: row.state for row in found.values()},
                                       decisions.decided_ids(session, consultation_id))
    return [(found[one].public_id, found[one].number, found[one].claim) for one in waiting]


def themes_in_findings(session: Session, consultation_id: int) -> set[int]:
    """Return the row ids of the themes that a finding rests on which was not set aside, merged ones as they are now."""
    now = finding_counts.became(consultation_id)
    return set(session.scalars(
        select(now.c.at).join(FindingEvidence, FindingEvidence.theme_id == now.c.start)
        .join(Finding, Finding.id == FindingEvidence.finding_id)
        .where(now.c.into.is_(None), Finding.consultation_id == consultation_id, Finding.state != SET_ASIDE)))


@dataclass(frozen=True)
class _Seen:
    counts: Counts
    things: Things
    evidence: Mapping[int, list[FindingEvidence]]
    nodes: Mapping[int, list[str]]
    people: Mapping[int | None, str]
    decided: Mapping[int, Decided]


def _view(row: Finding, seen: _Seen) -> FindingView:
    rows = seen.evidence.get(row.id, [])
    evidence = tuple(found for one in rows if (found := _evidence(one, seen)) is not None)
    questions = {one.question_key for one in rows if one.kind == THEME}
    claim = Claim(row.claim, row.argument, row.argument_note, row.few_but_grave, row.impact_note, tuple(row.groups),
                  tuple(seen.nodes.get(row.id, ())), row.is_missing_from_plan)
    return FindingView(
        row.id, row.public_id, row.number, claim, row.state, row.state_reason, row.revision, row.word_override,
        row.word_note, seen.people.get(row.created_by_id, ""), seen.people.get(row.decided_by_id, ""), row.decided_at,
        seen.counts.weight(row.id, questions, [one.kind for one in evidence]), evidence,
        seen.decided.get(row.id, Decided()))


def _evidence(row: FindingEvidence, seen: _Seen) -> EvidenceView | None:
    thing = _thing(row, seen.things)
    if thing is None:
        return None
    unit, count, base = _counted(row, seen.counts)
    return EvidenceView(row.id, row.kind, thing.ref, thing.label, thing.by, row.question_key, row.note, unit, count,
                        base, thing.is_printed, thing.is_counted)


def _thing(row: FindingEvidence, things: Things) -> Thing | None:
    if row.kind == CLOSED:
        return things.of(CLOSED, finding_evidence.closed_ref(row.question_key, row.choice))
    row_id = {THEME: row.theme_id, EVENTS: row.theme_id, ORGANISATION: row.response_id,
              "forum-ask": row.ask_id, "recommendation-ask": row.recommendation_ask_id}[row.kind]
    return things.by_row(row.kind).get(row_id)


def _counted(row: FindingEvidence, counts: Counts) -> tuple[str, int | None, int | None]:
    if row.kind == THEME:
        base = counts.read_of.get(row.question_key, 0) if row.question_key else counts.read
        return "respondents", counts.of_evidence.get(row.id, 0), base
    if row.kind == EVENTS:
        return "events", counts.of_evidence.get(row.id, 0), counts.events_read
    if row.kind == CLOSED and row.question_key in counts.closed:
        found = counts.closed[row.question_key]
        return "respondents", found.by_choice.get(row.choice, 0), found.respondents
    return "", None, None


def _grouped(rows: Iterable[FindingEvidence]) -> dict[int, list[FindingEvidence]]:
    found: dict[int, list[FindingEvidence]] = {}
    for one_row in rows:
        found.setdefault(one_row.finding_id, []).append(one_row)
    return found


def _nodes(session: Session, consultation_id: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for finding_id, key in session.execute(
            select(FindingNode.finding_id, PlanNode.key).join(PlanNode, PlanNode.id == FindingNode.plan_node_id)
            .join(Finding, Finding.id == FindingNode.finding_id).where(Finding.consultation_id == consultation_id)
            .order_by(PlanNode.position, PlanNode.id)):
        found.setdefault(finding_id, []).append(key)
    return found


def _people(session: Session, rows: Sequence[Finding]) -> dict[int | None, str]:
    ids = {row.created_by_id for row in rows} | {row.decided_by_id for row in rows}
    return {person: name for person, name in session.execute(
        select(Person.id, Person.name).where(Person.id.in_([found for found in ids if found is not None])))}
