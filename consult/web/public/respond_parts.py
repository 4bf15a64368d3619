"""Having one's say on one part of the plan: one question put on that part, and what can follow it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import redirect, url_for

from consult.domain import routing
from consult.domain.errors import NotFound
from consult.domain.surveys import comment_key
from consult.extensions import db
from consult.queries import plans
from consult.queries.plans import NodeView
from consult.services.drafts import DraftGone
from consult.web.access import Guarded, everyone
from consult.web.public import drafting
from consult.web.public.plans import takes_comments
from consult.web.public.respond import gone, open_consultation, render

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("respond_parts", __name__, url_prefix="/<lang>/consultations/<slug>/respond")
blueprint.register_error_handler(DraftGone, gone)


@blueprint.get("/part/<node>")
@everyone()
def part(slug: str, node: str) -> Any:
    """Go to the question on one part of the plan; who has not begun goes by the start, and comes here from there."""
    consultation = open_consultation(slug)
    found = _node(consultation, node)
    if not takes_comments(consultation.id):
        raise NotFound()
    writing = drafting.current(consultation)
    if writing is None:
        return redirect(url_for("respond.start", slug=slug, node=found.key), 303)
    comment = routing.open_comment(writing.survey, writing.draft.age_route)
    if comment is None:
        return redirect(url_for("respond.hub", slug=slug), 303)
    return redirect(url_for("respond.question", slug=slug, page=comment_key(comment.questions[0], found.key)), 303)


@blueprint.get("/part/<node>/next")
@everyone()
def following(slug: str, node: str) -> Any:
    """Offer what can follow a comment: another part of the plan, the whole survey, or checking and sending."""
    consultation = open_consultation(slug)
    if drafting.current(consultation) is None:
        return redirect(url_for("respond.start", slug=slug, node=node), 303)
    return render("following", consultation, node=_node(consultation, node))


def _node(consultation: Consultation, key: str) -> NodeView:
    """Return the part of the consultation's plan; raises NotFound where it has none of that name."""
    nodes = plans.nodes(db.session(), consultation.plan_version_id) if consultation.plan_version_id else []
    for node in nodes:
        if node.key == key:
            return node
    raise NotFound()
