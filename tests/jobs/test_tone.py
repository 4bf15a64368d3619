"""The run that measures the tone of words: from codings' kinds to figures; nothing is shown below the bar."""

import pytest
from flask import Flask

from consult.domain.errors import Refused
from consult.extensions import db
from consult.jobs import running
from consult.models.runs import Run
from consult.queries import tone
from consult.services import codings, tone_runs
from consult.services.codings import Code
from tests import coded
from tests.machine_worlds import mark_read
from tests.worlds import World

GOOD = ("Officers came within minutes", "Somebody rang me back", "They explained each step", "An interpreter was there")
BAD = ("Nobody came for days", "They never rang me back", "The desk was shut", "There was no interpreter")


def test_a_run_measures_both_analysers_and_counts_where_one_reached_the_bar(app: Flask, world: World):
    labelled(world, each=32)
    run = ended(app, tone_runs.measure(consultation_id=world.consultation.id, by_id=world.staff["lead"].id))
    assert run.state == "done"
    together, question = tone.measures(db.session(), world.consultation.id)
    assert (together["question"], question["question"]) == ("", "violence-words")
    assert [score["analyser"] for score in question["scores"]] == ["lexicon", "trained"]
    assert question["shown"] == "trained" and sum(question["counted"].values()) >= 64
    assert tone.is_shown_somewhere(db.session(), world.consultation.id)


def test_too_few_labels_show_nothing(app: Flask, world: World):
    labelled(world, each=4)
    ended(app, tone_runs.measure(consultation_id=world.consultation.id, by_id=world.staff["lead"].id))
    measures = tone.measures(db.session(), world.consultation.id)
    assert {measure["why_not"] for measure in measures} == {"tone-few-labels"}
    assert all(measure["counted"] == {} for measure in measures)
    assert not tone.is_shown_somewhere(db.session(), world.consultation.id)


def test_without_a_kind_there_is_nothing_to_measure(app: Flask, world: World):
    answer = world.respond("Read and coded without a kind")
    coded.code(world, answer, coded.theme(world))
    mark_read(world, answer)
    with pytest.raises(Refused, match="tone-no-labels"):
        tone_runs.measure(consultation_id=world.consultation.id, by_id=world.staff["lead"].id)


def test_an_answer_with_other_kinds_too_tells_no_tone(app: Flask, world: World):
    theme = coded.theme(world)
    answer = world.respond("Praise and a question")
    give(world, answer, theme.public_id, ("praise", "question"))
    mark_read(world, answer)
    run = ended(app, tone_runs.measure(consultation_id=world.consultation.id, by_id=world.staff["lead"].id))
    assert (run.state, run.error_code) == ("failed", "tone-no-labels")


def labelled(world: World, *, each: int) -> None:
    """Let the coder read answers of which half are praise alone and half a concern alone."""
    theme = coded.theme(world)
    for at in range(each):
        for sayings, kind in ((GOOD, "praise"), (BAD, "concern")):
            answer = world.respond(f"{sayings[at % 4]} in week {at}")
            give(world, answer, theme.public_id, (kind,))
            mark_read(world, answer)


def give(world: World, answer: object, theme: str, kinds: tuple[str, ...]) -> None:
    codings.confirm(consultation_id=world.consultation.id, answer_id=answer.public_id, span=None,
                    code=Code(theme, "none", kinds=kinds), by_id=world.staff["coder"].id)


def ended(app: Flask, run: Run) -> Run:
    running.execute(app, run.id)
    return db.session.get_one(Run, run.id, populate_existing=True)
