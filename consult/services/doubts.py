"""What people do about doubtful responses: decide each with a reason, and look for words that came before."""

from dataclasses import dataclass

from sqlalchemy import select

from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.models.base import utc_now
from consult.models.responses import Response, ResponseFlag
from consult.queries import flags
from consult.services import audit, responses, rights
from consult.services.transaction import writing

DECISIONS = ("kept", "excluded")
MOST_REASON = 500


@dataclass(frozen=True)
class Decision:
    """What a person decided: one of DECISIONS, why in their words, and the printed reason where it is left out."""

    decision: str
    words: str
    exclusion: str = ""


def decide(*, consultation_id: int, public_id: str, decided: Decision, by_id: int) -> None:
    """Decide all open doubts about a response at once: it counts, or it is left out of the count and kept.

    Raises Refused for an unknown decision, for words that are missing or too long and for an unknown reason;
    Conflict("already-decided") where no doubt about it is open, NotFound, NotAllowed.
    """
    _check(decided)
    with writing() as session:
        rights.require(session, by_id, Permission.EXCLUDE_RESPONSES, consultation_id)
        response_id = session.scalar(select(Response.id).where(
            Response.consultation_id == consultation_id, Response.public_id == public_id))
        if response_id is None:
            raise NotFound()
        waiting = flags.waiting_flags(session, response_id)
        if not waiting:
            raise Conflict("already-decided")
        at = utc_now()
        for flag in waiting:
            flag.decision, flag.reason = decided.decision, decided.words
            flag.decided_at, flag.decided_by_id = at, by_id
        audit.record(session, Act.RESPONSE_FLAG_DECIDED, person_id=by_id, kind="response", object_id=public_id,
                     consultation_id=consultation_id, decision=decided.decision, flags=[flag.flag for flag in waiting])
        if decided.decision == "excluded":
            responses.exclude(consultation_id=consultation_id, public_id=public_id, reason=decided.exclusion,
                              by_id=by_id)


def _check(decided: Decision) -> None:
    if decided.decision not in DECISIONS:
        raise Refused("decision", "decision-missing")
    if decided.decision == "excluded" and not decided.exclusion:
        raise Refused("exclusion", "reason-unknown")
    if not decided.words:
        raise Refused("words", "reason-missing")
    if len(decided.words) > MOST_REASON:
        raise Refused("words", "reason-long", {"limit": MOST_REASON})


def look_for_same_words(*, consultation_id: int, by_id: int) -> int:
    """Note a doubt on counted responses whose long words came before in another, and return how many.

    At most queries.flags.MOST_FOUND in one go; asking again goes on. The earliest of them is not doubted.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.EXCLUDE_RESPONSES, consultation_id)
        found = flags.with_words_that_came_before(session, consultation_id)
        session.add_all(ResponseFlag(response_id=response_id, flag="same-words") for response_id in found)
        return len(found)
