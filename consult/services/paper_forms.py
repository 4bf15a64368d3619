"""Paper forms that came back: each is taken in once, known by the code printed on it, with its scan beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from consult.domain.access import Permission
from consult.domain.errors import ConsultError, Refused
from consult.domain.forms import FORM
from consult.domain.submissions import Facts, arrival_of
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.services import documents, forms, rights, submissions
from consult.services.clock import now
from consult.services.secrets import keyed_hash, typed
from consult.services.transaction import writing

# A form can be sent on, laid out at an event or handed in; what is keyed from it is the same.
CHANNELS = ("post", "large-print", "easy-read", "workshop-card", "email")


@dataclass(frozen=True)
class Scan:
    """A file of a scanned form: its name as it was sent, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Came:
    """How a form came: `code` as printed on it, empty for none; days in London, None where they are not known.

    `is_copy` says that someone else filled in a copy of a printed form: it is another person's, whatever its code.
    """

    channel: str
    language: str
    received_on: date
    postmarked_on: date | None = None
    code: str = ""
    is_copy: bool = False
    scans: Sequence[Scan] = ()


def take_in(*, consultation_id: int, came: Came, by_id: int) -> str:
    """Take in one paper form and return the public id of its submission, which waits to be typed.

    Raises NotAllowed, Refused("code", "form-code-unknown" or "form-code-of-sheet"), Refused("channel" or "language",
    …), Conflict("submission-known", {"public_id"}) where a form with this code came before, Refused as
    `submissions.take_in` and `documents.add_file`.
    """
    if came.channel not in CHANNELS:
        raise Refused("channel", "option-unknown")
    if came.language not in db.session().get_one(Consultation, consultation_id).languages:
        raise Refused("language", "option-unknown")
    # A scan for harm takes seconds: it is done before the transaction that everyone who writes has to wait for.
    looked = [documents.looked_at(scan.data, name=scan.name, role=documents.SCAN) for scan in came.scans]
    try:
        return _store(consultation_id, came, looked, by_id)
    except ConsultError:
        for one in looked:
            documents.forget(one)
        raise


def _store(consultation_id: int, came: Came, looked: Sequence[documents.Looked], by_id: int) -> str:
    with writing() as session:
        rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        code_hash = _hash_of_code(came, consultation_id)
        submission = submissions.take_in(session, consultation_id=consultation_id, by_id=by_id, facts=Facts(
            channel=came.channel, format="form", language=came.language,
            received_at=arrival_of(came.received_on, now(session)), postmarked_on=came.postmarked_on,
            needs_typing=True, source_hash=None if came.is_copy else code_hash, thread_hash=code_hash))
        for one in looked:
            documents.add_file(session, submission, data=one, role=documents.SCAN)
        return submission.public_id


def _hash_of_code(came: Came, consultation_id: int) -> str | None:
    """Return the keyed hash of the code, the one under which it was issued; None where the form has none.

    A copy keeps it too: whether it is the same person's after all is asked later (services/same_person_proposals.py).
    """
    if not came.code.strip():
        return None
    found = forms.recognise(came.code)
    if found is None or found.consultation_id != consultation_id:
        raise Refused("code", "form-code-unknown")
    if found.kind != FORM:
        raise Refused("code", "form-code-of-sheet")
    return keyed_hash("form-code", typed(came.code))
