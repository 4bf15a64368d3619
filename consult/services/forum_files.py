"""Voice notes, signed films and documents of a forum: taken in, looked into, served to its members alone, deleted.

`held` is a file that no scanner has passed, as for files in answers (services/attachments.py).
"""

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import BinaryIO

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.clients import scanning
from consult.clients.files import Kept, TooLarge
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.posts import LONGEST_POST, check_length
from consult.domain.signed_answers import check_seconds
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.intake.media import MEGABYTE, MOST_BYTES, clean_name, recognised
from consult.models.base import utc_now
from consult.models.threads import ForumFile
from consult.queries import forum_files as stored
from consult.services import file_stores, forum_life
from consult.services.attachments import ORPHAN_SECONDS, STEP, Sent, scanner
from consult.services.file_stores import Store
from consult.services.measures import graphemes
from consult.services.pauses import require_unpaused
from consult.services.transaction import after_commit, writing

KINDS = ("audio", "video", "file")
# A file that was sent with nothing that was kept goes after so many days.
DAYS_UNATTACHED = 2


@dataclass(frozen=True)
class _Taken:
    kept: Kept
    media_type: str
    state: str


def store() -> Store:
    """Return where forums' files are kept: apart from those of answers, for nothing leads from one to the other."""
    return file_stores.opened("forum-files")


def keep(*, by: Acting, sent: Sent, kind: str, transcript: str = "") -> ForumFile:
    """Take in a file; until something names it, only its sender can open it.

    Call it before the transaction in which it is named: a scan takes seconds. `kind` is audio, video or file. Raises
    NotFound, Conflict("forum-not-open"), Refused("file", `media-empty`, `media-kind`, `media-large`, `media-harmful`,
    `film-long`), Refused("transcript", "text-long"). After any of these nothing is kept.
    """
    by.require(Right.PROPOSE)
    if kind not in KINDS:
        raise NotFound()
    words = check_length("transcript", clean(transcript).strip(), graphemes, LONGEST_POST)
    try:
        check_seconds(sent.seconds)
    except Refused as refused:
        raise Refused("file", refused.code, refused.facts) from None
    forum_life.require_open(db.session(), by)
    require_unpaused(db.session(), by)
    taken = _taken_in(kind, sent)
    try:
        with writing() as session:
            forum_life.require_open(session, by)
            row = ForumFile(
                forum_id=by.forum_id, member_id=by.member_id, kind=kind, name=clean_name(sent.name),
                media_type=taken.media_type, size=taken.kept.size, digest=taken.kept.digest,
                stored_as=taken.kept.stored_as, state=taken.state, transcript=words, added_on=london_day(utc_now()))
            session.add(row)
            session.flush()
            return row
    except BaseException:
        store().remove(taken.kept.stored_as)
        raise


def _taken_in(kind: str, sent: Sent) -> _Taken:
    """Store the bytes and return what they are; on a refusal nothing is left of them."""
    try:
        kept = store().keep(sent.stream, MOST_BYTES[kind])
    except TooLarge:
        raise Refused("file", "media-large", {"most": MOST_BYTES[kind] // MEGABYTE}) from None
    try:
        if kept.size == 0:
            raise Refused("file", "media-empty")
        with store().open(kept.stored_as) as stream:
            media_type = recognised(kind, stream, name=sent.name, declared=sent.declared)
            if media_type is None:
                raise Refused("file", "media-kind", {"kind": kind})
            verdict = scanner().verdict(stream)
        if verdict == scanning.HARMFUL:
            raise Refused("file", "media-harmful")
    except BaseException:
        store().remove(kept.stored_as)
        raise
    return _Taken(kept, media_type, "clean" if verdict == scanning.CLEAN else "held")


def own(session: Session, by: Acting, public_id: str) -> ForumFile:
    """Return a file that this person sent, to be named by what they write now; raises NotFound."""
    row = stored.own(session, by, public_id)
    if row is None:
        raise NotFound()
    return row


def delete(session: Session, file_id: int) -> None:
    """Delete a file inside the caller's transaction; its bytes go after the commit, its name and words at once."""
    row = session.get(ForumFile, file_id)
    if row is None or row.stored_as is None:
        return
    after_commit(("file", row.stored_as), partial(store().remove, row.stored_as))
    # The name that a person gave their file can tell who they are.
    row.state, row.stored_as, row.name, row.transcript, row.is_released = "deleted", None, row.kind, "", False


def drop(*, by: Acting, public_id: str) -> None:
    """Delete a file that this person sent and nothing names; raises NotFound."""
    with writing() as session:
        delete(session, own(session, by, public_id).id)


def release(session: Session, file_id: int) -> None:
    """Let everyone open a file, inside the transaction of the group's decision; raises NotFound."""
    row = session.get(ForumFile, file_id)
    if row is None or row.state in stored.GONE:
        raise NotFound()
    row.is_released = True


def withhold(session: Session, file_id: int) -> None:
    """Let only the group open a file that everyone could, inside the transaction of its decision."""
    row = session.get(ForumFile, file_id)
    if row is not None:
        row.is_released = False


def opened(*, by: Acting, public_id: str) -> tuple[ForumFile, BinaryIO]:
    """Return a file with its bytes for somebody in the forum.

    Raises NotFound where it is none that they may open, Conflict("media-unchecked") where the scanner cannot say yet.
    """
    return _opened(stored.readable(db.session(), by, public_id))


def opened_released(*, forum_id: int, public_id: str) -> tuple[ForumFile, BinaryIO]:
    """Return a file that the group released with its bytes, for everyone; raises NotFound, Conflict."""
    return _opened(stored.released(db.session(), forum_id, public_id))


def _opened(row: ForumFile | None) -> tuple[ForumFile, BinaryIO]:
    if row is None or row.stored_as is None:
        raise NotFound()
    try:
        stream = store().open(row.stored_as)
    except FileNotFoundError:
        raise NotFound() from None
    with contextlib.ExitStack() as closing:
        closing.callback(stream.close)
        if row.state == "held" and scanner().is_there:
            _look_again(row.id, row.stored_as, stream)
        closing.pop_all()
    return row, stream


def _look_again(row_id: int, stored_as: str, stream: BinaryIO) -> None:
    """Ask the scanner about a file that it has not passed, with no transaction open; raises unless it passes now."""
    db.session.rollback()
    verdict = scanner().verdict(stream)
    stream.seek(0)
    if verdict == scanning.UNKNOWN:
        raise Conflict("media-unchecked")
    is_clean = verdict == scanning.CLEAN
    with writing() as session:
        session.execute(update(ForumFile).where(ForumFile.id == row_id)
                        .values(state="clean" if is_clean else "refused"))
        if not is_clean:
            after_commit(("file", stored_as), partial(store().remove, stored_as))
    if not is_clean:
        raise NotFound()


def sweep() -> int:
    """Delete files that were sent with nothing that was kept, and bytes that no row stands for; for the worker.

    Returns how many there were.
    """
    with writing() as session:
        ids = stored.unattached(session, london_day(utc_now()) - timedelta(days=DAYS_UNATTACHED))
        for one in ids:
            delete(session, one)
        names = list(store().older_than(ORPHAN_SECONDS))
        known = (stored.known(session, names[first:first + STEP]) for first in range(0, len(names), STEP))
        orphans = set(names).difference(*known)
    for name in orphans:
        store().remove(name)
    return len(ids) + len(orphans)
