"""The parts of a plan that nothing speaks to: a list of gaps to look at, and no count of people."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from consult.domain.claims import SET_ASIDE
from consult.models.codebooks import Coding, CodingNode, Passage
from consult.models.consultations import Consultation
from consult.models.findings import Finding, FindingNode
from consult.models.plans import PlanNode
from consult.models.responses import Response
from consult.models.theme_links import ThemeLink
from consult.queries import event_counts
from consult.queries.plans import NodeView
from consult.queries.theme_counts import nodes_nothing_said, stands


def unspoken(session: Session, consultation: Consultation, nodes: Sequence[NodeView]) -> list[NodeView]:
    """Return the named parts of the plan, promises left out, that nothing speaks to: no theme, no passage, no note of
    an event, and no finding that was not set aside; of all of it or of anything below a part."""
    if consultation.plan_version_id is None:
        return []
    spoken = set(session.scalars(
        select(PlanNode.id).where(PlanNode.plan_version_id == consultation.plan_version_id,
                                  or_(*(exists(one.correlate(PlanNode)) for one in _speaking(consultation.id))))))
    at_events = event_counts.by_node(session, consultation.id)
    return nodes_nothing_said(nodes, spoken | {node.id for node in nodes if node.key in at_events})


def _speaking(consultation_id: int) -> list[Select[Any]]:
    """Return what can speak of one node, each as a statement that is correlated to it: the first hit is enough."""
    named = (
        select(CodingNode.coding_id).join(Coding, Coding.id == CodingNode.coding_id)
        .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
        .where(CodingNode.plan_node_id == PlanNode.id, *stands(consultation_id))
    )
    tied = (
        select(ThemeLink.id).join(Coding, Coding.theme_id == ThemeLink.theme_id)
        .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
        .where(ThemeLink.plan_node_id == PlanNode.id, ThemeLink.removed_at.is_(None), *stands(consultation_id))
    )
    found = (
        select(FindingNode.finding_id).join(Finding, Finding.id == FindingNode.finding_id)
        .where(FindingNode.plan_node_id == PlanNode.id, Finding.consultation_id == consultation_id,
               Finding.state != SET_ASIDE)
    )
    return [named, tied, found]
