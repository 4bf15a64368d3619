"""Writes findings and what they rest on; a machine writes none, and only a person with the right confirms one."""

from collections.abc import Collection

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain import claims as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.claims import CONFIRMED, DRAFT, EVENTS, MOST_NOTE, SET_ASIDE, THEME, Claim
from consult.domain.easy_read import MOST_WORDS, word_count
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.reports import WORDS_SCALE
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.findings import Finding, FindingEvidence, FindingNode
from consult.models.plans import PlanNode
from consult.models.theme_links import ThemeLink
from consult.queries import event_counts, finding_evidence
from consult.queries import findings as stored
from consult.services import audit, rights
from consult.services.codebooks import active_theme
from consult.services.transaction import writing

SCALE = frozenset(code for _least, code in WORDS_SCALE) | {"one-or-two"}


def write(*, consultation_id: int, claim: Claim, by_id: int) -> Finding:
    """Write a new finding as a draft and return it. Raises NotAllowed, or Refused as claims.check does."""
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        return _written(session, consultation_id, claim, by_id)


def begin_from_theme(*, consultation_id: int, theme: str, by_id: int) -> Finding:
    """Write a draft that rests on a theme (public id), says what the theme says, and stands where it is tied to.

    A draft that was begun from the theme and that nobody has changed since is returned as it is: a press that comes
    twice makes one. Raises NotAllowed, NotFound.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        row = active_theme(session, consultation_id, theme)
        untouched = _untouched(session, row.id)
        if untouched is not None:
            return untouched
        links = session.execute(
            select(PlanNode.key, PlanNode.plan_version_id).select_from(ThemeLink)
            .outerjoin(PlanNode, PlanNode.id == ThemeLink.plan_node_id)
            .where(ThemeLink.theme_id == row.id, ThemeLink.removed_at.is_(None))).all()
        version_id = session.get_one(Consultation, consultation_id).plan_version_id
        nodes = tuple(key for key, version in links if key is not None and version == version_id)
        finding = _written(session, consultation_id, Claim(
            {"en": _first_words(row)}, nodes=nodes, is_missing=not nodes and any(key is None for key, _ in links)),
            by_id)
        _add(session, finding, FindingEvidence(kind=THEME, theme_id=row.id, added_by_id=by_id))
        if event_counts.by_theme(session, consultation_id).get(row.id):
            _add(session, finding, FindingEvidence(kind=EVENTS, theme_id=row.id, added_by_id=by_id))
        return finding


def change(*, consultation_id: int, public_id: str, claim: Claim, revision: int, by_id: int, word: str = "",
           word_note: str = "") -> None:
    """Change a draft; `revision` is the one that the writer saw. `word` is a code of the words scale to print in place
    of the counted one, with a note that is printed beside it.

    Raises NotAllowed, NotFound, Conflict("finding-not-draft" or "finding-changed-meanwhile"), Refused as claims.check
    does, and Refused("word_note", "finding-word-note").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        finding = _draft(session, consultation_id, public_id)
        if finding.revision != revision:
            raise Conflict("finding-changed-meanwhile")
        nodes = _nodes(session, consultation_id)
        kept, note = rules.check(claim, nodes), clean(word_note).strip()[:MOST_NOTE]
        if word and (word not in SCALE or not note):
            raise Refused("word_note", "finding-word-note")
        _fill(finding, kept)
        finding.word_override, finding.word_note = word, note if word else ""
        finding.revision += 1
        _place(session, finding, [nodes[key] for key in kept.nodes])
        _record(session, Act.FINDING_CHANGED, finding, by_id)


