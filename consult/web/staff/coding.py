"""Coding in the browser: how far it is, the next answer, one answer and the form to code it; not who wrote it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.codebooks import STANCES
from consult.domain.errors import NotFound, Refused
from consult.domain.variants import SIGNED
from consult.exports.report_words import channel_words, stance_words
from consult.extensions import db
from consult.queries import answer_words, codebooks, plan_choices
from consult.queries import codings as stored
from consult.queries.codings import AnswerView
from consult.services import answers, codings
from consult.web.access import Guarded, staff
from consult.web.staff.answer_words import change_language, language_form
from consult.web.staff.coding_forms import (
    CodingForm,
    code_of,
    coding_form,
    numbers_of,
    sources_of,
    span_of,
    theme_choices,
)
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import refuse, tidy

blueprint = Guarded("staff_coding", __name__, url_prefix="/staff/consultations/<slug>")


@blueprint.get("/code")
@staff(Permission.CODE)
def overview(slug: str) -> str:
    """Show how far the answers to each question in own words were read, and how many of them wait for English."""
    session, consultation_id = db.session(), g.consultation.id
    return render_template("staff/coding/overview.html", consultation=g.consultation,
                           questions=stored.progress(session, consultation_id),
                           unfound=answer_words.count_unfound(session, consultation_id),
                           translated=answer_words.translated(session, consultation_id))


@blueprint.get("/code/<question_key>/next")
@staff(Permission.CODE)
def read_next(slug: str, question_key: str) -> WsgiResponse:
    """Lead to the next answer that nobody read to the end, after one of them or from the start."""
    session, consultation_id = db.session(), g.consultation.id
    place = stored.place_of(session, consultation_id, tidy(request.args.get("after", "")))
    found = stored.next_answer(session, consultation_id, question_key, place)
    if found is None and place is not None:
        found = stored.next_answer(session, consultation_id, question_key)
    if found is None:
        flash(gettext("Every answer to this question was read."))
        return redirect(url_for("staff_coding.overview", slug=slug), 303)
    return redirect(url_for("staff_coding.answer", slug=slug, public_id=found, _anchor="answer"), 303)


@blueprint.route("/answers/<public_id>", methods=["GET", "POST"])
@staff(Permission.CODE)
def answer(slug: str, public_id: str) -> Any:
    """Show an answer with what was said of it, and code a passage of it."""
    view = _view(public_id)
    form = coding_form(plan_choices.groups(db.session(), g.consultation.plan_version_id))
    if request.method == "POST":
        try:
            _save(view, form)
        except Refused as refused:
            refuse(form, refused, "passage")
        else:
            return _onward(view) if request.form.get("then") == "next" else _back(public_id)
    return _page(view, form)


def _save(view: AnswerView, form: CodingForm) -> None:
    """Store what the form says; raises Refused with the field that is not right."""
    name = form.new_theme.data or ""
    span, of_english = span_of(form, view)
    answers.code(
        consultation_id=g.consultation.id, answer_id=view.public_id, span=span, of_english=of_english,
        code=code_of(form), new_theme=name, is_done=request.form.get("then") == "next", by_id=current_user.id)
    flash(gettext("Saved. “%(name)s” is a theme now.", name=name) if name else gettext("Saved."))


@blueprint.post("/answers/<public_id>/read")
@staff(Permission.CODE)
def read(slug: str, public_id: str) -> WsgiResponse:
    """Mark an answer as read to the end and lead to the next."""
    view = _view(public_id)
    codings.mark_read(consultation_id=g.consultation.id, answer_id=public_id, by_id=current_user.id)
    return _onward(view)


@blueprint.post("/answers/<public_id>/codings/<coding_id>/withdraw")
@staff(Permission.CODE)
def withdraw(slug: str, public_id: str, coding_id: str) -> WsgiResponse:
    """Take a coding back; the answer counts as not read to the end again."""
    if not stored.is_of_answer(db.session(), g.consultation.id, public_id, coding_id):
        raise NotFound()
    try:
        codings.withdraw(consultation_id=g.consultation.id, coding_id=coding_id, by_id=current_user.id)
    except NotFound:
        flash(gettext("This coding was taken back before."))
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


def _onward(view: AnswerView) -> WsgiResponse:
    return redirect(url_for("staff_coding.read_next", slug=g.consultation.slug, question_key=view.question_key,
                            after=view.public_id), 303)


def _back(public_id: str) -> WsgiResponse:
    address = url_for("staff_coding.answer", slug=g.consultation.slug, public_id=public_id, _anchor="coding")
    return redirect(address, 303)


def _page(view: AnswerView, form: CodingForm) -> Any:
    sources, language = sources_of(view), language_name(SIGNED if view.is_signed else view.language)
    page = render_template(
        "staff/coding/answer.html", consultation=g.consultation, view=view, form=form,
        sources=sources, numbers=numbers_of(sources), language_form=language_form(view.language), themes=theme_choices(
            codebooks.themes(db.session(), g.consultation.id), view.suggestions),
        stances={stance: stance_words(stance, gettext) for stance in STANCES},
        channel=channel_words(view.channel, gettext), language=language,
        may_edit_frame=Permission.EDIT_CODE_FRAME in g.permissions)
    return (page, 422) if form.errors else page
