"""What follows when a group has decided on a step of its agreement: the member whom it is about is told."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.errors import NotFound
from consult.models.base import utc_now
from consult.models.group_decisions import GroupDecision
from consult.models.threads import AgreementStep


def decided(session: Session, decision: GroupDecision) -> None:
    """Tell the member what the group has decided; the pause or the leaving follows from the decision itself.

    Raises NotFound where the step is gone, which it is once its member has left.
    """
    row = session.scalar(select(AgreementStep).where(
        AgreementStep.public_id == decision.subject_id, AgreementStep.forum_id == decision.forum_id)
        .with_for_update())
    if row is None:
        raise NotFound()
    row.noticed_at = utc_now()


def not_decided(session: Session, decision: GroupDecision) -> None:
    """Tell the member that nothing more follows; a step that is gone with its member is no error here."""
    row = session.scalar(select(AgreementStep).where(
        AgreementStep.public_id == decision.subject_id, AgreementStep.forum_id == decision.forum_id))
    if row is not None:
        row.noticed_at = utc_now()
