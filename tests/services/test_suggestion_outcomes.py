"""What people made of suggestions: kept at the first reading, by whether they were seen, and counted for groups."""

import pytest
from sqlalchemy import select

from consult.domain.errors import NotAllowed, Refused
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.machines import SuggestionOutcome
from consult.models.responses import Answer
from consult.queries import coding_settings, machine_measures
from consult.services import codings, machine_settings
from tests import coded
from tests.machine_worlds import in_order, mark_read, rank, settings
from tests.worlds import World


def test_each_suggestion_is_kept_with_whether_its_reader_gave_the_theme(world: World, themes: list[Theme]):
    answer = suggested(world, themes)[0]
    coded.code(world, answer, themes[1])
    mark_read(world, answer)
    assert kept(answer) == [(0, True, True, False), (1, False, True, True)]


def test_an_answer_of_the_control_share_is_kept_as_not_shown(world: World, themes: list[Theme]):
    seen, unseen = suggested(world, themes, count=2, control=[1])
    for answer in (seen, unseen):
        coded.code(world, answer, themes[0])
        mark_read(world, answer)
    found = machine_measures.agreement(db.session(), world.consultation.id)
    assert (found[True].offered, found[True].taken, found[False].offered, found[False].taken) == (1, 1, 1, 1)


@pytest.mark.parametrize(("chosen", "was_shown"), [
    ({"has_suggestions": False}, False), ({"hides_until_read": True}, True),
])
def test_what_no_reader_could_see_is_kept_as_not_shown(
    world: World, themes: list[Theme], chosen: dict[str, bool], was_shown: bool
):
    settings(world, **chosen)
    answer = suggested(world, themes)[0]
    mark_read(world, answer)
    assert {row[2] for row in kept(answer)} == {was_shown}


def test_only_the_first_reading_is_kept(world: World, themes: list[Theme]):
    answer = suggested(world, themes)[0]
    mark_read(world, answer)
    before = kept(answer)
    coding = coded.code(world, answer, themes[0])
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=world.staff["coder"].id)
    coded.code(world, answer, themes[0])
    mark_read(world, answer)
    assert kept(answer) == before


def test_an_answer_that_may_have_taught_the_ranking_is_left_out(world: World, themes: list[Theme]):
    answer = world.respond("Coded before the ranking")
    in_order([answer])
    coded.code(world, answer, themes[0])
    rank(world, {answer.id: [(themes[0], 0.9)]})
    mark_read(world, answer)
    assert kept(answer) == []


def test_no_more_than_coders_see_are_kept_and_none_without_a_ranking(world: World, themes: list[Theme]):
    many = [*themes, *(coded.theme(world, f"Theme {at}") for at in range(6))]
    answer, other = world.respond("Many themes"), world.respond("No ranking")
    in_order([answer, other])
    rank(world, {answer.id: [(theme, 0.9 - at / 100) for at, theme in enumerate(many)]})
    mark_read(world, answer)
    mark_read(world, other)
    assert len(kept(answer)) == 5 and kept(other) == []


def test_each_person_stands_once_by_channel_and_language(world: World, themes: list[Theme]):
    answers = [*suggested(world, themes, count=3), world.respond("ڈاک سے", language="ur", channel="post")]
    in_order(answers)
    rank(world, {answer.id: [(themes[0], 0.9)] for answer in answers})
    coded.code(world, answers[0], themes[0])
    for answer in answers:
        mark_read(world, answer)
    found = machine_measures.by_channel(db.session(), world.consultation.id)
    assert found.counts == {("online", "taken"): 1, ("online", "left"): 2, ("post", "left"): 1}
    assert machine_measures.by_language(db.session(), world.consultation.id).groups == ["en", "ur"]


def test_groups_of_people_are_counted_one_question_at_a_time(world: World, themes: list[Theme]):
    answers = [world.respond(f"Words {at}", victim="no", borough="lambeth") for at in range(3)]
    in_order(answers)
    rank(world, {answer.id: [(themes[0], 0.9)] for answer in answers})
    for answer in answers:
        mark_read(world, answer)
    found = machine_measures.by_characteristic(db.session(), world.consultation.id)
    assert found["victim"].counts == {("no", "left"): 3} and found["borough"].counts == {("lambeth", "left"): 3}


def test_the_estimate_is_peoples_codes_where_they_read_and_offers_elsewhere(world: World, themes: list[Theme]):
    answers = suggested(world, themes, count=4)
    coded.code(world, answers[0], themes[1])
    mark_read(world, answers[0])
    found = machine_measures.estimates(db.session(), world.consultation.id)
    first = {one.name: one for one in found.themes}["Officers on foot"]
    total = found.read + found.unread
    assert (found.read, first.coded, first.offered) == (1, 0, 3) and first.estimate == pytest.approx(3 / total)


def test_the_lead_chooses_and_wrong_shares_are_refused(world: World):
    lead = world.staff["lead"].id
    choose(world, lead, 25)
    found = coding_settings.of(db.session(), world.consultation.id)
    assert (found.has_suggestions, found.hides_until_read, found.control_share) == (True, True, 25)
    assert found.double_share == 10
    for wrong in (-1, 101):
        with pytest.raises(Refused, match="control-share-wrong"):
            choose(world, lead, wrong)
    with pytest.raises(NotAllowed):
        choose(world, world.staff["coder"].id, 5)


@pytest.fixture
def themes(world: World) -> list[Theme]:
    """Two themes of the world."""
    return [coded.theme(world, "Officers on foot"), coded.theme(world, "Night buses")]


def suggested(world: World, themes: list[Theme], *, count: int = 1, control: list[int] | None = None) -> list[Answer]:
    """Store answers for which the first theme is offered and the second only ranked."""
    answers = [world.respond(f"More officers on foot {at}") for at in range(count)]
    in_order(answers, control=control)
    rank(world, {answer.id: [(themes[0], 0.9), (themes[1], 0.2)] for answer in answers})
    return answers


def kept(answer: Answer) -> list[tuple[int, bool, bool, bool]]:
    rows = db.session.scalars(select(SuggestionOutcome).where(SuggestionOutcome.answer_id == answer.id)
                              .order_by(SuggestionOutcome.position))
    return [(row.position, row.was_offered, row.was_shown, row.was_accepted) for row in rows]


def choose(world: World, by_id: int, share: int) -> None:
    machine_settings.choose(consultation_id=world.consultation.id, has_suggestions=True, hides_until_read=True,
                            control_share=share, by_id=by_id)
