"""Sets up the committee's asks, the steps of the law and the notes on the checklists in the example."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.recommendations import Answer
from consult.domain.timelines import Document, Mark
from consult.domain.working_days import london_day
from consult.models.consultations import Consultation
from consult.models.recommendations import CommitteeResponse, Recommendation, RecommendationAsk
from consult.services import checklists, recommendations, timelines
from consult.services.clock import now
from consult.services.transaction import writing


def load_scrutiny(consultation: Consultation, told: Mapping[str, Any], reports: Mapping[str, bytes], *, lead_id: int
                  ) -> None:
    """Store what the example's file tells; `reports` are the committee's files by name, as `told` lists them."""
    with writing() as session:
        today = london_day(now(session))
        for name in told["reports"]:
            recommendations.import_report(consultation_id=consultation.id, data=reports[name], by_id=lead_id)
        asks = _asks(session, consultation.id)
        for given in told["statuses"]:
            recommendations.set_status(
                consultation_id=consultation.id, public_id=asks[given["ask"]].public_id, answer=_answer(given, today),
                revision=asks[given["ask"]].revision, by_id=lead_id)
        for given in told["steps"]:
            timelines.mark_step(consultation_id=consultation.id, key=given["step"], mark=_mark(given, today),
                                revision=0, by_id=lead_id)
        for given in told["notes"]:
            checklists.note(consultation_id=consultation.id, key=given["line"], state=given["state"],
                            words=given["note"], by_id=lead_id)


def _asks(session: Session, consultation_id: int) -> dict[str, RecommendationAsk]:
    rows = session.scalars(
        select(RecommendationAsk).join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
        .join(CommitteeResponse, CommitteeResponse.id == Recommendation.committee_response_id)
        .where(CommitteeResponse.consultation_id == consultation_id))
    return {row.key: row for row in rows}


def _answer(given: Mapping[str, Any], today: date) -> Answer:
    return Answer(given["status"], given.get("reason_code", ""), given.get("reason", {}), given.get("goes_to", ""),
                  _day(given, "promised_days_after_load", today, 1))


def _mark(given: Mapping[str, Any], today: date) -> Mark:
    return Mark(due_on=_day(given, "due_days_after_load", today, 1),
                done_on=_day(given, "done_days_before_load", today, -1),
                documents=tuple(Document(one["title"], one.get("address", "")) for one in given.get("papers", ())))


def _day(given: Mapping[str, Any], name: str, today: date, sign: int) -> date | None:
    return today + sign * timedelta(days=given[name]) if name in given else None
