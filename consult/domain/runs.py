"""What a background run can be and become; how it is woken is the jobs' business."""

from datetime import datetime, timedelta

RUN_KINDS = ("discover", "suggest")
RUN_STATES = ("queued", "running", "done", "failed", "cancelled")
ENDED = ("done", "failed", "cancelled")
# A worker reports at least every few seconds; one that was silent this long is taken to be dead.
SILENCE = timedelta(seconds=60)
MOST_ATTEMPTS = 3


def is_lost(state: str, heartbeat_at: datetime | None, now: datetime) -> bool:
    """Say whether a run claims to be running though its worker has been silent too long."""
    return state == "running" and (heartbeat_at is None or now - heartbeat_at > SILENCE)


def after_loss(attempts: int) -> str:
    """Return the state of a lost run: queued again, or failed once it has killed its workers too often."""
    return "queued" if attempts < MOST_ATTEMPTS else "failed"
