"""Reports to the person whom a group chose: sent under a name or without, seen, answered; nobody else reads one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import posts as rules
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Acting, Right
from consult.domain.posts import SEEN, SENT, SETTLED
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.threads import MemberReport
from consult.services import posts
from consult.services.measures import graphemes
from consult.services.transaction import writing


def send(*, by: Acting, words: str, post_id: str = "", is_unknown: bool = False) -> str:
    """Tell the person whom the group chose what is wrong, about a post (public id) or anything; returns its id.

    With `is_unknown` nothing is kept of who sent it, so that no answer can reach them. It works while one is paused
    and in a forum that rests or has closed. Raises NotFound, Refused("words", "text-missing" or "text-long").
    """
    by.require(Right.REPORT)
    with writing() as session:
        about = posts.locked(session, by, post_id)[0].id if post_id else None
        row = MemberReport(forum_id=by.forum_id, from_id=None if is_unknown else by.member_id, post_id=about,
                           words=rules.check_words("words", words, graphemes), sent_on=london_day(utc_now()))
        session.add(row)
        session.flush()
        return row.public_id


def see(*, by: Acting, public_id: str) -> None:
    """Say that a report was read; saying it again changes nothing. Raises NotFound."""
    by.require(Right.HEAR_REPORTS)
    with writing() as session:
        row = _locked(session, by, public_id)
        if row.state == SENT:
            row.state, row.heard_by_id = SEEN, by.member_id


def settle(*, by: Acting, public_id: str, answer: str) -> None:
    """Answer a report and lay it down. Raises NotFound, Conflict("report-settled"), Refused("answer", …)."""
    by.require(Right.HEAR_REPORTS)
    with writing() as session:
        row = _locked(session, by, public_id)
        if row.state == SETTLED:
            raise Conflict("report-settled")
        row.answer = rules.check_words("answer", answer, graphemes)
        row.state, row.heard_by_id, row.settled_on = SETTLED, by.member_id, london_day(utc_now())


def _locked(session: Session, by: Acting, public_id: str) -> MemberReport:
    row = session.scalar(select(MemberReport).where(
        MemberReport.public_id == public_id, MemberReport.forum_id == by.forum_id)
        .with_for_update().execution_options(populate_existing=True))
    if row is None:
        raise NotFound()
    return row
