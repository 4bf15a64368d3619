"""Keeps what was coded once in a campaign's text in step with its senders: copies made, taken back, read, handed on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, case, delete, or_, select, update
from sqlalchemy.orm import Session

from consult.analysis.differences import compare, stretch_in
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.codebooks import Coding, CodingGroup, CodingKind, CodingNode, CodingQuestion, Passage, Reading
from consult.models.responses import Answer, Response

SLICE = 500
Ids = Select[tuple[int]] | Sequence[int]
# Where a copy stands and what it says: answer, start, end, theme, stance.
_Place = tuple[int, int, int, int, str]


@dataclass(frozen=True)
class _Sender:
    """A member whose answer is not the one that is coded: its text, and the stretch that it shares."""

    answer: Answer
    start: int
    end: int
    is_identical: bool


def after_coding(session: Session, consultation_id: int, coding: Coding) -> None:
    """Copy a coding of a campaign's text to everyone who sent it; nothing where the text is nobody else's."""
    _after(session, coding)


def after_withdrawal(session: Session, consultation_id: int, coding: Coding) -> None:
    """Take back the copies of a coding of a campaign's text."""
    _after(session, coding)


def after_reading(session: Session, consultation_id: int, answer: Answer, by_id: int) -> None:
    """Mark who sent a campaign's text word for word as read with it."""
    campaign = _standing_for(session, answer.id)
    if campaign is not None:
        # What was accepted with many others counts from now on, and is copied; the rest is in step already.
        passages = select(Passage.id).where(Passage.answer_id == answer.id)
        accepted = select(Coding.theme_id).where(Coding.passage_id.in_(passages), Coding.batch_id.is_not(None))
        keep_in_step(session, campaign, set(session.scalars(accepted)))


def follow(session: Session, consultation_id: int, theme_ids: Iterable[int]) -> None:
    """Let copies follow codings of campaigns' texts that were moved to another theme, or out of one (row ids)."""
    for public_id in session.scalars(select(Campaign.public_id).where(
            Campaign.consultation_id == consultation_id, Campaign.state == "confirmed").order_by(Campaign.id)).all():
        keep_in_step(session, locked(session, consultation_id, public_id), set(theme_ids))


def unread(session: Session, answer_ids: Ids) -> None:
    """Forget that copies were read with these answers (row ids): the text that stands for them is read again."""
    campaigns = select(Campaign.id).where(Campaign.answer_id.in_(answer_ids))
    session.execute(delete(Reading).where(Reading.campaign_id.in_(campaigns)))


def locked(session: Session, consultation_id: int, public_id: str) -> Campaign | None:
    """Return a campaign, locked, or None. Its answers are held first, as one who erases an answer holds it first."""
    members = (select(CampaignMember.answer_id).join(Campaign, Campaign.id == CampaignMember.campaign_id)
               .where(Campaign.public_id == public_id, Campaign.consultation_id == consultation_id))
    session.execute(select(Answer.id).where(Answer.id.in_(members)).order_by(Answer.id)
                    .with_for_update(read=True, key_share=True)).all()
    return session.scalar(
        select(Campaign).where(Campaign.public_id == public_id, Campaign.consultation_id == consultation_id)
        .with_for_update().execution_options(populate_existing=True))


def keep_in_step(session: Session, campaign: Campaign | None, theme_ids: set[int] | None = None) -> None:
    """Make the copies of a confirmed campaign what its text is coded with now, of some themes (row ids) or all.

    Who sent it word for word is read when it is. A passage is copied to where its words stand in a changed copy, and
    not at all where less than half of them do, or where a person took that copy back.
    """
    if campaign is None or campaign.state != "confirmed" or campaign.answer_id is None:
        return
    session.flush()
    letter = session.get_one(Answer, campaign.answer_id)
    senders = _senders(session, campaign)
    coded = _codings_of(session, letter.id, theme_ids)
    for some in _slices(senders) if theme_ids is None or theme_ids else ():
        _copy(session, campaign, letter, coded, some, theme_ids)
    _read_copies(session, campaign, letter, [sender for sender in senders if sender.is_identical])


