"""Doubts about a response: noted when it comes in, decided by a person; none leaves a response out by itself."""

from sqlalchemy.orm import Session

from consult.models.responses import Draft, Response, ResponseFlag


def note(session: Session, response: Response, draft: Draft, *, network: str, is_trapped: bool) -> None:
    """Keep each doubt about a response that has just been stored, inside the caller's transaction."""
    if is_trapped:
        session.add(ResponseFlag(response_id=response.id, flag="trap"))
