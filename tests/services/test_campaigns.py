"""Campaigns: a machine proposes, a person decides once; newcomers are proposed, nothing is deleted."""

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from consult.queries import campaigns as stored
from consult.services import campaigns, responses, taking_back
from tests.campaign_worlds import COPIES, DECISION, LETTER, STORY, Letter, Sent, send
from tests.worlds import World


def test_a_run_proposes_the_letter_with_every_copy_and_codes_nothing(sent: Sent) -> None:
    assert sent.campaign.state == "proposed"
    assert sorted(sent.members()) == [0, 1, 2, 3, 4]
    assert {member.state for member in sent.members().values()} == {"proposed"}


def test_a_member_keeps_what_it_shares_and_what_it_adds(sent: Sent) -> None:
    member = sent.members()[3]
    text = sent.letters[3].text
    assert text[member.start:member.end] == LETTER
    assert [text[start:end] for start, end in member.additions] == [STORY]
    assert [at for at, one in sorted(sent.members().items()) if one.is_identical] == [0, 1, 2]


def test_the_list_tells_senders_channels_days_and_own_words(sent: Sent) -> None:
    [listed] = stored.listed(db.session(), sent.world.consultation.id)
    assert (listed.senders, listed.answers, listed.identical, listed.personal) == (5, 5, 3, 1)
    assert listed.channels == {"online": 2, "email": 2, "post": 1}
    assert listed.text in COPIES[:3]
    assert listed.first_at is not None and listed.last_at is not None and listed.first_at <= listed.last_at


def test_a_person_confirms_with_a_name_a_position_and_a_reason(sent: Sent) -> None:
    assert sent.confirm().answers == 5
    campaign = sent.campaign
    assert (campaign.state, campaign.name, campaign.position) == ("confirmed", "Save the office", "oppose")
    assert campaign.decided_by_id == sent.world.staff["lead"].id
    assert {member.state for member in sent.members().values()} == {"in"}
    assert [event.action for event in db.session().query(AuditEvent).order_by(AuditEvent.id)][-1] == "campaign-decided"


@pytest.mark.parametrize(("field", "value", "code"), [
    ("name", " ", "campaign-name-missing"), ("position", "", "position-missing"),
    ("position", "for", "position-missing"), ("reason", "", "campaign-reason-missing"),
    ("name", "n" * 201, "campaign-words-long"), ("organiser", "o" * 201, "campaign-words-long"),
    ("reason", "r" * 2001, "campaign-words-long"),
])
def test_half_a_decision_is_refused(sent: Sent, field: str, value: str, code: str) -> None:
    with pytest.raises(Refused, match=code) as refused:
        sent.confirm(replace(DECISION, **{field: value}))
    assert (refused.value.field, sent.campaign.state) == (field, "proposed")


def test_only_some_members_can_be_confirmed(sent: Sent) -> None:
    sent.confirm(without=[sent.letters[3].public_id])
    assert [sent.members()[at].state for at in range(5)] == ["in", "in", "in", "out", "in"]


def test_another_text_stands_for_it_where_the_typical_one_is_left_out(sent: Sent) -> None:
    typical = sent.campaign.answer_id
    sent.confirm(without=[next(one.public_id for one in sent.letters if one.id == typical)])
    assert sent.campaign.answer_id in {sent.letters[at].id for at in (0, 1, 2)} - {typical}


def test_a_campaign_of_one_sender_is_refused(sent: Sent) -> None:
    with pytest.raises(Refused, match="campaign-of-one"):
        sent.confirm(without=[one.public_id for one in sent.letters[1:]])
    assert sent.campaign.state == "proposed"


def test_two_people_who_decide_at_once_do_not_decide_twice(sent: Sent) -> None:
    sent.confirm()
    with pytest.raises(Conflict, match="campaign-decided"):
        sent.confirm(replace(DECISION, name="Another name"))
    assert sent.campaign.name == "Save the office"


def test_members_that_came_while_a_person_read_are_not_confirmed_unseen(sent: Sent, app: Flask) -> None:
    seen = max(member.id for member in sent.members().values())
    sent.add(LETTER + " I agree with every single word of this.")
    sent.look(app)
    with pytest.raises(Conflict, match="campaign-changed"):
        sent.confirm(seen=seen)


def test_an_answer_withdrawn_meanwhile_is_not_in_the_campaign(sent: Sent) -> None:
    taking_back.withdraw(public_id=response_of(sent.letters[4]))
    assert sent.confirm().answers == 4
    exclude(sent, 1)
    assert stored.one(db.session(), sent.world.consultation.id, sent.campaign.public_id).senders == 3


def test_whoever_may_not_decide_does_not(sent: Sent) -> None:
    with pytest.raises(NotAllowed):
        campaigns.confirm(consultation_id=sent.world.consultation.id, public_id=sent.campaign.public_id,
                          decision=DECISION, by_id=sent.world.staff["coder"].id)


