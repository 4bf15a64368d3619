"""Figures from outside for those who keep them: the list, adding one, and correcting one with the old value kept."""

from dataclasses import replace
from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import SelectField, StringField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.figures import LONGEST, PERIOD_TYPES, Figure, by_measure, period_of
from consult.exports.figure_words import UNITS, plain_number, unit_words
from consult.extensions import db
from consult.queries import figures as stored
from consult.services import figures
from consult.web import figure_pages
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_figures", __name__, url_prefix="/staff/consultations/<slug>/figures")
# Read from the words of the period, unless somebody says otherwise.
FROM_WORDS = "from-words"


class FigureForm(Plain):
    """Everything that must be known of a figure."""

    text = TextAreaField(_l("What does it say?"), filters=[tidy],
                         description=_l("For example: Londoners who say they can trust the police"))
    value = StringField(_l("The number"), filters=[tidy],
                        description=_l("Or the words that the source has in its place"))
    unit = SelectField(_l("What is it a number of?"), validate_choice=False)
    measure = StringField(_l("What was measured?"), filters=[tidy],
                          description=_l("Use the same name for the same question, so that figures can be compared"))
    group = StringField(_l("Which people is it about?"), filters=[tidy])
    period = StringField(_l("Of which period?"), filters=[tidy],
                         description=_l("As the source has it, like 12 months to Q2 2024/25, June 2024 or 2023/24"))
    period_type = SelectField(_l("What kind of period is that?"), validate_choice=False)
    base = StringField(_l("How many people were asked?"), filters=[tidy])
    source_document = StringField(_l("Which document or page is it from?"), filters=[tidy])
    source_heading = StringField(_l("Where in it?"), filters=[tidy])
    claimed_by = StringField(_l("Who says so, if not the document itself?"), filters=[tidy])


class CorrectionForm(FigureForm):
    """A figure anew, with the reason."""

    because = TextAreaField(_l("Why is it corrected?"), filters=[tidy])


@blueprint.get("")
@staff(Permission.KEEP_FIGURES)
def index(slug: str) -> str:
    """List every figure by measure, with what each does not carry."""
    session = db.session()
    found, ids = by_measure(stored.standing(session)), stored.ids(session)
    return render_template(
        "staff/figures/index.html", consultation=g.consultation, measures=figure_pages.measures(found),
        pages=figure_pages, link=lambda key: url_for("staff_figures.show", slug=slug, figure_id=ids[key]))


@blueprint.get("/new")
@staff(Permission.KEEP_FIGURES)
def new(slug: str) -> str:
    """Show the form for a new figure."""
    return _page(FigureForm(formdata=None, data={"unit": UNITS[0], "period_type": FROM_WORDS}), None)


@blueprint.post("/new")
@staff(Permission.KEEP_FIGURES)
def add(slug: str) -> Any:
    """Keep a new figure."""
    form = FigureForm()
    try:
        public_id = figures.add(consultation_id=g.consultation.id, figure=_figure(form), by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "text")
        return _page(form, None), 422
    flash(gettext("The figure was kept."))
    return redirect(url_for("staff_figures.show", slug=slug, figure_id=public_id), 303)


@blueprint.get("/<figure_id>")
@staff(Permission.KEEP_FIGURES)
def show(slug: str, figure_id: str) -> str:
    """Show a figure with every value that it ever had, and a form to correct it."""
    found = _found(figure_id)
    one = found.figure
    words = {name: getattr(one, name) for name in LONGEST if name != "value_words"}
    form = CorrectionForm(formdata=None, data={
        **words, "value": plain_number(one.value) or one.value_words, "period_type": one.period_type})
    return _page(form, found)


@blueprint.post("/<figure_id>")
@staff(Permission.KEEP_FIGURES)
def correct(slug: str, figure_id: str) -> Any:
    """Put the corrected figure in the place of the one that stands."""
    form, found = CorrectionForm(), _found(figure_id)
    try:
        public_id = figures.correct(consultation_id=g.consultation.id, public_id=figure_id, figure=_figure(form),
                                    because=form.because.data or "", by_id=current_user.id)
    except (Refused, Conflict) as refused:
        refuse(form, refused, "text")
        return _page(form, found), 409 if isinstance(refused, Conflict) else 422
    flash(gettext("The figure was corrected. The old one stays in the list below."))
    return redirect(url_for("staff_figures.show", slug=slug, figure_id=public_id), 303)


def _found(figure_id: str) -> stored.Listed:
    found = stored.one(db.session(), figure_id)
    if found is None:
        raise NotFound()
    return found


def _figure(form: FigureForm) -> Figure:
    """Return what was typed; what is no number is kept as the words in its place."""
    words = {name: getattr(form, name).data or "" for name in LONGEST if name != "value_words"}
    kind, ends_on = period_of(words["period"])
    chosen = form.period_type.data or ""
    figure = Figure(key="", period_type=kind if chosen == FROM_WORDS else chosen, value=None, period_ends_on=ends_on,
                    **words)
    typed = (form.value.data or "").strip()
    try:
        return replace(figure, value=float(typed.replace(",", "").rstrip("% ")))
    except ValueError:
        return replace(figure, value_words=typed)


def _page(form: FigureForm, found: stored.Listed | None) -> str:
    units = [*UNITS, *([form.unit.data] if form.unit.data and form.unit.data not in UNITS else [])]
    form.unit.choices = choices((unit, unit_words(unit, gettext)) for unit in units)
    form.period_type.choices = choices([(FROM_WORDS, gettext("Work it out from the words")),
                                        *((code, figure_pages.period_type(code)) for code in PERIOD_TYPES)])
    return render_template(
        "staff/figures/form.html", consultation=g.consultation, form=form, found=found, pages=figure_pages,
        limits=LONGEST, history=stored.history(db.session(), found.figure.key) if found else [])
