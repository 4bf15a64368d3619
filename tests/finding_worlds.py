"""Findings and decisions in a test world, by the same services that people use."""

from dataclasses import replace
from datetime import date
from typing import Any

from consult.domain.claims import Claim
from consult.domain.decisions import Decision, TextChange
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.consultations import Consultation
from consult.models.findings import Decision as StoredDecision
from consult.models.findings import Finding
from consult.queries import findings as stored
from consult.queries.findings import FindingView
from consult.services import decisions, findings
from tests.worlds import World

CLAIM = Claim({"en": "People want more officers on foot.", "ur": "لوگ پیدل افسر چاہتے ہیں۔"}, "strong",
              "They name streets and hours.", groups=("older-people",), nodes=("c-officers",))
CHANGE = TextChange("c-officers", {"en": "Put more officers on foot."}, {"en": "Put 100 more officers on foot."})


def drafted(world: World, *themes: Theme, **changes: Any) -> Finding:
    """Let the coder write a finding that rests on these themes."""
    found = findings.write(consultation_id=world.consultation.id, claim=replace(CLAIM, **changes),
                           by_id=world.staff["coder"].id)
    for theme in themes:
        rest(world, found, "theme", theme.public_id)
    return found


def confirmed(world: World, *themes: Theme, **changes: Any) -> Finding:
    """Let the coder write a finding that rests on these themes, and the lead confirm it."""
    found = drafted(world, *themes, **changes)
    confirm(world, found)
    return found


def rest(world: World, finding: Finding, kind: str, ref: str, **more: str) -> None:
    """Let a finding rest on one thing more."""
    findings.add_evidence(consultation_id=world.consultation.id, public_id=finding.public_id, kind=kind, ref=ref,
                          by_id=world.staff["coder"].id, **more)


def confirm(world: World, finding: Finding) -> None:
    """Let the lead confirm a finding as it stands."""
    findings.confirm(consultation_id=world.consultation.id, public_id=finding.public_id,
                     revision=view(world, finding).revision, by_id=world.staff["lead"].id)


def proposed(world: World, finding: Finding, outcome: str = "accepted", **changes: Any) -> StoredDecision:
    """Let the coder propose a decision in place of the one proposed before."""
    standing = view(world, finding).decided.proposed
    given = Decision(outcome, {"en": "It is what most people ask for."}, "Sam Lee", "Deputy Mayor", today())
    return decisions.propose(
        consultation_id=world.consultation.id, finding=finding.public_id, decision=replace(given, **changes),
        by_id=world.staff["coder"].id, instead_of=standing.public_id if standing is not None else None)


def decided(world: World, finding: Finding, outcome: str = "accepted", **changes: Any) -> StoredDecision:
    """Let the coder propose and the lead confirm a decision."""
    found = proposed(world, finding, outcome, **changes)
    return decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id,
                             public_id=found.public_id, by_id=world.staff["lead"].id)


def view(world: World, finding: Finding) -> FindingView:
    """Return a finding as pages read it."""
    consultation = db.session().get_one(Consultation, world.consultation.id)
    found = stored.one(db.session(), consultation, finding.public_id, today())
    assert found is not None
    return found


def today() -> date:
    """Return the day in London."""
    return london_day(utc_now())
