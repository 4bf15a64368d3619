"""E-mail for those who take in: how the mailbox was read, files of e-mails to bring in, and what became of them."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.file import FileField
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import BooleanField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import acknowledgements, mailboxes, runs
from consult.services import email_imports
from consult.services import mailboxes as reading
from consult.services.email_imports import MEGABYTE, MOST_FILE, Sent, outcome_of
from consult.services.notices import mailer
from consult.web import errors
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence, words_for
from consult.web.staff import mail_words as said
from consult.web.staff.plain_forms import Plain, add_error, refuse
from consult.web.staff.proposals_pages import STATE_WORDS

blueprint = Guarded("staff_mailbox", __name__, url_prefix="/staff/consultations/<slug>/mailbox")
# A file at its limit, and what a browser puts around it and beside it.
BODY_LIMIT = MOST_FILE + MEGABYTE


class FilesForm(Plain):
    """Files of e-mails, and whether each sender is to hear that theirs has come."""

    file = FileField(_l("Files of emails"),
                     description=_l("Files that end in .eml or .mbox, up to 200 MB together. Nothing comes in twice."))
    tell = BooleanField(_l("Tell each sender that their email has come"))


@blueprint.get("")
@staff(Permission.TAKE_IN)
def index(slug: str) -> Any:
    """Show how the mailbox was read, the form for files, and what became of those before."""
    return _page(FilesForm(formdata=None))


@blueprint.post("/read")
@staff(Permission.TAKE_IN)
def read(slug: str) -> WsgiResponse:
    """Have the mailbox read at the worker's next turn."""
    try:
        reading.read_soon(consultation_id=g.consultation.id, slug=slug, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("The mailbox is read in a moment. Open this page again to see what came."))
    return _back()


@blueprint.post("/files")
@staff(Permission.TAKE_IN, body_limit=BODY_LIMIT)
def bring_in(slug: str) -> Any:
    """Keep the files and start to take their e-mails in."""
    form = FilesForm()
    files = [Sent(file.stream, file.filename) for file in request.files.getlist("file") if file.filename]
    try:
        email_imports.start(consultation_id=g.consultation.id, files=files, is_acknowledged=bool(form.tell.data),
                            by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "file")
        return _page(form)
    flash(gettext("Started. You can leave this page: the work goes on without you."))
    return _back()


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the form again, with how big a file may be."""
    if request.endpoint != "staff_mailbox.bring_in":
        return errors.http_error(error)
    form = FilesForm(formdata=None)
    add_error(form, "file", words_for("emails-file-large", {"most": MOST_FILE // MEGABYTE}))
    return _page(form)[0], 413


@blueprint.post("/runs/<public_id>/stop")
@staff(Permission.TAKE_IN)
def stop(slug: str, public_id: str) -> WsgiResponse:
    """Stop taking files in; what came in before stays."""
    try:
        email_imports.cancel(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Stopped. The emails that came in before stay. The same files bring in the rest."))
    return _back()


@blueprint.get("/runs/<public_id>.json")
@staff(Permission.TAKE_IN)
def progress(slug: str, public_id: str) -> dict[str, Any]:
    """Say how far the files are taken in, for the script that shows it."""
    run = runs.by_public_id(db.session(), g.consultation.id, public_id)
    if run is None or run.kind != mailboxes.EMAILS:
        raise NotFound()
    return {"state": run.state, "done": run.done, "total": run.total}


def _page(form: FilesForm) -> Any:
    session, consultation = db.session(), g.consultation
    box = reading.mailbox()
    has_box = reading.is_of(consultation.slug)
    found = mailboxes.imports(session, consultation.id)
    page = render_template(
        "staff/mailbox/index.html", consultation=consultation, form=form, has_box=has_box, folder=box.folder,
        state=mailboxes.state(session, consultation.id, box.folder) if has_box else None, said=said,
        imports=[(run, outcome_of(run.facts), [file["name"] for file in run.facts.get("files", ())]) for run in found],
        letters=acknowledgements.counts(session, consultation.id), has_mail=mailer().is_there, states=STATE_WORDS)
    return (page, 422) if form.errors else page


def _back() -> WsgiResponse:
    return redirect(url_for("staff_mailbox.index", slug=g.consultation.slug), 303)
