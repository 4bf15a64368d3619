"""Surveys being written come and go: started empty or from a version, taken in, deleted, handed out as a file."""

from typing import Any

from flask import Response, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain import survey_editing
from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.surveys import Survey
from consult.extensions import db
from consult.queries import survey_versions
from consult.queries import surveys as stored
from consult.services import survey_drafts
from consult.web.access import staff
from consult.web.sentences import sentence
from consult.web.staff import survey_forms, survey_report_words
from consult.web.staff.plain_forms import refuse
from consult.web.staff.survey_languages import offered_to, words_typed
from consult.web.staff.survey_writing import BODY_LIMIT, current, posted_revision, shown

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EMPTY = Survey("survey", {}, (), ())


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def start(slug: str) -> Any:
    """Start an empty survey with a title and languages."""
    own = list(dict.fromkeys(("en", *g.consultation.languages)))
    tags = offered_to(EMPTY, own)
    form = survey_forms.start_form(own, tags)
    if request.method == "POST" and form.validate():
        try:
            chosen = survey_forms.languages_typed(form, tags)
            title = {tag: said for tag, said in words_typed(form, "title", own).items() if tag in chosen}
            key = survey_editing.free_key(title.get("en", ""), (), "survey")
            draft = survey_drafts.add(survey=survey_editing.started(title, chosen, key),
                                      consultation_id=g.consultation.id, by_id=current_user.id)
        except Refused as refused:
            refuse(form, refused, f"{refused.field}-{tags[0]}")
        else:
            return redirect(url_for("staff_surveys.build", slug=slug, draft_id=draft.public_id), 303)
    page = render_template("staff/surveys/start.html", consultation=g.consultation, form=form, tags=own)
    return (page, 422) if form.errors else page


@staff(Permission.EDIT_SURVEY)
def copy(slug: str, number: int) -> Any:
    """Start writing from the words of a version."""
    draft = survey_drafts.copy_of_version(consultation_id=g.consultation.id, number=min(number, 2**31 - 1),
                                          by_id=current_user.id)
    flash(gettext("You can change this copy. People answer the version in use until you put the copy into use."))
    return redirect(url_for("staff_surveys.build", slug=slug, draft_id=draft.public_id), 303)


@staff(Permission.EDIT_SURVEY)
def take_in(slug: str) -> Any:
    """Give this consultation a survey that was loaded for none."""
    handle = request.form.get("handle", "")[:80]
    if not handle:
        raise Refused("", "form-incomplete")
    draft = survey_drafts.take_in(consultation_id=g.consultation.id, handle=handle, by_id=current_user.id)
    return redirect(url_for("staff_surveys.build", slug=slug, draft_id=draft.public_id), 303)


@staff(Permission.EDIT_SURVEY)
def discard(slug: str, draft_id: str) -> Any:
    """Delete a survey that is being written, after asking once more."""
    draft, form = current(draft_id), survey_forms.RemoveForm()
    if request.method == "POST":
        try:
            if not form.sure.data:
                raise Refused("sure", "not-sure")
            if posted_revision() != draft.revision:
                raise Conflict("survey-changed-meanwhile")
        except Refused as refused:
            refuse(form, refused, "sure")
            return shown(draft, "discard", form), 422
        except Conflict as conflict:
            return shown(draft, "discard", form, conflict=sentence(conflict)), 409
        survey_drafts.remove(consultation_id=g.consultation.id, public_id=draft_id, by_id=current_user.id)
        flash(gettext("The survey that was being written is deleted. Versions in use stay."))
        return redirect(url_for("staff_surveys.index", slug=slug), 303)
    return shown(draft, "discard", form)


@staff(Permission.EDIT_SURVEY)
def report(slug: str, draft_id: str) -> str:
    """Show what became of each row of the file that a survey came from."""
    draft, outcome = current(draft_id), request.args.get("outcome", "")
    rows = [survey_report_words.told(row) for row in draft.report]
    counts = survey_report_words.counts(rows)
    return shown(draft, "report", rows=[row for row in rows if row.outcome == outcome or outcome not in counts],
                 counts=counts, outcome=outcome, total=len(rows), outcomes=survey_report_words.OUTCOMES)


@staff(Permission.EDIT_SURVEY)
def version_file(slug: str, number: int) -> Response:
    """Hand out a version as an XLSForm."""
    session = db.session()
    version_id = survey_versions.id_of(session, g.consultation.id, number) if number < 2**31 else None
    version = stored.by_id(session, version_id) if version_id is not None else None
    if version is None:
        raise NotFound()
    return _file(version.survey, f"{slug}-survey-version-{number}.xlsx")


@staff(Permission.EDIT_SURVEY)
def draft_file(slug: str, draft_id: str) -> Response:
    """Hand out a survey being written as an XLSForm."""
    draft = current(draft_id)
    return _file(draft.survey, f"{draft.handle}.xlsx")


def _file(survey: Survey, name: str) -> Response:
    from consult.exports import xlsforms

    answer = Response(xlsforms.to_xlsx(survey), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
