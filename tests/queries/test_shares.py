"""Who is counted in a share: people who were read, of the sample where there is one, each campaign's text once read."""

import pytest
from sqlalchemy import select

from consult.domain.shares import Part, share
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import Worry
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.coding_settings import QuestionCoding
from consult.models.machines import AcceptedBatch
from consult.models.responses import Answer
from consult.models.runs import Run, Suggestion
from consult.queries import readings, shares
from consult.queries.shares import QuestionShares, Reached
from consult.services import codings, responses
from consult.services.transaction import writing
from tests import coded
from tests.statements import count_statements
from tests.worlds import World

QUESTION = "violence-words"


def test_a_share_is_of_the_people_who_were_read_and_its_interval_of_all_who_answered(world: World, officers: Theme
                                                                                     ) -> None:
    coded.code(world, answers(world)[0], officers)
    read(world, answers(world)[1])
    found = of_question(world).share(officers.id)
    assert found == share([Part(3, 2, 1)]) and not of_question(world).is_finished


def test_everything_read_is_exact(world: World, officers: Theme) -> None:
    coded.code(world, answers(world)[0], officers)
    for answer in answers(world):
        read(world, answer)
    found = of_question(world)
    assert found.share(officers.id).is_exact and found.is_finished


def test_before_anything_is_read_there_is_no_share(world: World, officers: Theme) -> None:
    assert of_question(world).share(officers.id) is None


def test_what_was_accepted_in_a_batch_counts_when_a_person_has_read_the_answer(world: World, officers: Theme) -> None:
    first, second, _third = answers(world)
    read(world, second)
    coding = coded.code(world, first, officers)
    into_a_batch(world, coding)
    assert of_question(world).share(officers.id) == share([Part(3, 1, 0)])
    assert readings.progress(db.session(), world.consultation.id)[QUESTION].people_read == 1
    check(coding)
    assert of_question(world).share(officers.id) == share([Part(3, 2, 1)])


def test_answers_outside_of_the_sample_count_in_no_share(world: World, officers: Theme) -> None:
    first, second, third = sorted(answers(world), key=lambda answer: answer.shuffle)
    for answer in (first, third):
        coded.code(world, answer, officers)
    sample_below(world, third.shuffle)
    found = of_question(world)
    assert found.is_sample and found.total == Reached(people=3, drawn=2, read=1)
    assert found.share(officers.id) == share([Part(3, 1, 1)])


def test_a_campaigns_text_is_read_once_for_all_and_can_be_left_out(world: World, officers: Theme) -> None:
    first, second, third = answers(world)
    coded.code(world, third, officers)
    sent = campaign(world, [first, second], officers)
    found = of_question(world)
    assert found.total == Reached(people=1, drawn=1, read=1, copies=2)
    assert found.share(officers.id) == share([Part(1, 1, 1), Part(2, 2, 2)])
    assert found.share(officers.id, with_campaigns=False) == share([Part(1, 1, 1)])
    refuse(sent)
    assert of_question(world).total == Reached(people=3, drawn=3, read=3)


def test_a_campaigns_text_that_nobody_has_read_is_in_no_base(world: World, officers: Theme) -> None:
    first, second, third = answers(world)
    read(world, third)
    campaign(world, [first, second], None)
    found = of_question(world)
    assert found.total == Reached(people=1, drawn=1, read=1, copies_waiting=2) and not found.is_finished
    assert found.share(officers.id) == share([Part(1, 1, 0)])


def test_words_beside_a_campaigns_text_are_the_senders_own(world: World, officers: Theme) -> None:
    first, second, third = answers(world)
    own = coded.theme(world, "Buses")
    campaign(world, [first, second, third], officers, own_words=[third])
    assert of_question(world).total == Reached(people=1, drawn=1, copies=2)
    read(world, third)
    coded.code(world, third, own, span=(0, 3))
    found = of_question(world)
    assert found.share(officers.id) == share([Part(1, 1, 1), Part(2, 2, 2)])
    assert found.share(officers.id, with_campaigns=False) == share([Part(1, 1, 0)])
    assert found.share(own.id, with_campaigns=False) == share([Part(1, 1, 1)])


def test_a_share_of_some_ways_to_answer_is_of_their_people_alone(world: World, officers: Theme) -> None:
    for answer in answers(world):
        coded.code(world, answer, officers)
    found = of_question(world)
    assert found.share(officers.id, ["post"]) == share([Part(1, 1, 1)])
    assert found.share(officers.id, ["email"]) is None


def test_people_who_are_not_counted_are_in_no_number(world: World, officers: Theme) -> None:
    coded.code(world, answers(world)[2], officers)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[2].public_id, reason="test",
                      by_id=world.staff["lead"].id)
    found = of_question(world)
    assert found.total.people == 2 and found.spoke == {}


def test_answers_that_are_kept_back_are_counted_beside_the_shares(world: World) -> None:
    worry_about(world, answers(world)[0])
    worry_about(world, answers(world)[0])
    assert of_question(world).withheld == 1


