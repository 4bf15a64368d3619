"""Takes in what staff have before them: a document, a letter that they paste, a petition; not forms, not e-mails."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.submissions import Facts
from consult.extensions import db
from consult.services import acknowledgements, documents, rights, senders, submissions
from consult.services.documents import ATTACHMENT, BOMB, EMPTY, HARMFUL, SOURCE, Looked
from consult.services.transaction import writing

MOST_FILES = 10


@dataclass(frozen=True)
class Uploaded:
    """A file that was chosen: its name as it was sent, and its bytes."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Told:
    """Who sent it, as far as it says so; kept apart and sealed."""

    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    post: str = field(default="", repr=False)


@dataclass(frozen=True)
class TakenIn:
    """What was taken in: its public id, the codes of what could not be read in its files, and what was left out."""

    public_id: str
    needs_typing: bool
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def take_in(*, consultation_id: int, facts: Facts, files: Sequence[Uploaded], sender: Told, by_id: int,
            is_another: bool = False, acknowledges: bool = False) -> TakenIn:
    """Take in one thing that was sent: its first file is it, the others came with it; it waits at the desk.

    `is_another` says that someone else sent the very same file; `acknowledges` that the sender is told by e-mail.
    Raises NotAllowed, Refused("file", code) for a file that may not be kept, Refused("text", "submission-no-words")
    where there is nothing to read and nothing to type, Conflict("submission-known", {"public_id"}) where the same file
    came before or this very form was sent before; Refused as `submissions.take_in`. After any of these nothing is kept.
    """
    rights.require(db.session(), by_id, Permission.TAKE_IN, consultation_id)
    db.session.rollback()
    _check(consultation_id, facts, files, is_another)
    with _looked_at(files) as looked, writing() as session:
        submission = submissions.take_in(session, consultation_id=consultation_id, facts=facts, by_id=by_id)
        for number, one in enumerate(looked):
            documents.add_file(session, submission, data=one, role=ATTACHMENT if number else SOURCE)
        senders.keep(session, submission, name=sender.name, address=sender.address, phone=sender.phone,
                     post=sender.post)
        if acknowledges:
            acknowledgements.want(session, submission, submission.language)
        notes = {note for one in looked if one.document is not None for note in one.document.notes}
        return TakenIn(submission.public_id, submission.needs_typing,
                       tuple(one.problem for one in looked if one.problem), tuple(sorted(notes)))


def _check(consultation_id: int, facts: Facts, files: Sequence[Uploaded], is_another: bool) -> None:
    if len(files) > MOST_FILES:
        raise Refused("file", "files-many", {"most": MOST_FILES})
    if not files and not facts.text.strip() and not facts.needs_typing:
        raise Refused("text", "submission-no-words")
    if files and not is_another:
        known = documents.same_file(db.session(), consultation_id, files[0].data)
        db.session.rollback()
        if known is not None:
            raise Conflict("submission-known", {"public_id": known, "field": "file"})


@contextmanager
def _looked_at(files: Sequence[Uploaded]) -> Iterator[list[Looked]]:
    """Give the files kept, scanned and read; they are gone again where what follows fails."""
    looked: list[Looked] = []
    try:
        for number, file in enumerate(files):
            looked.append(documents.looked_at(file.data, name=file.name, role=ATTACHMENT if number else SOURCE))
            if looked[-1].problem in (HARMFUL, BOMB, EMPTY):
                raise Refused("file", looked[-1].problem, {"name": looked[-1].name})
        yield looked
    except BaseException:
        for one in looked:
            documents.forget(one)
        raise
