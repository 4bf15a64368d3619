"""A consultation's survey in the browser: its versions, loading a survey file, and reading a version page by page."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.surveys import Survey, options_of, questions_of
from consult.extensions import db
from consult.queries import plans, survey_versions
from consult.queries import surveys as stored
from consult.services import surveys
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.staff import survey_words, uploads
from consult.web.staff.uploads import UploadForm

blueprint = Guarded("staff_surveys", __name__, url_prefix="/staff/consultations/<slug>/survey")


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.EDIT_SURVEY, body_limit=uploads.BODY_LIMIT)
def index(slug: str) -> Any:
    """List the versions, and store an uploaded file as the newest one."""
    form = UploadForm()
    problems: list[uploads.Problem] = []
    if request.method == "POST":
        before = stored.current(db.session(), g.consultation.id)
        version, problems = uploads.take(form, _store)
        if version is not None:
            flash(_outcome(version.number, before.number if before else 0))
            return redirect(url_for("staff_surveys.show", slug=slug, number=version.number), 303)
    page = render_template("staff/surveys/index.html", consultation=g.consultation, form=form, problems=problems,
                           versions=survey_versions.listed(db.session(), g.consultation.id))
    return (page, 422) if form.errors else page


def _store(data: bytes) -> Any:
    return surveys.import_survey(consultation_id=g.consultation.id, data=data, by_id=current_user.id)


def _outcome(number: int, before: int) -> str:
    if number == before:
        return gettext("The file is the same as version %(number)s, so nothing changed.", number=number)
    return gettext("The survey was loaded as version %(number)s.", number=number)


@blueprint.get("/versions/<int:number>")
@staff(Permission.EDIT_SURVEY)
def show(slug: str, number: int) -> str:
    """Show every page of a version in one of its languages."""
    session = db.session()
    version_id = survey_versions.id_of(session, g.consultation.id, number) if number < 2**31 else None
    version = stored.by_id(session, version_id) if version_id is not None else None
    if version is None:
        raise NotFound()
    survey, wanted = version.survey, request.args.get("language", "")
    return render_template(
        "staff/surveys/show.html", consultation=g.consultation, version=version, survey=survey,
        tag=wanted if wanted in survey.languages else survey.languages[0], states=survey_words.STATES,
        names={tag: language.name for tag, language in locale.offered().items()}, options_of=options_of,
        facts_of=survey_words.facts_of, condition_of=survey_words.conditions(survey),
        strange_nodes=_strange_nodes(survey))


def _strange_nodes(survey: Survey) -> list[str]:
    """Return the parts of the plan that the survey names and the consultation's plan does not have."""
    named = {section.plan_node for section in survey.sections}
    named |= {question.plan_node for question in questions_of(survey)}
    version_id = g.consultation.plan_version_id
    known = {node.key for node in plans.nodes(db.session(), version_id)} if version_id is not None else set()
    return sorted(key for key in named if key and key not in known)
