"""The end of a film in sign language: on its day, with what is taken back or corrected, and always with a proof."""

import os
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.audit import Act
from consult.domain.errors import NotFound
from consult.domain.signed_answers import DAYS_AFTER_CHECK, read_proof
from consult.extensions import db
from consult.jobs import worker
from consult.models.answer_words import SignedAnswer, SignedWords
from consult.models.base import utc_now
from consult.models.codebooks import Coding
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Response
from consult.queries import signed_answers as stored
from consult.services import drafts, signed_answers, signed_words, taking_back
from consult.services.transaction import writing
from tests.services.test_at_once import at_once
from tests.services.test_signed_answers import (
    ENGLISH,
    WEBM,
    begin,
    coded_film,
    correct,
    film,
    keep,
    kept_files,
    one,
    sent,
    texts,
    trail,
    watch,
    written,
)
from tests.services.test_taking_back import change, close, newest, send
from tests.worlds import World


def test_a_film_is_deleted_by_the_worker_when_its_day_has_come_and_not_before(
    world: World, monkeypatch: pytest.MonkeyPatch,
) -> None:
    coded_film(world)
    row = film()
    day = utc_now().date() + timedelta(days=DAYS_AFTER_CHECK)
    assert one().delete_on == day
    assert signed_answers.delete_due(day - timedelta(days=1)) == 0 and kept_files() == {row.stored_as}
    monkeypatch.setattr(signed_answers, "_today", lambda: day)
    worker.forget()
    assert kept_files() == set() and film().state == "deleted"
    proof = read_proof(one().deletion_proof or "")
    assert (proof.size, proof.digest) == (row.size, row.digest) and proof.at == one().deleted_at
    assert len(trail(Act.SIGNED_ANSWER_DELETED)) == 1 and texts()[0].text == ENGLISH
    with pytest.raises(NotFound):
        watch(world, "translator")


def test_an_unchecked_film_stays_until_answers_are_deleted(world: World) -> None:
    sent(world)
    written(world)
    last = world.consultation.retention_until
    assert last is not None
    assert signed_answers.delete_due(last - timedelta(days=1)) == 0
    assert signed_answers.delete_due(last) == 1 and kept_files() == set()


def test_a_film_goes_with_answers_that_are_kept_less_long_than_planned(world: World) -> None:
    sent(world)
    sooner = utc_now().date() + timedelta(days=30)
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).retention_until = sooner
    assert signed_answers.delete_due(sooner) == 1


def test_no_proof_is_written_of_a_film_that_cannot_be_deleted(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent(world)

    def stuck(*_args: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "unlink", stuck)
    monkeypatch.setattr("pathlib.Path.unlink", stuck)
    assert signed_answers.delete_due(one().delete_on) == 0
    assert one().deletion_proof is None and kept_files() == {film().stored_as}


def test_taking_back_deletes_the_film_at_once_and_leaves_the_proof(world: World) -> None:
    coded_film(world)
    taking_back.withdraw(public_id=newest().public_id)
    assert kept_files() == set() and texts() == []
    assert one().state == "not-needed" and one().deletion_proof and film().state == "deleted"
    assert db.session.scalar(select(func.count()).select_from(SignedWords)) == 0
    assert stored.queue(db.session(), world.consultation.id, "checked") == []


def test_a_correction_of_other_answers_keeps_the_film_its_english_and_its_codings(world: World) -> None:
    old = coded_film(world)
    token = taking_back.begin_correction(public_id=old.public_id)
    change(world, token, "missing-words", ["Something else"])
    send(world, token)
    new = newest()
    assert (one().response_id, new.answered_as) == (new.id, "bsl") and kept_files() == {film().stored_as}
    assert [(answer.text, answer.response_id) for answer in texts()] == [(ENGLISH, new.id)]
    assert db.session.scalars(select(Coding)).one().withdrawn_at is None
    assert correct(world, "And now other words")


def test_a_correction_without_the_film_deletes_it(world: World) -> None:
    old = coded_film(world)
    token = taking_back.begin_correction(public_id=old.public_id)
    signed_answers.remove(token=token, consultation_id=world.consultation.id, question_key="violence-words")
    change(world, token, "missing-words", ["Something else"])
    send(world, token)
    assert kept_files() == set() and newest().answered_as == "standard" and one().response_id == old.id
    assert one().deletion_proof and texts() == []


def test_the_proof_of_a_film_that_a_correction_left_out_stays_on_the_receipt(world: World) -> None:
    sent(world)
    for words in ("Typed instead", "Typed once more"):
        token = taking_back.begin_correction(public_id=newest().public_id)
        signed_answers.remove(token=token, consultation_id=world.consultation.id, question_key="violence-words")
        change(world, token, "violence-words", [words])
        send(world, token)
    [film_gone] = stored.of_response(db.session(), newest())
    assert (film_gone.state, film_gone.words) == ("not-needed", ()) and film_gone.deletion_proof == one().deletion_proof
    assert film_gone.deletion_proof is not None


def test_a_correction_with_another_film_waits_for_its_english_again(world: World) -> None:
    old = coded_film(world)
    token = taking_back.begin_correction(public_id=old.public_id)
    keep(world, token, data=WEBM + b"again")
    send(world, token)
    first, second = db.session.scalars(select(SignedAnswer).order_by(SignedAnswer.id))
    assert (first.state, second.state, second.response_id) == ("not-needed", "waiting", newest().id)
    assert len(kept_files()) == 1 and texts() == []


def test_a_draft_that_is_forgotten_takes_its_film_along(world: World) -> None:
    token = begin(world)
    keep(world, token)
    drafts.leave(token=token, consultation_id=world.consultation.id)
    assert kept_files() == set()


def test_after_the_close_the_english_can_still_be_corrected(world: World) -> None:
    coded_film(world)
    close(world)
    assert correct(world, "Still my words")


def test_a_film_taken_back_while_its_english_is_checked_or_corrected_is_gone(app: Flask, world: World) -> None:
    for turn in range(4):
        film, response, check, correct = signed(world)
        done = at_once(app, correct if turn % 2 else check, lambda response=response: taking_back.withdraw(
            public_id=response))
        assert done["done"] >= 1 and set(done) <= {"done", "NotFound", "changed-meanwhile", "taken-back"}
        row = db.session.scalars(select(SignedAnswer).where(SignedAnswer.public_id == film)).one()
        assert row.state == "not-needed" and row.deletion_proof
        assert db.session.scalar(select(func.count()).select_from(Answer).where(Answer.language == "bfi")) == 0


def signed(world: World) -> tuple[str, str, Callable[[], object], Callable[[], object]]:
    """Send a film with English that waits for its check: its id, its response's, and what two people could do now."""
    token = begin(world)
    keep(world, token)
    send(world, token)
    row = db.session.scalars(select(SignedAnswer).order_by(SignedAnswer.id.desc())).first()
    assert row is not None
    film, response = row.public_id, db.session.get_one(Response, row.response_id).public_id
    here = {"consultation_id": world.consultation.id, "public_id": film}
    signed_words.write(**here, english={"violence-words": "More light"}, note="", revision=row.revision,
                       by_id=world.staff["translator"].id)
    part, revision = db.session.scalars(select(SignedWords)).one().public_id, row.revision
    checker = world.staff["translation-checker"].id
    return (film, response, lambda: signed_words.check(**here, revision=revision, by_id=checker),
            lambda: signed_words.correct(response_id=response, public_id=film, english={part: "Less noise"}))
