"""Files of e-mails that staff bring: kept until a worker has taken each e-mail in, then deleted; the run says how far.

Each e-mail is whole by itself: where the work is stopped, those before stay taken in, and the same file brings the
rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any, BinaryIO

import structlog
from sqlalchemy import select
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from consult.clients.files import TooLarge
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.runs import ENDED
from consult.intake.emails import MEGABYTE as EMAIL_MEGABYTE
from consult.intake.emails import MOST_BYTES, is_email
from consult.intake.emails_mbox import emails_in, is_mbox
from consult.intake.media import clean_name
from consult.models.runs import Run
from consult.queries.mailboxes import EMAILS
from consult.services import attachments, audit, email_intake, rights, runs
from consult.services.documents import NotKept
from consult.services.email_intake import LanguageOf, english
from consult.services.transaction import after_commit, writing

MEGABYTE = 1024 * 1024
MOST_FILE, MOST_FILES = 200 * MEGABYTE, 50
# E-mails that could not be taken in are named up to this many.
MOST_REFUSED = 200
_HEAD = 64 * 1024
# One on which our own reading broke: the others of its file come in all the same.
BROKEN = "email-broken"
_OUTLOOK = b"\xd0\xcf\x11\xe0"

log = structlog.get_logger()


@dataclass(frozen=True)
class Sent:
    """A file as it came: its bytes and its name."""

    stream: BinaryIO
    name: str


@dataclass(frozen=True)
class RefusedEmail:
    """One that could not be taken in: the name of its file, its number there from 1 (0: the file as a whole), why."""

    name: str
    number: int
    code: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass
class Outcome:
    """What became of the e-mails so far; the first of those that were refused are named."""

    taken: int = 0
    known: int = 0
    refused: list[RefusedEmail] = field(default_factory=list)
    refused_count: int = 0

    def refuse(self, name: str, number: int, refused: Refused) -> None:
        """Note an e-mail that could not be taken in."""
        self.refused_count += 1
        if len(self.refused) < MOST_REFUSED:
            self.refused.append(RefusedEmail(name, number, refused.code, dict(refused.facts)))


def outcome_of(facts: Mapping[str, Any]) -> Outcome:
    """Return what became of the e-mails of a run, from the facts that stand on its row."""
    return Outcome(int(facts.get("taken", 0)), int(facts.get("known", 0)),
                   [RefusedEmail(**row) for row in facts.get("refused", ())],
                   int(facts.get("refused_count", 0)))


def start(*, consultation_id: int, files: Sequence[Sent], is_acknowledged: bool, by_id: int) -> Run:
    """Keep files of e-mails and queue the run that takes them in.

    Raises NotAllowed, Refused("file", "file-missing", "emails-files-many", "emails-file-large", "email-outlook",
    "emails-file-other"), Conflict("run-standing") while others are being taken in. After any of these nothing is kept.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
    if not files:
        raise Refused("file", "file-missing")
    if len(files) > MOST_FILES:
        raise Refused("file", "emails-files-many", {"most": MOST_FILES})
    kept: list[dict[str, Any]] = []
    try:
        for sent in files:
            kept.append(_kept(sent))
        with writing() as session:
            rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
            run = runs.start(consultation_id=consultation_id, kind=EMAILS,
                             facts={"files": kept, "is_acknowledged": is_acknowledged})
            run.started_by_id, run.total = by_id, sum(file["size"] for file in kept)
            audit.record(session, Act.EMAILS_IMPORTED, person_id=by_id, kind="run", object_id=run.public_id,
                         consultation_id=consultation_id, files=len(kept))
            return run
    except BaseException:
        _remove(kept)
        raise


