"""Real e-mails built by code: answers in every shape that mail programs give them, replies, attachments; no test."""

from collections.abc import Sequence
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

TO = "answers@consult.example"
Attachment = tuple[str, str, bytes]


def email(*, sender: str, subject: str, body: str, sent_at: datetime, number: int, html: str = "",
          attachments: Sequence[Attachment] = (), charset: str = "utf-8", headers: Sequence[tuple[str, str]] = ()
          ) -> bytes:
    """Return a message with CRLF line ends; `number` makes its Message-ID, `attachments` are (name, media type, bytes).

    With `html` and no `body` it holds HTML alone.
    """
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, TO, subject
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = f"<{number}@sender.example>"
    for name, words in headers:
        message[name] = words
    if body:
        message.set_content(body, charset=charset)
    if html and body:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    for name, media_type, data in attachments:
        kind, _slash, rest = media_type.partition("/")
        message.add_attachment(data, maintype=kind, subtype=rest, filename=name)
    if message.is_multipart():
        message.set_boundary(f"part-of-{number}")
    return message.as_bytes()


def relabelled(source: bytes, charset: str, named: str) -> bytes:
    """Return a message that names another charset than the one its words are in."""
    return source.replace(charset.encode(), named.encode())


def mbox(messages: Sequence[bytes]) -> bytes:
    """Return a mailbox file: each message after a line that begins with "From ", lines that look like one quoted."""
    kept = b""
    for source in messages:
        lines = source.replace(b"\r\n", b"\n").split(b"\n")
        quoted = [b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines]
        kept += b"From MAILER-DAEMON Mon Jan  5 09:00:00 2026\n" + b"\n".join(quoted).rstrip(b"\n") + b"\n\n"
    return kept
