"""Findings: what a claim cannot do without, who may confirm one, and what counts as few."""

from dataclasses import replace
from typing import Any

import pytest

from consult.domain import claims
from consult.domain.claims import CLOSED, CONFIRMED, DRAFT, SET_ASIDE, THEME, Claim, Weight
from consult.domain.errors import Conflict, NotAllowed, Refused

NODES = ("trust", "violence")
CLAIM = Claim({"en": " People want  more light.\n", "ur": "روشنی", "xx": "?"}, "strong", "They say where.",
              groups=("victims", "children"), nodes=("trust", "trust"))


def test_a_claim_is_kept_tidy_in_the_languages_that_the_site_has() -> None:
    kept = claims.check(CLAIM, NODES)
    assert kept.words == {"en": "People want more light.", "ur": "روشنی"}
    assert (kept.groups, kept.nodes) == (("children", "victims"), ("trust",))


@pytest.mark.parametrize(("change", "code"), [
    ({"words": {"en": " ", "ur": "روشنی"}}, "finding-claim-missing"), ({"words": {"en": "a. " * 300}},
                                                                      "finding-claim-long"),
    ({"words": {"en": "word " * 26}}, "finding-sentence-long"), ({"argument": "loud"}, "finding-argument"),
    ({"argument_note": "a" * 2001}, "finding-note-long"), ({"is_few_but_grave": True}, "finding-impact-note"),
    ({"groups": ("martians",)}, "finding-group"), ({"nodes": ("moon",)}, "finding-node"),
    ({"is_missing": True}, "finding-nowhere"),
])
def test_a_claim_that_does_not_hold_together_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        claims.check(replace(CLAIM, **change), NODES)
    assert refused.value.code == code


def test_a_note_on_impact_belongs_to_a_view_of_few_only() -> None:
    assert claims.check(replace(CLAIM, impact_note="Hard"), NODES).impact_note == ""
    assert claims.check(replace(CLAIM, impact_note="Hard", is_few_but_grave=True), NODES).impact_note == "Hard"


def test_only_a_person_confirms_a_finding() -> None:
    claims.confirm(CLAIM, state=DRAFT, person_id=1, evidence=1)
    with pytest.raises(NotAllowed):
        claims.confirm(CLAIM, state=DRAFT, person_id=None, evidence=1)


@pytest.mark.parametrize(("change", "evidence", "code"), [
    ({}, 0, "finding-no-evidence"), ({"argument_note": ""}, 1, "finding-argument-note"),
    ({"nodes": ()}, 1, "finding-no-place"),
])
def test_a_finding_without_evidence_note_or_place_is_not_confirmed(
        change: dict[str, Any], evidence: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        claims.confirm(replace(CLAIM, **change), state=DRAFT, person_id=1, evidence=evidence)
    assert refused.value.code == code


@pytest.mark.parametrize("state", [CONFIRMED, SET_ASIDE])
def test_only_a_draft_is_confirmed(state: str) -> None:
    with pytest.raises(Conflict, match="finding-not-draft"):
        claims.confirm(CLAIM, state=state, person_id=1, evidence=1)


def test_setting_aside_needs_a_reason_and_is_done_once() -> None:
    assert claims.set_aside(" Same  as F2. ", state=CONFIRMED) == "Same as F2."
    with pytest.raises(Refused, match="finding-reason-missing"):
        claims.set_aside(" ", state=DRAFT)
    with pytest.raises(Refused, match="finding-reason-long"):
        claims.set_aside("a" * 1001, state=DRAFT)
    with pytest.raises(Conflict, match="finding-set-aside"):
        claims.set_aside("Again", state=SET_ASIDE)


@pytest.mark.parametrize(("kind", "ref", "code"), [
    ("rumour", ("x",), "evidence-unknown"), (THEME, ("",), "evidence-unknown"), (CLOSED, ("q1", ""),
                                                                               "evidence-unknown"),
    (THEME, ("t1",), "evidence-stands"),
])
def test_evidence_is_real_and_stands_once(kind: str, ref: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refused) as refused:
        claims.check_evidence(kind, ref, [(THEME, ("t1",))])
    assert refused.value.code == code


def test_the_same_theme_can_be_evidence_by_answers_and_by_events() -> None:
    claims.check_evidence("events", ("t1",), [(THEME, ("t1",))])


@pytest.mark.parametrize(("count", "base", "is_few"), [(9, 100, True), (10, 100, False), (1, 29, False), (2, 30, True)])
def test_few_are_under_a_tenth_of_those_who_were_read(count: int, base: int, is_few: bool) -> None:
    assert Weight(count, base).is_few is is_few


def test_a_finding_is_called_by_its_number() -> None:
    assert claims.label(12) == "F12"
