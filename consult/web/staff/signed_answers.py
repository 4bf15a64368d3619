"""Answers in sign language, for those who put them into English: the queue, one film, writing and checking."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import TextAreaField
from wtforms.form import BaseForm

from consult.domain.access import Permission
from consult.domain.answer_words import WAITING, WRITTEN
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.signed_answers import MOST_ENGLISH
from consult.extensions import db
from consult.queries import signed_answers as stored
from consult.queries.signed_answers import STAGES, Film
from consult.services import signed_words
from consult.services.signed_words import MOST_NOTE
from consult.web.access import Guarded, staff
from consult.web.downloads import played
from consult.web.english_forms import BOX, english_form, label, typed
from consult.web.fields import add_error
from consult.web.pages import allow
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain

blueprint = Guarded("staff_signed_answers", __name__, url_prefix="/staff/consultations/<slug>/signed-answers")
# The English of a film of the whole survey, each byte of it as three characters.
BODY_LIMIT = 2 * 1024 * 1024


@blueprint.get("")
@staff(Permission.WATCH_SIGNED_ANSWERS)
def index(slug: str) -> str:
    """List the films that wait for English, those that wait for a second person, and those that are done."""
    session = db.session()
    lists = {stage: stored.queue(session, g.consultation.id, stage) for stage in STAGES}
    return render_template("staff/signed_answers/index.html", consultation=g.consultation, lists=lists,
                           counts=stored.counts(session, g.consultation.id))


@blueprint.get("/<public_id>")
@staff(Permission.WATCH_SIGNED_ANSWERS)
def show(slug: str, public_id: str) -> Any:
    """Show one film with its English, and what this person can do with it."""
    return _page(_film(public_id))


@blueprint.get("/<public_id>/film")
@staff(Permission.WATCH_SIGNED_ANSWERS)
def film(slug: str, public_id: str) -> WsgiResponse:
    """Play the film, or the piece of it that the player asks for; the trail keeps who began to watch."""
    first = request.range.ranges[0][0] if request.range and request.range.ranges else 0
    row, stream = signed_words.watch(consultation_id=g.consultation.id, public_id=public_id, is_start=first == 0,
                                     by_id=current_user.id)
    return played(row, stream)


@blueprint.post("/<public_id>/write")
@staff(Permission.TRANSLATE_ANSWERS, body_limit=BODY_LIMIT)
def write(slug: str, public_id: str) -> Any:
    """Keep the English of a film, for a second person to check."""
    found = _film(public_id)
    form = _write_form(found, request.form)
    try:
        signed_words.write(consultation_id=g.consultation.id, public_id=public_id, english=typed(form),
                           note=form["note"].data or "", revision=_revision(), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _refused(found, form, refused)
    flash(gettext("The English was kept. A second person checks it now."))
    return redirect(url_for("staff_signed_answers.index", slug=slug), 303)


@blueprint.post("/<public_id>/check")
@staff(Permission.CHECK_ANSWER_WORDS)
def check(slug: str, public_id: str) -> Any:
    """Say that the English is right: from now on coders read it as the answer."""
    found = _film(public_id)
    try:
        signed_words.check(consultation_id=g.consultation.id, public_id=public_id, revision=_revision(),
                           by_id=current_user.id)
    except Conflict as refused:
        return _refused(found, None, refused)
    flash(gettext("The English was checked. It is read with the other answers now."))
    return redirect(url_for("staff_signed_answers.index", slug=slug), 303)


@blueprint.post("/<public_id>/give-back")
@staff(Permission.CHECK_ANSWER_WORDS)
def give_back(slug: str, public_id: str) -> Any:
    """Send the English back to be written again, with what is not right."""
    found = _film(public_id)
    form = BackForm()
    try:
        signed_words.give_back(consultation_id=g.consultation.id, public_id=public_id, note=form.note.data or "",
                               revision=_revision(), by_id=current_user.id)
    except (Refused, Conflict) as refused:
        return _refused(found, form, refused)
    flash(gettext("The English went back to the translator."))
    return redirect(url_for("staff_signed_answers.index", slug=slug), 303)


class BackForm(Plain):
    """Why the English is not right yet."""

    note = TextAreaField(_l("What is not right?"), id="back-note")


def _film(public_id: str) -> Film:
    found = stored.one(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _write_form(found: Film, formdata: Any = None) -> BaseForm:
    """Return a box for each question that the film can answer, and one for doubts."""
    note = TextAreaField(_l("Notes for the one who checks"), default=found.note, description=_l(
        "Doubts, or another way to read a sign. Nothing about who the person is."))
    return english_form([(place.key, label(place.question, place.part)) for place in found.places],
                        {part.key: part.english for part in found.words}, formdata, note)


def _refused(found: Film, form: BaseForm | None, refused: Refused | Conflict) -> Any:
    """Show the page again with what was typed and why it was not kept."""
    db.session.rollback()
    if form is None:
        flash(sentence(refused))
        return redirect(url_for("staff_signed_answers.show", slug=g.consultation.slug,
                                public_id=found.line.public_id), 303)
    field = getattr(refused, "field", "")
    add_error(form, field if field == "note" else BOX + field, sentence(refused))
    is_back = isinstance(form, BackForm)
    return _page(found, None if is_back else form, form if is_back else None)


def _page(found: Film, form: BaseForm | None = None, back: BaseForm | None = None) -> Any:
    allow("media-src", "'self'")
    state, is_own = found.line.state, found.written_by_id == current_user.id
    may_write = Permission.TRANSLATE_ANSWERS in g.permissions and found.line.corrected_at is None
    page = render_template(
        "staff/signed_answers/show.html", consultation=g.consultation, found=found,
        form=form or _write_form(found), back=back or BackForm(formdata=None), form_with_errors=form or back,
        limit=MOST_ENGLISH, note_limit=MOST_NOTE, is_own=is_own,
        may_write=may_write and state in (WAITING, WRITTEN),
        may_check=Permission.CHECK_ANSWER_WORDS in g.permissions and state == WRITTEN and not is_own)
    return (page, 422) if (form or back) is not None else page


def _revision() -> int:
    typed_in = request.form.get("revision", "")
    return int(typed_in) if typed_in.isascii() and typed_in.isdecimal() and len(typed_in) < 9 else 0
