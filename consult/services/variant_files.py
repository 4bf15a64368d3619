"""Signed films and recordings of a part of a consultation: taken in with their words, kept, handed out, removed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.clients import scanning
from consult.clients.files import Kept, TooLarge
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.readiness import parts_of
from consult.domain.variants import AUDIO, BSL, SIGNED
from consult.extensions import db
from consult.intake import captions
from consult.intake.media import MEGABYTE, MOST_BYTES, clean_name, recognised
from consult.models.consultations import Consultation
from consult.models.variants import EarlierVariant, Variant, VariantComment, VariantFile
from consult.queries import text_units, variant_files, variants
from consult.services import attachments, audit, offering, rights
from consult.services import variants as lives
from consult.services.attachments import Sent
from consult.services.transaction import after_commit, writing
from consult.services.variants import Place

# Which files each format has, its film or recording first, and how big each may be in bytes.
KINDS: Mapping[str, tuple[str, ...]] = {BSL: ("video", "captions", "poster"), AUDIO: ("audio",)}
MOST: Mapping[str, int] = {"video": MOST_BYTES["video"], "audio": MOST_BYTES["audio"],
                           "captions": captions.MOST_BYTES, "poster": 2 * MEGABYTE}
# What every browser of today plays or shows; a phone's MOV is not among it.
_SHOWN: Mapping[str, tuple[str, ...]] = {
    "video": ("video/mp4", "video/webm"), "poster": ("image/jpeg", "image/png"),
    "audio": ("audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/webm")}


@dataclass(frozen=True)
class Given:
    """What came with the form: the transcript, the files by kind, and the revision that the sender saw.

    `is_test` marks a clip that is not signing; `still_fits` says that the film which is there says what the English
    says today, where that has changed. `seen` is the fingerprint of the English on the form.
    """

    words: str
    files: Mapping[str, Sent] = field(default_factory=dict)
    revision: int = 0
    is_test: bool = False
    still_fits: bool = False
    seen: str | None = None


@dataclass(frozen=True)
class _Taken:
    kept: Kept
    media_type: str
    name: str


def keep(*, consultation_id: int, place: Place, given: Given, by_id: int) -> Variant:
    """Take in a signed film or a recording of a part, as a draft made from today's English.

    Files that are not sent stay; a file that is replaced is deleted once the new one is kept. Raises Refused(kind of
    file or "words", …) with nothing kept: `text-missing`, `file-missing`, `film-stale`, `film-kind`, `captions-…`,
    `poster-kind`, `media-empty`, `media-large`, `media-harmful`; Conflict("media-unchecked") where the scanner cannot
    say yet; NotFound for a place that has no such format; what services.variants.write raises.
    """
    rights.require(db.session(), by_id, Permission.TRANSLATE, consultation_id)
    taken: dict[str, _Taken] = {}
    try:
        _check(consultation_id, place, given)
        for kind in KINDS[place.form]:
            if kind in given.files:
                taken[kind] = _taken_in(kind, given.files[kind])
        with writing() as session:
            row = lives.write(consultation_id=consultation_id, place=place, words=given.words, by_id=by_id,
                              revision=given.revision, seen=given.seen)
            _put(session, row, taken, given, by_id)
            return row
    except BaseException:
        for one in taken.values():
            attachments.store().remove(one.kept.stored_as)
        raise


def _check(consultation_id: int, place: Place, given: Given) -> None:
    """Refuse what can be refused before a byte is stored."""
    session = db.session()
    consultation = session.get(Consultation, consultation_id)
    if consultation is None or not _is_place(consultation, place):
        raise NotFound()
    row = variants.at(session, consultation_id, place.form, place.language, place.unit_key)
    there = variant_files.rows_of(session, row.id) if row is not None else {}
    main, needs_captions = KINDS[place.form][0], place.form == BSL
    if main not in given.files and main not in there:
        raise Refused(main, "file-missing")
    if row is not None and main not in given.files and not given.still_fits:
        if parts_of(text_units.every(session, consultation)).get(place.unit_key) != row.source:
            raise Refused(main, "film-stale")
    if needs_captions and "captions" not in given.files and "captions" not in there:
        raise Refused("captions", "file-missing")
    if not given.words.strip():
        raise Refused("words", "text-missing")


def _is_place(consultation: Consultation, place: Place) -> bool:
    if place.form == BSL:
        return place.language == SIGNED
    return place.form == AUDIO and place.language in {"en", *consultation.languages}


def _taken_in(kind: str, sent: Sent) -> _Taken:
    """Store the bytes and return what they are; on a refusal nothing is left of them."""
    try:
        kept = attachments.store().keep(sent.stream, MOST[kind])
    except TooLarge:
        raise Refused(kind, "media-large", {"most": MOST[kind] // MEGABYTE}) from None
    try:
        if kept.size == 0:
            raise Refused(kind, "media-empty")
        with attachments.store().open(kept.stored_as) as stream:
            media_type = _type_of(kind, stream, sent)
            stream.seek(0)
            verdict = attachments.scanner().verdict(stream)
        if verdict == scanning.HARMFUL:
            raise Refused(kind, "media-harmful")
        # The public gets these files: with a scanner there, only what it passed.
        if verdict != scanning.CLEAN and attachments.scanner().is_there:
            raise Conflict("media-unchecked")
    except BaseException:
        attachments.store().remove(kept.stored_as)
        raise
    return _Taken(kept, media_type, clean_name(sent.name))


def _type_of(kind: str, stream: BinaryIO, sent: Sent) -> str:
    if kind == "captions":
        captions.check(stream.read())
        return "text/vtt"
    found = recognised("file" if kind == "poster" else kind, stream, name=sent.name, declared=sent.declared)
    if found not in _SHOWN[kind]:
        raise Refused(kind, "poster-kind" if kind == "poster" else "film-kind")
    assert found is not None
    return found


def _put(session: Session, row: Variant, taken: Mapping[str, _Taken], given: Given, by_id: int) -> None:
    """Put the files in their places; a test clip stays one until another film takes its place."""
    there = variant_files.rows_of(session, row.id)
    main = KINDS[row.form][0]
    for kind, one in taken.items():
        if kind in there:
            _delete(session, there[kind])
            session.flush()
        session.add(VariantFile(
            variant_id=row.id, kind=kind, name=one.name, media_type=one.media_type, size=one.kept.size,
            digest=one.kept.digest, stored_as=one.kept.stored_as, is_test=given.is_test and kind == main, by_id=by_id))
    if main not in taken and given.is_test:
        there[main].is_test = True
    session.flush()


def _delete(session: Session, row: VariantFile) -> None:
    session.delete(row)
    after_commit(("file", row.stored_as), partial(attachments.store().remove, row.stored_as))


def remove(*, consultation_id: int, public_id: str, revision: int, by_id: int) -> None:
    """Take a signed film or a recording away, with its words and files. Raises NotFound, Conflict("changed-meanwhile").

    The part is then without it, as before it was begun.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TRANSLATE, consultation_id)
        consultation = session.get(Consultation, consultation_id)
        row = variants.one(session, consultation_id, public_id)
        if consultation is None or row is None or row.form not in KINDS:
            raise NotFound()
        if row.revision != revision:
            raise Conflict("changed-meanwhile")
        for file in variant_files.rows_of(session, row.id).values():
            _delete(session, file)
        session.flush()
        for table in (VariantComment, EarlierVariant):
            session.execute(delete(table).where(table.variant_id == row.id))
        audit.record(session, Act.VARIANT_REMOVED, person_id=by_id, kind="variant", object_id=row.public_id,
                     consultation_id=consultation_id, form=row.form, language=row.language)
        session.delete(row)
        session.flush()
        offering.refresh(session, consultation)


def open_public(public_id: str) -> tuple[VariantFile, BinaryIO]:
    """Return a file with its bytes, for everyone: of a consultation that is shown, approved, and of today's English.

    Raises NotFound for every other.
    """
    found = variant_files.one(db.session(), public_id)
    if found is None:
        raise NotFound()
    row, variant, consultation = found
    if not consultation.is_visible or variant.public_id not in consultation.playing.get(variant.unit_key, ()):
        raise NotFound()
    return row, _opened(row)


def open_for_staff(*, consultation_id: int, public_id: str, by_id: int) -> tuple[VariantFile, BinaryIO]:
    """Return a file with its bytes for those who work on it, whatever its state. Raises NotFound, NotAllowed."""
    rights.require(db.session(), by_id, Permission.SEE_VARIANTS, consultation_id)
    found = variant_files.one(db.session(), public_id)
    if found is None or found[2].id != consultation_id:
        raise NotFound()
    return found[0], _opened(found[0])


def _opened(row: VariantFile) -> BinaryIO:
    try:
        return attachments.store().open(row.stored_as)
    except FileNotFoundError:
        raise NotFound() from None
