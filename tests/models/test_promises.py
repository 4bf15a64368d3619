"""Promises that the tables keep by themselves, whoever writes to them."""

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from consult.extensions import db
from consult.models import Base
from consult.services import codebooks, codings, theme_links
from consult.services.codings import Code
from tests.filled import fill
from tests.worlds import World

# Ends every request: the person with the row id 1 is the administrator of the small world.
SETTLED = ("UPDATE access_requests SET outcome = 'met', outcome_words = 'Sent.', settled_at = '2026-01-01', "
           "settled_by_id = 1, contact = ''")

OF_VARIANTS = (
    "UPDATE variants SET form = 'smell'",
    "UPDATE variants SET state = 'perfect'",
    "UPDATE variants SET origin = 'a dream'",
    "UPDATE variants SET state = 'approved', checked_by_id = 1, written_by_id = NULL, approved_by_id = NULL",
    "UPDATE variants SET state = 'checked', checked_by_id = NULL",
    "UPDATE variants SET state = 'approved', approved_by_id = 1, checked_by_id = NULL",
    "UPDATE variants SET written_by_id = 1, checked_by_id = 1",
    "UPDATE variants SET consultation_id = 0",
    "DELETE FROM variants",
    "UPDATE earlier_variants SET variant_id = 0",
    "UPDATE variant_comments SET text = ''",
    "UPDATE variant_comments SET settled_at = '2026-01-01'",
    "UPDATE variant_comments SET settled_by_id = by_id",
    "UPDATE variant_comments SET by_id = NULL",
    "UPDATE variant_files SET kind = 'hologram'",
    "UPDATE variant_files SET size = 0",
    "UPDATE language_decisions SET reason = ''",
    "UPDATE language_decisions SET by_id = NULL",
    "UPDATE catalogue_checks SET checker = ''",
    "UPDATE catalogue_checks SET by_id = NULL",
)
OF_ANSWERS = (
    "UPDATE answer_words SET state = 'guessed'",
    "UPDATE answer_words SET english = NULL",
    "UPDATE answer_words SET english = NULL, state = 'written'",
    "UPDATE answer_words SET written_by_id = NULL",
    "UPDATE answer_words SET state = 'written', written_by_id = NULL, checked_by_id = NULL",
    "UPDATE answer_words SET checked_by_id = NULL",
    "UPDATE answer_words SET checked_by_id = written_by_id",
    "UPDATE signed_answers SET state = 'guessed'",
    "UPDATE signed_answers SET written_by_id = NULL",
    "UPDATE signed_answers SET checked_by_id = NULL",
    "UPDATE signed_answers SET checked_by_id = written_by_id",
    "UPDATE signed_answers SET deletion_proof = NULL",
    "UPDATE signed_answers SET deleted_at = NULL",
    "UPDATE signed_answers SET delete_on = NULL",
    "UPDATE signed_words SET english = ''",
    "UPDATE signed_words SET answer_id = 0",
    "DELETE FROM signed_answers",
    "UPDATE responses SET answered_as = 'a song'",
    "UPDATE attachments SET state = 'lost'",
    "DELETE FROM attachments",
)
OF_REQUESTS = (
    "UPDATE access_requests SET kind = 'wish'",
    "UPDATE access_requests SET answer_due_on = NULL",
    "UPDATE access_requests SET outcome = 'met'",
    "UPDATE access_requests SET settled_at = '2026-01-01'",
    "UPDATE access_requests SET settled_by_id = 1",
    SETTLED.replace("'met'", "'maybe'"),
    SETTLED.replace("'Sent.'", "''"),
    SETTLED.replace("settled_by_id = 1", "settled_by_id = NULL"),
    SETTLED.replace("contact = ''", "contact = 'someone@example.org'"),
)


