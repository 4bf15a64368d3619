"""Hands out files of what was taken in: as copies that say nothing beside their words, or as they came, with a reason.

Who decides on it sees it; what somebody worries about is for those who handle worries until they are done, and once
something was taken out of an answer, its source shows it still and is for those who may read originals.
"""

import contextlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from sqlalchemy import exists, or_, select, update
from sqlalchemy.orm import Session

from consult.clients import scanning
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.texts import clean
from consult.extensions import db
from consult.intake import page_pictures
from consult.intake.clean_copies import cleaned, copy_type
from consult.intake.document_kinds import ENDINGS
from consult.models.care import AnswerOriginal
from consult.models.responses import Answer
from consult.models.submissions import Submission, SubmissionFile
from consult.queries import kept_back, people
from consult.services import attachments, audit, rights
from consult.services.transaction import after_commit, writing

MOST_REASON = 500


@dataclass(frozen=True)
class Served:
    """A file on its way out; its name says which file it is, and nothing that its sender wrote."""

    name: str
    media_type: str
    size: int
    stream: BinaryIO


def copy(*, consultation_id: int, submission_public_id: str, file_public_id: str, by_id: int) -> Served:
    """Return the copy of a file that may leave (intake/clean_copies.py); that it was taken is in the trail.

    Raises NotAllowed, NotFound, Conflict("media-unchecked") where the scanner cannot say yet, Refused("file", code)
    where no copy of it can be made.
    """
    row = _asked(consultation_id, submission_public_id, file_public_id, by_id, Act.SOURCE_COPIED)
    made_as = copy_type(row.media_type)
    if made_as is None:
        raise Refused("file", "copy-impossible")
    return _made(row, made_as, lambda data: cleaned(data, row.media_type))


def picture(*, consultation_id: int, submission_public_id: str, file_public_id: str, page: int, by_id: int) -> Served:
    """Return one page of a scan, from 1, as a picture. Raises as `copy`; what the page is part of is in the trail."""
    row = _asked(consultation_id, submission_public_id, file_public_id, by_id, Act.SOURCE_COPIED, page=page)
    return _made(row, page_pictures.MEDIA_TYPE, lambda data: page_pictures.page_picture(data, row.media_type, page))


def as_it_came(*, consultation_id: int, submission_public_id: str, file_public_id: str, reason: str, by_id: int
               ) -> Served:
    """Return a file with everything that its sender left in it; who opened it and why is in the trail.

    Raises NotAllowed, NotFound, Conflict("media-unchecked"), Refused("reason", `source-reason-missing` or
    `source-reason-long`).
    """
    reason = clean(reason).strip()
    if not reason:
        raise Refused("reason", "source-reason-missing")
    if len(reason) > MOST_REASON:
        raise Refused("reason", "source-reason-long", {"most": MOST_REASON})
    row = _asked(consultation_id, submission_public_id, file_public_id, by_id, Act.SOURCE_OPENED, reason=reason)
    stream = _opened(row)
    ending = ENDINGS.get(row.media_type, "bin")
    return Served(f"{row.public_id}.{ending}", row.media_type, row.size, stream)


def _asked(consultation_id: int, submission_public_id: str, file_public_id: str, by_id: int, act: Act, **facts: object
           ) -> SubmissionFile:
    """Return the row of a file that this person may have, and keep in the trail that they asked for it."""
    permission = Permission.OPEN_SENDERS if act is Act.SOURCE_OPENED else Permission.TAKE_IN
    with writing() as session:
        rights.require(session, by_id, permission, consultation_id)
        found = session.execute(
            select(SubmissionFile, Submission.id, Submission.response_id)
            .join(Submission, Submission.id == SubmissionFile.submission_id)
            .where(Submission.consultation_id == consultation_id, Submission.public_id == submission_public_id,
                   SubmissionFile.public_id == file_public_id)).one_or_none()
        if found is None:
            raise NotFound()
        row, submission_id, response_id = found
        if row.state in ("refused", "deleted"):
            raise NotFound()
        _check_care(session, consultation_id, submission_id, response_id, by_id)
        audit.record(session, act, person_id=by_id, kind="submission-file", object_id=row.public_id,
                     consultation_id=consultation_id, **facts)
        return row


def _check_care(session: Session, consultation_id: int, submission_id: int, response_id: int | None, by_id: int
                ) -> None:
    """Raise NotFound where somebody worries about it, NotAllowed where words were taken out of it."""
    held = people.permissions_of(session, by_id, consultation_id)
    mine = Answer.response_id == response_id
    is_withheld = session.scalar(select(or_(
        exists(select(Submission.id).where(Submission.id == submission_id, kept_back.is_submission_withheld())),
        exists(select(Answer.id).where(mine, kept_back.is_withheld())))))
    if is_withheld and Permission.HANDLE_WORRIES not in held:
        raise NotFound()
    is_redacted = session.scalar(select(exists(
        select(AnswerOriginal.answer_id).join(Answer, Answer.id == AnswerOriginal.answer_id).where(mine))))
    if is_redacted and Permission.READ_ORIGINALS not in held:
        raise NotAllowed()


def _made(row: SubmissionFile, media_type: str, make: Callable[[bytes], bytes]) -> Served:
    with contextlib.closing(_opened(row)) as stream:
        data = make(stream.read())
    return Served(f"{row.public_id}.{ENDINGS[media_type]}", media_type, len(data), io.BytesIO(data))


def _opened(row: SubmissionFile) -> BinaryIO:
    """Return the bytes of a file; raises NotFound where they are not there, Conflict("media-unchecked")."""
    try:
        stream = attachments.store().open(row.stored_as)
    except FileNotFoundError:
        raise NotFound() from None
    with _closed_on_failure(stream):
        if row.state == "held" and attachments.scanner().is_there:
            _look_again(row, stream)
    return stream


@contextlib.contextmanager
def _closed_on_failure(stream: BinaryIO) -> Iterator[None]:
    try:
        yield
    except BaseException:
        stream.close()
        raise


def _look_again(row: SubmissionFile, stream: BinaryIO) -> None:
    """Ask the scanner about a file that it has not passed; no transaction is open meanwhile."""
    file_id, stored_as = row.id, row.stored_as
    db.session.rollback()
    verdict = attachments.scanner().verdict(stream)
    stream.seek(0)
    if verdict == scanning.UNKNOWN:
        raise Conflict("media-unchecked")
    is_clean = verdict == scanning.CLEAN
    values = {"state": "clean"} if is_clean else {"state": "refused", "problem": "document-harmful"}
    with writing() as session:
        session.execute(update(SubmissionFile).where(SubmissionFile.id == file_id).values(**values))
        if not is_clean:
            after_commit(("file", stored_as), partial(attachments.store().remove, stored_as))
    if not is_clean:
        raise NotFound()
