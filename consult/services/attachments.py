"""Files that people answer with: kept while a response is written, handed over when it is sent."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.models.responses import Attachment, Draft, Response


def hand_over(session: Session, draft: Draft, response: Response) -> None:
    """Give the files of a draft to the response that it became, inside the caller's transaction."""
    session.execute(update(Attachment).where(Attachment.draft_id == draft.id)
                    .values(draft_id=None, response_id=response.id))
