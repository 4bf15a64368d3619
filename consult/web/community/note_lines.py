"""One line of the group's notes: changed, claimed as one's own words, shown with a name, or taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import Right
from consult.domain.forum_notes import MOST_WORDS
from consult.services import forum_notes
from consult.web.access import Guarded, member
from consult.web.community.door_forms import saved
from consult.web.community.notes import ONE, view_of
from consult.web.fields import Plain
from consult.web.sentences import sentence

if TYPE_CHECKING:
    from consult.queries.forum_notes import LineView, NoteView

blueprint = Guarded("space_note_lines", __name__)
LINE = f"{ONE}/lines/<line_id>"


class ChangeForm(Plain):
    """Other words for a line."""

    words = TextAreaField(_l("What do the notes say?"))
    easy = TextAreaField(_l("The same in simple words (optional)"))


@blueprint.route(LINE, methods=["GET", "POST"])
@member(Right.WRITE_NOTES, keeps_form=True)
def change(note_id: str, line_id: str) -> Any:
    """Show a line with what can be done about it, and take a correction."""
    note, line = _line(note_id, line_id)
    form = ChangeForm(words=line.words, easy=line.easy) if request.method == "GET" else ChangeForm()
    if request.method == "POST" and saved(form, "words", lambda: forum_notes.correct(
            by=g.acting, line_id=line_id, words=form.words.data or "", easy=form.easy.data or "")):
        return _back(note_id, gettext("The notes are changed."))
    page = render_template("community/notes/line.html", forum=g.forum, note=note, line=line, form=form,
                           limit=MOST_WORDS)
    return (page, 422) if form.errors else page


@blueprint.post(f"{LINE}/mine")
@member(Right.WRITE_NOTES)
def claim(note_id: str, line_id: str) -> Any:
    """Say that a line holds one's own words."""
    _line(note_id, line_id)
    try:
        forum_notes.claim(by=g.acting, line_id=line_id)
    except Conflict as conflict:
        return _back(note_id, sentence(conflict))
    return redirect(url_for("space_note_lines.change", note_id=note_id, line_id=line_id), 303)


@blueprint.post(f"{LINE}/name")
@member(Right.TAKE_OUT)
def show_name(note_id: str, line_id: str) -> Any:
    """Show one's name beside own words, or no more."""
    is_named = request.form.get("named") == "yes"
    forum_notes.show_name(by=g.acting, line_id=line_id, is_named=is_named)
    return _back(note_id, gettext("Your name is shown.") if is_named else gettext("Your name is not shown."))


@blueprint.post(f"{LINE}/take-back")
@member(Right.TAKE_OUT)
def take_back(note_id: str, line_id: str) -> Any:
    """Take own words back."""
    forum_notes.take_back(by=g.acting, line_id=line_id)
    return _back(note_id, gettext("Your words are gone."))


def _line(note_id: str, line_id: str) -> tuple[NoteView, LineView]:
    note = view_of(note_id)
    line = next((one for _item, lines in note.items for one in lines if one.public_id == line_id), None)
    if line is None or line.is_gone or (line.is_claimed and not line.is_own):
        raise NotFound()
    return note, line


def _back(note_id: str, said: str) -> Any:
    flash(said)
    return redirect(url_for("space_notes.show", note_id=note_id), 303)
