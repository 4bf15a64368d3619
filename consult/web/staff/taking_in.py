"""The page on which staff take in a document, a letter or a petition that somebody sent us."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.instants import utc_now
from consult.domain.submissions import MOST_TEXT
from consult.extensions import db
from consult.intake.document_parts import MEGABYTE, MOST_BYTES
from consult.services import attachments, taking_in
from consult.services.notices import mailer
from consult.services.taking_in import MOST_FILES, TakenIn, Uploaded
from consult.web import errors
from consult.web.access import Guarded, staff
from consult.web.sentences import words_for
from consult.web.staff.plain_forms import add_error, refuse
from consult.web.staff.taking_in_forms import TakeInForm, facts_of, sender_of, take_in_form
from consult.web.staff.taking_in_words import note_words

blueprint = Guarded("staff_taking_in", __name__, url_prefix="/staff/consultations/<slug>/take-in")

# The longest pasted letter, each letter of it written as %XX several times; what is no file is held in memory.
AROUND = 12 * MOST_TEXT


def room() -> int:
    """Return how many bytes the form may have with its files."""
    request.max_form_memory_size = AROUND
    return 3 * MOST_BYTES + AROUND


@blueprint.get("")
@staff(Permission.TAKE_IN)
def new(slug: str) -> Any:
    """Show the form that takes something in."""
    return _page(take_in_form(utc_now(), is_typed=False))


@blueprint.post("")
@staff(Permission.TAKE_IN, body_limit=room)
def take_in(slug: str) -> Any:
    """Take in what was sent, and go on to it at the desk."""
    now = utc_now()
    form = take_in_form(now, is_typed=True)
    if not form.validate():
        return _page(form)
    try:
        taken = taking_in.take_in(
            consultation_id=g.consultation.id, facts=facts_of(form, now), files=_files(), sender=sender_of(form),
            by_id=current_user.id, is_another=bool(form.is_another.data), acknowledges=bool(form.acknowledges.data))
    except Refused as refused:
        refuse(form, refused, "file")
        return _page(form)
    except Conflict as conflict:
        return _known(form, conflict)
    _tell(taken)
    return _on_to(taken.public_id)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the form again, with how big its files may be."""
    if request.endpoint != "staff_taking_in.take_in":
        return errors.http_error(error)
    form = take_in_form(utc_now(), is_typed=False)
    add_error(form, "file", words_for("document-large", {"most": MOST_BYTES // MEGABYTE}))
    return _page(form)[0], 413


def _files() -> list[Uploaded]:
    """Return the files that were chosen, each with one byte more than allowed at most."""
    sent = [request.files.get("file"), *request.files.getlist("attachments")]
    return [Uploaded(file.filename or "", file.stream.read(MOST_BYTES + 1)) for file in sent if file and file.filename]


def _known(form: TakeInForm, conflict: Conflict) -> Any:
    """Lead to what came in before; where it is only the file that did, ask whether it is another person's."""
    known = str(conflict.facts.get("public_id", ""))
    if conflict.facts.get("field") != "file":
        return _on_to(known)
    add_error(form, "file", gettext(
        "This same file came in before. If another person sent it too, choose it again and tick the box below."))
    return _page(form, known=known)


def _tell(taken: TakenIn) -> None:
    if taken.problems:
        flash(" ".join([gettext("It was taken in, but we could not read its words."),
                        *(words_for(code, {}) for code in dict.fromkeys(taken.problems))]))
    elif taken.needs_typing:
        flash(gettext("It was taken in. Someone has to type its words: they are in a picture or on paper."))
    else:
        flash(gettext("It was taken in."))
    for note in taken.notes:
        flash(note_words(note))


def _on_to(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_submissions.show", slug=g.consultation.slug, public_id=public_id), 303)


def _page(form: TakeInForm, known: str = "") -> Any:
    db.session.rollback()
    page = render_template(
        "staff/taking_in/new.html", consultation=g.consultation, form=form, known=known, most_files=MOST_FILES,
        has_scanner=attachments.scanner().is_there, has_mail=mailer().is_there)
    return (page, 422) if form.errors else (page, 200)
