"""What is still to be decided in a consultation, for the first page of those who decide."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.claims import label
from consult.domain.reports import Text
from consult.queries import findings, plans
from consult.queries.plans import NodeView
from consult.queries.unspoken import unspoken

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

# More lines than this are read on the page of findings.
MOST = 5


@dataclass(frozen=True)
class Open:
    """Findings without a decision (public id, what it is called, claim) and parts of the plan that nothing speaks to.
    """

    undecided: list[tuple[str, str, Text]]
    unspoken: list[NodeView]
    most: int = MOST


def of(session: Session, consultation: "Consultation", permissions: Collection[Permission]) -> Open | None:
    """Return what is open where somebody may decide on it; None for anybody else, and where nothing is coded yet."""
    if Permission.RECORD_DECISIONS not in permissions:
        return None
    version_id = consultation.plan_version_id
    nodes = plans.nodes(session, version_id) if version_id is not None else []
    silent = unspoken(session, consultation, nodes)
    # Before anything is coded the whole plan is silent: that is no list to look at.
    if all(node in silent for node in nodes if node.parent_id is None and node.label):
        silent = []
    undecided = [(public_id, label(number), claim)
                 for public_id, number, claim in findings.undecided(session, consultation.id)]
    return Open(undecided, silent) if undecided or silent else None
