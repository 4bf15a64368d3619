"""Asks the group about its notes: whether they are right, whether they may leave it and for whom, or go for good."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.forum_notes import AGREED, NAMED, PUBLIC
from consult.services import note_releases
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community import uploads
from consult.web.community.notes import ONE, view_of
from consult.web.community.uploads import UploadForm
from consult.web.fields import add_error, choices
from consult.web.sentences import sentence

blueprint = Guarded("space_note_questions", __name__)


class ShareForm(UploadForm):
    """Whom the notes are for, and a signed film of them."""

    audience = RadioField(_l("Who can read them?"), choices=choices((
        (PUBLIC, _l("Everyone")), (NAMED, _l("Only those we name")))), validate_choice=False)
    bodies = TextAreaField(_l("Who? Write each name on a line of its own"))


@blueprint.post(f"{ONE}/agree")
@member(Right.WRITE_NOTES)
def agree(note_id: str) -> Any:
    """Ask the group whether the notes are right."""
    question = gettext("Are these notes right? “%(title)s”", title=view_of(note_id).title)
    return _asked(note_id, lambda: note_releases.ask_to_agree(by=g.acting, note_id=note_id, question=question))


@blueprint.post(f"{ONE}/delete")
@member(Right.WRITE_NOTES)
def delete(note_id: str) -> Any:
    """Ask the group whether working notes are deleted."""
    question = gettext("Shall we delete the notes “%(title)s” for good?", title=view_of(note_id).title)
    return _asked(note_id, lambda: note_releases.ask_to_delete(by=g.acting, note_id=note_id, question=question))


@blueprint.route(f"{ONE}/share", methods=["GET", "POST"])
@member(Right.WRITE_NOTES, keeps_form=True, body_limit=uploads.room("video"))
def share(note_id: str) -> Any:
    """Ask the group whether agreed notes may leave it."""
    note, form = view_of(note_id), ShareForm()
    if note.layer != AGREED:
        raise NotFound()
    if request.method == "GET":
        form.audience.data = PUBLIC
    else:
        try:
            return _go(_share(note_id, note.title, form))
        except (Refused, Conflict) as refused:
            said = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
            add_error(form, getattr(refused, "field", "audience"), said)
    page = render_template("community/notes/share.html", forum=g.forum, note=note, form=form)
    return (page, 422) if form.errors else page


def _share(note_id: str, title: str, form: ShareForm) -> Any:
    if tokens.is_stale():
        raise Refused("audience", "form-stale")
    film = uploads.kept(g.acting, transcript=form.transcript.data or "", only="video")
    bodies = (form.bodies.data or "").splitlines() if form.audience.data == NAMED else []
    question = gettext("May the notes “%(title)s” leave the group?", title=title)
    return note_releases.ask_to_share(by=g.acting, note_id=note_id, question=question, bodies=bodies,
                                      audience=form.audience.data or "", film_id=film)


def _asked(note_id: str, ask: Any) -> Any:
    try:
        decision = ask()
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_notes.show", note_id=note_id), 303)
    return _go(decision)


def _go(decision: Any) -> Any:
    flash(gettext("The group is asked."))
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)
