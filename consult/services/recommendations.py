"""Takes in what a scrutiny body asked, and records what the office says to each ask and the replies that it sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import recommendations as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.committee_responses import CommitteeReport, NumberedRecommendation, shared_replies
from consult.domain.due_words import due_on, rhythm
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.recommendations import Answer
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.intake.committee_responses import read_committee_response
from consult.models.consultations import Consultation
from consult.models.plans import Plan, PlanNode, PlanVersion
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
from consult.services import audit, rights
from consult.services.clock import now
from consult.services.secrets import fingerprint
from consult.services.transaction import writing


@dataclass(frozen=True)
class Imported:
    """What a file brought in, and the keys of plan parts that it names and that no plan here has."""

    report: str
    recommendations: int
    asks: int
    replies: int
    dissents: int
    unknown_parts: tuple[str, ...]


def import_report(*, consultation_id: int, data: bytes, by_id: int | None = None) -> Imported:
    """Read a file (schema committee-response/1) and keep it with the consultation.

    What the file says of a reply is kept as its makers' reading; no status is set by it. Raises Refused("file", …) with
    line and reason, Conflict("committee-known") where a report of that key is there; then nothing is stored.
    """
    report = read_committee_response(data)
    with writing() as session:
        if by_id is not None:
            rights.require(session, by_id, Permission.TRACK_RECOMMENDATIONS, consultation_id)
        if session.scalar(select(CommitteeResponse.id).where(
                CommitteeResponse.consultation_id == consultation_id, CommitteeResponse.key == report.key)):
            raise Conflict("committee-known", {"key": report.key})
        row = CommitteeResponse(
            consultation_id=consultation_id, key=report.key, title=report.title, body=report.body,
            plan_key=report.plan_key, published_on=report.published_on, published_words=report.published_words,
            source_document=report.source.document, source_facts=dict(report.facts), digest=fingerprint(data),
            imported_by_id=by_id)
        session.add(row)
        session.flush()
        found = _Taker(session, row, report).take_in(by_id)
        audit.record(session, Act.COMMITTEE_REPORT_TAKEN_IN, person_id=by_id, kind="committee-report",
                     object_id=row.public_id, consultation_id=consultation_id, asks=found.asks)
        return found


def set_status(*, consultation_id: int, public_id: str, answer: Answer, revision: int, by_id: int) -> None:
    """Record what the office says to one ask; what it said before stays to be read.

    Raises what domain.recommendations.checked does, Conflict("ask-changed") where somebody changed it since
    `revision`, NotFound, NotAllowed.
    """
    answer = rules.checked(answer)
    with writing() as session:
        rights.require(session, by_id, Permission.TRACK_RECOMMENDATIONS, consultation_id)
        row = _ask(session, consultation_id, public_id)
        if row.revision != revision:
            raise Conflict("ask-changed")
        at = now(session)
        row.status, row.reason_code, row.reason = answer.status, answer.reason_code, dict(answer.reason or {})
        row.goes_to, row.promised_on = answer.goes_to, answer.promised_on
        row.status_set_at, row.status_set_by_id = at, by_id
        row.revision += 1
        session.add(RecommendationAskChange(
            ask_id=row.id, status=row.status, reason_code=row.reason_code, reason=row.reason, goes_to=row.goes_to,
            promised_on=row.promised_on, at=at, by_id=by_id))
        audit.record(session, Act.RECOMMENDATION_STATUS_SET, person_id=by_id, kind="recommendation-ask",
                     object_id=public_id, consultation_id=consultation_id, status=answer.status)


@dataclass(frozen=True)
class Written:
    """A reply as it was sent: words by language, the office that signed it, its reference, its day."""

    text: Mapping[str, str]
    signed: str
    replied_on: date | None
    reference: str = ""


def reply(*, consultation_id: int, report_id: str, written: Written, asks: Collection[str], by_id: int) -> str:
    """Record one reply that answers one ask or many (public ids); return its public id.

    The same reply to the same asks, sent twice, is kept once: everybody reads it.
    Raises Refused: ("asks", "reply-asks-missing"), ("text-en", "reply-text-missing"), ("text-<tag>", "reason-long"),
    ("signed", "office-missing" | "body-long"), ("reference", "body-long"), ("replied_on", "date-missing" |
    "reply-day-future"); NotFound for an ask of another report, NotAllowed.
    """
    text = rules.by_language(written.text, "text", rules.MOST_REPLY)
    signed, reference = " ".join(clean(written.signed).split()), " ".join(clean(written.reference).split())
    _check_written(asks, text, signed, reference)
    with writing() as session:
        rights.require(session, by_id, Permission.TRACK_RECOMMENDATIONS, consultation_id)
        row = _report(session, consultation_id, report_id)
        _check_day(written.replied_on, london_day(now(session)))
        rows = _asks(session, row.id, set(asks))
        same = _same_reply(session, row.id, (text, signed, reference, written.replied_on), {one.id for one in rows})
        if same is not None:
            return same.public_id
        made = CommitteeReply(committee_response_id=row.id, text=text, signed=signed, reference=reference,
                              replied_on=written.replied_on, written_by_id=by_id)
        session.add(made)
        session.flush()
        session.add_all(CommitteeReplyAsk(reply_id=made.id, ask_id=one.id) for one in rows)
        audit.record(session, Act.COMMITTEE_REPLY_RECORDED, person_id=by_id, kind="committee-reply",
                     object_id=made.public_id, consultation_id=consultation_id, asks=len(rows))
        return made.public_id


def date_report(*, consultation_id: int, report_id: str, published_on: date | None, by_id: int) -> None:
    """Record the day on which a report came, from which its asks wait; None where nobody knows it.

    Raises Refused("published_on", "report-day-future"), NotFound, NotAllowed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.TRACK_RECOMMENDATIONS, consultation_id)
        row = _report(session, consultation_id, report_id)
        if published_on is not None and published_on > london_day(now(session)):
            raise Refused("published_on", "report-day-future")
        row.published_on = published_on
        audit.record(session, Act.COMMITTEE_REPORT_DATED, person_id=by_id, kind="committee-report",
                     object_id=report_id, consultation_id=consultation_id,
                     day=published_on.isoformat() if published_on else "")


