"""Questions in the builder: adding one of any kind, several statements, ready-made ones, and changing one."""

from functools import cache
from typing import Any

from flask import g, request
from flask_babel import gettext

from consult.config import ROOT
from consult.domain import survey_editing
from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.domain.surveys import (
    CHARACTERISTIC_KINDS,
    KINDS,
    STORES_ANSWERS,
    Option,
    Page,
    Question,
    Section,
    Survey,
    is_rating,
    questions_of,
)
from consult.extensions import db
from consult.intake.equality_questions import ReadyMade, read_equality_questions
from consult.queries import survey_wordings
from consult.services import example
from consult.web.access import staff
from consult.web.staff import survey_forms, survey_words
from consult.web.staff.plain_forms import Plain
from consult.web.staff.survey_forms_equality import chosen, equality_form
from consult.web.staff.survey_forms_questions import Asked, question_form, question_typed
from consult.web.staff.survey_languages import words_typed
from consult.web.staff.survey_outline import beside
from consult.web.staff.survey_problem_words import told
from consult.web.staff.survey_writing import (
    BODY_LIMIT,
    Screen,
    address,
    answered,
    current,
    plan_groups,
    problems,
    shown,
)

READY_MADE = ROOT / "consult" / "example" / "plans" / "equality_questions.yaml"
# They say where someone lives, so their answers are always kept apart.
ABOUT_THE_PERSON = frozenset({"borough", "postcode-district"})


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def add_question(slug: str, draft_id: str, section_key: str) -> Any:
    """Choose a kind of question, then write it: it goes to the end of the section."""
    draft, kind, at = current(draft_id), request.args.get("kind", ""), request.args.get("page") or None
    section = survey_editing.section_of(draft.survey, section_key)
    if kind not in _kinds(section):
        return shown(draft, "kinds", section=section, kinds=_kinds(section), at=at)
    asked = Asked(Question("", kind, {}), draft.survey.languages, section.stores, plan_groups(), is_new=True)
    form = question_form(asked)

    def typed() -> Survey:
        return survey_editing.add_question(draft.survey, section_key, question_typed(form, asked), at or "")

    then = address("build", draft, _anchor=f"page-{at}" if at else f"section-{section_key}")
    return answered(draft, form, Screen("question", _names(asked, section, at=at), then,
                                        gettext("The question was added.")), typed)


def _kinds(section: Section) -> dict[str, Any]:
    """Return the kinds that can be asked in a section: name and what people do."""
    allowed = KINDS - ABOUT_THE_PERSON if section.stores == STORES_ANSWERS else CHARACTERISTIC_KINDS
    return {kind: words for kind, words in survey_words.CHOICES.items() if kind in allowed}


def _names(asked: Asked, section: Section, **more: Any) -> dict[str, Any]:
    return {"asked": asked, "section": section, "tags": asked.tags,
            "kind_name": survey_words.kind_name(asked.question.kind), "wrong": [], "rates": None, **more}


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def question(slug: str, draft_id: str, question_key: str) -> Any:
    """Change the words, answers and limits of a question."""
    draft = current(draft_id)
    section, page, standing = survey_editing.question_of(draft.survey, question_key)
    rates = page if is_rating(page) else None
    asked = Asked(standing, draft.survey.languages, section.stores, plan_groups(), has_shared_answers=bool(rates))
    form = question_form(asked)
    fixed = survey_wordings.fixed_keys(db.session(), g.consultation.id)

    def typed() -> Survey:
        return survey_editing.change_question(draft.survey, question_key, question_typed(form, asked), fixed)

    wrong = beside(told(draft.survey, problems(draft.survey))).get(question_key, [])
    names = _names(asked, section, page=page, rates=rates, wrong=wrong, is_fixed=question_key in fixed)
    then = address("build", draft, _anchor=f"page-{page.key}")
    return answered(draft, form, Screen("question", names, then), typed)


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def add_statements(slug: str, draft_id: str, section_key: str) -> Any:
    """Add a page that rates several statements, each shown as a question with the same answers."""
    draft = current(draft_id)
    section = survey_editing.section_of(draft.survey, section_key)
    form = survey_forms.statements_form(draft.survey.languages)

    def typed() -> Survey:
        return survey_editing.add_page(draft.survey, section_key, _rating(form, draft.survey))

    then = address("build", draft, _anchor=f"section-{section_key}")
    names = {"section": section, "tags": draft.survey.languages}
    return answered(draft, form, Screen("statements", names, then, gettext("The statements were added.")), typed)


def _rating(form: Plain, survey: Survey) -> Page:
    """Return the page that was typed. Raises Refused where there are too few statements or answers."""
    tags = survey.languages
    title = words_typed(form, "title", tags)
    if not any(title.values()):
        raise Refused("title", "text-missing")
    statements, scale = survey_forms.lines_typed(form, "statements", tags), form["scale"].data
    if len(statements) < 2:
        raise Refused("statements", "statements-few")
    if scale not in dict(survey_forms.SCALES):
        raise Refused("scale", "option-unknown")
    options: tuple[Option, ...] = ()
    if scale == "one-choice":
        taken: set[str] = set()
        for label in survey_forms.lines_typed(form, "answers", tags):
            code = survey_editing.free_key(label.get("en") or next(iter(label.values())), taken, "answer")
            taken.add(code)
            options = (*options, Option(code, label))
        if len(options) < 2:
            raise Refused("answers", "too-few-options")
    return Page("", title, tuple(Question("", scale, words, options=options) for words in statements))


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def add_equality(slug: str, draft_id: str) -> Any:
    """List the ready-made equality questions with their wording, and add those that are chosen."""
    draft, ready = current(draft_id), _ready_made()
    held = survey_editing.all_keys(draft.survey)
    offered = [one for one in ready if one.key not in held]
    form = equality_form(draft.survey, offered)

    def typed() -> Survey:
        return chosen(form, draft.survey, offered)

    names = {"offered": offered, "held": [one for one in ready if one.key in held]}
    return answered(draft, form, Screen("equality", names, address("build", draft),
                                        gettext("The questions were added.")), typed)


@cache
def _ready_made() -> tuple[ReadyMade, ...]:
    """Return the ready-made questions with their words in other languages, as the example survey has them."""
    return read_equality_questions(READY_MADE.read_bytes(), questions_of(example.survey()))