def test_a_campaign_elsewhere_is_not_found(sent: Sent) -> None:
    with pytest.raises(NotFound):
        campaigns.refuse(consultation_id=sent.world.consultation.id, public_id="elsewhere", reason="No.",
                         by_id=sent.world.staff["lead"].id)


def test_what_was_refused_is_kept_with_its_reason_and_not_proposed_again(sent: Sent, app: Flask) -> None:
    sent.refuse("They are two neighbours.")
    sent.look(app)
    assert (sent.campaign.state, sent.campaign.reason) == ("refused", "They are two neighbours.")
    with pytest.raises(Conflict, match="campaign-decided"):
        sent.refuse()


def test_what_was_refused_can_be_confirmed_later(sent: Sent) -> None:
    sent.refuse()
    assert sent.confirm().answers == 5


def test_a_newcomer_is_proposed_to_the_campaign_and_joins_by_a_persons_word(sent: Sent, app: Flask) -> None:
    sent.confirm()
    sent.add(f"Dear all,\n{LETTER}\nRegards, Bo")
    sent.look(app)
    assert sent.members()[5].state == "proposed"
    assert sent.put_in(5).answers == 1
    assert sent.members()[5].state == "in"


def test_whoever_was_taken_out_is_not_proposed_again(sent: Sent, app: Flask) -> None:
    sent.confirm()
    sent.take_out(3)
    sent.look(app)
    assert sent.members()[3].state == "out"
    assert db.session().query(Campaign).count() == 1
    sent.put_in(3)
    assert sent.members()[3].state == "in"


def test_a_campaign_is_not_emptied_to_one_sender(sent: Sent) -> None:
    sent.confirm()
    with pytest.raises(Refused, match="campaign-of-one"):
        sent.take_out(0, 1, 2, 3)


def test_members_change_only_in_a_confirmed_campaign(sent: Sent) -> None:
    with pytest.raises(Conflict, match="campaign-not-confirmed"):
        sent.take_out(1)
    sent.confirm()
    with pytest.raises(Refused, match="members-missing"):
        sent.put_in(*range(5))


def test_a_second_search_brings_a_proposal_up_to_date_in_place(sent: Sent, app: Flask) -> None:
    before = sent.campaign.public_id
    sent.add(LETTER)
    sent.look(app)
    assert (sent.campaign.public_id, len(sent.members())) == (before, 6)


def test_a_proposal_that_nobody_decided_goes_when_its_answers_do(sent: Sent, app: Flask) -> None:
    for at in (0, 1, 2, 3):
        exclude(sent, at)
    sent.look(app)
    assert db.session().query(Campaign).count() == db.session().query(CampaignMember).count() == 0


def test_one_person_who_repeats_a_text_is_no_campaign(world: World, app: Flask) -> None:
    sent = send(world, (LETTER,))
    session = db.session()
    one = session.get_one(Answer, sent.letters[0].id)
    other = session.scalars(select(Answer.question_id).where(Answer.question_id != one.question_id)).first()
    session.add(Answer(response_id=one.response_id, question_id=other, text=LETTER, language="en", public_id="again"))
    session.commit()
    sent.look(app)
    assert session.query(Campaign).count() == 0


def test_too_few_answers_are_not_searched(world: World) -> None:
    with pytest.raises(Refused, match="nothing-to-read"):
        campaigns.find(consultation_id=world.consultation.id, by_id=world.staff["lead"].id)


def test_a_run_that_was_superseded_writes_nothing(world: World, app: Flask) -> None:
    sent = send(world)
    run = campaigns.find(consultation_id=world.consultation.id, by_id=world.staff["lead"].id)
    with pytest.raises(campaigns.runs.Superseded):
        campaigns.propose(run.id, 99, [campaigns.Family(None, sent.letters[0].id, ())])
    assert (db.session().query(Campaign).count(), db.session().get_one(Run, run.id).state) == (0, "queued")


def test_no_answer_is_deleted_or_left_out_by_any_decision(sent: Sent) -> None:
    before = db.session().query(Answer).count()
    sent.confirm()
    sent.take_out(3)
    sent.refuse()
    assert db.session().query(Answer).count() == before
    assert [db.session().get_one(Answer, one.id).text for one in sent.letters] == list(COPIES)


def response_of(answer: Letter) -> str:
    """Return the public id of an answer's response."""
    return db.session().get_one(Response, answer.response_id).public_id


def exclude(sent: Sent, at: int) -> None:
    """Let the lead leave a response out of the count."""
    responses.exclude(consultation_id=sent.world.consultation.id, public_id=response_of(sent.letters[at]),
                      reason="test", by_id=sent.world.staff["lead"].id)


@pytest.fixture
def sent(world: World, app: Flask) -> Sent:
    """The letter as five people sent it among ordinary answers, found and proposed."""
    made = send(world)
    made.look(app)
    return made
