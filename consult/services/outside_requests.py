"""The tray: officers place requests from outside and withdraw them; the group takes, changes or declines each.

An officer can write nothing else of a forum; their half takes `by_id`, the group's takes an `Acting`, and no use case
takes both.
"""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain import outside_requests as rules
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, OfficerRight, Right
from consult.domain.working_days import london_day
from consult.models.agendas import OutsideRequest
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision
from consult.queries import forums
from consult.queries import outside_requests as stored
from consult.services import audit, forum_life, group_decisions, notices
from consult.services.clock import now
from consult.services.transaction import writing

# So many requests of one body can wait in a tray; the next is placed when the group has answered one.
MOST_WAITING = 10


def place(*, forum_id: str, by_id: int, body: str, title: str, words: str, why: str, use: str,
          wanted_by: date | None) -> OutsideRequest:
    """Place a request in a forum's tray for an officer of it (`by_id` is staff, `forum_id` public).

    Raises NotFound for a forum that did not let them in, Conflict("forum-not-open", "tray-full"), Refused as
    rules.check_request.
    """
    with writing() as session:
        forum = _forum(session, forum_id, by_id)
        if forum.state != "open":
            raise Conflict("forum-not-open")
        at = now(session)
        asked = rules.check_request(body=body, title=title, words=words, why=why, use=use, wanted_by=wanted_by,
                                    today=london_day(at))
        waiting = session.scalar(select(func.count()).select_from(OutsideRequest).where(
            OutsideRequest.forum_id == forum.id, OutsideRequest.placed_by_id == by_id,
            OutsideRequest.state == rules.WAITING)) or 0
        if waiting >= MOST_WAITING:
            raise Conflict("tray-full", {"most": MOST_WAITING})
        row = OutsideRequest(
            forum_id=forum.id, placed_by_id=by_id, placed_at=at, body=asked.body, title=asked.title,
            words=asked.words, why=asked.why, use=asked.use, wanted_by=asked.wanted_by)
        session.add(row)
        session.flush()
        audit.record(session, Act.OUTSIDE_REQUEST_PLACED, person_id=by_id, kind="outside-request",
                     object_id=row.public_id)
        notices.tell(session, forum.id)
        return row


def withdraw(*, forum_id: str, by_id: int, request_id: str) -> None:
    """Take an own request back while it waits. Raises NotFound, Conflict as rules.can_answer."""
    with writing() as session:
        forum = _forum(session, forum_id, by_id)
        row = _locked(session, forum.id, request_id)
        if row.placed_by_id != by_id:
            raise NotFound()
        rules.can_answer(row.state)
        row.state, row.answered_at = rules.WITHDRAWN, now(session)
        row.offered = row.offered_title = row.offered_words = row.answer = ""
        audit.record(session, Act.OUTSIDE_REQUEST_WITHDRAWN, person_id=by_id, kind="outside-request",
                     object_id=row.public_id)


def offer(*, by: Acting, request_id: str, answer: str, title: str = "", words: str = "", reason: str = "",
          question: str) -> GroupDecision:
    """Put an answer to a request to the group and return the open decision; the body sees only that it waits.

    Raises NotFound, Conflict("forum-not-open", "request-answered", "request-withdrawn"), Refused as rules.check_answer,
    and what group_decisions.open_about raises.
    """
    by.require(Right.ANSWER_TRAY)
    given = rules.check_answer(answer, title=title, words=words, reason=reason)
    with writing() as session:
        forum_life.require_open(session, by)
        row = _locked(session, by.forum_id, request_id)
        rules.can_answer(row.state)
        decision = group_decisions.open_about(by=by, kind="request", subject_id=row.public_id, question=question)
        row.offered, row.offered_title, row.offered_words = given.answer, given.title, given.words
        row.answer = given.reason
        return decision


def _forum(session: Session, public_id: str, person_id: int) -> Forum:
    found = forums.for_officer(session, public_id, person_id, OfficerRight.PLACE_REQUESTS)
    if found is None:
        raise NotFound()
    return found


def _locked(session: Session, forum_id: int, public_id: str) -> OutsideRequest:
    row = stored.one(session, forum_id, public_id)
    if row is None:
        raise NotFound()
    session.refresh(row, with_for_update=True)
    return row
