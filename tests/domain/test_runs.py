"""Lost runs and what becomes of them."""

from datetime import UTC, datetime

from consult.domain.runs import MOST_ATTEMPTS, SILENCE, after_loss, is_lost

NOW = datetime(2026, 11, 21, tzinfo=UTC)


def test_a_run_is_lost_once_its_worker_was_silent_too_long() -> None:
    assert is_lost("running", NOW - SILENCE * 2, NOW)
    assert not is_lost("running", NOW - SILENCE / 2, NOW)
    assert not is_lost("done", NOW - SILENCE * 2, NOW)


def test_a_run_that_keeps_killing_its_workers_ends() -> None:
    assert after_loss(1) == "queued"
    assert after_loss(MOST_ATTEMPTS) == "failed"
