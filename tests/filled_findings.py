"""A row in every table of findings, of the committee's asks, of a report's making and of its answers to people."""

from datetime import date
from typing import Any

from sqlalchemy import select

from consult.models.answers_to_people import (
    HostCheck,
    HostRemark,
    NewsLetter,
    NewsSubscriber,
    OrganisationSummary,
    PlanPairing,
)
from consult.models.base import Base, utc_now
from consult.models.codebooks import Theme
from consult.models.events import Event
from consult.models.findings import Decision, DecisionText, Finding, FindingEvidence, FindingNode
from consult.models.plans import PlanNode
from consult.models.recommendations import (
    ChecklistNote,
    CommitteeDissent,
    CommitteeReply,
    CommitteeReplyAsk,
    CommitteeResponse,
    Recommendation,
    RecommendationAsk,
    RecommendationAskChange,
    RecommendationNode,
    TimelineStep,
)
from consult.models.reports import (
    DataRelease,
    Edition,
    EditionFile,
    EditionRecall,
    EditionSignOff,
    IntruderCheck,
    ReportBlock,
    ReportBlockText,
)
from consult.models.representation import Benchmark, InsideCrossing, OutsideFigure, ReachAction
from consult.models.runs import Run
from consult.models.theme_links import ThemeLink
from consult.services.transaction import writing
from tests.worlds import World

DAY = date(2026, 3, 2)


def fill_findings(world: World) -> None:
    """Put something into each table of migrations 0029 to 0032; themes, an event and a run come from the older ones."""
    with writing() as session:
        def put(row: Base) -> Any:
            session.add(row)
            session.flush()
            return row

        ids, by = {"consultation_id": world.consultation.id}, world.staff["lead"].id
        node_id = session.scalars(select(PlanNode.id).order_by(PlanNode.id)).first()
        theme_id = session.scalars(select(Theme.id).order_by(Theme.id)).first()
        ask = _committee(put, ids, by, node_id)
        _findings(put, ids, by, {"theme": theme_id, "node": node_id, "ask": ask.id})
        _beside(put, ids, by)
        _report(put, ids, by)
        _people(put, ids, by, world.responses[0].id, session.scalars(select(Event.id)).first())
        version_id = session.scalars(select(PlanNode.plan_version_id)).first()
        put(PlanPairing(from_version_id=version_id, to_version_id=version_id, from_id=node_id, to_id=node_id,
                        basis="likeness", likeness=0.8))
        put(Run(**ids, kind="report-files", state="done", finished_at=utc_now()))


def _committee(put: Any, ids: dict[str, int], by: int, node_id: int | None) -> RecommendationAsk:
    heard = put(CommitteeResponse(**ids, key="heard-2026", title="A report", body="A committee", digest="d" * 64))
    one = put(Recommendation(committee_response_id=heard.id, key="rec-1", number=1, position=0, title="Say more"))
    put(RecommendationNode(recommendation_id=one.id, plan_node_id=node_id))
    ask: RecommendationAsk = put(RecommendationAsk(recommendation_id=one.id, key="rec-1-a", position=0, text="How?"))
    put(RecommendationAskChange(ask_id=ask.id, status=None, by_id=by))
    reply = put(CommitteeReply(committee_response_id=heard.id, text={"en": "We will."}, replied_on=DAY))
    put(CommitteeReplyAsk(reply_id=reply.id, ask_id=ask.id))
    put(CommitteeDissent(committee_response_id=heard.id, key="dissent-1", who="Two members", text="It costs too much."))
    put(TimelineStep(**ids, key="draft-sent", done_on=DAY))
    put(ChecklistNote(**ids, key="gunning-1", state="met", note="Nothing was decided before.", by_id=by))
    return ask


def _findings(put: Any, ids: dict[str, int], by: int, of: dict[str, int | None]) -> None:
    finding = put(Finding(**ids, number=1, claim={"en": "People want lights."}, created_by_id=by, state="confirmed",
                          decided_by_id=by, decided_at=utc_now()))
    put(ThemeLink(**ids, theme_id=of["theme"], plan_node_id=of["node"], reason="It is about it.", created_by_id=by))
    put(FindingNode(finding_id=finding.id, plan_node_id=of["node"]))
    put(FindingEvidence(finding_id=finding.id, position=0, kind="theme", theme_id=of["theme"], added_by_id=by))
    put(FindingEvidence(finding_id=finding.id, position=1, kind="recommendation-ask", recommendation_ask_id=of["ask"],
                        added_by_id=by))
    decision = put(Decision(finding_id=finding.id, outcome="accepted", reason={"en": "It is right."}, decided_on=DAY,
                            decided_by_name="A. Person", decided_by_office="Deputy Mayor", written_by_id=by,
                            state="confirmed", confirmed_by_id=by, confirmed_at=utc_now()))
    put(DecisionText(decision_id=decision.id, position=0, plan_node_id=of["node"], before={"en": "Old words."},
                     after={"en": "New words."}))


def _beside(put: Any, ids: dict[str, int], by: int) -> None:
    put(Benchmark(**ids, question_key="age", choice="25-34", percent=17.5, source="Census 2021",
                  certainty="verified"))
    put(ReachAction(**ids, what="A stall at a market", done_on=DAY))
    put(OutsideFigure(key="trust-all", text="Trust in the Met", value=73.0, unit="percent", source_document="A report"))
    put(InsideCrossing(**ids, questions="age,sex,ethnic-group", reason="To see who is missing.", by_id=by))


def _report(put: Any, ids: dict[str, int], by: int) -> None:
    edition = put(Edition(**ids, number=90, snapshot="{}", digest="d" * 64, published_by_id=by))
    put(EditionSignOff(edition_id=edition.id, name="A. Person", office="Head of consultation", by_id=by))
    put(EditionRecall(edition_id=edition.id, reason="Words were taken back.", by_id=by))
    put(EditionFile(edition_id=edition.id, kind="pdf", language="en"))
    put(DataRelease(**ids, title="First tables", planned_on=DAY, state="released", edition_id=edition.id))
    put(IntruderCheck(edition_id=edition.id, person_id=by, answers={"one": "no"}, is_passed=True))
    block = put(ReportBlock(**ids, key="glance-words", chapter="at-a-glance", position=1.0, kind="text"))
    put(ReportBlockText(block_id=block.id, language="en", words="What people said."))


def _people(put: Any, ids: dict[str, int], by: int, response_id: int, event_id: int | None) -> None:
    asker = put(NewsSubscriber(**ids, address=b"sealed", address_hash="a" * 64, code_hash="s" * 64, asked_on=DAY))
    put(NewsLetter(subscriber_id=asker.id, about="report-1", due_at=utc_now()))
    put(OrganisationSummary(**ids, response_id=response_id, summary="They want lights.", written_by_id=by))
    check = put(HostCheck(**ids, event_id=event_id, code_hash="h" * 64, given_at=utc_now(), given_on=DAY, by_id=by))
    put(HostRemark(check_id=check.id, kind="missing", text="We asked for benches.", said_on=DAY))
