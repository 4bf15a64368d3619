"""A worker finds the languages of answers: all of them, once, beside other workers, and never against a person."""

import threading
import time

import pytest
from flask import Flask
from sqlalchemy import select

from consult.analysis.languages import Detector, Found
from consult.extensions import db
from consult.jobs import answer_languages
from consult.jobs.answer_languages import LanguageFinder
from consult.jobs.worker import run_worker
from consult.models.answer_words import AnswerWords
from consult.models.responses import Answer
from consult.queries import answer_words as stored
from consult.services import answer_words, runs
from consult.services.answer_words import Find
from tests.worlds import World

POLISH = "Potrzebujemy więcej policjantów na ulicach"


def test_every_answer_has_its_language_found_once(app: Flask, world: World) -> None:
    polish = world.respond(POLISH)
    finder = LanguageFinder()
    assert (finder.turn(), finder.turn()) == (4, 0)
    words = of(polish)
    assert (words.found, words.language, words.state) == ("pl", "pl", "waiting")
    assert db.session().get_one(Answer, polish.id).language == "en"
    assert sorted(row.state for row in everything()) == ["not-needed", "not-needed", "waiting", "waiting"]


def test_an_answer_that_comes_later_is_found_at_the_next_turn(app: Flask, world: World) -> None:
    finder = LanguageFinder()
    finder.turn()
    later = world.respond(POLISH)
    assert stored.count_unfound(db.session(), world.consultation.id) == 1
    assert finder.turn() == 1
    assert of(later).language == "pl"
    assert stored.count_unfound(db.session(), world.consultation.id) == 0


def test_a_language_that_a_person_set_is_not_found_anew(app: Flask, world: World) -> None:
    answer = world.respond(POLISH)
    answer_words.set_language(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                              language="ur-Latn", by_id=world.staff["coder"].id)
    LanguageFinder().turn()
    answer_words.keep_found([Find(answer.id, "pl", "pl")])
    assert (of(answer).language, of(answer).found) == ("ur-Latn", None)


def test_two_workers_at_once_find_each_answer_once(app: Flask, world: World) -> None:
    for _ in range(20):
        world.respond(POLISH)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            with app.app_context():
                LanguageFinder().turn()
                db.session.remove()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(everything()) == len(set(row.answer_id for row in everything())) == 23


def test_an_answer_that_cannot_be_read_does_not_hold_up_the_others(
        app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_self: Detector, text: str, page: str) -> Found:
        if "buses" in text:
            raise ValueError("this text is too odd")
        return Found("en", "en")

    monkeypatch.setattr(Detector, "find", breaks)
    assert LanguageFinder().turn() == 3
    assert {row.found for row in everything()} == {None, "en"}


def test_a_worker_that_is_told_to_stop_looks_at_no_more(app: Flask, world: World) -> None:
    assert LanguageFinder(lambda: True).turn() == 0
    assert everything() == []


def test_a_turn_gives_way_and_goes_on_where_it_was(
        app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_languages, "BATCH", 1)
    monkeypatch.setattr(answer_languages, "TURN_S", 0.0)
    finder = LanguageFinder()
    assert finder.turn() == 0
    monkeypatch.setattr(answer_languages, "TURN_S", 60.0)
    assert finder.turn() == 3


def test_a_running_worker_finds_languages_by_itself(app: Flask, world: World) -> None:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(app, stop), kwargs={"sweep_every": 0.1})
    thread.start()
    try:
        for _ in range(200):
            if len(everything()) == 3:
                break
            time.sleep(0.1)
    finally:
        stop.set()
        thread.join(20)
    assert len(everything()) == 3
    assert runs.sweep() == []


def of(answer: Answer) -> AnswerWords:
    db.session.rollback()
    return db.session().scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).one()


def everything() -> list[AnswerWords]:
    db.session.rollback()
    return list(db.session().scalars(select(AnswerWords).order_by(AnswerWords.id)))
