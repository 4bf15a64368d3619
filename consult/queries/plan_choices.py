"""The parts of a plan as a list to choose from: short labels in groups; the plan itself is queries/plans.py's."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.plans import PlanNode

# In code points: an option of a list is read at a glance.
LABEL = 90


@dataclass(frozen=True)
class Choice:
    """A part of the plan: its key, a short label, and its depth below the top part that it belongs to."""

    key: str
    label: str
    depth: int


@dataclass(frozen=True)
class Group:
    """A top part of the plan (an objective) with itself and all that stands below it, in the order of the plan."""

    label: str
    choices: tuple[Choice, ...]


def groups(session: Session, plan_version_id: int | None) -> list[Group]:
    """Return the parts of a plan version by top part; one statement. A part without any words is left out."""
    rows = session.execute(
        select(PlanNode.key, PlanNode.depth, PlanNode.title, PlanNode.short_title, PlanNode.short_text)
        .where(PlanNode.plan_version_id == plan_version_id).order_by(PlanNode.position))
    found: list[tuple[str, list[Choice]]] = []
    for key, depth, title, short_title, short_text in rows:
        label = short_label(title, short_title, short_text)
        if depth == 0 or not found:
            found.append((label or key, []))
        if label:
            found[-1][1].append(Choice(key, label, depth))
    return [Group(label, tuple(choices)) for label, choices in found if choices]


def short_label(title: str | None, short_title: str | None, short_text: str | None) -> str:
    """Return what a part of a plan is called in a list, cut at a word where it is long; empty where it has no words."""
    words = " ".join((short_title or title or short_text or "").split())
    if len(words) <= LABEL:
        return words
    return f"{words[:LABEL].rsplit(' ', 1)[0]}…"


def place_label(session: Session, node: PlanNode) -> str:
    """Return what a part is called, or what it stands under where it has no words of its own."""
    found: PlanNode | None = node
    while found is not None:
        words = short_label(found.title, found.short_title, found.short_text)
        if words:
            return words
        found = session.get(PlanNode, found.parent_id) if found.parent_id is not None else None
    return ""
