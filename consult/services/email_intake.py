"""Takes in one e-mail: its words, files and sender, each to its place; a person decides what becomes of it.

The e-mail itself is kept as it came. The same one again, by whatever way, is taken in once.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.config import Settings
from consult.domain.access import Permission
from consult.domain.document_anchors import Anchor
from consult.domain.errors import Conflict, Refused
from consult.domain.submissions import (
    MOST_LABEL,
    MOST_TEXT,
    PARAGRAPH,
    QUOTED,
    SIGNATURE,
    Facts,
    Part,
    parts_from,
    stored_parts,
)
from consult.intake.emails import Email, read_email
from consult.intake.emails_signs import AUTOMATIC, SPAM
from consult.models.submissions import Submission
from consult.services import acknowledgements, documents, other_worries, rights, senders, submissions
from consult.services.clock import now
from consult.services.documents import Looked
from consult.services.secrets import keyed_hash
from consult.services.transaction import writing

CHANNEL, FORMAT = "email", "e-mail"
MEDIA_TYPE, SOURCE_NAME = "message/rfc822", "e-mail.eml"
# Pictures in the words that are smaller are logos, and signs of our own answers and others'.
LEAST_PICTURE = 20_000
# A machine finds an answer to us by what it refers to.
ANSWERS_US = "answers-our-letter"
HOLDS_EMAILS = "holds-emails"
_CONTACT = re.compile(r"\S+@\S+|\+?\d[\d ()/-]{6,}\d")

# Tells the language (BCP 47) of words.
LanguageOf = Callable[[str], str]


@dataclass(frozen=True)
class Taken:
    """What became of one e-mail: its public id, and whether it came now or was known."""

    public_id: str
    is_new: bool


def english(_words: str) -> str:
    """Return English, where nothing is there that finds a language out; a person puts it right."""
    return "en"


def take_in(*, consultation_id: int, data: bytes, by_id: int | None, language_of: LanguageOf = english,
            is_acknowledged: bool = True) -> Taken:
    """Store an e-mail as something that waits for a person; one that came before is left as it is.

    Raises NotAllowed, Refused("file", …) as intake/emails.read_email: then nothing is stored.
    """
    email = read_email(data)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.TAKE_IN, consultation_id)
        known = _known(session, consultation_id, email)
    if known is not None:
        return Taken(known, False)
    language = language_of(_all_words(email))
    kept = _kept(data, email)
    try:
        with writing() as session:
            return Taken(_store(session, consultation_id, email, kept, language, by_id, is_acknowledged), True)
    except BaseException as error:
        kept.forget()
        if isinstance(error, IntegrityError) or (isinstance(error, Conflict) and error.code == "submission-known"):
            # Another worker took the same e-mail in at this moment.
            with writing() as session:
                known = _known(session, consultation_id, email)
            if known is not None:
                return Taken(known, False)
        raise


def _known(session: Session, consultation_id: int, email: Email) -> str | None:
    return session.scalar(select(Submission.public_id).where(
        Submission.consultation_id == consultation_id, Submission.source_hash == _source_hash(email)))


def _source_hash(email: Email) -> str:
    return keyed_hash("e-mail", _identity(email))


@dataclass
class _Kept:
    """The e-mail and its files in the file store, scanned and read; `refused` are the codes of those that are not."""

    source: Looked
    nested: list[tuple[Email, Looked]] = field(default_factory=list)
    files: list[Looked] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def forget(self) -> None:
        """Delete them all: they belong to nothing."""
        for looked in (self.source, *(looked for _inner, looked in self.nested), *self.files):
            documents.forget(looked)


def _kept(data: bytes, email: Email) -> _Kept:
    """Keep, scan and read an e-mail's files, outside of any transaction: a scan takes seconds."""
    kept = _Kept(documents.looked_at(data, name=SOURCE_NAME, role=documents.SOURCE, media_type=MEDIA_TYPE))
    try:
        for number, inner in enumerate(_nested(email), 1):
            kept.nested.append((inner, documents.looked_at(
                inner.data, name=f"e-mail-{number}.eml", role=documents.ATTACHMENT, media_type=MEDIA_TYPE)))
        for file in (file for one in (email, *_nested(email)) for file in one.files):
            if file.is_inline and len(file.data) < LEAST_PICTURE:
                continue
            try:
                kept.files.append(documents.looked_at(file.data, name=file.name, role=documents.ATTACHMENT))
            except Refused as refused:
                # It stays in the e-mail itself, and the desk is told.
                kept.refused.append(refused.code)
    except BaseException:
        kept.forget()
        raise
    return kept


def _store(session: Session, consultation_id: int, email: Email, kept: _Kept, language: str, by_id: int | None,
           is_acknowledged: bool) -> str:
    submission = submissions.take_in(session, consultation_id=consultation_id, by_id=by_id,
                                     facts=_facts(session, email, language, kept.refused))
    senders.keep(session, submission, address=email.sender.address, name=email.sender.name)
    documents.add_file(session, submission, data=kept.source, role=documents.SOURCE)
    for inner, looked in kept.nested:
        row = documents.add_file(session, submission, data=looked, role=documents.ATTACHMENT)
        _add_words(submission, inner, row.position)
    for looked in kept.files:
        documents.add_file(session, submission, data=looked, role=documents.ATTACHMENT)
    other_worries.look_at_submission(session, submission)
    if is_acknowledged:
        acknowledgements.want(session, submission, language)
    return submission.public_id


