"""Differences between two coders: settled theme by theme in the codings that count, while both sides stay as given."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.codebooks import Coding, CodingKind, Passage, Reading, Theme
from consult.models.double_coding import DoubleReading
from consult.models.people import Person
from consult.queries import agreement
from consult.queries import differences as stored
from consult.queries import double_coding as sides
from consult.services import codebooks, codings, differences
from consult.services.codings import Code
from tests import coded
from tests.double_coded import code_again, read, second_coder, waiting
from tests.worlds import World


def test_a_theme_that_the_second_saw_is_added_and_one_that_the_first_saw_is_taken_out(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    settle(world, row, {themes[0]: "left-out", themes[1]: "oppose"})
    assert standing(row) == [(themes[1].id, "oppose", world.staff["lead"].id)]
    found = db.session().get(DoubleReading, row.id)
    assert found is not None and found.state == "settled" and found.settled_by_id == world.staff["lead"].id


def test_both_sides_and_the_agreement_stay_as_they_were(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    before = sides.sides(db.session(), [row.id]), agreement.by_question(db.session(), world.consultation.id)
    settle(world, row, {themes[0]: "support", themes[1]: "support"})
    assert before == (sides.sides(db.session(), [row.id]),
                      agreement.by_question(db.session(), world.consultation.id))


def test_another_stance_keeps_the_passage_and_what_was_said_beside_it(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    answer = world.respond("More officers on foot. No more cars.")
    codings.confirm(consultation_id=world.consultation.id, answer_id=answer.public_id or "", span=(0, 22),
                    code=Code(themes[0].public_id, "support", ("sub-streets",), ("concern",)),
                    by_id=world.staff["coder"].id)
    read(world, answer)
    row = code_again(world, answer, (themes[0], "mixed"), by=second)
    settle(world, row, {themes[0]: "mixed"})
    [(coding, start, end)] = db.session().execute(
        select(Coding, Passage.start, Passage.end).join(Passage, Passage.id == Coding.passage_id)
        .where(Coding.withdrawn_at.is_(None))).all()
    assert (coding.stance, start, end) == ("mixed", 0, 22)
    assert db.session().scalars(select(CodingKind.kind).where(CodingKind.coding_id == coding.id)).all() == ["concern"]


def test_the_answer_stays_read_and_the_decision_is_in_the_trail(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    settle(world, row, {themes[0]: "left-out", themes[1]: "none"})
    assert db.session().scalar(select(Reading.id).where(Reading.answer_id == row.answer_id)) is not None
    event = db.session().scalars(select(AuditEvent).where(AuditEvent.action == "difference-settled")).one()
    assert event.facts["decisions"] == {themes[0].public_id: "left-out", themes[1].public_id: "none"}


@pytest.mark.parametrize(("given", "code"), [({0: "support"}, "difference-undecided"),
                                             ({0: "support", 1: "for"}, "difference-unknown")])
def test_each_theme_that_differs_needs_a_decision(
    world: World, themes: tuple[Theme, Theme], second: Person, given: dict[int, str], code: str,
) -> None:
    row = differing(world, themes, second)
    with pytest.raises(Refused) as refused:
        settle(world, row, {themes[at]: choice for at, choice in given.items()})
    assert refused.value.code == code and standing(row) == [(themes[0].id, "support", world.staff["coder"].id)]


def test_what_is_settled_is_not_settled_twice(world: World, themes: tuple[Theme, Theme], second: Person) -> None:
    row = differing(world, themes, second)
    settle(world, row, {themes[0]: "support", themes[1]: "left-out"})
    with pytest.raises(Conflict, match="difference-settled"):
        settle(world, row, {themes[0]: "left-out", themes[1]: "left-out"})


def test_a_coder_does_not_settle_and_what_waits_cannot_be_settled(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    with pytest.raises(NotAllowed):
        differences.settle(consultation_id=world.consultation.id, reading_id=row.public_id, decisions={},
                           by_id=world.staff["coder"].id)
    answer = world.respond("Other words")
    read(world, answer)
    other = waiting(answer)
    assert other is not None and stored.one(db.session(), world.consultation.id, other.public_id) is None
    with pytest.raises(NotFound):
        settle(world, other, {})


def test_a_theme_that_was_merged_since_is_settled_as_what_it_became(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    lead, third = world.staff["lead"].id, coded.theme(world, "Patrols")
    codebooks.merge(consultation_id=world.consultation.id, public_id=themes[1].public_id,
                    into_public_id=third.public_id, by_id=lead)
    settle(world, row, {themes[0]: "left-out", third: "support"})
    assert standing(row) == [(third.id, "support", lead)]


def test_a_theme_out_of_use_needs_no_decision(world: World, themes: tuple[Theme, Theme], second: Person) -> None:
    row = differing(world, themes, second)
    codebooks.retire(consultation_id=world.consultation.id, public_id=themes[1].public_id,
                     by_id=world.staff["lead"].id)
    settle(world, row, {themes[0]: "support"})
    assert standing(row) == [(themes[0].id, "support", world.staff["coder"].id)]


def test_the_list_holds_those_that_differ_with_the_number_of_themes(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    row = differing(world, themes, second)
    page = stored.listed(db.session(), world.consultation.id, "differs")
    assert [(one.public_id, one.differing) for one in page.rows] == [(row.public_id, 2)] and page.count == 1
    assert stored.listed(db.session(), world.consultation.id, "settled").rows == ()


def test_the_list_is_paged_by_key(world: World, themes: tuple[Theme, Theme], second: Person,
                                  monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [differing(world, themes, second).public_id for _number in range(3)]
    monkeypatch.setattr(stored, "PAGE", 2)
    first = stored.listed(db.session(), world.consultation.id, "differs")
    last = stored.listed(db.session(), world.consultation.id, "differs", after=rows[1])
    back = stored.listed(db.session(), world.consultation.id, "differs", before=rows[2])
    assert [[one.public_id for one in page.rows] for page in (first, last, back)] == [rows[:2], rows[2:], rows[:2]]
    assert (first.newer, first.older, last.newer, last.older, back.newer) == (False, True, True, False, False)


def test_one_answer_shows_each_side_and_what_counts_now(
    world: World, themes: tuple[Theme, Theme], second: Person,
) -> None:
    found = stored.one(db.session(), world.consultation.id, differing(world, themes, second).public_id)
    assert found is not None and (found.first_by, found.second_by) == ("A coder", "A second")
    by_name = {row.name: row for row in found.themes}
    first, other = by_name["Officers on foot"], by_name["Fewer cars"]
    assert first.first is not None and first.first.stance == "support" and first.second is None
    assert (first.standing, other.standing) == ("support", None)


def differing(world: World, themes: tuple[Theme, Theme], second: Person) -> DoubleReading:
    """Let the first see one theme and the second another."""
    answer = world.respond("More officers on foot. No more cars.")
    read(world, answer, (themes[0], "support"))
    return code_again(world, answer, (themes[1], "oppose"), by=second)


def settle(world: World, row: DoubleReading, decisions: dict[Theme, str]) -> None:
    differences.settle(consultation_id=world.consultation.id, reading_id=row.public_id, note="We talked.",
                       decisions={theme.public_id: choice for theme, choice in decisions.items()},
                       by_id=world.staff["lead"].id)


def standing(row: DoubleReading) -> list[tuple[int, str, int]]:
    rows = db.session().execute(
        select(Coding.theme_id, Coding.stance, Coding.confirmed_by_id)
        .join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == row.answer_id, Coding.withdrawn_at.is_(None)).order_by(Coding.theme_id))
    return [tuple(found) for found in rows]


@pytest.fixture
def themes(world: World) -> tuple[Theme, Theme]:
    return coded.theme(world), coded.theme(world, "Fewer cars")


@pytest.fixture
def second(world: World) -> Person:
    return second_coder(world)
