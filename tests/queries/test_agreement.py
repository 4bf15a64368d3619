"""Agreement as the pages show it: from the frozen codes, by question, theme, time and people."""

import pytest

from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Theme
from consult.models.people import Person
from consult.models.responses import Response
from consult.queries import agreement as stored
from consult.queries import double_coding
from consult.services import codebooks
from consult.services.transaction import writing
from tests import coded
from tests.double_coded import code_again, read, second_coder, waiting
from tests.worlds import World

KEY = "violence-words"


def test_each_question_has_its_measures_and_one_without_answers_has_none(
    world: World, themes: list[Theme], second: Person,
) -> None:
    twice(world, themes[:1], themes[:1], second)
    twice(world, themes[:1], [], second)
    found = {one.key: one.measured for one in stored.by_question(db.session(), world.consultation.id)}
    measured = found.pop(KEY)
    assert measured is not None and (measured.answers, measured.exact, measured.samples_f1) == (2, .5, .5)
    assert all(others is None for others in found.values())


def test_themes_that_were_merged_since_are_one_for_both(
    world: World, themes: list[Theme], second: Person,
) -> None:
    twice(world, [themes[0]], [themes[1]], second)
    before = stored.of_question(db.session(), world.consultation.id, KEY)
    codebooks.merge(consultation_id=world.consultation.id, public_id=themes[0].public_id,
                    into_public_id=themes[1].public_id, by_id=world.staff["lead"].id)
    after = stored.of_question(db.session(), world.consultation.id, KEY)
    assert before is not None and after is not None
    assert (before.measured.exact, after.measured.exact) == (0, 1)
    assert [(one.name, one.kappa.n) for one in after.themes] == [("Fewer cars", 1)]


def test_a_theme_that_was_split_stays_what_both_were_offered(
    world: World, themes: list[Theme], second: Person,
) -> None:
    answers = [twice(world, themes[:1], themes[:1], second) for _number in range(2)]
    coding = codebooks_of(world, themes[0])[0]
    codebooks.split(consultation_id=world.consultation.id, public_id=themes[0].public_id, name="A part of it",
                    coding_ids=[coding], by_id=world.staff["lead"].id)
    found = stored.of_question(db.session(), world.consultation.id, KEY)
    assert len(answers) == 2 and found is not None
    assert found.measured.exact == 1 and [one.name for one in found.themes] == ["Officers on foot"]


def test_stances_are_compared_where_both_gave_the_theme(world: World, themes: list[Theme], second: Person) -> None:
    twice(world, themes, themes[:1], second)
    twice(world, themes[:1], themes[:1], second, stance="oppose")
    found = stored.of_question(db.session(), world.consultation.id, KEY)
    assert found is not None and (found.stances.n, found.stances.same) == (2, 1)


def test_two_people_are_one_pair_whoever_was_first(world: World, themes: list[Theme], second: Person) -> None:
    twice(world, themes, themes, second)
    answer = world.respond("Words")
    read(world, answer, (themes[0], "support"), by=second)
    code_again(world, answer, (themes[0], "support"), by=world.staff["coder"])
    [pair] = stored.together(db.session(), world.consultation.id)
    assert (pair.first, pair.second, pair.measured.answers) == ("A coder", "A second", 2)


def test_a_response_that_does_not_count_is_left_out(world: World, themes: list[Theme], second: Person) -> None:
    twice(world, themes, themes, second)
    with writing() as session:
        row = session.get_one(Response, world.responses[-1].id)
        row.excluded_reason, row.excluded_at = "test", utc_now()
    assert stored.of_question(db.session(), world.consultation.id, KEY) is None


def test_windows_are_in_the_order_of_the_comparison(world: World, themes: list[Theme], second: Person,
                                                    monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "DRIFT_WINDOW", 2)
    for same in (True, True, False, False):
        twice(world, themes[:1], themes[:1] if same else [], second)
    found = stored.of_question(db.session(), world.consultation.id, KEY)
    assert found is not None
    assert [(one.start, one.answers, one.exact) for one in found.windows] == [(1, 2, 1), (3, 2, 0)]


def test_the_overview_says_how_many_wait_for_whom(world: World, themes: list[Theme], second: Person) -> None:
    twice(world, themes[:1], themes[:1], second)
    twice(world, themes[:1], [], second)
    answer = world.respond("Words")
    read(world, answer)
    assert waiting(answer) is not None
    [mine] = [one for one in overview(world, world.staff["coder"]) if one.key == KEY]
    [theirs] = [one for one in overview(world, second) if one.key == KEY]
    assert (mine.waiting, mine.mine, mine.agreed, mine.differs, mine.compared) == (1, 0, 1, 1, 2)
    assert theirs.mine == 1


def test_the_frame_for_a_second_coder_has_themes_under_their_parent_and_no_counts(
    world: World, themes: list[Theme],
) -> None:
    with writing() as session:
        session.get_one(Theme, themes[0].id).parent_id = themes[1].id
    codebooks.retire(consultation_id=world.consultation.id, public_id=coded.theme(world, "Old").public_id,
                     by_id=world.staff["lead"].id)
    found = double_coding.frame(db.session(), world.consultation.id)
    assert [(one.name, one.parent) for one in found] == [("Fewer cars", None), ("Officers on foot", "Fewer cars")]


def overview(world: World, person: Person) -> list[double_coding.Waiting]:
    return double_coding.overview(db.session(), world.consultation.id, person.id)


def codebooks_of(world: World, theme: Theme) -> list[str]:
    return [row for (row,) in db.session().query(Coding.public_id).filter(Coding.theme_id == theme.id)]


def twice(world: World, first: list[Theme], second_themes: list[Theme], second: Person, *, stance: str = "support"
          ) -> object:
    """Let the coder and the second one give these themes to a new answer."""
    answer = world.respond("More officers on foot")
    read(world, answer, *((theme, "support") for theme in first))
    return code_again(world, answer, *((theme, stance) for theme in second_themes), by=second)


@pytest.fixture
def themes(world: World) -> list[Theme]:
    return [coded.theme(world), coded.theme(world, "Fewer cars")]


@pytest.fixture
def second(world: World) -> Person:
    return second_coder(world)
