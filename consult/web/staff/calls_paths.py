"""The way through a survey that is asked aloud: its pages without what only a file can answer."""

from dataclasses import replace

from flask import g

from consult.domain import routing
from consult.domain.routing import Step
from consult.domain.surveys import MEDIA_KINDS, NOTE
from consult.extensions import db
from consult.queries import plans
from consult.queries.calls import Call


def steps_of(call: Call) -> list[Step]:
    """Return the pages that this person is asked, as their answers so far lead, those about themselves last."""
    found = (_spoken(step) for step in routing.walk(call.version.survey, call.keying.age_route, call.keying.answers))
    return [step for step in found if any(question.kind != NOTE for question in step.questions)]


def step_of(call: Call, page_key: str) -> Step | None:
    """Return the page of that key; `question@node` is a comment put on a part of the plan."""
    found = routing.step_named(steps_of(call), page_key)
    if found is not None or "@" not in page_key:
        return found
    key, _at, node_key = page_key.partition("@")
    comment = routing.open_comment(call.version.survey, call.keying.age_route)
    if comment is None or comment.questions[0].key != key or not _has_part(node_key):
        return None
    return routing.anchored(comment, node_key)


def comment_of(call: Call, node_key: str | None) -> str | None:
    """Return the key of the page for a comment on a part of the plan; None where the survey or the plan has none.

    With `node_key` None, the key of the question alone: whether comments are asked for at all.
    """
    comment = routing.open_comment(call.version.survey, call.keying.age_route)
    if comment is None:
        return None
    if node_key is None:
        return comment.questions[0].key
    return routing.anchored(comment, node_key).page.key if _has_part(node_key) else None


def _has_part(node_key: str) -> bool:
    plan_id = g.consultation.plan_version_id
    return plan_id is not None and plans.node_id(db.session(), plan_id, node_key) is not None


def _spoken(step: Step) -> Step:
    return replace(step, questions=tuple(one for one in step.questions if one.kind not in MEDIA_KINDS))
