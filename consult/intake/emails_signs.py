"""What about an e-mail says that no person wrote it, or that it is not for us; a person decides, nothing is dropped."""

import re
from dataclasses import dataclass
from email.message import Message

from consult.intake import emails_headers, emails_words

AUTOMATIC, SPAM = KINDS = ("auto-reply", "spam")
_MACHINES = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|notifications?)(?:[+.\-]|@|$)",
                       re.IGNORECASE)
_LINK = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# Microsoft's servers give 5 and above to what they take for spam.
_SPAM_LEVEL = 5
_MANY_LINKS, _MANY_WARES = 5, 3


@dataclass(frozen=True)
class Sign:
    """One reason to take an e-mail for automatic or for spam: `kind` is one of KINDS, `code` names what was seen."""

    kind: str
    code: str


def signs(header: Message, own: str, *, has_files: bool) -> tuple[Sign, ...]:
    """Return the signs on an e-mail, those of automatic answers first; `own` is what its sender wrote."""
    automatic = [Sign(AUTOMATIC, code) for code, is_there in (
        ("says-automatic", _says_automatic(header)),
        ("not-delivered", _is_report(header)),
        ("subject-automatic", _begins(header, emails_words.AUTOMATIC)),
        ("from-a-machine", bool(_MACHINES.match(emails_headers.sender(header).address))),
    ) if is_there]
    spam = [Sign(SPAM, code) for code, is_there in (
        ("marked-by-server", _is_marked(header)),
        ("sender-not-proved", _is_forged(header)),
        ("sent-to-many", _is_bulk(header)),
        ("many-links", _has_many_links(own)),
        ("sells", _sells(own)),
        ("no-words", not own.strip() and not has_files),
    ) if is_there]
    return (*automatic, *spam)


def _value(header: Message, name: str) -> str:
    return emails_headers.words(header[name]).strip().lower()


def _says_automatic(header: Message) -> bool:
    """Say whether the header tells that a program sent it (RFC 3834, and what was used before it)."""
    auto = _value(header, "auto-submitted").split(";")[0].strip()
    old = _value(header, "precedence") in ("auto_reply", "auto-reply")
    return auto not in ("", "no") or old or any(header[name] for name in ("x-autoreply", "x-autorespond"))


def _is_report(header: Message) -> bool:
    is_report = header.get_content_type() == "multipart/report" or _value(header, "return-path") == "<>"
    return is_report or _begins(header, emails_words.NOT_DELIVERED)


def _begins(header: Message, starts: tuple[str, ...]) -> bool:
    subject = emails_headers.subject(header).lower()
    return emails_headers.thread_name(subject).startswith(starts) or subject.startswith(starts)


def _is_marked(header: Message) -> bool:
    if _value(header, "x-spam-flag").startswith("yes") or _value(header, "x-spam-status").startswith("yes"):
        return True
    level = _NUMBER.match(_value(header, "x-ms-exchange-organization-scl"))
    return level is not None and float(level.group()) >= _SPAM_LEVEL


def _is_forged(header: Message) -> bool:
    """Say whether our own server found that the sender's domain did not send it (RFC 8601, the topmost line)."""
    return re.search(r"\bdmarc=fail\b", _value(header, "authentication-results")) is not None


def _is_bulk(header: Message) -> bool:
    return bool(header["list-unsubscribe"] or header["list-id"]) or _value(header, "precedence") in ("bulk", "junk")


def _has_many_links(own: str) -> bool:
    links = _LINK.findall(own)
    return len(links) >= _MANY_LINKS and sum(map(len, links)) * 2 > len(own)


def _sells(own: str) -> bool:
    lowered = own.lower()
    return sum(ware in lowered for ware in emails_words.WARES) >= _MANY_WARES
