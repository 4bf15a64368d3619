"""By what a draft is found and how long it lives; writing in it is drafts.py's, its files are attachments.py's."""

from datetime import timedelta

from consult.models.base import utc_now
from consult.models.responses import Draft
from consult.services.secrets import keyed_hash

# A draft is found only by its browser session, so it lives no longer than one left unused does.
LIFETIME = timedelta(hours=12)
# One that its writer can come back to by a code lives longer, but never beyond the time in which it can be sent.
KEPT_LIFETIME = timedelta(days=30)


def hash_of(token: str) -> str:
    """Return the keyed hash under which a draft's token is stored."""
    return keyed_hash("draft", token)


def touch(draft: Draft) -> None:
    """Let a draft live on from now: for 12 hours, or for 30 days where a code brings its writer back to it."""
    draft.updated_at = utc_now()
    draft.expires_at = draft.updated_at + (LIFETIME if draft.return_hash is None else KEPT_LIFETIME)
