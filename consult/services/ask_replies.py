"""Replies of public bodies to what a forum asked of them, by officers whom the group let in; the ask stays as it is."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.domain import asks as rules
from consult.domain.asks import Reply
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound
from consult.domain.forum_access import OfficerRight
from consult.domain.working_days import london_day
from consult.models.asks import Ask, AskReply, AskReplyForm
from consult.queries import asks as stored
from consult.queries import forums
from consult.services import audit, notices
from consult.services.clock import now
from consult.services.transaction import writing


def give(*, by_id: int, forum_id: str, ask_id: str, reply: Reply, after: str = "") -> AskReply:
    """Reply to a sent ask (public ids); a later reply takes the place of the earlier one, which stays to be read.

    `after` is the reply (public id) that the officer saw as the newest, empty for none: another one since is
    Conflict("reply-given-meanwhile"). Raises Refused by field (rules.check_reply), Conflict("ask-not-sent"), NotFound
    where the forum did not let this person in to answer, or the ask is for a body that they do not speak for.
    """
    with writing() as session:
        ask = _ask(session, by_id, forum_id, ask_id)
        if ask.state != rules.SENT:
            raise Conflict("ask-not-sent")
        today = london_day(now(session))
        newest = stored.newest_reply(session, ask.id)
        if (newest.public_id if newest is not None else "") != after:
            raise Conflict("reply-given-meanwhile")
        kept = rules.check_reply(reply, stored.wanted_formats(ask), today)
        session.execute(update(AskReply).where(AskReply.ask_id == ask.id).values(is_current=False))
        row = AskReply(
            ask_id=ask.id, outcome=kept.outcome, reason=kept.reason, easy_reason=kept.easy, goes_to=kept.goes_to,
            later_on=kept.later_on, text_before=kept.text_before, text_after=kept.text_after, signed=kept.signed,
            by_id=by_id, replied_on=today)
        session.add(row)
        session.flush()
        forms = {("bsl", "en"): kept.film, ("language", ask.language): kept.translated}
        session.add_all(AskReplyForm(reply_id=row.id, form=form, language=language, text=text)
                        for (form, language), text in forms.items() if text)
        audit.record(session, Act.ASK_REPLIED, person_id=by_id, kind="ask", object_id=ask.public_id)
        notices.tell(session, ask.forum_id)
        return row


def _ask(session: Session, by_id: int, forum_id: str, ask_id: str) -> Ask:
    forum = forums.for_officer(session, forum_id, by_id, OfficerRight.ANSWER_ASKS)
    ask = stored.for_officer(session, forum.id, by_id, ask_id) if forum is not None else None
    if ask is None:
        raise NotFound()
    return ask
