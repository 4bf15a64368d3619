"""Files that people answer with: taken in, looked into, handed over when a response is sent, and deleted with it.

`held` is a file that no scanner has passed. Where a scanner is set up (CONSULT_CLAMD) a held file is served to nobody:
it is looked into again when someone asks for it. Where none is set up, staff are told that it was not scanned, and get
it only as a download. `clean` is said only of what a scanner passed; what it finds harmful is deleted.
"""

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, BinaryIO

from flask import current_app
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.clients import scanning
from consult.clients.files import Kept, TooLarge
from consult.clients.scanning import Scanner
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.surveys import Question
from consult.extensions import db
from consult.intake.media import MEGABYTE, MOST_BYTES, clean_name, recognised
from consult.models.responses import Answer, Attachment, Draft, Response
from consult.queries import attachments, drafts, mailboxes
from consult.services import audit, file_stores, rights
from consult.services.draft_lives import hash_of, touch
from consult.services.file_stores import Store
from consult.services.transaction import after_commit, writing

# A file without a row is left alone for so long: its row may be on the way.
ORPHAN_SECONDS = 24 * 3600
# Names asked for in one statement.
STEP = 5_000


@dataclass(frozen=True)
class Sent:
    """A file as it came: its bytes, the name, the type and, of a film, the length that the sender gave it."""

    stream: BinaryIO
    name: str
    declared: str
    seconds: int | None = None


def store() -> Store:
    """Return where the files of this installation are kept."""
    return file_stores.opened("files")


def scanner() -> Scanner:
    """Return what looks into files here."""
    return scanning.scanner(current_app.config["CONSULT_SETTINGS"].scanner)


def keep(*, token: str, consultation_id: int, question: Question, sent: Sent) -> None:
    """Take in a file as the answer to a question of the draft; it takes the place of the one sent before.

    Raises Refused(question key, `media-empty`, `media-kind`, `media-large`, `media-harmful`), NotFound where the draft
    is gone. After any of these nothing is kept and the earlier file stays.
    """
    kept, media_type, state = _taken_in(question, sent)
    try:
        with writing() as session:
            draft = drafts.locked(session, hash_of(token), consultation_id)
            if draft is None:
                raise NotFound()
            _delete(session, Attachment.draft_id == draft.id, Attachment.question_key == question.key)
            row = Attachment(draft_id=draft.id, question_key=question.key, name=clean_name(sent.name),
                             media_type=media_type, size=kept.size, digest=kept.digest, stored_as=kept.stored_as,
                             state=state, seconds=sent.seconds)
            session.add(row)
            session.flush()
            draft.answers = {**draft.answers, question.key: [row.public_id]}
            touch(draft)
    except BaseException:
        store().remove(kept.stored_as)
        raise


