"""An item tied to parts of the plan, and the codes that a group raises out of it: later, and only where it wants to."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import agendas as rules
from consult.domain.codebooks import NOTE_LENGTH
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.texts import clean
from consult.models.agendas import ForumTheme, ItemNode
from consult.models.consultations import Consultation
from consult.models.group_decisions import GroupDecision
from consult.models.plans import PlanNode
from consult.queries import consultations
from consult.services import forum_life, group_decisions
from consult.services.agendas import locked
from consult.services.transaction import writing


def tie(*, by: Acting, item_id: str, slug: str, node_key: str) -> None:
    """Tie an item to a part of the plan that a consultation is about; nobody outside sees it.

    Raises NotFound, Conflict("forum-not-open"), Refused("node", "item-part-missing").
    """
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        item, node_id = locked(session, by, item_id), _node(session, slug, node_key)
        if node_id is None:
            raise Refused("node", "item-part-missing")
        if session.get(ItemNode, (item.id, node_id)) is None:
            session.add(ItemNode(item_id=item.id, plan_node_id=node_id))


def untie(*, by: Acting, item_id: str, slug: str, node_key: str) -> None:
    """Take a part of the plan off an item. Raises NotFound, Conflict("forum-not-open")."""
    by.require(Right.ORDER_AGENDA)
    with writing() as session:
        forum_life.require_open(session, by)
        item, node_id = locked(session, by, item_id), _node(session, slug, node_key)
        session.execute(delete(ItemNode).where(ItemNode.item_id == item.id, ItemNode.plan_node_id == node_id))


def raise_code(*, by: Acting, item_id: str, slug: str, name: str, definition: str = "", question: str) -> GroupDecision:
    """Ask the group whether a code of its own goes into a consultation's code frame; return the open decision.

    The words leave the group only when it has decided so. Raises NotFound, Conflict("forum-not-open", "code-raised"),
    Refused("name" | "definition", …), and what group_decisions.open_about raises.
    """
    by.require(Right.ORDER_AGENDA)
    name, definition = rules.check_code_name(name), clean(definition).strip()
    if len(definition) > NOTE_LENGTH:
        raise Refused("definition", "forum-words-long", {"most": NOTE_LENGTH})
    with writing() as session:
        forum_life.require_open(session, by)
        item, consultation = locked(session, by, item_id), _consultation(session, slug)
        row = session.scalar(select(ForumTheme).where(
            ForumTheme.item_id == item.id, ForumTheme.consultation_id == consultation.id, ForumTheme.name == name))
        if row is not None and row.theme_id is not None:
            raise Conflict("code-raised")
        if row is None:
            row = ForumTheme(item_id=item.id, consultation_id=consultation.id, name=name)
            session.add(row)
        row.definition = definition
        session.flush()
        return group_decisions.open_about(by=by, kind="theme", subject_id=row.public_id, question=question)


def _consultation(session: Session, slug: str) -> Consultation:
    found = consultations.visible_by_slug(session, slug)
    if found is None:
        raise NotFound()
    return found


def _node(session: Session, slug: str, key: str) -> int | None:
    return session.scalar(select(PlanNode.id).where(
        PlanNode.plan_version_id == _consultation(session, slug).plan_version_id, PlanNode.key == key))