def _add_words(submission: Submission, inner: Email, position: int) -> None:
    """Put what an e-mail within the e-mail says behind what stands before it, as far as it may be stored."""
    held = parts_from(submission.parts)
    more = [Part(str(Anchor(number, file=position)), PARAGRAPH, words)
            for number, words in enumerate(_paragraphs(inner.text), 1)]
    submission.parts = stored_parts(_fitting((*held, *more)))


def _facts(session: Session, email: Email, language: str, refused: Sequence[str]) -> Facts:
    at = now(session)
    came = email.received_at or email.sent_at or at
    parts = _fitting(_parts(email))
    proposal, signs = _proposal(email)
    return Facts(
        channel=CHANNEL, format=FORMAT, language=language, received_at=min(came, at), label=_label(email), parts=parts,
        proposal=proposal, signs=tuple(dict.fromkeys((*signs, *refused))), source_hash=_source_hash(email),
        thread_hash=keyed_hash("e-mail thread", _thread(email)))


def _identity(email: Email) -> str:
    """Return what makes an e-mail this one by whatever way it comes: servers change its header, never its words.

    Its number alone would not do: whoever writes it chooses it, and could hide another's letter behind it.
    """
    digest = hashlib.sha256()
    for part in _pieces_of(email):
        digest.update(len(part).to_bytes(8, "big") + part)
    return f"{email.message_id} {digest.hexdigest()}"


def _pieces_of(email: Email) -> Iterator[bytes]:
    sent = email.sent_at.isoformat() if email.sent_at is not None else ""
    for words in (email.sender.address, sent, email.subject, email.text, email.quoted, email.signature):
        yield words.encode()
    for file in email.files:
        yield file.data
    for inner in email.nested:
        yield from _pieces_of(inner)


def _thread(email: Email) -> str:
    """Return what all e-mails of a talk share: the number of the first of them that this one names, else its own."""
    return email.references[-1] if email.references else email.message_id or _identity(email)


def _label(email: Email) -> str:
    """Return the subject for the desk, without an address, a number or a name of who sent it or first wrote it."""
    words = _CONTACT.sub("…", email.subject)
    for name in sorted(_names(email), key=len, reverse=True):
        # Scripts without spaces have no edge of a word to look for.
        edge = r"\b" if name.isascii() else ""
        words = re.sub(f"{edge}{re.escape(name)}{edge}", "…", words, flags=re.IGNORECASE)
    return " ".join(words.split())[:MOST_LABEL]


def _names(email: Email) -> set[str]:
    """Return the parts of the senders' names, also as their addresses have them."""
    senders_of = [one.sender for one in (email, *_nested(email))]
    told = {name for sender in senders_of for name in re.findall(r"\w{2,}", sender.name)}
    mailboxes = {name for sender in senders_of
                 for name in re.findall(r"[^\W\d_]{3,}", sender.address.partition("@")[0])}
    return told | mailboxes


def _parts(email: Email) -> Iterator[Part]:
    """Give the paragraphs: what the sender wrote, and beside it what is quoted and what stands below a letter."""
    for number, words in enumerate(_paragraphs(email.text), 1):
        yield Part(str(Anchor(number)), PARAGRAPH, words)
    for kind, text in ((QUOTED, email.quoted), (SIGNATURE, email.signature)):
        for words in _paragraphs(text):
            yield Part("", kind, words)


def _nested(email: Email) -> Iterator[Email]:
    for inner in email.nested:
        yield inner
        yield from _nested(inner)


def _paragraphs(text: str) -> list[str]:
    return [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]


def _fitting(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return the parts as far as they may be stored; what is beyond stands in the e-mail itself."""
    found: list[Part] = []
    left = MOST_TEXT
    for part in parts:
        if len(part.text) > left:
            break
        found.append(part)
        left -= len(part.text)
    return tuple(found)


def _proposal(email: Email) -> tuple[str, tuple[str, ...]]:
    """Return what to propose, empty for nothing, and by which signs."""
    kinds = {sign.kind for sign in email.signs}
    codes = [sign.code for sign in email.signs]
    if _answers_us(email):
        codes.append(ANSWERS_US)
    if email.nested:
        codes.append(HOLDS_EMAILS)
    codes += [problem for problem in email.problems if problem not in codes]
    proposals = (("auto-reply", AUTOMATIC in kinds), ("blank", codes[:1] == ["no-words"]), ("spam", SPAM in kinds),
                 ("reply-to-us", ANSWERS_US in codes))
    return next((name for name, is_so in proposals if is_so), ""), tuple(codes)


def _answers_us(email: Email) -> bool:
    """Say whether it refers to a letter of ours: their numbers end with the domain that they come from."""
    settings: Settings = current_app.config["CONSULT_SETTINGS"]
    domain = settings.mail_from.rpartition("@")[2].lower()
    return bool(domain) and any(reference.lower().endswith(f"@{domain}") for reference in email.references)


def _all_words(email: Email) -> str:
    return "\n\n".join((email.text, *(inner.text for inner in _nested(email))))
