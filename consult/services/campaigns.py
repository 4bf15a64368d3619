"""Campaigns: proposed by a run, decided once by a person, members put in and taken out; no answer is deleted for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.domain import campaigns as rules
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.campaigns import Decision
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.runs import LEAST_TEXTS
from consult.domain.texts import clean
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from consult.queries import counted, theming
from consult.services import audit, campaign_copies, rights, runs
from consult.services.transaction import writing

SLICE = 500


@dataclass(frozen=True)
class Found:
    """An answer (row id) of a family beside the text that stands for it; see analysis.differences.Comparison."""

    answer_id: int
    likeness: float
    start: int
    end: int
    additions: tuple[tuple[int, int], ...] = ()
    is_identical: bool = False


@dataclass(frozen=True)
class Family:
    """A family to propose: to the campaign `known_id` (row id), whose text stands, or with the text of `answer_id`."""

    known_id: int | None
    answer_id: int
    members: tuple[Found, ...]


@dataclass(frozen=True)
class Settled:
    """What a decision did: how many answers are in the campaign now, and how many of those meant had gone meanwhile."""

    public_id: str
    answers: int
    gone: int = 0


def find(*, consultation_id: int, by_id: int) -> Run:
    """Start a run that looks for letters that many people sent, over all counted answers.

    Raises Refused("", "nothing-to-read") under LEAST_TEXTS answers, Conflict("run-standing").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        count = theming.count_texts(session, consultation_id)
        if count < LEAST_TEXTS:
            raise Refused("", "nothing-to-read", {"least": LEAST_TEXTS})
        return runs.start(consultation_id=consultation_id, kind="campaigns", facts={"answers": count}, by_id=by_id)


