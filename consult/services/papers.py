"""Papers of a meeting: made in each format, put out in all formats at the same time, taken back until then."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import meetings as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.languages import LANGUAGES
from consult.models.base import utc_now
from consult.models.meetings import Meeting, Paper
from consult.queries import meetings, papers
from consult.services import forum_files, forum_life, notices
from consult.services.meetings import locked
from consult.services.transaction import writing


def add(*, by: Acting, meeting_id: str, title: str, form: str, text: str = "", file_id: str = "", language: str = "en",
        item_id: str = "") -> Paper:
    """Add one format of a paper, in place of what stood for it; formats of one paper have the same title.

    A format of a paper that is out already is out at once. `file_id` is the public id of a file that this person sent,
    `item_id` of the item that the paper is about ("" for the whole meeting). Raises NotFound, Conflict("forum-not-open"
    or "meeting-moved"), Refused as domain.meetings.check_paper, ("language" | "item", "option-unknown").
    """
    by.require(Right.PLAN_MEETINGS)
    if language not in LANGUAGES:
        raise Refused("language", "option-unknown")
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, meeting_id)
        rules.check_coming(meeting.state)
        file = forum_files.own(session, by, file_id) if file_id else None
        title, text = rules.check_paper(title, form, text, media=file.kind if file else "")
        same = papers.of_title(session, meeting.id, title)
        about = _item(session, meeting, item_id) or next((one.item_id for one in same if one.item_id), None)
        paper = next((one for one in same if (one.form, one.language) == (form, language)), None)
        if paper is None:
            paper = Paper(meeting_id=meeting.id, title=title, form=form, language=language)
            session.add(paper)
        elif paper.ready_at is not None:
            raise Conflict("paper-is-out")
        paper.item_id, paper.text, paper.file_id = about, text, file.id if file else None
        paper.added_by_id = by.member_id
        if any(one.ready_at for one in same):
            paper.ready_at = utc_now()
        session.flush()
        return paper


def put_out(*, by: Acting, meeting_id: str, paper_id: str) -> None:
    """Put out a paper in all its formats at once; `paper_id` is any of them.

    Raises NotFound, Conflict("forum-not-open", "meeting-moved", "formats-missing").
    """
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        meeting = locked(session, by, meeting_id)
        rules.check_coming(meeting.state)
        same = papers.of_title(session, meeting.id, _paper(session, meeting, paper_id).title)
        rules.check_out({one.form for one in same})
        for one in same:
            one.ready_at = one.ready_at or utc_now()
        notices.tell(session, by.forum_id, but_id=by.member_id)


def take_back(*, by: Acting, meeting_id: str, paper_id: str) -> None:
    """Take one format back before it is out; raises NotFound, Conflict("forum-not-open" or "paper-is-out")."""
    by.require(Right.PLAN_MEETINGS)
    with writing() as session:
        forum_life.require_open(session, by)
        paper = _paper(session, locked(session, by, meeting_id), paper_id)
        if paper.ready_at is not None:
            raise Conflict("paper-is-out")
        file_id = paper.file_id
        session.delete(paper)
        session.flush()
        if file_id is not None:
            forum_files.delete(session, file_id)


def _paper(session: Session, meeting: Meeting, public_id: str) -> Paper:
    paper = session.scalar(select(Paper).where(Paper.public_id == public_id, Paper.meeting_id == meeting.id))
    if paper is None:
        raise NotFound()
    return paper


def _item(session: Session, meeting: Meeting, public_id: str) -> int | None:
    if not public_id:
        return None
    for item in meetings.items_on(session, meeting):
        if item.public_id == public_id:
            return item.id
    raise Refused("item", "option-unknown")
