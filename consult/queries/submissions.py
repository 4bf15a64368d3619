"""What was taken in, as the desk sees it: what waits for a decision, what was decided, and one of them with its words.

Who sent something is in no answer of this file. Words in which somebody may be named come masked unless the reader may
know senders (`with_details`). What is held back for a worry comes without words. Counts are register.py's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from consult.analysis import identifiers
from consult.domain import submissions as rules
from consult.domain.letters import NUMBER
from consult.domain.redactions import masked
from consult.domain.submissions import BESIDE, WAITING, Part
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.submissions import Submission, SubmissionFile
from consult.models.surveys import Question, SurveyVersion
from consult.queries.kept_back import is_submission_withheld, is_withheld

PAGE = 50
# So much of the words stands in the list.
BEGINNING = 90
# What can be listed of all that waits.
PROPOSED, TO_TYPE, HELD_BACK = "proposed", "to-type", "held-back"
KINDS = (PROPOSED, TO_TYPE, HELD_BACK)
# More of one kind than this are not offered for comparison.
MOST_ALIKE = 5


@dataclass(frozen=True)
class Listed:
    """A submission in a list; `beginning` is how its words begin, with details masked."""

    public_id: str
    received_at: datetime
    taken_in_at: datetime
    channel: str
    format: str
    language: str
    label: str
    beginning: str
    state: str
    reason: str
    proposal: str
    is_late: bool
    needs_typing: bool
    is_held_back: bool
    decided_by: str
    is_checked: bool


@dataclass(frozen=True)
class Page:
    """Up to PAGE submissions; `next` is the public id to go on after, empty where there is none."""

    rows: tuple[Listed, ...]
    next: str


@dataclass(frozen=True)
class File:
    """A file of a submission; its name is empty for those who may not know senders."""

    public_id: str
    role: str
    name: str
    media_type: str
    size: int
    state: str
    problem: str


@dataclass(frozen=True)
class Alike:
    """Something that may be the same thing sent before: its public id, and whether it is a response by now."""

    public_id: str
    received_at: datetime
    channel: str
    is_response: bool
    why: str


@dataclass(frozen=True)
class SubmissionView:
    """One submission with all that the desk may know of it.

    `parts` are the sender's own words, `beside` what they quoted and signed. `same_as` is the public id of what it was
    sent before as. What is held back has neither words nor parts.
    """

    row: Submission
    is_held_back: bool
    parts: tuple[Part, ...]
    beside: tuple[Part, ...]
    files: tuple[File, ...]
    taken_in_by: str
    decided_by: str
    checked_by: str
    response_id: str
    response_reason: str | None
    same_as: str
    same_as_response: bool
    copies: int

    @property
    def public_id(self) -> str:
        """What it is called in an address."""
        return self.row.public_id

    @property
    def has_response(self) -> bool:
        """Whether it became a response."""
        return bool(self.response_id)


def waiting(session: Session, consultation_id: int, *, kind: str = "", channel: str = "", after: str = "") -> Page:
    """Return what waits for a person, the first to be taken in first; `kind` is of KINDS, "" all.

    Two statements.
    """
    wanted: list[ColumnElement[bool]] = [Submission.state == WAITING]
    if kind == PROPOSED:
        wanted.append(Submission.proposal != "")
    elif kind == TO_TYPE:
        wanted.append(or_(Submission.needs_typing, Submission.format == "form"))
    elif kind == HELD_BACK:
        wanted.append(is_submission_withheld())
    if channel:
        wanted.append(Submission.channel == channel)
    place = _place(session, consultation_id, after)
    if place is not None:
        wanted.append(Submission.id > place)
    return _page(session, _listed(consultation_id).where(*wanted).order_by(Submission.id))


def decided(session: Session, consultation_id: int, *, only_unchecked: bool = False, after: str = "") -> Page:
    """Return what was decided on, the last to be taken in first; two statements."""
    wanted: list[ColumnElement[bool]] = [Submission.state != WAITING]
    if only_unchecked:
        wanted += [Submission.checked_at.is_(None), Submission.state != rules.WITHDRAWN]
    place = _place(session, consultation_id, after)
    if place is not None:
        wanted.append(Submission.id < place)
    return _page(session, _listed(consultation_id).where(*wanted).order_by(Submission.id.desc()))


def counts(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many wait in all ("") and of each of KINDS; one statement."""
    row = session.execute(
        select(func.count(), func.count().filter(Submission.proposal != ""),
               func.count().filter(or_(Submission.needs_typing, Submission.format == "form")),
               func.count().filter(is_submission_withheld()))
        .where(Submission.consultation_id == consultation_id, Submission.state == WAITING)).one()
    return dict(zip(("", *KINDS), row, strict=True))


