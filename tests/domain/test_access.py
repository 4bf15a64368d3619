"""Roles and what they may do."""

import pytest

from consult.domain.access import ADMINISTRATOR, ON_A_CONSULTATION, ROLES, Permission, permissions

ANSWERS = {Permission.READ_RESPONSES, Permission.CODE, Permission.EXCLUDE_RESPONSES}


def test_an_administrator_is_kept_away_from_answers() -> None:
    assert not ADMINISTRATOR & ANSWERS
    assert not ADMINISTRATOR & {Permission.READ_EQUALITY_TABLES, Permission.PUBLISH_REPORT}


@pytest.mark.parametrize("role", ["survey-editor", "equality-lead", "reader"])
def test_only_coders_and_leads_read_answers(role: str) -> None:
    assert not permissions([role], is_administrator=False) & ANSWERS


def test_every_role_has_its_own_rights() -> None:
    assert set(ON_A_CONSULTATION) == set(ROLES)
    assert len({frozenset(rights) for rights in ON_A_CONSULTATION.values()}) == len(ROLES)


def test_only_the_lead_publishes_and_only_the_equality_lead_reads_equality_tables() -> None:
    assert [r for r in ROLES if Permission.PUBLISH_REPORT in ON_A_CONSULTATION[r]] == ["lead"]
    assert [r for r in ROLES if Permission.READ_EQUALITY_TABLES in ON_A_CONSULTATION[r]] == ["equality-lead"]


def test_an_unknown_role_gives_nothing_but_being_signed_in() -> None:
    assert permissions(["emperor"], is_administrator=False) == {Permission.SIGNED_IN}