def _taken_in(question: Question, sent: Sent) -> tuple[Kept, str, str]:
    """Store the bytes and return where they are, their media type and their state; on a refusal nothing is left."""
    most = MOST_BYTES[question.kind]
    try:
        kept = store().keep(sent.stream, most)
    except TooLarge:
        raise Refused(question.key, "media-large", {"most": most // MEGABYTE}) from None
    try:
        if kept.size == 0:
            raise Refused(question.key, "media-empty")
        with store().open(kept.stored_as) as stream:
            media_type = recognised(question.kind, stream, name=sent.name, declared=sent.declared)
            if media_type is None:
                raise Refused(question.key, "media-kind", {"kind": question.kind})
            verdict = scanner().verdict(stream)
        if verdict == scanning.HARMFUL:
            raise Refused(question.key, "media-harmful")
    except BaseException:
        store().remove(kept.stored_as)
        raise
    return kept, media_type, "clean" if verdict == scanning.CLEAN else "held"


def remove(*, token: str, consultation_id: int, question_key: str) -> None:
    """Take a file out of the draft's answers again. Raises NotFound where the draft is gone."""
    with writing() as session:
        draft = drafts.locked(session, hash_of(token), consultation_id)
        if draft is None:
            raise NotFound()
        _delete(session, Attachment.draft_id == draft.id, Attachment.question_key == question_key)
        draft.answers = {key: given for key, given in draft.answers.items() if key != question_key}


def hand_over(session: Session, draft: Draft, response: Response) -> None:
    """Give the files that a response answers with to it, inside the caller's transaction; the draft's others go.

    Films in sign language are handed over before this by signed_answers.py.

    A response that corrects another one takes the files over that it still names.
    """
    named = set(session.scalars(
        select(Answer.value).where(Answer.response_id == response.id, Answer.value.is_not(None))))
    owners = [Attachment.draft_id == draft.id]
    if draft.corrects_id is not None:
        owners.append(Attachment.response_id == draft.corrects_id)
    for owner in owners:
        for row in session.scalars(select(Attachment).where(owner)):
            if row.public_id in named:
                row.draft_id, row.response_id = None, response.id
    session.flush()
    _delete(session, Attachment.draft_id == draft.id)


def forget(session: Session, draft_ids: Iterable[int]) -> None:
    """Delete the files of drafts that are about to go, inside the caller's transaction; the bytes go after it."""
    ids: Sequence[int] = list(draft_ids)
    if ids:
        _delete(session, Attachment.draft_id.in_(ids))


def forget_of_response(session: Session, response_id: int) -> None:
    """Delete the files of a response whose words go, inside the caller's transaction; the bytes go after it.

    Films in sign language go by signed_answers.py, which keeps the proof.
    """
    _delete(session, Attachment.response_id == response_id, ~attachments.IS_FILM)


def _delete(session: Session, *wanted: Any) -> None:
    for stored_as in session.scalars(select(Attachment.stored_as).where(*wanted)).all():
        after_commit(("file", stored_as), partial(store().remove, stored_as))
    session.execute(delete(Attachment).where(*wanted))


def open_own(*, token: str, consultation_id: int, public_id: str) -> tuple[Attachment, BinaryIO]:
    """Return a file of the draft with its bytes, for the person who sent it.

    Raises NotFound where it is none of theirs, Conflict("media-unchecked") where the scanner cannot say yet.
    """
    session = db.session()
    draft = drafts.living(session, hash_of(token), consultation_id)
    return opened(attachments.one_of_draft(session, draft, public_id) if draft is not None else None)


def open_for_staff(*, consultation_id: int, public_id: str, by_id: int) -> tuple[Attachment, BinaryIO]:
    """Return a file of a response with its bytes, and keep in the trail that this person asked for it.

    Raises NotFound, NotAllowed, Conflict("media-unchecked") where the scanner cannot say yet.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.READ_RESPONSES, consultation_id)
        row = attachments.one_of_consultation(session, consultation_id, public_id)
        if row is None:
            raise NotFound()
        audit.record(session, Act.ATTACHMENT_OPENED, person_id=by_id, kind="attachment", object_id=public_id,
                     consultation_id=consultation_id)
    return opened(row)


def opened(row: Attachment | None) -> tuple[Attachment, BinaryIO]:
    """Return a file with its bytes; raises NotFound where there is none, Conflict("media-unchecked")."""
    if row is None or row.state in ("refused", "deleted"):
        raise NotFound()
    try:
        stream = store().open(row.stored_as)
    except FileNotFoundError:
        raise NotFound() from None
    with contextlib.ExitStack() as closing:
        closing.callback(stream.close)
        if row.state == "held" and scanner().is_there:
            _look_again(row, stream)
        closing.pop_all()
    return row, stream


def _look_again(row: Attachment, stream: BinaryIO) -> None:
    """Ask the scanner about a file that it has not passed; raises Conflict or NotFound unless it passes now.

    No transaction is open meanwhile: a scan takes seconds, and everyone else would wait.
    """
    db.session.rollback()
    verdict = scanner().verdict(stream)
    stream.seek(0)
    if verdict == scanning.UNKNOWN:
        raise Conflict("media-unchecked")
    is_clean = verdict == scanning.CLEAN
    with writing() as session:
        session.execute(update(Attachment).where(Attachment.id == row.id)
                        .values(state="clean" if is_clean else "refused"))
        if not is_clean:
            after_commit(("file", row.stored_as), partial(store().remove, row.stored_as))
    if not is_clean:
        raise NotFound()


def sweep(session: Session) -> int:
    """Delete stored files that no row stands for, and return how many: what a crash between the two left behind."""
    names = list(store().older_than(ORPHAN_SECONDS))
    # In steps: a database takes only so many values in one statement.
    known = (attachments.known(session, names[first:first + STEP]) for first in range(0, len(names), STEP))
    orphans = set(names).difference(*known, mailboxes.stored_files(session))
    for name in orphans:
        store().remove(name)
    return len(orphans)
