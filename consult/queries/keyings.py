"""Paper forms on their way through two typings: what waits for whom, one form with all that was typed, how it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from consult.models.keyings import Keying, KeyingDifference
from consult.models.people import Person
from consult.models.responses import FormCode
from consult.models.submissions import Submission, SubmissionFile
from consult.models.surveys import SurveyVersion

# What a form waits for, in the order of its way.
STAGES = ("first", "second", "settle")
PAGE = 50


@dataclass(frozen=True)
class Listed:
    """A form that waits: its stage, and who types it now (empty: nobody); `is_own` where the reader typed it first."""

    public_id: str
    label: str
    channel: str
    received_at: datetime
    typist: str
    is_mine: bool
    is_own: bool


@dataclass(frozen=True)
class Forms:
    """Forms of one stage, the oldest first; `after` is the key of the next page, None at the end."""

    rows: tuple[Listed, ...]
    after: str | None


@dataclass(frozen=True)
class Scan:
    """A file of a form that was kept with it, under the name `stored_as` in the file store."""

    public_id: str
    name: str
    media_type: str
    stored_as: str


@dataclass(frozen=True)
class KeyedForm:
    """One form with both typings, who typed them, the differences that are not settled, and its scans."""

    submission: Submission
    first: Keying | None
    second: Keying | None
    names: dict[int, str]
    differences: tuple[KeyingDifference, ...]
    scans: tuple[Scan, ...]

    @property
    def stage(self) -> str:
        """What it waits for: one of STAGES, or done."""
        if self.submission.state != "waiting":
            return "done"
        if self.first is None or self.first.state == "open":
            return "first"
        return "second" if self.second is None or self.second.state == "open" else "settle"


def of(session: Session, submission_id: int, number: int) -> Keying | None:
    """Return the first or the second typing of a form, None before it was begun."""
    return session.scalar(select(Keying).where(Keying.submission_id == submission_id, Keying.number == number))


def version_id(session: Session, consultation_id: int, number: int) -> int | None:
    """Return the row id of the consultation's survey version of that number; None where it has none."""
    return session.scalar(select(SurveyVersion.id).where(
        SurveyVersion.consultation_id == consultation_id, SurveyVersion.number == number, SurveyVersion.number > 0))


def printed_version(session: Session, submission: Submission) -> int | None:
    """Return the number of the survey version that the code on a form was printed for; None without a code."""
    return session.scalar(
        select(SurveyVersion.number).join(FormCode, FormCode.survey_version_id == SurveyVersion.id)
        .where(FormCode.code_hash == submission.source_hash)) if submission.source_hash else None


def counts(session: Session, consultation_id: int) -> dict[str, int]:
    """Return how many forms wait at each stage."""
    return {stage: session.scalar(select(func.count()).select_from(Submission).where(
        *_waiting(consultation_id), _at(stage))) or 0 for stage in STAGES}


def listed(session: Session, consultation_id: int, stage: str, *, person_id: int, after: str | None = None) -> Forms:
    """Return the forms that wait at a stage, from `after` (public id) on."""
    number = 1 if stage == "first" else 2
    first = aliased(Keying)
    wanted = (
        select(Submission, Keying, Person.name, first.by_id)
        .outerjoin(Keying, and_(Keying.submission_id == Submission.id, Keying.number == number))
        .outerjoin(Person, Person.id == Keying.by_id)
        .outerjoin(first, and_(first.submission_id == Submission.id, first.number == 1))
        .where(*_waiting(consultation_id), _at(stage)).order_by(Submission.id).limit(PAGE + 1))
    if after is not None:
        wanted = wanted.where(Submission.id > select(Submission.id).where(
            Submission.public_id == after).scalar_subquery())
    found = session.execute(wanted).all()
    rows = tuple(
        Listed(row.public_id, row.label, row.channel, row.received_at, (name or "") if stage != "settle" else "",
               keying is not None and keying.by_id == person_id, first_by == person_id and stage != "first")
        for row, keying, name, first_by in found[:PAGE])
    return Forms(rows, rows[-1].public_id if len(found) > PAGE else None)


def one(session: Session, consultation_id: int, public_id: str) -> KeyedForm | None:
    """Return a paper form with its typings, None where there is none of that id."""
    submission = session.scalar(select(Submission).where(
        Submission.consultation_id == consultation_id, Submission.public_id == public_id,
        Submission.format == "form"))
    if submission is None:
        return None
    typings = {keying.number: keying for keying in session.scalars(
        select(Keying).where(Keying.submission_id == submission.id))}
    names = {person_id: name for person_id, name in session.execute(
        select(Person.id, Person.name).where(Person.id.in_([keying.by_id for keying in typings.values()])))}
    found = session.scalars(select(KeyingDifference).where(KeyingDifference.submission_id == submission.id)
                            .order_by(KeyingDifference.id))
    return KeyedForm(submission, typings.get(1), typings.get(2), names, tuple(found),
                     scans(session, submission.id))


def scans(session: Session, submission_id: int) -> tuple[Scan, ...]:
    """Return the files of a submission that are there, in order; if one is safe to show is asked when it is served."""
    rows = session.scalars(select(SubmissionFile).where(
        SubmissionFile.submission_id == submission_id, SubmissionFile.state.in_(("clean", "held")))
        .order_by(SubmissionFile.position))
    return tuple(Scan(row.public_id, row.name, row.media_type, row.stored_as) for row in rows)


def settled(session: Session, consultation_id: int) -> Sequence[tuple[Keying, Keying, dict[str, str]]]:
    """Return both typings of every form that was typed twice and is settled, with as whose each difference was."""
    first, second = aliased(Keying), aliased(Keying)
    pairs = session.execute(
        select(first, second).join(second, second.submission_id == first.submission_id)
        .join(Submission, Submission.id == first.submission_id)
        .where(Submission.consultation_id == consultation_id, Submission.state != "waiting", first.number == 1,
               second.number == 2, second.state == "done").order_by(first.id)).all()
    as_whose: dict[int, dict[str, str]] = {}
    for form_id, key, whose in session.execute(
            select(KeyingDifference.submission_id, KeyingDifference.question_key, KeyingDifference.settled_as)
            .join(Submission, Submission.id == KeyingDifference.submission_id)
            .where(Submission.consultation_id == consultation_id, KeyingDifference.settled_as.is_not(None))):
        as_whose.setdefault(form_id, {})[key] = str(whose)
    return [(one, two, as_whose.get(one.submission_id, {})) for one, two in pairs]


def _waiting(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    # A form that came as a file of words (a Word form filled in on a computer) can be typed too.
    return (Submission.consultation_id == consultation_id, Submission.format == "form",
            Submission.state == "waiting")


def _at(stage: str) -> ColumnElement[bool]:
    # Under another name: the list joins typings of its own.
    typing = aliased(Keying)
    done = {number: exists().where(typing.submission_id == Submission.id, typing.number == number,
                                   typing.state == "done") for number in (1, 2)}
    if stage == "first":
        return ~done[1]
    return done[1] & ~done[2] if stage == "second" else done[2]
