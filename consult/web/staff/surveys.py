"""A consultation's survey in the browser: what is being written, the versions in use, and every address of both."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.surveys import Survey, options_of, questions_of
from consult.extensions import db
from consult.queries import plans, survey_drafts, survey_versions, survey_wordings
from consult.queries import surveys as stored
from consult.services import survey_drafts as writing
from consult.web.access import Guarded, staff
from consult.web.staff import (
    survey_building,
    survey_building_conditions,
    survey_building_files,
    survey_building_preview,
    survey_building_questions,
    survey_building_use,
    survey_words,
    uploads,
)
from consult.web.staff.survey_condition_words import condition_words
from consult.web.staff.survey_languages import own_name
from consult.web.staff.survey_writing import plan_groups, problems
from consult.web.staff.uploads import UploadForm

blueprint = Guarded("staff_surveys", __name__, url_prefix="/staff/consultations/<slug>/survey")
ONE = "/writing/<draft_id>"
BOTH = ("GET", "POST")
# The handlers of the builder, by their addresses.
for _address, _handler, _methods in (
    ("/start", survey_building_files.start, BOTH),
    ("/take-in", survey_building_files.take_in, ("POST",)),
    ("/versions/<int:number>/copy", survey_building_files.copy, ("POST",)),
    ("/versions/<int:number>/survey.xlsx", survey_building_files.version_file, ("GET",)),
    (ONE, survey_building.build, ("GET",)),
    (f"{ONE}/survey.xlsx", survey_building_files.draft_file, ("GET",)),
    (f"{ONE}/report", survey_building_files.report, ("GET",)),
    (f"{ONE}/delete", survey_building_files.discard, BOTH),
    (f"{ONE}/settings", survey_building.settings, BOTH),
    (f"{ONE}/move", survey_building.move, ("POST",)),
    (f"{ONE}/sections", survey_building.add_section, BOTH),
    (f"{ONE}/sections/<section_key>", survey_building.section, BOTH),
    (f"{ONE}/sections/<section_key>/take-out", survey_building.remove_section, BOTH),
    (f"{ONE}/sections/<section_key>/questions", survey_building_questions.add_question, BOTH),
    (f"{ONE}/sections/<section_key>/statements", survey_building_questions.add_statements, BOTH),
    (f"{ONE}/equality-questions", survey_building_questions.add_equality, BOTH),
    (f"{ONE}/pages/<page>", survey_building.page, BOTH),
    (f"{ONE}/pages/<page>/take-out", survey_building.remove_page, BOTH),
    (f"{ONE}/questions/<question_key>", survey_building_questions.question, BOTH),
    (f"{ONE}/questions/<question_key>/take-out", survey_building.remove_question, BOTH),
    (f"{ONE}/questions/<question_key>/condition", survey_building_conditions.condition, BOTH),
    (f"{ONE}/preview", survey_building_preview.preview, BOTH),
    (f"{ONE}/use", survey_building_use.use, BOTH),
):
    blueprint.add_url_rule(_address, view_func=_handler, methods=list(_methods))


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.EDIT_SURVEY, body_limit=uploads.BODY_LIMIT)
def index(slug: str) -> Any:
    """List what is being written and the versions in use, and take in an uploaded file as a survey being written."""
    form = UploadForm()
    found: list[uploads.Problem] = []
    if request.method == "POST":
        draft, found = uploads.take(form, _taken_in)
        if draft is not None:
            flash(gettext("The file was loaded. Look at what was carried over, then go on writing."))
            return redirect(url_for("staff_surveys.report", slug=slug, draft_id=draft.public_id), 303)
    session, consultation_id, groups = db.session(), g.consultation.id, plan_groups()
    drafts = survey_drafts.listed(session, consultation_id)
    page = render_template(
        "staff/surveys/index.html", consultation=g.consultation, form=form, problems=found, drafts=drafts,
        wrong={draft.public_id: len(problems(draft.survey, groups)) for draft in drafts},
        versions=survey_versions.listed(session, consultation_id), loose=survey_drafts.without_a_consultation(session),
        reworded=survey_wordings.reworded(session, consultation_id), options_of=options_of)
    return (page, 422) if form.errors else page


def _taken_in(data: bytes) -> Any:
    from consult.intake.survey_files import read_survey_file

    imported = read_survey_file(data)
    return writing.add(survey=imported.survey, consultation_id=g.consultation.id, by_id=current_user.id,
                       report=[row.value() for row in imported.report])


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
        names={tag: own_name(tag) for tag in survey.languages}, options_of=options_of,
        facts_of=survey_words.facts_of, condition_of=lambda rule, tag: condition_words(rule, survey, tag),
        strange_nodes=_strange_nodes(survey))


def _strange_nodes(survey: Survey) -> list[str]:
    """Return the parts of the plan that the survey names and the consultation's plan does not have."""
    named = {section.plan_node for section in survey.sections}
    named |= {question.plan_node for question in questions_of(survey)}
    version_id = g.consultation.plan_version_id
    known = {node.key for node in plans.nodes(db.session(), version_id)} if version_id is not None else set()
    return sorted(key for key in named if key and key not in known)
