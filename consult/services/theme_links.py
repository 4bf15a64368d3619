"""Ties themes to plan nodes, or says that they belong nowhere in the plan; always a person, always a reason."""

from sqlalchemy import select

from consult.domain import theme_links as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.theme_links import ThemeLink
from consult.services import audit, rights
from consult.services.codebooks import active_theme
from consult.services.transaction import writing


def link(*, consultation_id: int, theme: str, plan_node: str | None, reason: str, by_id: int) -> ThemeLink:
    """Tie a theme (public id) to a plan node (key); None says that it belongs nowhere in the plan.

    Raises NotFound, Refused for a missing reason, an unknown node, a link that stands or contradicts.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_FINDINGS, consultation_id)
        theme_id = active_theme(session, consultation_id, theme).id
        version_id = session.get_one(Consultation, consultation_id).plan_version_id
        node_id = session.scalar(select(PlanNode.id).where(
            PlanNode.plan_version_id == version_id, PlanNode.key == plan_node)) if plan_node else None
        if plan_node and node_id is None:
            raise Refused("plan_node", "node-unknown")
        standing = set(session.scalars(select(ThemeLink.plan_node_id).where(
            ThemeLink.theme_id == theme_id, ThemeLink.removed_at.is_(None))))
        words = rules.link(clean(reason), node_id=node_id, node_ids_of_theme=standing)
        found = ThemeLink(consultation_id=consultation_id, theme_id=theme_id, plan_node_id=node_id, reason=words,
                          created_by_id=by_id)
        session.add(found)
        session.flush()
        audit.record(session, Act.FINDING_LINKED, person_id=by_id, kind="finding", object_id=found.public_id,
                     consultation_id=consultation_id, node=plan_node)
        return found


def remove(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Take a link away; it stays stored as removed. Raises NotFound."""
    with writing() as session:
        rights.require(session, by_id, Permission.LINK_FINDINGS, consultation_id)
        found = session.scalar(select(ThemeLink).where(
            ThemeLink.public_id == public_id, ThemeLink.consultation_id == consultation_id,
            ThemeLink.removed_at.is_(None)))
        if found is None:
            raise NotFound()
        found.removed_at, found.removed_by_id = utc_now(), by_id
        audit.record(session, Act.FINDING_REMOVED, person_id=by_id, kind="finding", object_id=public_id,
                     consultation_id=consultation_id)
