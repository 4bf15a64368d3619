"""The response being written by this browser: finding it, and the path of pages through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import session

from consult.domain import routing
from consult.domain.instants import utc_now
from consult.domain.routing import Step
from consult.domain.signed_answers import film_key
from consult.domain.surveys import NOTE, STORES_CHARACTERISTICS, Section, Survey, Text, companions_of
from consult.extensions import db
from consult.queries import drafts, plan_comments, plans, surveys
from consult.services.draft_lives import hash_of
from consult.services.drafts import DraftGone, last_moment

if TYPE_CHECKING:
    from consult.models.consultations import Consultation
    from consult.models.responses import Draft

# From this long before saved answers are deleted, their writer is told on each page that lists them.
WARNED = timedelta(days=3)


@dataclass(frozen=True)
class Part:
    """A section on the list of parts: `state` is new, started or done; `page_key` is where to go on."""

    section: Section
    state: str
    page_key: str


@dataclass(frozen=True)
class Writing:
    """A draft with the survey version that it answers and the pages that its writer sees.

    `every` are the pages that can be asked of them, `path` those of the parts they chose, `about` those about
    themselves.
    """

    token: str
    draft: Draft
    survey: Survey
    every: tuple[Step, ...]
    plan_version_id: int | None
    until: datetime

    @property
    def path(self) -> tuple[Step, ...]:
        """Return the pages of the parts that were chosen; a comment on a part of the plan stays, whatever was."""
        return self.path_of(self.draft.sections)

    def path_of(self, chosen: Sequence[str]) -> tuple[Step, ...]:
        """Return the pages of these sections, of all where there are none."""
        return tuple(step for step in self.every if not self.is_about(step)
                     and (not chosen or step.section.key in chosen or is_comment(step)))

    def parts(self, *, chosen_only: bool = True) -> list[Part]:
        """Return the sections to answer with what is done in each, in order; a comment on the plan is none of them."""
        steps = self.path if chosen_only else self.path_of(())
        found: dict[str, list[Step]] = {}
        for step in steps:
            if not is_comment(step):
                found.setdefault(step.section.key, []).append(step)
        return [self._part(pages) for pages in found.values()]

    def _part(self, pages: list[Step]) -> Part:
        asking = [step for step in pages if any(question.kind != NOTE for question in step.questions)]
        left = [step for step in asking if not self.is_answered(step)]
        state = "done" if not left else "started" if len(left) < len(asking) else "new"
        return Part(pages[0].section, state, (left or pages)[0].page.key)

    @property
    def about(self) -> tuple[Step, ...]:
        """Return the pages about the writer."""
        return tuple(step for step in self.every if self.is_about(step))

    @property
    def shown(self) -> tuple[Step, ...]:
        """Return the pages to check before sending: those chosen, and all others with an answer that will be sent."""
        chosen = {step.page.key for step in self.path}
        return tuple(step for step in self.every if step.page.key in chosen or self.is_answered(step))

    @property
    def is_ending(self) -> bool:
        """Say whether answers that were saved with a code will be deleted within days."""
        return self.draft.return_hash is not None and self.until - utc_now() < WARNED

    def step(self, page_key: str) -> Step | None:
        """Return the page of that key, of whichever part; `question@node` is a comment put on a part of the plan."""
        found = routing.step_named(self.every, page_key)
        return found or self._comment(page_key)

    def _comment(self, page_key: str) -> Step | None:
        key, _at, node_key = page_key.partition("@")
        comment = routing.open_comment(self.survey, self.draft.age_route) if node_key else None
        if comment is None or comment.questions[0].key != key or self.plan_version_id is None:
            return None
        if plans.node_id(db.session(), self.plan_version_id, node_key) is None:
            return None
        return routing.anchored(comment, node_key)

    def is_about(self, step: Step) -> bool:
        """Say whether a page belongs to the part about the writer."""
        return step.section.stores == STORES_CHARACTERISTICS

    @property
    def may_sign(self) -> bool:
        """Say whether its writer is old enough to answer with a film in sign language."""
        return routing.may_send_media(self.draft.age_route)

    @property
    def films(self) -> dict[str, str]:
        """Return the films that will be sent: public id of the file by the key of the question that it answers."""
        return routing.films_asked(self.survey, self.draft.age_route, self.draft.answers)

    def is_answered(self, step: Step) -> bool:
        """Say whether any question of a page has an answer, written or signed."""
        answers = self.draft.answers
        return any(answers.get(question.key) or answers.get(film_key(question.key)) for question in step.questions)

    def neighbours(self, step: Step) -> tuple[Step | None, Step | None]:
        """Return the pages before and after, within the same part."""
        return routing.neighbours(self.about if self.is_about(step) else self.path, step.page.key)

    def values(self, step: Step) -> dict[str, list[str]]:
        """Return the answers of a page as they stand: what was typed last, checked or not."""
        kept = self.draft.unsaved.get(step.page.key, {})
        keys = [asked.key for question in step.questions for asked in (question, *companions_of(question))]
        return {key: kept.get(key, self.draft.answers.get(key, [])) for key in keys}


def token_of(consultation: Consultation) -> str | None:
    """Return this browser's secret for its draft on a consultation."""
    found = session.get("drafts", {}).get(consultation.slug)
    return found if isinstance(found, str) else None


def remember(consultation: Consultation, token: str) -> None:
    """Let this browser find its draft again."""
    session["drafts"] = {**session.get("drafts", {}), consultation.slug: token}


def forget(consultation: Consultation) -> None:
    """Let go of the draft once it is sent or left, and of who said to be answering."""
    for name in ("drafts", "starting"):
        session[name] = {slug: kept for slug, kept in session.get(name, {}).items() if slug != consultation.slug}


def current(consultation: Consultation) -> Writing | None:
    """Return what this browser is writing on the consultation, or None; DraftGone where another device has it now."""
    found = standing(consultation)
    if found is None and left_at(consultation) is not None:
        raise DraftGone()
    return found


def standing(consultation: Consultation) -> Writing | None:
    """Return what this browser is writing on the consultation, or None, also where another device has it now."""
    token = token_of(consultation)
    draft = drafts.living(db.session(), hash_of(token), consultation.id) if token else None
    version = surveys.by_id(db.session(), draft.survey_version_id) if draft is not None else None
    if token is None or draft is None or version is None:
        return None
    every = tuple(routing.walk(version.survey, draft.age_route, draft.answers))
    until = min(draft.expires_at, last_moment(consultation))
    return Writing(token, draft, version.survey, every, consultation.plan_version_id, until)


def left_at(consultation: Consultation) -> datetime | None:
    """Return when the draft of this browser was last saved on the device that took it over; None where none did."""
    token = token_of(consultation)
    return drafts.left_at(db.session(), hash_of(token), consultation.id) if token else None


def is_comment(step: Step) -> bool:
    """Say whether a page is a comment that was put on a part of the plan."""
    return "@" in step.page.key


def comments_of(writing: Writing) -> list[tuple[Step, Text]]:
    """Return the comments on parts of the plan, each with the name of its part, empty where it has none."""
    steps = [step for step in writing.every if is_comment(step)]
    parts = plan_comments.parts(db.session(), writing.plan_version_id, (step.questions[0].plan_node for step in steps))
    return [(step, parts[node].label if (node := step.questions[0].plan_node) in parts else {}) for step in steps]