def next_waiting(session: Session, consultation_id: int, after: str) -> str:
    """Return the public id of what waits next after a submission, of all again where none comes after; "" for none."""
    place = _place(session, consultation_id, after) or 0
    query = select(Submission.public_id).where(
        Submission.consultation_id == consultation_id, Submission.state == WAITING, ~is_submission_withheld())
    return (session.scalar(query.where(Submission.id > place).order_by(Submission.id).limit(1))
            or session.scalar(query.where(Submission.id < place).order_by(Submission.id).limit(1)) or "")


def one(session: Session, consultation_id: int, public_id: str, *, with_details: bool) -> SubmissionView | None:
    """Return a submission, or None; six statements at most."""
    taken_in, decided_by, checked = aliased(Person), aliased(Person), aliased(Person)
    row = session.execute(
        select(Submission, is_submission_withheld(), taken_in.name, decided_by.name, checked.name, Response)
        .outerjoin(taken_in, taken_in.id == Submission.taken_in_by_id)
        .outerjoin(decided_by, decided_by.id == Submission.decided_by_id)
        .outerjoin(checked, checked.id == Submission.checked_by_id)
        .outerjoin(Response, Response.id == Submission.response_id)
        .where(Submission.consultation_id == consultation_id, Submission.public_id == public_id)).one_or_none()
    if row is None:
        return None
    found, is_held_back, taken_in_by, by, checked_by, response = row
    parts, beside = ((), ()) if is_held_back else _words(session, found, with_details=with_details)
    same_as, is_response = _same_as(session, found)
    copies = session.scalar(select(func.count()).select_from(Submission).where(
        Submission.duplicate_of_id == found.id)) or 0
    return SubmissionView(
        found, is_held_back, parts, beside, _files(session, found.id, with_names=with_details), taken_in_by or "",
        by or "", checked_by or "", response.public_id if response is not None else "",
        response.excluded_reason if response is not None else None, same_as, is_response, copies)


def alike(session: Session, submission: Submission) -> list[Alike]:
    """Return what may be the same thing sent before: of one thread of e-mails, or the same word for word.

    Two statements, one more where there are words.
    """
    others = select(Submission.public_id, Submission.received_at, Submission.channel,
                    Submission.response_id.is_not(None)).where(
        Submission.consultation_id == submission.consultation_id, Submission.id < submission.id).order_by(
        Submission.id.desc()).limit(MOST_ALIKE)
    found = []
    if submission.thread_hash is not None:
        found += [Alike(*row, why="thread")
                  for row in session.execute(others.where(Submission.thread_hash == submission.thread_hash))]
    text = rules.letter_of(rules.parts_from(submission.parts), submission.text).text
    if text:
        found += [Alike(*row, why="words") for row in session.execute(others.where(Submission.text == text))]
        found += [Alike(*row, True, why="words") for row in session.execute(_same_letters(submission, text))]
    known: dict[str, Alike] = {}
    for one in found:
        known.setdefault(one.public_id, one)
    return list(known.values())


