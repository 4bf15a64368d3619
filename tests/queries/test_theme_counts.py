"""What people said, counted: each person once, only what stands, and quotes only from people who agreed."""

import pytest

from consult.extensions import db
from consult.models.codebooks import Theme
from consult.queries import characteristics, crosstabs, plans, readings, theme_counts
from consult.queries.quotes import quotes
from consult.queries.reports import Behind, passages_behind
from consult.queries.theme_counts import Spoken
from consult.services import codebooks, codings, responses
from tests import coded
from tests.statements import count_statements
from tests.worlds import World

WORDS = "More officers in the park. More officers in the street. Fewer cars."


def test_a_person_counts_once_in_a_theme_however_many_passages_speak_of_it(world: World, officers: Theme) -> None:
    answer = world.respond(WORDS)
    for span in ((0, 26), (27, 55)):
        coded.code(world, answer, officers, span=span)
    assert by_theme(world)[officers.id] == Spoken(1, {"support": 1})


def test_a_person_who_speaks_for_and_against_is_mixed(world: World, officers: Theme) -> None:
    answer = world.respond(WORDS)
    coded.code(world, answer, officers, "support", span=(0, 26))
    coded.code(world, answer, officers, "oppose", span=(27, 55))
    assert by_theme(world)[officers.id] == Spoken(1, {"mixed": 1})


def test_a_person_who_takes_a_side_once_has_taken_it(world: World, officers: Theme) -> None:
    answer = world.respond(WORDS)
    coded.code(world, answer, officers, "none", span=(0, 26))
    coded.code(world, answer, officers, "oppose", span=(27, 55))
    assert by_theme(world)[officers.id] == Spoken(1, {"oppose": 1})


def test_a_withdrawn_coding_does_not_count(world: World, officers: Theme) -> None:
    coding = coded.code(world, world.respond(WORDS), officers)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=world.staff["coder"].id)
    assert by_theme(world) == {}


def test_an_excluded_response_does_not_count(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers, node="aim-knife")
    exclude_the_last(world)
    assert by_theme(world) == {} and by_node(world) == {}
    assert readings.work(db.session(), world.consultation.id).codings == 0


def test_a_merged_theme_counts_in_what_it_became(world: World, officers: Theme) -> None:
    other = coded.theme(world, "Police on the street")
    answer = world.respond(WORDS)
    coded.code(world, answer, officers)
    coded.code(world, answer, other)
    codebooks.merge(consultation_id=world.consultation.id, public_id=other.public_id,
                    into_public_id=officers.public_id, by_id=world.staff["coder"].id)
    assert by_theme(world) == {officers.id: Spoken(1, {"support": 1})}


def test_questions_are_counted_apart(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers)
    coded.code(world, world.respond(WORDS, question="missing-words"), officers, "none")
    found = theme_counts.by_question(db.session(), world.consultation.id)
    assert found == {("violence-words", officers.id): Spoken(1, {"support": 1}),
                     ("missing-words", officers.id): Spoken(1, {"none": 1})}


def test_a_node_counts_who_named_it_and_who_spoke_of_a_theme_tied_to_it_once(world: World, officers: Theme) -> None:
    first, second = world.respond(WORDS), world.respond(WORDS)
    coded.code(world, first, officers, node="aim-knife")
    coded.code(world, second, officers)
    coded.link(world, officers, "aim-knife")
    assert by_node(world) == {"aim-knife": Spoken(2, {"support": 2})}


def test_a_part_is_not_silent_where_something_below_it_was_spoken_of(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers)
    coded.link(world, officers, "c-officers")
    assert silent(world) == ["aim-knife", "obj-trust", "aim-trust"]


def test_promises_are_not_in_the_list_of_silent_parts(world: World) -> None:
    assert silent(world) == ["obj-violence", "aim-knife", "will-prevent", "sub-streets", "obj-trust", "aim-trust"]


def test_only_people_who_agreed_are_quoted(world: World, officers: Theme) -> None:
    coded.code(world, world.respond("You may not print this of me.", quotes=False), officers)
    coded.code(world, world.respond("You may print this of me.", quotes=True), officers)
    assert [quote.words for quote in quotes(db.session(), world.consultation.id)] == ["You may print this of me."]


def test_an_excluded_response_is_never_quoted(world: World, officers: Theme) -> None:
    coded.code(world, world.respond("You may print this of me."), officers)
    exclude_the_last(world)
    assert quotes(db.session(), world.consultation.id) == []