def _check_written(asks: Collection[str], text: Mapping[str, str], signed: str, reference: str) -> None:
    if not asks:
        raise Refused("asks", "reply-asks-missing")
    if not text.get("en"):
        raise Refused("text-en", "reply-text-missing")
    if not signed:
        raise Refused("signed", "office-missing")
    for field, words, limit in (("signed", signed, rules.MOST_OFFICE), ("reference", reference, rules.MOST_REFERENCE)):
        if len(words) > limit:
            raise Refused(field, "body-long", {"limit": limit})


def _check_day(replied_on: date | None, today: date) -> None:
    if replied_on is None:
        raise Refused("replied_on", "date-missing")
    if replied_on > today:
        raise Refused("replied_on", "reply-day-future")


def _report(session: Session, consultation_id: int, public_id: str) -> CommitteeResponse:
    row = session.scalar(select(CommitteeResponse).where(
        CommitteeResponse.consultation_id == consultation_id, CommitteeResponse.public_id == public_id))
    if row is None:
        raise NotFound()
    return row


def _ask(session: Session, consultation_id: int, public_id: str) -> RecommendationAsk:
    row = session.scalar(
        select(RecommendationAsk).join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
        .join(CommitteeResponse, CommitteeResponse.id == Recommendation.committee_response_id)
        .where(CommitteeResponse.consultation_id == consultation_id, RecommendationAsk.public_id == public_id))
    if row is None:
        raise NotFound()
    return row


def _same_reply(session: Session, report_id: int, said: tuple[object, ...], ask_ids: set[int]
                ) -> CommitteeReply | None:
    """Return a reply of the report that says the same to the same asks, None where there is none."""
    for one in session.scalars(select(CommitteeReply).where(CommitteeReply.committee_response_id == report_id)):
        if (one.text, one.signed, one.reference, one.replied_on) == said and ask_ids == set(session.scalars(
                select(CommitteeReplyAsk.ask_id).where(CommitteeReplyAsk.reply_id == one.id))):
            return one
    return None


def _asks(session: Session, report_id: int, public_ids: Collection[str]) -> list[RecommendationAsk]:
    rows = session.scalars(
        select(RecommendationAsk).join(Recommendation, Recommendation.id == RecommendationAsk.recommendation_id)
        .where(Recommendation.committee_response_id == report_id, RecommendationAsk.public_id.in_(public_ids))).all()
    if len(rows) != len(public_ids):
        raise NotFound()
    return list(rows)


