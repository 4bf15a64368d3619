"""Translations out to agencies and back in as XLIFF files: nothing newer is written over, and each unit is told of."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from consult.domain import translation_files as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.text_units import SOURCE_LANGUAGE, Unit
from consult.domain.translation_files import FileUnit, Now, Outcome, TranslationFile
from consult.domain.variants import AGENCY, LANGUAGE, STALE, STANDINGS, standing
from consult.exports.translation_notes import notes_for
from consult.exports.xliff import to_xliff
from consult.extensions import db
from consult.intake.xliff import MAX_BYTES, read_xliff
from consult.models.consultations import Consultation
from consult.models.variants import Variant
from consult.queries import text_units, variants
from consult.services import audit, rights
from consult.services.transaction import writing
from consult.services.variants import put_drafts

__all__ = ["MAX_BYTES", "Exported", "Taken", "export", "take_in"]


@dataclass(frozen=True)
class Exported:
    """A file for an agency, and how many texts are in it."""

    data: bytes
    units: int


@dataclass(frozen=True)
class Taken:
    """What became of each unit of a file, in its order. `is_of_today` says whether no English changed since."""

    language: str
    outcomes: tuple[Outcome, ...]
    is_of_today: bool

    @property
    def counts(self) -> dict[str, int]:
        """How many units came to each outcome."""
        return rules.counted(self.outcomes)


def export(*, consultation_id: int, language: str, only: Collection[str] = (), by_id: int | None = None) -> Exported:
    """Return the texts of a consultation in a language as XLIFF 2; `only` keeps those of these standings.

    Raises Refused("language", "language-unknown"), Refused("only", "option-unknown").
    """
    if set(only) - set(STANDINGS):
        raise Refused("only", "option-unknown")
    with writing() as session:
        consultation = _consultation(session, consultation_id, by_id, Permission.SEE_VARIANTS)
        _check_language(consultation, language)
        units = text_units.every(session, consultation)
        rows = _rows(session, consultation_id, language)
        english = {unit.key: unit.english for unit in units}
        sent = [_sent(unit, rows.get(unit.key), english, language) for unit in units
                if not only or _now(unit, rows.get(unit.key)).standing in only]
        audit.record(session, Act.VARIANTS_EXPORTED, person_id=by_id, kind="language", object_id=language,
                     consultation_id=consultation_id, units=len(sent), only=sorted(only))
    file = TranslationFile(consultation.slug, language, rules.mark_of_all(units), tuple(sent))
    return Exported(to_xliff(file), len(sent))


def take_in(*, consultation_id: int, data: bytes, is_dry_run: bool = False, by_id: int | None = None) -> Taken:
    """Take the changed texts of an XLIFF file in as drafts, or with `is_dry_run` only say what would become of each.

    An agency's "reviewed" is not a second check of ours: everything comes in as a draft. Raises what read_xliff does,
    Refused("file", "xliff-not-ours"), "xliff-elsewhere" {name}, "xliff-language" {name}.
    """
    found = read_xliff(data)
    if is_dry_run:
        return _judged(db.session(), _consultation(db.session(), consultation_id, by_id, Permission.TRANSLATE), found)
    with writing() as session:
        consultation = _consultation(session, consultation_id, by_id, Permission.TRANSLATE)
        taken = _judged(session, consultation, found)
        words = {outcome.key: outcome.words for outcome in taken.outcomes if outcome.outcome == rules.TAKEN}
        if words:
            english = {unit.key: unit.english for unit in text_units.every(session, consultation)}
            put_drafts(session, consultation, taken.language, words, english=english, origin=AGENCY, by_id=by_id)
        audit.record(session, Act.VARIANTS_IMPORTED, person_id=by_id, kind="language", object_id=taken.language,
                     consultation_id=consultation_id, **taken.counts)
        return taken


def _judged(session: Session, consultation: Consultation, file: TranslationFile) -> Taken:
    if not file.consultation:
        raise Refused("file", "xliff-not-ours")
    if file.consultation != consultation.slug:
        raise Refused("file", "xliff-elsewhere", {"name": file.consultation})
    language = next((tag for tag in consultation.languages
                     if tag.lower() == file.language.lower() and tag != SOURCE_LANGUAGE), None)
    if language is None:
        raise Refused("file", "xliff-language", {"name": file.language[:20] or "?"})
    units = text_units.every(session, consultation)
    rows = _rows(session, consultation.id, language)
    now = {unit.key: _now(unit, rows.get(unit.key)) for unit in units}
    times = Counter(unit.key for unit in file.units)
    outcomes = tuple(rules.judged(unit, now.get(unit.key), is_alone=times[unit.key] == 1) for unit in file.units)
    return Taken(language, outcomes, file.survey_mark == rules.mark_of_all(units))


def _sent(unit: Unit, row: Variant | None, english: dict[str, str], language: str) -> FileUnit:
    now = _now(unit, row)
    known = LANGUAGES.get(language)
    return FileUnit(
        unit.key, unit.english, now.words, rules.STATE_OF[now.standing], now.revision, rules.mark(unit.english),
        rules.mark(now.words) if now.words else "",
        notes_for(unit, english, known.terms if known else {},
                  earlier=row.source if row is not None and now.standing == STALE else ""))


def _now(unit: Unit, row: Variant | None) -> Now:
    if row is None:
        return Now(unit)
    return Now(unit, row.words, standing(variants.as_made(row), unit.english), row.revision)


def _rows(session: Session, consultation_id: int, language: str) -> dict[str, Variant]:
    return {row.unit_key: row for row in variants.rows(session, consultation_id)
            if row.form == LANGUAGE and row.language == language}


def _consultation(session: Session, consultation_id: int, by_id: int | None, permission: Permission) -> Consultation:
    if by_id is not None:
        rights.require(session, by_id, permission, consultation_id)
    found = session.get(Consultation, consultation_id)
    if found is None:
        raise NotFound()
    return found


def _check_language(consultation: Consultation, language: str) -> None:
    if language not in consultation.languages or language == SOURCE_LANGUAGE:
        raise Refused("language", "language-unknown")
