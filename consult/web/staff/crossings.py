"""Crossings of up to three questions about people: a reason first, the protected table once, and never a file."""

from typing import Any

from flask import g, render_template
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.domain.inside_crossings import LONGEST_REASON
from consult.domain.reports import Table
from consult.extensions import db
from consult.queries import inside_crossings as stored
from consult.services import inside_crossings, report_people
from consult.web import report_pages
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_crossings", __name__, url_prefix="/staff/consultations/<slug>/who-answered/crossing")


class CrossingForm(Plain):
    """Which questions, and why."""

    questions = SelectField(_l("First question"), validate_choice=False)
    second = SelectField(_l("Second question"), validate_choice=False)
    third = SelectField(_l("Third question, if you need one"), validate_choice=False)
    reason = TextAreaField(_l("What are the numbers for?"), filters=[tidy],
                           description=_l("This is kept with your name. Others who look after equality can read it."))


@blueprint.get("")
@staff(Permission.CROSS_INSIDE)
def index(slug: str) -> str:
    """Ask which questions to cross and why, and list who looked at what."""
    return _page(CrossingForm(formdata=None), None)


@blueprint.post("")
@staff(Permission.CROSS_INSIDE)
def look(slug: str) -> Any:
    """Show the crossing once, in the answer to the form: it has no address of its own and no file."""
    form = CrossingForm()
    chosen = [key for key in (form.questions.data, form.second.data, form.third.data) if key]
    try:
        table = inside_crossings.look(consultation_id=g.consultation.id, questions=chosen,
                                      reason=form.reason.data or "", by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "questions")
        return _page(form, None), 422
    return _page(form, table)


def _page(form: CrossingForm, table: Table | None) -> str:
    session, consultation = db.session(), g.consultation
    asked = choices((one.key, words(one.question.text).striptags())
                    for one in inside_crossings.askable(session, consultation))
    for field in (form.questions, form.second, form.third):
        field.choices = [*choices([("", "")]), *asked]
    return render_template(
        "staff/who_answered/crossing.html", consultation=consultation, form=form, table=table, limit=LONGEST_REASON,
        looked=stored.looked(session, consultation.id), names=report_people.group_names(session, consultation),
        say=report_pages.sayings(), cell_words=report_pages.cell_words)
