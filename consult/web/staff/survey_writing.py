"""What every page of the builder stands on: the survey being written, saving it at its revision, showing a form."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from markupsafe import Markup

from consult.domain import survey_problems
from consult.domain.conditions import Rule
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.survey_problems import Problem
from consult.domain.surveys import Survey
from consult.extensions import db
from consult.queries import plan_choices, survey_drafts
from consult.queries.plan_choices import Group
from consult.queries.survey_drafts import Written
from consult.services import survey_drafts as services
from consult.web.sentences import sentence
from consult.web.staff.plain_forms import Plain, refuse
from consult.web.staff.survey_condition_words import condition_words

# Words in several scripts, three bytes a letter and each byte as three characters; long lists of answers.
BODY_LIMIT = 2 * 1024 * 1024
STALE = -1


def current(draft_id: str) -> Written:
    """Return the survey being written that the address names. Raises NotFound."""
    found = survey_drafts.one(db.session(), g.consultation.id, draft_id)
    if found is None:
        raise NotFound()
    if not found.survey.languages:
        # A file may name none; words need one to be written in, and it is kept with the next change.
        return replace(found, survey=replace(found.survey, languages=("en",)))
    return found


def plan_groups() -> list[Group]:
    """Return the parts of the consultation's plan as a list to choose from."""
    return plan_choices.groups(db.session(), g.consultation.plan_version_id)


def problems(survey: Survey, groups: list[Group] | None = None) -> list[Problem]:
    """Return what is wrong with a survey for this consultation: its languages and its plan."""
    has_plan = g.consultation.plan_version_id is not None
    known = {choice.key for group in (plan_groups() if groups is None else groups) for choice in group.choices}
    return survey_problems.find(survey, languages=g.consultation.languages, plan_nodes=known if has_plan else None)


def posted_revision() -> int:
    """Return the revision that the posted form was opened at; one that no survey has where it is missing."""
    typed = request.form.get("revision", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else STALE


def save(draft: Written, survey: Survey) -> None:
    """Keep the changed survey. Raises Conflict where someone else changed it since the form was opened."""
    services.change(consultation_id=g.consultation.id, public_id=draft.public_id, survey=survey,
                    revision=posted_revision(), by_id=current_user.id)


def address(endpoint: str, draft: Written, **values: Any) -> str:
    """Return the address of a page of the builder."""
    return url_for(f"staff_surveys.{endpoint}", slug=g.consultation.slug, draft_id=draft.public_id, **values)


@dataclass(frozen=True)
class Screen:
    """A page of the builder around one form: template, names for it, and where saving leads."""

    template: str
    names: dict[str, Any]
    then: str
    said: str = ""


def answered(draft: Written, form: Plain, screen: Screen, make: Callable[[], Survey]) -> Any:
    """Show the form; where it was posted save what `make` gives, or show it again with all that was typed."""
    if request.method != "POST":
        return shown(draft, screen.template, form, **screen.names)
    if form.validate():
        try:
            save(draft, make())
        except Refused as refused:
            refuse(form, refused, _field_of(form, refused))
        except Conflict as conflict:
            return shown(draft, screen.template, form, conflict=sentence(conflict), **screen.names), 409
        else:
            flash(screen.said or gettext("Your changes were saved."))
            return redirect(screen.then, 303)
    return shown(draft, screen.template, form, **screen.names), 422


def _field_of(form: Plain, refused: Refused) -> str:
    """Return the field that a refusal is about: its own, else the first of those with a language behind the name."""
    return next((field.name for field in form if field.name.startswith(f"{refused.field}-")), refused.field)


def shown(draft: Written, template: str, form: Plain | None = None, **names: Any) -> str:
    """Render a page of the builder."""
    def told(rule: Rule | None) -> Markup:
        return condition_words(rule, draft.survey)

    return render_template(f"staff/surveys/{template}.html", consultation=g.consultation, draft=draft,
                           survey=draft.survey, form=form, condition_of=told, here=address, **names)
