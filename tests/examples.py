"""The whole example, loaded once a test process; what uses it gets a copy of its database and its sign-ins."""

import json
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from consult.extensions import db
from consult.jobs import running
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.queries import runs as stored
from consult.services import example, runs
from tests import databases

SLUG = "police-and-crime-plan"


def load() -> None:
    """Load the example, and let the machine propose themes as a worker would."""
    folder = _folder(db.engine.dialect.name)
    folder.mkdir()
    consultation = example.load(folder)
    lead_id = db.session.scalars(select(Person.id).where(Person.email == "lead@example.org")).one()
    run_id = runs.start(consultation_id=consultation.id, kind="discover", by_id=lead_id).id
    db.session.remove()
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    running.execute(app, run_id)
    for waiting in runs.sweep():
        db.session.remove()
        # Files are printed where a test looks at them: two dozen of them take minutes.
        if stored.work_of(db.session(), waiting).kind != "report-files":
            running.execute(app, waiting)


def standing() -> Consultation:
    """Return the example's consultation in a copy."""
    found = db.session.scalars(select(Consultation).where(Consultation.slug == SLUG)).one()
    db.session.commit()
    return found


def sign_ins(backend: str) -> list[dict[str, str]]:
    """Return the role, email and password of each person of the example that copies on this database hold."""
    found: list[dict[str, str]] = json.loads((_folder(backend) / "example-sign-ins.json").read_text(encoding="utf-8"))
    return found


def _folder(backend: str) -> Path:
    return databases.scratch() / f"example-{backend}"
