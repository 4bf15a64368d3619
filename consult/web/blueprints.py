"""The list of address books that make up the site."""

from flask import Flask

from consult.web.public import consultations, plans, receipts, respond_end, respond_questions
from consult.web.public import reports as public_reports
from consult.web.staff import (
    codebooks,
    coding,
    equality,
    findings,
    people,
    proposals,
    responses,
    setup,
    sign_in,
    surveys,
)
from consult.web.staff import reports as staff_reports

BLUEPRINTS = (
    consultations.blueprint, plans.blueprint, respond_questions.blueprint, respond_end.blueprint, receipts.blueprint,
    public_reports.blueprint, sign_in.blueprint, people.blueprint, setup.blueprint, surveys.blueprint,
    responses.blueprint, coding.blueprint, codebooks.blueprint, proposals.blueprint, findings.blueprint,
    equality.blueprint, staff_reports.blueprint,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
