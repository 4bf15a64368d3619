"""What follows from a group's decisions about its asks; only services/forum_effects.py runs them."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import asks as rules
from consult.domain.errors import NotFound
from consult.domain.working_days import london_day
from consult.models.asks import Ask, AskMark
from consult.models.group_decisions import GroupDecision
from consult.queries import asks as stored
from consult.services import forum_files
from consult.services.clock import now


def sent(session: Session, decision: GroupDecision) -> None:
    """Send an ask: from today its words stand, and the time for a reply runs (CP-29)."""
    ask = _ask(session, decision, rules.DRAFT)
    today = london_day(now(session))
    ask.state, ask.sent_on, ask.decision_id = rules.SENT, today, decision.id
    ask.reply_due_on = rules.due_on(today, ask.reply_days)
    if ask.film_id is not None:
        # The body that is asked watches it too; the public page shows only what is public.
        forum_files.release(session, ask.film_id)


def withdrawn(session: Session, decision: GroupDecision) -> None:
    """Take a sent ask back: nobody owes it a reply, and it stands on no page from now on."""
    ask = _ask(session, decision, rules.SENT)
    ask.state = rules.WITHDRAWN
    if ask.film_id is not None:
        forum_files.withhold(session, ask.film_id)


def marked(session: Session, decision: GroupDecision) -> None:
    """Let the mark stand that the group was asked about (CP-31); a reply that came since is not marked by it."""
    mark = session.scalar(select(AskMark).where(AskMark.decision_id == decision.id))
    reply = stored.reply(session, decision.forum_id, decision.subject_id)
    if mark is None or reply is None or not reply.is_current:
        raise NotFound()
    mark.is_made, mark.marked_on = True, london_day(now(session))


def mark_dropped(session: Session, decision: GroupDecision) -> None:
    """Forget a mark that the group did not agree to."""
    session.execute(delete(AskMark).where(AskMark.decision_id == decision.id, ~AskMark.is_made))


def _ask(session: Session, decision: GroupDecision, state: str) -> Ask:
    ask = stored.one(session, decision.forum_id, decision.subject_id, is_held=True)
    if ask is None or ask.state != state:
        raise NotFound()
    return ask
