"""What an item of an agenda is tied to: parts of the plan, and codes that the group raises; for its members alone."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.agendas import AgendaItem, ForumTheme, ItemNode
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.queries import group_decisions
from consult.queries.plan_choices import short_label


@dataclass(frozen=True)
class Part:
    """A part of a plan that an item is tied to, with the consultation (slug) on that plan."""

    slug: str
    key: str
    label: str


@dataclass(frozen=True)
class Code:
    """A code out of an item: asked of the group (`decision` is its public id), or in the code frame."""

    slug: str
    name: str
    definition: str
    is_in_frame: bool
    decision: str


def parts(session: Session, item_id: int) -> list[Part]:
    """Return the parts of plans that an item is tied to, in the order of the plan."""
    rows = session.execute(
        select(Consultation.slug, PlanNode.key, PlanNode.title, PlanNode.short_title, PlanNode.short_text)
        .join(ItemNode, ItemNode.plan_node_id == PlanNode.id)
        .join(Consultation, Consultation.plan_version_id == PlanNode.plan_version_id)
        .where(ItemNode.item_id == item_id, Consultation.is_visible).order_by(Consultation.id, PlanNode.position))
    return [Part(slug, key, short_label(title, short_title, short_text) or key)
            for slug, key, title, short_title, short_text in rows]


def codes(session: Session, item_id: int) -> list[Code]:
    """Return the codes that the group raised out of an item or is asked about."""
    rows = session.execute(
        select(ForumTheme, Consultation.slug, AgendaItem.forum_id)
        .join(Consultation, Consultation.id == ForumTheme.consultation_id)
        .join(AgendaItem, AgendaItem.id == ForumTheme.item_id)
        .where(ForumTheme.item_id == item_id).order_by(ForumTheme.id)).all()
    found = []
    for row, slug, forum_id in rows:
        decision = group_decisions.open_about(session, forum_id, "theme", row.public_id)
        found.append(Code(slug, row.name, row.definition, row.theme_id is not None,
                          decision.public_id if decision is not None else ""))
    return found
