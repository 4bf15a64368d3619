"""Coding answers a second time: how far it is, the next answer, and one answer without the first coder's codes."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.variants import SIGNED
from consult.exports.report_words import stance_words
from consult.extensions import db
from consult.queries import double_coding as stored
from consult.queries import remarks
from consult.queries.double_coding import Blind
from consult.services import double_coding
from consult.web.access import Guarded, staff
from consult.web.sentences import sentence
from consult.web.staff.double_coding_forms import SecondForm, given_of, second_form, texts_of
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import refuse

blueprint = Guarded("staff_double_coding", __name__, url_prefix="/staff/consultations/<slug>/second-coding")


@blueprint.get("")
@staff(Permission.CODE)
def index(slug: str) -> str:
    """Show how many answers to each question wait for a second coder, differ or are settled."""
    session, consultation_id = db.session(), g.consultation.id
    return render_template("staff/double_coding/index.html", consultation=g.consultation,
                           questions=stored.overview(session, consultation_id, current_user.id),
                           asked=remarks.open_count(session, consultation_id))


@blueprint.get("/<question_key>/next")
@staff(Permission.CODE)
def read_next(slug: str, question_key: str) -> WsgiResponse:
    """Lead to the next answer that this person may code for the second time."""
    found = stored.next_for(db.session(), g.consultation.id, question_key, current_user.id)
    if found is None:
        flash(gettext("No answer to this question waits for you."))
        return redirect(url_for("staff_double_coding.index", slug=slug), 303)
    return redirect(url_for("staff_double_coding.answer", slug=slug, public_id=found), 303)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@staff(Permission.CODE)
def answer(slug: str, public_id: str) -> Any:
    """Show an answer as nobody had coded it, and keep what the second coder says of it."""
    view = _view(public_id)
    form = second_form(stored.frame(db.session(), g.consultation.id))
    if request.method == "POST":
        try:
            double_coding.give(consultation_id=g.consultation.id, reading_id=public_id, given=given_of(form, view),
                               by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, "passage")
        except Conflict as conflict:
            return _gone(conflict)
        else:
            flash(gettext("Saved."))
            return _back(public_id)
    return _page(view, form)


@blueprint.post("/<public_id>/take-back")
@staff(Permission.CODE)
def take_back(slug: str, public_id: str) -> WsgiResponse:
    """Remove what the second coder said of a passage."""
    _view(public_id)
    code_id = request.form.get("code", "")
    try:
        double_coding.take_back(consultation_id=g.consultation.id, reading_id=public_id, by_id=current_user.id,
                                code_id=int(code_id) if code_id.isdecimal() and len(code_id) < 10 else 0)
    except Conflict as conflict:
        return _gone(conflict)
    flash(gettext("It was taken back."))
    return _back(public_id)


@blueprint.post("/<public_id>/done")
@staff(Permission.CODE)
def finish(slug: str, public_id: str) -> WsgiResponse:
    """Compare what both coders said, and lead to the next answer."""
    view = _view(public_id)
    try:
        double_coding.finish(consultation_id=g.consultation.id, reading_id=public_id, by_id=current_user.id)
    except Conflict as conflict:
        return _gone(conflict)
    return redirect(url_for("staff_double_coding.read_next", slug=slug, question_key=view.question_key), 303)


def _view(public_id: str) -> Blind:
    found = stored.blind(db.session(), g.consultation.id, public_id, current_user.id)
    if found is None:
        raise NotFound()
    return found


def _gone(conflict: Conflict) -> WsgiResponse:
    flash(sentence(conflict))
    return redirect(url_for("staff_double_coding.index", slug=g.consultation.slug), 303)


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_double_coding.answer", slug=g.consultation.slug, public_id=public_id), 303)


def _page(view: Blind, form: SecondForm) -> Any:
    if view.state != "waiting":
        return _gone(Conflict("second-coding-done"))
    page = render_template(
        "staff/double_coding/answer.html", consultation=g.consultation, view=view, form=form, texts=texts_of(view),
        themes=stored.frame(db.session(), g.consultation.id), language=language_name(
            SIGNED if view.is_signed else view.language),
        stances={stance: stance_words(stance, gettext) for stance in STANCES})
    return (page, 422) if form.errors else page
