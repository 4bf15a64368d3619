"""Texts in other languages and formats: written, checked by a second person, approved, remarked on."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.piping import names_in
from consult.domain.readiness import parts_of
from consult.domain.surveys import Survey
from consult.domain.text_units import texts_in
from consult.domain.variants import APPROVED, CHECKED, DRAFT, FILE, LANGUAGE, MACHINE, PART_FORMS, PERSON
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.variants import EarlierVariant, Variant, VariantComment
from consult.queries import text_units, variant_files, variants
from consult.services import audit, offering, rights, variant_places
from consult.services.secrets import fingerprint
from consult.services.transaction import writing

MOST_WORDS = 40_000
MOST_COMMENT = 2_000


@dataclass(frozen=True)
class Place:
    """Where a variant stands: of which text (or part), in which form and language."""

    unit_key: str
    language: str
    form: str = LANGUAGE


def write(*, consultation_id: int, place: Place, words: str, by_id: int | None, revision: int = 0,
          origin: str = PERSON, seen: str | None = None) -> Variant:
    """Write a translation as a draft, made from today's English; what stood there is kept as an earlier one.

    `revision` is that of the text the writer saw, 0 where there was none: raises Conflict("changed-meanwhile") where
    it is another by now. `seen` is the fingerprint of the English that they saw, where that is known: raises
    Conflict("english-changed") where it is another by now. Raises NotFound for a text that is not there,
    Refused("words", "text-missing", "words-long", "pipes-lost" or "pipes-strange", {"names"}). `by_id` None is a file
    that the command line brings in. A machine's words that someone saves as they are stay a machine's.
    """
    with writing() as session:
        consultation = _allowed(session, consultation_id, by_id, Permission.TRANSLATE)
        if not words.strip():
            raise Refused("words", "text-missing")
        if len(words) > MOST_WORDS:
            raise Refused("words", "words-long", {"limit": MOST_WORDS})
        english = _english(session, consultation, place.unit_key, place.form)
        if seen is not None and seen != fingerprint(english.encode()):
            raise Conflict("english-changed")
        if place.form == LANGUAGE:
            _keep_pipes(english, words)
        row = variants.at(session, consultation_id, place.form, place.language, place.unit_key)
        if (row.revision if row is not None else 0) != revision:
            raise Conflict("changed-meanwhile")
        if row is not None and row.origin == MACHINE and row.words == words:
            origin = MACHINE
        row = _written(session, consultation_id, row, place)
        row.words, row.source, row.origin, row.state = words, english, origin, DRAFT
        row.written_by_id, row.written_at = by_id, utc_now()
        session.flush()
        _record(session, Act.VARIANT_WRITTEN, row, by_id)
        offering.refresh(session, consultation)
        return row


def check(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> Variant:
    """Say that a second person has read a draft and finds it right.

    Raises Conflict("own-words") for the one who wrote it, Conflict("variant-stale") where the English has changed
    since, Conflict("changed-meanwhile"), also where it is no draft any more.
    """
    with writing() as session:
        consultation, row = _standing(session, consultation_id, public_id, revision, by_id, Permission.CHECK_VARIANTS)
        if row.written_by_id == by_id:
            raise Conflict("own-words")
        if row.state != DRAFT:
            raise Conflict("changed-meanwhile")
        row.state, row.checked_by_id, row.checked_at = CHECKED, by_id, utc_now()
        row.revision += 1
        _record(session, Act.VARIANT_CHECKED, row, by_id)
        offering.refresh(session, consultation)
        return row


def approve(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> Variant:
    """Let a checked text through: from now on it is what the next version of the survey says, or the pages around it.

    Raises Conflict("variant-unchecked"), Conflict("variant-doubted") while a doubt stands, Conflict("easy-read-group")
    for Easy Read that no group has checked, Conflict("film-missing", "captions-missing" or "test-clip") for a signed or
    spoken one without its files, and what `check` raises.
    """
    with writing() as session:
        consultation, row = _standing(session, consultation_id, public_id, revision, by_id, Permission.APPROVE_VARIANTS)
        if row.state == DRAFT:
            raise Conflict("variant-unchecked")
        if row.is_doubted:
            raise Conflict("variant-doubted")
        if row.form == "easy-read" and not row.checked_by_group:
            raise Conflict("easy-read-group")
        if (lack := variant_files.why_not_whole(session, row)) is not None:
            raise Conflict(lack)
        row.state, row.approved_by_id, row.approved_at = APPROVED, by_id, utc_now()
        row.revision += 1
        if row.form == LANGUAGE:
            variant_places.put_in_place(session, consultation, row.language, {row.unit_key: row.words})
        _record(session, Act.VARIANT_APPROVED, row, by_id)
        offering.refresh(session, consultation)
        return row


def comment(*, consultation_id: int, public_id: str, text: str, is_doubt: bool, by_id: int) -> VariantComment:
    """Add a remark, or a doubt that keeps the text from being approved until someone settles it."""
    with writing() as session:
        _allowed(session, consultation_id, by_id, Permission.TRANSLATE)
        row = variants.one(session, consultation_id, public_id)
        if row is None:
            raise NotFound()
        if not text.strip():
            raise Refused("comment", "text-missing")
        if len(text) > MOST_COMMENT:
            raise Refused("comment", "words-long", {"limit": MOST_COMMENT})
        made = VariantComment(variant_id=row.id, text=text, is_doubt=is_doubt, by_id=by_id)
        session.add(made)
        row.is_doubted = row.is_doubted or is_doubt
        session.flush()
        return made


def settle(*, consultation_id: int, public_id: str, comment_id: int, by_id: int) -> None:
    """Settle a doubt; the text is free of doubt when the last one is settled."""
    with writing() as session:
        _allowed(session, consultation_id, by_id, Permission.TRANSLATE)
        row = variants.one(session, consultation_id, public_id)
        found = session.get(VariantComment, comment_id)
        if row is None or found is None or found.variant_id != row.id or not found.is_doubt:
            raise NotFound()
        if found.settled_at is None:
            found.settled_at, found.settled_by_id = utc_now(), by_id
        session.flush()
        row.is_doubted = session.scalar(select(VariantComment.id).where(
            VariantComment.variant_id == row.id, VariantComment.is_doubt, VariantComment.settled_at.is_(None))
            .limit(1)) is not None


def record_standing(session: Session, consultation: Consultation, survey: Survey | None, *, by_id: int | None = None,
                    origin: str = FILE, before: Survey | None = None) -> None:
    """Give every translation that stands in the words themselves its life as a variant.

    Called inside the transaction that wrote those words. A text without a variant becomes a draft made from the
    English beside it; words that are new there were written anew; the same words are left as they are, so that they
    go stale where only their English changed. `before` is the survey as it stood: what it said already is not new,
    and neither is what the variant said earlier, for a translator may be ahead of what stands in the words.
    """
    english = {unit.key: unit.english for unit in text_units.every(session, consultation, survey)}
    rows = {(row.language, row.unit_key): row for row in variants.rows(session, consultation.id)
            if row.form == LANGUAGE}
    for language, there in variant_places.standing_texts(session, consultation, survey).items():
        stood = texts_in(before, language) if before is not None else {}
        for key, words in there.items():
            row = rows.get((language, key))
            if key not in english or (row is not None and (
                    row.words == words or stood.get(key) == words
                    or (key not in stood and variants.said_before(session, row.id, words) is not None))):
                continue
            row = _written(session, consultation.id, row, Place(key, language))
            row.words, row.source, row.origin, row.state = words, english[key], origin, DRAFT
            row.written_by_id, row.written_at = by_id, utc_now()
    session.flush()


def put_drafts(session: Session, consultation: Consultation, language: str, words: Mapping[str, str], *,
               english: Mapping[str, str], origin: str, by_id: int | None) -> None:
    """Write many translations at once as drafts made from this English, both by the unit's key.

    Called inside the transaction of a use case that has made sure of the right, and that nothing newer stands there.
    """
    rows = {row.unit_key: row for row in variants.rows(session, consultation.id)
            if row.form == LANGUAGE and row.language == language}
    for key, text in words.items():
        row = _written(session, consultation.id, rows.get(key), Place(key, language))
        row.words, row.source, row.origin, row.state = text, english[key], origin, DRAFT
        row.written_by_id, row.written_at = by_id, utc_now()
    session.flush()
    offering.refresh(session, consultation)


def _written(session: Session, consultation_id: int, row: Variant | None, place: Place) -> Variant:
    """Return the row to write on; what stood on it is kept as an earlier one, and nobody has checked it any more."""
    if row is None:
        row = Variant(consultation_id=consultation_id, unit_key=place.unit_key, form=place.form,
                      language=place.language, revision=0)
        session.add(row)
    else:
        session.add(EarlierVariant(variant_id=row.id, source=row.source, words=row.words, origin=row.origin,
                                   state=row.state, written_by_id=row.written_by_id, written_at=row.written_at))
    row.revision += 1
    row.checked_by_id = row.checked_at = row.approved_by_id = row.approved_at = None
    return row


def _english(session: Session, consultation: Consultation, key: str, form: str) -> str:
    """Return today's English of a text, or of a whole part for a form that stands for one. Raises NotFound."""
    units = text_units.every(session, consultation)
    found = parts_of(units) if form in PART_FORMS else {unit.key: unit.english for unit in units}
    if key not in found:
        raise NotFound()
    return found[key]


