"""Two versions of plans beside each other: which parts were kept, changed, added and dropped, as far as it was said."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from consult.domain import plan_changes as rules
from consult.domain.plan_changes import CONFIRMED, PROPOSED, SAME_WORDS, Change, Part, Said
from consult.models.answers_to_people import PlanPairing
from consult.models.consultations import Consultation
from consult.models.plans import Plan, PlanVersion
from consult.queries import plans
from consult.queries.plans import NodeView


@dataclass(frozen=True)
class Version:
    """A plan version by what names it outside of the database: `ref` is its plan's key and its number."""

    id: int
    plan_key: str
    number: int
    title: str

    @property
    def ref(self) -> str:
        """The plan's key and the version's number, as an address holds them."""
        return f"{self.plan_key}.{self.number}"


@dataclass(frozen=True)
class Waiting:
    """A pair that a machine proposed and nobody has decided on yet."""

    id: int
    old_id: int
    new_id: int
    basis: str
    likeness: float | None


@dataclass(frozen=True)
class Compared:
    """Two versions, their parts by row id, what became of each part, and what waits for a person."""

    old: Version
    new: Version
    parts: Mapping[int, NodeView]
    changes: tuple[Change, ...]
    waiting: tuple[Waiting, ...]

    @property
    def tally(self) -> dict[str, int]:
        """How many parts are of each kind."""
        return rules.tally(self.changes)


def version(session: Session, ref: str) -> Version | None:
    """Return a version by its reference (plan key, a stop, number), or None."""
    key, _stop, number = ref.rpartition(".")
    if not key or not number.isascii() or not number.isdigit() or len(number) > 6:
        return None
    return next(iter(_versions(session, Plan.key == key, PlanVersion.number == int(number))), None)


def every_version(session: Session) -> list[Version]:
    """Return all versions, in the order of plans and numbers."""
    return _versions(session)


def of_id(session: Session, version_id: int) -> Version:
    """Return a version by its row id; raises LookupError where there is none."""
    return _versions(session, PlanVersion.id == version_id)[0]


def _versions(session: Session, *where: ColumnElement[bool]) -> list[Version]:
    rows = session.execute(
        select(PlanVersion.id, Plan.key, PlanVersion.number, PlanVersion.title)
        .join(Plan, Plan.id == PlanVersion.plan_id).where(*where)
        .order_by(Plan.key, PlanVersion.number))
    return [Version(*row) for row in rows]


def own_versions(session: Session, consultation_id: int) -> set[int]:
    """Return the row ids of all versions of the plan that a consultation is on; none where it is on no plan."""
    asked = select(PlanVersion.plan_id).join(Consultation, Consultation.plan_version_id == PlanVersion.id).where(
        Consultation.id == consultation_id)
    return set(session.scalars(select(PlanVersion.id).where(PlanVersion.plan_id == asked.scalar_subquery())))


def begun(session: Session, version_id: int) -> list[tuple[Version, Version]]:
    """Return the pairs of versions that were compared of which one is of the same plan as this version."""
    plan_id = select(PlanVersion.plan_id).where(PlanVersion.id == version_id).scalar_subquery()
    same = select(PlanVersion.id).where(PlanVersion.plan_id == plan_id)
    rows = session.execute(
        select(PlanPairing.from_version_id, PlanPairing.to_version_id)
        .where(or_(PlanPairing.from_version_id.in_(same), PlanPairing.to_version_id.in_(same))).distinct()).all()
    known = {one.id: one for one in every_version(session)}
    return sorted(((known[old], known[new]) for old, new in rows), key=lambda pair: (pair[0].ref, pair[1].ref))


def parts_of(nodes: list[NodeView]) -> list[Part]:
    """Return the parts of a version that are compared: each that says something of its own."""
    found = []
    for node in nodes:
        words = " ".join(filter(None, (node.title.get("en"), node.short_text.get("en"), node.full_text)))
        if words:
            found.append(Part(node.id, node.key, node.kind, words))
    return found


def compared(session: Session, old: Version, new: Version) -> Compared:
    """Return what became of each part of the older version in the newer one; statements do not grow with parts."""
    before, after = plans.nodes(session, old.id), plans.nodes(session, new.id)
    rows = session.scalars(select(PlanPairing).where(_between(old.id, new.id)).order_by(PlanPairing.id)).all()
    said = [Said(row.id, row.from_id, row.to_id, row.reason) for row in rows
            if row.state == CONFIRMED or (row.basis == SAME_WORDS and row.state == PROPOSED)]
    waiting = [Waiting(row.id, row.from_id, row.to_id, row.basis, row.likeness) for row in rows
               if row.state == PROPOSED and row.basis != SAME_WORDS and row.from_id and row.to_id]
    found = rules.changes(parts_of(before), parts_of(after), said)
    return Compared(old, new, {node.id: node for node in (*before, *after)}, tuple(found),
                    tuple(sorted(waiting, key=lambda one: -(one.likeness or 1.0))))


def _between(old_id: int, new_id: int) -> ColumnElement[bool]:
    return and_(PlanPairing.from_version_id == old_id, PlanPairing.to_version_id == new_id)
