"""Puts at least one row into every table of the coding workbench, as plain rows, beside those of tests/filled.py."""

from datetime import timedelta

from sqlalchemy import select

from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import AnswerOriginal, CareLook, Redaction, Worry, WorryStep
from consult.models.codebooks import Coding, CodingAct, CodingGroup, CodingKind, CodingNode, Passage, Reading, Theme
from consult.models.coding_settings import Assignment, CodingSettings, Presence, QuestionCoding
from consult.models.double_coding import AnswerRemark, DoubleCode, DoubleReading
from consult.models.machines import AcceptedBatch, AnswerVector, ModelCall, NodeSuggestion, SuggestionOutcome
from consult.models.plans import PlanNode
from consult.models.responses import Answer
from consult.models.runs import ProposedTheme, Run, Suggestion
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World


def fill_coding(world: World) -> None:
    """Fill the tables: two themes one under the other, an answer coded in full, and one of everything else."""
    with writing() as session:
        first, second = session.scalars(
            select(Answer).where(Answer.text.is_not(None)).order_by(Answer.id).limit(2)).all()
        parent = coded.theme(world, "Safety")
        theme = coded.theme(world, "Lighting")
        theme.parent_id, theme.examples = parent.id, "Lamps that do not work"
        nodes = session.scalars(select(PlanNode.id).order_by(PlanNode.id).limit(2)).all()
        coding = coded.code(world, first, theme, span=(0, 4))
        for row in (CodingNode, CodingKind, CodingGroup, CodingAct):
            session.query(row).delete()
        session.add_all([
            *(CodingNode(coding_id=coding.id, plan_node_id=node) for node in nodes),
            CodingKind(coding_id=coding.id, kind="concern"),
            CodingGroup(coding_id=coding.id, affected="carers", impact="worse"),
            *_machines(world, first, second, theme, nodes[0]), *_team(world, first, theme), *_care(world, first)])
        _campaign(world, first, second, theme)


def _machines(world: World, first: Answer, second: Answer, theme: Theme, node_id: int) -> list[object]:
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="campaigns", state="done", done=1, total=1)
        other = Run(consultation_id=world.consultation.id, kind="discover", state="done", done=1, total=1)
        session.add_all([run, other])
        session.flush()
        kept = ProposedTheme(run_id=other.id, position=0, language="en", terms=["lamp"], size=2)
        session.add(kept)
        session.flush()
        joined = ProposedTheme(run_id=other.id, position=1, language="en", terms=["light"], size=1, state="merged",
                               merged_into_id=kept.id, decided_by_id=world.staff["lead"].id, decided_at=utc_now())
        return [
            joined, NodeSuggestion(run_id=other.id, answer_id=first.id, plan_node_id=node_id, position=0, score=0.5),
            Suggestion(run_id=other.id, answer_id=first.id, theme_id=theme.id, position=0, score=0.7, words=["lamp"],
                       nearest_id=second.id),
            SuggestionOutcome(consultation_id=world.consultation.id, answer_id=first.id, theme_id=theme.id, position=0,
                              was_offered=True, was_shown=True, was_accepted=True,
                              person_id=world.staff["coder"].id),
            AnswerVector(answer_id=first.id, digest="3" * 64, model="a model", vector=b"\x00\x3c"),
            ModelCall(consultation_id=world.consultation.id, run_id=run.id, purpose="name-groups", model="a model",
                      host="localhost", outcome="done")]


def _team(world: World, answer: Answer, theme: Theme) -> list[object]:
    coder, lead = world.staff["coder"].id, world.staff["lead"].id
    with writing() as session:
        twice = DoubleReading(consultation_id=world.consultation.id, answer_id=answer.id, reason="first",
                              question_key="violence-words", first_by_id=coder, second_by_id=lead, second_at=utc_now(),
                              compared_at=utc_now(), state="differs")
        session.add(twice)
        session.flush()
        return [
            DoubleCode(double_reading_id=twice.id, side="second", theme_id=theme.id, stance="none", start=0, end=4),
            AnswerRemark(consultation_id=world.consultation.id, answer_id=answer.id, kind="question",
                         words="What do you make of this?", by_id=coder),
            CodingSettings(consultation_id=world.consultation.id, control_share=20),
            QuestionCoding(consultation_id=world.consultation.id, question_key="violence-words", sample_below=2**30,
                           sample_wanted=200, chosen_by_id=lead),
            Assignment(consultation_id=world.consultation.id, person_id=coder, question_key="violence-words",
                       language="ur", given_by_id=lead),
            Presence(answer_id=answer.id, person_id=coder),
            CodingAct(consultation_id=world.consultation.id, person_id=coder, answer_id=answer.id, action="coded",
                      facts={"codings": [1]})]


def _care(world: World, answer: Answer) -> list[object]:
    lead = world.staff["lead"].id
    with writing() as session:
        worry = Worry(consultation_id=world.consultation.id, answer_id=answer.id, kind="harm", source="rule",
                      words=["hit"], due_at=utc_now() + timedelta(hours=24), outcome="not-passed-on",
                      closed_by_id=lead, closed_at=utc_now())
        session.add(worry)
        session.flush()
        return [
            WorryStep(worry_id=worry.id, action="closed", reason="Nobody is in danger.", by_id=lead),
            Redaction(consultation_id=world.consultation.id, answer_id=answer.id, start=0, end=4, kind="name",
                      source="person", state="confirmed", decided_by_id=lead, decided_at=utc_now()),
            AnswerOriginal(answer_id=answer.id, of_english=False, text="More officers"),
            CareLook(answer_id=answer.id, of_english=False, digest="4" * 64)]


def _campaign(world: World, first: Answer, second: Answer, theme: Theme) -> None:
    lead = world.staff["lead"].id
    with writing() as session:
        campaign = Campaign(consultation_id=world.consultation.id, answer_id=first.id, state="confirmed",
                            name="More lamps", position="support", decided_by_id=lead, decided_at=utc_now())
        batch = AcceptedBatch(consultation_id=world.consultation.id, theme_id=theme.id, cut=0.8, precision=0.9,
                              measured_on=40, codings=1, answers=1, accepted_by_id=lead)
        session.add_all([campaign, batch])
        session.flush()
        session.add(CampaignMember(campaign_id=campaign.id, answer_id=second.id, state="in", likeness=0.9, start=0,
                                   end=4, additions=[[5, 9]], decided_by_id=lead, decided_at=utc_now()))
        for end, copied in ((4, {"campaign_id": campaign.id}), (5, {"batch_id": batch.id})):
            passage = Passage(answer_id=second.id, response_id=second.response_id, start=0, end=end)
            session.add(passage)
            session.flush()
            session.add(Coding(consultation_id=world.consultation.id, passage_id=passage.id, theme_id=theme.id,
                               stance="support", frame_version=1, confirmed_by_id=lead, **copied))
        session.query(Reading).delete()
        session.add(Reading(answer_id=first.id, person_id=lead, recheck_reason="merged"))
        session.add(Reading(answer_id=second.id, person_id=lead, campaign_id=campaign.id))
