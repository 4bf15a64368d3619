"""The list of address books that make up the site."""

from flask import Flask

from consult.web.public import (
    accessibility,
    consultations,
    formats,
    how_read,
    languages,
    plans,
    receipt_films,
    requests,
    respond_about,
    respond_easy_read_end,
    respond_end,
    respond_leaving,
    respond_parts,
    respond_questions,
    respond_return,
    respond_signing,
)
from consult.web.public import forms as public_forms
from consult.web.public import reports as public_reports
from consult.web.public import variant_files as public_media
from consult.web.staff import (
    access_requests,
    agreement,
    answer_words,
    attachments,
    campaigns,
    closings,
    codebooks,
    coding,
    coding_board,
    coding_settings,
    differences,
    double_coding,
    easy_read,
    equality,
    findings,
    flags,
    machine_accepting,
    parity,
    people,
    proposals,
    redactions,
    remarks,
    response_files,
    responses,
    setup,
    shares,
    sign_in,
    signed_answers,
    surveys,
    translation_files,
    translations,
    variant_files,
    worries,
)
from consult.web.staff import formats as staff_formats
from consult.web.staff import forms as staff_forms
from consult.web.staff import reports as staff_reports

BLUEPRINTS = (
    consultations.blueprint, accessibility.blueprint, languages.blueprint, requests.blueprint,
    access_requests.blueprint, plans.blueprint, respond_questions.blueprint, respond_end.blueprint,
    respond_about.blueprint, respond_parts.blueprint, respond_return.blueprint, respond_leaving.blueprint,
    receipt_films.blueprint, public_reports.blueprint, sign_in.blueprint, people.blueprint, setup.blueprint,
    surveys.blueprint, translations.blueprint, translation_files.blueprint, responses.blueprint,
    coding.blueprint, codebooks.blueprint, proposals.blueprint, findings.blueprint, equality.blueprint,
    parity.blueprint, staff_reports.blueprint, closings.blueprint, flags.blueprint, response_files.blueprint,
    attachments.blueprint, public_forms.blueprint, staff_forms.blueprint, respond_easy_read_end.blueprint,
    easy_read.blueprint, respond_signing.blueprint, signed_answers.blueprint, formats.blueprint,
    public_media.blueprint, variant_files.blueprint, staff_formats.blueprint, answer_words.blueprint,
    how_read.blueprint, machine_accepting.blueprint,
    double_coding.blueprint, differences.blueprint, remarks.blueprint, agreement.blueprint,
    coding_board.blueprint, coding_settings.blueprint, shares.blueprint,
    worries.blueprint, redactions.blueprint,
    campaigns.blueprint,
)


def register(app: Flask) -> None:
    """Register every blueprint."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
