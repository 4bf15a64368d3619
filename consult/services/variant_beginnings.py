"""Gives the translations of consultations from before translations had a life theirs; not what is written after."""

from sqlalchemy import select

from consult.domain.variants import LANGUAGE
from consult.models.consultations import Consultation
from consult.models.variants import Variant
from consult.queries import surveys, text_units
from consult.services import offering, variants
from consult.services.transaction import writing


def begin() -> None:
    """Make each translation that stands in words a draft of the English beside it, where a consultation has none.

    Called after the migrations, at every start. Then the gate is asked of every consultation anew: a catalogue that
    changed with the software is no longer the one that someone approved.
    """
    with writing() as session:
        known = session.scalars(select(Variant.consultation_id).distinct()).all()
        has_some = select(Variant.id).where(Variant.consultation_id == Consultation.id, Variant.form == LANGUAGE)
        for consultation in session.scalars(select(Consultation).where(~has_some.exists())).all():
            version = surveys.current(session, consultation.id)
            in_use = version.survey if version is not None else None
            variants.record_standing(session, consultation, in_use)
            worked_on = text_units.working_survey(session, consultation.id)
            # The English of a survey that is being written may be newer than the words beside it.
            variants.record_standing(session, consultation, worked_on, before=in_use)
        for consultation in session.scalars(select(Consultation).where(Consultation.id.in_(known))).all():
            offering.refresh(session, consultation)