class _Taker:
    """Writes the rows of one file."""

    def __init__(self, session: Session, row: CommitteeResponse, report: CommitteeReport) -> None:
        self.session, self.row, self.report = session, row, report
        self.asks: dict[int, list[RecommendationAsk]] = {}
        self.unknown: dict[str, None] = {}

    def take_in(self, by_id: int | None) -> Imported:
        """Write recommendations, then the replies to them."""
        nodes = _node_ids(self.session, self.row.consultation_id, self.report.plan_key)
        for position, one in enumerate(self.report.recommendations):
            self._recommendation(one, position, nodes)
        replies = self._replies(by_id)
        dissents = sum(len(one.dissents) for one in self.report.recommendations)
        return Imported(self.report.key, len(self.report.recommendations), len(self.report.asks), replies, dissents,
                        tuple(self.unknown))

    def _recommendation(self, one: NumberedRecommendation, position: int, nodes: Mapping[str, int]) -> None:
        row = Recommendation(
            committee_response_id=self.row.id, key=one.key, number=one.number, position=position, title=one.title,
            chapter=one.chapter, addressed_to=list(one.addressed_to), topics=list(one.topics), facts=_facts(one))
        self.session.add(row)
        self.session.flush()
        reading = one.reply.reading if one.reply is not None else ""
        self.asks[one.number] = [
            RecommendationAsk(recommendation_id=row.id, key=ask.key, position=place, text=ask.text,
                              source=ask.source.document, our_reading=reading, due_on=due_on(ask.text),
                              due_every=rhythm(ask.text)) for place, ask in enumerate(one.asks)]
        self.session.add_all(self.asks[one.number])
        self.session.add_all(RecommendationNode(recommendation_id=row.id, plan_node_id=nodes[key])
                             for key in one.plan_links if key in nodes)
        self.unknown.update(dict.fromkeys(key for key in one.plan_links if key not in nodes))
        self.session.add_all(
            CommitteeDissent(committee_response_id=self.row.id, key=f"{one.key}-dissent-{place + 1}",
                             recommendation_id=row.id, who=dissent.who, text=dissent.text,
                             source=dissent.source.document) for place, dissent in enumerate(one.dissents))
        self.session.flush()

    def _replies(self, by_id: int | None) -> int:
        """Write the replies. A file does not say which ask each answers, so that nothing counts as answered by them."""
        letter = self.report.letter
        shared = shared_replies(self.report)
        for one in shared:
            row = CommitteeReply(
                committee_response_id=self.row.id, key=one.key, text={"en": one.summary},
                signed=letter.signed if letter else "", reference=letter.reference if letter else "",
                replied_on=letter.replied_on if letter else None, source=letter.source.document if letter else "",
                written_by_id=by_id)
            self.session.add(row)
            self.session.flush()
            self.session.add_all(CommitteeReplyAsk(reply_id=row.id, ask_id=ask.id, is_answered=False)
                                 for number in one.numbers for ask in self.asks[number])
        return len(shared)


def _facts(one: NumberedRecommendation) -> dict[str, object]:
    """What stands with a recommendation and is no ask: evidence, days as written, what the reply promises."""
    return {
        "evidence": [{"who": said.who, "text": said.text} for said in one.evidence],
        "deadlines": [{"what": what, "when": when} for what, when in one.deadlines],
        "commitments": list(one.reply.commitments) if one.reply is not None else [],
    }


def _node_ids(session: Session, consultation_id: int, plan_key: str) -> dict[str, int]:
    """Return row ids of plan parts by key: of the version that is consulted on, else of the newest of that plan."""
    asked = session.scalar(
        select(PlanVersion.id).join(Plan, Plan.id == PlanVersion.plan_id)
        .join(Consultation, Consultation.plan_version_id == PlanVersion.id)
        .where(Consultation.id == consultation_id, Plan.key == plan_key))
    version_id = asked or session.scalar(
        select(PlanVersion.id).join(Plan, Plan.id == PlanVersion.plan_id).where(Plan.key == plan_key)
        .order_by(PlanVersion.number.desc()).limit(1))
    rows = session.execute(select(PlanNode.key, PlanNode.id).where(PlanNode.plan_version_id == version_id))
    return {key: node_id for key, node_id in rows}
