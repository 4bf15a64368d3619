"""What a forum asked, with each reply and mark: for its members, for the body that is asked, and for everyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.domain import asks as rules
from consult.domain.forum_access import Acting, Right
from consult.models.agendas import AgendaItem
from consult.models.asks import Ask, AskMark, AskReply, AskReplyForm
from consult.models.consultations import Consultation
from consult.models.forums import ForumOfficer
from consult.models.group_decisions import GroupDecision
from consult.models.plans import PlanNode
from consult.models.threads import ForumFile
from consult.queries.plan_choices import place_label

# Kinds of decisions about an ask itself, in the order in which a page shows them.
KINDS = ("ask", "ask-withdraw")


@dataclass(frozen=True)
class ReplyView:
    """A reply, with the group's mark once it is made: its code, else ""; `film` is a web address, "" for none."""

    public_id: str
    outcome: str
    reason: str
    easy: str
    goes_to: str
    later_on: date | None
    signed: str
    replied_on: date
    is_current: bool
    text_before: str
    text_after: str
    film: str
    translated: str
    translated_language: str
    mark: str
    mark_words: str


@dataclass(frozen=True)
class AskView:
    """An ask; `due_on` and `sent_on` are None until it is sent. `replies` are the oldest first.

    `timeliness` (a code of domain/asks.py, "" for a draft) and `days_late` are of the day that was asked for;
    `pending` are open decisions about it, and about marks by the reply's public id.
    """

    public_id: str
    title: str
    words: str
    easy: str
    language: str
    addressee: str
    state: str
    is_public: bool
    reply_days: int
    sent_on: date | None
    due_on: date | None
    timeliness: str
    days_late: int
    node_id: int | None
    node_label: str
    consultation_id: int | None
    item_id: str
    item_title: str
    film_id: str
    replies: tuple[ReplyView, ...] = ()
    pending: Mapping[str, str] = field(default_factory=dict)

    @property
    def newest(self) -> ReplyView | None:
        """The reply that stands."""
        return self.replies[-1] if self.replies else None


def one(session: Session, forum_id: int, public_id: str, *, is_held: bool = False) -> Ask | None:
    """Return an ask of this forum; another forum's is not there. `is_held`: locked for writing."""
    query = select(Ask).where(Ask.forum_id == forum_id, Ask.public_id == public_id)
    return session.scalar(query.with_for_update() if is_held else query)


def reply(session: Session, forum_id: int, public_id: str) -> AskReply | None:
    """Return a reply to an ask of this forum."""
    return session.scalar(select(AskReply).join(Ask, Ask.id == AskReply.ask_id).where(
        Ask.forum_id == forum_id, AskReply.public_id == public_id))


def newest_reply(session: Session, ask_id: int) -> AskReply | None:
    """Return the reply that stands, or None."""
    return session.scalar(select(AskReply).where(AskReply.ask_id == ask_id, AskReply.is_current))


def wanted_formats(ask: Ask) -> frozenset[str]:
    """Return the formats that a reply must come in, beside plain English."""
    return rules.formats_of(easy_words=ask.easy_words, has_film=ask.film_id is not None, language=ask.language)


def for_officer(session: Session, forum_id: int, person_id: int, public_id: str) -> Ask | None:
    """Return a sent ask that this officer may answer: it is for the body that the forum let them in for."""
    ask = one(session, forum_id, public_id)
    if ask is None or ask.state == rules.DRAFT:
        return None
    return ask if any(rules.same_body(ask.addressee, body) for body in _bodies(session, forum_id, person_id)) else None


def to_answer(session: Session, forum_id: int, person_id: int, today: date) -> list[AskView]:
    """Return what was asked of the body that an officer speaks for, the one due first at the top."""
    bodies = _bodies(session, forum_id, person_id)
    found = [view for view in _views(session, today, Ask.forum_id == forum_id, Ask.state == rules.SENT)
             if any(rules.same_body(view.addressee, body) for body in bodies)]
    return sorted(found, key=lambda view: (view.newest is not None, view.due_on or today))


def view(session: Session, forum_id: int, public_id: str, today: date) -> AskView | None:
    """Return an ask of this forum, or None."""
    found = _views(session, today, Ask.forum_id == forum_id, Ask.public_id == public_id)
    return found[0] if found else None


def listed(session: Session, forum_id: int, today: date, *, with_drafts: bool = True) -> list[AskView]:
    """Return the asks of a forum, the newest first. Without drafts for who only reads what went out."""
    states = (rules.SENT, rules.WITHDRAWN, *((rules.DRAFT,) if with_drafts else ()))
    return _views(session, today, Ask.forum_id == forum_id, Ask.state.in_(states))


def public(session: Session, forum_id: int, today: date) -> list[AskView]:
    """Return the asks of a forum that everyone may read, the newest first; only what went out and was not taken back.
    """
    return _views(session, today, Ask.forum_id == forum_id, Ask.state == rules.SENT, Ask.is_public)


def of_items(session: Session, forum_id: int, item_ids: Sequence[int], today: date) -> dict[int, list[AskView]]:
    """Return the asks that went out and came from items of the agenda, by the item's row id."""
    wanted = Ask.forum_id == forum_id, Ask.state == rules.SENT, Ask.item_id.in_(item_ids)
    by_id = {found.public_id: found for found in _views(session, today, *wanted)}
    found: dict[int, list[AskView]] = {}
    for item_id, public_id in session.execute(select(Ask.item_id, Ask.public_id).where(*wanted).order_by(Ask.id)):
        found.setdefault(item_id, []).append(by_id[public_id])
    return found


