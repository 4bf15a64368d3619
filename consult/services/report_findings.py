"""The confirmed findings of a report as they are frozen: claim, numbers of today, what each rests on, what was decided.

Nothing of a draft, of a proposal, or of what was set aside gets into a report.
"""

from consult.domain.claims import CONFIRMED, ORGANISATION
from consult.domain.report_findings import ChangedText, ReportedDecision, ReportedEvidence, ReportedFinding, Text
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.queries import findings as stored
from consult.queries.decisions import DecisionView
from consult.queries.findings import EvidenceView, FindingView
from consult.services.report_facts import Facts


def findings(facts: Facts) -> tuple[ReportedFinding, ...]:
    """Return the confirmed findings by number; the number of statements does not grow with them."""
    every = stored.listed(facts.session, facts.consultation, london_day(utc_now()))
    titles = {node.key: facts.name_of(node) for node in facts.nodes} if every else {}
    return tuple(_finding(facts, found, titles) for found in every if found.state == CONFIRMED)


def _finding(facts: Facts, found: FindingView, titles: dict[str, Text]) -> ReportedFinding:
    claim, weight, decided = found.claim, found.weight, found.decided
    return ReportedFinding(
        key=found.public_id, number=found.number, claim=claim.words, argument=claim.argument,
        argument_note=claim.argument_note, few_but_grave=claim.is_few_but_grave, impact_note=claim.impact_note,
        groups=claim.groups, node_keys=claim.nodes, is_missing_from_plan=claim.is_missing,
        respondents=weight.respondents, base=weight.base, events=weight.events, events_read=weight.events_read,
        word=found.word, word_note=found.word_note,
        evidence=tuple(_evidence(facts, row) for row in found.evidence if row.is_counted),
        decision=_decision(decided.current, titles) if decided.current is not None else None,
        node_titles=tuple(titles.get(key, {}) for key in claim.nodes),
        earlier=tuple(_decision(one, titles) for one in decided.earlier))


def _evidence(facts: Facts, row: EvidenceView) -> ReportedEvidence:
    """Return one thing as it is printed; an organisation that did not agree to be named stands without its name."""
    if row.kind == ORGANISATION and not row.is_printed:
        return ReportedEvidence(row.kind, "", facts.translate("An organisation that is not named here"))
    label = {tag: f"{words} ({row.by})" for tag, words in row.label.items()} if row.by else dict(row.label)
    return ReportedEvidence(row.kind, row.ref, label, row.unit, row.count, row.base, question=row.question)


def _decision(one: DecisionView, titles: dict[str, Text]) -> ReportedDecision:
    return ReportedDecision(
        outcome=one.outcome, reason=one.reason, decided_by=one.decided_by, office=one.office,
        decided_on=one.decided_on.isoformat(), easy_reason=one.easy_reason, goes_to=one.goes_to,
        later_on=one.later_on.isoformat() if one.later_on else "",
        changes=tuple(ChangedText(change.node_key, titles.get(change.node_key, {}), change.before, change.after)
                      for change in one.changes))
