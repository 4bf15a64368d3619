"""Care for notes of events: sending a worry about one, and taking out what shows who or where somebody is."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.extensions import db
from consult.queries import events as stored
from consult.queries.events import NoteView
from consult.services import event_notes, other_worries
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff import worries_words
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.redactions import kind_words

blueprint = Guarded("staff_event_care", __name__,
                    url_prefix="/staff/consultations/<slug>/events/<event_id>/notes/<note_id>")


class WorryForm(Plain):
    """What worries somebody about a note."""

    kind = SelectField(_l("What is it about?"), validate_choice=False)
    note = TextAreaField(_l("What worries you (you can leave this empty)"), filters=[tidy])


class DetailForm(Plain):
    """Words to take out of a note, and what they tell."""

    words = StringField(_l("Words to take out"), filters=[tidy],
                        description=_l("Type them as they stand in the note."))
    kind = SelectField(_l("What they tell"), validate_choice=False)


@blueprint.route("/worry", methods=["GET", "POST"])
@staff(Permission.FLAG_WORRIES)
def worry(slug: str, event_id: str, note_id: str) -> Any:
    """Send a worry about a note; it is kept back from then on. The words of the note are not shown here."""
    view = _view(note_id)
    form = WorryForm()
    form.kind.choices = choices([("", ""), *worries_words.kind_words().items()])
    if request.method == "POST":
        try:
            other_worries.flag_note(consultation_id=g.consultation.id, public_id=note_id, kind=form.kind.data or "",
                                    note=form.note.data or "", by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "kind")
        else:
            flash(gettext("Your worry was sent. This note is kept back until someone has looked at it."))
            return redirect(url_for(_way_on(), slug=slug), 303)
    page = render_template("staff/events/worry.html", consultation=g.consultation, event_id=event_id, form=form,
                           view=view, way_on=_way_on())
    return (page, 422) if form.errors else page


@blueprint.route("/details", methods=["GET", "POST"])
@staff(Permission.REDACT)
def details(slug: str, event_id: str, note_id: str) -> Any:
    """Take words out of a note wherever they stand in it."""
    form = DetailForm()
    form.kind.choices = choices(kind_words().items())
    if request.method == "POST":
        try:
            places = event_notes.take_out(consultation_id=g.consultation.id, public_id=note_id,
                                          words=form.words.data or "", kind=form.kind.data or "",
                                          by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "words")
        else:
            flash(ngettext("Taken out at %(num)s place.", "Taken out at %(num)s places.", places))
            return _details(event_id, note_id)
    view = _view(note_id)
    if view.is_held:
        raise NotFound()
    page = render_template(
        "staff/events/details.html", consultation=g.consultation, event_id=event_id, form=form, view=view,
        kinds=kind_words(), may_open=Permission.READ_ORIGINALS in g.permissions,
        suggested=[(view.text[span.start:span.end], span.kind) for span in event_notes.suggested_details(view.text)])
    return (page, 422) if form.errors else page


@blueprint.post("/details/undo")
@staff(Permission.REDACT)
def undo(slug: str, event_id: str, note_id: str) -> WsgiResponse:
    """Put back everything that was taken out of a note."""
    event_notes.put_back(consultation_id=g.consultation.id, public_id=note_id, by_id=current_user.id)
    flash(gettext("The words are back as they were."))
    return _details(event_id, note_id)


@blueprint.post("/original")
@staff(Permission.READ_ORIGINALS)
def original(slug: str, event_id: str, note_id: str) -> str:
    """Show a note as it was written; that somebody looked is kept in the trail."""
    text = event_notes.open_original(consultation_id=g.consultation.id, public_id=note_id, by_id=current_user.id)
    return render_template("staff/events/original.html", consultation=g.consultation, event_id=event_id,
                           view=_view(note_id), text=text)


def _view(note_id: str) -> NoteView:
    found = stored.note(db.session(), g.consultation.id, note_id,
                        with_withheld=Permission.HANDLE_WORRIES in g.permissions)
    if found is None:
        raise NotFound()
    return found[0]


def _way_on() -> str:
    """Return the page that someone works on after sending a worry."""
    if Permission.CODE in g.permissions:
        return "staff_event_coding.next_note"
    if Permission.RUN_EVENTS in g.permissions:
        return "staff_events.index"
    return "staff_worries.index" if Permission.HANDLE_WORRIES in g.permissions else "staff_answer_words.index"


def _details(event_id: str, note_id: str) -> WsgiResponse:
    return redirect(url_for("staff_event_care.details", slug=g.consultation.slug, event_id=event_id, note_id=note_id),
                    303)
