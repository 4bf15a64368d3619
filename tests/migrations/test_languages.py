"""Migrations 0010 to 0012 with data in the tables: nothing of before is lost, what is newer goes where they say."""


import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select, text

from consult.cli import migrations
from consult.extensions import db
from consult.models.base import new_public_id
from consult.models.consultations import Consultation
from consult.models.responses import Answer
from consult.services import consultations, offering
from consult.services.transaction import writing
from tests import coded
from tests.filled import fill
from tests.migrating import FOLDER, cut, down_before, everything, takes_with_it
from tests.worlds import World

URDU_SUMMARY = "ہمیں بتائیں۔"
NEWER = {
    "0010": ("variants", "earlier_variants", "variant_comments", "variant_files", "language_decisions",
             "catalogue_checks", "format_promises"),
    "0011": ("answer_words", "signed_answers", "signed_words"),
    "0012": ("access_requests",),
}


@pytest.mark.parametrize("revision", NEWER)
def test_going_up_keeps_every_row_as_it_was(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER, revision=revision)
    after = everything()
    assert len(before["responses"]) == 3 and before["attachments"][0]["digest"] == "2" * 64
    assert {table: cut(after[table], rows) for table, rows in before.items()} == before
    assert not any(after[table] for table in NEWER[revision])


@pytest.mark.parametrize("revision", NEWER)
def test_down_and_up_and_down_again_ends_where_it_began(filled: World, revision: str) -> None:
    down_before(revision)
    before = everything()
    upgrade(directory=FOLDER)
    down_before(revision)
    assert everything() == before


def test_0012_takes_the_requests_with_it_and_nothing_else(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0012")
    assert takes_with_it("0012", NEWER["0012"]) == set()


def test_0010_takes_what_is_newer_and_the_two_roles_with_it_and_nothing_else(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0010")
    roles = {row["role"] for row in everything()["grants"]}
    assert takes_with_it("0010", NEWER["0010"]) == {"grants"}
    assert roles - {row["role"] for row in everything()["grants"]} == {"translator", "translation-checker"}
    assert {row["email"] for row in everything()["people"]} >= {"translator@example.org", "lead@example.org"}


def test_0011_changes_only_what_its_comments_say(filled: World) -> None:
    downgrade(directory=FOLDER, revision="0011")
    assert takes_with_it("0011", NEWER["0011"]) == {"attachments", "answers", "passages", "codings"}
    clip, = everything()["attachments"]
    assert (clip["state"], clip["question_key"], clip["stored_as"]) == ("refused", "violence-words@sub-streets", "film")


def test_0010_leaves_each_consultation_offered_in_the_languages_it_had(filled: World) -> None:
    down_before("0010")
    with db.engine.begin() as connection:
        same = ", ".join(kept())
        connection.execute(text(f"INSERT INTO consultations ({same}, slug, languages, public_id) "
                                f"SELECT {same}, 'other', '[\"en\", \"ar\", \"ur\"]', 'other' FROM consultations"))
    upgrade(directory=FOLDER)
    with db.engine.connect() as connection:
        rows = connection.execute(text("SELECT slug, offered_languages FROM consultations")).all()
    assert {slug: str(tags).replace("'", '"') for slug, tags in rows} == {
        "small-plan": '["en", "ur"]', "other": '["en", "ar", "ur"]'}


def test_translations_from_before_0010_can_be_let_out_and_go_stale(app: Flask, world: World) -> None:
    consultation, lead = world.consultation.id, world.staff["lead"].id
    down_before("0010")
    migrations.migrate()
    offering.allow_unchecked(consultation_id=consultation, language="ur", reason="A test.", by_id=lead)
    assert offered() == ["en", "ur"]
    with writing() as session:
        session.get_one(Consultation, consultation).is_visible = False
    consultations.change(consultation_id=consultation, facts={"summary": {"en": "Tell us more.", "ur": URDU_SUMMARY}})
    assert offered() == ["en"]


def test_migrating_again_makes_no_translation_twice(app: Flask, world: World) -> None:
    before = everything()["variants"]
    migrations.migrate()
    assert before and everything()["variants"] == before


def test_0011_gives_a_signed_text_beside_a_typed_one_a_place_and_leaves_others_in_theirs(filled: World) -> None:
    alone = signed_text(filled, "on a part of the plan", node="sub-streets")
    down_before("0011")
    places = {row["text"]: row["plan_node_key"] for row in everything()["answers"] if row["text"]}
    assert places["Signed words"].startswith("bfi-") and places["on a part of the plan"] == "sub-streets"
    assert alone and len(places) == 5


def test_0011_lets_what_was_coded_on_the_english_stand_for_the_whole_answer(filled: World) -> None:
    coded.publish(filled)
    before = len(everything()["codings"])
    down_before("0011")
    after = everything()
    answer = next(row for row in after["answers"] if row["language"] == "ur" and row["text"])
    passage, = (row for row in after["passages"] if row["answer_id"] == answer["id"])
    assert (passage["start"], passage["end"]) == (0, len(answer["text"]))
    on_it = [row for row in after["codings"] if row["passage_id"] == passage["id"]]
    assert len(after["codings"]) == before and [row["withdrawn_at"] is None for row in on_it] == [True, False]


def test_0011_finds_room_for_what_was_coded_on_the_english_of_an_erased_answer(filled: World) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE answers SET text = '' WHERE language = 'ur' AND text IS NOT NULL"))
    down_before("0011")
    assert [(row["start"], row["end"]) for row in everything()["passages"]] == [(0, 1)]


def test_0011_says_who_took_back_a_coding_that_nobody_of_the_staff_did(filled: World) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE codings SET withdrawn_at = '2026-01-02'"))
    down_before("0011")
    assert all(row["withdrawn_by_id"] == filled.staff["coder"].id for row in everything()["codings"])


def offered() -> list[str]:
    db.session.remove()
    return db.session.scalars(select(Consultation.offered_languages)).one()


def kept() -> list[str]:
    """Return the columns of a consultation that two can have the same of."""
    with db.engine.connect() as connection:
        names = [column["name"] for column in inspect(connection).get_columns("consultations")]
    return [name for name in names if name not in ("id", "slug", "public_id", "languages")]


def signed_text(world: World, words: str, *, node: str) -> int:
    """Store what a film said to a part of the plan, in English; return the row's id."""
    with writing() as session:
        like = session.query(Answer).filter(Answer.text == "Signed words").one()
        row = Answer(response_id=like.response_id, question_id=like.question_id, text=words, language="bfi",
                     plan_node_key=node, public_id=new_public_id())
        session.add(row)
        session.flush()
        return row.id


@pytest.fixture
def filled(app: Flask, world: World) -> World:
    for person in world.staff.values():
        db.session.refresh(person)
    fill(world)
    return world
