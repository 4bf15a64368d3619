"""Which parts of the plan a coding names, for statements that show one coding a line."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, exists, select

from consult.models.codebooks import Coding, CodingNode
from consult.models.plans import PlanNode


def first_node_key() -> ScalarSelect[Any]:
    """Return the key of the first part of the plan, in the order of the plan, that a coding names; null for none."""
    return (
        select(PlanNode.key).join(CodingNode, CodingNode.plan_node_id == PlanNode.id)
        .where(CodingNode.coding_id == Coding.id).order_by(PlanNode.position, PlanNode.id).limit(1)
        .correlate(Coding).scalar_subquery()
    )


def names_node(key: str) -> ColumnElement[bool]:
    """Say that a coding names the part of the plan with this key."""
    return exists(
        select(CodingNode.coding_id).join(PlanNode, PlanNode.id == CodingNode.plan_node_id)
        .where(CodingNode.coding_id == Coding.id, PlanNode.key == key).correlate(Coding))
