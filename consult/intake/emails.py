"""Takes an e-mail (.eml, RFC 5322 and MIME) apart: words, files, e-mails within it; what becomes of them is for others.

It is read by a splitter of its own, as what comes may be a bomb: work and memory stay in proportion to its bytes,
parts and depth are bounded, and what is beyond is left in the source and said as a problem, never an error.
"""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message

from consult.domain.errors import Refused
from consult.intake import emails_bodies, emails_charsets, emails_headers, emails_html, emails_signs
from consult.intake.emails_headers import Sender
from consult.intake.emails_signs import Sign
from consult.intake.media import clean_name

# What most mail servers take at most, and what is kept of one file.
MEGABYTE = 1_000_000
MOST_BYTES = 25 * MEGABYTE
MOST_PARTS, MOST_FILES, MOST_NESTED = 500, 100, 10
# Boxes in boxes of one e-mail; real ones have four or five.
_MOST_BOXES = 20
# Every box copies what is in it: so many bytes altogether, which a letter of the largest size reaches in ten of them.
_MOST_COPIED = 10 * MOST_BYTES
LONGEST_TEXT = 1_000_000
# What an e-mail had that could not be read; each has its sentence.
PROBLEMS = (
    "parts-many", "files-many", "nested-deep", "boxes-deep", "text-long", "encrypted", "part-elsewhere",
    "charset-guessed", "charset-repaired", "sender-unknown", "no-text",
)
_FIELD = re.compile(rb"[A-Za-z0-9][A-Za-z0-9-]{0,70}[ \t]*:")
_OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Fields of which a file that is an e-mail has at least two.
_TELLING = (b"from", b"to", b"subject", b"date", b"received", b"message-id", b"mime-version", b"return-path",
            b"content-type", b"delivered-to")
# Seals around a letter: no words of it.
_SEALS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
_LOCKED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_REPORTS = frozenset({"message/delivery-status", "message/disposition-notification", "message/feedback-report",
                      "text/rfc822-headers"})
_ELSEWHERE = frozenset({"message/external-body", "message/partial"})
_EMAILS = frozenset({"message/rfc822", "message/global"})


@dataclass(frozen=True)
class AttachedFile:
    """A file in an e-mail: its name made safe, the type that it was said to be, and its bytes.

    `is_inline` says that it stands within the words, as logos and pasted pictures do.
    """

    name: str
    declared: str
    data: bytes = field(repr=False)
    is_inline: bool


@dataclass(frozen=True)
class Email:
    """An e-mail taken apart; times in UTC. `text` is what its sender wrote; the rest of the words stands apart.

    `references` are the e-mails that it answers, the nearest first. `nested` are the e-mails attached to it; `data` is
    the whole e-mail as it came.
    """

    data: bytes = field(repr=False)
    message_id: str
    references: tuple[str, ...]
    thread_name: str
    subject: str
    sender: Sender
    sent_at: datetime | None
    received_at: datetime | None
    text: str = field(repr=False)
    quoted: str = field(repr=False)
    signature: str = field(repr=False)
    files: tuple[AttachedFile, ...]
    nested: tuple["Email", ...]
    signs: tuple[Sign, ...]
    problems: tuple[str, ...]


@dataclass
class _Found:
    """What a part held: its texts with whether they came from HTML, its files, the e-mails in it."""

    texts: list[tuple[bool, str]] = field(default_factory=list)
    files: list[AttachedFile] = field(default_factory=list)
    nested: list[Email] = field(default_factory=list)


@dataclass
class _Bounds:
    """What is still allowed within one file, and what was met that could not be read."""

    parts: int = MOST_PARTS
    files: int = MOST_FILES
    nested: int = MOST_NESTED
    room: int = _MOST_COPIED
    problems: dict[str, None] = field(default_factory=dict)

    def note(self, problem: str) -> None:
        """Keep a problem, each once, in the order they were met."""
        self.problems[problem] = None


