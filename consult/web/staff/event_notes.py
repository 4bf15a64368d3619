"""Notes of an event: typed, taken in from a file, sent from a page that was without a network, and taken out again."""

from typing import TYPE_CHECKING, Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.instants import utc_now
from consult.domain.reports import pick
from consult.exports import event_note_templates
from consult.exports.event_note_templates import NoteForm as Template
from consult.extensions import db
from consult.intake.event_notes import Known, read_notes
from consult.queries import events as stored
from consult.queries import plan_choices, survey_questions
from consult.queries.plan_choices import Group
from consult.services import event_notes
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.form_files import DOCX
from consult.web.staff import event_words
from consult.web.staff.event_forms import NoteForm, ReasonForm
from consult.web.staff.events import found
from consult.web.staff.plain_forms import refuse
from consult.web.staff.uploads import BODY_LIMIT, UploadForm, take

if TYPE_CHECKING:
    from consult.models.events import Event

blueprint = Guarded("staff_event_notes", __name__, url_prefix="/staff/consultations/<slug>/events/<event_id>/notes")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTE_LIMIT = 128 * 1024


@blueprint.get("")
@staff(Permission.RUN_EVENTS)
def index(slug: str, event_id: str) -> Any:
    """Show the notes of an event, page by page, and the ways to bring more."""
    return _page(found(event_id), note_form(), UploadForm(formdata=None))


@blueprint.post("")
@staff(Permission.RUN_EVENTS, body_limit=NOTE_LIMIT)
def add(slug: str, event_id: str) -> Any:
    """Keep one note that was typed."""
    event, form = found(event_id), note_form()
    try:
        event_notes.take_in(consultation_id=g.consultation.id, event_id=event_id, notes=[form.note(event.language)],
                            by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "text")
        return _page(event, form, UploadForm(formdata=None))
    flash(gettext("The note was kept."))
    return _back(event_id)


@blueprint.post("/file")
@staff(Permission.RUN_EVENTS, body_limit=BODY_LIMIT)
def upload(slug: str, event_id: str) -> Any:
    """Take in a filled-in file of notes, all of them or none."""
    event, form = found(event_id), UploadForm()

    def keep(data: bytes) -> int:
        notes = read_notes(data, Known(event.language, question_words(), node_labels()))
        return event_notes.take_in(consultation_id=g.consultation.id, event_id=event_id, notes=notes,
                                   by_id=current_user.id).kept

    kept, problems = take(form, keep)
    if kept is None:
        return _page(event, note_form(is_empty=True), form, problems)
    flash(ngettext("%(num)s note was kept.", "%(num)s notes were kept.", kept))
    return _back(event_id)


@blueprint.get("/template.<kind>")
@staff(Permission.RUN_EVENTS)
def template(slug: str, event_id: str, kind: str) -> WsgiResponse:
    """Hand out the file to write notes in where there is no network: a workbook, or else a Word file."""
    event = found(event_id)
    form = Template(event.title, tuple(question_words().items()), tuple(node_labels().items()))
    is_book = kind == "xlsx"
    content = (event_note_templates.to_xlsx(form) if is_book
               else event_note_templates.to_docx(form, made_at=utc_now()))
    response = Response(content, content_type=XLSX if is_book else DOCX)
    response.headers.set("Content-Disposition", "attachment", filename=f"notes.{'xlsx' if is_book else 'docx'}")
    return response


@blueprint.route("/<note_id>/remove", methods=["GET", "POST"])
@staff(Permission.RUN_EVENTS)
def remove(slug: str, event_id: str, note_id: str) -> Any:
    """Take a note out of everything that is counted."""
    event, form = found(event_id), ReasonForm()
    if request.method == "POST":
        try:
            event_notes.remove(consultation_id=g.consultation.id, public_id=note_id, reason=form.reason.data or "",
                               by_id=current_user.id)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "reason")
        else:
            flash(gettext("The note no longer counts. It stays stored with the reason."))
            return _back(event_id)
    page = render_template("staff/events/remove_note.html", consultation=g.consultation, event=event, form=form,
                           note_id=note_id)
    return (page, 422) if form.errors else page


def note_form(*, is_empty: bool = False) -> NoteForm:
    """Return the form of one note with the questions and the parts of the plan to choose from."""
    form = NoteForm(formdata=None) if is_empty else NoteForm()
    form.question.choices = choices([("", gettext("No question in particular")), *question_words().items()])
    form.node.choices = choices([("", gettext("No part in particular")), *node_labels().items()])
    return form


def question_words() -> dict[str, str]:
    """Return the questions that people answer in own words or by choice, by key: about the plan, never about them."""
    return {asked.key: pick(asked.question.text, "en")[0]
            for asked in survey_questions.asked(db.session(), g.consultation.id) if asked.stores == "answers"}


def node_labels() -> dict[str, str]:
    """Return the parts of the plan by key."""
    groups: list[Group] = plan_choices.groups(db.session(), g.consultation.plan_version_id)
    return {choice.key: choice.label for group in groups for choice in group.choices}


def _back(event_id: str) -> WsgiResponse:
    return redirect(url_for("staff_event_notes.index", slug=g.consultation.slug, event_id=event_id), 303)


def _page(event: "Event", form: NoteForm, file_form: UploadForm, problems: Any = ()) -> Any:
    after = request.args.get("after", "")
    rows = stored.notes_of(db.session(), event.id, int(after) if after.isdecimal() and len(after) < 10 else 0)
    page = render_template(
        "staff/events/notes.html", consultation=g.consultation, event=event, form=form, file_form=file_form,
        problems=problems, rows=rows, words=event_words, questions=question_words(), nodes=node_labels(),
        may_code=Permission.CODE in g.permissions, onward=rows[-1].note.id if len(rows) == stored.PAGE else None)
    return (page, 422) if form.errors or file_form.errors else page
