"""Campaigns decided, coded and left at the same moment: one is first, the others are told, nothing counts twice."""

from collections import Counter

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.campaigns import Decision
from consult.extensions import db
from consult.models.campaigns import Campaign
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Response
from consult.services import campaigns, codings, taking_back
from consult.services.codings import Code
from tests import coded
from tests.campaign_worlds import DECISION, Sent, send
from tests.services.test_at_once import at_once
from tests.worlds import World


def test_a_campaign_confirmed_at_once_is_confirmed_once(app: Flask, sent: Sent) -> None:
    mine = address(sent)
    outcome = at_once(app, *[
        lambda name=name: campaigns.confirm(**mine, decision=Decision(name, "", "support", "Once."))
        for name in ("First", "Second", "Third")])
    assert outcome == {"done": 1, "campaign-decided": 2}


def test_confirmed_and_refused_at_once_is_one_of_both(app: Flask, sent: Sent) -> None:
    mine = address(sent)
    outcome = at_once(app, lambda: campaigns.confirm(**mine, decision=DECISION),
                      lambda: campaigns.refuse(**mine, reason="None."))
    # Refused after it was confirmed, it is dissolved; confirmed after it was refused, it is taken up again.
    assert outcome == {"done": 2}
    assert standing(sent) == {}


def test_two_themes_given_to_the_letter_at_once_are_both_copied_to_all(app: Flask, sent: Sent) -> None:
    sent.confirm()
    themes = [coded.theme(sent.world, name).public_id for name in ("One", "Two", "Three")]
    letter = next(one.public_id for one in sent.letters if one.id == sent.campaign.answer_id)
    consultation_id, by_id = sent.world.consultation.id, sent.world.staff["coder"].id
    outcome = at_once(app, *[
        lambda theme=theme: codings.confirm(consultation_id=consultation_id, answer_id=letter, span=None,
                                            code=Code(theme, "support"), by_id=by_id) for theme in themes])
    assert outcome == {"done": 3}
    assert set(standing(sent).values()) == {3}


def test_a_sender_who_leaves_while_the_letter_is_coded_stops_nobody(app: Flask, sent: Sent) -> None:
    sent.confirm()
    theme = coded.theme(sent.world, "One").public_id
    letter = next(one for one in sent.letters if one.id == sent.campaign.answer_id)
    leaver = next(one for one in sent.letters if one.id != letter.id)
    response = db.session().get_one(Response, leaver.response_id).public_id
    consultation_id, by_id = sent.world.consultation.id, sent.world.staff["coder"].id
    outcome = at_once(
        app, lambda: taking_back.withdraw(public_id=response),
        lambda: codings.confirm(consultation_id=consultation_id, answer_id=letter.public_id, span=None,
                                code=Code(theme, "support"), by_id=by_id))
    assert outcome == {"done": 2}
    assert standing(sent) == {one.id: 1 for one in sent.letters if one.id != leaver.id}


def address(sent: Sent) -> dict[str, object]:
    return {"consultation_id": sent.world.consultation.id, "public_id": db.session().query(Campaign).one().public_id,
            "by_id": sent.world.staff["lead"].id}


def standing(sent: Sent) -> Counter[int]:
    """Return how many codings stand on each letter (row ids)."""
    ids = [one.id for one in sent.letters]
    return Counter(dict(db.session().execute(
        select(Passage.answer_id, func.count()).join(Coding, Coding.passage_id == Passage.id)
        .where(Passage.answer_id.in_(ids), Coding.withdrawn_at.is_(None)).group_by(Passage.answer_id)).all()))


@pytest.fixture
def sent(world: World, app: Flask) -> Sent:
    """The letter among ordinary answers, found and proposed."""
    made = send(world)
    made.look(app)
    return made
