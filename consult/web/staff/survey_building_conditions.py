"""When a question shows, as lines of plain words that staff choose from; the sentence is survey_condition_words'."""

from typing import Any

from flask import request
from flask_babel import gettext

from consult.domain import condition_lines, survey_editing
from consult.domain.access import Permission
from consult.domain.errors import Refused
from consult.domain.surveys import Question, Survey
from consult.queries.survey_drafts import Written
from consult.web.access import staff
from consult.web.staff.plain_forms import Plain
from consult.web.staff.survey_forms_conditions import condition_form, is_adding, lines_typed
from consult.web.staff.survey_writing import BODY_LIMIT, Screen, address, answered, current, shown


@staff(Permission.EDIT_SURVEY, body_limit=BODY_LIMIT)
def condition(slug: str, draft_id: str, question_key: str) -> Any:
    """Say when a question shows: always, or only where earlier answers are such."""
    draft = current(draft_id)
    section, page, asked = survey_editing.question_of(draft.survey, question_key)
    offered = condition_lines.offered(draft.survey, question_key)
    form = condition_form(draft.survey, asked.show_if, offered)
    names = {"section": section, "page": page, "question": asked, "offered": offered,
             "is_tree": condition_lines.lines_of(asked.show_if) is None}
    if request.method == "POST" and is_adding():
        return shown(draft, "condition", form, **names)
    then = address("build", draft, _anchor=f"page-{page.key}")
    return answered(draft, form, Screen("condition", names, then, gettext("The condition was saved.")),
                    lambda: _conditioned(draft, asked, form, offered))


def _conditioned(draft: Written, asked: Question, form: Plain, offered: dict[str, Question]) -> Survey:
    """Return the survey with the condition as it was typed. Raises Refused on the line that is not right."""
    when = form["when"].data
    if when == "as-it-is":
        return draft.survey
    if when == "always":
        return survey_editing.set_condition(draft.survey, asked.key, None)
    if when not in (condition_lines.ALL, condition_lines.ANY):
        raise Refused("when", "option-unknown")
    numbers, lines = lines_typed(form)
    if not lines:
        raise Refused("line-0-question", "condition-lines-missing")
    try:
        rule = condition_lines.rule_of(when, lines, offered)
    except Refused as refused:
        raise _at_field(refused, numbers) from None
    return survey_editing.set_condition(draft.survey, asked.key, rule)


def _at_field(refused: Refused, numbers: list[int]) -> Refused:
    """Return the refusal of a line as one of the field that it is about."""
    part = {"condition-question-unknown": "question", "condition-test-unknown": "test"}.get(refused.code, "values")
    return Refused(f"line-{numbers[int(refused.field)]}-{part}", refused.code, refused.facts)
