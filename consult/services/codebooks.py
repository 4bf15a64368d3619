"""The code frame: themes made, renamed, merged, split and retired, each step logged with the frame's version."""

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.domain import codebooks as rules
from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.models.findings import Finding
from consult.services import rights
from consult.services.transaction import writing


def add_theme(
    *, consultation_id: int, name: str, definition: str = "", include_note: str = "", exclude_note: str = "",
    by_id: int | None = None,
) -> Theme:
    """Add a theme to the code frame.

    Raises Refused("name", …) for a missing or long name, Refused("name", "theme-name-taken").
    """
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        theme = _new(session, consultation_id, name, by_id)
        theme.definition, theme.include_note, theme.exclude_note = map(_note, (definition, include_note, exclude_note))
        _log(session, theme, "made", by_id)
        return theme


def change_theme(*, consultation_id: int, public_id: str, name: str, definition: str, include_note: str,
                 exclude_note: str, by_id: int) -> Theme:
    """Rename a theme or rewrite its notes. Raises NotFound, Refused as `add_theme`, Refused for one not in use."""
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        before = {"name": theme.name, "definition": theme.definition}
        name = rules.theme_name(clean(name))
        _refuse_taken(session, consultation_id, name, but=theme.id)
        theme.name, theme.name_key = name, rules.name_key(name)
        theme.definition, theme.include_note, theme.exclude_note = map(_note, (definition, include_note, exclude_note))
        _log(session, theme, "changed", by_id, before=before, after={"name": name, "definition": theme.definition})
        return theme


def merge(*, consultation_id: int, public_id: str, into_public_id: str, by_id: int) -> Theme:
    """Make one theme part of another: its standing codings move, those that would stand twice are withdrawn.

    Links of the merged theme to the plan are removed, to be made anew for what it became. Raises NotFound, Refused.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        theme = _theme(session, consultation_id, public_id)
        into = _theme(session, consultation_id, into_public_id)
        rules.can_merge(theme.id, into.id, (theme.state, into.state))
        moved = _move_codings(session, _standing(session, theme.id), into, by_id)
        session.execute(update(Finding).where(Finding.theme_id == theme.id, Finding.removed_at.is_(None))
                        .values(removed_at=utc_now(), removed_by_id=by_id))
        theme.state, theme.merged_into_id = "merged", into.id
        _log(session, theme, "merged", by_id, into=into.public_id, moved=moved)
        return into


def split(*, consultation_id: int, public_id: str, name: str, coding_ids: Sequence[str], by_id: int) -> Theme:
    """Make a new theme out of some of a theme's codings (public ids).

    Raises NotFound, Refused("codings", "split-nothing") where none is chosen or none would be left.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        standing = _standing(session, theme.id)
        chosen = [coding for coding in standing if coding.public_id in set(coding_ids)]
        if not chosen or len(chosen) == len(standing):
            raise Refused("codings", "split-nothing")
        new = _new(session, consultation_id, name, by_id)
        moved = _move_codings(session, chosen, new, by_id)
        _log(session, new, "split", by_id, out_of=theme.public_id, moved=moved)
        return new


def retire(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Take a theme out of use; its codings are withdrawn and their answers come back to be read again."""
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        standing = _standing(session, theme.id)
        for coding in standing:
            coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
        requeue(session, [coding.passage_id for coding in standing])
        theme.state = "retired"
        _log(session, theme, "retired", by_id, withdrawn=len(standing))


def requeue(session: Session, passage_ids: Sequence[int]) -> None:
    """Forget that the answers of these passages were read to the end, so that they are put before a coder again."""
    answers = select(Passage.answer_id).where(Passage.id.in_(passage_ids))
    for reading in session.scalars(select(Reading).where(Reading.answer_id.in_(answers))):
        session.delete(reading)


def active_theme(session: Session, consultation_id: int, public_id: str) -> Theme:
    """Return a theme of the consultation that is in use; raises NotFound, Refused("theme", "theme-not-active")."""
    theme = _theme(session, consultation_id, public_id)
    if theme.state != "active":
        raise Refused("theme", "theme-not-active")
    return theme


def _theme(session: Session, consultation_id: int, public_id: str) -> Theme:
    found = session.scalar(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.public_id == public_id))
    if found is None:
        raise NotFound()
    return found


def _new(session: Session, consultation_id: int, name: str, by_id: int | None) -> Theme:
    name = rules.theme_name(clean(name))
    _refuse_taken(session, consultation_id, name)
    theme = Theme(consultation_id=consultation_id, name=name, name_key=rules.name_key(name), created_by_id=by_id)
    session.add(theme)
    session.flush()
    return theme


def _refuse_taken(session: Session, consultation_id: int, name: str, but: int | None = None) -> None:
    taken = session.scalar(select(Theme.id).where(
        Theme.consultation_id == consultation_id, Theme.name_key == rules.name_key(name), Theme.state == "active"))
    if taken is not None and taken != but:
        raise Refused("name", "theme-name-taken")


def _note(words: str) -> str:
    return clean(words).strip()[:rules.NOTE_LENGTH]


def _standing(session: Session, theme_id: int) -> list[Coding]:
    return list(session.scalars(
        select(Coding).where(Coding.theme_id == theme_id, Coding.withdrawn_at.is_(None)).order_by(Coding.id)))


def _move_codings(session: Session, codings: Sequence[Coding], into: Theme, by_id: int) -> int:
    there = {coding.passage_id for coding in _standing(session, into.id)}
    moved = 0
    for coding in codings:
        if coding.passage_id in there:
            coding.withdrawn_at, coding.withdrawn_by_id = utc_now(), by_id
        else:
            coding.theme_id = into.id
            moved += 1
    session.flush()
    return moved


def _log(session: Session, theme: Theme, action: str, by_id: int | None, **facts: object) -> None:
    """Keep the step, and count it as a new version of the code frame."""
    consultation = session.get_one(Consultation, theme.consultation_id)
    consultation.frame_version += 1
    session.add(ThemeChange(consultation_id=theme.consultation_id, theme_id=theme.id, action=action, facts=facts,
                            frame_version=consultation.frame_version, person_id=by_id))
    session.flush()

