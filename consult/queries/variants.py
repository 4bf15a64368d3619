"""Texts in other languages and formats as rules see them, and what was decided about languages and formats."""

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.languages import FOLDER, LANGUAGES
from consult.domain.readiness import Allowance
from consult.domain.variants import Made
from consult.models.consultations import Consultation
from consult.models.variants import CatalogueCheck, EarlierVariant, FormatPromise, LanguageDecision, Variant


def rows(session: Session, consultation_id: int) -> Sequence[Variant]:
    """Return every variant of a consultation; one statement."""
    return session.scalars(select(Variant).where(Variant.consultation_id == consultation_id)).all()


def as_made(row: Variant) -> Made:
    """Return a variant as rules look at it."""
    return Made(row.unit_key, row.form, row.language, row.source, row.words, row.state, row.origin, row.is_doubted,
                row.checked_by_group)


def made(session: Session, consultation_id: int) -> list[Made]:
    """Return every variant of a consultation as rules look at it."""
    return [as_made(row) for row in rows(session, consultation_id)]


def one(session: Session, consultation_id: int, public_id: str) -> Variant | None:
    """Return one variant of that consultation by its public id, or None."""
    return session.scalar(select(Variant).where(
        Variant.consultation_id == consultation_id, Variant.public_id == public_id))


def at(session: Session, consultation_id: int, form: str, language: str, unit_key: str) -> Variant | None:
    """Return the variant of a text or part in a language or format, or None."""
    return session.scalar(select(Variant).where(
        Variant.consultation_id == consultation_id, Variant.form == form, Variant.language == language,
        Variant.unit_key == unit_key))


def said_before(session: Session, variant_id: int, words: str) -> EarlierVariant | None:
    """Return the newest of a variant's earlier texts that has these words, or None."""
    return session.scalar(select(EarlierVariant).where(
        EarlierVariant.variant_id == variant_id, EarlierVariant.words == words)
        .order_by(EarlierVariant.id.desc()).limit(1))


@lru_cache(maxsize=64)
def _digest(path: Path, _changed_at: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def catalogue_digest(tag: str) -> str:
    """Return the fingerprint of a language's catalogue as it stands in this installation; empty without one."""
    language = LANGUAGES.get(tag)
    path = FOLDER / (language.locale if language else tag) / "LC_MESSAGES" / "messages.po"
    return _digest(path, path.stat().st_mtime) if path.is_file() else ""


def catalogue_checks(session: Session) -> dict[str, CatalogueCheck]:
    """Return by tag who approved the interface's words in a language, where these are the words that they approved."""
    found = session.scalars(select(CatalogueCheck).order_by(CatalogueCheck.id))
    return {check.language: check for check in found if check.digest == catalogue_digest(check.language)}


def decisions(session: Session, consultation_id: int) -> dict[str, LanguageDecision]:
    """Return by tag the decisions that stand, by which a language goes out unchecked."""
    found = session.scalars(select(LanguageDecision).where(
        LanguageDecision.consultation_id == consultation_id, LanguageDecision.taken_back_at.is_(None))
        .order_by(LanguageDecision.id))
    return {decision.language: decision for decision in found}


def allowances(session: Session, consultation: Consultation) -> dict[str, Allowance]:
    """Return by tag what was decided about each wanted language; in an example all may go out unchecked."""
    checked, decided = catalogue_checks(session), decisions(session, consultation.id)
    return {tag: Allowance(tag in checked, consultation.is_example or tag in decided) for tag in consultation.languages}


def promises(session: Session, consultation_id: int) -> dict[tuple[str, str], FormatPromise]:
    """Return by (form, language) what was said about formats that are not ready."""
    found = session.scalars(select(FormatPromise).where(FormatPromise.consultation_id == consultation_id))
    return {(promise.form, promise.language): promise for promise in found}


def is_late(promise: FormatPromise, today: date) -> bool:
    """Say whether the promised day has passed."""
    return promise.ready_on is not None and promise.ready_on < today
