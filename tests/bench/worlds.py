"""The consultation that is measured, on a database of its own, made through the services that people use."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from flask import Flask

from consult.app import create_app
from consult.config import ROOT
from consult.models.base import utc_now
from consult.services import consultations, people, plans, surveys
from consult.services.consultations import Around, DutyFacts
from consult.services.transaction import writing
from tests.databases import settings
from tests.worlds import settle

SLUG = "bench"
BASE = f"/en/consultations/{SLUG}/respond"
LEAD, PASSWORD = "lead@example.org", "a long password for the bench"
PLAN = ROOT / "consult" / "example" / "plans" / "pcp_2025_29.yaml"
SURVEY = Path(__file__).parent / "survey.yaml"


@dataclass(frozen=True)
class World:
    """Row ids that bulk loading needs."""

    consultation_id: int
    lead_id: int


def application(url: str, folder: Path, *, port: int = 8000) -> Flask:
    """Return the product on this database, as it runs for people: nothing of it is in testing mode."""
    return create_app(settings(url, folder, testing=False, port=port, public_url=f"http://127.0.0.1:{port}"))


def build(app: Flask) -> World:
    """Make an open consultation on the draft plan, and a lead."""
    now = utc_now()
    with app.app_context(), writing():
        version = plans.import_plan(data=PLAN.read_bytes())
        consultation = consultations.create(
            slug=SLUG, around=Around([DutyFacts({"en": "Ask people"}, {"en": "By law."})], []), facts={
                "title": {"en": "A plan to measure with"}, "summary": {"en": "Tell us."}, "languages": ["en"],
                "what_can_change": {"en": ["Much"]}, "before_free_text": {"en": ["Call 999."]},
                "privacy_notice": {"en": ["We read it."]}, "opens_at": now - timedelta(days=10),
                "closes_at": now + timedelta(days=10), "retention_until": date.today() + timedelta(days=400),
                "dpia_reference": "BENCH", "safeguarding_lead": "A named person", "plan_version_id": version.id})
        surveys.import_survey(consultation_id=consultation.id, data=SURVEY.read_bytes())
        lead = people.add(email=LEAD, name="A lead", password=PASSWORD)
        people.grant(person_id=lead.id, consultation_id=consultation.id, role="lead")
        settle(consultation.id, lead.id, ())
        consultations.show(consultation_id=consultation.id)
        return World(consultation.id, lead.id)
