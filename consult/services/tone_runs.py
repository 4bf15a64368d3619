"""Runs that measure the tone of words: started by a person, stored as figures by the run; no answer keeps a tone."""

from collections.abc import Mapping, Sequence
from typing import Any

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.models.runs import Run
from consult.queries import tone
from consult.services import rights, runs
from consult.services.transaction import writing


def measure(*, consultation_id: int, by_id: int) -> Run:
    """Start to measure both analysers on people's codings.

    Raises Refused("", "tone-no-labels") where nobody gave an answer a kind, Conflict("run-standing").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        if not tone.read_texts(session, consultation_id):
            raise Refused("", "tone-no-labels")
        return runs.start(consultation_id=consultation_id, kind=tone.KIND, by_id=by_id)


def store(run_id: int, token: int, measures: Sequence[Mapping[str, Any]]) -> None:
    """Keep the measures on the run and end it; raises Superseded where it is no longer this worker's."""
    with writing() as session:
        run = runs.mine(session, run_id, token)
        run.facts = {**run.facts, "measures": [dict(measure) for measure in measures]}
        runs.end(session, run, "done")
