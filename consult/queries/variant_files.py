"""Files of signed and spoken versions: those beside the texts in use, and those that staff work on."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.readiness import parts_of
from consult.domain.variants import APPROVED, AUDIO, BSL, standing
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.variants import Variant, VariantFile
from consult.queries import text_units, variants

# Which kind of file each of these formats is seen or heard in.
PLAYED: Mapping[str, str] = {BSL: "video", AUDIO: "audio"}


@dataclass(frozen=True)
class File:
    """One file; `size` in bytes."""

    public_id: str
    kind: str
    name: str
    media_type: str
    size: int
    is_test: bool


@dataclass(frozen=True)
class Playable:
    """A signed or spoken version with its files by kind; `words` are its transcript, `source` its English."""

    public_id: str
    part: str
    form: str
    language: str
    words: str
    source: str
    revision: int
    files: Mapping[str, File]

    @property
    def film(self) -> File:
        """The film or the recording itself."""
        return self.files[PLAYED[self.form]]


def playing(session: Session, consultation_id: int, parts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return by part the public ids of the versions that are approved and of this English ({part: English})."""
    found: dict[str, list[str]] = {}
    rows = session.execute(
        select(Variant.unit_key, Variant.public_id, Variant.source)
        .where(Variant.consultation_id == consultation_id, Variant.form.in_(PLAYED), Variant.state == APPROVED)
        .order_by(Variant.form.desc(), Variant.id))
    for part, public_id, source in rows:
        if parts.get(part) == source:
            found.setdefault(part, []).append(public_id)
    return found


def of_parts(session: Session, consultation: Consultation, parts: Iterable[str]) -> list[Playable]:
    """Return what is played beside these parts; one statement, none where nothing is."""
    ids = [public_id for part in parts for public_id in consultation.playing.get(part, ())]
    if not ids:
        return []
    rows = session.execute(
        select(Variant, VariantFile).join(VariantFile, VariantFile.variant_id == Variant.id)
        .where(Variant.consultation_id == consultation.id, Variant.public_id.in_(ids)))
    files: dict[str, tuple[Variant, dict[str, File]]] = {}
    for variant, row in rows:
        files.setdefault(variant.public_id, (variant, {}))[1][row.kind] = as_file(row)
    return [as_playable(*files[public_id]) for public_id in ids if public_id in files]


def as_playable(variant: Variant, files: Mapping[str, File]) -> Playable:
    """Return a version with its files as a page shows it."""
    return Playable(variant.public_id, variant.unit_key, variant.form, variant.language, variant.words, variant.source,
                    variant.revision, files)


def as_file(row: VariantFile) -> File:
    """Return a stored file as a page shows it."""
    return File(row.public_id, row.kind, row.name, row.media_type, row.size, row.is_test)


def rows_of(session: Session, variant_id: int) -> dict[str, VariantFile]:
    """Return the files of a version by kind."""
    found = session.scalars(select(VariantFile).where(VariantFile.variant_id == variant_id))
    return {row.kind: row for row in found}


def one(session: Session, public_id: str) -> tuple[VariantFile, Variant, Consultation] | None:
    """Return a file of a signed or spoken version with what it belongs to, or None."""
    row = session.execute(
        select(VariantFile, Variant, Consultation).join(Variant, Variant.id == VariantFile.variant_id)
        .join(Consultation, Consultation.id == Variant.consultation_id)
        .where(VariantFile.public_id == public_id, Variant.form.in_(PLAYED))).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None


def of_form(session: Session, consultation_id: int, form: str) -> Sequence[Variant]:
    """Return every version of a consultation in that format."""
    return session.scalars(select(Variant).where(
        Variant.consultation_id == consultation_id, Variant.form == form)).all()


def tests_of(session: Session, consultation_id: int) -> set[str]:
    """Return the public ids of versions whose film is a test clip."""
    return set(session.scalars(
        select(Variant.public_id).join(VariantFile, VariantFile.variant_id == Variant.id)
        .where(Variant.consultation_id == consultation_id, VariantFile.is_test)))


def why_not_whole(session: Session, variant: Variant) -> str | None:
    """Return the code of what keeps a signed or spoken version from being approved, None where nothing does.

    `film-missing`, `captions-missing`, `test-clip`; other forms have no files and are whole.
    """
    if variant.form not in PLAYED:
        return None
    files = rows_of(session, variant.id)
    if PLAYED[variant.form] not in files:
        return "film-missing"
    if any(row.is_test for row in files.values()):
        return "test-clip"
    return "captions-missing" if variant.form == BSL and "captions" not in files else None


@dataclass(frozen=True)
class Work:
    """One part as staff work on it: its English today, the version that there is (None: nothing) and its standing."""

    part: str
    english: str
    row: Variant | None
    standing: str
    is_test: bool = False


def work(session: Session, consultation: Consultation, form: str, language: str) -> list[Work]:
    """Return every part of a consultation with how it stands in a format, in the order shown."""
    parts = parts_of(text_units.every(session, consultation))
    rows = {row.unit_key: row for row in of_form(session, consultation.id, form) if row.language == language}
    tests = tests_of(session, consultation.id)
    return [_work(part, english, rows.get(part), tests) for part, english in parts.items()]


def work_on(session: Session, consultation: Consultation, form: str, language: str, part: str) -> Work | None:
    """Return one part with how it stands in a format; None where the consultation has no such part."""
    english = parts_of(text_units.every(session, consultation)).get(part)
    if english is None:
        return None
    return _work(part, english, variants.at(session, consultation.id, form, language, part),
                 tests_of(session, consultation.id))


def _work(part: str, english: str, row: Variant | None, tests: Collection[str]) -> Work:
    at = standing(variants.as_made(row) if row is not None else None, english)
    return Work(part, english, row, at, row is not None and row.public_id in tests)


def place(session: Session, consultation_id: int, public_id: str) -> tuple[str, str, str] | None:
    """Return (form, language, part) of a signed or spoken version of that consultation, or None."""
    row = variants.one(session, consultation_id, public_id)
    return (row.form, row.language, row.unit_key) if row is not None and row.form in PLAYED else None


def names_of(session: Session, variant: Variant | None) -> dict[int, str]:
    """Return by id the names of those who wrote, checked and approved a version."""
    ids = [variant.written_by_id, variant.checked_by_id, variant.approved_by_id] if variant is not None else []
    found = session.execute(select(Person.id, Person.name).where(Person.id.in_([one for one in ids if one])))
    return {person_id: name for person_id, name in found}
