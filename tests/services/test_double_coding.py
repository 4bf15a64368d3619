"""Second codings: which answers wait for one, that it is blind, never counts, and is compared when it is done."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.codebooks import Coding, Reading, Theme
from consult.models.double_coding import DoubleCode, DoubleReading
from consult.models.people import Person
from consult.models.responses import Answer
from consult.queries import double_coding as stored
from consult.queries import theme_counts
from consult.services import codebooks, codings, double_coding
from consult.services.double_coding import Given
from consult.services.transaction import writing
from tests import coded
from tests.double_coded import choose, code_again, read, second_coder, waiting
from tests.worlds import World

KEY = "violence-words"


def test_the_first_answers_read_of_a_question_wait_for_a_second_coder(world: World) -> None:
    choose(world, first=2, share=0)
    answers = [world.respond(f"Words {number}") for number in range(3)]
    for answer in answers:
        read(world, answer)
    assert [waiting(answer) is not None for answer in answers] == [True, True, False]
    row = waiting(answers[0])
    assert row is not None and (row.reason, row.state, row.question_key) == ("first", "waiting", KEY)


def test_an_answer_in_another_language_waits_whatever_the_share(world: World) -> None:
    choose(world, first=0, share=0)
    urdu, english = world.respond("میری گلی", language="ur"), world.respond("My street")
    read(world, urdu)
    read(world, english)
    row = waiting(urdu)
    assert row is not None and row.reason == "translated" and waiting(english) is None


def test_a_share_of_the_others_is_drawn(world: World) -> None:
    choose(world, first=0, share=30)
    answers = [world.respond(f"Words {number}") for number in range(2)]
    with writing() as session:
        for answer, shuffle in zip(answers, (729, 730), strict=True):
            session.get_one(Answer, answer.id).shuffle = shuffle
    for answer in answers:
        read(world, answer)
    assert [waiting(answer) is not None for answer in answers] == [True, False]


def test_read_again_by_somebody_else_they_are_the_first(world: World, second: Person) -> None:
    answer = world.respond("Words")
    read(world, answer)
    with writing() as session:
        session.query(Reading).filter(Reading.answer_id == answer.id).delete()
    read(world, answer, by=second)
    row = waiting(answer)
    assert row is not None and row.first_by_id == second.id and db.session().query(DoubleReading).count() == 1


def test_what_the_second_coder_says_never_counts(world: World, theme: Theme, second: Person) -> None:
    answer = world.respond("More officers on foot")
    read(world, answer)
    code_again(world, answer, (theme, "support"), by=second)
    assert db.session().query(Coding).count() == 0
    assert theme_counts.by_theme(db.session(), world.consultation.id) == {}


def test_both_sides_are_compared_when_the_second_is_done(world: World, theme: Theme, second: Person) -> None:
    alike, apart = world.respond("More officers on foot"), world.respond("More of them")
    for answer in (alike, apart):
        read(world, answer, (theme, "support"))
    found = [code_again(world, alike, (theme, "support"), by=second), code_again(world, apart, by=second)]
    assert [row.state for row in found] == ["agreed", "differs"]
    assert all(row.compared_at and row.second_by_id == second.id and row.frame_version > 0 for row in found)


def test_codes_stay_as_they_were_when_they_were_compared(world: World, theme: Theme, second: Person) -> None:
    answer = world.respond("More officers on foot")
    read(world, answer, (theme, "support"))
    row = code_again(world, answer, (theme, "support"), by=second)
    with writing() as session:
        for coding in session.scalars(select(Coding)):
            coding.withdrawn_at = utc_now()
    sides = stored.sides(db.session(), [row.id])[row.id]
    assert [code.theme_id for code in sides.first] == [code.theme_id for code in sides.second] == [theme.id]


def test_nobody_is_their_own_second_coder(world: World, theme: Theme, second: Person) -> None:
    answer = world.respond("Words")
    coded.code(world, answer, theme)
    read(world, answer, by=second)
    row = waiting(answer)
    assert row is not None
    for person in (world.staff["coder"], second):
        assert stored.next_for(db.session(), world.consultation.id, KEY, person.id) is None
        assert stored.blind(db.session(), world.consultation.id, row.public_id, person.id) is None
        with pytest.raises(NotAllowed):
            double_coding.finish(consultation_id=world.consultation.id, reading_id=row.public_id, by_id=person.id)


def test_a_coder_who_took_their_code_back_is_still_not_the_second(world: World, theme: Theme, second: Person) -> None:
    answer = world.respond("Words")
    coding = coded.code(world, answer, theme)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id,
                     by_id=world.staff["coder"].id)
    read(world, answer, by=second)
    assert stored.next_for(db.session(), world.consultation.id, KEY, world.staff["coder"].id) is None


def test_two_people_do_not_take_the_same_answer(world: World, theme: Theme, second: Person) -> None:
    row = put_up(world)
    give(world, row, theme, second)
    third = second_coder(world, "third")
    assert next_of(world, third) is None and next_of(world, second) == row.public_id
    with pytest.raises(Conflict, match="second-coding-taken"):
        give(world, row, theme, third)


def test_what_was_left_for_two_days_goes_to_whoever_comes(world: World, theme: Theme, second: Person) -> None:
    row = put_up(world)
    give(world, row, theme, second)
    with writing() as session:
        session.get_one(DoubleReading, row.id).second_at = utc_now() - timedelta(hours=49)
    third = second_coder(world, "third")
    assert next_of(world, third) == row.public_id
    double_coding.finish(consultation_id=world.consultation.id, reading_id=row.public_id, by_id=third.id)
    assert db.session().query(DoubleCode).count() == 0


def test_what_is_done_is_done(world: World, theme: Theme, second: Person) -> None:
    row = put_up(world)
    double_coding.finish(consultation_id=world.consultation.id, reading_id=row.public_id, by_id=second.id)
    with pytest.raises(Conflict, match="second-coding-done"):
        give(world, row, theme, second)
    assert next_of(world, second) is None


def test_a_code_is_given_once_and_can_be_taken_back(world: World, theme: Theme, second: Person) -> None:
    row = put_up(world)
    give(world, row, theme, second)
    with pytest.raises(Refused) as refused:
        give(world, row, theme, second)
    assert refused.value.code == "already-coded"
    code_id = db.session().query(DoubleCode).one().id
    double_coding.take_back(consultation_id=world.consultation.id, reading_id=row.public_id, code_id=code_id,
                            by_id=second.id)
    assert db.session().query(DoubleCode).count() == 0


@pytest.mark.parametrize(("change", "code"), [
    ({"theme": "unknown"}, "theme-missing"), ({"stance": "for"}, "stance-unknown"), ({"span": (3, 3)}, "passage-empty"),
    ({"span": (0, 999)}, "passage-empty"), ({"of_english": True}, "words-not-checked")])
def test_what_is_no_code_is_refused(world: World, theme: Theme, second: Person, change: dict[str, object], code: str
                                    ) -> None:
    row = put_up(world)
    given = Given(**{"theme": theme.public_id, "stance": "support", **change})  # type: ignore[arg-type]
    with pytest.raises(Refused) as refused:
        double_coding.give(consultation_id=world.consultation.id, reading_id=row.public_id, given=given,
                           by_id=second.id)
    assert refused.value.code == code


def test_an_answer_that_somebody_worries_about_is_kept_back(world: World, theme: Theme, second: Person) -> None:
    row = put_up(world)
    with writing() as session:
        session.add(Worry(consultation_id=world.consultation.id, answer_id=row.answer_id, kind="harm", source="rule",
                          due_at=utc_now()))
    assert next_of(world, second) is None
    assert stored.blind(db.session(), world.consultation.id, row.public_id, second.id) is None
    with pytest.raises(NotFound):
        give(world, row, theme, second)


def test_who_may_not_code_may_not_code_again(world: World, theme: Theme) -> None:
    row = put_up(world)
    with pytest.raises(NotAllowed):
        give(world, row, theme, world.staff["reader"])


def test_themes_that_were_merged_before_the_comparison_are_one(world: World, theme: Theme, second: Person) -> None:
    other = coded.theme(world, "Police in the street")
    answer = world.respond("More officers on foot")
    read(world, answer, (theme, "support"))
    row = waiting(answer)
    assert row is not None
    give(world, row, other, second)
    codebooks.merge(consultation_id=world.consultation.id, public_id=theme.public_id, into_public_id=other.public_id,
                    by_id=world.staff["lead"].id)
    assert double_coding.finish(consultation_id=world.consultation.id, reading_id=row.public_id,
                                by_id=second.id) == "agreed"


def put_up(world: World) -> DoubleReading:
    answer = world.respond("More officers on foot. No more cars.")
    read(world, answer)
    row = waiting(answer)
    assert row is not None
    return row


def give(world: World, row: DoubleReading, theme: Theme, by: Person) -> None:
    double_coding.give(consultation_id=world.consultation.id, reading_id=row.public_id,
                       given=Given(theme.public_id, "support"), by_id=by.id)


def next_of(world: World, person: Person) -> str | None:
    return stored.next_for(db.session(), world.consultation.id, KEY, person.id)


@pytest.fixture
def theme(world: World) -> Theme:
    return coded.theme(world)


@pytest.fixture
def second(world: World) -> Person:
    return second_coder(world)
