"""A theming run as a worker does it: with the real analysis, on the database, whatever happens in between."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from structlog.testing import capture_logs

from consult.analysis import pipeline
from consult.analysis.pipeline import Discovery
from consult.extensions import db
from consult.jobs import heartbeats, running
from consult.models.codebooks import Coding, Theme
from consult.models.responses import Answer, Response
from consult.models.runs import ProposedMember, ProposedTheme, Run, Suggestion
from consult.services import codebooks, codings, responses, runs
from consult.services import theming as services
from tests.worlds import World

SUBJECTS = {
    "Night buses": "The night bus home needs {} lights and a guard on the bus at night.",
    "Knives": "Knife crime near my school is {} and young people carry a knife out of fear.",
    "Reporting": "I reported a burglary and the police were {} to answer my report online.",
    "Patrols": "More officers on foot patrol in our street make us feel {} in the evening.",
}
HOW = ("better", "worse", "slow", "safer", "brighter", "awful", "good", "bad", "quick", "poor")


def test_a_discovery_proposes_groups_and_codes_nothing(app: Flask, world: World, answers: list[Answer]):
    run = started(world)
    running.execute(app, run.id)
    assert state_of(run) == ("done", None)
    assert {"bus", "knife"} <= {word for theme in themes_proposed() for term in theme.terms for word in term.split()}
    assert sum(theme.size for theme in themes_proposed()) <= 43
    assert db.session().query(Coding).count() == db.session().query(Theme).count() == 0


def test_the_progress_of_a_done_run_is_full(app: Flask, world: World, answers: list[Answer]):
    run = started(world)
    running.execute(app, run.id)
    assert fresh(run).done == fresh(run).total


def test_a_second_message_for_the_same_run_does_nothing(app: Flask, world: World, answers: list[Answer]):
    run = started(world)
    for _ in range(20):
        running.execute(app, run.id)
    assert (fresh(run).attempts, len({theme.run_id for theme in themes_proposed()})) == (1, 1)


def test_a_run_that_is_not_there_does_nothing(app: Flask, world: World):
    running.execute(app, 999)
    assert db.session().query(Run).count() == 0


def test_a_ranking_learns_from_people_and_gives_each_answer_its_themes(
        app: Flask, world: World, answers: list[Answer]):
    coded = code_all_but_one_of_each(world, answers)
    run = services.rank_again(consultation_id=world.consultation.id, by_id=world.staff["coder"].id)
    running.execute(app, run.id)
    assert state_of(run) == ("done", None)
    first = {s.answer_id: s.theme_id for s in db.session().query(Suggestion).filter(Suggestion.position == 0)}
    assert [first[answer.id] for answer in answers[9::10]] == list(coded)
    assert fresh(run).facts["stage"] == "prototypes"


def test_a_ranking_without_themes_says_so(app: Flask, world: World, answers: list[Answer]):
    run = started(world, "suggest")
    running.execute(app, run.id)
    assert state_of(run) == ("failed", "no-themes")


def test_too_few_answers_end_a_run_with_the_reason(app: Flask, world: World):
    run = started(world)
    running.execute(app, run.id)
    assert state_of(run) == ("failed", "not-enough-answers")


def test_a_failure_is_logged_without_a_word_of_an_answer(
        app: Flask, world: World, answers: list[Answer], breaks: Callable[[Callable[..., object]], None]):
    def fail(passages, *_args, **_more):
        raise ValueError(passages[-1].text)

    breaks(fail)
    run = started(world)
    with capture_logs() as logged:
        running.execute(app, run.id)
    assert state_of(run) == ("failed", "analysis-failed")
    assert [event["kind"] for event in logged if event["event"] == "run-failed"] == ["ValueError"]
    assert answers[-1].text not in json.dumps(logged)


def test_an_answer_left_out_while_the_analysis_runs_is_not_proposed(
        app: Flask, world: World, answers: list[Answer], breaks: Callable[[Callable[..., object]], None]):
    def leave_out_meanwhile(*args, **more):
        found.append(real(*args, **more))
        exclude(app, world, central(found[0]))
        return found[0]

    real, found = pipeline.discover, []
    breaks(leave_out_meanwhile)
    running.execute(app, started(world).id)
    assert sum(theme.size for theme in themes_proposed()) == sum(group.size for group in found[0].groups) - 1
    assert central(found[0]) not in members_proposed()


def test_a_run_cancelled_while_the_analysis_runs_stores_nothing(
        app: Flask, world: World, answers: list[Answer], breaks: Callable[[Callable[..., object]], None]):
    def cancel_meanwhile(*args, **more):
        with app.app_context():
            runs.cancel(consultation_id=world.consultation.id, public_id=run.public_id, by_id=world.staff["lead"].id)
        return real(*args, **more)

    real = pipeline.discover
    breaks(cancel_meanwhile)
    run = started(world)
    running.execute(app, run.id)
    assert state_of(run) == ("cancelled", None)
    assert themes_proposed() == []


def test_the_work_ends_early_once_the_run_is_somebody_elses(
        app: Flask, world: World, answers: list[Answer], monkeypatch: pytest.MonkeyPatch,
        breaks: Callable[[Callable[..., object]], None]):
    def work_for_ever(*_args, on_progress, **_more):
        with app.app_context():
            runs.sweep(timedelta(0))
        for step in range(1000):
            steps.append(step)
            heartbeats.threading.Event().wait(0.01)
            on_progress(step, 1000)

    steps: list[int] = []
    monkeypatch.setattr(heartbeats, "INTERVAL_S", 0.05)
    breaks(work_for_ever)
    run = started(world)
    running.execute(app, run.id)
    assert (state_of(run), len(steps) < 500) == (("queued", None), True)


def test_a_worker_that_is_told_to_stop_gives_the_run_back(app: Flask, world: World, answers: list[Answer]):
    run = started(world)
    running.execute(app, run.id, is_stopping=lambda: True)
    assert (state_of(run), fresh(run).attempts) == (("queued", None), 0)
    running.execute(app, run.id)
    assert state_of(run) == ("done", None)


def test_a_long_step_without_progress_is_still_a_sign_of_life(
        app: Flask, world: World, answers: list[Answer], monkeypatch: pytest.MonkeyPatch,
        breaks: Callable[[Callable[..., object]], None]):
    def think_long(*args, **more):
        heartbeats.threading.Event().wait(0.6)
        with app.app_context():
            assert runs.sweep(timedelta(seconds=0.4)) == []
        return real(*args, **more)

    real = pipeline.discover
    monkeypatch.setattr(heartbeats, "INTERVAL_S", 0.05)
    monkeypatch.setattr(heartbeats, "QUIET_S", 0.1)
    breaks(think_long)
    run = started(world)
    running.execute(app, run.id)
    assert state_of(run) == ("done", None)


@pytest.fixture
def answers(world: World) -> list[Answer]:
    """Forty answers, ten on each of four subjects."""
    return [world.respond(sentence.format(how)) for sentence in SUBJECTS.values() for how in HOW]


@pytest.fixture
def breaks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[..., object]], None]:
    """Put something else in the place of the discovery."""
    return lambda instead: monkeypatch.setattr(pipeline, "discover", instead)


def started(world: World, kind: str = "discover") -> Run:
    """Start a run that waits for a worker."""
    return runs.start(consultation_id=world.consultation.id, kind=kind)


def code_all_but_one_of_each(world: World, answers: list[Answer]) -> list[int]:
    """Give the first nine answers of each subject their theme, as the coder; return the themes' row ids."""
    themes = [codebooks.add_theme(consultation_id=world.consultation.id, name=name) for name in SUBJECTS]
    for number, answer in enumerate(answers):
        if number % 10 < 9:
            code = codings.Code(themes[number // 10].public_id, "support")
            codings.confirm(consultation_id=world.consultation.id, answer_id=str(answer.public_id), span=None,
                            code=code, by_id=world.staff["coder"].id)
    finish_standing(world)
    return [theme.id for theme in themes]


def finish_standing(world: World) -> None:
    """Cancel the ranking that started by itself."""
    for run in db.session().query(Run).filter(Run.state == "queued"):
        runs.cancel(consultation_id=world.consultation.id, public_id=run.public_id, by_id=world.staff["lead"].id)


def central(found: Discovery) -> int:
    """Return the row id of the answer at the heart of the first group."""
    return found.groups[0].members[0]


def exclude(app: Flask, world: World, answer_id: int) -> None:
    """Leave the response of an answer out of the count, as a page would in another process."""
    with app.app_context():
        public_id = db.session().get_one(Response, db.session().get_one(Answer, answer_id).response_id).public_id
        responses.exclude(consultation_id=world.consultation.id, public_id=public_id, reason="test",
                          by_id=world.staff["lead"].id)


def themes_proposed() -> list[ProposedTheme]:
    """Return what was proposed."""
    db.session().rollback()
    return db.session().query(ProposedTheme).all()


def members_proposed() -> list[int]:
    """Return the answers that stand for a proposal."""
    db.session().rollback()
    return [member.answer_id for member in db.session().query(ProposedMember)]


def fresh(run: Run) -> Run:
    """Return the run as it is stored."""
    db.session().rollback()
    return db.session().get_one(Run, run.id, populate_existing=True)


def state_of(run: Run) -> tuple[str, str | None]:
    """Return the stored state of a run, and why it failed."""
    found = fresh(run)
    return found.state, found.error_code