def _same_letters(submission: Submission, text: str) -> Select[Any]:
    return (select(Response.public_id, Response.received_at, Response.channel)
            .join(Answer, Answer.response_id == Response.id).join(Question, Question.id == Answer.question_id)
            .join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
            .where(SurveyVersion.consultation_id == submission.consultation_id, SurveyVersion.number == NUMBER,
                   Answer.text == text, ~is_withheld())
            .order_by(Response.id.desc()).limit(MOST_ALIKE))


def _place(session: Session, consultation_id: int, public_id: str) -> int | None:
    return session.scalar(select(Submission.id).where(
        Submission.consultation_id == consultation_id, Submission.public_id == public_id)) if public_id else None


def _listed(consultation_id: int) -> Select[Any]:
    return (select(Submission, is_submission_withheld(), Person.name)
            .outerjoin(Person, Person.id == Submission.decided_by_id)
            .where(Submission.consultation_id == consultation_id).limit(PAGE + 1))


def _page(session: Session, query: Select[Any]) -> Page:
    rows = session.execute(query).all()
    shown = tuple(_line(*row) for row in rows[:PAGE])
    return Page(shown, shown[-1].public_id if len(rows) > PAGE else "")


def _line(row: Submission, is_held_back: bool, decided_by: str | None) -> Listed:
    # What something is called is often what its sender called it: held back with the words.
    label, beginning = ("", "") if is_held_back else (row.label, _beginning(row))
    return Listed(
        row.public_id, row.received_at, row.taken_in_at, row.channel, row.format, row.language, label, beginning,
        row.state, row.reason, row.proposal, row.is_late, row.needs_typing, is_held_back, decided_by or "",
        row.checked_at is not None)


def _beginning(row: Submission) -> str:
    own = [part.text for part in rules.parts_from(row.parts[:20]) if part.kind not in BESIDE]
    words = " ".join((" ".join(own) or row.text[:4 * BEGINNING]).split())[:4 * BEGINNING]
    return masked(words, identifiers.suggest(words))[:BEGINNING]


def _words(session: Session, row: Submission, *, with_details: bool) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the sender's own paragraphs and what stands beside them; of a response, those of its answer."""
    if row.response_id is not None:
        return _of_answer(session, row), ()
    parts = rules.parts_from(row.parts)
    letter = rules.letter_of(parts, row.text)
    own = tuple(Part(place.anchor, place.kind, letter.text[place.start:place.end]) for place in letter.places)
    if with_details:
        return own, tuple(part for part in parts if part.kind in BESIDE)
    quoted = [part for part in parts if part.kind == rules.QUOTED]
    return _masked(own), _masked(quoted)


def _of_answer(session: Session, row: Submission) -> tuple[Part, ...]:
    """Return the paragraphs of a letter as its answer holds them now: what was taken out there is not here."""
    text = session.scalar(
        select(Answer.text).where(Answer.response_id == row.response_id, Answer.text.is_not(None), ~is_withheld())
        .order_by(Answer.id).limit(1)) if rules.places_from(row.parts) else None
    return tuple(Part(place.anchor, place.kind, text[place.start:place.end])
                 for place in rules.places_from(row.parts)) if text else ()


def _masked(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple(Part(part.anchor, part.kind, masked(part.text, identifiers.suggest(part.text))) for part in parts)


def _files(session: Session, submission_id: int, *, with_names: bool) -> tuple[File, ...]:
    rows = session.scalars(select(SubmissionFile).where(SubmissionFile.submission_id == submission_id)
                           .order_by(SubmissionFile.position))
    return tuple(File(row.public_id, row.role, row.name if with_names else "", row.media_type, row.size, row.state,
                      row.problem) for row in rows)


def _same_as(session: Session, row: Submission) -> tuple[str, bool]:
    if row.same_as_response_id is not None:
        return session.get_one(Response, row.same_as_response_id).public_id, True
    if row.duplicate_of_id is not None:
        return session.get_one(Submission, row.duplicate_of_id).public_id, False
    return "", False
