"""Puts the ledger together: every finding, every theme that is in none, every ask of a forum, with what was decided."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from consult.domain import ledgers
from consult.domain.claims import CONFIRMED, EVENTS, SET_ASIDE, THEME
from consult.domain.forum_voices import VoicedAsk, VoicedReply
from consult.domain.ledgers import Ledger, Line, PlanPart, Verdict
from consult.domain.reports import SOURCE_LANGUAGE, Text
from consult.models.consultations import Consultation
from consult.queries import event_counts, findings, forum_voices, plans, readings, theme_counts
from consult.queries.decisions import Decided, DecisionView
from consult.queries.findings import FindingView
from consult.queries.plans import NodeView


def ledger(session: Session, consultation: Consultation, today: date) -> Ledger:
    """Return the whole ledger as it stands on a day; the number of statements does not grow with its lines."""
    version_id = consultation.plan_version_id
    names = plan_names(plans.nodes(session, version_id) if version_id is not None else [])
    lines = [_finding(found, names) for found in findings.listed(session, consultation, today)]
    lines += open_themes(session, consultation.id)
    lines += [_ask(ask, forum.name) for forum in forum_voices.of_consultation(session, consultation, today)
              for ask in forum.asks]
    return Ledger(dict(consultation.title), today.isoformat(), tuple(lines))


def plan_names(nodes: Sequence[NodeView]) -> dict[str, Text]:
    """Return what each part of a plan is called, by key; a nameless one goes by what it stands in."""
    by_id = {node.id: node for node in nodes}
    found = {}
    for node in nodes:
        above = node
        while not above.label and above.parent_id is not None:
            above = by_id[above.parent_id]
        found[node.key] = above.label
    return found


def open_themes(session: Session, consultation_id: int) -> list[Line]:
    """Return the themes that somebody raised and that no finding rests on, the most spoken of first."""
    taken = findings.themes_in_findings(session, consultation_id)
    spoken = theme_counts.by_theme(session, consultation_id)
    at_events = event_counts.by_theme(session, consultation_id)
    read = readings.respondents_read(session, consultation_id)
    left = [theme for theme in theme_counts.themes(session, consultation_id)
            if theme.id not in taken and (theme.id in spoken or theme.id in at_events)]
    counts = {theme.id: spoken[theme.id].respondents if theme.id in spoken else 0 for theme in left}
    left.sort(key=lambda theme: (-counts[theme.id], theme.name))
    return [Line(ledgers.THEME, theme.public_id, "", {SOURCE_LANGUAGE: theme.name}, ledgers.NO_FINDING,
                 counts[theme.id], read, at_events.get(theme.id)) for theme in left]


def _finding(found: FindingView, names: Mapping[str, Text]) -> Line:
    weight = found.weight
    has_themes = any(row.kind == THEME for row in found.evidence)
    themes = tuple(dict.fromkeys(
        row.label.get(SOURCE_LANGUAGE, "") for row in found.evidence if row.kind in (THEME, EVENTS)))
    return Line(
        ledgers.FINDING, found.public_id, found.label, found.claim.words, _standing(found),
        weight.respondents if has_themes else None, weight.base if has_themes else None,
        weight.events or None, themes, parts=tuple(PlanPart(key, names.get(key, {})) for key in found.claim.nodes),
        is_missing=found.claim.is_missing, verdicts=_verdicts(found.decided, names), note=found.state_reason)


def _standing(found: FindingView) -> str:
    if found.state == SET_ASIDE:
        return ledgers.SET_ASIDE
    if found.state != CONFIRMED:
        return ledgers.DRAFT
    return ledgers.UNDECIDED if found.is_undecided else ledgers.DECIDED


def _verdicts(decided: Decided, names: Mapping[str, Text]) -> tuple[Verdict, ...]:
    standing = [_verdict(decided.current, names)] if decided.current is not None else []
    return (*standing, *(_verdict(one, names, is_current=False) for one in decided.earlier))


def _verdict(one: DecisionView, names: Mapping[str, Text], *, is_current: bool = True) -> Verdict:
    return Verdict(
        one.outcome, one.reason, one.decided_by, one.office, one.decided_on.isoformat(), one.goes_to,
        one.later_on.isoformat() if one.later_on else "",
        tuple(PlanPart(change.node_key, names.get(change.node_key, {}), change.before, change.after)
              for change in one.changes), is_current)


def _ask(ask: VoicedAsk, forum: str) -> Line:
    parts = (PlanPart(ask.node_key, ask.node_title),) if ask.node_key else ()
    newest = len(ask.replies) - 1
    verdicts = tuple(_replied(reply, ask, is_current=at == newest)
                     for at, reply in reversed(list(enumerate(ask.replies))))
    return Line(ledgers.FORUM_ASK, ask.ask_id, "", {ask.language: ask.title},
                ledgers.DECIDED if verdicts else ledgers.NO_REPLY, by=forum, parts=parts, verdicts=verdicts)


def _replied(reply: VoicedReply, ask: VoicedAsk, *, is_current: bool) -> Verdict:
    changed = is_current and ask.node_key and ask.after
    return Verdict(
        reply.outcome, {SOURCE_LANGUAGE: reply.reason}, "", reply.signed, reply.replied_on, reply.goes_to,
        reply.later_on, (PlanPart(ask.node_key, ask.node_title, ask.before, ask.after),) if changed else (),
        is_current)
