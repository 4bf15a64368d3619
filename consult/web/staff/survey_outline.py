"""The builder's first page: sections, pages and questions of a survey being written, with what is wrong beside each."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from flask import g, redirect

from consult.domain.errors import Conflict
from consult.domain.surveys import Survey, is_rating, options_of
from consult.queries.survey_drafts import Written
from consult.web.sentences import sentence
from consult.web.staff import survey_problem_words, survey_words
from consult.web.staff.survey_languages import own_name
from consult.web.staff.survey_problem_words import Told
from consult.web.staff.survey_writing import current, plan_groups, problems, save, shown


def outline(draft: Written, conflict: str = "") -> str:
    """Render the outline; `conflict` says that a button came too late."""
    groups = plan_groups()
    found = problems(draft.survey, groups)
    told = survey_problem_words.told(draft.survey, found)
    return shown(
        draft, "build", conflict=conflict, told=told, beside=beside(told), options_of=options_of,
        lacking=survey_problem_words.missing_by_language(found), kind_name=survey_words.kind_name,
        facts_of=survey_words.facts_of, is_rating=is_rating, own_name=own_name,
        absent=[tag for tag in g.consultation.languages if tag not in draft.survey.languages],
        parts={choice.key: choice.label for group in groups for choice in group.choices})


def beside(told: Sequence[Told]) -> dict[str, list[Told]]:
    """Return what is wrong by question, else by section as `section:<key>`; the rest is only in the whole list."""
    found: dict[str, list[Told]] = defaultdict(list)
    for one in told:
        found[one.question or f"section:{one.section}"].append(one)
    return dict(found)


def clicked(draft: Written, make: Callable[[], Survey], then: str) -> Any:
    """Do what a single button asks, and go back; say so where someone else changed the survey meanwhile."""
    try:
        save(draft, make())
    except Conflict as conflict:
        return outline(current(draft.public_id), conflict=sentence(conflict)), 409
    return redirect(then, 303)
