"""Keeps every step in the life of a code frame as a new version of it, with each theme before and after."""

from typing import Any

from sqlalchemy.orm import Session

from consult.domain.code_frames import FrameTheme
from consult.domain.frame_history import as_facts
from consult.models.codebooks import Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.queries.code_frames import frozen


def locked(session: Session, consultation_id: int) -> Consultation:
    """Return the consultation, locked: whoever else changes its frame waits until this is committed."""
    return session.get_one(Consultation, consultation_id, with_for_update=True, populate_existing=True)


def state_of(session: Session, theme: Theme) -> FrameTheme:
    """Return a theme as it stands now, as a frozen value."""
    parent = session.get(Theme, theme.parent_id) if theme.parent_id is not None else None
    return frozen(theme, parent.public_id if parent is not None else None)


def new_version(session: Session, consultation_id: int) -> int:
    """Count one more version of the code frame and return its number."""
    consultation = session.get_one(Consultation, consultation_id)
    consultation.frame_version += 1
    return consultation.frame_version


def keep(session: Session, theme: Theme, action: str, by_id: int | None, *, before: FrameTheme | None = None,
         version: int | None = None, **facts: Any) -> None:
    """Keep a step with the theme as it was and as it is; a new version of the frame, or part of one (`version`).

    `facts` may hold `others`, the fields of other themes (by public id) that changed along.
    """
    session.flush()
    if before is not None:
        facts["before"] = as_facts(before)
    facts["after"] = as_facts(state_of(session, theme))
    number = new_version(session, theme.consultation_id) if version is None else version
    session.add(ThemeChange(consultation_id=theme.consultation_id, theme_id=theme.id, action=action, facts=facts,
                            frame_version=number, person_id=by_id))
    session.flush()
