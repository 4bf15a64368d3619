"""Findings: written by people, counted and never typed, confirmed by the lead alone, and put away with a reason."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.findings import Finding
from consult.services import codebooks, findings
from tests import coded, finding_worlds
from tests.finding_worlds import CLAIM
from tests.worlds import World


def test_a_finding_counts_each_person_once_however_many_of_its_themes_they_speak_of(world: World, officers: Theme
                                                                                   ) -> None:
    lights = coded.theme(world, "Lights")
    both = world.respond("More officers, more light.")
    coded.code(world, both, officers, span=(0, 13))
    coded.code(world, both, lights, span=(15, 25))
    found = finding_worlds.view(world, finding_worlds.drafted(world, officers, lights))
    assert (found.weight.respondents, found.weight.base) == (2, 2)
    assert [row.count for row in found.evidence] == [2, 1]


def test_one_press_makes_a_draft_from_a_theme_and_two_presses_make_one(world: World, officers: Theme) -> None:
    coded.link(world, officers, "c-officers")
    first, second = (findings.begin_from_theme(consultation_id=world.consultation.id, theme=officers.public_id,
                                               by_id=world.staff["coder"].id) for _ in range(2))
    found = finding_worlds.view(world, first)
    assert first.public_id == second.public_id and (found.label, found.state) == ("F1", "draft")
    assert (found.claim.words["en"], found.claim.nodes) == ("Officers on foot", ("c-officers",))
    assert [(row.kind, row.ref) for row in found.evidence] == [("theme", officers.public_id)]


def test_a_finding_from_a_theme_that_belongs_nowhere_is_missing_from_the_plan(world: World, officers: Theme) -> None:
    coded.link(world, officers, None)
    found = findings.begin_from_theme(consultation_id=world.consultation.id, theme=officers.public_id,
                                      by_id=world.staff["lead"].id)
    assert found.is_missing_from_plan


def test_numbers_are_given_once_in_each_consultation(world: World, officers: Theme) -> None:
    assert [finding_worlds.drafted(world, officers).number for _ in range(3)] == [1, 2, 3]


def test_only_the_lead_confirms(world: World, officers: Theme) -> None:
    found = finding_worlds.drafted(world, officers)
    for role in ("coder", "reader", "equality-lead", "administrator"):
        with pytest.raises(NotAllowed):
            findings.confirm(consultation_id=world.consultation.id, public_id=found.public_id, revision=2,
                             by_id=world.staff[role].id)
    finding_worlds.confirm(world, found)
    assert finding_worlds.view(world, found).state == "confirmed"


def test_a_finding_that_changed_while_it_was_read_is_not_confirmed_unread(world: World, officers: Theme) -> None:
    found = finding_worlds.drafted(world, officers)
    with pytest.raises(Conflict, match="finding-changed-meanwhile"):
        findings.confirm(consultation_id=world.consultation.id, public_id=found.public_id, revision=1,
                         by_id=world.staff["lead"].id)


def test_of_two_editors_the_second_is_told(world: World, officers: Theme) -> None:
    found = finding_worlds.drafted(world)
    change(world, found, 1)
    with pytest.raises(Conflict, match="finding-changed-meanwhile"):
        change(world, found, 1)


def test_a_confirmed_finding_is_changed_only_once_it_is_a_draft_again(world: World, officers: Theme) -> None:
    found = finding_worlds.confirmed(world, officers)
    with pytest.raises(Conflict, match="finding-not-draft"):
        change(world, found, 3)
    with pytest.raises(NotAllowed):
        findings.reopen(consultation_id=world.consultation.id, public_id=found.public_id,
                        by_id=world.staff["coder"].id)
    findings.reopen(consultation_id=world.consultation.id, public_id=found.public_id, by_id=world.staff["lead"].id)
    change(world, found, finding_worlds.view(world, found).revision)
    with pytest.raises(Conflict, match="finding-is-draft"):
        findings.reopen(consultation_id=world.consultation.id, public_id=found.public_id,
                        by_id=world.staff["lead"].id)


def test_a_finding_is_set_aside_with_a_reason_and_stays(world: World, officers: Theme) -> None:
    found = finding_worlds.confirmed(world, officers)
    with pytest.raises(Refused, match="finding-reason-missing"):
        findings.set_aside(consultation_id=world.consultation.id, public_id=found.public_id, reason=" ",
                           by_id=world.staff["lead"].id)
    findings.set_aside(consultation_id=world.consultation.id, public_id=found.public_id, reason="Same as F2.",
                       by_id=world.staff["lead"].id)
    kept = finding_worlds.view(world, found)
    assert (kept.state, kept.state_reason) == ("set-aside", "Same as F2.")


def test_a_word_in_place_of_the_counted_one_needs_a_note(world: World, officers: Theme) -> None:
    found = finding_worlds.drafted(world)
    with pytest.raises(Refused, match="finding-word-note"):
        change(world, found, 1, word="most")
    with pytest.raises(Refused, match="finding-word-note"):
        change(world, found, 1, word="loads", word_note="Why not")
    change(world, found, 1, word="most", word_note="The panel says so too.")
    assert finding_worlds.view(world, found).word == "most"


@pytest.mark.parametrize(("kind", "ref"), [
    ("theme", "no-such"), ("closed", "victim:reported"), ("closed", "support-knife-crime:no-such"),
    ("forum-ask", "no-such"), ("rumour", "x"), ("organisation", ""),
])
def test_evidence_is_something_of_this_consultation_and_never_a_protected_answer(
        world: World, officers: Theme, kind: str, ref: str) -> None:
    with pytest.raises(Refused, match="evidence-unknown"):
        finding_worlds.rest(world, finding_worlds.drafted(world), kind, ref)


def test_the_same_thing_is_evidence_once_and_can_be_taken_out(world: World, officers: Theme) -> None:
    found = finding_worlds.drafted(world, officers)
    with pytest.raises(Refused, match="evidence-stands"):
        finding_worlds.rest(world, found, "theme", officers.public_id)
    finding_worlds.rest(world, found, "theme", officers.public_id, question="violence-words")
    [first, second] = finding_worlds.view(world, found).evidence
    findings.remove_evidence(consultation_id=world.consultation.id, public_id=found.public_id, evidence_id=first.id,
                             by_id=world.staff["coder"].id)
    assert [row.id for row in finding_worlds.view(world, found).evidence] == [second.id]


def test_evidence_of_another_finding_is_not_taken_out_by_this_one(world: World, officers: Theme) -> None:
    one, other = finding_worlds.drafted(world, officers), finding_worlds.drafted(world, officers)
    with pytest.raises(NotFound):
        findings.remove_evidence(
            consultation_id=world.consultation.id, public_id=one.public_id,
            evidence_id=finding_worlds.view(world, other).evidence[0].id, by_id=world.staff["coder"].id)


def test_evidence_that_became_part_of_another_theme_counts_as_what_it_became(world: World, officers: Theme) -> None:
    lights = coded.theme(world, "Lights")
    coded.code(world, world.respond("More light."), lights)
    found = finding_worlds.drafted(world, officers)
    codebooks.merge(consultation_id=world.consultation.id, public_id=officers.public_id,
                    into_public_id=lights.public_id, by_id=world.staff["lead"].id)
    seen = finding_worlds.view(world, found)
    assert seen.weight.respondents == 2
    assert [(row.ref, row.label["en"], row.count) for row in seen.evidence] == [(lights.public_id, "Lights", 2)]


def test_a_closed_answer_has_the_people_who_chose_it_out_of_those_who_answered(world: World, officers: Theme) -> None:
    world.respond("No.", support_knife_crime="disagree")
    found = finding_worlds.drafted(world)
    finding_worlds.rest(world, found, "closed", "support-knife-crime:agree")
    [row] = finding_worlds.view(world, found).evidence
    assert (row.unit, row.count, row.base) == ("respondents", 1, 2)


def test_nobody_without_the_right_writes(world: World) -> None:
    for role in ("reader", "survey-editor", "translator"):
        with pytest.raises(NotAllowed):
            findings.write(consultation_id=world.consultation.id, claim=CLAIM, by_id=world.staff[role].id)
    assert db.session().scalars(select(Finding)).all() == []


def change(world: World, finding: Finding, revision: int, **more: str) -> None:
    """Let the coder give a finding other words."""
    findings.change(consultation_id=world.consultation.id, public_id=finding.public_id, revision=revision,
                    claim=replace(CLAIM, words={"en": "People want officers they know."}),
                    by_id=world.staff["coder"].id, **more)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
