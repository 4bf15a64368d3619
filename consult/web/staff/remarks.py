"""Questions to colleagues about answers: those that are open, and the thread of one answer."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectField, TextAreaField

from consult.domain.access import Permission
from consult.domain.double_coding import REMARK_LENGTH
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.queries import remarks as stored
from consult.queries import survey_questions
from consult.queries.remarks import Asked
from consult.services import remarks
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_remarks", __name__, url_prefix="/staff/consultations/<slug>")
KINDS = ("question", "reply")


class RemarkForm(Plain):
    """A question, or a reply to one."""

    words = TextAreaField(_l("What do you want to say?"), filters=[tidy],
                          description=_l("Do not copy names or other details of a person from the answer."))
    to = SelectField(_l("Whom do you ask?"), filters=[tidy], validate_choice=False)


@blueprint.get("/questions-to-colleagues")
@staff(Permission.CODE)
def index(slug: str) -> str:
    """List the questions to colleagues that are open, those to oneself first."""
    session, consultation_id = db.session(), g.consultation.id
    return render_template("staff/remarks/index.html", consultation=g.consultation,
                           page=stored.open_questions(session, consultation_id, current_user.id),
                           questions={asked.key: asked.question.text
                                      for asked in survey_questions.asked(session, consultation_id)})


@blueprint.get("/answers/<public_id>/questions")
@staff(Permission.CODE)
def show(slug: str, public_id: str) -> Any:
    """Show an answer, what colleagues were asked about it, and the form to ask or to reply."""
    return _page(*_about(public_id), _form())


@blueprint.post("/answers/<public_id>/questions")
@staff(Permission.CODE)
def say(slug: str, public_id: str) -> Any:
    """Ask a colleague, or reply."""
    row_id, asked = _about(public_id)
    form, given = _form(), {"consultation_id": g.consultation.id, "answer_id": public_id, "by_id": current_user.id}
    words = form.words.data or ""
    try:
        if request.form.get("kind") == "reply":
            remarks.reply(words=words, **given)
        else:
            remarks.ask(words=words, to=form.to.data or "", **given)
    except Refused as refused:
        refuse(form, refused, "words")
        return _page(row_id, asked, form)
    return _back(public_id)


@blueprint.post("/answers/<public_id>/questions/<remark_id>/close")
@staff(Permission.CODE)
def close(slug: str, public_id: str, remark_id: str) -> WsgiResponse:
    """Say that a question is answered."""
    _about(public_id)
    try:
        remarks.settle(consultation_id=g.consultation.id, remark_id=remark_id, by_id=current_user.id)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("The question is closed."))
    return _back(public_id)


def _about(public_id: str) -> tuple[int, Asked]:
    found = stored.about(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def _form() -> RemarkForm:
    form = RemarkForm()
    form.to.choices = choices([("", gettext("Anyone on the team")),
                               *stored.colleagues(db.session(), g.consultation.id, current_user.id)])
    return form


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_remarks.show", slug=g.consultation.slug, public_id=public_id), 303)


def _page(row_id: int, asked: Asked, form: RemarkForm) -> Any:
    page = render_template("staff/remarks/show.html", consultation=g.consultation, asked=asked, form=form,
                           thread=stored.thread(db.session(), row_id, KINDS), limit=REMARK_LENGTH)
    return (page, 422) if form.errors else page
