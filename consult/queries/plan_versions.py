"""Plan versions as staff choose among them: which plan, which number, how many parts of each kind."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.models.plans import Plan, PlanNode, PlanVersion


@dataclass(frozen=True)
class Listed:
    """A plan version in a list; `counts` hold the number of nodes by kind, in the order of the plan."""

    id: int
    plan_key: str
    number: int
    title: str
    status: str
    publisher: str
    imported_at: datetime
    counts: dict[str, int]

    @property
    def reference(self) -> str:
        """What names this version outside of the database: the plan's key and the version's number."""
        return f"{self.plan_key}/{self.number}"


def listed(session: Session) -> list[Listed]:
    """Return all versions of all plans, the newest first; two statements, however many there are."""
    counts: dict[int, dict[str, int]] = {}
    for version_id, kind, count in session.execute(
        select(PlanNode.plan_version_id, PlanNode.kind, func.count()).group_by(PlanNode.plan_version_id, PlanNode.kind)
        .order_by(func.min(PlanNode.position))
    ):
        counts.setdefault(version_id, {})[kind] = count
    rows = session.execute(
        select(PlanVersion, Plan.key).join(Plan, Plan.id == PlanVersion.plan_id)
        .order_by(PlanVersion.imported_at.desc(), PlanVersion.id.desc()))
    return [
        Listed(row.id, key, row.number, row.title, row.status, row.publisher, row.imported_at, counts.get(row.id, {}))
        for row, key in rows
    ]
