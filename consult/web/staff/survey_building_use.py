"""Putting a survey into use: what is wrong, what differs from the version that people answer now, and the next one."""

from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain.access import Permission
from consult.domain.errors import Conflict, Refused
from consult.domain.survey_changes import differences
from consult.extensions import db
from consult.queries import survey_versions
from consult.queries import surveys as stored
from consult.queries.survey_drafts import Written
from consult.services import offering, survey_drafts, variant_places
from consult.web.access import staff
from consult.web.sentences import sentence
from consult.web.staff import survey_change_words, survey_problem_words
from consult.web.staff.parity_words import lack_sentence
from consult.web.staff.survey_writing import current, posted_revision, problems, shown


@staff(Permission.EDIT_SURVEY)
def use(slug: str, draft_id: str) -> Any:
    """Show what putting the survey into use would change, and make it the next version."""
    draft = current(draft_id)
    found = problems(draft.survey)
    if request.method != "POST":
        return _shown(draft, found)
    if any(problem.stops for problem in found):
        return _shown(draft, found, gettext("This survey cannot be used yet. Look at the list of what is wrong.")), 422
    try:
        version = survey_drafts.put_into_use(consultation_id=g.consultation.id, public_id=draft_id,
                                             revision=posted_revision(), by_id=current_user.id)
    except Conflict as conflict:
        return _shown(draft, found, sentence(conflict)), 409
    except Refused as refused:
        return _shown(draft, found, sentence(refused)), 422
    flash(gettext("Version %(number)s is in use now. Answers that are in already keep the version that people saw.",
                  number=version.number))
    return redirect(url_for("staff_surveys.show", slug=slug, number=version.number), 303)


def _shown(draft: Written, found: Any, conflict: str = "") -> str:
    session = db.session()
    now = stored.current(session, g.consultation.id)
    whole = variant_places.approved_texts(session, g.consultation.id, draft.survey)
    lacks = [(lack, lack_sentence(lack)) for lack in offering.lacks(session, g.consultation, whole)]
    listed = survey_versions.listed(session, g.consultation.id)
    changes = [survey_change_words.sentence(change) for change in differences(now.survey, draft.survey)] if now else []
    return shown(draft, "use", conflict=conflict, told=survey_problem_words.told(draft.survey, found), now=now,
                 responses=listed[0].responses if listed else 0, changes=changes, lacks=lacks,
                 is_shown=g.consultation.is_visible)
