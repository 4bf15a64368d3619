"""Background runs: claimed once, fenced off, cancelled, lost and found again."""

from datetime import timedelta

import pytest
from flask import Flask

from consult import extensions
from consult.domain.errors import Conflict, NotAllowed, NotFound
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.runs import Run
from consult.services import runs
from consult.services.runs import Superseded
from consult.services.transaction import writing
from tests.worlds import World

AT_ONCE = timedelta(0)


def test_a_started_run_wakes_a_worker_after_the_commit(app: Flask, world: World):
    woken = []
    extensions.set_waker(app, lambda run_id: woken.append((run_id, state_of(run_id))))
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    assert woken == [(run.id, "queued")]


def test_twenty_starts_make_one_run(world: World):
    refused = 0
    for _ in range(20):
        try:
            runs.start(consultation_id=world.consultation.id, kind="discover")
        except Conflict as conflict:
            refused += conflict.code == "run-standing"
    assert refused == 19
    assert db.session().query(Run).count() == 1


def test_runs_of_two_kinds_stand_side_by_side(world: World):
    runs.start(consultation_id=world.consultation.id, kind="discover")
    runs.start(consultation_id=world.consultation.id, kind="suggest")
    assert len(runs.sweep()) == 2


def test_someone_without_the_right_starts_nothing(world: World):
    with pytest.raises(NotAllowed):
        runs.start(consultation_id=world.consultation.id, kind="discover", by_id=world.staff["reader"].id)
    assert db.session().query(Run).count() == 0


def test_a_run_is_claimed_once(run: Run):
    assert runs.claim(run.id) == 1
    assert runs.claim(run.id) is None


def test_a_report_shows_progress(run: Run):
    token = claimed(run)
    runs.report(run.id, token, 3, 10)
    assert (fresh(run).done, fresh(run).total) == (3, 10)


def test_a_worker_without_the_token_may_not_report(run: Run):
    token = claimed(run)
    with pytest.raises(Superseded):
        runs.report(run.id, token - 1, 3, 10)
    assert fresh(run).done == 0


def test_a_worker_hears_of_a_cancellation_at_its_next_report(world: World, run: Run):
    token = claimed(run)
    cancel(world, run)
    with pytest.raises(Superseded):
        runs.report(run.id, token, 3, 10)
    assert state_of(run.id) == "cancelled"


def test_an_ended_run_is_not_cancelled(world: World, run: Run):
    runs.fail(run.id, claimed(run), "analysis-failed")
    with pytest.raises(Conflict, match="run-ended"):
        cancel(world, run)
    assert (state_of(run.id), fresh(run).error_code) == ("failed", "analysis-failed")


def test_a_run_of_another_consultation_is_not_found(world: World, run: Run):
    with pytest.raises(NotFound):
        runs.cancel(consultation_id=world.consultation.id, public_id="x" * 22, by_id=world.staff["lead"].id)


def test_the_sweep_leaves_a_living_run_alone(run: Run):
    claimed(run)
    assert runs.sweep() == []
    assert state_of(run.id) == "running"


def test_the_sweep_gives_a_lost_run_to_another_worker(run: Run):
    late = claimed(run)
    assert runs.sweep(AT_ONCE) == [run.id]
    token = claimed(run)
    assert token == late + 1
    with pytest.raises(Superseded):
        runs.report(run.id, late, 9, 10)


def test_a_run_that_kills_its_workers_ends_after_three_tries(run: Run):
    for _ in range(3):
        claimed(run)
        waiting = runs.sweep(AT_ONCE)
    assert waiting == []
    assert (state_of(run.id), fresh(run).error_code) == ("failed", "worker-lost")


def test_a_run_given_back_does_not_use_up_a_try(run: Run):
    for _ in range(5):
        runs.give_back(run.id, claimed(run))
    assert (state_of(run.id), fresh(run).attempts) == ("queued", 0)


def test_a_heartbeat_from_the_future_is_no_sign_of_life(run: Run):
    claimed(run)
    with writing() as session:
        session.get_one(Run, run.id).heartbeat_at = utc_now() + timedelta(hours=1)
    assert runs.sweep() == [run.id]


def test_suggestions_are_not_due_before_enough_is_coded(world: World):
    assert runs.start_suggestions_if_due(consultation_id=world.consultation.id) is None


@pytest.fixture
def run(world: World) -> Run:
    """A run that waits for a worker."""
    return runs.start(consultation_id=world.consultation.id, kind="discover")


def claimed(run: Run) -> int:
    """Claim the run as a worker does, and return the token."""
    token = runs.claim(run.id)
    assert token is not None
    return token


def cancel(world: World, run: Run) -> None:
    """Cancel the run as the lead."""
    runs.cancel(consultation_id=world.consultation.id, public_id=run.public_id, by_id=world.staff["lead"].id)


def fresh(run: Run) -> Run:
    """Return the run as it is stored."""
    return db.session().get_one(Run, run.id, populate_existing=True)


def state_of(run_id: int) -> str:
    """Return the stored state of a run."""
    return db.session().get_one(Run, run_id, populate_existing=True).state
