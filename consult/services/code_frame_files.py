"""Code frames as files: handed out as CSV, XLSX or REFI-QDA, and taken in after a look at what would become of them."""

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.code_frames import guid_of, key_of
from consult.domain.codebooks import name_key
from consult.domain.errors import Conflict, Refused
from consult.domain.frame_imports import CHANGED, LEFT, MADE, UNCHANGED, Planned, in_order, plan_import
from consult.exports.codebook_qdc import to_qdc
from consult.exports.codebook_tables import to_csv, to_xlsx
from consult.intake.codebooks import MAX_BYTES, ReadFrame, read_codebook
from consult.models.codebooks import Theme
from consult.queries import code_frames
from consult.services import audit, rights
from consult.services.codebooks import new_theme
from consult.services.theme_log import keep, locked, new_version, state_of
from consult.services.transaction import writing

__all__ = ["FORMATS", "MAX_BYTES", "Taken", "export", "take_in"]

OUTCOMES = (MADE, CHANGED, UNCHANGED, LEFT)
FORMATS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "qdc": (to_qdc, "application/xml"),
}


@dataclass(frozen=True)
class Taken:
    """What a file said, what became or would become of each theme, and the version of the frame that it was held to."""

    read: ReadFrame
    planned: tuple[Planned, ...]
    version: int

    @property
    def counts(self) -> dict[str, int]:
        """How many themes have each outcome."""
        return {outcome: sum(item.outcome == outcome for item in self.planned) for outcome in OUTCOMES}


def export(*, consultation_id: int, kind: str, by_id: int) -> bytes:
    """Return the themes in use as a file of one of FORMATS; raises KeyError for another kind."""
    write, _media_type = FORMATS[kind]
    with writing() as session:
        rights.require(session, by_id, Permission.READ_FINDINGS, consultation_id)
        frame = code_frames.frame(session, consultation_id)
        audit.record(session, Act.CODE_FRAME_EXPORTED, person_id=by_id, kind="code-frame", object_id=frame.version,
                     consultation_id=consultation_id, format=kind)
        return write(replace(frame, themes=frame.in_use))


def take_in(*, consultation_id: int, data: bytes, by_id: int, is_dry_run: bool, version: int | None = None) -> Taken:
    """Make and change themes as a file says, all or nothing, as one version of the frame; `is_dry_run` only says so.

    What is not in the file stays, and nothing is coded or taken back. `version` is that of the frame when the person
    looked. Raises Refused("file", …) as `read_codebook`, Refused("file", "frame-name-clash") where two themes in use
    would have one name, Conflict("frame-changed-meanwhile").
    """
    read = read_codebook(data)
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        consultation = locked(session, consultation_id)
        if version is not None and version != consultation.frame_version:
            raise Conflict("frame-changed-meanwhile")
        current = code_frames.frame(session, consultation_id)
        planned = plan_import(current, read.frame, says_parents=read.says_parents)
        _refuse_clash(planned)
        taken = Taken(read, planned, consultation.frame_version)
        if not is_dry_run and (taken.counts[MADE] or taken.counts[CHANGED]):
            _store(session, consultation_id, planned, by_id)
            audit.record(session, Act.CODE_FRAME_IMPORTED, person_id=by_id, kind="code-frame",
                         object_id=consultation.frame_version, consultation_id=consultation_id, made=taken.counts[MADE],
                         changed=taken.counts[CHANGED])
        return taken


def _refuse_clash(planned: tuple[Planned, ...]) -> None:
    seen: set[str] = set()
    for item in planned:
        if name_key(item.theme.name) in seen:
            raise Refused("file", "frame-name-clash", {"name": item.theme.name})
        seen.add(name_key(item.theme.name))


def _store(session: Session, consultation_id: int, planned: tuple[Planned, ...], by_id: int) -> None:
    rows = {row.public_id: row for row in session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.state == "active"))}
    version = new_version(session, consultation_id)
    renamed = [item for item in planned if "name" in item.fields]
    for item in renamed:
        # Two themes may change names with each other: no name stands in the way of another.
        rows[item.theme.key].name_key = f"~{item.theme.key}"
    session.flush()
    for item in renamed:
        rows[item.theme.key].name, rows[item.theme.key].name_key = item.theme.name, name_key(item.theme.name)
    session.flush()
    for item in in_order(planned):
        before = state_of(session, rows[item.theme.key]) if item.before is not None else None
        if item.before is None:
            rows[item.theme.key] = new_theme(session, consultation_id, item.theme.name, parent=None, by_id=by_id,
                                             public_id=_free_id(session, item.theme.key))
        row, above = rows[item.theme.key], rows.get(item.theme.parent or "")
        row.parent_id, row.position = above.id if above is not None else None, item.theme.position
        row.definition, row.include_note = item.theme.definition, item.theme.include
        row.exclude_note, row.examples = item.theme.exclude, "\n".join(item.theme.examples)
        # The name was changed before, so that the log tells the one of before from the plan.
        keep(session, row, "changed" if item.before is not None else "made", by_id, version=version, file=True,
             before=replace(before, name=item.before.name) if before is not None and item.before is not None else None)


def _free_id(session: Session, key: str) -> str | None:
    """Return a key of the file as a public id where it is one and no theme has it: its GUID stays as it was."""
    if key_of(guid_of(key)) != key or session.scalar(select(Theme.id).where(Theme.public_id == key)) is not None:
        return None
    return key
