"""The plan as pages: what it is made of, then one part at a time, short text first."""

from flask import render_template

from consult.domain import routing
from consult.domain.errors import NotFound
from consult.extensions import db
from consult.queries import plans, surveys
from consult.queries.plans import NodeView
from consult.web import players
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import state_of, visible

blueprint = Guarded("public_plans", __name__, url_prefix="/<lang>/consultations/<slug>/plan")


@blueprint.get("")
@everyone()
def contents(slug: str) -> str:
    """Show what the plan is made of."""
    consultation = visible(slug)
    tree = _tree(consultation.plan_version_id)
    return render_template("public/plans/contents.html", consultation=consultation, plan=consultation.plan_version,
                           roots=[node for node in tree if node.parent_id is None], state=state_of(consultation))


@blueprint.get("/<key>")
@everyone()
def section(slug: str, key: str) -> str:
    """Show one part of the plan with all that stands below it, and where to say something about it."""
    consultation = visible(slug)
    tree = _tree(consultation.plan_version_id)
    by_id = {node.id: node for node in tree}
    node = next((node for node in tree if node.key == key), None)
    if node is None:
        raise NotFound()
    root = _root(node, by_id)
    roots = [item for item in tree if item.parent_id is None]
    at = roots.index(root)
    return render_template(
        "public/plans/section.html", consultation=consultation, plan=consultation.plan_version, node=node, root=root,
        path=_path(node, by_id), state=state_of(consultation), topic=_topic(consultation.id, root.key),
        takes_comments=takes_comments(consultation.id),
        before=roots[at - 1] if at else None, after=roots[at + 1] if at + 1 < len(roots) else None,
        players=players.beside(consultation, (f"plan/{item.key}" for item in _with_all_below(node))),
    )


def _with_all_below(node: NodeView) -> list[NodeView]:
    """Return the nodes that the page of this one shows."""
    return [node, *(below for child in node.children for below in _with_all_below(child))]


def _tree(plan_version_id: int | None) -> list[NodeView]:
    if plan_version_id is None:
        raise NotFound()
    return plans.nodes(db.session(), plan_version_id)


def _path(node: NodeView, by_id: dict[int, NodeView]) -> list[NodeView]:
    """Return the nodes above this one, the outermost first."""
    above: list[NodeView] = []
    while node.parent_id is not None:
        node = by_id[node.parent_id]
        above.insert(0, node)
    return above


def _root(node: NodeView, by_id: dict[int, NodeView]) -> NodeView:
    return (_path(node, by_id) or [node])[0]


def _topic(consultation_id: int, root_key: str) -> str | None:
    """Return the survey section that asks about this part of the plan, or None."""
    version = surveys.current(db.session(), consultation_id)
    if version is None:
        return None
    return next((section.key for section in version.survey.sections if section.plan_node == root_key), None)


def takes_comments(consultation_id: int) -> bool:
    """Say whether the survey has a question that can be put on any part of the plan."""
    version = surveys.current(db.session(), consultation_id)
    return version is not None and routing.open_comment(version.survey, "adult") is not None
