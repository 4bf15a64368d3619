"""Groups of answers that a machine proposed: named as themes, merged, dropped, put back by people; coding nothing."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotFound, Refused
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Theme
from consult.models.runs import ProposedTheme, Run
from consult.services import codebooks, rights
from consult.services.transaction import writing


def accept(*, consultation_id: int, public_id: str, name: str, by_id: int, definition: str = "",
           parent: str | None = None) -> Theme:
    """Make a theme of the code frame out of a proposal, under the name that a person gave it; nothing is coded by it.

    Raises NotFound, Conflict("already-decided"), Refused as `codebooks.add_theme`.
    """
    with writing() as session:
        proposal = _undecided(session, consultation_id, public_id, by_id)
        theme = codebooks.add_theme(consultation_id=consultation_id, name=name, definition=definition, parent=parent,
                                    by_id=by_id)
        proposal.theme_id = theme.id
        _decide(proposal, "accepted", by_id)
        return theme


def drop(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Put a proposal aside; it stays in the history. Raises NotFound, Conflict("already-decided")."""
    with writing() as session:
        _decide(_undecided(session, consultation_id, public_id, by_id), "dropped", by_id)


def merge(*, consultation_id: int, public_id: str, into: str, by_id: int) -> None:
    """Make one proposal part of another of the same run that is not decided yet.

    Raises NotFound, Conflict("already-decided"), Refused("group", "group-missing"), Refused("group", "group-itself").
    """
    with writing() as session:
        proposal = _undecided(session, consultation_id, public_id, by_id)
        other = _found(session, consultation_id, into)
        if other is None or other.run_id != proposal.run_id or other.state != "proposed":
            raise Refused("group", "group-missing")
        if other.id == proposal.id:
            raise Refused("group", "group-itself")
        proposal.merged_into_id = other.id
        _decide(proposal, "merged", by_id)


def put_back(*, consultation_id: int, public_id: str, by_id: int) -> None:
    """Undo the decision on a proposal: a theme that was made of it is retired, if nobody has coded anything to it.

    Raises NotFound, Conflict("not-decided"), Conflict("theme-holds-codings").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
        proposal = _found(session, consultation_id, public_id)
        if proposal is None:
            raise NotFound()
        if proposal.state == "proposed":
            raise Conflict("not-decided")
        theme = session.get(Theme, proposal.theme_id) if proposal.theme_id is not None else None
        if theme is not None:
            if holds_codings(session, theme.id):
                raise Conflict("theme-holds-codings", {"name": theme.name})
            if theme.state == "active":
                codebooks.retire(consultation_id=consultation_id, public_id=theme.public_id, by_id=by_id)
        proposal.state, proposal.theme_id, proposal.merged_into_id = "proposed", None, None
        proposal.decided_by_id = proposal.decided_at = None


def holds_codings(session: Session, theme_id: int) -> bool:
    """Say whether anything that stands is coded to a theme (row id)."""
    return bool(session.scalars(select(func.count()).select_from(Coding).where(
        Coding.theme_id == theme_id, Coding.withdrawn_at.is_(None))).one())


def _decide(proposal: ProposedTheme, state: str, by_id: int) -> None:
    proposal.state, proposal.decided_by_id, proposal.decided_at = state, by_id, utc_now()


def _undecided(session: Session, consultation_id: int, public_id: str, by_id: int) -> ProposedTheme:
    rights.require(session, by_id, Permission.EDIT_CODE_FRAME, consultation_id)
    found = _found(session, consultation_id, public_id)
    if found is None:
        raise NotFound()
    if found.state != "proposed":
        raise Conflict("already-decided")
    return found


def _found(session: Session, consultation_id: int, public_id: str) -> ProposedTheme | None:
    return session.scalar(
        select(ProposedTheme).join(Run, Run.id == ProposedTheme.run_id)
        .where(ProposedTheme.public_id == public_id, Run.consultation_id == consultation_id)
        .with_for_update(of=ProposedTheme).execution_options(populate_existing=True))
