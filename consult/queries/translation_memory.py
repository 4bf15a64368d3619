"""Translations of the same or nearly the same English elsewhere, for whoever translates a text; no rule about them."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.text_units import Unit
from consult.domain.translation_aids import nearest
from consult.domain.variants import LANGUAGE
from consult.models.variants import Variant
from consult.queries import people


@dataclass(frozen=True)
class Near:
    """A translation of nearly the same English: how alike in percent, both texts, how far it got, where it is from."""

    percent: int
    source: str
    words: str
    state: str
    origin: str


def near(session: Session, person_id: int, consultation_id: int, language: str, unit: Unit) -> list[Near]:
    """Return translations of texts like this one, from every consultation whose texts the person may see.

    The nearest first; of the same pair of texts the one that got furthest.
    """
    allowed = [one.id for one in people.consultations_of(session, person_id)
               if Permission.SEE_VARIANTS in people.permissions_of(session, person_id, one.id)]
    rows = session.execute(
        select(Variant.source, Variant.words, Variant.state, Variant.origin).where(
            Variant.consultation_id.in_(allowed), Variant.form == LANGUAGE, Variant.language == language,
            (Variant.consultation_id != consultation_id) | (Variant.unit_key != unit.key))
        .order_by(Variant.state, Variant.id)).all()
    # "approved" comes before "checked" and "draft", so the first of a pair got furthest.
    known: dict[tuple[str, str], tuple[str, str]] = {}
    for source, words, state, origin in rows:
        known.setdefault((source, words), (state, origin))
    return [Near(round(100 * ratio), source, words, *known[source, words])
            for ratio, source, words in nearest(unit.english, known)]
