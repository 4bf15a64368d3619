"""Doubts about a response, noted when it comes in; none leaves a response out: deciding is doubts.py's."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from consult.domain import quality
from consult.domain.errors import Refused
from consult.domain.responses import FLAGS
from consult.models.base import utc_now
from consult.models.responses import Draft, Response, ResponseFlag
from consult.queries import flags
from consult.services import attempts


def note(session: Session, response: Response, draft: Draft, *, network: str, is_trapped: bool) -> None:
    """Keep each doubt about a response that has just been stored, inside the caller's transaction.

    `network` is the address that it came from; only its network is looked at, and never stored. Raises
    Refused("", "network-busy") where too many came from there within the hour: nothing is stored then, and the draft
    is still there.
    """
    found = {*_of_the_sending(session, draft, is_trapped), *_of_the_network(session, network)}
    session.add_all(ResponseFlag(response_id=response.id, flag=flag) for flag in FLAGS if flag in found)


def _of_the_sending(session: Session, draft: Draft, is_trapped: bool) -> Iterator[str]:
    if is_trapped:
        yield "trap"
    if draft.corrects_id is not None:
        # It begins with all its answers, so that it may be fast; what nobody decided about the first goes on.
        yield from flags.open_signs(session, draft.corrects_id)
    elif (utc_now() - draft.created_at).total_seconds() < quality.least_seconds(*quality.effort(draft.answers)):
        yield "fast"


def _of_the_network(session: Session, address: str) -> Iterator[str]:
    network = quality.network_of(address)
    if not network:
        return
    before = attempts.sendings(session, network)
    if before >= quality.FULL:
        raise Refused("", "network-busy")
    if before >= quality.BUSY:
        yield "many-from-one-network"