def add_evidence(*, consultation_id: int, public_id: str, kind: str, ref: str, by_id: int, question: str = "",
                 note: str = "") -> None:
    """Let a draft rest on one thing more: `ref` is what finding_evidence.things names it by.

    `question` narrows a theme to the answers to one question in own words. Raises NotAllowed, NotFound,
    Conflict("finding-not-draft"), Refused("evidence", "evidence-unknown" or "evidence-stands").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        finding = _draft(session, consultation_id, public_id)
        consultation = session.get_one(Consultation, consultation_id)
        every = finding_evidence.things(session, consultation, london_day(utc_now()))
        thing = every.of(kind, ref)
        if thing is None or not thing.is_offered or (question and not _is_text(every, question)):
            raise Refused("evidence", "evidence-unknown")
        found = _evidence(kind, ref, thing.row_id, question if kind == THEME else "")
        standing = [_name(row) for row in finding_evidence.rows(session, consultation_id, finding.id)]
        rules.check_evidence(kind, _name(found)[1], standing)
        found.note, found.added_by_id = clean(note).strip()[:MOST_NOTE], by_id
        _add(session, finding, found)
        finding.revision += 1
        _record(session, Act.FINDING_CHANGED, finding, by_id)


def remove_evidence(*, consultation_id: int, public_id: str, evidence_id: int, by_id: int) -> None:
    """Let a draft rest on one thing less. Raises NotAllowed, NotFound, Conflict("finding-not-draft")."""
    with writing() as session:
        rights.require(session, by_id, Permission.WRITE_FINDINGS, consultation_id)
        finding = _draft(session, consultation_id, public_id)
        # Found among its own, and not asked for by number: no database holds every number of an address.
        row = next((one for one in finding_evidence.rows(session, consultation_id, finding.id)
                    if one.id == evidence_id), None)
        if row is None:
            raise NotFound()
        session.delete(row)
        finding.revision += 1
        _record(session, Act.FINDING_CHANGED, finding, by_id)


def confirm(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> None:
    """Say that a finding is right: from now on it is printed. `revision` is the one that the person read.

    Raises NotAllowed, NotFound, Conflict and Refused as claims.confirm does, Conflict("finding-changed-meanwhile").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CONFIRM_FINDINGS, consultation_id)
        finding = _found(session, consultation_id, public_id)
        rules.confirm(_claim(session, finding), state=finding.state, person_id=by_id,
                      evidence=_standing_evidence(session, finding))
        if finding.revision != revision:
            raise Conflict("finding-changed-meanwhile")
        _settle(finding, CONFIRMED, by_id)
        _record(session, Act.FINDING_CONFIRMED, finding, by_id)


