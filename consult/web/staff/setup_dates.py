"""The form of a consultation's days and of what happens to late answers, filled in and read out."""

from typing import Any

from consult.domain import closings
from consult.domain.answers import digits
from consult.domain.errors import Refused
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.queries import consultations
from consult.web.staff import london_days
from consult.web.staff.setup_forms import DatesForm


def form(consultation: Any) -> DatesForm:
    """Return the form filled with what stands or with what was posted."""
    return DatesForm(data={
        "opens_on": london_days.day_of(consultation.opens_at), "closes_on": london_days.day_of(consultation.closes_at),
        "retention_until": consultation.retention_until, "late_answers": consultation.late_answers,
        "grace_minutes": str(consultation.grace_minutes)})


def is_fixed(consultation: Any) -> bool:
    """Say whether people can answer already, so that the close only moves with a public reason."""
    return closings.has_opened(
        is_visible=consultation.is_visible, opens_at=consultation.opens_at, now=utc_now(),
        has_responses=consultations.has_responses(db.session(), consultation.id))


def facts(form: DatesForm, consultation: Any) -> dict[str, Any]:
    """Return what was typed as the service takes it; raises Refused for minutes that are no whole number."""
    return {
        "opens_at": london_days.opening(form.opens_on.data, consultation.opens_at),
        "closes_at": london_days.closing(form.closes_on.data, consultation.closes_at),
        "retention_until": form.retention_until.data,
        "late_answers": form.late_answers.data, "grace_minutes": _minutes(form.grace_minutes.data or ""),
    }


def _minutes(typed: str) -> int:
    written = digits(typed)
    if not written.isdecimal() or len(written) > len(str(closings.MOST_GRACE)):
        raise Refused("grace_minutes", "grace-range", {"most": closings.MOST_GRACE})
    return int(written)