def take_back(session: Session, campaign: Campaign, answer_ids: Sequence[int]) -> None:
    """Take back the copies in these answers (row ids), which are not of the campaign any more, and their readings."""
    for some in _slices(list(answer_ids)):
        passages = select(Passage.id).where(Passage.answer_id.in_(some))
        session.execute(update(Coding).where(
            Coding.campaign_id == campaign.id, Coding.passage_id.in_(passages), Coding.withdrawn_at.is_(None))
            .values(withdrawn_at=utc_now()))
        session.execute(delete(Reading).where(Reading.campaign_id == campaign.id, Reading.answer_id.in_(some)))


def follow_count(session: Session, response_id: int) -> None:
    """Let a text that counts stand for each campaign of a response (row id) that is counted or left out from now on.

    One that is left out comes before nobody, and its copies are read with it.
    """
    session.flush()
    mine = select(CampaignMember.campaign_id).join(Answer, Answer.id == CampaignMember.answer_id).where(
        Answer.response_id == response_id)
    going = session.scalars(
        select(Campaign.answer_id).join(Answer, Answer.id == Campaign.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Campaign.id.in_(mine), Response.excluded_reason.is_not(None))).all()
    hand_over(session, [answer_id for answer_id in going if answer_id is not None], only_counted=True)


def hand_over(session: Session, answer_ids: Ids, *, only_counted: bool = False) -> None:
    """Let another sender's text stand for each campaign whose text is among these answers (row ids), which are going.

    What was coded in it for that sender is then what is coded for all; what has no place there stays with each of the
    others as their own. The one with the same words comes first, of those that are counted; with `only_counted` no
    other, and the text stays where there is none.
    """
    for campaign in session.scalars(select(Campaign).where(Campaign.answer_id.in_(answer_ids)).order_by(Campaign.id)
                                    .with_for_update().execution_options(populate_existing=True)).all():
        heir = _heir(session, campaign, answer_ids, only_counted)
        if heir is not None or not only_counted:
            stand_for(session, campaign, heir)


