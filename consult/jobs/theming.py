"""Does a theming run: takes it, reads the answers, lets the analysis propose, and has the proposals stored."""

import time
from collections.abc import Callable, Iterator, Sequence

import structlog
from flask import Flask
from sqlalchemy.exc import OperationalError

from consult.analysis import pipeline
from consult.analysis.pipeline import Ranking
from consult.analysis.proposals import Example, Passage, Theme
from consult.domain.runs import LEAST_TEXTS
from consult.extensions import db
from consult.jobs.heartbeats import Heartbeat, Stopping
from consult.queries import runs as stored
from consult.queries import theming as material
from consult.queries.runs import Work
from consult.queries.theming import Text
from consult.services import runs, theming
from consult.services.theming import Group, Ranked

# The first places of a ranking are kept for each answer, and those further down that are likely themselves.
ALWAYS_KEPT = 3
# A code frame that people can hold in mind has 10 to 20 themes (theming.md, what users ask for).
THEMES_WANTED = 15

log = structlog.get_logger()


class CannotGoOn(Exception):
    """The run has nothing to work on; the code is kept on its row."""

    def __init__(self, code: str) -> None:
        """`code` is a stable kebab-case word."""
        super().__init__(code)
        self.code = code


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


def _discover(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        found = pipeline.discover([_passage(text) for text in texts], THEMES_WANTED, on_progress=beat)
    groups = [Group(group.language, group.terms, group.members, group.typical, group.edge) for group in found.groups]
    if not groups:
        raise CannotGoOn("not-enough-answers")
    theming.propose(work.id, token, groups, facts={"unplaced": len(found.unplaced)})


def _suggest(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        texts = _texts(work)
        themes = [Theme(str(theme.id), theme.name, theme.definition)
                  for theme in material.themes(db.session(), work.consultation_id)]
        examples = _examples(work, texts)
        db.session.rollback()
        if not themes:
            raise CannotGoOn("no-themes")
        ranked = pipeline.suggest(examples, themes, [_passage(text) for text in texts], on_progress=beat)
    theming.rank(work.id, token, _rows(ranked.rankings), facts={"stage": ranked.stage})


DO = {"discover": _discover, "suggest": _suggest}


def _texts(work: Work) -> list[Text]:
    """Return all counted free-text answers; no read transaction stays open while they are worked on."""
    found = list(material.all_texts(db.session(), work.consultation_id))
    db.session.rollback()
    if len(found) < LEAST_TEXTS:
        raise CannotGoOn("not-enough-answers")
    return found


def _passage(text: Text) -> Passage:
    return Passage(text.id, text.text, text.language)


def _examples(work: Work, texts: Sequence[Text]) -> list[Example]:
    coded = material.coded_answers(db.session(), work.consultation_id)
    return [Example(text.text, frozenset(map(str, coded[text.id])), str(text.response_id))
            for text in texts if text.id in coded]


def _rows(rankings: Sequence[Ranking]) -> Iterator[Ranked]:
    for ranking in rankings:
        for position, item in enumerate(ranking.suggestions):
            if position < ALWAYS_KEPT or item.is_offered:
                yield Ranked(ranking.passage_id, int(item.theme), position, item.score, item.why)
