"""What campaigns do to the tables: themes counted with and without them, and a row for each in the report."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, select
from sqlalchemy.orm import Session

from consult.models.campaigns import Campaign, CampaignMember
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.responses import Answer, Response
from consult.queries import counted
from consult.queries.shared_texts import is_own_words
from consult.queries.theme_counts import stands
from consult.queries.worries import is_withheld


@dataclass(frozen=True)
class Effect:
    """A theme with the people who spoke of it: all, those who did in own words, and those who sent the campaign."""

    name: str
    people: int
    without: int
    of_campaign: int


@dataclass(frozen=True)
class Row:
    """A campaign as the report lists it (practice.md, C4): `personal` of its senders added words of their own."""

    public_id: str
    name: str
    organiser: str
    position: str
    senders: int
    personal: int
    text: str


def by_theme(session: Session, consultation_id: int, campaign_id: int | None = None) -> list[Effect]:
    """Return the themes of codings that stand, by name, with people counted once each; one statement.

    `campaign_id` (row id) is the campaign that `of_campaign` is about; None: all of them.
    """
    mine = exists(select(CampaignMember.id).join(Campaign, Campaign.id == CampaignMember.campaign_id).where(
        CampaignMember.answer_id == Passage.answer_id, CampaignMember.state == "in", Campaign.state == "confirmed",
        *(() if campaign_id is None else (Campaign.id == campaign_id,))).correlate(Passage))
    shared = and_(~is_own_words(), mine)

    def people(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((condition, counted.person())).distinct())

    rows = session.execute(
        select(Theme.name, func.count(counted.person().distinct()), people(is_own_words()), people(shared))
        .select_from(Coding).join(Theme, Theme.id == Coding.theme_id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands(consultation_id))
        .group_by(Theme.id, Theme.name, Theme.name_key).order_by(Theme.name_key))
    return [Effect(*row) for row in rows]


def rows(session: Session, consultation_id: int) -> list[Row]:
    """Return the confirmed campaigns for the report, the largest first; two statements.

    The text is empty where nobody's stands for it, or it is kept back because somebody worries about it.
    """
    personal = case((cast(CampaignMember.additions, String) != "[]", counted.person()))
    numbers = {campaign_id: (senders, personal) for campaign_id, senders, personal in session.execute(
        select(CampaignMember.campaign_id, func.count(counted.person().distinct()), func.count(personal.distinct()))
        .join(Answer, Answer.id == CampaignMember.answer_id).join(Response, Response.id == Answer.response_id)
        .where(CampaignMember.state == "in", *counted.words(consultation_id)).group_by(CampaignMember.campaign_id))}
    found = session.execute(
        select(Campaign, case((is_withheld(), None), else_=Answer.text))
        .outerjoin(Answer, Answer.id == Campaign.answer_id)
        .where(Campaign.consultation_id == consultation_id, Campaign.state == "confirmed").order_by(Campaign.id)).all()
    listed = [Row(campaign.public_id, campaign.name, campaign.organiser, campaign.position,
                  *numbers.get(campaign.id, (0, 0)), text or "") for campaign, text in found]
    return sorted(listed, key=lambda row: -row.senders)
