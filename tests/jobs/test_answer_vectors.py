"""Sentence vectors in a theming run: made once, kept while it runs, gone with the words, and never needed."""

from collections.abc import Sequence

import numpy as np
import pytest
from flask import Flask
from structlog.testing import capture_logs

from consult.analysis.vectors import WEIGHTS, folder_in
from consult.extensions import db
from consult.jobs import answer_vectors, running
from consult.models.machines import AnswerVector, NodeSuggestion
from consult.models.responses import Answer, Response
from consult.models.runs import Run, Suggestion
from consult.services import codebooks, codings, runs, taking_back
from tests.worlds import World

SUBJECTS = {
    "Patrols": "More officers on foot patrol in our street make us feel {} in the evening.",
    "Reporting": "I reported a burglary and the police were {} to answer my report online.",
}
HOW = ("better", "worse", "slow", "safer", "brighter", "awful", "good", "bad", "quick", "poor", "calm", "sad")


def test_every_english_answer_gets_a_vector_once(app: Flask, world: World, answers: list[Answer], model: "Model"):
    do(app, world, "discover")
    english = db.session().query(Answer).filter(Answer.text.is_not(None), Answer.language == "en").count()
    assert len(model.read) == len(vectors()) == english
    assert last(world).facts["vectors"] == "used"
    do(app, world, "discover")
    assert len(model.read) == english


def test_other_languages_get_none(app: Flask, world: World, answers: list[Answer], model: "Model"):
    answers[0].language = "ur"
    db.session().commit()
    do(app, world, "discover")
    assert answers[0].id not in vectors() and answers[1].id in vectors()


def test_changed_words_get_a_new_vector(app: Flask, world: World, answers: list[Answer], model: "Model"):
    do(app, world, "discover")
    answers[3].text = "Street lights are broken on the whole estate."
    db.session().commit()
    before = vectors()[answers[3].id]
    model.read.clear()
    do(app, world, "discover")
    assert model.read == [answers[3].text] and vectors()[answers[3].id] != before


def test_a_run_that_dies_half_way_keeps_what_it_made(app: Flask, world: World, answers: list[Answer], model: "Model",
                                                     monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(answer_vectors, "SLICE", 10)
    model.dies_after = 15
    assert do(app, world, "discover") == "failed"
    assert len(vectors()) == 10
    model.dies_after, _ = 10_000, model.read.clear()
    assert do(app, world, "discover") == "done"
    assert len(model.read) == len(vectors()) - 10


def test_an_answer_that_changes_meanwhile_gets_none(app: Flask, world: World, answers: list[Answer], model: "Model"):
    def change() -> None:
        with app.app_context():
            db.session().get_one(Answer, answers[0].id).text = "Something else altogether."
            db.session().commit()

    model.meanwhile = change
    do(app, world, "discover")
    assert answers[0].id not in vectors() and answers[1].id in vectors()


def test_erasing_an_answer_erases_its_vector_and_every_suggestion(
        app: Flask, world: World, answers: list[Answer], model: "Model"):
    code(world, answers)
    do(app, world, "suggest")
    gone = next(row.nearest_id for row in db.session().query(Suggestion) if row.nearest_id)
    assert gone in vectors()
    response = db.session().get_one(Response, db.session().get_one(Answer, gone).response_id)
    taking_back.withdraw(public_id=response.public_id)
    db.session().rollback()
    assert gone not in vectors()
    for row in db.session().query(Suggestion):
        assert gone not in (row.answer_id, row.nearest_id)
    assert db.session().query(NodeSuggestion).filter_by(answer_id=gone).count() == 0


def test_a_ranking_keeps_neighbours_parts_of_the_plan_and_what_was_measured(
        app: Flask, world: World, answers: list[Answer]):
    themes = code(world, answers)
    do(app, world, "suggest")
    best = {row.answer_id: row for row in db.session().query(Suggestion).filter(Suggestion.position == 0)}
    near = [row for row in best.values() if row.nearest_id is not None]
    assert near and all(row.nearest_id != row.answer_id and row.theme_id in themes for row in near)
    assert {row.position for row in db.session().query(NodeSuggestion)} <= {0, 1, 2}
    assert last(world).facts["vectors"] == "absent" and last(world).facts["precision"] == []


def test_a_second_ranking_replaces_the_parts_of_the_plan(app: Flask, world: World, answers: list[Answer]):
    code(world, answers)
    do(app, world, "suggest")
    do(app, world, "suggest")
    assert {row.run_id for row in db.session().query(NodeSuggestion)} <= {last(world).id}


def test_a_corrupt_model_is_left_aside_in_the_open(app: Flask, world: World, answers: list[Answer]):
    pytest.importorskip("safetensors", reason="safetensors is not installed: consult model install")
    folder = folder_in(app.config["CONSULT_SETTINGS"].data_dir)
    folder.mkdir(parents=True)
    (folder / WEIGHTS).write_bytes(b"half a file")
    with capture_logs() as logged:
        assert do(app, world, "discover") == "done"
    assert last(world).facts["vectors"] == "file-missing" and vectors() == {}
    assert "sentence-model-left-aside" in [event["event"] for event in logged]


class Model:
    """Reads texts as a sentence model would, in eight numbers, and remembers what it read."""

    name, width = "small", 8

    def __init__(self) -> None:
        self.read: list[str] = []
        self.dies_after = 10_000
        self.meanwhile = lambda: None

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        self.meanwhile()
        if len(self.read) + len(texts) > self.dies_after:
            raise MemoryError
        self.read += [text for text in texts if text not in SUBJECTS]
        rows = np.array([[text.count(letter) + 1 for letter in "aeioustn"] for text in texts], dtype=np.float32)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    """Put a small model in the place of the installed one."""
    made = Model()
    monkeypatch.setattr(answer_vectors, "load", lambda _folder: made)
    return made


@pytest.fixture
def answers(world: World) -> list[Answer]:
    """Twenty-four answers, twelve on each of two subjects."""
    return [world.respond(sentence.format(how)) for sentence in SUBJECTS.values() for how in HOW]


def code(world: World, answers: list[Answer]) -> list[int]:
    """Give all but the last answer of each subject their theme; return the themes' row ids."""
    themes = [codebooks.add_theme(consultation_id=world.consultation.id, name=name) for name in SUBJECTS]
    for number, answer in enumerate(answers):
        if number % 12 < 11:
            codings.confirm(consultation_id=world.consultation.id, answer_id=str(answer.public_id), span=None,
                            code=codings.Code(themes[number // 12].public_id, "support"),
                            by_id=world.staff["coder"].id)
    for run in db.session().query(Run).filter(Run.state == "queued"):
        runs.cancel(consultation_id=world.consultation.id, public_id=run.public_id, by_id=world.staff["lead"].id)
    return [theme.id for theme in themes]


def do(app: Flask, world: World, kind: str) -> str:
    """Do a run of a kind to its end and return its state."""
    run = runs.start(consultation_id=world.consultation.id, kind=kind)
    running.execute(app, run.id)
    return last(world).state


def last(world: World) -> Run:
    """Return the newest run as it is stored."""
    db.session().rollback()
    return db.session().query(Run).order_by(Run.id.desc()).populate_existing().first()


def vectors() -> dict[int, bytes]:
    """Return the stored vectors by the row ids of their answers."""
    db.session().rollback()
    return {row.answer_id: row.vector for row in db.session().query(AnswerVector).populate_existing()}
