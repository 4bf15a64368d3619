"""Asking a language model for names of proposed groups, where the body chose one: each request is logged before it
leaves, and what comes back stands beside the group until a person writes the name."""

from flask import current_app
from sqlalchemy.orm import Session

from consult.clients import language_model
from consult.clients.language_model import Failed, Group, LanguageModel, Proposed
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, Refused
from consult.models.machines import ModelCall
from consult.models.runs import ProposedTheme, Run
from consult.queries import group_names
from consult.queries.group_names import GroupToName
from consult.services import audit, rights, runs
from consult.services.transaction import writing

PURPOSE = "name-group"
# How a request stands while nobody has answered, and how one ended that brought a proposal.
ASKED, NAMED = "asked", "named"


def model() -> LanguageModel:
    """Return the language model of this installation; the twin that does nothing where none is set."""
    settings = current_app.config["CONSULT_SETTINGS"]
    return language_model.language_model(settings.language_model, settings.language_model_name,
                                         settings.language_model_key)


def ask(*, consultation_id: int, by_id: int) -> Run:
    """Start a run that asks for names of the groups that wait for a person.

    Raises Conflict("model-off") where no model is set, Conflict("run-standing"), Refused("", "no-groups-to-name").
    """
    if not model().is_there:
        raise Conflict("model-off")
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        waiting = group_names.groups_to_name(session, consultation_id, 0)
        if not waiting:
            raise Refused("", "no-groups-to-name")
        return runs.start(consultation_id=consultation_id, kind=group_names.KIND, facts={"groups": len(waiting)},
                          by_id=by_id)


def material(group: GroupToName) -> Group:
    """Return what is sent of a group."""
    return Group(group.words, tuple(group.texts), group.language)


def log_request(run_id: int, token: int, group: GroupToName) -> int:
    """Note that a group is about to be sent, how much of it and to whom; return the row id of the note.

    Raises Superseded where the run is no longer this worker's: then nothing may be sent.
    """
    asked = model()
    with writing() as session:
        run = runs.mine(session, run_id, token)
        facts = {"group": group.id, "texts": len(group.texts), "words": len(group.words)}
        call = ModelCall(consultation_id=run.consultation_id, run_id=run_id, purpose=PURPOSE, model=asked.name[:100],
                         host=asked.host[:200], outcome=ASKED, facts=facts)
        session.add(call)
        audit.record(session, Act.MODEL_ASKED, person_id=run.started_by_id, kind="run", object_id=run.public_id,
                     consultation_id=run.consultation_id, model=call.model, host=call.host, **facts)
        session.flush()
        return call.id


def keep(run_id: int, token: int, call_id: int, group: GroupToName, answer: Proposed | Failed) -> None:
    """Keep a proposal beside its group, if the group still waits for a person, and how the request ended.

    Raises Superseded as `log_request`.
    """
    with writing() as session:
        runs.mine(session, run_id, token)
        _log_outcome(session, call_id, answer)
        found = session.get(ProposedTheme, group.id, with_for_update=True, populate_existing=True)
        if isinstance(answer, Proposed) and found is not None and found.state == "proposed":
            found.machine_name, found.machine_definition = answer.name, answer.definition


def _log_outcome(session: Session, call_id: int, answer: Proposed | Failed) -> None:
    call = session.get_one(ModelCall, call_id)
    call.outcome = answer.why if isinstance(answer, Failed) else NAMED


def end(run_id: int, token: int, *, named: int, failed: str) -> None:
    """End a run with how many groups got a name and, where it stopped early, why. Raises Superseded."""
    with writing() as session:
        run = runs.mine(session, run_id, token)
        run.facts = {**run.facts, "named": named, "failed": failed}
        runs.end(session, run, "done")