def test_the_first_so_many_of_the_random_order_lie_below_the_number_of_a_sample(world: World) -> None:
    numbers = sorted(answer.shuffle for answer in answers(world))
    session, consultation_id = db.session(), world.consultation.id
    assert shares.shuffle_at(session, consultation_id, QUESTION, 2) == numbers[2]
    assert shares.shuffle_at(session, consultation_id, QUESTION, 3) is None


def test_groups_are_of_the_people_who_were_read(world: World, officers: Theme) -> None:
    coded.code(world, answers(world)[0], officers)
    read(world, answers(world)[1])
    found = shares.by_group(db.session(), world.consultation.id, QUESTION, "victim")
    assert found == ({"no": 1, "reported": 1}, {("no", officers.id): 1})


def test_what_a_machine_offers_for_unread_answers_is_counted_apart_and_in_no_share(world: World, officers: Theme
                                                                                    ) -> None:
    first, second, third = answers(world)
    coded.code(world, first, officers)
    offer(world, officers, [first, second])
    offer(world, coded.theme(world, "Buses"), [third], is_offered=False)
    assert shares.machine_guesses(db.session(), world.consultation.id, QUESTION) == {officers.id: 1}
    assert of_question(world).share(officers.id) == share([Part(3, 1, 1)])


def test_the_number_of_statements_stays_however_much_there_is(world: World, officers: Theme) -> None:
    few = statements(world)
    for number in range(4):
        coded.code(world, world.respond("More of it."), coded.theme(world, f"Theme {number}"))
    assert statements(world) == few == 7


def statements(world: World) -> int:
    with count_statements() as sent:
        shares.by_question(db.session(), world.consultation.id)
    return len(sent)


def of_question(world: World) -> QuestionShares:
    return shares.by_question(db.session(), world.consultation.id, QUESTION)[0]


def answers(world: World) -> list[Answer]:
    return list(db.session().scalars(
        select(Answer).where(Answer.response_id.in_([one.id for one in world.responses]), Answer.text.is_not(None))
        .order_by(Answer.id)))


def read(world: World, answer: Answer) -> None:
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                      by_id=world.staff["coder"].id)


def sample_below(world: World, number: int) -> None:
    with writing() as session:
        session.add(QuestionCoding(consultation_id=world.consultation.id, question_key=QUESTION, sample_below=number,
                                   sample_wanted=2, chosen_by_id=world.staff["lead"].id))


def into_a_batch(world: World, coding: Coding) -> None:
    with writing() as session:
        batch = AcceptedBatch(
            consultation_id=world.consultation.id, theme_id=coding.theme_id, question_key=QUESTION, cut=0.5,
            precision=0.9, measured_on=20, codings=1, answers=1, accepted_by_id=world.staff["lead"].id)
        session.add(batch)
        session.flush()
        session.get_one(Coding, coding.id).batch_id = batch.id


def check(coding: Coding) -> None:
    with writing() as session:
        session.get_one(Coding, coding.id).checked_at = utc_now()


def campaign(world: World, members: list[Answer], theme: Theme | None, own_words: list[Answer] | None = None
             ) -> Campaign:
    """Confirm a campaign; with a theme its text was read and coded once for all who sent it."""
    lead_id, varied = world.staff["lead"].id, {answer.id for answer in own_words or []}
    with writing() as session:
        sent = Campaign(consultation_id=world.consultation.id, answer_id=members[0].id, state="confirmed",
                        name="A letter", decided_by_id=lead_id, decided_at=utc_now())
        session.add(sent)
        session.flush()
        for answer in members:
            session.add(CampaignMember(campaign_id=sent.id, answer_id=answer.id, state="in", likeness=1.0, start=0,
                                       end=5, is_identical=answer.id not in varied, decided_by_id=lead_id))
            if theme is None:
                continue
            if answer.id not in varied:
                session.add(Reading(answer_id=answer.id, person_id=lead_id, campaign_id=sent.id))
            passage = Passage(answer_id=answer.id, response_id=answer.response_id, start=0, end=5)
            session.add(passage)
            session.flush()
            session.add(Coding(consultation_id=world.consultation.id, passage_id=passage.id, theme_id=theme.id,
                               stance="support", frame_version=1, confirmed_by_id=lead_id, campaign_id=sent.id))
        return sent


def offer(world: World, theme: Theme, offered: list[Answer], *, is_offered: bool = True) -> None:
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="suggest", state="done")
        session.add(run)
        session.flush()
        for answer in offered:
            session.add(Suggestion(run_id=run.id, answer_id=answer.id, theme_id=theme.id, position=1, score=0.9,
                                   words=[], is_offered=is_offered))


def refuse(sent: Campaign) -> None:
    with writing() as session:
        session.get_one(Campaign, sent.id).state = "refused"


def worry_about(world: World, answer: Answer) -> None:
    with writing() as session:
        session.add(Worry(consultation_id=world.consultation.id, answer_id=answer.id, kind="harm", source="rule",
                          due_at=utc_now()))


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme in the world's code frame."""
    return coded.theme(world)
