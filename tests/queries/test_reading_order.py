"""Which answer comes next: random order, once each, none that is not for this coder; what it holds is test_codings."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import Worry
from consult.models.codebooks import Reading
from consult.models.coding_settings import Assignment, Presence, QuestionCoding
from consult.models.responses import Answer
from consult.queries import reading_order as queries
from consult.services import codings, presences, responses
from consult.services.transaction import writing
from tests.queries.test_codings import again_in_another_version, coder, texts
from tests.statements import count_statements
from tests.worlds import World

KEY = "violence-words"


def test_answers_come_in_the_order_of_the_shuffle_and_each_once(world: World) -> None:
    shuffled = shuffle(world, 30, 10, 20)
    assert walk(world) == [shuffled[10], shuffled[20], shuffled[30]]


def test_answers_with_the_same_number_in_the_shuffle_all_come(world: World) -> None:
    shuffle(world, 7, 7, 7)
    assert sorted(walk(world)) == sorted(texts(world))


def test_an_answer_that_was_read_does_not_come_again(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=shuffled[1], by_id=coder(world))
    assert walk(world) == [shuffled[2], shuffled[3]]


def test_an_answer_of_a_response_that_is_left_out_does_not_come(world: World) -> None:
    shuffle(world, 1, 2, 3)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[1].public_id, reason="test",
                      by_id=world.staff["lead"].id)
    assert len(walk(world)) == 2


def test_answers_to_another_wording_of_the_question_come_too(world: World) -> None:
    again_in_another_version(world)
    late = world.respond("Under the new wording.")
    assert late.public_id in walk(world)
    assert len(walk(world)) == 4


def test_there_is_no_next_answer_to_a_question_that_is_not_in_own_words(world: World) -> None:
    assert queries.next_answer(db.session(), world.consultation.id, "support-knife-crime") is None
    assert queries.next_answer(db.session(), world.consultation.id, "victim") is None
    assert queries.next_answer(db.session(), world.consultation.id, "nobody-asked") is None


def test_an_answer_to_look_at_again_comes_again_and_alone_where_only_those_are_asked_for(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    for place in (1, 2):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=shuffled[place], by_id=coder(world))
    with writing() as session:
        session.execute(update(Reading).where(Reading.answer_id == row(shuffled[2]).id).values(recheck_reason="split"))
    assert walk(world) == [shuffled[2], shuffled[3]]
    assert next_one(world, only_again=True) == shuffled[2]


def test_an_answer_that_somebody_worries_about_does_not_come_until_it_is_handled(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    with writing() as session:
        session.add(Worry(consultation_id=world.consultation.id, answer_id=row(shuffled[2]).id, kind="harm",
                          source="rule", due_at=utc_now()))
    assert walk(world) == [shuffled[1], shuffled[3]]


def test_only_answers_of_the_sample_come(world: World) -> None:
    shuffled = shuffle(world, 100, 2, 300)
    with writing() as session:
        session.add(QuestionCoding(consultation_id=world.consultation.id, question_key=KEY, sample_below=101,
                                   chosen_by_id=coder(world)))
    assert walk(world) == [shuffled[2], shuffled[100]]


@pytest.mark.parametrize(("key", "language", "expected"), [
    ("", "ur", [3]), (KEY, "ur", [3]), (KEY, "", [1, 2, 3]), ("missing-words", "ur", [1, 2, 3]), ("", "", [1, 2, 3]),
])
def test_whoever_was_given_a_language_gets_it(world: World, key: str, language: str, expected: list[int]) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    with writing() as session:
        session.add(Assignment(consultation_id=world.consultation.id, person_id=coder(world), question_key=key,
                               language=language, given_by_id=world.staff["lead"].id))
    assert walk(world) == [shuffled[place] for place in expected]
    assert next_one(world, only_given=False) == shuffled[1]


def test_what_a_colleague_has_open_comes_last_and_is_forgotten_after_five_minutes(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    lead = world.staff["lead"].id
    with writing() as session:
        session.add_all([
            Presence(answer_id=row(shuffled[1]).id, person_id=lead, at=utc_now() - timedelta(minutes=1)),
            Presence(answer_id=row(shuffled[2]).id, person_id=lead, at=utc_now() - timedelta(minutes=6)),
            Presence(answer_id=row(shuffled[3]).id, person_id=coder(world), at=utc_now())])
    assert walk(world) == [shuffled[2], shuffled[3]]
    for place in (2, 3):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=shuffled[place], by_id=coder(world))
    assert next_one(world) == shuffled[1]


def test_the_copies_of_a_campaign_do_not_come_and_its_text_does(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    with writing() as session:
        campaign = Campaign(consultation_id=world.consultation.id, answer_id=row(shuffled[1]).id, state="confirmed",
                            name="Our street", decided_by_id=coder(world))
        session.add(campaign)
        session.flush()
        session.add_all(CampaignMember(campaign_id=campaign.id, answer_id=row(shuffled[place]).id, state="in",
                                       is_identical=True, likeness=1.0, start=0, end=5) for place in (1, 2))
    assert walk(world) == [shuffled[1], shuffled[3]]


def test_the_next_answer_begins_where_people_are_reading_and_comes_back_for_what_was_left(world: World) -> None:
    shuffled = shuffle(world, 1, 2, 3)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=shuffled[2], by_id=coder(world))
    assert next_one(world) == shuffled[3]
    codings.mark_read(consultation_id=world.consultation.id, answer_id=shuffled[3], by_id=coder(world))
    assert next_one(world) == shuffled[1]


def test_an_answer_that_came_when_people_had_read_past_its_place_is_the_next_one(world: World) -> None:
    shuffled = shuffle(world, 10, 20, 30)
    read(world, shuffled[10])
    read(world, shuffled[20])
    late = arrives(world, 0)
    assert next_one(world) == late
    assert next_after(world, shuffled[20]) == late
    read(world, late)
    assert next_after(world, late) == next_one(world) == shuffled[30]


def test_answers_that_came_late_come_in_the_order_in_which_they_came(world: World) -> None:
    shuffled = shuffle(world, 10, 20, 30)
    read(world, shuffled[20])
    first, second = arrives(world, 5), arrives(world, 1)
    assert next_one(world) == first
    read(world, first)
    assert next_one(world) == second


def test_what_was_left_for_later_does_not_come_as_if_it_were_late(world: World) -> None:
    shuffled = shuffle(world, 10, 20, 30)
    read(world, shuffled[20])
    late = arrives(world, 0)
    presences.note(consultation_id=world.consultation.id, answer_id=late, by_id=coder(world))
    presences.leave(consultation_id=world.consultation.id, answer_id=late, by_id=coder(world))
    assert next_after(world, late) == next_one(world) == shuffled[30]
    read(world, shuffled[30])
    assert next_after(world, shuffled[30]) == late


def test_an_answer_that_came_late_and_is_not_in_the_sample_does_not_come(world: World) -> None:
    shuffled = shuffle(world, 200, 300, 400)
    read(world, shuffled[300])
    with writing() as session:
        session.add(QuestionCoding(consultation_id=world.consultation.id, question_key=KEY, sample_below=250,
                                   chosen_by_id=coder(world)))
    arrives(world, 260)
    assert next_one(world) == shuffled[200]


def test_finding_the_next_takes_as_many_statements_with_much_as_with_little(world: World) -> None:
    def statements() -> int:
        db.session().expire_all()
        with count_statements() as sent:
            next_one(world)
        return len(sent)

    few = statements()
    for number in range(10):
        world.respond(f"Another answer, number {number}.")
    assert statements() == few <= 8


def next_one(world: World, **how: bool) -> str | None:
    return queries.next_answer(db.session(), world.consultation.id, KEY, person_id=coder(world), **how)


def row(public_id: str) -> Answer:
    return db.session().scalars(select(Answer).where(Answer.public_id == public_id)).one()


def walk(world: World) -> list[str]:
    """Return the answers as someone meets them who goes from each to the next, until the first comes again."""
    session, consultation_id = db.session(), world.consultation.id
    seen: list[str] = []
    found = next_one(world)
    while found is not None and found not in seen:
        seen.append(found)
        found = queries.next_answer(session, consultation_id, KEY, person_id=coder(world),
                                    after=queries.place_of(session, consultation_id, found))
    return seen


def shuffle(world: World, *numbers: int) -> dict[int, str]:
    """Give the answers these numbers in the reading order, the oldest first; return who has which."""
    given = dict(zip(texts(world), numbers, strict=True))
    with writing() as session:
        for public_id, number in given.items():
            session.execute(update(Answer).where(Answer.public_id == public_id).values(shuffle=number))
    return {number: public_id for public_id, number in given.items()}


def read(world: World, public_id: str) -> None:
    codings.mark_read(consultation_id=world.consultation.id, answer_id=public_id, by_id=coder(world))


def arrives(world: World, number: int) -> str:
    """Let one more answer arrive with a number in the reading order."""
    public_id = world.respond(f"An answer that came at {number}.").public_id or ""
    with writing() as session:
        session.execute(update(Answer).where(Answer.public_id == public_id).values(shuffle=number))
    return public_id


def next_after(world: World, public_id: str) -> str | None:
    session, consultation_id = db.session(), world.consultation.id
    return queries.next_answer(session, consultation_id, KEY, person_id=coder(world),
                               after=queries.place_of(session, consultation_id, public_id))
