"""Where a theme stands in the code frame: under which parent, and in which place; its words and codings stay."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.code_frames import can_move
from consult.domain.errors import NotFound, Refused
from consult.models.codebooks import Coding, Theme
from consult.queries import code_frames
from consult.services import rights
from consult.services.codebooks import active_theme, look_again
from consult.services.theme_log import keep, locked, state_of
from consult.services.transaction import writing

STEPS = {"up": -1, "down": 1}


def place(*, consultation_id: int, public_id: str, parent: str | None, by_id: int,
          is_read_again: bool = False) -> Theme:
    """Move a theme under another (public id), the last there, or to the top for None.

    With `is_read_again` the answers coded to it come up to be looked at again. Raises NotFound, Refused("theme",
    "theme-not-active"), Refused("parent", …) as `can_move`, Refused("parent", "parent-same").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        can_move(code_frames.frame(session, consultation_id).themes, public_id, parent)
        before = state_of(session, theme)
        above = active_theme(session, consultation_id, parent) if parent is not None else None
        new_id = above.id if above is not None else None
        if theme.parent_id == new_id:
            raise Refused("parent", "parent-same")
        beside = _beside(session, consultation_id, new_id)
        theme.parent_id, theme.position = new_id, max((one.position for one in beside), default=-1) + 1
        if is_read_again:
            look_again(session, list(session.scalars(select(Coding.passage_id).where(
                Coding.theme_id == theme.id, Coding.withdrawn_at.is_(None)))), "moved")
        keep(session, theme, "moved", by_id, before=before)
        return theme


def shift(*, consultation_id: int, public_id: str, step: str, by_id: int) -> Theme:
    """Move a theme one place "up" or "down" among those beside it; nothing happens at the end of the list.

    Raises NotFound also for any other step.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        locked(session, consultation_id)
        theme = active_theme(session, consultation_id, public_id)
        if step not in STEPS:
            raise NotFound()
        before, beside = state_of(session, theme), _beside(session, consultation_id, theme.parent_id)
        at = beside.index(theme)
        to = at + STEPS[step]
        if 0 <= to < len(beside):
            beside[at], beside[to] = beside[to], beside[at]
            keep(session, theme, "moved", by_id, before=before, others=_numbered(beside, theme))
        return theme


def _beside(session: Session, consultation_id: int, parent_id: int | None) -> list[Theme]:
    """Return the themes in use under a parent (row id), or at the top, in their order."""
    return list(session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.state == "active",
                            Theme.parent_id.is_(None) if parent_id is None else Theme.parent_id == parent_id)
        .order_by(Theme.position, Theme.name_key, Theme.public_id)))


def _numbered(beside: list[Theme], moved: Theme) -> dict[str, dict[str, Any]]:
    """Number themes in their order; return the new places of those but the moved one that changed, by public id."""
    others: dict[str, dict[str, Any]] = {}
    for place_now, theme in enumerate(beside):
        if theme.position != place_now:
            theme.position = place_now
            if theme is not moved:
                others[theme.public_id] = {"position": place_now}
    return others
