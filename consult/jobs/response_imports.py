"""What an import does in the background: looks through a file, stores it, or takes it out again, with signs of life."""

from collections.abc import Callable

from flask import Flask

from consult.domain.errors import Refused
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries.runs import Work
from consult.services import import_steps
from consult.services.import_steps import Turn


def bring_in(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Do the next piece of work of the run's import; a file that is not as it was checked ends the run."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        try:
            import_steps.work(work.id, Turn(work.id, token, beat))
        except Refused as refused:
            raise CannotGoOn(refused.code) from None
