"""Who sent something: kept sealed and apart from what they said, known again by a keyed hash, opened with a reason.

Nothing else reads the table but what joins on the hash; no name, address or number goes into a log or the audit trail.
"""

from dataclasses import dataclass, field

import phonenumbers
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.submissions import Sender, Submission
from consult.services import audit, rights, sealing
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing

FIELDS = ("address", "name", "phone", "post")
# In code points, of each.
LONGEST = 500
LEAST_REASON, MOST_REASON = 5, 500


@dataclass(frozen=True)
class SenderView:
    """Who sent something, as a person who gave a reason sees it; empty where it was not told."""

    address: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    post: str = field(default="", repr=False)


def hash_of(address: str, phone: str = "") -> str | None:
    """Return what knows the sender of an e-mail address again, of a telephone number where there is none; else None."""
    plain = clean(address).strip().casefold()
    if "@" in plain:
        return keyed_hash("sender", plain)
    number = _number(phone)
    return keyed_hash("sender", f"tel:{number}") if number else None


def _number(phone: str) -> str:
    """Return a telephone number as it is called from anywhere (E.164), one without a country as a British one."""
    try:
        found = phonenumbers.parse(clean(phone)[:60], "GB")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(found):
        return ""
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)


def keep(session: Session, submission: Submission, *, address: str = "", name: str = "", phone: str = "",
         post: str = "") -> Sender | None:
    """Store who sent a submission, inside the caller's transaction; it takes the place of what was stored before.

    None where nothing is told: then nothing is stored. The submission must have its id.
    """
    told = {key: clean(words).strip()[:LONGEST] for key, words in
            (("address", address), ("name", name), ("phone", phone), ("post", post))}
    row = session.get(Sender, submission.id)
    if not any(told.values()):
        if row is not None:
            session.delete(row)
        return None
    if row is None:
        row = Sender(submission_id=submission.id)
        session.add(row)
    for key, words in told.items():
        setattr(row, key, sealing.seal(_place(submission.id, key), words) if words else None)
    row.address_hash = hash_of(told["address"], told["phone"])
    session.flush()
    return row


def address_of(row: Sender) -> str:
    """Return the e-mail address of a sender, for the one letter that says that something has come; else empty."""
    return _opened(row, "address")


def opened(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> SenderView:
    """Return who sent a submission; who asked and why is kept in the trail before anything is shown.

    Raises NotAllowed, NotFound (also where nothing is known of a sender), Refused("reason", "sender-reason-missing",
    "sender-reason-long").
    """
    why = clean(reason).strip()
    if len(why) < LEAST_REASON:
        raise Refused("reason", "sender-reason-missing", {"least": LEAST_REASON})
    if len(why) > MOST_REASON:
        raise Refused("reason", "sender-reason-long", {"limit": MOST_REASON})
    with writing() as session:
        rights.require(session, by_id, Permission.OPEN_SENDERS, consultation_id)
        row = session.scalar(
            select(Sender).join(Submission, Submission.id == Sender.submission_id)
            .where(Submission.consultation_id == consultation_id, Submission.public_id == public_id))
        if row is None:
            raise NotFound()
        audit.record(session, Act.SENDER_OPENED, person_id=by_id, kind="submission", object_id=public_id,
                     consultation_id=consultation_id, reason=why)
        return SenderView(**{key: _opened(row, key) for key in FIELDS})


def _opened(row: Sender, key: str) -> str:
    sealed: bytes | None = getattr(row, key)
    return sealing.opened(_place(row.submission_id, key), sealed) if sealed is not None else ""


def _place(submission_id: int, key: str) -> str:
    return f"senders/{submission_id}/{key}"
