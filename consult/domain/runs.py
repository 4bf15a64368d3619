"""What a background run can be and become; how it is woken is the jobs' business."""

from datetime import datetime, timedelta

RUN_KINDS = ("discover", "suggest", "campaigns", "name-groups", "tone", "vectors", "import", "emails", "report-files")
RUN_STATES = ("queued", "running", "done", "failed", "cancelled")
ENDED = ("done", "failed", "cancelled")
# A worker reports at least every few seconds; one that was silent this long is taken to be dead.
SILENCE = timedelta(seconds=60)
MOST_ATTEMPTS = 3
# Fewer free-text answers than this are read by a person sooner than a machine's groups of them.
LEAST_TEXTS = 20


def is_lost(state: str, heartbeat_at: datetime | None, now: datetime, silence: timedelta = SILENCE) -> bool:
    """Say whether a run claims to be running though its worker has been silent too long.

    A sign of life from the future counts as silence too: the clock was set back, and waiting for it could take hours.
    """
    return state == "running" and (heartbeat_at is None or abs(now - heartbeat_at) > silence)


def after_loss(attempts: int) -> str:
    """Return the state of a lost run: queued again, or failed once it has killed its workers too often."""
    return "queued" if attempts < MOST_ATTEMPTS else "failed"
