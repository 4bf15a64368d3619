"""Which pages stand beside a consultation's front page: only those that have something to show are linked."""

from dataclasses import dataclass

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from consult.models.answers_to_people import PlanPairing
from consult.models.consultations import Consultation
from consult.models.plans import PlanVersion
from consult.models.recommendations import CommitteeResponse
from consult.models.reports import Edition, EditionRecall
from consult.models.representation import OutsideFigure


@dataclass(frozen=True)
class Beside:
    """What there is: the number of the newest edition that stands (None for none), and whether the others exist."""

    edition: int | None
    has_committee: bool
    has_figures: bool
    has_comparison: bool


def beside(session: Session, consultation: Consultation) -> Beside:
    """Return what stands beside a consultation; one statement."""
    ours, theirs = aliased(PlanVersion), aliased(PlanVersion)
    of_plan = select(theirs.id).join(ours, ours.plan_id == theirs.plan_id).where(
        ours.id == consultation.plan_version_id)
    recalled = exists(select(EditionRecall.edition_id).where(EditionRecall.edition_id == Edition.id).correlate(Edition))
    row = session.execute(select(
        select(func.max(Edition.number)).where(Edition.consultation_id == consultation.id, ~recalled).scalar_subquery(),
        exists(select(CommitteeResponse.id).where(CommitteeResponse.consultation_id == consultation.id)),
        exists(select(OutsideFigure.id).where(OutsideFigure.replaced_at.is_(None))),
        exists(select(PlanPairing.id).where(
            or_(PlanPairing.from_version_id.in_(of_plan), PlanPairing.to_version_id.in_(of_plan)))),
    )).one()
    return Beside(row[0], bool(row[1]), bool(row[2]), bool(row[3]))
