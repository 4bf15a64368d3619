"""What a report says of the organisations that answered: frozen values; how each checked its summary is said too."""

from sqlalchemy.orm import Session

from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.summary_checks import (
    AGREED,
    CHECKED,
    CORRECTED,
    DRAFT,
    KEPT,
    SENT,
    TAKEN,
    note_of,
)
from consult.models.consultations import Consultation
from consult.queries import organisation_summaries
from consult.queries.organisation_summaries import Organisation

# How a summary stands, in the words that editions have for it.
_STANDS = {SENT: SENT, AGREED: AGREED, TAKEN: CORRECTED, CORRECTED: SENT, KEPT: SENT}


def organisations(session: Session, consultation: Consultation) -> tuple[ReportedOrganisation, ...]:
    """Return the organisations that are counted: first those that agreed to be named, by name, then the others by kind.

    Of one that may not be named only the kind is printed, and its summary only once it has checked it itself: words can
    name somebody as well as a name does. What it corrected and we did not settle yet is not printed beside it.
    """
    found = [_reported(organisation) for organisation in organisation_summaries.listed(session, consultation.id)]
    named = [one for one in found if one.name]
    return (*named, *sorted((one for one in found if not one.name), key=lambda one: (one.kind, one.key)))


def _reported(organisation: Organisation) -> ReportedOrganisation:
    row, is_named = organisation.summary, organisation.may_be_named
    if row is None:
        return ReportedOrganisation(organisation.response if is_named else "", organisation.name if is_named else "",
                                    "")
    is_printed = row.state != DRAFT and (is_named or row.state in CHECKED)
    # One without a name goes by its summary, so that this can be left out of editions once its answer is taken back.
    nameless = row.public_id if is_printed else ""
    return ReportedOrganisation(
        key=organisation.response if is_named else nameless, name=organisation.name if is_named else "", kind=row.kind,
        summary=row.summary if is_printed else "", state=_STANDS[row.state] if is_printed else "",
        position=dict(row.position) if is_printed else {}, note=note_of(row.state) if is_printed else "",
        correction=row.correction if is_printed and row.state == KEPT else "",
        kept_reason=row.kept_reason if is_printed and row.state == KEPT else "")