@pytest.mark.parametrize("words", [
    "Write to me at sam@example.org about the park.", "Ring me on 020 7946 0958 about the park.",
    "I live at SW1A 2AA and nobody comes.",
])
def test_words_that_show_who_or_where_somebody_is_are_not_quoted(world: World, officers: Theme, words: str) -> None:
    coded.code(world, world.respond(words), officers)
    assert quotes(db.session(), world.consultation.id) == []


def test_quotes_are_three_a_theme_with_every_stance_before_any_twice(world: World, officers: Theme) -> None:
    for number in range(4):
        coded.code(world, world.respond(f"I am for this, number {number}."), officers)
    coded.code(world, world.respond("I am against all of this."), officers, "oppose")
    stances = [quote.stance for quote in quotes(db.session(), world.consultation.id)]
    assert stances == ["support", "oppose", "support"]


def test_nobody_is_quoted_more_than_twice(world: World, officers: Theme) -> None:
    themes = [officers, coded.theme(world, "Parks"), coded.theme(world, "Cars")]
    answer = world.respond("The park is dark at night. The street is dark at night. The bus is late at night.")
    for theme, span in zip(themes, ((0, 26), (27, 55), (56, 81)), strict=True):
        coded.code(world, answer, theme, span=span)
    assert len(quotes(db.session(), world.consultation.id)) == 2


def test_an_answer_with_a_coding_was_read_and_an_answer_without_was_not(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers)
    progress = readings.progress(db.session(), world.consultation.id)["violence-words"]
    assert (progress.answers, progress.read, progress.coded) == (4, 1, 1)


def test_characteristics_leave_as_counts_of_counted_people(world: World) -> None:
    groups = characteristics.by_question(db.session(), world.consultation.id)
    assert groups["victim"].by_choice == {"no": 2, "reported": 1}
    crossed = crosstabs.of(db.session(), world.consultation.id, ["victim"]).answers["victim"]
    assert {key: one.counts for key, one in crossed.items()} == {"support-knife-crime": {("agree", "no"): 1}}


def test_characteristics_of_an_excluded_response_do_not_count(world: World) -> None:
    world.respond(WORDS, victim="reported", borough="lambeth")
    exclude_the_last(world)
    groups = characteristics.by_question(db.session(), world.consultation.id)
    assert groups["victim"].respondents == 3 and groups["borough"].by_choice == {"lambeth": 1}


def test_passages_behind_a_number_come_by_key_and_narrow(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers)
    last = coded.code(world, world.respond("No, not that."), officers, "oppose")
    everything = passages_behind(db.session(), world.consultation.id, Behind(officers.public_id))
    opposed = passages_behind(db.session(), world.consultation.id, Behind(officers.public_id, stance="oppose"))
    after = passages_behind(db.session(), world.consultation.id, Behind(officers.public_id), after=last.public_id)
    assert [page.words for page in everything.passages] == [WORDS, "No, not that."]
    assert [page.words for page in opposed.passages] == ["No, not that."]
    assert after.passages == [] and everything.next_after is None


def test_counting_asks_the_same_number_of_questions_however_much_is_coded(world: World, officers: Theme) -> None:
    coded.code(world, world.respond(WORDS), officers)
    few = statements(world)
    for number in range(5):
        coded.code(world, world.respond(WORDS), coded.theme(world, f"Theme {number}"))
    assert statements(world) == few


def by_theme(world: World) -> dict[int, Spoken]:
    return theme_counts.by_theme(db.session(), world.consultation.id)


def by_node(world: World) -> dict[str, Spoken]:
    version_id = world.consultation.plan_version_id
    assert version_id is not None
    keys = {node.id: node.key for node in plans.nodes(db.session(), version_id)}
    found = theme_counts.by_node(db.session(), world.consultation.id, version_id)
    return {keys[node_id]: spoken for node_id, spoken in found.items()}


def silent(world: World) -> list[str]:
    version_id = world.consultation.plan_version_id
    assert version_id is not None
    spoken = theme_counts.by_node(db.session(), world.consultation.id, version_id)
    return [node.key for node in theme_counts.nodes_nothing_said(plans.nodes(db.session(), version_id), spoken)]


def exclude_the_last(world: World) -> None:
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id, reason="test",
                      by_id=world.staff["lead"].id)


def statements(world: World) -> int:
    with count_statements() as sent:
        by_theme(world)
        by_node(world)
        quotes(db.session(), world.consultation.id)
        passages_behind(db.session(), world.consultation.id, Behind("none"))
    return len(sent)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme in the world's code frame."""
    return coded.theme(world)
