"""What a forum asks of public bodies: drafted by its members, sent, taken back and marked by the group's decision.

Nobody but a member can reach anything here: every use case takes an `Acting` and asks for its right. Replies are
services/ask_replies.py's, what follows from decisions services/ask_effects.py's.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.domain import asks as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting, Right
from consult.domain.languages import LANGUAGES
from consult.domain.working_days import london_day
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask, AskMark, AskReply
from consult.models.consultations import Consultation
from consult.models.group_decisions import GroupDecision
from consult.queries import asks as stored
from consult.queries import consultations, plans
from consult.services import forum_files, forum_life, group_decisions
from consult.services.clock import now
from consult.services.pauses import require_unpaused
from consult.services.transaction import writing


@dataclass(frozen=True)
class Draft:
    """An ask as a member writes it. `part` is a part of a plan as "<consultation slug>/<node key>", empty for none;
    `item_id` the item of the agenda that it came from; `film_id` a signed film of it that the member sent.
    """

    title: str
    words: str
    addressee: str
    easy: str = ""
    language: str = "en"
    reply_days: int | None = None
    part: str = ""
    item_id: str = ""
    film_id: str = ""
    is_public: bool = True


def draft(*, by: Acting, wanted: Draft) -> Ask:
    """Begin an ask and return it; nobody outside sees it until the group sends it.

    Raises Refused by field, NotFound, Conflict("forum-not-open" | "you-are-paused").
    """
    by.require(Right.WRITE_ASKS)
    with writing() as session:
        _writable(session, by)
        ask = Ask(forum_id=by.forum_id, written_by_id=by.member_id)
        _write(session, by, ask, wanted)
        session.add(ask)
    return ask


def change(*, by: Acting, ask_id: str, wanted: Draft) -> None:
    """Change an ask that the group has not sent and is not asked about.

    Raises Refused by field, Conflict("ask-sent-already" | "ask-being-decided" | …), NotFound.
    """
    with writing() as session:
        ask = _drafted(session, by, ask_id)
        _write(session, by, ask, wanted)


def throw_away(*, by: Acting, ask_id: str) -> None:
    """Delete an ask that was never sent. Raises Conflict("ask-sent-already" | "ask-being-decided" | …), NotFound."""
    with writing() as session:
        ask = _drafted(session, by, ask_id)
        if ask.film_id is not None:
            film_id, ask.film_id = ask.film_id, None
            session.flush()
            forum_files.delete(session, film_id)
        session.delete(ask)


def ask_to_send(*, by: Acting, ask_id: str, question: str) -> GroupDecision:
    """Ask the group whether an ask goes out, in its words of now; the open decision is returned.

    Raises Conflict("ask-sent-already" | "ask-being-decided" | …), NotFound.
    """
    with writing() as session:
        ask = _drafted(session, by, ask_id)
        return group_decisions.open_about(by=by, kind="ask", subject_id=ask.public_id, question=question)


def ask_to_withdraw(*, by: Acting, ask_id: str, question: str) -> GroupDecision:
    """Ask the group whether it takes a sent ask back; raises Conflict("ask-not-sent" | …), NotFound."""
    with writing() as session:
        ask = _ask(session, by, ask_id)
        if ask.state != rules.SENT:
            raise Conflict("ask-not-sent")
        return group_decisions.open_about(by=by, kind="ask-withdraw", subject_id=ask.public_id, question=question)


def ask_to_mark(*, by: Acting, reply_id: str, mark: str, words: str, question: str) -> GroupDecision:
    """Ask the group whether the newest reply to an ask answers it; the open decision is returned.

    `mark` is one of `rules.MARKS`, `words` say why. Raises Refused("mark" | "words"), Conflict("reply-marked" |
    "decision-already-open" | …), NotFound for a reply that another took the place of.
    """
    by.require(Right.MARK_REPLIES)
    kept = rules.check_mark(mark, words)
    with writing() as session:
        _writable(session, by)
        reply = stored.reply(session, by.forum_id, reply_id)
        if reply is None or not reply.is_current:
            raise NotFound()
        if session.scalar(select(AskMark.id).where(AskMark.reply_id == reply.id, AskMark.is_made)) is not None:
            raise Conflict("reply-marked")
        decision = group_decisions.open_about(by=by, kind="mark", subject_id=reply.public_id, question=question)
        session.flush()
        _propose(session, reply, decision, mark, kept)
        return decision


def _propose(session: Session, reply: AskReply, decision: GroupDecision, mark: str, words: str) -> None:
    session.execute(delete(AskMark).where(AskMark.reply_id == reply.id))
    session.add(AskMark(reply_id=reply.id, mark=mark, words=words, decision_id=decision.id,
                        marked_on=london_day(now(session))))


def _writable(session: Session, by: Acting) -> None:
    forum_life.require_open(session, by)
    require_unpaused(session, by)


def _ask(session: Session, by: Acting, ask_id: str) -> Ask:
    by.require(Right.WRITE_ASKS)
    _writable(session, by)
    ask = stored.one(session, by.forum_id, ask_id, is_held=True)
    if ask is None:
        raise NotFound()
    return ask


def _drafted(session: Session, by: Acting, ask_id: str) -> Ask:
    ask = _ask(session, by, ask_id)
    if ask.state != rules.DRAFT:
        raise Conflict("ask-sent-already")
    if "ask" in stored.pending(session, by.forum_id, ask_id):
        raise Conflict("ask-being-decided")
    return ask


def _write(session: Session, by: Acting, ask: Ask, wanted: Draft) -> None:
    ask.title, ask.words = rules.check_title(wanted.title), rules.check_text(wanted.words)
    ask.easy_words, ask.addressee = rules.check_easy(wanted.easy), rules.check_addressee(wanted.addressee)
    ask.reply_days, ask.is_public = rules.check_reply_days(wanted.reply_days), wanted.is_public
    if wanted.language not in LANGUAGES:
        raise Refused("language", "option-unknown")
    ask.language = wanted.language
    ask.item_id = _item(session, by, wanted.item_id)
    ask.consultation_id, ask.plan_node_id = _part(session, wanted.part)
    if wanted.film_id:
        before, ask.film_id = ask.film_id, forum_files.own(session, by, wanted.film_id).id
        if before not in (None, ask.film_id):
            forum_files.delete(session, before)


def _item(session: Session, by: Acting, item_id: str) -> int | None:
    if not item_id:
        return None
    found = session.scalar(select(AgendaItem.id).where(
        AgendaItem.public_id == item_id, AgendaItem.forum_id == by.forum_id))
    if found is None:
        raise Refused("item_id", "option-unknown")
    return found


def _part(session: Session, part: str) -> tuple[int | None, int | None]:
    """Return the consultation and the node that a part names; only what Londoners may see can be named."""
    if not part:
        return None, None
    slug, _, key = part.partition("/")
    consultation: Consultation | None = consultations.visible_by_slug(session, slug)
    version_id = consultation.plan_version_id if consultation is not None else None
    node_id = plans.node_id(session, version_id, key) if version_id is not None else None
    if consultation is None or node_id is None:
        raise Refused("part", "option-unknown")
    return consultation.id, node_id
