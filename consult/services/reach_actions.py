"""Writes down what was done to reach people, and what came of it; nobody is counted here by more than a group."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import reach_actions as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.disclosure import rounded
from consult.domain.errors import Conflict, NotFound
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.representation import ReachAction
from consult.queries import response_counts
from consult.services import audit, report_people, rights
from consult.services.transaction import writing


@dataclass(frozen=True)
class Facts:
    """What is known of an action; question and choice are empty for everyone, the choice for all whom one asks."""

    what: str
    done_on: date | None
    question_key: str = ""
    choice: str = ""
    result: str = ""
    cost_pence: int | None = None
    is_public: bool = True


def log(*, consultation_id: int, facts: Facts, by_id: int) -> str:
    """Keep an action with how many of its group had answered by now (to the nearest 5); return its public id.

    What somebody sends twice is written down once: a report prints it.
    Raises Refused on `what`, `done_on`, `group`, `result` or `cost` where the facts are not right.
    """
    with writing() as session:
        consultation = _allowed(session, consultation_id, facts, by_id)
        same = session.scalar(select(ReachAction).where(
            ReachAction.consultation_id == consultation_id, ReachAction.added_by_id == by_id,
            ReachAction.done_on == facts.done_on, ReachAction.what == facts.what.strip(),
            ReachAction.result == facts.result.strip(), ReachAction.question_key == facts.question_key,
            ReachAction.choice == facts.choice).limit(1))
        if same is not None:
            return same.public_id
        row = ReachAction(consultation_id=consultation_id, added_by_id=by_id, done_on=facts.done_on,
                          people_then=people_of(session, consultation, facts.question_key, facts.choice))
        _write(row, facts)
        session.add(row)
        session.flush()
        audit.record(session, Act.REACH_LOGGED, person_id=by_id, kind="reach-action", object_id=row.public_id,
                     consultation_id=consultation_id)
        return row.public_id


def change(*, consultation_id: int, public_id: str, facts: Facts, revision: int, by_id: int) -> None:
    """Write an action anew, with what came of it; the number of then stays, unless it is for another group now.

    Raises Refused as `log`, NotFound, and Conflict("action-changed") where somebody saved it meanwhile.
    """
    with writing() as session:
        consultation = _allowed(session, consultation_id, facts, by_id)
        row = session.scalar(select(ReachAction).where(
            ReachAction.consultation_id == consultation_id, ReachAction.public_id == public_id))
        if row is None:
            raise NotFound()
        if row.revision != revision:
            raise Conflict("action-changed")
        if (row.question_key, row.choice) != (facts.question_key, facts.choice):
            row.people_then = people_of(session, consultation, facts.question_key, facts.choice)
        _write(row, facts)
        row.revision += 1
        audit.record(session, Act.REACH_CHANGED, person_id=by_id, kind="reach-action", object_id=public_id,
                     consultation_id=consultation_id)


def people_of(session: Session, consultation: Consultation, question_key: str, choice: str) -> int | None:
    """Return how many people of a group have answered, as the protected table shows it; None where it is hidden."""
    if not question_key:
        return rounded(response_counts.people(session, consultation.id))
    return counts(session, consultation).get((question_key, choice))


def counts(session: Session, consultation: Consultation) -> dict[tuple[str, str], int | None]:
    """Return every group's number as staff see it live, to the nearest 5, None where hidden; empty keys are everyone.
    """
    found: dict[tuple[str, str], int | None] = {
        (group.question_key, group.choice): group.count
        for profile in report_people.live(session, consultation) for group in profile.groups}
    found["", ""] = rounded(response_counts.people(session, consultation.id))
    return found


def _allowed(session: Session, consultation_id: int, facts: Facts, by_id: int) -> Consultation:
    """Return the consultation once the person and the facts have been checked."""
    rights.require(session, by_id, Permission.LOG_REACH, consultation_id)
    consultation = session.get_one(Consultation, consultation_id)
    rules.check(what=facts.what, result=facts.result, done_on=facts.done_on, today=london_day(utc_now()),
                cost_pence=facts.cost_pence, group=(facts.question_key, facts.choice),
                groups=report_people.group_names(session, consultation))
    return consultation


def _write(row: ReachAction, facts: Facts) -> None:
    assert facts.done_on is not None
    row.what, row.result, row.done_on = facts.what.strip(), facts.result.strip(), facts.done_on
    row.question_key, row.choice = facts.question_key, facts.choice
    row.cost_pence, row.is_public = facts.cost_pence, facts.is_public
