"""Setting up a consultation in the browser: starting one, its words, dates, duties and stages, and showing it."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.extensions import db
from consult.queries import consultations as stored
from consult.services import consultations
from consult.services.consultations import Around
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.staff import london_days, plan_files, setup_dates, setup_details, setup_missing, setup_rows
from consult.web.staff.plain_forms import Plain, refuse
from consult.web.staff.setup_forms import WORDS, DetailsForm, NewForm, words_form, words_typed

blueprint = Guarded("staff_setup", __name__, url_prefix="/staff")
ON_ONE = "/consultations/<slug>/set-up"
# Long notices in several scripts, three bytes a letter and each byte as three characters.
WORDS_LIMIT = 2 * 1024 * 1024

blueprint.add_url_rule("/plans", view_func=plan_files.plans, methods=["GET", "POST"])


def render(template: str, form: Plain | None = None, **names: Any) -> Any:
    """Render a set-up page; 422 where the form holds errors."""
    page = render_template(f"staff/setup/{template}.html", consultation=g.get("consultation"), form=form, **names)
    return (page, 422) if form is not None and form.errors else page


def languages() -> list[str]:
    """Return the languages of this page's consultation, English first."""
    return ["en", *(tag for tag in g.consultation.languages if tag != "en" and tag in locale.offered())]


@blueprint.route("/consultations/new", methods=["GET", "POST"])
@staff(Permission.CREATE_CONSULTATIONS, on_consultation=False)
def new() -> Any:
    """Start a consultation that nobody sees yet."""
    form = NewForm()
    if request.method == "POST" and form.validate():
        facts = {"title": {"en": form.title.data}, "summary": {"en": form.summary.data},
                 "opens_at": london_days.opening(form.opens_on.data),
                 "closes_at": london_days.closing(form.closes_on.data)}
        try:
            made = consultations.create(slug=form.slug.data or "", facts=facts, by_id=current_user.id)
        except (Refused, Conflict) as refused:
            refuse(form, refused, "slug")
        else:
            flash(gettext("The consultation was started. Nobody but staff can see it yet."))
            return redirect(url_for("staff_setup.overview", slug=made.slug), 303)
    return render("new", form)


@blueprint.get(ON_ONE)
@staff(Permission.EDIT_CONSULTATION)
def overview(slug: str) -> Any:
    """Show what is missing before Londoners may see the consultation, and where each part of it is set up."""
    return _overview()


def _overview(refusal: str | None = None) -> Any:
    lacking = consultations.missing(db.session(), g.consultation)
    page = render("overview", missing=setup_missing.rows(lacking, g.consultation.slug, g.permissions), refusal=refusal)
    return (page, 422) if refusal else page


@blueprint.post(f"{ON_ONE}/show")
@staff(Permission.EDIT_CONSULTATION)
def show(slug: str) -> Any:
    """Let Londoners see the consultation, or say what is missing."""
    try:
        consultations.show(consultation_id=g.consultation.id, by_id=current_user.id)
    except Conflict:
        return _overview(gettext("Londoners cannot see this yet. Fill in what is missing first."))
    flash(gettext("Londoners can see this consultation now."))
    return redirect(url_for("staff_setup.overview", slug=slug), 303)


@blueprint.route(f"{ON_ONE}/words", methods=["GET", "POST"])
@staff(Permission.EDIT_CONSULTATION, body_limit=WORDS_LIMIT)
def words(slug: str) -> Any:
    """Write the words around the questions, every language beside the English."""
    tags = languages()
    form = words_form(tags, g.consultation)
    if request.method == "POST" and form.validate():
        try:
            return _saved(facts=words_typed(form, tags, g.consultation))
        except (Refused, Conflict) as refused:
            refuse(form, in_english(refused), "title-en")
    return render("words", form, words_list=WORDS, tags=tags)


@blueprint.route(f"{ON_ONE}/dates", methods=["GET", "POST"])
@staff(Permission.EDIT_CONSULTATION)
def dates(slug: str) -> Any:
    """Set the first and the last day, what happens to late answers, and how long answers are kept."""
    consultation = g.consultation
    form = setup_dates.form(consultation)
    if request.method == "POST" and form.validate():
        try:
            return _saved(facts=setup_dates.facts(form, consultation))
        except Refused as refused:
            refuse(form, refused, "opens_on")
    return render("dates", form, is_fixed=setup_dates.is_fixed(consultation),
                  may_extend=Permission.CHANGE_CLOSING in g.permissions)


@blueprint.route(f"{ON_ONE}/duties", methods=["GET", "POST"])
@staff(Permission.EDIT_CONSULTATION, body_limit=WORDS_LIMIT)
def duties(slug: str) -> Any:
    """Write the duties under which the consultation is held."""
    standing = stored.duties_of(db.session(), g.consultation.id)
    form = setup_rows.duties_form(languages(), standing)
    if request.method == "POST":
        typed = setup_rows.duties_typed(form, standing)
        if not form.errors and (saved := _saved_rows(form, Around(duties=typed))) is not None:
            return saved
    return render("duties", form, tags=languages())


@blueprint.route(f"{ON_ONE}/stages", methods=["GET", "POST"])
@staff(Permission.EDIT_CONSULTATION, body_limit=WORDS_LIMIT)
def stages(slug: str) -> Any:
    """Write the steps of the consultation with their days."""
    standing = stored.stages_of(db.session(), g.consultation.id)
    form = setup_rows.stages_form(languages(), standing)
    if request.method == "POST":
        typed = setup_rows.stages_typed(form, standing)
        if not form.errors and (saved := _saved_rows(form, Around(stages=typed))) is not None:
            return saved
    return render("stages", form, tags=languages())


@blueprint.route(f"{ON_ONE}/details", methods=["GET", "POST"])
@staff(Permission.EDIT_CONSULTATION)
def details(slug: str) -> Any:
    """Choose the plan and the languages, and say who answers for safety and data."""
    form: DetailsForm = setup_details.form(g.consultation)
    if request.method == "POST" and form.validate():
        try:
            return _saved(facts=setup_details.facts(form, g.consultation))
        except (Refused, Conflict) as refused:
            refuse(form, refused, "plan")
    return render("details", form)


def _saved_rows(form: Any, around: Around) -> Any:
    """Save duties or steps; None where a language would be lost, with that said on the field it is about."""
    try:
        return _saved(around=around)
    except Conflict as conflict:
        refuse(form, in_english(conflict), next(iter(form)).name)
        return None


def in_english(error: Refused | Conflict) -> Refused:
    """Return a refusal on the English field that it is about."""
    if isinstance(error, Refused):
        return Refused(f"{error.field}-en", error.code, error.facts)
    key = next((key for lack in error.facts["lacks"] for key in lack["keys"]), "")  # type: ignore[attr-defined]
    noun, _slash, rest = key.partition("/")
    if noun in ("duty", "stage"):
        number, _slash, name = rest.partition("/")
        return Refused(f"row-{int(number) - 1}-{name}-en", error.code, error.facts)
    return Refused(f"{rest}-en", error.code, error.facts)


def _saved(facts: dict[str, Any] | None = None, around: Around | None = None) -> WsgiResponse:
    """Store what was typed and go back to the overview; raises Refused."""
    slug = g.consultation.slug
    consultations.change(consultation_id=g.consultation.id, facts=facts or {}, around=around, by_id=current_user.id)
    flash(gettext("Your changes were saved."))
    return redirect(url_for("staff_setup.overview", slug=slug), 303)
