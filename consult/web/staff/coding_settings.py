"""How a consultation is coded: every answer or a random sample of each question, how many twice, the report date."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, StringField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.shares import LEAST_SAMPLE, expected
from consult.extensions import db
from consult.queries import coding_settings as stored
from consult.queries import shares
from consult.queries.coding_settings import Chosen
from consult.services import coding_settings
from consult.services.coding_settings import Twice
from consult.web.access import Guarded, staff
from consult.web.fields import DatePartsField, choices
from consult.web.staff.plain_forms import Plain, refuse, tidy
from consult.web.staff.setup_forms import is_a_likely_day

blueprint = Guarded("staff_coding_settings", __name__, url_prefix="/staff/consultations/<slug>/coding-settings")
# Sizes whose interval is shown beside the choice, and the shares that it is shown for.
SIZES, SHARES = (100, 200, 400, 600, 1000), (10, 50)
# No number that is typed for a size or a share is longer.
DIGITS = 7


class TeamForm(Plain):
    """How much is coded twice, and when the report is due."""

    double_first = StringField(_l("First answers of each question"), filters=[tidy],
                               description=_l("Two people code each of these."))
    double_share = StringField(_l("Share of the others, in per cent"), filters=[tidy],
                               description=_l("Drawn by chance. Translated and signed answers are all coded twice."))
    report_on = DatePartsField(_l("Day of the report"), validators=[is_a_likely_day],
                               description=_l("The forecast says if all will be read by then. It can stay empty."))


class ReadingForm(Plain):
    """Every answer to a question, or a random sample of so many."""

    reading = RadioField(_l("How much is read"), validate_choice=False, choices=choices([
        ("all", _l("Every answer")), ("sample", _l("A random sample"))]))
    size = StringField(_l("Answers in the sample"), filters=[tidy],
                       description=_l("Only for a sample. The table shows what each size leaves open."))


@blueprint.get("")
@staff(Permission.MANAGE_CODING)
def index(slug: str) -> Any:
    """Show what was chosen, and each question with how many answers it has."""
    return _page(_team_form())


@blueprint.post("")
@staff(Permission.MANAGE_CODING)
def choose(slug: str) -> Any:
    """Store how much is coded twice and when the report is due."""
    form = TeamForm()
    if not form.validate():
        return _page(form)
    try:
        coding_settings.choose(
            consultation_id=g.consultation.id, report_on=form.report_on.data, by_id=current_user.id,
            twice=Twice(_number(form.double_share.data), _number(form.double_first.data)))
    except Refused as refused:
        refuse(form, refused, "double_share")
        return _page(form)
    flash(gettext("Saved."))
    return _back(slug)


@blueprint.get("/<question_key>")
@staff(Permission.MANAGE_CODING)
def question(slug: str, question_key: str) -> Any:
    """Show how much of one question is read, and what a sample of each size would leave open."""
    chosen = _chosen(question_key)
    return _question_page(question_key, ReadingForm(formdata=None, data={
        "reading": "all" if chosen.wanted is None else "sample", "size": str(chosen.wanted or "")}))


@blueprint.post("/<question_key>")
@staff(Permission.MANAGE_CODING)
def choose_reading(slug: str, question_key: str) -> Any:
    """Store how much of one question is read."""
    form = ReadingForm()
    try:
        coding_settings.choose_reading(
            consultation_id=g.consultation.id, question_key=question_key, by_id=current_user.id,
            size=_number(form.size.data) if form.reading.data == "sample" else None)
    except Refused as refused:
        refuse(form, refused, "size")
        return _question_page(question_key, form)
    flash(gettext("Saved."))
    return _back(slug)


def _number(typed: str | None) -> int:
    """Return a whole number that was typed; -1, which every rule refuses, for anything else."""
    digits = (typed or "").replace(",", "")
    return int(digits) if digits.isdecimal() and len(digits) <= DIGITS else -1


def _team_form() -> TeamForm:
    settings = stored.of(db.session(), g.consultation.id)
    return TeamForm(formdata=None, data={"double_first": str(settings.double_first),
                                         "double_share": str(settings.double_share), "report_on": settings.report_on})


def _chosen(question_key: str) -> Chosen:
    if question_key not in {asked.key for asked in shares.questions(db.session(), g.consultation.id)}:
        raise NotFound()
    return stored.chosen(db.session(), g.consultation.id).get(question_key, Chosen())


def _page(form: TeamForm) -> Any:
    session, consultation = db.session(), g.consultation
    page = render_template(
        "staff/coding_board/settings.html", consultation=consultation, form=form,
        chosen=stored.chosen(session, consultation.id), nothing=Chosen(),
        people=shares.people_by_question(session, consultation.id),
        questions=shares.questions(session, consultation.id))
    return (page, 422) if form.errors else page


def _question_page(question_key: str, form: ReadingForm) -> Any:
    session, consultation = db.session(), g.consultation
    asked = next((one for one in shares.questions(session, consultation.id) if one.key == question_key), None)
    if asked is None:
        raise NotFound()
    people = shares.people_by_question(session, consultation.id).get(question_key, 0)
    sizes = [size for size in SIZES if size < people]
    page = render_template(
        "staff/coding_board/question.html", consultation=consultation, form=form, asked=asked, people=people,
        least=LEAST_SAMPLE, shares=SHARES,
        sizes=[(size, [expected(percent, size, people) for percent in SHARES]) for size in sizes])
    return (page, 422) if form.errors else page


def _back(slug: str) -> WsgiResponse:
    return redirect(url_for("staff_coding_settings.index", slug=slug), 303)
