"""The response being written by this browser: finding it, and the path of pages through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import session

from consult.domain import routing
from consult.domain.routing import Step
from consult.domain.surveys import Survey
from consult.extensions import db
from consult.queries import drafts, surveys
from consult.services.drafts import hash_of

if TYPE_CHECKING:
    from consult.models.consultations import Consultation
    from consult.models.responses import Draft


@dataclass(frozen=True)
class Writing:
    """A draft with the survey version that it answers and the pages that its writer sees."""

    token: str
    draft: Draft
    survey: Survey
    path: tuple[Step, ...]
    about: tuple[Step, ...]

    def step(self, page_key: str) -> Step | None:
        """Return the page of that key, of the survey or of the part about the writer."""
        return routing.step_named((*self.path, *self.about), page_key)

    def is_about(self, step: Step) -> bool:
        """Say whether a page belongs to the part about the writer."""
        return step.section.stores == "characteristics"

    def neighbours(self, step: Step) -> tuple[Step | None, Step | None]:
        """Return the pages before and after, within the same part."""
        return routing.neighbours(self.about if self.is_about(step) else self.path, step.page.key)

    def values(self, step: Step) -> dict[str, list[str]]:
        """Return the answers of a page as they stand: what was typed last, checked or not."""
        kept = self.draft.unsaved.get(step.page.key, {})
        return {q.key: kept.get(q.key, self.draft.answers.get(q.key, [])) for q in step.questions}


def token_of(consultation: Consultation) -> str | None:
    """Return this browser's secret for its draft on a consultation."""
    found = session.get("drafts", {}).get(consultation.slug)
    return found if isinstance(found, str) else None


def remember(consultation: Consultation, token: str) -> None:
    """Let this browser find its draft again."""
    session["drafts"] = {**session.get("drafts", {}), consultation.slug: token}


def forget(consultation: Consultation) -> None:
    """Let go of the draft once it is sent."""
    session["drafts"] = {slug: token for slug, token in session.get("drafts", {}).items() if slug != consultation.slug}


def current(consultation: Consultation) -> Writing | None:
    """Return what this browser is writing on the consultation, or None."""
    token = token_of(consultation)
    draft = drafts.living(db.session(), hash_of(token), consultation.id) if token else None
    version = surveys.by_id(db.session(), draft.survey_version_id) if draft is not None else None
    if token is None or draft is None or version is None:
        return None
    answers = draft.answers
    return Writing(
        token, draft, version.survey,
        routing.steps(version.survey, draft.age_route, draft.sections, answers),
        routing.steps(version.survey, draft.age_route, (), answers, stores="characteristics"),
    )
