"""The list of address books that make up the site."""

from flask import Flask

from consult.web.public import (
    consultations,
    plans,
    receipt_copies,
    respond_about,
    respond_end,
    respond_leaving,
    respond_parts,
    respond_questions,
    respond_return,
)
from consult.web.public import forms as public_forms
from consult.web.public import reports as public_reports
from consult.web.staff import (
    attachments,
    closings,
    codebooks,
    coding,
    equality,
    findings,
    flags,
    parity,
    people,
    proposals,
    response_files,
    responses,
    setup,
    sign_in,
    surveys,
)
from consult.web.staff import forms as staff_forms
from consult.web.staff import reports as staff_reports

BLUEPRINTS = (
    consultations.blueprint, plans.blueprint, respond_questions.blueprint, respond_end.blueprint,
    respond_about.blueprint, respond_parts.blueprint, respond_return.blueprint, respond_leaving.blueprint,
    receipt_copies.blueprint, public_reports.blueprint, sign_in.blueprint, people.blueprint, setup.blueprint,
    surveys.blueprint,
    responses.blueprint, coding.blueprint, codebooks.blueprint, proposals.blueprint, findings.blueprint,
    equality.blueprint, parity.blueprint, staff_reports.blueprint, closings.blueprint, flags.blueprint,
    response_files.blueprint, attachments.blueprint, public_forms.blueprint, staff_forms.blueprint,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
