"""What an answer shares with others of a campaign: its name, its senders, the shared stretch and the own words."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from consult.models.campaigns import Campaign, CampaignMember
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Answer, Response
from consult.queries import counted


@dataclass(frozen=True)
class Shared:
    """The campaign of an answer: `start` to `end` (code points) is shared; `additions` are stretches of own words.

    `stands_for_all` says that this answer's text is the one that is coded for every sender.
    """

    public_id: str
    name: str
    senders: int
    start: int
    end: int
    additions: tuple[tuple[int, int], ...]
    stands_for_all: bool


def of_answer(session: Session, answer_id: int) -> Shared | None:
    """Return the confirmed campaign that a person put an answer (row id) in, or None; one statement."""
    others, theirs = aliased(CampaignMember), aliased(Answer)
    senders = (select(func.count(counted.person().distinct())).select_from(others)
               .join(theirs, theirs.id == others.answer_id).join(Response, Response.id == theirs.response_id)
               .where(others.campaign_id == Campaign.id, others.state == "in", Response.excluded_reason.is_(None))
               .correlate(Campaign).scalar_subquery())
    row = session.execute(
        select(Campaign.public_id, Campaign.name, senders, CampaignMember.start, CampaignMember.end,
               CampaignMember.additions, Campaign.answer_id)
        .join(Campaign, and_(Campaign.id == CampaignMember.campaign_id, Campaign.state == "confirmed"))
        .where(CampaignMember.answer_id == answer_id, CampaignMember.state == "in")).one_or_none()
    if row is None:
        return None
    public_id, name, count, start, end, additions, text_of = row
    return Shared(public_id, name, count, start, end, tuple((int(a), int(b)) for a, b in additions),
                  text_of == answer_id)


def is_copy() -> ColumnElement[bool]:
    """Say, beside a query of Answer, that its words are read once elsewhere, in the text that stands for a campaign."""
    return exists(
        select(CampaignMember.id).join(Campaign, and_(Campaign.id == CampaignMember.campaign_id,
                                                      Campaign.state == "confirmed"))
        .where(CampaignMember.answer_id == Answer.id, CampaignMember.state == "in", CampaignMember.is_identical,
               Campaign.answer_id != Answer.id).correlate(Answer))


def is_own_words() -> ColumnElement[bool]:
    """Say, for a statement over Coding and Passage, that a passage was coded for itself: in no campaign's text.

    Neither a copy nor the text that stands for a confirmed campaign; what a sender added is their own.
    """
    stands_for_all = exists(select(Campaign.id).where(
        Campaign.answer_id == Passage.answer_id, Campaign.state == "confirmed").correlate(Passage))
    return and_(Coding.campaign_id.is_(None), ~stands_for_all)


def stands_for_many() -> ColumnElement[bool]:
    """Say, beside a query of Answer, that an answer's text is the one that stands for a confirmed campaign."""
    return exists(select(Campaign.id).where(
        Campaign.answer_id == Answer.id, Campaign.state == "confirmed").correlate(Answer))
