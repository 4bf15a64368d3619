"""Stores the example's findings and decisions through the same services that people use; no number is written here."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.claims import CLOSED, EVENTS, FORUM_ASK, RECOMMENDATION_ASK, THEME, Claim
from consult.domain.decisions import Decision, TextChange
from consult.domain.working_days import london_day
from consult.models.asks import Ask
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.findings import Finding
from consult.queries import plans
from consult.queries.finding_evidence import closed_ref
from consult.services import decisions, findings

Told = Mapping[str, Any]


def load_findings(session: Session, consultation: Consultation, told: Told, theme_names: Mapping[str, str], *,
                  coder_id: int, lead_id: int) -> None:
    """Store the findings that a file tells, with what they rest on and what was decided on them.

    `theme_names` are those of the example's code frame by key. Raises where the file names what is not there.
    """
    refs = _Refs(session, consultation, theme_names)
    for one in told["findings"]:
        finding = findings.write(consultation_id=consultation.id, claim=_claim(one), by_id=coder_id)
        for kind, ref in refs.of(one):
            findings.add_evidence(consultation_id=consultation.id, public_id=finding.public_id, kind=kind, ref=ref,
                                  by_id=coder_id)
        if one.get("is_draft"):
            continue
        findings.confirm(consultation_id=consultation.id, public_id=finding.public_id, revision=finding.revision,
                         by_id=lead_id)
        if "decision" in one:
            _decide(session, consultation, finding, one["decision"], told["by"], coder_id=coder_id, lead_id=lead_id)


class _Refs:
    """What names the things that findings rest on."""

    def __init__(self, session: Session, consultation: Consultation, theme_names: Mapping[str, str]) -> None:
        by_name = {name: public_id for name, public_id in session.execute(
            select(Theme.name, Theme.public_id).where(Theme.consultation_id == consultation.id))}
        self.themes = {key: by_name[name] for key, name in theme_names.items() if name in by_name}
        self.asks = {title: public_id for title, public_id in session.execute(select(Ask.title, Ask.public_id))}

    def of(self, one: Told) -> list[tuple[str, str]]:
        """Return kind and name of each thing that one finding rests on."""
        found = [(THEME, self.themes[key]) for key in one.get("themes", ())]
        found += [(EVENTS, self.themes[key]) for key in one.get("events", ())]
        found += [(CLOSED, closed_ref(*given.split("/"))) for given in one.get("closed", ())]
        found += [(FORUM_ASK, self.asks[title]) for title in one.get("asks", ())]
        return found + [(RECOMMENDATION_ASK, key) for key in one.get("committee", ())]


def _claim(one: Told) -> Claim:
    return Claim(one["claim"], one["argument"], one.get("argument_note", ""), bool(one.get("few_but_grave")),
                 one.get("impact_note", ""), tuple(one.get("groups", ())), tuple(one.get("nodes", ())),
                 bool(one.get("is_missing")))


def _decide(session: Session, consultation: Consultation, finding: Finding, told: Told, by: Told, *, coder_id: int,
            lead_id: int) -> None:
    today = london_day(utc_now())
    words = {node.key: node.full_text or node.short_text.get("en", "")
             for node in plans.nodes(session, consultation.plan_version_id or 0)}
    given = Decision(
        told["outcome"], told["reason"], by["name"], by["office"], today, told.get("goes_to", ""),
        today + timedelta(days=told["later_in_days"]) if "later_in_days" in told else None,
        tuple(TextChange(key, {"en": words[key]}, {"en": after}) for key, after in told.get("after", {}).items()),
        {"en": told["easy"]} if "easy" in told else {})
    made = decisions.propose(consultation_id=consultation.id, finding=finding.public_id, decision=given,
                             by_id=coder_id)
    decisions.confirm(consultation_id=consultation.id, finding=finding.public_id, public_id=made.public_id,
                      by_id=lead_id)