def set_aside(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> None:
    """Put a finding away with a reason; it stays to be read. Raises NotAllowed, NotFound, or as claims.set_aside."""
    with writing() as session:
        rights.require(session, by_id, Permission.CONFIRM_FINDINGS, consultation_id)
        finding = _found(session, consultation_id, public_id)
        words = rules.set_aside(reason, state=finding.state)
        _settle(finding, SET_ASIDE, by_id, words)
        _record(session, Act.FINDING_SET_ASIDE, finding, by_id)


def reopen(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Make a finding a draft again: its decision stays, and it is not printed until a person confirms it anew.

    Raises NotAllowed, NotFound, Conflict("finding-is-draft").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.CONFIRM_FINDINGS, consultation_id)
        finding = _found(session, consultation_id, public_id)
        if finding.state == DRAFT:
            raise Conflict("finding-is-draft")
        finding.state, finding.state_reason = DRAFT, ""
        finding.decided_by_id = finding.decided_at = None
        finding.revision += 1
        _record(session, Act.FINDING_REOPENED, finding, by_id)


def _written(session: Session, consultation_id: int, claim: Claim, by_id: int) -> Finding:
    nodes = _nodes(session, consultation_id)
    kept = rules.check(claim, nodes)
    finding = Finding(consultation_id=consultation_id, number=stored.next_number(session, consultation_id),
                      created_by_id=by_id)
    _fill(finding, kept)
    session.add(finding)
    session.flush()
    _place(session, finding, [nodes[key] for key in kept.nodes])
    _record(session, Act.FINDING_WRITTEN, finding, by_id)
    return finding


def _fill(finding: Finding, claim: Claim) -> None:
    finding.claim, finding.groups = dict(claim.words), list(claim.groups)
    finding.argument, finding.argument_note = claim.argument, claim.argument_note
    finding.few_but_grave, finding.impact_note = claim.is_few_but_grave, claim.impact_note
    finding.is_missing_from_plan = claim.is_missing


def _place(session: Session, finding: Finding, node_ids: Collection[int]) -> None:
    session.execute(delete(FindingNode).where(FindingNode.finding_id == finding.id))
    session.add_all(FindingNode(finding_id=finding.id, plan_node_id=node_id) for node_id in node_ids)


def _nodes(session: Session, consultation_id: int) -> dict[str, int]:
    version_id = session.get_one(Consultation, consultation_id).plan_version_id
    return {key: row_id for key, row_id in session.execute(
        select(PlanNode.key, PlanNode.id).where(PlanNode.plan_version_id == version_id))}


def _claim(session: Session, finding: Finding) -> Claim:
    keys = session.scalars(select(PlanNode.key).join(FindingNode, FindingNode.plan_node_id == PlanNode.id).where(
        FindingNode.finding_id == finding.id)).all()
    return Claim(finding.claim, finding.argument, finding.argument_note, finding.few_but_grave, finding.impact_note,
                 tuple(finding.groups), tuple(keys), finding.is_missing_from_plan)


def _standing_evidence(session: Session, finding: Finding) -> int:
    """Return how many things a finding rests on that still count: a response that was taken back carries none."""
    consultation = session.get_one(Consultation, finding.consultation_id)
    found = stored.one(session, consultation, finding.public_id, london_day(utc_now()))
    return sum(row.is_counted for row in found.evidence) if found is not None else 0


def _first_words(theme: Theme) -> str:
    """Return what a theme says in words that a claim may begin with: its definition if that is short, else its name."""
    definition = " ".join(theme.definition.split())
    return definition if 0 < word_count(definition) <= MOST_WORDS else theme.name


def _untouched(session: Session, theme_id: int) -> Finding | None:
    return session.scalar(
        select(Finding).join(FindingEvidence, FindingEvidence.finding_id == Finding.id)
        .where(FindingEvidence.theme_id == theme_id, FindingEvidence.kind == THEME, Finding.state == DRAFT,
               Finding.revision == 1).order_by(Finding.id).limit(1))


def _evidence(kind: str, ref: str, row_id: int | None, question: str) -> FindingEvidence:
    if kind == rules.CLOSED:
        key, _, choice = ref.partition(":")
        return FindingEvidence(kind=kind, question_key=key, choice=choice)
    column = {THEME: "theme_id", EVENTS: "theme_id", rules.FORUM_ASK: "ask_id", rules.ORGANISATION: "response_id",
              rules.RECOMMENDATION_ASK: "recommendation_ask_id"}[kind]
    return FindingEvidence(kind=kind, question_key=question, **{column: row_id})


def _name(row: FindingEvidence) -> tuple[str, tuple[str, ...]]:
    """Return what tells one row of evidence from another: the thing, and the question or the choice beside it."""
    thing = row.theme_id or row.ask_id or row.response_id or row.recommendation_ask_id
    if row.kind == rules.CLOSED:
        return row.kind, (row.question_key, row.choice)
    return row.kind, (str(thing or ""), row.question_key or "")


def _is_text(every: finding_evidence.Things, question: str) -> bool:
    return question in every.questions and every.questions[question].is_text


def _add(session: Session, finding: Finding, row: FindingEvidence) -> None:
    last = session.scalar(select(func.max(FindingEvidence.position)).where(FindingEvidence.finding_id == finding.id))
    row.finding_id, row.position = finding.id, (last or 0) + 1
    session.add(row)
    session.flush()


def _settle(finding: Finding, state: str, by_id: int, reason: str = "") -> None:
    finding.state, finding.state_reason = state, reason
    finding.decided_by_id, finding.decided_at = by_id, utc_now()
    finding.revision += 1


def _found(session: Session, consultation_id: int, public_id: str) -> Finding:
    finding = stored.row(session, consultation_id, public_id, is_held=True)
    if finding is None:
        raise NotFound()
    return finding


def _draft(session: Session, consultation_id: int, public_id: str) -> Finding:
    finding = _found(session, consultation_id, public_id)
    if finding.state != DRAFT:
        raise Conflict("finding-not-draft")
    return finding


def _record(session: Session, act: Act, finding: Finding, by_id: int) -> None:
    audit.record(session, act, person_id=by_id, kind="finding", object_id=finding.public_id,
                 consultation_id=finding.consultation_id, number=finding.number, revision=finding.revision)
