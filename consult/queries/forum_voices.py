"""What forums that want to be seen asked about one consultation's plan, frozen for its report and for its findings."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import Session

from consult.domain import asks as rules
from consult.domain.forum_voices import ForumVoice, Text, VoicedAsk, VoicedReply
from consult.domain.working_days import london_day
from consult.models.asks import Ask
from consult.models.consultations import Consultation
from consult.models.forums import Forum
from consult.models.plans import PlanNode, PlanNodeText, PlanVersion
from consult.queries import asks
from consult.queries.asks import AskView, ReplyView


def of_consultation(session: Session, consultation: Consultation, today: date) -> tuple[ForumVoice, ...]:
    """Return the forums with a public page that asked something of this consultation or its plan, by name.

    An ask belongs here where it names the consultation or a part of its plan in any version; one that names neither,
    where it went out since the consultation opened. Only asks that went out and that everyone may read.
    """
    forums = session.scalars(select(Forum).where(Forum.slug.is_not(None)).order_by(Forum.name, Forum.id)).all()
    if not forums:
        return ()
    belongs = set(session.scalars(
        select(Ask.public_id).outerjoin(PlanNode, PlanNode.id == Ask.plan_node_id)
        .outerjoin(PlanVersion, PlanVersion.id == PlanNode.plan_version_id).where(_belongs(session, consultation))))
    found = []
    for forum in forums:
        views = [view for view in reversed(asks.public(session, forum.id, today)) if view.public_id in belongs]
        if views:
            texts = _texts(session, [view.node_id for view in views if view.node_id is not None])
            found.append(ForumVoice(forum.slug or "", forum.name, tuple(_voiced(view, texts) for view in views)))
    return tuple(found)


def _belongs(session: Session, consultation: Consultation) -> ColumnElement[bool]:
    opened_on = london_day(consultation.opens_at)
    neither = Ask.consultation_id.is_(None) & Ask.plan_node_id.is_(None) & (Ask.sent_on >= opened_on)
    plan_id = session.scalar(select(PlanVersion.plan_id).where(PlanVersion.id == consultation.plan_version_id))
    of_plan = PlanVersion.plan_id == plan_id if plan_id is not None else false()
    return or_(Ask.consultation_id == consultation.id, of_plan, neither)


def _texts(session: Session, node_ids: Sequence[int]) -> Mapping[int, tuple[str, Text, Text, Text]]:
    """Return for each node its key, its name, its words when it was named, and those of the newest version if others.
    """
    found = {}
    for node, version in session.execute(
            select(PlanNode, PlanVersion).join(PlanVersion, PlanVersion.id == PlanNode.plan_version_id)
            .where(PlanNode.id.in_(node_ids))):
        newest = session.scalar(
            select(PlanNode).join(PlanVersion, PlanVersion.id == PlanNode.plan_version_id)
            .where(PlanVersion.plan_id == version.plan_id, PlanNode.key == node.key)
            .order_by(PlanVersion.number.desc()).limit(1))
        before = _words(session, node)
        after = _words(session, newest) if newest is not None and newest.id != node.id else {}
        found[node.id] = (node.key, _name(session, node), before,
                          after if after.get("en") != before.get("en") else {})
    return found


def _name(session: Session, node: PlanNode) -> Text:
    """Return what a part is called in each language; one without words is called by what it stands under."""
    english = node.short_title or node.title or node.short_text
    above = session.get(PlanNode, node.parent_id) if not english and node.parent_id is not None else None
    return _name(session, above) if above is not None else _each(
        session, node, english, ("short_title", "title", "short_text"))


def _words(session: Session, node: PlanNode) -> Text:
    """Return what a part says: its full words in English where it has them, else its short ones in each language."""
    if node.full_text:
        return {"en": node.full_text}
    return _each(session, node, node.short_text or node.title, ("short_text", "title"))


def _each(session: Session, node: PlanNode, english: str | None, names: Sequence[str]) -> Text:
    found = {"en": english} if english else {}
    for text in session.scalars(select(PlanNodeText).where(PlanNodeText.plan_node_id == node.id)):
        said = next((getattr(text, name) for name in names if getattr(text, name)), None)
        if said:
            found[text.language] = said
    return found


def _voiced(view: AskView, texts: Mapping[int, tuple[str, Text, Text, Text]]) -> VoicedAsk:
    key, name, before, after = texts.get(view.node_id or 0, ("", {}, {}, {}))
    newest = view.newest
    if newest is not None and newest.text_before:
        # The body itself says what changed, in words that it answers for.
        before, after = {"en": newest.text_before}, {"en": newest.text_after} if newest.text_after else after
    return VoicedAsk(
        ask_id=view.public_id, title=view.title, text=view.words, addressee=view.addressee,
        sent_on=view.sent_on.isoformat() if view.sent_on else "", due_on=view.due_on.isoformat() if view.due_on else "",
        timeliness=view.timeliness or rules.WAITING, days_late=view.days_late, language=view.language, easy=view.easy,
        node_key=key, node_title=name, before=before, after=after,
        replies=tuple(_replied(one) for one in view.replies))


def _replied(one: ReplyView) -> VoicedReply:
    return VoicedReply(
        outcome=one.outcome, reason=one.reason, replied_on=one.replied_on.isoformat(), signed=one.signed, easy=one.easy,
        later_on=one.later_on.isoformat() if one.later_on else "", goes_to=one.goes_to, mark=one.mark,
        mark_words=one.mark_words)