def _kept(sent: Sent) -> dict[str, Any]:
    head = sent.stream.read(_HEAD)
    sent.stream.seek(0)
    name = clean_name(sent.name)
    if head.startswith(_OUTLOOK):
        raise Refused("file", "email-outlook", {"name": name})
    if not is_mbox(head) and not is_email(head.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")):
        raise Refused("file", "emails-file-other", {"name": name})
    try:
        found = attachments.store().keep(sent.stream, MOST_FILE)
    except TooLarge:
        raise Refused("file", "emails-file-large", {"most": MOST_FILE // MEGABYTE}) from None
    return {"stored_as": found.stored_as, "name": name, "size": found.size}


def _remove(files: Iterable[Mapping[str, Any]]) -> None:
    for file in files:
        attachments.store().remove(file["stored_as"])


def take_one(outcome: Outcome, *, consultation_id: int, name: str, number: int, data: bytes | None,
             by_id: int | None, is_acknowledged: bool, language_of: LanguageOf = english) -> None:
    """Take one e-mail of a file in, and note in `outcome` what became of it; `data` None is one that is too large."""
    if data is None:
        outcome.refuse(name, number, Refused("file", "email-large", {"most": MOST_BYTES // EMAIL_MEGABYTE}))
        return
    try:
        taken = email_intake.take_in(consultation_id=consultation_id, data=data, by_id=by_id, language_of=language_of,
                                     is_acknowledged=is_acknowledged)
    except Refused as refused:
        outcome.refuse(name, number, refused)
        return
    except (InterfaceError, NotAllowed, NotKept, OperationalError):
        raise
    except Exception as error:
        log.error(BROKEN, kind=type(error).__name__)
        outcome.refuse(name, number, Refused("file", BROKEN))
        return
    if taken.is_new:
        outcome.taken += 1
    else:
        outcome.known += 1


def take_file(outcome: Outcome, *, consultation_id: int, stream: BinaryIO, name: str, is_acknowledged: bool,
              language_of: LanguageOf = english) -> None:
    """Take every e-mail of a file in at once, for the command line. Raises Refused where it is no file of e-mails."""
    for entry in emails_in(stream, MOST_BYTES):
        take_one(outcome, consultation_id=consultation_id, name=name, number=entry.number, data=entry.data, by_id=None,
                 is_acknowledged=is_acknowledged, language_of=language_of)


def facts(session: Session, run_id: int) -> dict[str, Any]:
    """Return what stands on the row of a run: its files, how far it came, what became of the e-mails until there."""
    return dict(session.get_one(Run, run_id).facts)


def note(run_id: int, token: int, file: int, number: int, outcome: Outcome) -> None:
    """Keep how far a run came: all e-mails of its files before `file`, and of that one up to `number`.

    Raises runs.Superseded.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        run.facts = {**run.facts, "file": file, "number": number, **_facts_of(outcome)}


def finish(run_id: int, token: int, outcome: Outcome) -> None:
    """End a run; its files are deleted, as each e-mail now stands with its submission. Raises runs.Superseded."""
    with writing() as session:
        run = runs.mine(session, run_id, token)
        _give_up_files(run)
        run.facts = {**run.facts, **_facts_of(outcome)}
        runs.end(session, run, "done")


def cancel(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Stop a run; e-mails that were taken in stay. Raises NotAllowed, NotFound, Conflict("run-ended")."""
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        run = session.scalar(
            select(Run).where(Run.public_id == public_id, Run.consultation_id == consultation_id, Run.kind == EMAILS)
            .with_for_update().execution_options(populate_existing=True))
        if run is None:
            raise NotFound()
        if run.state in ENDED:
            raise Conflict("run-ended")
        _give_up_files(run)
        runs.end(session, run, "cancelled")
        audit.record(session, Act.RUN_CANCELLED, person_id=by_id, kind="run", object_id=public_id,
                     consultation_id=consultation_id)


def _give_up_files(run: Run) -> None:
    for file in run.facts.get("files", ()):
        after_commit(("file", file["stored_as"]), partial(attachments.store().remove, file["stored_as"]))


def _facts_of(outcome: Outcome) -> dict[str, Any]:
    return {"taken": outcome.taken, "known": outcome.known, "refused": [asdict(row) for row in outcome.refused],
            "refused_count": outcome.refused_count}
