"""What scrutiny bodies asked, ask by ask, with the office's answers, the replies and the dissents, for staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import recommendations as rules
from consult.domain.recommendations import Waiting
from consult.domain.working_days import london_day
from consult.models.findings import Finding, FindingEvidence
from consult.models.people import Person
from consult.models.plans import PlanNode
from consult.models.recommendations import (
    CommitteeDissent,
    CommitteeReply,
    CommitteeReplyAsk,
    CommitteeResponse,
    Recommendation,
    RecommendationAsk,
    RecommendationAskChange,
    RecommendationNode,
)
from consult.queries.plan_choices import place_label


@dataclass(frozen=True)
class ReplyView:
    """A reply, with the row ids of the asks that it speaks to, and of those that it answers."""

    public_id: str
    text: Mapping[str, str]
    signed: str
    reference: str
    replied_on: date | None
    source: str
    asks: frozenset[int]
    answered: frozenset[int]


@dataclass(frozen=True)
class AskView:
    """One ask. `status` is the office's own, None while it has set none; `our_reading` is the file's, and not its.

    `replies` speak to it, the oldest first: the last one counts.
    """

    row: RecommendationAsk
    number: str
    waiting: Waiting
    replies: tuple[ReplyView, ...]

    @property
    def reply(self) -> ReplyView | None:
        """The reply that stands."""
        return self.replies[-1] if self.replies else None


@dataclass(frozen=True)
class RecommendationView:
    """A recommendation with its asks, the parts of the plan that it speaks of as (key, label), and the dissents."""

    row: Recommendation
    asks: tuple[AskView, ...]
    nodes: tuple[tuple[str, str], ...]
    dissents: tuple[CommitteeDissent, ...]

    @property
    def status(self) -> str:
        """What all its asks share; see domain/recommendations.of_recommendation."""
        return rules.of_recommendation(ask.row.status for ask in self.asks)


@dataclass(frozen=True)
class ReportView:
    """One report of a scrutiny body, whole."""

    row: CommitteeResponse
    recommendations: tuple[RecommendationView, ...]
    replies: tuple[ReplyView, ...]

    @property
    def asks(self) -> tuple[AskView, ...]:
        """Every ask, in order."""
        return tuple(ask for one in self.recommendations for ask in one.asks)

    @property
    def tally(self) -> dict[str, int]:
        """How many asks have each status, and "" for those with none."""
        return rules.tally(ask.row.status for ask in self.asks)

    def numbers(self, ids: frozenset[int]) -> tuple[str, ...]:
        """Return how the asks of these row ids are called, in order."""
        return tuple(ask.number for ask in self.asks if ask.row.id in ids)


@dataclass(frozen=True)
class ChangeView:
    """What the office said of an ask at one time; `by` is a name, empty where nobody of the staff did."""

    row: RecommendationAskChange
    at: datetime
    by: str


@dataclass(frozen=True)
class _Parts:
    """The rows below a report, by what they belong to."""

    asks: dict[int, list[RecommendationAsk]] = field(default_factory=dict)
    nodes: dict[int, list[PlanNode]] = field(default_factory=dict)
    dissents: dict[int, list[CommitteeDissent]] = field(default_factory=dict)
    replies: tuple[ReplyView, ...] = ()


def reports(session: Session, consultation_id: int, today: date) -> list[ReportView]:
    """Return every report of a scrutiny body on the consultation, the newest first; six statements for each."""
    rows = session.scalars(select(CommitteeResponse).where(CommitteeResponse.consultation_id == consultation_id)
                           .order_by(CommitteeResponse.key.desc(), CommitteeResponse.id.desc())).all()
    return [_report(session, row, today) for row in rows]


def report(session: Session, consultation_id: int, public_id: str, today: date) -> ReportView | None:
    """Return one report, None where the consultation has none of that id."""
    row = session.scalar(select(CommitteeResponse).where(
        CommitteeResponse.consultation_id == consultation_id, CommitteeResponse.public_id == public_id))
    return _report(session, row, today) if row is not None else None


def ask(session: Session, consultation_id: int, public_id: str, today: date
        ) -> tuple[ReportView, RecommendationView, AskView] | None:
    """Return one ask with the recommendation and the report that it stands in; None where there is none."""
    report_id = session.scalar(
        select(CommitteeResponse.public_id)
        .join(Recommendation, Recommendation.committee_response_id == CommitteeResponse.id)
        .join(RecommendationAsk, RecommendationAsk.recommendation_id == Recommendation.id)
        .where(CommitteeResponse.consultation_id == consultation_id, RecommendationAsk.public_id == public_id))
    found = report(session, consultation_id, report_id, today) if report_id is not None else None
    return next(((found, one, part) for one in found.recommendations for part in one.asks
                 if part.row.public_id == public_id), None) if found is not None else None


def changes(session: Session, ask_id: int) -> list[ChangeView]:
    """Return everything that the office said of an ask (row id), the newest first."""
    rows = session.execute(
        select(RecommendationAskChange, Person.name)
        .outerjoin(Person, Person.id == RecommendationAskChange.by_id)
        .where(RecommendationAskChange.ask_id == ask_id).order_by(RecommendationAskChange.id.desc()))
    return [ChangeView(row, row.at, name or "") for row, name in rows]


def findings_of(session: Session, ask_id: int) -> Sequence[Finding]:
    """Return the findings that rest on an ask (row id), by number."""
    return session.scalars(
        select(Finding).where(Finding.id.in_(select(FindingEvidence.finding_id).where(
            FindingEvidence.recommendation_ask_id == ask_id))).order_by(Finding.number)).all()


def counts(session: Session, consultation_id: int, plan_key: str) -> tuple[int, int]:
    """Return how many asks the reports on this plan hold, and to how many of them the office said something."""
    rows = session.scalars(
        select(RecommendationAsk.status)
        .join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
        .join(CommitteeResponse, CommitteeResponse.id == Recommendation.committee_response_id)
        .where(CommitteeResponse.consultation_id == consultation_id, CommitteeResponse.plan_key == plan_key)).all()
    return len(rows), sum(status is not None for status in rows)


def _report(session: Session, row: CommitteeResponse, today: date) -> ReportView:
    parts = _parts(session, row.id)
    rows = session.scalars(select(Recommendation).where(Recommendation.committee_response_id == row.id)
                           .order_by(Recommendation.position)).all()
    found = tuple(
        RecommendationView(one, tuple(_ask(row, one, at, parts.replies, today) for at in parts.asks.get(one.id, ())),
                           _labels(session, parts.nodes.get(one.id, ())), tuple(parts.dissents.get(one.id, ())))
        for one in rows)
    return ReportView(row, found, parts.replies)


def _ask(row: CommitteeResponse, one: Recommendation, at: RecommendationAsk, replies: Sequence[ReplyView], today: date
         ) -> AskView:
    mine = tuple(reply for reply in replies if at.id in reply.asks)
    last = mine[-1] if mine else None
    said_on = london_day(at.status_set_at) if at.status_set_at is not None else None
    waiting = rules.waiting(
        row.published_on, last.replied_on if last is not None else said_on, at.due_on, today,
        is_replied=last is not None or said_on is not None,
        is_answered=at.status is not None or any(at.id in reply.answered for reply in mine))
    return AskView(at, rules.number_of(one.number, at.position), waiting, mine)


def _labels(session: Session, nodes: Sequence[PlanNode]) -> tuple[tuple[str, str], ...]:
    return tuple((node.key, place_label(session, node)) for node in nodes)


def _parts(session: Session, report_id: int) -> _Parts:
    """Return what stands below a report; five statements."""
    found = _Parts(replies=_replies(session, report_id))
    for at in session.scalars(
            select(RecommendationAsk).join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
            .where(Recommendation.committee_response_id == report_id)
            .order_by(RecommendationAsk.recommendation_id, RecommendationAsk.position)):
        found.asks.setdefault(at.recommendation_id, []).append(at)
    for owner, node in session.execute(
            select(RecommendationNode.recommendation_id, PlanNode)
            .join(PlanNode, PlanNode.id == RecommendationNode.plan_node_id)
            .join(Recommendation, Recommendation.id == RecommendationNode.recommendation_id)
            .where(Recommendation.committee_response_id == report_id).order_by(PlanNode.position)):
        found.nodes.setdefault(owner, []).append(node)
    for dissent in session.scalars(select(CommitteeDissent).where(
            CommitteeDissent.committee_response_id == report_id).order_by(CommitteeDissent.id)):
        if dissent.recommendation_id is not None:
            found.dissents.setdefault(dissent.recommendation_id, []).append(dissent)
    return found


def _replies(session: Session, report_id: int) -> tuple[ReplyView, ...]:
    """Return the replies, the oldest first: those without a day came with the file, before all others."""
    linked: dict[int, list[CommitteeReplyAsk]] = {}
    for link in session.scalars(
            select(CommitteeReplyAsk).join(CommitteeReply, CommitteeReply.id == CommitteeReplyAsk.reply_id)
            .where(CommitteeReply.committee_response_id == report_id)):
        linked.setdefault(link.reply_id, []).append(link)
    rows = session.scalars(select(CommitteeReply).where(CommitteeReply.committee_response_id == report_id)
                           .order_by(CommitteeReply.id)).all()
    return tuple(_reply(row, linked.get(row.id, ())) for row in
                 sorted(rows, key=lambda row: (row.replied_on or date.min, row.id)))


def _reply(row: CommitteeReply, links: Sequence[CommitteeReplyAsk]) -> ReplyView:
    text: dict[str, Any] = row.text
    return ReplyView(row.public_id, text, row.signed, row.reference, row.replied_on, row.source,
                     frozenset(link.ask_id for link in links),
                     frozenset(link.ask_id for link in links if link.is_answered))
