"""Loads what stands beside the answers of the example: numbers for London, figures of others, what we did to reach."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.services import benchmarks, figures, reach_actions
from consult.services.reach_actions import Facts

# In the order in which they were published.
WITH_FIGURES = ("pcp_2021_25", "committee_2022", "pcp_2025_29", "committee_2025")


def load(session: Session, consultation: Consultation, told: Mapping[str, Any], plans: Path, *, by_id: int) -> None:
    """Store the example's numbers and actions; `told` is reach.yaml as plain values, `plans` the folder of its files.

    `by_id` is the lead. Figures that stand already are left as they are.
    """
    benchmarks.import_file(consultation_id=consultation.id, data=(plans / "equality_questions.yaml").read_bytes(),
                           by_id=by_id)
    for name in WITH_FIGURES:
        figures.import_file(data=(plans / f"{name}.yaml").read_bytes(), by_id=by_id, consultation_id=consultation.id)
    opened, today = london_day(consultation.opens_at), london_day(utc_now())
    for action in told["actions"]:
        group = action.get("group") or {"question": "", "choice": ""}
        done_on = min(opened + timedelta(days=action["days_from_opening"]), today)
        cost = action.get("cost_pounds")
        reach_actions.log(consultation_id=consultation.id, by_id=by_id, facts=Facts(
            action["what"], done_on, group["question"], group["choice"], action["result"],
            cost * 100 if cost is not None else None))