def _heir(session: Session, campaign: Campaign, answer_ids: Ids, only_counted: bool) -> CampaignMember | None:
    is_counted = Response.excluded_reason.is_(None)
    heir = session.scalar(
        select(CampaignMember).join(Answer, Answer.id == CampaignMember.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(CampaignMember.campaign_id == campaign.id, CampaignMember.answer_id.not_in(answer_ids),
               CampaignMember.state != "out", Answer.text != "", *((is_counted,) if only_counted else ()))
        .order_by(case((CampaignMember.state == "in", 0), else_=1), case((is_counted, 0), else_=1),
                  CampaignMember.is_identical.desc(), CampaignMember.likeness.desc(), CampaignMember.id).limit(1))
    return None if heir is not None and campaign.state == "confirmed" and heir.state != "in" else heir


def stand_for(session: Session, campaign: Campaign, heir: CampaignMember | None) -> None:
    """Let a member's text stand for the campaign, or nobody's; every member is compared with it."""
    campaign.answer_id = heir.answer_id if heir is not None else None
    session.flush()
    if heir is None:
        return
    mine = select(Passage.id).where(Passage.answer_id == heir.answer_id)
    copies = (Coding.campaign_id == campaign.id, Coding.withdrawn_at.is_(None))
    _do(session, update(Coding).where(*copies, Coding.passage_id.in_(mine)).values(campaign_id=None))
    _do(session, update(Reading).where(Reading.answer_id == heir.answer_id).values(campaign_id=None))
    themes = select(Coding.theme_id).where(Coding.passage_id.in_(mine), Coding.withdrawn_at.is_(None))
    _do(session, update(Coding).where(*copies, Coding.theme_id.not_in(themes)).values(campaign_id=None))
    session.expire_all()
    if not heir.is_identical:
        _compare_again(session, campaign, session.get_one(Answer, heir.answer_id).text or "")


def _compare_again(session: Session, campaign: Campaign, letter: str) -> None:
    rows = session.execute(select(CampaignMember, Answer.text).join(Answer, Answer.id == CampaignMember.answer_id)
                           .where(CampaignMember.campaign_id == campaign.id, Answer.text != "")).all()
    for member, text in rows:
        found = compare(letter, text)
        if found is not None:
            member.start, member.end, member.likeness = found.start, found.end, found.likeness
            member.additions, member.is_identical = [list(span) for span in found.additions], found.is_identical
        else:
            member.is_identical = False
    session.flush()


def _after(session: Session, coding: Coding) -> None:
    answer_id = session.scalars(select(Passage.answer_id).where(Passage.id == coding.passage_id)).one()
    campaign = _standing_for(session, answer_id) if coding.campaign_id is None else None
    if campaign is not None:
        keep_in_step(session, campaign, {coding.theme_id})


def _standing_for(session: Session, answer_id: int) -> Campaign | None:
    """Return the confirmed campaign that an answer (row id) stands for, locked, or None."""
    found = session.execute(select(Campaign.consultation_id, Campaign.public_id).where(
        Campaign.answer_id == answer_id, Campaign.state == "confirmed")).first()
    return locked(session, *found) if found is not None else None


def _senders(session: Session, campaign: Campaign) -> list[_Sender]:
    rows = session.execute(
        select(Answer, CampaignMember.start, CampaignMember.end, CampaignMember.is_identical)
        .join(CampaignMember, CampaignMember.answer_id == Answer.id)
        .where(CampaignMember.campaign_id == campaign.id, CampaignMember.state == "in",
               Answer.id != campaign.answer_id, Answer.text != "").order_by(Answer.id))
    return [_Sender(*row) for row in rows]


def _codings_of(session: Session, answer_id: int, theme_ids: set[int] | None) -> list[tuple[Coding, Passage]]:
    """Return what a person gave the text, or has checked of what was accepted with many others."""
    was_read: ColumnElement[bool] = or_(Coding.batch_id.is_(None), Coding.checked_at.is_not(None))
    rows = session.execute(
        select(Coding, Passage).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == answer_id, Coding.withdrawn_at.is_(None), was_read, *_of_themes(theme_ids))
        .order_by(Coding.id))
    return [(coding, passage) for coding, passage in rows]


def _of_themes(theme_ids: set[int] | None) -> tuple[ColumnElement[bool], ...]:
    return () if theme_ids is None else (Coding.theme_id.in_(sorted(theme_ids)),)


def _copy(session: Session, campaign: Campaign, letter: Answer, coded: Sequence[tuple[Coding, Passage]],
          senders: Sequence[_Sender], theme_ids: set[int] | None) -> None:
    """Make the copies of these senders what they should be.

    One that goes with its original is withdrawn by nobody; one that a person withdrew is not made again. What was
    accepted there with many others and not read since gives way: the text was read.
    """
    wanted = {(sender.answer.id, *span, coding.theme_id, coding.stance): (sender, coding)
              for coding, passage in coded for sender in senders
              if (span := _place_in(letter, passage, sender)) is not None}
    due, taken = {place[:4] for place in wanted}, set[tuple[int, ...]]()
    rows = session.execute(
        select(Coding, Passage).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id.in_([sender.answer.id for sender in senders]), ~Passage.of_english,
               or_(Coding.withdrawn_at.is_(None), Coding.withdrawn_by_id.is_not(None)), *_of_themes(theme_ids)))
    for coding, passage in rows:
        place = (passage.answer_id, passage.start, passage.end, coding.theme_id, coding.stance)
        is_mine = coding.campaign_id == campaign.id
        is_unread = coding.batch_id is not None and coding.checked_at is None and coding.withdrawn_at is None
        if (is_unread and place[:4] in due) or (is_mine and coding.withdrawn_at is None and place not in wanted):
            coding.withdrawn_at = utc_now()
        elif is_mine or coding.withdrawn_at is None:
            taken.add(place[:4])
    session.flush()
    made = {place: wanted[place] for place in wanted if place[:4] not in taken}
    _store(session, campaign, made)


