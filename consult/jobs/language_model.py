"""Does a run that asks a language model for names of proposed groups, one request a group; it decides nothing."""

from collections.abc import Callable

from flask import Flask

from consult.clients.language_model import ENDS_A_RUN, MOST_TEXTS, Proposed
from consult.extensions import db
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries import group_names
from consult.queries.group_names import GroupToName
from consult.queries.runs import Work
from consult.services import language_model_runs


def name_groups(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Ask for each group that waits; stop at the first failure that the next request would meet too."""
    model = language_model_runs.model()
    if not model.is_there:
        raise CannotGoOn("model-off")
    named, failed = 0, ""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        waiting = _groups(work)
        for done, group_id in enumerate(waiting):
            beat(done, len(waiting))
            # Asked again: what was taken back, masked or decided while the others were sent does not leave any more.
            group = _groups(work).get(group_id)
            if group is None:
                continue
            call_id = language_model_runs.log_request(work.id, token, group)
            answer = model.describe(language_model_runs.material(group))
            language_model_runs.keep(work.id, token, call_id, group, answer)
            if isinstance(answer, Proposed):
                named += 1
            else:
                failed = answer.why
                if failed in ENDS_A_RUN:
                    break
    if failed and not named:
        raise CannotGoOn(failed)
    language_model_runs.end(work.id, token, named=named, failed=failed)


def _groups(work: Work) -> dict[int, GroupToName]:
    found = group_names.groups_to_name(db.session(), work.consultation_id, MOST_TEXTS)
    db.session.rollback()
    return {group.id: group for group in found}
