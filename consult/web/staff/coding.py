"""Coding in the browser: how far it is, the next answer, one answer with the form to code it, and the way back."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import codings as stored
from consult.queries import reading_order
from consult.queries.codings import AnswerView
from consult.services import answers, coding_steps, presences
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.answer_words import change_language
from consult.web.staff.coding_forms import CodingForm, codes_of, coding_form, span_of
from consult.web.staff.coding_pages import answer_page, overview_page
from consult.web.staff.coding_words import undone_words
from consult.web.staff.plain_forms import refuse, tidy

blueprint = Guarded("staff_coding", __name__, url_prefix="/staff/consultations/<slug>")


@blueprint.get("/code")
@staff(Permission.CODE)
def overview(slug: str) -> str:
    """Show how far the answers to each question in own words were read, one's own first."""
    return overview_page(g.consultation, current_user.id)


@blueprint.get("/code/<question_key>/next")
@staff(Permission.CODE)
def read_next(slug: str, question_key: str) -> WsgiResponse:
    """Lead to the next answer to read, after one of them or from where people are; with `again` one to look at again.

    With `any` languages that were not given to this person come too.
    """
    session, consultation_id = db.session(), g.consultation.id
    place = reading_order.place_of(session, consultation_id, tidy(request.args.get("after", "")))
    found = reading_order.next_answer(
        session, consultation_id, question_key, person_id=current_user.id, after=place,
        only_again="again" in request.args, only_given="any" not in request.args)
    if found is None:
        flash(gettext("Every answer to this question that is for you to read was read."))
        return redirect(url_for("staff_coding.overview", slug=slug), 303)
    return redirect(url_for("staff_coding.answer", slug=slug, public_id=found, _anchor="answer"), 303)


@blueprint.post("/code/undo")
@staff(Permission.CODE)
def undo(slug: str) -> WsgiResponse:
    """Undo the last step of this person and show its answer."""
    try:
        undone = coding_steps.undo(consultation_id=g.consultation.id, by_id=current_user.id)
    except Refused as refused:
        flash(sentence(refused))
        return redirect(url_for("staff_coding.overview", slug=slug), 303)
    flash(undone_words(undone))
    return _back(undone.answer_id)


@blueprint.route("/answers/<public_id>", methods=["GET", "POST"])
@staff(Permission.CODE)
def answer(slug: str, public_id: str) -> Any:
    """Show an answer with what was said of it, and code a passage of it."""
    if request.method != "POST":
        page = answer_page(_view(public_id), coding_form())
        if request.method == "GET":
            presences.note(consultation_id=g.consultation.id, answer_id=public_id, by_id=current_user.id)
        return page
    view = stored.answer(db.session(), g.consultation.id, public_id)
    if view is None:
        return _gone()
    form = coding_form()
    try:
        _save(view, form)
    except Refused as refused:
        refuse(form, refused, "passage")
        return answer_page(view, form), 422
    except NotFound:
        return _gone()
    except Conflict as conflict:
        return _kept_back(public_id, conflict)
    return _onward(view) if request.form.get("then") == "next" else _back(public_id)


def _save(view: AnswerView, form: CodingForm) -> None:
    """Store what the form says; raises Refused with the field that is not right."""
    name = form.new_theme.data or ""
    span, of_english = span_of(form, view)
    saved = answers.code(
        consultation_id=g.consultation.id, answer_id=view.public_id, span=span, of_english=of_english,
        codes=codes_of(form), new_theme=name, is_done=request.form.get("then") == "next", by_id=current_user.id)
    if saved.there:
        flash(gettext("These words had a theme already, with the same stance: %(themes)s.",
                      themes=", ".join(saved.there)))
    flash(gettext("Saved. “%(name)s” is a theme now.", name=name) if name else gettext("Saved."))


@blueprint.post("/answers/<public_id>/read")
@staff(Permission.CODE)
def read(slug: str, public_id: str) -> WsgiResponse:
    """Mark an answer as read to the end and lead to the next."""
    view = _view(public_id)
    try:
        answers.read(consultation_id=g.consultation.id, answer_id=public_id, by_id=current_user.id)
    except Conflict as conflict:
        return _kept_back(public_id, conflict)
    return _onward(view)


@blueprint.post("/answers/<public_id>/open")
@staff(Permission.CODE)
def keep_open(slug: str, public_id: str) -> tuple[str, int]:
    """Note that this person still has the answer open, or (with `left`) has closed it; there is nothing to show."""
    call = presences.leave if request.form.get("left") else presences.note
    call(consultation_id=g.consultation.id, answer_id=public_id, by_id=current_user.id)
    return "", 204


@blueprint.post("/answers/<public_id>/codings/<coding_id>/withdraw")
@staff(Permission.CODE)
def withdraw(slug: str, public_id: str, coding_id: str) -> WsgiResponse:
    """Take a coding back; the answer counts as not read to the end again."""
    if not stored.is_of_answer(db.session(), g.consultation.id, public_id, coding_id):
        raise NotFound()
    try:
        answers.take_back(consultation_id=g.consultation.id, coding_id=coding_id, by_id=current_user.id)
    except NotFound:
        flash(gettext("This coding was taken back before."))
    except Conflict as conflict:
        return _kept_back(public_id, conflict)
    else:
        flash(gettext("The coding was taken back. The answer will come up again."))
    return _back(public_id)


@blueprint.post("/answers/<public_id>/language")
@staff(Permission.CODE)
def set_language(slug: str, public_id: str) -> WsgiResponse:
    """Say which language an answer is in; it then waits for its English, or needs none."""
    _view(public_id)
    change_language(public_id)
    return _back(public_id)


def _view(public_id: str) -> AnswerView:
    found = stored.answer(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _gone() -> WsgiResponse:
    flash(gettext("This answer is not here any more: the person who gave it took it back. Nothing of it was saved."))
    return redirect(url_for("staff_coding.overview", slug=g.consultation.slug), 303)


def _kept_back(public_id: str, conflict: Conflict) -> WsgiResponse:
    flash(sentence(conflict))
    return redirect(url_for("staff_coding.answer", slug=g.consultation.slug, public_id=public_id), 303)


def _onward(view: AnswerView) -> WsgiResponse:
    return redirect(url_for("staff_coding.read_next", slug=g.consultation.slug, question_key=view.question_key,
                            after=view.public_id), 303)


def _back(public_id: str) -> WsgiResponse:
    address = url_for("staff_coding.answer", slug=g.consultation.slug, public_id=public_id, _anchor="coding")
    return redirect(address, 303)
