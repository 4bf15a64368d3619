"""Campaigns as pages and runs see them: what is proposed, what was decided and by whom, and who sent what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, String, and_, case, cast, func, select
from sqlalchemy.orm import Session

from consult.domain.campaigns import Known
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.people import Person
from consult.models.responses import Answer, RespondingBody, Response
from consult.queries import counted
from consult.queries.theming import counted_texts
from consult.queries.worries import is_withheld

PAGE = 25
_NONE = (0, 0, 0, 0, 0, None, None, 0, 0, 0)
ORDER = case((Campaign.state == "proposed", 0), (Campaign.state == "confirmed", 1), else_=2)


@dataclass(frozen=True)
class Text:
    """A counted answer in own words, whichever way it came: row ids of it and of its response, the words as written.

    `person_id` is the response that its sender is counted with; `speaks_for` the body that it speaks for, or empty.
    """

    id: int
    response_id: int
    text: str
    person_id: int
    channel: str
    speaks_for: str


@dataclass(frozen=True)
class Listed:
    """A campaign with its numbers; of a confirmed one they are about its members, else about those proposed.

    `senders` are people, by `channels` too, each once however often they sent it; `answers` theirs, `identical` of them
    word for word, `personal` with words of their own; `people_identical` and `people_personal` sent such ones.
    `waiting` newcomers are proposed to a confirmed one. `text` is None where nobody's text stands for it, or it is kept
    back because somebody worries about it.
    """

    id: int
    public_id: str
    state: str
    name: str
    organiser: str
    position: str
    reason: str
    decided_by: str | None
    decided_at: datetime | None
    text: str | None
    language: str
    senders: int
    answers: int
    identical: int
    personal: int
    waiting: int
    first_at: datetime | None
    last_at: datetime | None
    channels: Mapping[str, int]
    newest: int
    people_identical: int
    people_personal: int


@dataclass(frozen=True)
class Member:
    """An answer of a campaign beside its text; `text` is None while somebody worries about it."""

    answer_id: str
    response_id: str
    received_at: datetime
    channel: str
    language: str
    text: str | None
    likeness: float
    is_identical: bool
    state: str
    stands_for_all: bool


@dataclass(frozen=True)
class Members:
    """Up to PAGE members and how many there are."""

    rows: tuple[Member, ...]
    total: int


def texts(session: Session, consultation_id: int) -> list[Text]:
    """Return every counted answer in own words, as it was written, in the order of row ids; one statement.

    Letters, e-mails and documents are among them; panels are not, for whoever was chosen to answer sends no campaign.
    """
    rows = session.execute(
        counted_texts(consultation_id).outerjoin(RespondingBody, RespondingBody.response_id == Response.id)
        .with_only_columns(Answer.id, Answer.response_id, Answer.text, counted.person(), Response.channel,
                           func.coalesce(RespondingBody.name, ""))
        .where(counted.of_sample()).order_by(Answer.id))
    return [Text(*row) for row in rows]


def own_words(session: Session, consultation_id: int) -> dict[int, list[tuple[int, int]]]:
    """Return the stretches of own words in answers (row ids) of confirmed campaigns that have any; one statement."""
    rows = session.execute(
        select(CampaignMember.answer_id, CampaignMember.additions)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id)
        .where(Campaign.consultation_id == consultation_id, Campaign.state == "confirmed",
               CampaignMember.state == "in", cast(CampaignMember.additions, String) != "[]"))
    return {answer_id: [(int(start), int(end)) for start, end in additions] for answer_id, additions in rows}


def known(session: Session, consultation_id: int) -> list[Known]:
    """Return the campaigns with the states of their members; two statements."""
    states: dict[int, dict[int, str]] = {}
    rows = session.execute(
        select(CampaignMember.campaign_id, CampaignMember.answer_id, CampaignMember.state)
        .join(Campaign, Campaign.id == CampaignMember.campaign_id).where(Campaign.consultation_id == consultation_id))
    for campaign_id, answer_id, state in rows:
        states.setdefault(campaign_id, {})[answer_id] = state
    found = session.execute(
        select(Campaign.id, Campaign.state).where(Campaign.consultation_id == consultation_id).order_by(Campaign.id))
    return [Known(campaign_id, state, states.get(campaign_id, {})) for campaign_id, state in found]


def letters(session: Session, consultation_id: int) -> dict[int, int]:
    """Return the answer (row id) whose text stands for each confirmed campaign (row id); one statement."""
    rows = session.execute(select(Campaign.id, Campaign.answer_id).where(
        Campaign.consultation_id == consultation_id, Campaign.state == "confirmed", Campaign.answer_id.is_not(None)))
    return {campaign_id: answer_id for campaign_id, answer_id in rows}


def listed(session: Session, consultation_id: int, public_id: str | None = None) -> list[Listed]:
    """Return the campaigns, or one: what waits for a decision first, the largest first; three statements."""
    which = () if public_id is None else (Campaign.public_id == public_id,)
    rows = session.execute(
        select(Campaign, Person.name, Answer.text, Answer.language, is_withheld())
        .outerjoin(Person, Person.id == Campaign.decided_by_id).outerjoin(Answer, Answer.id == Campaign.answer_id)
        .where(Campaign.consultation_id == consultation_id, *which).order_by(ORDER, Campaign.id)).all()
    ids = [campaign.id for campaign, *_others in rows]
    numbers, channels = _numbers(session, ids), _channels(session, ids)
    found = [_listed(campaign, by, None if withheld else text, language or "", numbers.get(campaign.id, _NONE),
                     channels.get(campaign.id, {}))
             for campaign, by, text, language, withheld in rows]
    return sorted(found, key=lambda one: (("proposed", "confirmed", "refused").index(one.state), -one.senders, one.id))


def one(session: Session, consultation_id: int, public_id: str) -> Listed | None:
    """Return a campaign by its public id, or None."""
    return next(iter(listed(session, consultation_id, public_id)), None)


def members(session: Session, campaign: Listed, state: str, page: int = 1) -> Members:
    """Return a page (from 1) of the members in a state: those that changed the text most first; two statements."""
    here = (CampaignMember.campaign_id == campaign.id, CampaignMember.state == state,
            Response.excluded_reason.is_(None))
    base = (select(CampaignMember, Answer, Response, Campaign.answer_id, is_withheld())
            .join(Answer, Answer.id == CampaignMember.answer_id).join(Response, Response.id == Answer.response_id)
            .join(Campaign, Campaign.id == CampaignMember.campaign_id).where(*here))
    rows = session.execute(
        base.order_by(CampaignMember.is_identical, CampaignMember.likeness, CampaignMember.id)
        .limit(PAGE).offset((max(page, 1) - 1) * PAGE))
    total = session.scalar(base.with_only_columns(func.count())) or 0
    return Members(tuple(
        Member(answer.public_id or "", response.public_id, response.received_at, response.channel, answer.language,
               None if withheld else answer.text, member.likeness, member.is_identical, member.state,
               answer.id == letter_id)
        for member, answer, response, letter_id, withheld in rows), total)


def waiting_count(session: Session, consultation_id: int) -> int:
    """Return how many proposals and newcomers wait for a person; one statement."""
    return session.scalar(
        select(func.count(Campaign.id.distinct())).outerjoin(CampaignMember, and_(
            CampaignMember.campaign_id == Campaign.id, CampaignMember.state == "proposed"))
        .where(Campaign.consultation_id == consultation_id, (Campaign.state == "proposed") | and_(
            Campaign.state == "confirmed", CampaignMember.id.is_not(None)))) or 0


def _of_state() -> ColumnElement[bool]:
    """Say that a member is one that the numbers of its campaign are about."""
    return case((Campaign.state == "confirmed", CampaignMember.state == "in"), else_=CampaignMember.state != "out")


def _counted(ids: Sequence[int], *columns: ColumnElement[Any]) -> Select[Any]:
    return (select(CampaignMember.campaign_id, *columns)
            .join(Campaign, Campaign.id == CampaignMember.campaign_id)
            .join(Answer, Answer.id == CampaignMember.answer_id).join(Response, Response.id == Answer.response_id)
            .where(CampaignMember.campaign_id.in_(ids), Response.excluded_reason.is_(None), counted.of_sample()))


def _numbers(session: Session, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    mine, has_own = _of_state(), cast(CampaignMember.additions, String) != "[]"
    newcomer = and_(Campaign.state == "confirmed", CampaignMember.state == "proposed")
    rows = session.execute(_counted(
        ids, _people(mine), _sum(mine),
        _sum(and_(mine, CampaignMember.is_identical)), _sum(and_(mine, has_own)), _sum(newcomer),
        func.min(case((mine, Response.received_at))), func.max(case((mine, Response.received_at))),
        func.max(CampaignMember.id), _people(and_(mine, CampaignMember.is_identical)), _people(and_(mine, has_own)),
    ).group_by(CampaignMember.campaign_id))
    return {row[0]: tuple(row[1:]) for row in rows}


def _channels(session: Session, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    # Of a subquery: PostgreSQL groups by no statement within a statement.
    sent = _counted(ids, counted.person().label("person"), counted.channel_of_person().label("channel")).where(
        _of_state()).distinct().subquery()
    rows = session.execute(select(sent.c.campaign_id, sent.c.channel, func.count())
                           .group_by(sent.c.campaign_id, sent.c.channel))
    found: dict[int, dict[str, int]] = {}
    for campaign_id, channel, count in rows:
        found.setdefault(campaign_id, {})[channel] = count
    return found


def _people(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, counted.person())).distinct())


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(cast(case((condition, 1), else_=0), Integer)), 0)


def _listed(campaign: Campaign, by: str | None, text: str | None, language: str, numbers: tuple[Any, ...],
            channels: Mapping[str, int]) -> Listed:
    senders, answers, identical, personal, waiting, first_at, last_at, *others = numbers
    return Listed(
        campaign.id, campaign.public_id, campaign.state, campaign.name, campaign.organiser, campaign.position,
        campaign.reason, by, campaign.decided_at, text, language, senders, answers, identical, personal, waiting,
        first_at, last_at, channels, *others)