def read_email(data: bytes) -> Email:
    """Return what an e-mail holds.

    Raises Refused("file", code): `email-large`, `email-outlook` (an Outlook .msg), `email-other` (no e-mail at all).
    """
    if len(data) > MOST_BYTES:
        raise Refused("file", "email-large", {"most": MOST_BYTES // MEGABYTE})
    if data.startswith(_OUTLOOK):
        raise Refused("file", "email-outlook")
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    if data.startswith(b"From ") and b"\n" in data[:1000]:
        data = data.partition(b"\n")[2]
    if not is_email(data):
        raise Refused("file", "email-other")
    return _email(data, _Bounds())


def is_email(data: bytes) -> bool:
    """Say whether bytes begin as an e-mail does: with lines of a header, two of them of those that every e-mail has."""
    names = set()
    for line in data[:64 * 1024].splitlines()[:200]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        if not _FIELD.match(line):
            return False
        names.add(line.partition(b":")[0].strip().lower())
    return len(names.intersection(_TELLING)) >= 2


def _email(data: bytes, bounds: _Bounds) -> Email:
    """Take one e-mail apart; problems of those within it are its own too, as one file is looked at as one."""
    header, body = emails_headers.parted(data)
    found = _read(header, body, bounds, 0)
    text = "\n\n".join(words for _is_html, words in found.texts if words.strip())
    if len(text) > LONGEST_TEXT:
        bounds.note("text-long")
        text = text[:LONGEST_TEXT]
    parts = emails_bodies.parted(text)
    sender = emails_headers.sender(header)
    if not sender.address:
        bounds.note("sender-unknown")
    if not parts.own.strip() and not found.nested:
        bounds.note("no-text")
    subject = emails_headers.subject(header)
    return Email(
        data=data, message_id=emails_headers.message_id(header), references=emails_headers.references(header),
        thread_name=emails_headers.thread_name(subject), subject=subject, sender=sender,
        sent_at=emails_headers.sent_at(header), received_at=emails_headers.received_at(header),
        text=parts.own, quoted=parts.quoted, signature=parts.signature, files=tuple(found.files),
        nested=tuple(found.nested), problems=tuple(bounds.problems),
        signs=emails_signs.signs(header, parts.own, has_files=bool(found.files or found.nested)))


def _read(header: Message, body: bytes, bounds: _Bounds, boxes: int) -> _Found:
    """Read one part and all within it."""
    kind = header.get_content_type().lower()
    bounds.parts -= 1
    if bounds.parts < 0:
        bounds.note("parts-many")
        return _Found()
    if kind in _LOCKED and not emails_headers.parameter(header, "smime-type").startswith("signed"):
        bounds.note("encrypted")
        return _Found()
    if kind in _ELSEWHERE:
        bounds.note("part-elsewhere")
        return _Found()
    if kind in _SEALS or kind in _REPORTS:
        return _Found()
    if kind.startswith("multipart/"):
        return _box(header, body, bounds, boxes)
    if kind in _EMAILS:
        return _nested(header, body, bounds)
    return _leaf(header, kind, body, bounds)


def _box(header: Message, body: bytes, bounds: _Bounds, boxes: int) -> _Found:
    boundary = emails_headers.parameter(header, "boundary")
    if not boundary or boxes >= _MOST_BOXES:
        if boundary:
            bounds.note("boxes-deep")
        return _Found() if boundary else _leaf(header, "text/plain", body, bounds)
    children = []
    for piece in _pieces(body, boundary.encode()):
        bounds.room -= len(piece)
        if bounds.parts <= 0 or bounds.room < 0:
            bounds.note("parts-many" if bounds.parts <= 0 else "boxes-deep")
            break
        children.append(_read(*emails_headers.parted(piece), bounds, boxes + 1))
    found = _Found([], [file for child in children for file in child.files],
                   [email for child in children for email in child.nested])
    texts = [child.texts for child in children]
    is_choice = header.get_content_subtype().lower() == "alternative"
    found.texts = _best(texts) if is_choice else [text for each in texts for text in each]
    return found


def _best(choices: list[list[tuple[bool, str]]]) -> list[tuple[bool, str]]:
    """Return one of several forms of the same words: the plain one, unless it only says that there is another."""
    sizes = [sum(len(words.split()) for _is_html, words in each) for each in choices]
    plain = next((at for at, each in enumerate(choices) if each and not any(is_html for is_html, _words in each)), None)
    if plain is not None and sizes[plain] * 4 >= max(sizes):
        return choices[plain]
    return max(choices, key=lambda each: sum(len(words.split()) for _is_html, words in each), default=[])


def _pieces(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """Give what stands between the boundaries, without what is before the first and behind the last one."""
    marks = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*(?=\r?\n|$)")
    start = None
    for mark in marks.finditer(body):
        if start is not None:
            yield body[start:mark.start()]
        start = mark.end()
        if mark.group(1):
            return
        start += 2 if body[start:start + 2] == b"\r\n" else 1
    if start is not None and start < len(body):
        # Cut off on the way: what came is kept.
        yield body[start:]


def _nested(header: Message, body: bytes, bounds: _Bounds) -> _Found:
    if bounds.nested <= 0:
        bounds.note("nested-deep")
        return _Found()
    inside = _Bounds(bounds.parts, bounds.files, bounds.nested - 1, bounds.room, bounds.problems)
    found = _email(_uncoded(header, body), inside)
    bounds.parts, bounds.files, bounds.room = inside.parts, inside.files, inside.room
    return _Found(nested=[found])


def _leaf(header: Message, kind: str, body: bytes, bounds: _Bounds) -> _Found:
    name = emails_headers.file_name(header)
    is_file = header.get_content_disposition() == "attachment"
    if kind in ("text/plain", "text/html") and not is_file and not name:
        return _Found(texts=[_text(header, kind, _uncoded(header, body), bounds)])
    if bounds.files <= 0:
        bounds.note("files-many")
        return _Found()
    bounds.files -= 1
    is_inline = not is_file and bool(header["content-id"])
    return _Found(files=[AttachedFile(clean_name(name), kind, _uncoded(header, body), is_inline)])


def _text(header: Message, kind: str, data: bytes, bounds: _Bounds) -> tuple[bool, str]:
    read = emails_charsets.decoded(data[:4 * LONGEST_TEXT], emails_headers.parameter(header, "charset"))
    if len(data) > 4 * LONGEST_TEXT:
        bounds.note("text-long")
    if read.how != emails_charsets.AS_DECLARED:
        bounds.note(read.how)
    if kind == "text/html":
        return True, emails_html.lines_of(read.words)
    if emails_headers.parameter(header, "format").lower() == "flowed":
        is_dropped = emails_headers.parameter(header, "delsp").lower() == "yes"
        return False, emails_bodies.unflowed(read.words, is_space_dropped=is_dropped)
    return False, read.words


def _uncoded(header: Message, body: bytes) -> bytes:
    coding = emails_headers.words(header["content-transfer-encoding"]).strip().lower()
    if coding == "base64":
        return emails_headers.unbased(body)
    return quopri.decodestring(body) if coding == "quoted-printable" else body
