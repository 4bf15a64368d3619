"""Building a survey in the browser: its outline, settings, sections and pages, moving and taking out; no questions."""

from dataclasses import replace
from typing import Any

from flask import g, request
from flask_babel import gettext

from consult.domain import survey_editing
from consult.domain.access import Permission
from consult.domain.conditions import questions_in
from consult.domain.errors import Refused
from consult.domain.surveys import Page, Question, Survey, is_rating
from consult.queries.survey_drafts import Written
from consult.web.access import staff
from consult.web.staff import survey_forms
from consult.web.staff.plain_forms import Plain
from consult.web.staff.survey_forms_options import options_typed
from consult.web.staff.survey_languages import offered_to, words_typed
from consult.web.staff.survey_outline import clicked, outline
from consult.web.staff.survey_writing import (
    BODY_LIMIT,
    Screen,
    address,
    answered,
    current,
    plan_groups,
)

MOVES = {"section": survey_editing.move_section, "page": survey_editing.move_page,
         "question": survey_editing.move_question}
DIRECTIONS = {"up": survey_editing.UP, "down": survey_editing.DOWN}


@staff(Permission.EDIT_SURVEY)
def build(slug: str, draft_id: str) -> str:
    """Show the outline of a survey being written."""
    return outline(current(draft_id))


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def settings(slug: str, draft_id: str) -> Any:
    """Change a survey's title and languages."""
    draft = current(draft_id)
    tags = offered_to(draft.survey, g.consultation.languages)
    form = survey_forms.settings_form(draft.survey, tags)

    def typed() -> Survey:
        title = words_typed(form, "title", draft.survey.languages, draft.survey.title)
        return survey_editing.with_settings(
            draft.survey, title, survey_forms.languages_typed(form, tags), form["checked"].data or ())

    return answered(draft, form, Screen("settings", {"tags": draft.survey.languages}, address("build", draft)), typed)


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def add_section(slug: str, draft_id: str) -> Any:
    """Add a section at the end."""
    draft = current(draft_id)
    form = survey_forms.section_form(draft.survey, None, plan_groups())

    def typed() -> Survey:
        return survey_editing.add_section(draft.survey, survey_forms.section_typed(form, draft.survey, None))

    return answered(draft, form, Screen("section", {"section": None, "tags": draft.survey.languages},
                                        address("build", draft), gettext("The section was added.")), typed)


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def section(slug: str, draft_id: str, section_key: str) -> Any:
    """Change the words and rules of a section."""
    draft = current(draft_id)
    standing = survey_editing.section_of(draft.survey, section_key)
    form = survey_forms.section_form(draft.survey, standing, plan_groups())

    def typed() -> Survey:
        return survey_editing.change_section(draft.survey, survey_forms.section_typed(form, draft.survey, standing))

    then = address("build", draft, _anchor=f"section-{section_key}")
    return answered(draft, form, Screen("section", {"section": standing, "tags": draft.survey.languages}, then), typed)


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def page(slug: str, draft_id: str, page: str) -> Any:
    """Change the words of a page, and its statements where it rates several."""
    draft = current(draft_id)
    _section, standing = survey_editing.page_of(draft.survey, page)
    rates = is_rating(standing)
    form = survey_forms.page_form(standing, draft.survey.languages, rates)

    def typed() -> Survey:
        return _with_page(form, draft.survey, standing, rates)

    names = {"page": standing, "rates": rates, "tags": draft.survey.languages}
    return answered(draft, form, Screen("page", names, address("build", draft, _anchor=f"page-{page}")), typed)


