"""Many suggestions accepted at once: what is touched, that nothing counts unread, the live check, and undoing."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.codebooks import Coding, Passage, Theme
from consult.models.machines import AcceptedBatch
from consult.models.responses import Answer, Response
from consult.queries import accepting as stored
from consult.queries import theme_counts, theming
from consult.services import accepting, codings
from consult.services.transaction import writing
from tests import coded
from tests.machine_worlds import cut, in_order, mark_read, rank, settings
from tests.worlds import World


def test_a_batch_codes_whole_unread_answers_above_the_cut_and_is_marked(world: World, themes: list[Theme]):
    answers = ranked(world, themes)
    batch = accept(world)
    assert (batch.codings, batch.answers, batch.precision, batch.measured_on) == (3, 3, 0.9, 60)
    assert {coding.batch_id for coding in standing()} == {batch.id} and all(c.was_suggested for c in standing())
    assert spans() == {(answer.id, 0, len(answer.text or "")) for answer in answers[:3]}


def test_nothing_of_a_batch_counts_until_a_person_has_read_the_answer(world: World, themes: list[Theme]):
    answers = ranked(world, themes)
    accept(world)
    assert counted(world, themes[0]) == 0
    mark_read(world, answers[0])
    assert counted(world, themes[0]) == 1
    assert [coding.checked_at is not None for coding in standing()].count(True) == 1


def test_a_machine_does_not_learn_from_what_nobody_has_read(world: World, themes: list[Theme]):
    answers = ranked(world, themes)
    accept(world)
    assert theming.coded_answers(db.session(), world.consultation.id) == {}
    assert theming.count_coded(db.session(), world.consultation.id) == 0
    mark_read(world, answers[0])
    assert theming.coded_answers(db.session(), world.consultation.id) == {answers[0].id: frozenset({themes[0].id})}


def test_what_a_reader_takes_away_never_counts_and_shows_in_the_live_check(world: World, themes: list[Theme]):
    answers = ranked(world, themes)
    accept(world)
    wrong = coding_of(answers[1])
    codings.withdraw(consultation_id=world.consultation.id, coding_id=wrong, by_id=world.staff["coder"].id)
    for answer in answers[:2]:
        mark_read(world, answer)
    [batch] = stored.batches(db.session(), world.consultation.id)
    assert (batch.kept, batch.refused, batch.read, batch.codings) == (1, 1, 2, 3)
    assert counted(world, themes[0]) == 1


def test_answers_that_are_read_coded_withheld_or_not_counted_are_left_alone(world: World, themes: list[Theme]):
    answers = ranked(world, themes, count=8)
    mark_read(world, answers[0])
    coded.code(world, answers[1], themes[0])
    withdrawn = coded.code(world, answers[2], themes[0])
    codings.withdraw(consultation_id=world.consultation.id, coding_id=withdrawn.public_id, by_id=lead(world))
    with writing() as session:
        session.add(worry(world, answers[3]))
        session.get_one(Response, answers[4].response_id).excluded_reason = "blank"
        session.get_one(Response, answers[4].response_id).excluded_at = utc_now()
    assert touched(world) == {answer.id for answer in answers[5:8]}


def test_answers_that_are_read_without_suggestions_are_left_alone(world: World, themes: list[Theme]):
    answers = ranked(world, themes, control=[1])
    assert touched(world) == {answers[0].id, answers[2].id}
    assert stored.count(db.session(), world.consultation.id, "", 0.8, 0) == (3, 3)


def test_one_theme_can_be_accepted_alone(world: World, themes: list[Theme]):
    answers = [world.respond(f"Words {at}") for at in range(2)]
    in_order(answers)
    rank(world, {answer.id: [(themes[0], 0.95), (themes[1], 0.9)] for answer in answers},
         precision=[cut(), cut(0.85, themes[1])])
    assert accept(world, themes[1].public_id, 0.85).theme_id == themes[1].id
    assert {coding.theme_id for coding in standing()} == {themes[1].id}
    assert accept(world).codings == 2


def test_an_answer_with_two_sure_themes_gets_both_on_one_passage(world: World, themes: list[Theme]):
    answer = world.respond("Both of them")
    in_order([answer])
    rank(world, {answer.id: [(themes[0], 0.95), (themes[1], 0.9)]})
    batch = accept(world)
    assert (batch.codings, batch.answers) == (2, 1) and len(spans()) == 1


def test_undoing_takes_all_away_but_what_readers_kept(world: World, themes: list[Theme]):
    answers = ranked(world, themes)
    batch = accept(world)
    mark_read(world, answers[0])
    assert undo(world, batch) == 2
    assert counted(world, themes[0]) == 1 and len(standing()) == 1
    [shown] = stored.batches(db.session(), world.consultation.id)
    assert shown.undone_at is not None and (shown.kept, shown.refused) == (1, 0)
    with pytest.raises(Conflict, match="batch-undone"):
        undo(world, batch)


def test_after_undoing_the_same_suggestions_can_be_accepted_again(world: World, themes: list[Theme]):
    ranked(world, themes)
    undo(world, accept(world))
    assert accept(world).codings == 3 and len(standing()) == 3


@pytest.mark.parametrize("chosen", [{"has_suggestions": False}, {"hides_until_read": True}])
def test_nothing_is_accepted_where_coders_see_no_suggestions_first(
    world: World, themes: list[Theme], chosen: dict[str, bool]
):
    ranked(world, themes)
    settings(world, **chosen)
    with pytest.raises(Conflict, match="suggestions-off"):
        accept(world)
    assert standing() == []


def test_only_a_measured_cut_with_something_above_it_is_accepted_and_only_by_a_lead(world: World, themes: list[Theme]):
    ranked(world, themes)
    with pytest.raises(Refused, match="cut-unknown"):
        accept(world, at=0.1)
    with pytest.raises(NotAllowed):
        accepting.accept(consultation_id=world.consultation.id, theme="", cut=0.8, by_id=world.staff["coder"].id)
    rank(world, {}, precision=[{**cut(), "precision": 0.79}])
    with pytest.raises(Refused, match="cut-too-unsure"):
        accept(world)
    ranked(world, themes)
    accept(world)
    with pytest.raises(Refused, match="nothing-to-accept"):
        accept(world)
    with pytest.raises(NotFound):
        accepting.undo(consultation_id=world.consultation.id, public_id="nowhere", by_id=lead(world))


def test_one_press_takes_the_surest_first_and_no_more_than_its_limit(
    world: World, themes: list[Theme], monkeypatch: pytest.MonkeyPatch
):
    answers = [world.respond(f"Words {at}") for at in range(4)]
    in_order(answers)
    rank(world, {answer.id: [(themes[0], 0.9 + at / 100)] for at, answer in enumerate(answers)})
    monkeypatch.setattr(accepting, "MOST_AT_ONCE", 2)
    assert accept(world).codings == 2
    assert {place[0] for place in spans()} == {answers[3].id, answers[2].id}


def test_a_theme_out_of_use_takes_no_part(world: World, themes: list[Theme]):
    ranked(world, themes)
    with writing() as session:
        session.get_one(Theme, themes[0].id).state = "retired"
    assert touched(world) == set()
    assert [c.theme for c in stored.cuts(db.session(), world.consultation.id)] == [""]


@pytest.fixture
def themes(world: World) -> list[Theme]:
    """Two themes of the world."""
    return [coded.theme(world, "Officers on foot"), coded.theme(world, "Night buses")]


def ranked(world: World, themes: list[Theme], *, count: int = 3, control: list[int] | None = None) -> list[Answer]:
    """Store `count` answers for which the first theme is sure, and one for which it is not."""
    answers = [world.respond(f"More officers on foot {at}") for at in range(count + 1)]
    in_order(answers, control=control)
    rank(world, {answer.id: [(themes[0], 0.9 if at < count else 0.6)] for at, answer in enumerate(answers)})
    return answers


def accept(world: World, theme: str = "", at: float = 0.8) -> AcceptedBatch:
    return accepting.accept(consultation_id=world.consultation.id, theme=theme, cut=at, by_id=lead(world))


def undo(world: World, batch: AcceptedBatch) -> int:
    return accepting.undo(consultation_id=world.consultation.id, public_id=batch.public_id, by_id=lead(world))


def lead(world: World) -> int:
    return world.staff["lead"].id


def standing() -> list[Coding]:
    return list(db.session.scalars(select(Coding).where(Coding.withdrawn_at.is_(None))))


def spans() -> set[tuple[int, int, int]]:
    rows = db.session.execute(select(Passage.answer_id, Passage.start, Passage.end))
    return {tuple(row) for row in rows}


def coding_of(answer: Answer) -> str:
    return db.session.scalars(select(Coding.public_id).join(Passage, Passage.id == Coding.passage_id)
                              .where(Passage.answer_id == answer.id)).one()


def touched(world: World) -> set[int]:
    found = stored.touched(db.session(), world.consultation.id, "", 0.8, 10, 100)
    return {place.answer_id for place in found}


def counted(world: World, theme: Theme) -> int:
    return len(db.session.scalars(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id)
        .where(*theme_counts.stands(world.consultation.id), Coding.theme_id == theme.id)).all())


def worry(world: World, answer: Answer) -> Worry:
    return Worry(consultation_id=world.consultation.id, answer_id=answer.id, kind="harm", source="rule",
                 due_at=utc_now())
