"""Typing paper forms: who types which, keeping what they typed, laying two typings side by side; see keyed_forms.py."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forms import PaperForm
from consult.domain.keyed_answers import check_typed
from consult.domain.keyings import (
    FIRST,
    SECOND,
    Field,
    Typing,
    check_second,
    differences,
    fields_of,
    is_whole_twice,
    typed_again,
)
from consult.domain.page_answers import keepable
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.keyings import Keying, KeyingDifference
from consult.models.submissions import Submission
from consult.queries import keyings, surveys
from consult.services import audit, forms, rights
from consult.services.measures import MEASURES
from consult.services.transaction import writing

# What is kept of one answer while a form is being typed, in code points.
MOST_KEPT = 40_000
# Both forms; someone under 13 fills in none.
AGES = ("adult", "13-15")


@dataclass(frozen=True)
class Typed:
    """A page of typing as it was sent: values by field, closed fields marked as unclear, and the save it builds on."""

    values: Mapping[str, Sequence[str]]
    unclear: Collection[str] = frozenset()
    revision: int = 1


@dataclass(frozen=True)
class Finished:
    """What finishing did: `problems` are answers that cannot be (then nothing is finished), `to_settle` differences."""

    problems: tuple[Refused, ...] = field(default=())
    to_settle: int = 0
    is_agreed: bool = False


def begin(*, consultation_id: int, submission_id: str, version_number: int, age: str, by_id: int) -> None:
    """Take a form that waits for its first typing; `version_number` and `age` say which form it is.

    Raises Refused("version" or "age", "option-unknown"), Conflict("keying-taken") where somebody types it already.
    """
    if age not in AGES:
        raise Refused("age", "option-unknown")
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        version_id = keyings.version_id(session, consultation_id, version_number)
        if version_id is None:
            raise Refused("version", "option-unknown")
        _add(session, submission, Keying(survey_version_id=version_id, number=FIRST, age_route=age, by_id=by_id))


def begin_again(*, consultation_id: int, submission_id: str, by_id: int) -> None:
    """Take a form for its second typing, without what the first person typed.

    Raises NotAllowed for who typed it first, Conflict("keying-taken"), Conflict("keying-not-ready") before the first
    typing is done.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        first = keyings.of(session, submission.id, FIRST)
        if first is None or first.state != "done":
            raise Conflict("keying-not-ready")
        check_second(by_id, first.by_id)
        before = session.scalar(select(func.count()).select_from(Keying).where(
            Keying.by_id == first.by_id, Keying.number == FIRST, Keying.id < first.id)) or 0
        _add(session, submission, Keying(
            survey_version_id=first.survey_version_id, number=SECOND, age_route=first.age_route, by_id=by_id,
            is_closed_only=not is_whole_twice(submission.public_id, before)))


def _add(session: Session, submission: Submission, keying: Keying) -> None:
    if keyings.of(session, submission.id, keying.number) is not None:
        raise Conflict("keying-taken")
    keying.submission_id = submission.id
    session.add(keying)
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("keying-taken") from None


def take_over(*, consultation_id: int, submission_id: str, number: int, by_id: int) -> None:
    """Go on with a typing that another person left; what they typed stays.

    Raises NotAllowed for the second typing of who typed first, Conflict("keying-done", "keying-not-begun").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        keying = _open(session, submission, number)
        if number == SECOND:
            check_second(by_id, _first(session, submission).by_id)
        keying.by_id = by_id
        keying.revision += 1


def save(*, consultation_id: int, submission_id: str, number: int, typed: Typed, by_id: int) -> int:
    """Keep a typing as it stands, right or wrong, and return its revision.

    Raises Conflict("keying-taken") where another person types it now, Conflict("keying-changed") where it was saved
    in another window since, Conflict("keying-done").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        keying = _own(session, submission, number, typed, by_id)
        _keep(session, keying, _tidy(asked_fields(session, submission, keying), typed))
        return keying.revision