def pending(session: Session, forum_id: int, public_id: str) -> dict[str, str]:
    """Return the open decisions about an ask: their kinds with their public ids."""
    return dict(session.execute(
        select(GroupDecision.subject_kind, GroupDecision.public_id).where(
            GroupDecision.forum_id == forum_id, GroupDecision.subject_id == public_id,
            GroupDecision.subject_kind.in_(KINDS), GroupDecision.state == "open")).all())


def waiting(session: Session, acting: Acting) -> list[tuple[str, str]]:
    """Return the asks (public id, title) whose newest reply the group has not marked and is not asked about.

    Empty for who cannot mark.
    """
    if Right.MARK_REPLIES not in acting.rights:
        return []
    # A mark is there from the moment at which the group is asked.
    seen = select(AskMark.reply_id)
    rows = session.execute(
        select(Ask.public_id, Ask.title).join(AskReply, AskReply.ask_id == Ask.id)
        .where(Ask.forum_id == acting.forum_id, Ask.state == rules.SENT, AskReply.is_current,
               AskReply.id.not_in(seen)).order_by(Ask.id))
    return [(public_id, title) for public_id, title in rows]


def part_of(session: Session, view: AskView) -> str:
    """Return the part of a plan that an ask names, as "<consultation slug>/<node key>"; empty for none."""
    row = session.execute(
        select(Consultation.slug, PlanNode.key).join(PlanNode, PlanNode.id == view.node_id)
        .where(Consultation.id == view.consultation_id)).first()
    return f"{row.slug}/{row.key}" if row is not None else ""


def _bodies(session: Session, forum_id: int, person_id: int) -> Sequence[str]:
    return session.scalars(select(ForumOfficer.body).where(
        ForumOfficer.forum_id == forum_id, ForumOfficer.person_id == person_id, ForumOfficer.role == "responder",
        ForumOfficer.ended_at.is_(None))).all()


def _views(session: Session, today: date, *where: ColumnElement[bool]) -> list[AskView]:
    rows = session.execute(
        select(Ask, PlanNode, AgendaItem.public_id, AgendaItem.title, ForumFile.public_id)
        .outerjoin(PlanNode, PlanNode.id == Ask.plan_node_id).outerjoin(AgendaItem, AgendaItem.id == Ask.item_id)
        .outerjoin(ForumFile, ForumFile.id == Ask.film_id).where(*where).order_by(Ask.id.desc())).all()
    replies = _replies(session, [row.id for row, *_more in rows])
    decisions = _decisions(session, [row.public_id for row, *_more in rows] + [
        one.public_id for found in replies.values() for one in found])
    return [_view(row, place_label(session, node) if node is not None else "",
                  (item_id or "", title or "", film or ""), replies.get(row.id, ()), decisions, today)
            for row, node, item_id, title, film in rows]


def _view(row: Ask, node_label: str, ids: tuple[str, str, str], replies: Sequence[ReplyView],
          decisions: Mapping[tuple[str, str], str], today: date) -> AskView:
    first = replies[0].replied_on if replies else None
    due = row.reply_due_on
    pending_ids = {kind: decision for (kind, subject), decision in decisions.items() if subject == row.public_id}
    pending_ids |= {one.public_id: decisions["mark", one.public_id] for one in replies
                    if ("mark", one.public_id) in decisions}
    return AskView(
        public_id=row.public_id, title=row.title, words=row.words, easy=row.easy_words, language=row.language,
        addressee=row.addressee, state=row.state, is_public=row.is_public, reply_days=row.reply_days,
        sent_on=row.sent_on, due_on=due, timeliness=rules.timeliness(due, first, today) if due else "",
        days_late=rules.days_late(due, first, today) if due else 0, node_id=row.plan_node_id,
        node_label=node_label,
        consultation_id=row.consultation_id, item_id=ids[0], item_title=ids[1], film_id=ids[2],
        replies=tuple(replies), pending=pending_ids)


def _replies(session: Session, ask_ids: Sequence[int]) -> dict[int, list[ReplyView]]:
    forms: dict[int, dict[str, AskReplyForm]] = {}
    for form in session.scalars(select(AskReplyForm).join(AskReply, AskReply.id == AskReplyForm.reply_id)
                                .where(AskReply.ask_id.in_(ask_ids))):
        forms.setdefault(form.reply_id, {})[form.form] = form
    rows = session.execute(
        select(AskReply, AskMark).outerjoin(AskMark, (AskMark.reply_id == AskReply.id) & AskMark.is_made)
        .where(AskReply.ask_id.in_(ask_ids)).order_by(AskReply.id)).all()
    found: dict[int, list[ReplyView]] = {}
    for row, mark in rows:
        found.setdefault(row.ask_id, []).append(_reply(row, mark, forms.get(row.id, {})))
    return found


def _reply(row: AskReply, mark: AskMark | None, forms: Mapping[str, AskReplyForm]) -> ReplyView:
    film, translated = forms.get("bsl"), forms.get("language")
    return ReplyView(
        public_id=row.public_id, outcome=row.outcome, reason=row.reason, easy=row.easy_reason, goes_to=row.goes_to,
        later_on=row.later_on, signed=row.signed, replied_on=row.replied_on, is_current=row.is_current,
        text_before=row.text_before, text_after=row.text_after, film=film.text if film else "",
        translated=translated.text if translated else "", translated_language=translated.language if translated else "",
        mark=mark.mark if mark else "", mark_words=mark.words if mark else "")


def _decisions(session: Session, subjects: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = session.execute(
        select(GroupDecision.subject_kind, GroupDecision.subject_id, GroupDecision.public_id)
        .where(GroupDecision.subject_id.in_(subjects), GroupDecision.subject_kind.in_((*KINDS, "mark")),
               GroupDecision.state == "open"))
    return {(kind, subject): public_id for kind, subject, public_id in rows}
