"""Notes of the group: the list, begun ones, one of them with its lines, a line that is added, and the whole record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from consult.domain import forum_notes as rules
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.exports import forum_record
from consult.extensions import db
from consult.queries import forum_notes as stored
from consult.queries import meetings
from consult.services import forum_notes, forum_records
from consult.web import locale, pages
from consult.web.access import Guarded, member
from consult.web.community.door_forms import saved
from consult.web.fields import Plain, choices

if TYPE_CHECKING:
    from consult.queries.forum_notes import NoteView

blueprint = Guarded("space_notes", __name__)
ONE = "/<lang>/space/notes/<note_id>"
KINDS = {rules.SAID: _l("Something that was said"), rules.DECISION: _l("Something that was decided"),
         rules.ACTION: _l("Something that somebody will do"), rules.ADDITION: _l("Added after the meeting")}


class BeginForm(Plain):
    """New notes."""

    title = StringField(_l("What are the notes about?"))
    meeting = SelectField(_l("Which meeting?"), validate_choice=False)


class LineForm(Plain):
    """A line of notes."""

    words = TextAreaField(_l("What do the notes say?"))
    easy = TextAreaField(_l("The same in simple words (optional)"))
    kind = SelectField(_l("What is it?"), validate_choice=False)
    item = SelectField(_l("Which item?"), validate_choice=False)
    language = SelectField(_l("Language of what you write"), validate_choice=False)
    is_own = BooleanField(_l("These are my own words"),
                          description=_l("Only you can change them then. You can take them back."))
    is_named = BooleanField(_l("Show my name beside them, also where they are shared"))


@blueprint.get("/<lang>/space/notes")
@member(Right.READ_NOTES)
def index() -> str:
    """List the notes, the newest first."""
    session = db.session()
    return render_template("community/notes/index.html", forum=g.forum, notes=stored.listed(session, g.forum.id),
                           deleted=stored.deleted(session, g.forum.id), may_write=may_write())


@blueprint.route("/<lang>/space/notes/new", methods=["GET", "POST"])
@member(Right.WRITE_NOTES, keeps_form=True)
def begin() -> Any:
    """Begin notes, of a meeting or of none."""
    form = BeginForm()
    held = meetings.of_forum(db.session(), g.forum.id)
    form.meeting.choices = choices([("", gettext("No meeting"))] + [
        (one.public_id, f"{pages.day(one.starts_at)} {one.title}") for one in held])
    if request.method == "GET":
        form.meeting.data = request.args.get("meeting", "")[:22]
    else:
        made: list[str] = []
        if saved(form, "title", lambda: made.append(forum_notes.begin(
                by=g.acting, title=form.title.data or "", meeting_id=form.meeting.data or "").public_id)):
            return redirect(url_for("space_notes.show", note_id=made[0]), 303)
    page = render_template("community/notes/new.html", forum=g.forum, form=form)
    return (page, 422) if form.errors else page


@blueprint.get(ONE)
@member(Right.READ_NOTES)
def show(note_id: str) -> Any:
    """Show notes by item, with the form to add a line."""
    form = LineForm(formdata=None, data={"is_own": True})
    return _page(view_of(note_id), form)


@blueprint.post(f"{ONE}/lines")
@member(Right.WRITE_NOTES, keeps_form=True)
def add(note_id: str) -> Any:
    """Take a line that a member adds."""
    note, form = view_of(note_id), LineForm()
    if saved(form, "words", lambda: _add(note_id, form)):
        flash(gettext("It is in the notes."))
        return redirect(url_for("space_notes.show", note_id=note_id, _anchor="add"), 303)
    return _page(note, form)


def _page(note: NoteView, form: LineForm) -> Any:
    session, note_id = db.session(), note.public_id
    _give_choices(form)
    page = render_template(
        "community/notes/show.html", forum=g.forum, note=note, form=form, kinds=KINDS, may_write=may_write(),
        can_add=_can_add(note), is_late=note.layer != rules.WORKING, limit=rules.MOST_WORDS,
        proposed=stored.proposed(session, g.forum.id, note_id),
        editions=stored.editions(session, g.forum.id, note_id))
    return (page, 422) if form.errors else page


@blueprint.get("/<lang>/space/record.zip")
@member(Right.TAKE_OUT)
def take_out() -> Response:
    """Hand out the group's whole record as one file, under a name that says nothing."""
    record = forum_records.take_out(
        by=g.acting, whose=gettext("The members of the group, together"),
        usual_licence=gettext("Nobody outside the group may use it before the group says so."))
    response = Response(forum_record.write(record, locale.language().tag, gettext), content_type="application/zip")
    response.headers.set("Content-Disposition", "attachment", filename="record.zip")
    return response


def view_of(note_id: str) -> NoteView:
    """Return the notes of the address; raises NotFound."""
    found = stored.view(db.session(), g.acting, note_id)
    if found is None:
        raise NotFound()
    return found


def may_write() -> bool:
    """Say whether who reads can write notes too."""
    return Right.WRITE_NOTES in g.acting.rights


def _can_add(note: NoteView) -> bool:
    today = london_day(utc_now())
    return may_write() and (note.layer == rules.WORKING or (note.open_until is not None and today <= note.open_until))


def _add(note_id: str, form: LineForm) -> None:
    forum_notes.add(
        by=g.acting, note_id=note_id, words=form.words.data or "", easy=form.easy.data or "",
        kind=form.kind.data or rules.SAID, item_id=form.item.data or "", is_own=bool(form.is_own.data),
        is_named=bool(form.is_named.data), language=form.language.data or "en")


def _give_choices(form: LineForm) -> None:
    form.item.choices = choices([("", gettext("No item")), *stored.items(db.session(), g.forum.id)])
    form.kind.choices = choices([(kind, words) for kind, words in KINDS.items() if kind != rules.ADDITION])
    form.language.choices = choices((tag, one.name) for tag, one in locale.offered().items())
    form.language.data = form.language.data or locale.language().tag
