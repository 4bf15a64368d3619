"""The words for e-mails that came: what about one could not be read, and what went wrong with it."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.intake.emails import MEGABYTE, MOST_BYTES
from consult.web.sentences import words_for

# What an e-mail had that a person should look at: the codes of intake/emails.PROBLEMS and services/email_intake.py.
NOTES = {
    "parts-many": _l("It has very many parts. Only the first ones were read."),
    "files-many": _l("It has very many files. Only the first ones were kept apart."),
    "nested-deep": _l("It holds emails in emails in emails. The deepest ones were not read."),
    "boxes-deep": _l("Its parts lie very deep in each other. The deepest ones were not read."),
    "text-long": _l("It is very long. Only the beginning was read."),
    "encrypted": _l("A part of it is locked. Ask the sender for one that is not."),
    "part-elsewhere": _l("A part of it lies somewhere else. We do not fetch it."),
    "charset-guessed": _l("It did not say rightly which letters it uses. We guessed. Check its words."),
    "charset-repaired": _l("Some letters were damaged on the way. We repaired them. Check its words."),
    "sender-unknown": _l("It has no address that we can read."),
    "no-text": _l("The email itself has no words."),
    "answers-our-letter": _l("It answers a letter that we sent."),
    "holds-emails": _l("It holds other emails. Their words are here too."),
}
RUN_PROBLEMS = {
    "file-gone": _l("A file is not there any more. Bring it in again: nothing is taken in twice."),
    "worker-lost": _l("It broke off several times. Tell the people who run this site, then bring the files in again."),
    "analysis-failed": _l("Something went wrong on our side. Bring the files in again: nothing is taken in twice."),
}


def notes(codes: Iterable[str]) -> list[str]:
    """Return what about an e-mail a person should look at, in sentences; codes of other things are passed over."""
    return [str(NOTES[code]) for code in codes if code in NOTES]


def why_not(code: str, facts: Mapping[str, object] | None = None) -> str:
    """Return why an e-mail could not be taken in, or the mailbox not be read."""
    return words_for(code, facts or {"most": MOST_BYTES // MEGABYTE})


def where(name: str, number: int) -> str:
    """Return which e-mail of which file something is about; 0 is the file as a whole."""
    return gettext("%(name)s, email %(number)s", name=name, number=number) if number else name