def finish(*, consultation_id: int, submission_id: str, number: int, typed: Typed, by_id: int) -> Finished:
    """Say that a typing is done; the second one is compared with the first.

    What cannot be an answer is returned as `problems`: then everything is kept and the typing stays open. Raises as
    `save`, and Refused("answers", "form-blank") where nothing was typed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        submission = waiting_form(session, consultation_id, submission_id)
        keying = _own(session, submission, number, typed, by_id)
        fields = asked_fields(session, submission, keying)
        typed = _tidy(fields, typed)
        checked, problems = check_typed(fields, Typing(typed.values, frozenset(typed.unclear)), MEASURES)
        _keep(session, keying, typed)
        if problems:
            return Finished(problems)
        if number == FIRST and not checked.values and not checked.unclear:
            raise Refused("answers", "form-blank")
        keying.answers = {key: list(values) for key, values in checked.values.items()}
        keying.unclear = sorted(checked.unclear)
        keying.state, keying.done_at = "done", utc_now()
        session.flush()
        audit.record(session, Act.FORM_TYPED, person_id=by_id, kind="submission", object_id=submission.public_id,
                     consultation_id=consultation_id, number=number)
        return _compare(session, submission, fields) if number == SECOND else Finished()


def _compare(session: Session, submission: Submission, fields: Sequence[Field]) -> Finished:
    first, second = (typing_of(keyings.of(session, submission.id, number)) for number in (FIRST, SECOND))
    found = differences(fields, first, second)
    session.add_all(KeyingDifference(submission_id=submission.id, question_key=one.field.key, kind=one.field.kind)
                    for one in found)
    session.flush()
    return Finished(to_settle=len(found), is_agreed=not found)


def typing_of(keying: Keying | None) -> Typing:
    """Return what one person typed, as values."""
    if keying is None:
        return Typing({})
    return Typing({key: tuple(values) for key, values in keying.answers.items()}, frozenset(keying.unclear))


def asked_fields(session: Session, submission: Submission, keying: Keying) -> tuple[Field, ...]:
    """Return what is typed in this typing: everything, or for a second one what has to be typed twice."""
    fields = fields_of(form_of(session, submission, keying))
    if keying.number == FIRST:
        return fields
    return typed_again(fields, typing_of(_first(session, submission)), is_whole=not keying.is_closed_only)


def form_of(session: Session, submission: Submission, keying: Keying) -> PaperForm:
    """Return the paper form that is typed: of its version of the survey, for people of its age."""
    version = surveys.by_id(session, keying.survey_version_id)
    assert version is not None
    consultation = session.get_one(Consultation, submission.consultation_id)
    return forms.paper_form(session, consultation, version, age=keying.age_route)


def waiting_form(session: Session, consultation_id: int, public_id: str) -> Submission:
    """Return a paper form that waits, held for this transaction; raises NotFound, Conflict("submission-decided")."""
    submission = session.scalar(select(Submission).where(
        Submission.consultation_id == consultation_id, Submission.public_id == public_id,
        Submission.format == "form").with_for_update())
    if submission is None:
        raise NotFound()
    if submission.state != "waiting":
        raise Conflict("submission-decided")
    return submission


def _first(session: Session, submission: Submission) -> Keying:
    first = keyings.of(session, submission.id, FIRST)
    if first is None:
        raise NotFound()
    return first


def _open(session: Session, submission: Submission, number: int) -> Keying:
    keying = keyings.of(session, submission.id, number)
    if keying is None:
        raise Conflict("keying-not-begun")
    if keying.state == "done":
        raise Conflict("keying-done")
    return keying


def _own(session: Session, submission: Submission, number: int, typed: Typed, by_id: int) -> Keying:
    keying = _open(session, submission, number)
    if keying.by_id != by_id:
        raise Conflict("keying-taken")
    if keying.revision != typed.revision:
        raise Conflict("keying-changed")
    return keying


def _tidy(fields: Sequence[Field], typed: Typed) -> Typed:
    """Return what was sent for these fields and no others, in words that can be stored."""
    keys = {one.key for one in fields}
    values = {key: [clean(value)[:MOST_KEPT] for value in given[:60]]
              for key, given in typed.values.items() if key in keys}
    return Typed(values, keys & set(typed.unclear), typed.revision)


def _keep(session: Session, keying: Keying, typed: Typed) -> None:
    version = surveys.by_id(session, keying.survey_version_id)
    assert version is not None
    asked = [question for section in version.survey.sections for page in section.pages for question in page.questions]
    kept: dict[str, Any] = {key: values for key, values in keepable(asked, typed.values).items() if any(values)}
    keying.answers, keying.unclear = kept, sorted(typed.unclear)
    keying.revision += 1

