"""Files of what was taken in: kept as they came, read into its words, and handed out as copies that say nothing else.

`held` is a file that no scanner has passed; where a scanner is set up (CONSULT_CLAMD) it is served to nobody until it
has. What a scanner finds harmful is deleted, and its row says so: that something came is never forgotten.
"""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.clients import scanning
from consult.clients.files import Kept, TooLarge
from consult.domain import submissions as rules
from consult.domain.document_anchors import Anchor, anchor_of
from consult.domain.errors import Refused
from consult.domain.submissions import Part
from consult.intake.document_kinds import IMAGES, PDF
from consult.intake.document_parts import MEGABYTE, MOST_BYTES, Document
from consult.intake.documents import read_document
from consult.intake.media import clean_name
from consult.models.submissions import Submission, SubmissionFile
from consult.services import attachments, other_worries

UNKNOWN_TYPE = "application/octet-stream"
SOURCE, ATTACHMENT, SCAN = "source", "attachment", "scan"
# What is not even kept: nothing can be read from it by anyone, or opening it does harm.
HARMFUL, BOMB, EMPTY = "document-harmful", "document-bomb", "document-empty"
_DELETED = frozenset({HARMFUL, BOMB})


class NotKept(OSError):
    """The file store takes nothing now: what came may come again later, and is not wrong itself."""


@dataclass(frozen=True)
class Looked:
    """A file that was kept, scanned and read, and belongs to nothing yet.

    `problem` says by a code why no words were read from it, empty where some were or none were looked for.
    """

    name: str
    media_type: str
    kept: Kept
    state: str
    problem: str
    document: Document | None


def looked_at(data: bytes, *, name: str = "", role: str = SOURCE, media_type: str = "") -> Looked:
    """Keep, scan and read a file; call it outside of a transaction, for a scan takes seconds.

    `media_type` is given where the caller knows the form and reads the words itself (an e-mail); a scan is not read.
    Raises Refused("file", `document-large` or `document-empty`), NotKept: then nothing is kept. Whoever ends up without
    a submission for it calls `forget`.
    """
    if not data:
        raise Refused("file", EMPTY)
    try:
        kept = attachments.store().keep(io.BytesIO(data), MOST_BYTES)
    except TooLarge:
        raise Refused("file", "document-large", {"most": MOST_BYTES // MEGABYTE}) from None
    except OSError as error:
        raise NotKept(str(error)) from error
    try:
        verdict = attachments.scanner().verdict(io.BytesIO(data))
        document, problem = None, HARMFUL
        if verdict != scanning.HARMFUL:
            document, problem = (None, "") if media_type else _read(data, role)
        if problem in _DELETED:
            attachments.store().remove(kept.stored_as)
    except BaseException:
        attachments.store().remove(kept.stored_as)
        raise
    state = "refused" if problem in _DELETED else "clean" if verdict == scanning.CLEAN else "held"
    found = document.media_type if document is not None else UNKNOWN_TYPE
    return Looked(clean_name(name), media_type or found, kept, state, problem, document)


def _read(data: bytes, role: str) -> tuple[Document | None, str]:
    try:
        document = read_document(data)
    except Refused as refused:
        return None, refused.code
    if role == SCAN and document.media_type not in (*IMAGES, PDF):
        return document, "document-no-scan"
    return document, ""


def forget(looked: Looked) -> None:
    """Delete a file that was looked at and belongs to nothing."""
    attachments.store().remove(looked.kept.stored_as)


def add_file(session: Session, submission: Submission, *, data: bytes | Looked = b"", stream: BinaryIO | None = None,
             name: str = "", role: str = ATTACHMENT, media_type: str = "") -> SubmissionFile:
    """Give a file to a submission inside the caller's transaction, and its words to the submission's parts.

    A `source` is what was sent itself, an `attachment` came with it, a `scan` shows a form that a person types. What
    cannot be read is kept with the reason, and the submission then waits for someone to type it where it has no other
    words. Takes bytes, a stream of them, or what `looked_at` returned before. Raises Refused as `looked_at`.
    """
    if stream is not None:
        # One byte more than may be is enough to be refused.
        data = stream.read(MOST_BYTES + 1)
    looked = data if isinstance(data, Looked) else looked_at(data, name=name, role=role, media_type=media_type)
    position = session.scalar(
        select(func.count()).select_from(SubmissionFile).where(SubmissionFile.submission_id == submission.id)) or 0
    row = SubmissionFile(
        submission_id=submission.id, position=position, role=role, name=looked.name, media_type=looked.media_type,
        size=looked.kept.size, digest=looked.kept.digest, stored_as=looked.kept.stored_as, state=looked.state,
        problem=looked.problem)
    session.add(row)
    if role != SCAN:
        _add_words(submission, row, looked)
        other_worries.look_at_submission(session, submission)
    session.flush()
    return row


def _add_words(submission: Submission, row: SubmissionFile, looked: Looked) -> None:
    parts = _own_parts(submission)
    found = _parts_of(looked.document, None if row.role == SOURCE else row.position)
    if sum(len(part.text) for part in (*parts, *found)) > rules.MOST_TEXT:
        row.problem, found = "document-long", ()
    submission.parts = rules.stored_parts((*parts, *found))
    has_words = any(part.kind not in rules.BESIDE for part in (*parts, *found))
    is_picture = looked.media_type in IMAGES
    if looked.document is not None and looked.document.is_scanned:
        # A logo under an e-mail is a picture too: it is typed only where there is nothing else.
        submission.needs_typing = submission.needs_typing or not is_picture or not has_words
    elif row.problem:
        submission.needs_typing = submission.needs_typing or not has_words


def _own_parts(submission: Submission) -> Sequence[Part]:
    """Return the parts that a submission has; words that a person typed become parts, for they would not be read."""
    parts = rules.parts_from(submission.parts)
    if submission.text and not any(part.kind not in rules.BESIDE for part in parts):
        letter = rules.letter_of((), submission.text)
        parts = (*parts, *(Part(place.anchor, place.kind, letter.text[place.start:place.end])
                           for place in letter.places))
    return parts


def _parts_of(document: Document | None, file: int | None) -> tuple[Part, ...]:
    if document is None:
        return ()
    return tuple(Part(_mark(one.anchor, file), one.kind, one.text) for one in document.paragraphs)


def _mark(anchor: str, file: int | None) -> str:
    found = anchor_of(anchor)
    return str(Anchor(found.number, found.page, file)) if found is not None else anchor


def same_file(session: Session, consultation_id: int, data: bytes) -> str | None:
    """Return the public id of the first submission that came as a file of exactly these bytes, or None."""
    return session.scalar(
        select(Submission.public_id).join(SubmissionFile, SubmissionFile.submission_id == Submission.id)
        .where(Submission.consultation_id == consultation_id, SubmissionFile.role == SOURCE,
               SubmissionFile.digest == _digest(data))
        .order_by(Submission.id).limit(1))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
