"""The form that adds ready-made equality questions to a survey, and the survey with those that were chosen."""

from collections.abc import Sequence
from dataclasses import replace

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField

from consult.domain import survey_editing
from consult.domain.conditions import questions_in
from consult.domain.errors import Refused
from consult.domain.surveys import STORES_CHARACTERISTICS, Page, Section, Survey
from consult.intake.equality_questions import ReadyMade
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.staff.plain_forms import Plain
from consult.web.staff.survey_forms import made

NEW_SECTION = ""
# The title of the section that is made for them, where the survey has none for questions about the person.
TITLE = {"en": "About you", "ur": "آپ کے بارے میں"}


def equality_form(survey: Survey, offered: Sequence[ReadyMade]) -> Plain:
    """Return the form: which questions, and into which section about the person."""
    sections = [section for section in survey.sections if section.stores == STORES_CHARACTERISTICS]
    form: Plain = made("EqualityForm", {
        "questions": SelectMultipleField(
            _l("Questions to add"), validate_choice=False,
            choices=choices((ready.key, words(ready.question.text)) for ready in offered)),
        "section": SelectField(_l("Section"), validate_choice=False, choices=choices([
            *((section.key, words(section.title)) for section in sections),
            (NEW_SECTION, _l("A new section about the person"))])),
    }, {"questions": [], "section": sections[0].key if sections else NEW_SECTION})
    return form


def chosen(form: Plain, survey: Survey, offered: Sequence[ReadyMade]) -> Survey:
    """Return the survey with the chosen questions, each on a page of its own. Raises Refused("questions")."""
    wanted = set(form["questions"].data or ())
    if not wanted or not wanted <= {ready.key for ready in offered}:
        raise Refused("questions", "questions-missing")
    key = form["section"].data or NEW_SECTION
    if key not in {section.key for section in survey.sections if section.stores == STORES_CHARACTERISTICS}:
        title = {tag: said for tag, said in TITLE.items() if tag in survey.languages or tag == "en"}
        survey = survey_editing.add_section(
            survey, Section("", title, is_for_13_to_15=True, stores=STORES_CHARACTERISTICS))
        key = survey.sections[-1].key
    held = survey_editing.all_keys(survey) | wanted
    for ready in offered:
        if ready.key in wanted:
            rule = ready.question.show_if
            # A condition on a question that is not asked could never hold.
            is_kept = rule is None or questions_in(rule) <= held
            asked = ready.question if is_kept else replace(ready.question, show_if=None)
            survey = survey_editing.add_page(survey, key, Page(asked.key, None, (asked,)))
    return survey