def propose(run_id: int, token: int, families: Sequence[Family]) -> None:
    """Store the families that a run found, in place of what nobody decided about before, and end the run.

    Answers that are not counted any more, or in a campaign by now, are left out, and families that are then of one
    sender. Raises Superseded.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        kept: set[int] = set()
        new = 0
        for family in families:
            stored = _store(session, run, family)
            kept |= {stored.id} if stored is not None else set()
            new += stored is not None and stored.state == "proposed"
        session.flush()
        _forget_undecided(session, run.consultation_id, kept)
        run.facts = {**run.facts, "families": new}
        runs.end(session, run, "done")


def _store(session: Session, run: Run, family: Family) -> Campaign | None:
    known = session.get(Campaign, family.known_id, with_for_update=True) if family.known_id is not None else None
    if known is not None and known.state == "refused":
        return None
    free = _free(session, run.consultation_id, [found.answer_id for found in family.members])
    members = [found for found in family.members if found.answer_id in free]
    if known is None or known.state == "proposed":
        if len({free[found.answer_id] for found in members}) < rules.LEAST_SENDERS or family.answer_id not in free:
            return None
        known = _proposal(session, run, known, family.answer_id)
    there = set(session.scalars(
        select(CampaignMember.answer_id).where(CampaignMember.campaign_id == known.id)))
    session.add_all([CampaignMember(
        campaign_id=known.id, answer_id=found.answer_id, likeness=found.likeness, start=found.start, end=found.end,
        additions=[list(span) for span in found.additions], is_identical=found.is_identical)
        for found in members if found.answer_id not in there])
    session.flush()
    return known


def _proposal(session: Session, run: Run, known: Campaign | None, answer_id: int) -> Campaign:
    if known is None:
        known = Campaign(consultation_id=run.consultation_id)
        session.add(known)
    else:
        session.execute(delete(CampaignMember).where(CampaignMember.campaign_id == known.id))
    known.run_id, known.answer_id, known.proposed_at = run.id, answer_id, utc_now()
    session.flush()
    return known


def _free(session: Session, consultation_id: int, answer_ids: Sequence[int]) -> dict[int, int]:
    """Return whom each answer (row ids) that is counted and in no campaign is counted as (row ids of responses)."""
    found: dict[int, int] = {}
    settled = select(CampaignMember.id).where(CampaignMember.answer_id == Answer.id, CampaignMember.state == "in")
    for at in range(0, len(answer_ids), SLICE):
        rows = session.execute(
            theming.counted_texts(consultation_id).with_only_columns(Answer.id, counted.person())
            .where(Answer.id.in_(answer_ids[at:at + SLICE]), ~settled.exists(), counted.of_sample()))
        found.update((answer_id, person_id) for answer_id, person_id in rows)
    return found


def _forget_undecided(session: Session, consultation_id: int, kept: Collection[int]) -> None:
    gone = session.scalars(select(Campaign.id).where(
        Campaign.consultation_id == consultation_id, Campaign.state == "proposed", Campaign.id.not_in(kept))).all()
    session.execute(delete(CampaignMember).where(CampaignMember.campaign_id.in_(gone)))
    session.execute(delete(Campaign).where(Campaign.id.in_(gone)))


def confirm(*, consultation_id: int, public_id: str, decision: Decision, without: Collection[str] = (),
            seen: int | None = None, by_id: int) -> Settled:
    """Decide that answers are one campaign, all that were proposed but those `without` (public ids of answers).

    `seen` is the newest member (row id) that the person had before their eyes. What its text was coded with already is
    copied to all. Raises NotFound, Refused by field, Conflict("campaign-decided") where it is confirmed already,
    Conflict("campaign-changed") where members came since.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        campaign = _locked(session, consultation_id, public_id)
        if campaign.state == "confirmed":
            raise Conflict("campaign-decided")
        decided = rules.check_decision(Decision(clean(decision.name), clean(decision.organiser), decision.position,
                                                clean(decision.reason)))
        rows = _members(session, campaign)
        if seen is not None and any(member.id > seen for member, _answer in rows):
            raise Conflict("campaign-changed")
        free = _free(session, consultation_id, [answer.id for _member, answer in rows])
        chosen = [member for member, answer in rows if answer.public_id not in without and answer.id in free]
        rules.check_senders(len({free[member.answer_id] for member in chosen}))
        chosen_ids = {member.id for member in chosen}
        _set(session, [member for member, _answer in rows if member.id not in chosen_ids], "out", by_id)
        _set(session, chosen, "in", by_id)
        campaign.name, campaign.organiser, campaign.position = decided.name, decided.organiser, decided.position
        campaign.reason, campaign.state = decided.reason, "confirmed"
        campaign.decided_by_id, campaign.decided_at = by_id, utc_now()
        session.flush()
        _keep(session, campaign)
        _record(session, campaign, by_id, answers=len(chosen))
        wanted = sum(answer.public_id not in without for _member, answer in rows)
        return Settled(public_id, len(chosen), wanted - len(chosen))


