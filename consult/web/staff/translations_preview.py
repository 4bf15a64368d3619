"""A text of the survey shown in its place: the page as people would see it with the translations written so far."""

from typing import Any

from flask import g, render_template

from consult.domain.access import Permission
from consult.domain.errors import NotFound
from consult.domain.routing import Step
from consult.domain.surveys import Survey
from consult.domain.text_places import NOWHERE, places
from consult.domain.text_units import with_texts
from consult.extensions import db
from consult.queries import text_units
from consult.queries import translation_desk as desk
from consult.web.access import staff
from consult.web.piping import piped_step
from consult.web.question_forms import page_form
from consult.web.staff.survey_building_preview import speaking
from consult.web.staff.translations_words import language_name


@staff(Permission.SEE_VARIANTS)
def preview(slug: str, language: str, unit_key: str) -> Any:
    """Show the page of the survey that a text stands on, in that language."""
    if language not in desk.wanted(g.consultation):
        raise NotFound()
    survey = text_units.working_survey(db.session(), g.consultation.id)
    entry = desk.one(desk.entries(db.session(), g.consultation, language), unit_key)
    place = places(survey).get(entry.unit.part, NOWHERE) if entry is not None else NOWHERE
    if survey is None or entry is None or place.page is None:
        raise NotFound()
    said = _said(survey, language)
    shown = places(said)[entry.unit.part]
    assert shown.section is not None and shown.page is not None
    step = Step(shown.section, shown.page, shown.page.questions)
    with speaking(language):
        piped = piped_step(step, said, {})
        words = render_template("staff/surveys/preview_page.html", consultation=g.consultation,
                                form=page_form(piped, {}), step=piped)
    return render_template("staff/translations/preview.html", consultation=g.consultation, language=language,
                           entry=entry, words_of_page=words, section=step.section, language_name=language_name)


def _said(survey: Survey, language: str) -> Survey:
    """Return the survey with every translation that was written, approved or not."""
    found = desk.entries(db.session(), g.consultation, language)
    return with_texts(survey, language, {entry.unit.key: entry.row.words for entry in found if entry.row is not None})
