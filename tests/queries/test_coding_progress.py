"""How far the coding is: what came, what is to be read, what waits and why not, and who has what open."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from consult.domain.assignments import Assignment, Work
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.care import Worry
from consult.models.codebooks import Reading
from consult.models.coding_settings import Assignment as Stored
from consult.models.coding_settings import Presence, QuestionCoding
from consult.models.double_coding import DoubleReading
from consult.models.responses import Answer
from consult.queries import coding_progress
from consult.queries.coding_progress import Counts, Line
from consult.services import people
from consult.services.transaction import writing
from tests.statements import count_statements
from tests.worlds import World

QUESTION = "violence-words"
TODAY = date(2026, 3, 23)


def test_each_question_way_and_language_has_a_line(world: World) -> None:
    found = {(line.question, line.channel, line.language): line.counts.received for line in lines(world)}
    assert found == {(QUESTION, "online", "en"): 1, (QUESTION, "post", "en"): 1, (QUESTION, "online", "ur"): 1}


def test_lines_are_added_up_by_what_they_share(world: World) -> None:
    by_way = coding_progress.together(lines(world), lambda line: line.channel)
    assert {way: counts.received for way, counts in by_way.items()} == {"online": 2, "post": 1}
    assert list(by_way) == ["online", "post"]
    assert by_way["online"].other_languages == 1


def test_what_was_read_waits_no_more(world: World) -> None:
    read(world, answers(world)[0])
    total = counts(world)
    assert (total.received, total.wanted, total.read, total.waiting) == (3, 3, 1, 2)


def test_what_comes_up_again_counts_as_read(world: World) -> None:
    read(world, answers(world)[0], recheck="split")
    assert (counts(world).read, counts(world).recheck, counts(world).waiting) == (1, 1, 2)


def test_a_worry_keeps_an_answer_from_waiting_until_it_is_closed(world: World) -> None:
    with writing() as session:
        session.add(Worry(consultation_id=world.consultation.id, answer_id=answers(world)[0].id, kind="harm",
                          source="rule", due_at=utc_now()))
    assert (counts(world).wanted, counts(world).waiting) == (3, 2)
    assert coding_progress.withheld(db.session(), world.consultation.id) == 1


def test_only_the_sample_is_to_be_read(world: World) -> None:
    last = max(answers(world), key=lambda answer: answer.shuffle)
    with writing() as session:
        session.add(QuestionCoding(consultation_id=world.consultation.id, question_key=QUESTION,
                                   sample_below=last.shuffle, sample_wanted=2, chosen_by_id=world.staff["lead"].id))
    read(world, last)
    assert (counts(world).received, counts(world).wanted, counts(world).read, counts(world).waiting) == (3, 2, 0, 2)


def test_the_text_of_a_campaign_is_to_be_read_in_the_sample_or_not(world: World) -> None:
    first, second, _third = answers(world)
    campaign(world, first, second)
    with writing() as session:
        session.add(QuestionCoding(consultation_id=world.consultation.id, question_key=QUESTION, sample_below=0,
                                   sample_wanted=100, chosen_by_id=world.staff["lead"].id))
    assert (counts(world).wanted, counts(world).waiting) == (2, 1)


def test_copies_of_a_campaigns_text_wait_for_nobody(world: World) -> None:
    first, second, _third = answers(world)
    campaign(world, first, second)
    assert counts(world).waiting == 2


def campaign(world: World, first: Answer, second: Answer) -> None:
    with writing() as session:
        sent = Campaign(consultation_id=world.consultation.id, answer_id=first.id, state="confirmed", name="A letter",
                        decided_by_id=world.staff["lead"].id)
        session.add(sent)
        session.flush()
        for answer in (first, second):
            session.add(CampaignMember(campaign_id=sent.id, answer_id=answer.id, state="in", is_identical=True,
                                       likeness=1.0, start=0, end=5))


def test_the_oldest_that_waits_is_the_first_that_came_and_was_not_read(world: World) -> None:
    first, second, third = answers(world)
    read(world, first)
    came = {one.id: one.received_at for one in world.responses}
    assert counts(world).oldest_at == min(came[second.response_id], came[third.response_id])
    for answer in (second, third):
        read(world, answer)
    assert counts(world).oldest_at is None


def test_answers_that_two_people_coded_are_counted_once_compared(world: World) -> None:
    with writing() as session:
        for answer, state in zip(answers(world), ("waiting", "differs", "agreed"), strict=True):
            session.add(DoubleReading(
                consultation_id=world.consultation.id, answer_id=answer.id, question_key=QUESTION, reason="share",
                state=state, first_by_id=world.staff["coder"].id, second_by_id=world.staff["lead"].id,
                compared_at=None if state == "waiting" else utc_now()))
    assert (counts(world).doubled, counts(world).settled) == (2, 1)


def test_the_last_days_are_counted_and_an_earlier_beginning_is_known(world: World) -> None:
    for answer, on in zip(answers(world), (date(2026, 3, 19), date(2026, 3, 19), date(2026, 1, 5)), strict=True):
        read(world, answer, at=datetime(on.year, on.month, on.day, 12, tzinfo=UTC))
    found = coding_progress.read_by_day(db.session(), world.consultation.id, TODAY)
    assert found == {date(2026, 3, 19): 2, date(2026, 1, 5): 1}


def test_nothing_read_has_no_days(world: World) -> None:
    assert coding_progress.read_by_day(db.session(), world.consultation.id, TODAY) == {}


def test_those_who_have_an_answer_open_are_named_until_they_fall_silent(world: World) -> None:
    now = utc_now()
    with writing() as session:
        for role, ago in (("coder", 0), ("lead", 60)):
            session.add(Presence(answer_id=answers(world)[0].id, person_id=world.staff[role].id,
                                 at=now - timedelta(minutes=ago)))
    [one] = coding_progress.present(db.session(), world.consultation.id, now)
    assert (one.name, one.question) == ("A coder", QUESTION)


def test_the_work_that_somebody_was_given_comes_first(world: World) -> None:
    coder = world.staff["coder"]
    with writing() as session:
        session.add(Stored(consultation_id=world.consultation.id, person_id=coder.id, question_key="", language="ur",
                           given_by_id=world.staff["lead"].id))
    found = coding_progress.your_work(db.session(), world.consultation.id, coder.id)
    assert found == [Work(QUESTION, "ur", 1, True), Work(QUESTION, "en", 2, False)]
    [one] = coding_progress.given(db.session(), world.consultation.id)
    assert (one.name, one.assignment) == ("A coder", Assignment(coder.id, "", "ur"))


def test_the_team_is_those_who_may_code_and_are_here(world: World) -> None:
    assert [person.name for person in team(world)] == ["A coder", "A lead"]
    coder = world.staff["coder"]
    people.change(public_id=coder.public_id, name=coder.name, is_active=False, is_administrator=False,
                  by_id=world.staff["administrator"].id)
    assert [person.name for person in team(world)] == ["A lead"]


def test_two_statements_count_everything_however_much_there_is(world: World) -> None:
    few = statements(world)
    for number in range(4):
        world.respond(f"More {number}.", channel="email")
    assert statements(world) == few == 2


def statements(world: World) -> int:
    with count_statements() as sent:
        lines(world)
    return len(sent)


def lines(world: World) -> list[Line]:
    return coding_progress.lines(db.session(), world.consultation.id)


def counts(world: World) -> Counts:
    return coding_progress.together(lines(world), lambda _line: "")[""]


def team(world: World) -> list[object]:
    return list(coding_progress.team(db.session(), world.consultation.id))


def answers(world: World) -> list[Answer]:
    return list(db.session().scalars(select(Answer).where(Answer.text.is_not(None)).order_by(Answer.id)))


def read(world: World, answer: Answer, *, recheck: str | None = None, at: datetime | None = None) -> None:
    with writing() as session:
        session.add(Reading(answer_id=answer.id, person_id=world.staff["coder"].id, recheck_reason=recheck,
                            at=at or utc_now()))
