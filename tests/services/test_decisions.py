"""Decisions: proposed, confirmed by the lead, superseded by newer ones, and none is ever erased."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.decisions import Decision as Given
from consult.domain.decisions import TextChange
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.findings import Decision, Finding
from consult.queries import findings as stored
from consult.services import decisions, findings
from tests import coded, finding_worlds
from tests.finding_worlds import CHANGE
from tests.worlds import World


def test_a_decision_stands_once_the_lead_confirmed_it(world: World, finding: Finding) -> None:
    assert stored.undecided(db.session(), world.consultation.id) == [
        (finding.public_id, 1, dict(finding_worlds.CLAIM.words))]
    proposal = finding_worlds.proposed(world, finding, changes=(CHANGE,))
    assert finding_worlds.view(world, finding).is_undecided
    decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id, public_id=proposal.public_id,
                      by_id=world.staff["lead"].id)
    found = finding_worlds.view(world, finding).decided
    assert found.current is not None and found.proposed is None
    assert [(one.node_key, one.after["en"]) for one in found.current.changes] == [
        ("c-officers", "Put 100 more officers on foot.")]
    assert stored.undecided(db.session(), world.consultation.id) == []


def test_a_newer_decision_takes_the_place_and_the_older_one_stays_to_be_read(world: World, finding: Finding) -> None:
    finding_worlds.decided(world, finding, "not")
    finding_worlds.decided(world, finding, "later", later_on=finding_worlds.today() + timedelta(days=30))
    found = finding_worlds.view(world, finding).decided
    assert found.current is not None and found.current.outcome == "later"
    assert [one.outcome for one in found.earlier] == ["not"]


def test_what_stands_keeps_standing_while_another_is_proposed(world: World, finding: Finding) -> None:
    finding_worlds.decided(world, finding)
    finding_worlds.proposed(world, finding, "partly")
    found = finding_worlds.view(world, finding).decided
    assert found.current is not None and (found.current.outcome, found.proposed.outcome) == ("accepted", "partly")


def test_a_proposal_takes_the_place_of_the_one_before_it_which_nobody_can_confirm_then(world: World, finding: Finding
                                                                                      ) -> None:
    first = finding_worlds.proposed(world, finding).public_id
    finding_worlds.proposed(world, finding, "partly")
    with pytest.raises(NotFound):
        decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id, public_id=first,
                          by_id=world.staff["lead"].id)
    assert len(db.session().scalars(select(Decision)).all()) == 2


def test_of_two_who_propose_at_once_the_second_is_told(world: World, finding: Finding) -> None:
    finding_worlds.proposed(world, finding)
    given = finding_worlds.view(world, finding).decided.proposed
    assert given is not None
    with pytest.raises(Conflict, match="decision-changed-meanwhile"):
        propose_again(world, finding)


def test_a_coder_proposes_and_does_not_confirm_and_a_reader_does_neither(world: World, finding: Finding) -> None:
    proposal = finding_worlds.proposed(world, finding)
    with pytest.raises(NotAllowed):
        decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id,
                          public_id=proposal.public_id, by_id=world.staff["coder"].id)
    with pytest.raises(NotAllowed):
        propose_again(world, finding, role="reader")


def test_a_decision_is_not_confirmed_twice_nor_on_a_finding_that_is_no_longer_confirmed(world: World, finding: Finding
                                                                                       ) -> None:
    made = finding_worlds.decided(world, finding)
    with pytest.raises(Conflict, match="decision-not-proposed"):
        decisions.confirm(consultation_id=world.consultation.id, finding=finding.public_id,
                          public_id=made.public_id, by_id=world.staff["lead"].id)
    findings.reopen(consultation_id=world.consultation.id, public_id=finding.public_id, by_id=world.staff["lead"].id)
    with pytest.raises(Conflict, match="finding-not-confirmed"):
        finding_worlds.decided(world, finding, "not")


def test_nothing_is_proposed_on_what_was_set_aside(world: World, finding: Finding) -> None:
    findings.set_aside(consultation_id=world.consultation.id, public_id=finding.public_id, reason="Twice.",
                       by_id=world.staff["lead"].id)
    with pytest.raises(Conflict, match="finding-set-aside"):
        finding_worlds.proposed(world, finding)


def test_a_part_that_the_plan_does_not_have_cannot_have_changed(world: World, finding: Finding) -> None:
    with pytest.raises(Refused, match="decision-node"):
        finding_worlds.proposed(world, finding, changes=(TextChange("moon", {}, {"en": "Cheese"}),))


def propose_again(world: World, finding: Finding, role: str = "coder") -> None:
    """Propose as somebody who saw no proposal."""
    decisions.propose(
        consultation_id=world.consultation.id, finding=finding.public_id, by_id=world.staff[role].id,
        decision=Given("not", {"en": "No."}, "Sam Lee", "Deputy Mayor", finding_worlds.today()))


@pytest.fixture
def finding(world: World) -> Finding:
    """A confirmed finding that rests on one theme."""
    theme: Theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return finding_worlds.confirmed(world, theme)
