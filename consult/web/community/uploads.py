"""A file in a form of the space: room for it, what came, and of which kind; keeping it is services/forum_files.py's."""

from collections.abc import Callable
from typing import BinaryIO, cast

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, TextAreaField

from consult.domain.errors import Refused
from consult.domain.forum_access import Acting, Right
from consult.intake.media import FORMS, MOST_BYTES
from consult.services import forum_files
from consult.services.attachments import Sent
from consult.web import space
from consult.web.fields import Plain
from consult.web.refusals import media_words
from consult.web.sentences import sentence

# A form without a file in it, and what a browser puts around a file.
SMALL = 64 * 1024
# Voice notes, signed films and documents, as a file field asks for them.
ACCEPT = "audio/*,video/*,.pdf,.docx,.odt,.txt,.jpg,.jpeg,.png"


class UploadForm(Plain):
    """One file of any kind, and what is said or signed in it."""

    file = FileField(_l("A voice note, a film or a document (optional)"),
                     description=_l("A film can have up to 100 MB, a voice note 25 MB, a document 10 MB."))
    transcript = TextAreaField(_l("What is said in the file, in writing (optional)"))


def room(*kinds: str, small: int = SMALL) -> Callable[[], int]:
    """Return the body limit of a handler: room for a file of these kinds, only for who is in and may send one."""
    most = max(MOST_BYTES[kind] for kind in kinds or forum_files.KINDS)

    def limit() -> int:
        if request.method != "POST" or request.mimetype != "multipart/form-data":
            return small
        # What is no file is held in memory.
        request.max_form_memory_size = small
        acting = space.acting()
        return small + most + SMALL if acting is not None and Right.PROPOSE in acting.rights else small

    return limit


def came(name: str = "file") -> FileStorage | None:
    """Return the file that was sent in a field, or None."""
    found = request.files.get(name)
    return found if found is not None and found.filename else None


def kept(by: Acting, name: str = "file", *, transcript: str = "", only: str = "") -> str:
    """Keep the file that came in a field and return its public id; empty where none came.

    `only` is the one kind that is taken; else the kind is that which the browser or the name says. Raises what
    services.forum_files.keep raises, its field being `file` or `transcript`.
    """
    found = came(name)
    if found is None:
        return ""
    seconds = request.form.get("seconds", "")
    told = int(seconds) if seconds.isascii() and seconds.isdecimal() and len(seconds) < 7 else None
    sent = Sent(cast(BinaryIO, found.stream), found.filename or "", found.mimetype or "", told or None)
    return forum_files.keep(by=by, sent=sent, kind=only or kind_of(found), transcript=transcript).public_id


def kind_of(found: FileStorage) -> str:
    """Return the kind that a file says it is, by its declared type, else by the ending of its name."""
    declared = (found.mimetype or "").split("/")[0]
    if declared in ("audio", "video"):
        return declared
    ending = (found.filename or "").casefold().rpartition(".")[2]
    return next((kind for kind in forum_files.KINDS for form in FORMS[kind].values() if ending in form.endings), "file")


def refusal(refused: Refused) -> str:
    """Return the sentence for a refusal, that of a file with the kinds that can be sent."""
    kind = refused.facts.get("kind")
    return media_words(refused, str(kind)) if kind in MOST_BYTES else sentence(refused)