def _with_page(form: Plain, survey: Survey, standing: Page, rates: bool) -> Survey:
    """Return the survey with the page as it was typed; an emptied statement goes, a new one comes last."""
    tags = survey.languages
    title = words_typed(form, "title", tags, standing.title) or None
    changed = replace(standing, title=title, intro=words_typed(form, "intro", tags, standing.intro) or None)
    if not rates:
        return survey_editing.change_page(survey, changed)
    questions = _statements(form, survey, standing)
    if not questions:
        raise Refused(f"statement-0-{tags[0]}", "text-missing")
    if "option-0-code" in form:
        options = options_typed(form, standing.questions[0], tags)
        questions = [replace(asked, options=options) for asked in questions]
    return survey_editing.change_page(survey, replace(changed, questions=tuple(questions)))


def _statements(form: Plain, survey: Survey, standing: Page) -> list[Question]:
    """Return the statements as they were typed: those that stand keep their keys, emptied ones are left out."""
    tags, taken = survey.languages, survey_editing.all_keys(survey)
    found, number = list[Question](), 0
    while f"statement-{number}-{tags[0]}" in form:
        before = standing.questions[number] if number < len(standing.questions) else None
        words = words_typed(form, f"statement-{number}", tags)
        if any(words.values()):
            text = {**(before.text if before else {}), **words}
            made = replace(before, text=text) if before else survey_editing.with_keys(
                replace(standing.questions[0], key="", text=text, hint=None, show_if=None, plan_node=None), taken)
            found.append(made)
            taken.add(made.key)
        number += 1
    return found


@staff(Permission.EDIT_SURVEY)
def move(slug: str, draft_id: str) -> Any:
    """Move a section, page or question one place up or down."""
    draft = current(draft_id)
    what, key = request.form.get("what", ""), request.form.get("key", "")
    by = DIRECTIONS.get(request.form.get("by", ""))
    if what not in MOVES or by is None:
        raise Refused("", "form-incomplete")
    return clicked(draft, lambda: MOVES[what](draft.survey, key, by), address("build", draft, _anchor=f"{what}-{key}"))


@staff(Permission.EDIT_SURVEY)
def remove_section(slug: str, draft_id: str, section_key: str) -> Any:
    """Take out a section with its questions, after asking once more."""
    draft = current(draft_id)
    pages = survey_editing.section_of(draft.survey, section_key).pages
    return _removed(draft, "section", section_key, [asked for page in pages for asked in page.questions],
                    survey_editing.remove_section(draft.survey, section_key))


@staff(Permission.EDIT_SURVEY)
def remove_page(slug: str, draft_id: str, page: str) -> Any:
    """Take out a page with its questions, after asking once more."""
    draft = current(draft_id)
    standing = survey_editing.page_of(draft.survey, page)[1]
    return _removed(draft, "page", page, list(standing.questions),
                    survey_editing.change_page(draft.survey, replace(standing, questions=())))


@staff(Permission.EDIT_SURVEY)
def remove_question(slug: str, draft_id: str, question_key: str) -> Any:
    """Take out a question, after asking once more."""
    draft = current(draft_id)
    return _removed(draft, "question", question_key, [survey_editing.question_of(draft.survey, question_key)[2]],
                    survey_editing.remove_question(draft.survey, question_key))


def _removed(draft: Written, what: str, key: str, gone: list[Question], left: Survey) -> Any:
    """Ask whether these questions may go; keep the survey that is `left` where the box is ticked."""
    form = survey_forms.RemoveForm()

    def typed() -> Survey:
        if not form.sure.data:
            raise Refused("sure", "not-sure")
        return left

    at = {"section": "section_key", "page": "page", "question": "question_key"}[what]
    names = {"what": what, "action": address(f"remove_{what}", draft, **{at: key}), "gone": gone,
             "named_by": _named_by(left, gone)}
    return answered(draft, form, Screen("remove", names, address("build", draft), gettext("It was taken out.")), typed)


def _named_by(left: Survey, gone: list[Question]) -> list[Question]:
    """Return the questions that stay and whose condition names one that goes."""
    keys = {asked.key for asked in gone}
    return [asked for part in left.sections for page in part.pages for asked in page.questions
            if asked.show_if is not None and questions_in(asked.show_if) & keys]