def _place_in(letter: Answer, passage: Passage, sender: _Sender) -> tuple[int, int] | None:
    """Return where a passage of the letter stands in a sender's answer, or None."""
    text, other = letter.text or "", sender.answer.text or ""
    if text == other and not passage.of_english:
        return passage.start, passage.end
    if passage.of_english or (passage.start, passage.end) == (0, len(text)):
        return (sender.start, sender.end) if sender.end <= len(other) else None
    return stretch_in(text[passage.start:passage.end], other)


def _store(session: Session, campaign: Campaign, made: dict[_Place, tuple[_Sender, Coding]]) -> None:
    beside = _beside(session, {coding.id for _sender, coding in made.values()})
    passages = _passages(session, made)
    copies: list[tuple[int, Coding]] = []
    stored: set[tuple[int, int]] = set()
    for place, (_sender, coding) in made.items():
        passage = passages[place[:3]]
        if (passage.id, coding.theme_id) in stored:
            continue
        stored.add((passage.id, coding.theme_id))
        copies.append((coding.id, Coding(
            consultation_id=coding.consultation_id, passage_id=passage.id, theme_id=coding.theme_id,
            stance=coding.stance, frame_version=coding.frame_version, confirmed_by_id=coding.confirmed_by_id,
            confirmed_at=coding.confirmed_at, campaign_id=campaign.id)))
    session.add_all([copy for _source, copy in copies])
    session.flush()
    session.add_all([model(coding_id=copy.id, **values) for source, copy in copies
                     for model, values in beside.get(source, ())])
    session.flush()


def _beside(session: Session, coding_ids: set[int]) -> dict[int, list[tuple[Any, dict[str, Any]]]]:
    """Return the parts of the plan, kinds and groups of codings, as models and values."""
    found: dict[int, list[tuple[Any, dict[str, Any]]]] = {}
    kept: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (CodingNode, ("plan_node_id",)), (CodingQuestion, ("question_key",)), (CodingKind, ("kind",)),
        (CodingGroup, ("affected", "impact")))
    for model, names in kept:
        for row in session.scalars(select(model).where(model.coding_id.in_(sorted(coding_ids)))):
            found.setdefault(row.coding_id, []).append((model, {name: getattr(row, name) for name in names}))
    return found


def _passages(session: Session, made: dict[_Place, tuple[_Sender, Coding]]
              ) -> dict[tuple[int, int, int], Passage]:
    """Return the passages at these places, those that were there and new ones."""
    answers = sorted({place[0] for place in made})
    there = {(row.answer_id, row.start, row.end): row for row in session.scalars(
        select(Passage).where(Passage.answer_id.in_(answers), ~Passage.of_english))}
    for place, (sender, coding) in made.items():
        if place[:3] not in there:
            there[place[:3]] = Passage(answer_id=place[0], response_id=sender.answer.response_id, start=place[1],
                                       end=place[2], created_by_id=coding.confirmed_by_id)
            session.add(there[place[:3]])
    session.flush()
    return there


def _read_copies(session: Session, campaign: Campaign, letter: Answer, senders: Sequence[_Sender]) -> None:
    reading = session.scalar(select(Reading).where(Reading.answer_id == letter.id))
    if reading is None:
        _do(session, delete(Reading).where(Reading.campaign_id == campaign.id))
        return
    for some in _slices(senders):
        ids = [sender.answer.id for sender in some]
        read = set(session.scalars(select(Reading.answer_id).where(Reading.answer_id.in_(ids))))
        session.add_all([Reading(answer_id=answer_id, person_id=reading.person_id, at=reading.at,
                                 campaign_id=campaign.id) for answer_id in ids if answer_id not in read])
    session.flush()


def _do(session: Session, statement: Any) -> None:
    session.execute(statement.execution_options(synchronize_session=False))


def _slices(items: Sequence[Any]) -> list[list[Any]]:
    rest = iter(items)
    return list(iter(lambda: list(islice(rest, SLICE)), []))
