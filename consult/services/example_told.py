"""Shows the example's organisations and hosts what was written of them, through the same services that people use."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.host_checks import MISSING
from consult.models.answers_to_people import HostCheck, OrganisationSummary
from consult.models.consultations import Consultation
from consult.models.events import Event
from consult.queries import organisation_summaries as stored
from consult.services import host_checks, organisation_summaries
from consult.services.secrets import printed

Told = Mapping[str, Any]


def load_told(session: Session, consultation: Consultation, told: Told, *, lead_id: int) -> list[dict[str, str]]:
    """Store the summaries and what hosts said, and return the codes that open them: what it is of, and the code.

    Raises where the file names an organisation or an event that is not there.
    """
    bodies = {one.name: one.response for one in stored.listed(session, consultation.id)}
    codes = [_organisation(session, consultation, one, bodies[one["name"]], lead_id) for one in told["organisations"]]
    return codes + [_host(session, consultation, one, lead_id) for one in told["hosts"]]


def _organisation(session: Session, consultation: Consultation, one: Told, response: str, lead_id: int
                  ) -> dict[str, str]:
    row: OrganisationSummary = organisation_summaries.write(
        consultation_id=consultation.id, response=response, summary=one["summary"], kind=one["kind"],
        position=one["position"], revision=0, by_id=lead_id)
    code = organisation_summaries.send(consultation_id=consultation.id, response=response, by_id=lead_id)
    if one["answer"] == "agree":
        organisation_summaries.agree(public_id=row.public_id, revision=row.revision)
    return {"of": one["name"], "code": printed(code)}


def _host(session: Session, consultation: Consultation, one: Told, lead_id: int) -> dict[str, str]:
    event = session.scalars(select(Event).where(
        Event.consultation_id == consultation.id, Event.title == one["title"])).one()
    code = host_checks.give(consultation_id=consultation.id, event_id=event.public_id, by_id=lead_id)
    check = session.scalars(select(HostCheck).where(HostCheck.event_id == event.id)).one()
    for words in one["remarks"]:
        host_checks.say(public_id=check.public_id, kind=MISSING, said=words)
    return {"of": one["title"], "code": printed(code)}
