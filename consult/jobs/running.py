"""Does a run: takes it, hands it to the work of its kind, and ends it with its results or the reason for none."""

import time
from collections.abc import Callable

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from consult.extensions import db
from consult.jobs import campaigns, emails, language_model, report_files, response_imports, theming, tone
from consult.jobs.heartbeats import CannotGoOn, Stopping
from consult.queries import runs as stored
from consult.queries.runs import Work
from consult.services import runs

# What each kind of run does: (app, work, fencing token, is_stopping); it stores its results and ends the run.
DO: dict[str, Callable[[Flask, Work, int, Callable[[], bool]], None]] = {
    "discover": theming.discover, "suggest": theming.suggest, "campaigns": campaigns.find, "tone": tone.measure,
    "name-groups": language_model.name_groups, "import": response_imports.bring_in,
    "emails": emails.take_in, "report-files": report_files.make,
}

log = structlog.get_logger()


def execute(app: Flask, run_id: int, is_stopping: Callable[[], bool] = bool) -> None:
    """Do a run if it still waits for a worker, and end it with its results or with the reason why there are none.

    Never raises for what goes wrong in the run. `is_stopping` is asked on the way: True gives the run back.
    """
    with app.app_context():
        token = runs.claim(run_id)
        if token is None:
            return
        started = time.monotonic()
        work = stored.work_of(db.session(), run_id)
        outcome = _outcome(app, work, token, is_stopping)
        log.info("run-ended", run=run_id, run_kind=work.kind, outcome=outcome,
                 seconds=round(time.monotonic() - started, 1))


def _outcome(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> str:
    """Do the work and return how it went; the words of an error may be an answer's words, so they are not logged."""
    try:
        DO[work.kind](app, work, token, is_stopping)
    except runs.Superseded:
        return "superseded"
    except Stopping:
        return _unless_superseded("given-back", lambda: runs.give_back(work.id, token))
    except CannotGoOn as reason:
        code = reason.code
        return _unless_superseded(code, lambda: runs.fail(work.id, token, code))
    except OperationalError:
        # The database is away or busy: the row stays as it is, and the sweep gives the run another try.
        return "database-busy"
    except Exception as error:
        log.error("run-failed", run=work.id, run_kind=work.kind, kind=type(error).__name__, place=_place(error))
        return _unless_superseded("analysis-failed", lambda: runs.fail(work.id, token, "analysis-failed"))
    return "done"


def _unless_superseded(outcome: str, end: Callable[[], None]) -> str:
    try:
        end()
    except runs.Superseded:
        return "superseded"
    except OperationalError:
        return "database-busy"
    return outcome


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