@pytest.mark.parametrize("change", [
    "UPDATE codings SET confirmed_by_id = NULL",
    "UPDATE codings SET stance = 'love'",
    "UPDATE codings SET withdrawn_by_id = confirmed_by_id",
    "UPDATE passages SET \"end\" = start",
    "UPDATE answers SET choice = 'x' WHERE text IS NOT NULL",
    "UPDATE responses SET excluded_reason = 'because'",
    "UPDATE responses SET excluded_reason = 'spam'",
    "UPDATE responses SET channel = 'pigeon'",
    "UPDATE themes SET state = 'merged'",
    "UPDATE theme_links SET reason = ''",
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


def test_no_text_is_let_through_or_out_but_by_people_who_are_named(filled: World) -> None:
    for change in OF_VARIANTS:
        refuse(change)


def test_no_english_of_an_answer_counts_without_two_people(filled: World) -> None:
    for change in OF_ANSWERS:
        refuse(change)


def test_a_request_ends_with_its_outcome_and_a_name_and_without_the_contact(filled: World) -> None:
    for change in OF_REQUESTS:
        refuse(change)


def test_a_request_can_be_settled(filled: World) -> None:
    with db.engine.begin() as connection:
        assert connection.execute(text(SETTLED)).rowcount == 1


def test_of_these_there_is_one_and_never_a_second(filled: World) -> None:
    for table in ("variants", "format_promises", "catalogue_checks", "variant_files", "answer_words", "signed_answers",
                  "signed_words", "passages"):
        refuse(again(table))


def test_two_files_never_stand_in_one_place_of_the_store(filled: World) -> None:
    refuse(again("variant_files", kind="'poster'"))
    with db.engine.begin() as connection:
        connection.execute(text(again("variant_files", kind="'poster'", stored_as="'another'")))


def test_one_answer_is_made_of_one_film_once(filled: World) -> None:
    refuse(again("signed_words", plan_node_key="'sub-streets'"))
    with db.engine.begin() as connection:
        connection.execute(text(again("signed_words", plan_node_key="'sub-streets'", answer_id="NULL")))


def test_the_same_stretch_can_be_of_the_answer_and_of_its_english(filled: World) -> None:
    with db.engine.begin() as connection:
        assert connection.execute(text(again("passages", of_english="false"))).rowcount == 2


def test_a_text_is_typed_once_and_signed_beside_it_as_often_as_films_say(filled: World) -> None:
    only = " WHERE text = 'Signed words'"
    refuse(again("answers", language="'en'") + only)
    with db.engine.begin() as connection:
        assert connection.execute(text(again("answers") + only)).rowcount == 1


def test_sqlite_is_opened_as_promised(app: Flask, backend: str) -> None:
    if backend != "sqlite":
        return
    with db.engine.connect() as connection:
        read = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10000}


def refuse(change: str) -> None:
    """Fail unless the database refuses a statement that would change something."""
    with pytest.raises(IntegrityError), db.engine.begin() as connection:
        assert connection.execute(text(change)).rowcount > 0


def again(table: str, **other: str) -> str:
    """Return the SQL that stores the rows of a table a second time, with other values (SQL) for some columns."""
    names = [column.name for column in Base.metadata.tables[table].columns if column.name != "id"]
    fresh = {"public_id": "'again-' || id", **other}
    said = ", ".join(fresh.get(name, f'"{name}"') for name in names)
    return f'INSERT INTO {table} ({", ".join(chr(34) + name + chr(34) for name in names)}) SELECT {said} FROM {table}'


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    fill(world)
    db.session.remove()
    return world


@pytest.fixture
def coded(app: Flask, world: World) -> World:
    lead, consultation = world.staff["lead"].id, world.consultation.id
    theme = codebooks.add_theme(consultation_id=consultation, name="More officers", by_id=lead)
    answer = world.respond("More officers on my street")
    codings.confirm(consultation_id=consultation, answer_id=answer.public_id or "", span=(0, 13),
                    code=Code(theme.public_id, "support"), by_id=lead)
    theme_links.link(consultation_id=consultation, theme=theme.public_id, plan_node="sub-streets",
                     reason="It is asked.", by_id=lead)
    db.session.remove()
    return world
