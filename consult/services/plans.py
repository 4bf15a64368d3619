"""Stores plan files as versions of a plan, and translations beside them; a version is never edited."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict
from consult.domain.plans import Node, PlanTree
from consult.intake.plans import read_plan
from consult.models.plans import Plan, PlanActor, PlanNode, PlanNodeActor, PlanNodeText, PlanVersion
from consult.services import audit, rights
from consult.services.secrets import fingerprint
from consult.services.transaction import writing


def import_plan(*, data: bytes, by_id: int | None = None) -> PlanVersion:
    """Read a plan file (schema pcp-plan/1) and store it as the newest version of its plan.

    Raises Refused("file", …) with line and reason where the file is not right, Conflict("plan-known") where this
    very file was loaded before; then nothing is stored.
    """
    tree = read_plan(data)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.IMPORT_PLANS)
        plan = session.scalar(select(Plan).where(Plan.key == tree.key)) or Plan(key=tree.key)
        session.add(plan)
        session.flush()
        version = _version(session, plan, tree, fingerprint(data))
        _store_nodes(session, version.id, tree)
        audit.record(session, Act.PLAN_IMPORTED, person_id=by_id, kind="plan", object_id=tree.key,
                     number=version.number, nodes=len(tree.nodes))
        return version


def _version(session: Session, plan: Plan, tree: PlanTree, digest: str) -> PlanVersion:
    standing = select(PlanVersion).where(PlanVersion.plan_id == plan.id, PlanVersion.digest == digest)
    if session.scalar(standing) is not None:
        raise Conflict("plan-known", {"plan": tree.key})
    newest = session.scalar(select(func.max(PlanVersion.number)).where(PlanVersion.plan_id == plan.id)) or 0
    version = PlanVersion(plan_id=plan.id, number=newest + 1, title=tree.title, status=tree.status,
                          publisher=tree.publisher, vision=tree.vision, facts=dict(tree.facts), digest=digest)
    session.add(version)
    session.flush()
    return version


def _store_nodes(session: Session, version_id: int, tree: PlanTree) -> None:
    actors = {actor.key: PlanActor(plan_version_id=version_id, key=actor.key, name=actor.name) for actor in tree.actors}
    session.add_all(actors.values())
    rows: dict[str, PlanNode] = {}
    for node in tree.nodes:
        rows[node.key] = _row(node, version_id, rows[node.parent_key].id if node.parent_key else None)
        session.add(rows[node.key])
        session.flush()
    session.add_all(
        PlanNodeActor(plan_node_id=rows[node.key].id, plan_actor_id=actors[key].id, part=part, position=position)
        for node in tree.nodes
        for part, keys in (("lead", node.leads), ("partner", node.partners))
        for position, key in enumerate(dict.fromkeys(keys))
    )


def _row(node: Node, version_id: int, parent_id: int | None) -> PlanNode:
    return PlanNode(
        plan_version_id=version_id, parent_id=parent_id, key=node.key, position=node.position, depth=node.depth,
        kind=node.kind, title=node.title, short_title=node.short_title, short_text=node.short_text,
        full_text=node.full_text, reference=node.reference, measure=node.measure, types=list(node.types),
        topics=list(node.topics), source_document=node.source_document, source_heading=node.source_heading,
    )


def translate_nodes(
    *, plan_version_id: int, language: str, words: Mapping[str, Mapping[str, str]], state: str = "machine-drafted"
) -> int:
    """Store titles and short texts of nodes, by node key, in another language; return how many nodes got them."""
    with writing() as session:
        ids = {key: node_id for key, node_id in session.execute(
            select(PlanNode.key, PlanNode.id).where(PlanNode.plan_version_id == plan_version_id))}
        texts = [
            PlanNodeText(plan_node_id=ids[key], language=language, state=state, title=text.get("title"),
                         short_title=text.get("short_title"), short_text=text.get("short_text"))
            for key, text in words.items() if key in ids
        ]
        session.add_all(texts)
        return len(texts)