def _keep_pipes(english: str, words: str) -> None:
    """Refuse words that lost the name of an earlier answer, or name one that the English does not."""
    wanted, there = set(names_in(english)), set(names_in(words))
    for code, names in (("pipes-lost", wanted - there), ("pipes-strange", there - wanted)):
        if names:
            raise Refused("words", code, {"names": ", ".join(f"${{{name}}}" for name in sorted(names))})


def _standing(session: Session, consultation_id: int, public_id: str, revision: int, by_id: int,
              permission: Permission) -> tuple[Consultation, Variant]:
    consultation = _allowed(session, consultation_id, by_id, permission)
    row = variants.one(session, consultation_id, public_id)
    if row is None:
        raise NotFound()
    if row.revision != revision:
        raise Conflict("changed-meanwhile")
    if _english(session, consultation, row.unit_key, row.form) != row.source:
        raise Conflict("variant-stale")
    return consultation, row


def _allowed(session: Session, consultation_id: int, by_id: int | None, permission: Permission) -> Consultation:
    if by_id is not None:
        rights.require(session, by_id, permission, consultation_id)
    found = session.get(Consultation, consultation_id)
    if found is None:
        raise NotFound()
    return found


def _record(session: Session, act: Act, row: Variant, by_id: int | None) -> None:
    audit.record(session, act, person_id=by_id, kind="variant", object_id=row.public_id,
                 consultation_id=row.consultation_id, form=row.form, language=row.language)
