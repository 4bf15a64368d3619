"""What may speak for one person behind two responses: one address, one form's code, pairs asked about before."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from consult.domain.same_people import Seen
from consult.models.responses import RespondingBody, Response
from consult.models.submissions import SamePerson, Sender, Submission
from consult.queries import counted


def by_address(session: Session, consultation_id: int, response_id: int | None = None) -> dict[str, list[Seen]]:
    """Return the counted responses by the keyed hash of their sender's address, where it sent more than one.

    With `response_id` (row id): those of its sender alone. Addresses themselves are read by nobody here.
    """
    mine = select(Sender.address_hash).join(Submission, Submission.id == Sender.submission_id)
    return _marked(session, Sender.address_hash, consultation_id,
                   None if response_id is None else mine.where(Submission.response_id == response_id))


def by_form(session: Session, consultation_id: int, response_id: int | None = None) -> dict[str, list[Seen]]:
    """Return the counted responses on paper by the keyed hash of their form's code, where it came back twice."""
    mine = select(Submission.thread_hash).where(Submission.response_id == response_id)
    return _marked(session, Submission.thread_hash, consultation_id, None if response_id is None else mine,
                   Submission.format == "form")


def pairs(session: Session, consultation_id: int) -> dict[tuple[int, int], str]:
    """Return the state of every pair of responses (row ids) that was proposed or decided; one statement."""
    rows = session.execute(select(SamePerson.first_id, SamePerson.second_id, SamePerson.state)
                           .where(SamePerson.consultation_id == consultation_id))
    return {(first_id, second_id): state for first_id, second_id, state in rows}


def _marked(session: Session, mark: ColumnElement[str], consultation_id: int,
            only: Select[tuple[str | None]] | None, *conditions: ColumnElement[bool]) -> dict[str, list[Seen]]:
    rows = session.execute(
        select(mark, Response.id, counted.person(), Response.channel, func.coalesce(RespondingBody.name, ""),
               Response.was_helped)
        .select_from(Response).join(Submission, Submission.response_id == Response.id)
        .outerjoin(Sender, Sender.submission_id == Submission.id)
        .outerjoin(RespondingBody, RespondingBody.response_id == Response.id)
        .where(*counted.words(consultation_id), mark.is_not(None), *conditions,
               *(() if only is None else (mark.in_(only),))).order_by(Response.id))
    found: defaultdict[str, list[Seen]] = defaultdict(list)
    for key, *facts in rows:
        found[key].append(Seen(*facts))
    return _several(found)


def _several(found: Mapping[str, list[Seen]]) -> dict[str, list[Seen]]:
    return {key: here for key, here in found.items() if len(here) > 1}
