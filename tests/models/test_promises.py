"""Promises that the tables keep by themselves, whoever writes to them."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from consult.extensions import db
from consult.services import codebooks, codings, findings
from consult.services.codings import Code
from tests.worlds import World


@pytest.mark.parametrize("change", [
    "UPDATE codings SET confirmed_by_id = NULL",
    "UPDATE codings SET stance = 'love'",
    "UPDATE codings SET withdrawn_at = '2026-01-01'",
    "UPDATE passages SET \"end\" = start",
    "UPDATE answers SET choice = 'x' WHERE text IS NOT NULL",
    "UPDATE responses SET excluded_reason = 'because'",
    "UPDATE responses SET excluded_reason = 'spam'",
    "UPDATE responses SET channel = 'pigeon'",
    "UPDATE themes SET state = 'merged'",
    "UPDATE findings SET reason = ''",
    "UPDATE consultations SET closes_at = opens_at",
    "UPDATE consultations SET slug = 'UPPER'",
    "UPDATE people SET email = 'Upper@example.org'",
    "INSERT INTO grants (person_id, consultation_id, role, granted_at) VALUES (1, 1, 'emperor', '2026-01-01')",
    "DELETE FROM themes",
    "DELETE FROM people",
])
def test_what_must_never_be_true_cannot_be_written(coded: World, change: str) -> None:
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(change))


def test_a_response_has_one_text_a_question(coded: World) -> None:
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(text(
            "INSERT INTO answers (response_id, question_id, text, public_id, language, shuffle) "
            "SELECT response_id, question_id, 'again', 'another-public-id', 'en', 0 FROM answers "
            "WHERE text IS NOT NULL"))


def test_sqlite_is_opened_as_promised(app: Flask, backend: str) -> None:
    if backend != "sqlite":
        return
    with db.engine.connect() as connection:
        read = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


@pytest.fixture
def coded(app: Flask, world: World) -> World:
    lead, consultation = world.staff["lead"].id, world.consultation.id
    theme = codebooks.add_theme(consultation_id=consultation, name="More officers", by_id=lead)
    answer = world.respond("More officers on my street")
    codings.confirm(consultation_id=consultation, answer_id=answer.public_id or "", span=(0, 13),
                    code=Code(theme.public_id, "support"), by_id=lead)
    findings.link(consultation_id=consultation, theme=theme.public_id, plan_node="sub-streets", reason="It is asked.",
                  by_id=lead)
    db.session.remove()
    return world
