"""Plan versions and their nodes, each in the reader's language where it is translated."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.surveys import Text
from consult.models.plans import PlanActor, PlanNode, PlanNodeActor, PlanNodeText, PlanVersion


@dataclass(frozen=True)
class NodeView:
    """A node as pages show it: words by language, English always; `leads` and `partners` are names."""

    id: int
    key: str
    parent_id: int | None
    position: int
    depth: int
    kind: str
    title: Text
    short_title: Text
    short_text: Text
    full_text: str | None
    reference: str | None
    measure: str | None
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    children: list["NodeView"] = field(default_factory=list, compare=False)

    @property
    def label(self) -> Text:
        """The node's name, or its words where it has no name; empty for a nameless part that only holds others."""
        return self.title or self.short_text


def versions(session: Session) -> Sequence[PlanVersion]:
    """Return all plan versions, the newest first."""
    return session.scalars(select(PlanVersion).order_by(PlanVersion.imported_at.desc(), PlanVersion.id.desc())).all()


def nodes(session: Session, plan_version_id: int) -> list[NodeView]:
    """Return every node of a version in document order, each with its children; three statements in all."""
    texts: dict[int, list[PlanNodeText]] = {}
    for text in session.scalars(
        select(PlanNodeText).join(PlanNode, PlanNode.id == PlanNodeText.plan_node_id)
        .where(PlanNode.plan_version_id == plan_version_id)
    ):
        texts.setdefault(text.plan_node_id, []).append(text)
    actors = _actors(session, plan_version_id)
    rows = session.scalars(
        select(PlanNode).where(PlanNode.plan_version_id == plan_version_id).order_by(PlanNode.position))
    found = [_view(row, texts.get(row.id, ()), actors.get(row.id, {})) for row in rows]
    by_id = {node.id: node for node in found}
    for node in found:
        if node.parent_id is not None:
            by_id[node.parent_id].children.append(node)
    return found


def _actors(session: Session, plan_version_id: int) -> dict[int, dict[str, list[str]]]:
    rows = session.execute(
        select(PlanNodeActor.plan_node_id, PlanNodeActor.part, PlanActor.name)
        .join(PlanActor, PlanActor.id == PlanNodeActor.plan_actor_id)
        .where(PlanActor.plan_version_id == plan_version_id).order_by(PlanNodeActor.position)
    )
    found: dict[int, dict[str, list[str]]] = {}
    for node_id, part, name in rows:
        found.setdefault(node_id, {}).setdefault(part, []).append(name)
    return found


def _view(row: PlanNode, texts: Sequence[PlanNodeText], actors: dict[str, list[str]]) -> NodeView:
    def words(name: str) -> Text:
        english = getattr(row, name)
        found = {text.language: getattr(text, name) for text in texts if getattr(text, name)}
        return {"en": english, **found} if english else found

    return NodeView(
        id=row.id, key=row.key, parent_id=row.parent_id, position=row.position, depth=row.depth, kind=row.kind,
        title=words("title"), short_title=words("short_title"), short_text=words("short_text"),
        full_text=row.full_text, reference=row.reference, measure=row.measure,
        leads=tuple(actors.get("lead", ())), partners=tuple(actors.get("partner", ())),
    )


def node_id(session: Session, plan_version_id: int, key: str) -> int | None:
    """Return the row id of a version's node by key, or None."""
    return session.scalar(select(PlanNode.id).where(PlanNode.plan_version_id == plan_version_id, PlanNode.key == key))
