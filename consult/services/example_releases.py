"""The data releases of the example: two people look at the first edition, its data go out; the next is told."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from consult.domain.intruder_checks import ITEMS, SAFE
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.services import data_releases


def load_releases(consultation: Consultation, given: Iterable[Mapping[str, Any]], *, lead_id: int, second_id: int
                  ) -> None:
    """Announce each release of the file; let out what names an edition, after two people looked at it.

    After the edition was published. Raises what services/data_releases raises.
    """
    today = london_day(utc_now())
    for release in given:
        planned = data_releases.plan(
            consultation_id=consultation.id, title=release["title"], by_id=lead_id,
            planned_on=today + timedelta(days=release["after_days"]))
        if "edition" not in release:
            continue
        for person_id in (lead_id, second_id):
            data_releases.sign_check(consultation_id=consultation.id, number=release["edition"], note="",
                                     answers=dict.fromkeys(ITEMS, SAFE), by_id=person_id)
        data_releases.release(consultation_id=consultation.id, public_id=planned.public_id,
                              number=release["edition"], by_id=lead_id)