def refuse(*, consultation_id: int, public_id: str, reason: str, by_id: int) -> Settled:
    """Decide that answers are no campaign; one that was confirmed is dissolved, and its copies are taken back.

    Its answers are then read one by one, and it can be confirmed later. Raises NotFound, Refused("reason", …),
    Conflict("campaign-decided") where it was refused already.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
        campaign = _locked(session, consultation_id, public_id)
        if campaign.state == "refused":
            raise Conflict("campaign-decided")
        campaign.reason = rules.check_reason(clean(reason))
        rows = _members(session, campaign)
        campaign_copies.take_back(session, campaign, [answer.id for _member, answer in rows])
        _set(session, [member for member, _answer in rows], "proposed", None)
        campaign.state, campaign.decided_by_id, campaign.decided_at = "refused", by_id, utc_now()
        _record(session, campaign, by_id, answers=len(rows))
        return Settled(public_id, 0)


def put_in(*, consultation_id: int, public_id: str, answers: Collection[str], by_id: int) -> Settled:
    """Put answers (public ids) into a confirmed campaign that were proposed for it or taken out before.

    Raises NotFound, Conflict("campaign-not-confirmed"), Refused("members", "members-missing") where none is left.
    """
    with writing() as session:
        campaign, chosen = _chosen(session, consultation_id, public_id, answers, by_id)
        free = _free(session, consultation_id, [member.answer_id for member in chosen])
        joining = [member for member in chosen if member.answer_id in free]
        if not joining:
            raise Refused("members", "members-missing")
        _set(session, joining, "in", by_id)
        _keep(session, campaign)
        _record(session, campaign, by_id, answers=len(joining), put="in")
        return Settled(public_id, len(joining), len(answers) - len(joining))


def take_out(*, consultation_id: int, public_id: str, answers: Collection[str], by_id: int) -> Settled:
    """Take answers (public ids) out of a confirmed campaign: they are read and coded by themselves.

    Raises as `put_in`, and Refused("members", "campaign-of-one") where one sender would be left.
    """
    with writing() as session:
        campaign, chosen = _chosen(session, consultation_id, public_id, answers, by_id)
        if not chosen:
            raise Refused("members", "members-missing")
        going = {member.answer_id for member in chosen}
        rules.check_senders(_senders_without(session, campaign, going))
        _set(session, chosen, "out", by_id)
        campaign_copies.take_back(session, campaign, sorted(going))
        _keep(session, campaign)
        _record(session, campaign, by_id, answers=len(chosen), put="out")
        return Settled(public_id, len(chosen), len(answers) - len(chosen))


def _locked(session: Session, consultation_id: int, public_id: str) -> Campaign:
    found = campaign_copies.locked(session, consultation_id, public_id)
    if found is None:
        raise NotFound()
    return found


def _chosen(session: Session, consultation_id: int, public_id: str, answers: Collection[str], by_id: int
            ) -> tuple[Campaign, list[CampaignMember]]:
    rights.require(session, by_id, Permission.MANAGE_CODING, consultation_id)
    campaign = _locked(session, consultation_id, public_id)
    if campaign.state != "confirmed":
        raise Conflict("campaign-not-confirmed")
    return campaign, [member for member, answer in _members(session, campaign) if answer.public_id in answers]


def _members(session: Session, campaign: Campaign) -> list[tuple[CampaignMember, Answer]]:
    rows = session.execute(
        select(CampaignMember, Answer).join(Answer, Answer.id == CampaignMember.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(CampaignMember.campaign_id == campaign.id).order_by(CampaignMember.id)
        .execution_options(populate_existing=True))
    return [(member, answer) for member, answer in rows]


def _senders_without(session: Session, campaign: Campaign, going: Collection[int]) -> int:
    """Return how many people are left in a campaign without some answers (row ids)."""
    return session.scalar(
        select(func.count(counted.person().distinct())).select_from(CampaignMember)
        .join(Answer, Answer.id == CampaignMember.answer_id).join(Response, Response.id == Answer.response_id)
        .where(CampaignMember.campaign_id == campaign.id, CampaignMember.state == "in",
               CampaignMember.answer_id.not_in(going))) or 0


def _set(session: Session, members: Sequence[CampaignMember], state: str, by_id: int | None) -> None:
    for member in members:
        member.state, member.decided_by_id = state, by_id
        member.decided_at = utc_now() if by_id is not None else None
    session.flush()


def _keep(session: Session, campaign: Campaign) -> None:
    """Let a text of a member stand for the campaign, and its copies be in step with it."""
    heir = session.scalar(select(CampaignMember).where(
        CampaignMember.campaign_id == campaign.id, CampaignMember.answer_id == campaign.answer_id,
        CampaignMember.state == "in"))
    if heir is None:
        heir = session.scalars(
            select(CampaignMember).where(CampaignMember.campaign_id == campaign.id, CampaignMember.state == "in")
            .order_by(CampaignMember.is_identical.desc(), CampaignMember.likeness.desc(), CampaignMember.id)
            .limit(1)).one()
        campaign_copies.stand_for(session, campaign, heir)
    campaign_copies.keep_in_step(session, campaign)


def _record(session: Session, campaign: Campaign, by_id: int, **facts: object) -> None:
    audit.record(session, Act.CAMPAIGN_DECIDED, person_id=by_id, kind="campaign", object_id=campaign.public_id,
                 consultation_id=campaign.consultation_id, state=campaign.state, **facts)
