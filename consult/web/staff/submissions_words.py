"""The words of the desk for what is stored as codes: what something is, how it stands, what a machine took it for."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from consult.domain.document_anchors import anchor_of
from consult.web.sentences import SENTENCES
from consult.web.staff.mail_words import NOTES

FORMATS = {
    "e-mail": _l("An email"), "document": _l("A document"), "letter": _l("A letter"), "form": _l("A paper form"),
    "call": _l("A phone call"), "petition": _l("A petition"),
}
STATES = {
    "waiting": _l("Waits for a decision"), "accepted": _l("Taken in as a response"),
    "duplicate": _l("The same thing sent again"), "excluded": _l("Left out"), "unreadable": _l("Nobody can read it"),
    "withdrawn": _l("Taken back by the person who sent it"),
}
REASONS = {
    "blank": _l("Nothing in it"), "no-consent": _l("No consent"), "test": _l("A test"), "spam": _l("Spam"),
    "automatic": _l("An automatic answer"),
    "out-of-time": _l("Came too late"), "duplicate": _l("The same response sent again"),
}
PROPOSALS = {
    "auto-reply": _l("An automatic answer?"), "spam": _l("Spam?"), "blank": _l("Nothing in it?"),
    "petition": _l("A petition?"), "reply-to-us": _l("A reply to our letter?"),
}
# What a machine saw in an e-mail, by the codes of intake/emails_signs.py.
SIGNS = {
    "says-automatic": _l("It says itself that a program sent it."),
    "not-delivered": _l("It tells that an email of ours did not arrive."),
    "subject-automatic": _l("Its subject is that of an automatic answer."),
    "from-a-machine": _l("Its address is one that no person reads."),
    "marked-by-server": _l("Our mail server marked it as spam."),
    "sender-not-proved": _l("It did not come from the place that its address says."),
    "sent-to-many": _l("It went to many people at once."),
    "many-links": _l("It has many links."),
    "sells": _l("It has many words of people who sell something."),
    "no-words": _l("It has no words and no file."),
}
SENDERS = {"person": _l("A person"), "group": _l("A group"), "organisation": _l("An organisation")}
ROLES = {"source": _l("As it came"), "attachment": _l("Attached to it"), "scan": _l("Scan")}
# Why two things may be the same.
ALIKE = {"thread": _l("Part of the same exchange of emails"), "words": _l("The same words")}
FILE_KINDS: Mapping[str, str] = {
    "application/pdf": "PDF", "text/plain": "TXT", "text/html": "HTML", "application/rtf": "RTF", "text/rtf": "RTF",
    "message/rfc822": "EML", "application/vnd.oasis.opendocument.text": "ODT",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF",
}


def place_words(mark: str) -> str:
    """Return where a paragraph stood in what was sent, from its mark; the mark itself where it is none that we know."""
    place = anchor_of(mark)
    if place is None:
        return mark
    if place.file is None:
        return (gettext("Page %(page)s, paragraph %(number)s", page=place.page, number=place.number) if place.page
                else gettext("Paragraph %(number)s", number=place.number))
    if place.page is None:
        return gettext("File %(file)s, paragraph %(number)s", file=place.file, number=place.number)
    return gettext("File %(file)s, page %(page)s, paragraph %(number)s", file=place.file, page=place.page,
                   number=place.number)


def sign_words(codes: list[str]) -> list[str]:
    """Return what a machine saw, in sentences; other codes are those of files that could not be kept apart."""
    known = {**NOTES, **SIGNS}
    found = [str(known[code]) for code in codes if code in known]
    if any(code not in known for code in codes):
        found.append(gettext("A file that came with it could not be read. It is still in the email itself."))
    return found


def problem_words(code: str) -> str:
    """Return why the words of a file could not be read; a code whose sentence needs facts is told in general."""
    said = SENTENCES.get(code, "")
    return gettext("Its words could not be read.") if not said or "%(" in said else gettext(said)


def file_kind(media_type: str) -> str:
    """Return the short name of a kind of file."""
    return FILE_KINDS.get(media_type, media_type.partition("/")[2].upper()[:12])
