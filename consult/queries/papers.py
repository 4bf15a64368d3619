"""Papers of meetings: each with its formats, whether it is out and whether it came late; and what late ones touch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import meetings as rules
from consult.domain.working_days import london_day
from consult.models.agendas import AgendaItem
from consult.models.meetings import Meeting, Paper
from consult.queries import forum_files
from consult.queries.forum_files import Listed


@dataclass(frozen=True)
class FormLine:
    """One format of a paper: its words, or its file (None where there is none any more)."""

    public_id: str
    form: str
    language: str
    text: str
    file: Listed | None
    is_out: bool


@dataclass(frozen=True)
class PaperLine:
    """A paper with all its formats; `missing` are those that it needs before it can go out."""

    public_id: str
    title: str
    item_title: str
    item_public_id: str
    forms: tuple[FormLine, ...]
    missing: tuple[str, ...]
    is_out: bool
    is_late: bool


def of_meeting(session: Session, meeting: Meeting, today: date) -> list[PaperLine]:
    """Return the papers of a meeting by title."""
    rows = session.execute(
        select(Paper, AgendaItem.title, AgendaItem.public_id).outerjoin(AgendaItem, AgendaItem.id == Paper.item_id)
        .where(Paper.meeting_id == meeting.id).order_by(Paper.title, Paper.id)).all()
    files = forum_files.listed(session, (paper.file_id for paper, _title, _item in rows))
    found: dict[str, list[tuple[Paper, str | None, str | None]]] = {}
    for row in rows:
        found.setdefault(row[0].title, []).append(row)
    return [_line(title, same, files, meeting, today) for title, same in found.items()]


def of_title(session: Session, meeting_id: int, title: str) -> Sequence[Paper]:
    """Return the formats of one paper."""
    return session.scalars(select(Paper).where(Paper.meeting_id == meeting_id, Paper.title == title)
                           .order_by(Paper.id)).all()


def late_items(lines: Iterable[PaperLine]) -> set[str]:
    """Return the items (public ids) whose papers came late or are late, so that the order flags them (CP-11)."""
    return {line.item_public_id for line in lines if line.is_late and line.item_public_id}


def _line(title: str, same: Sequence[tuple[Paper, str | None, str | None]], files: dict[int, Listed], meeting: Meeting,
          today: date) -> PaperLine:
    papers = [paper for paper, _title, _item in same]
    item_title, item_id = next(((title_, item) for _paper, title_, item in same if item), ("", ""))
    order = {form: place for place, form in enumerate(rules.FORMATS)}
    forms = sorted(papers, key=lambda paper: (order[paper.form], paper.language))
    return PaperLine(
        papers[0].public_id, title, item_title or "", item_id or "",
        tuple(FormLine(one.public_id, one.form, one.language, one.text, files.get(one.file_id or 0),
                       one.ready_at is not None) for one in forms),
        rules.missing_formats({one.form for one in papers}), all(one.ready_at for one in papers),
        rules.are_late((_day(one.ready_at) for one in papers), meeting.papers_due_on, today))


def _day(at: datetime | None) -> date | None:
    return london_day(at) if at is not None else None
