"""Coming back to answers from another device by a code of words, of which only the keyed hash is kept."""

import secrets
from datetime import datetime

from consult.domain import return_words
from consult.domain.errors import Refused
from consult.queries import drafts
from consult.services.draft_lives import hash_of, touch
from consult.services.drafts import DraftGone
from consult.services.secrets import keyed_hash, new_token
from consult.services.transaction import writing


def hash_of_code(code: str) -> str:
    """Return the keyed hash under which a code is stored."""
    return keyed_hash("return", code)


def new_code(*, token: str, consultation_id: int) -> str:
    """Return a new code for the draft, which now lives for 30 days; an earlier code of it is worth nothing any more.

    Raises DraftGone.
    """
    code = return_words.code(secrets.randbits(return_words.BITS * return_words.LENGTH))
    with writing() as session:
        draft = drafts.locked(session, hash_of(token), consultation_id)
        if draft is None:
            raise DraftGone()
        draft.return_hash = hash_of_code(code)
        touch(draft)
    return code


def come_back(*, consultation_id: int, typed: str, token: str | None = None) -> tuple[str, datetime]:
    """Move the draft of a code to this browser; return its new token and when it was last saved.

    `token` is what this browser has already: the same draft stays where it is. Raises Refused("code",
    "return-unknown") for every code that is none of this consultation's, whatever is wrong with it.
    """
    code = return_words.read(typed)
    with writing() as session:
        draft = drafts.locked_by_code(session, hash_of_code(code or ""), consultation_id)
        if code is None or draft is None:
            raise Refused("code", "return-unknown")
        saved_at = draft.updated_at
        if token is None or draft.token_hash != hash_of(token):
            token = new_token()
            draft.left_hash, draft.token_hash = draft.token_hash, hash_of(token)
        touch(draft)
        return token, saved_at
