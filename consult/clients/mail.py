"""Hands one short letter to a mail server; without one nothing goes out. What it says and when is not its business.

The envelope gives away no more than the letter: no name of this machine, of this program or of the site stands in it.
"""

import secrets
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import errors, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import unquote, urlsplit

# What became of a letter: taken by the server; not now, so try again; never, so do not.
SENT, AWAY, REFUSED = "sent", "away", "refused"
SECONDS = 20.0
# Sealed from the first byte; or only after STARTTLS, which we insist on away from this machine and its own network.
SEALED, OPEN = "smtps", "smtp"
PORTS = {SEALED: 465, OPEN: 587}
_POLICY = policy.SMTP


@dataclass(frozen=True)
class Letter:
    """What goes out: one address, the name that stands as its sender, a subject and plain text.

    `stop_address` is where a mail program stops further letters with one click (RFC 8058), empty where there is none.
    """

    to: str = field(repr=False)
    sender_name: str
    subject: str
    text: str = field(repr=False)
    stop_address: str = field(default="", repr=False)


class Mailer(Protocol):
    """What sends letters; `is_there` says whether it ever can."""

    is_there: bool

    def send(self, letter: Letter) -> str:
        """Return SENT, AWAY where another try may help, or REFUSED where none will."""


@dataclass(frozen=True)
class NoMailer:
    """The twin that does nothing, for installations without a mail server."""

    is_there: bool = False

    def send(self, letter: Letter) -> str:
        """Return AWAY."""
        return AWAY


@dataclass(frozen=True)
class Smtp:
    """A mail server at `url` (smtp:// or smtps://, a name for it before the @), that sends as the address `sender`."""

    url: str
    sender: str
    password: str = field(default="", repr=False)
    seconds: float = SECONDS
    is_there: bool = True

    def send(self, letter: Letter) -> str:
        """Hand the letter over; any failure is AWAY or REFUSED, nothing is raised."""
        try:
            message = written(letter, self.sender)
        except (ValueError, errors.MessageError):
            return REFUSED
        try:
            with self._connected() as line:
                line.send_message(message)
        except (smtplib.SMTPException, OSError) as error:
            return _outcome(error, letter.to)
        return SENT

    def _connected(self) -> smtplib.SMTP:
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        # Told to the server as our own name, and kept in the letter's trace by every server on its way.
        name = _domain(self.sender)
        if parts.scheme == SEALED:
            line: smtplib.SMTP = smtplib.SMTP_SSL(host, port, local_hostname=name, timeout=self.seconds,
                                                  context=ssl.create_default_context())
        else:
            line = smtplib.SMTP(host, port, local_hostname=name, timeout=self.seconds)
        try:
            if parts.scheme == OPEN and not is_near(host):
                line.starttls(context=ssl.create_default_context())
            if parts.username:
                line.login(unquote(parts.username), self.password)
        except BaseException:
            line.close()
            raise
        return line


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as it travels; raises ValueError for an address or a line that could carry another."""
    if not is_address(letter.to):
        raise ValueError("not one address")
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(letter.sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.now(UTC))
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{_domain(sender)}>"
    # No holiday answer comes back to it (RFC 3834).
    message["Auto-Submitted"] = "auto-generated"
    if letter.stop_address:
        message["List-Unsubscribe"] = f"<{letter.stop_address}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="base64")
    return message


def is_near(host: str) -> bool:
    """Say whether a host is this machine or on a network of one's own: by its address, or by a name without a dot."""
    try:
        return host == "localhost" or ip_address(host).is_private
    except ValueError:
        return "." not in host


def is_address(words: str) -> bool:
    """Say whether these words are one e-mail address, and nothing else."""
    try:
        found = Address(addr_spec=words)
    except (ValueError, errors.MessageError, IndexError):
        return False
    return bool(found.username and found.domain) and len(words) <= 254 and words.isprintable() and " " not in words


def mailer(url: str, sender: str, password: str = "") -> Mailer:
    """Return the mail server at `url`; the one that does nothing where it is empty."""
    return Smtp(url, sender, password) if url else NoMailer()


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _outcome(error: Exception, to: str) -> str:
    """Return REFUSED only for what the server says of this letter for good; its own troubles pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = error.recipients.get(to, (0, b""))[0]
        return REFUSED if code >= 500 else AWAY
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return REFUSED
    return REFUSED if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500 else AWAY
