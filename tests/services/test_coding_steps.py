"""Undo, all the way: each step of a coder taken back, the last one first, and left alone where the world moved on."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.domain.errors import NotAllowed, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, CodingAct, CodingKind, Reading, Theme
from consult.models.double_coding import DoubleReading
from consult.models.machines import AcceptedBatch, SuggestionOutcome
from consult.models.responses import Answer
from consult.queries import coding_steps as queries
from consult.services import accepting, answers, codebooks, coding_steps, double_coding
from consult.services.coding_steps import Undone
from consult.services.codings import Code
from consult.services.double_coding import Given
from consult.services.transaction import writing
from tests import coded
from tests.machine_worlds import rank, settings
from tests.services.test_codings import coder, count, first, save, theme
from tests.worlds import World


def test_undo_goes_back_step_by_step_to_the_first_and_then_says_that_there_is_none(world: World) -> None:
    one = theme(world, "Officers")
    [coding] = save(world, [Code(one, "support")]).codings
    answers.read(**here(world))
    answers.take_back(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))
    assert state() == (0, 0)
    assert (undo(world).action, *state()) == ("withdrew", 1, 1)
    assert (undo(world).action, *state()) == ("read", 1, 0)
    assert (undo(world).action, *state()) == ("coded", 0, 0)
    with pytest.raises(Refused, match="nothing-to-undo"):
        undo(world)


def test_a_save_of_several_themes_with_the_reading_is_one_step(world: World) -> None:
    codes = [Code(theme(world, "Officers"), "support"), Code(theme(world, "Buses"), "oppose")]
    answers.code(**here(world), span=None, codes=codes, is_done=True)
    assert state() == (2, 1)
    assert undo(world) == Undone("coded", first(world), ("Buses", "Officers"))
    assert state() == (0, 0)


def test_undoing_a_second_look_puts_the_reading_back_as_it_was(world: World) -> None:
    lead = world.staff["lead"].id
    answers.read(**{**here(world), "by_id": lead})
    with writing() as session:
        session.execute(update(Reading).values(recheck_reason="split"))
    answers.read(**here(world))
    assert undo(world).why_not == ""
    [reading] = db.session().scalars(select(Reading)).all()
    assert (reading.person_id, reading.recheck_reason) == (lead, "split")


def test_reading_what_was_read_before_is_no_step(world: World) -> None:
    answers.read(**{**here(world), "by_id": world.staff["lead"].id})
    answers.read(**here(world))
    assert db.session().scalars(select(CodingAct.person_id)).all() == [world.staff["lead"].id]


def test_everyone_undoes_their_own_steps_only(world: World) -> None:
    save(world, [Code(theme(world, "Officers"), "support")], by_id=world.staff["lead"].id)
    with pytest.raises(Refused, match="nothing-to-undo"):
        undo(world)
    with pytest.raises(NotAllowed):
        coding_steps.undo(consultation_id=world.consultation.id, by_id=world.staff["reader"].id)


@pytest.mark.parametrize("change", ["merge", "retire"])
def test_a_step_whose_theme_has_changed_is_left_alone_and_the_one_before_is_undone(world: World, change: str) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    save(world, [Code(other, "support")])
    save(world, [Code(one, "support")])
    if change == "merge":
        codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=theme(world, "Police"),
                        by_id=coder(world))
    else:
        codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    standing = count()
    assert (undo(world).why_not, count()) == (coding_steps.THEME_CHANGED, standing)
    assert (undo(world).why_not, count()) == ("", standing - 1)


def test_a_coding_that_a_colleague_took_back_is_not_taken_back_twice(world: World) -> None:
    [coding] = save(world, [Code(theme(world, "Officers"), "support")]).codings
    lead = world.staff["lead"].id
    answers.take_back(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=lead)
    assert undo(world).why_not == coding_steps.TAKEN_BACK
    assert db.session().get_one(Coding, coding.id).withdrawn_by_id == lead


def test_a_coding_is_not_put_back_where_a_colleague_coded_the_same_since(world: World) -> None:
    one = theme(world, "Officers")
    [coding] = save(world, [Code(one, "support")]).codings
    answers.take_back(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))
    save(world, [Code(one, "oppose")], by_id=world.staff["lead"].id)
    assert (undo(world).why_not, count()) == (coding_steps.CODED_SINCE, 1)


def test_an_answer_that_somebody_else_read_since_is_to_be_read_again_when_its_coding_goes(world: World) -> None:
    save(world, [Code(theme(world, "Officers"), "support")])
    answers.read(**{**here(world), "by_id": world.staff["lead"].id})
    assert undo(world).why_not == ""
    assert state() == (0, 0)


def test_undoing_a_reading_takes_its_look_at_what_was_accepted_together_back(world: World) -> None:
    [coding] = save(world, [Code(theme(world, "Officers"), "support")], by_id=world.staff["lead"].id).codings
    with writing() as session:
        batch = AcceptedBatch(consultation_id=world.consultation.id, cut=0.5, precision=0.9, codings=1, answers=1,
                              accepted_by_id=coder(world))
        session.add(batch)
        session.flush()
        session.get_one(Coding, coding.id).batch_id = batch.id
    answers.read(**here(world))
    assert db.session().get_one(Coding, coding.id).checked_at is not None
    undo(world)
    db.session().expire_all()
    assert db.session().get_one(Coding, coding.id).checked_at is None


def test_undoing_a_reading_takes_its_second_coding_and_what_it_told_of_suggestions_back(world: World) -> None:
    one = suggested(world)
    save(world, [Code(one.public_id, "support")])
    answers.read(**here(world))
    assert (told(), drawn(world)) == ([(True, coder(world))], coder(world))
    undo(world)
    assert (told(), drawn(world)) == ([], None)
    undo(world)
    answers.read(**{**here(world), "by_id": world.staff["lead"].id})
    assert (told(), drawn(world)) == ([(False, world.staff["lead"].id)], world.staff["lead"].id)


def test_undoing_a_second_look_leaves_what_the_first_reader_told(world: World) -> None:
    suggested(world)
    answers.read(**{**here(world), "by_id": world.staff["lead"].id})
    with writing() as session:
        session.execute(update(Reading).values(recheck_reason="split"))
    answers.read(**here(world))
    undo(world)
    assert (told(), drawn(world)) == ([(False, world.staff["lead"].id)], world.staff["lead"].id)


def test_a_second_coding_that_has_begun_outlives_the_undoing_of_the_first_reading(world: World) -> None:
    one = suggested(world)
    answers.read(**here(world))
    row = db.session().scalars(select(DoubleReading)).one()
    double_coding.give(consultation_id=world.consultation.id, reading_id=row.public_id,
                       given=Given(one.public_id, "support"), by_id=world.staff["lead"].id)
    undo(world)
    assert drawn(world) == coder(world)


def test_what_a_person_gives_where_many_were_accepted_together_is_theirs_and_outlives_the_batch(world: World) -> None:
    batch, one = accepted(world)
    saved = save(world, [Code(one.public_id, "none", kinds=("concern",))])
    assert [coding.batch_id for coding in saved.codings] == [batch.id] and saved.there == ()
    accepting.undo(consultation_id=world.consultation.id, public_id=batch.public_id, by_id=world.staff["lead"].id)
    db.session().expire_all()
    [coding] = standing()
    assert coding.checked_at is not None and db.session().query(CodingKind).count() == 1


def test_another_stance_takes_the_place_of_what_was_accepted_together(world: World) -> None:
    _batch, one = accepted(world)
    save(world, [Code(one.public_id, "oppose")])
    assert [(row.stance, row.batch_id, row.confirmed_by_id) for row in standing()] == [("oppose", None, coder(world))]


def test_undoing_what_a_person_gave_leaves_the_batch_as_it_was(world: World) -> None:
    batch, one = accepted(world)
    save(world, [Code(one.public_id, "none", kinds=("concern",))])
    assert undo(world).why_not == ""
    [coding] = standing()
    assert (coding.batch_id, coding.checked_at) == (batch.id, None) and db.session().query(CodingKind).count() == 0


def test_the_steps_of_an_erased_answer_are_gone_and_the_one_before_is_undone(world: World) -> None:
    other = world.respond("Another answer.")
    save(world, [Code(theme(world, "Officers"), "support")])
    answers.read(consultation_id=world.consultation.id, answer_id=other.public_id or "", by_id=coder(world))
    with writing() as session:
        session.query(CodingAct).filter(CodingAct.answer_id == other.id).delete()
    assert undo(world).action == "coded"


def test_the_list_of_last_steps_holds_what_stands_the_last_first(world: World) -> None:
    save(world, [Code(theme(world, "Officers"), "support")])
    answers.read(**here(world))
    shown = queries.last(db.session(), world.consultation.id, coder(world))
    assert [(step.action, step.themes) for step in shown] == [("read", ()), ("coded", ("Officers",))]
    undo(world)
    assert [step.action for step in queries.last(db.session(), world.consultation.id, coder(world))] == ["coded"]
    assert all(step.at > utc_now() - timedelta(minutes=5) for step in shown)


def undo(world: World) -> Undone:
    return coding_steps.undo(consultation_id=world.consultation.id, by_id=coder(world))


def here(world: World) -> dict[str, Any]:
    return {"consultation_id": world.consultation.id, "answer_id": first(world), "by_id": coder(world)}


def state() -> tuple[int, int]:
    """Return how many codings stand and how many answers were read."""
    db.session().expire_all()
    return count(), len(db.session().scalars(select(Reading.id)).all())


def suggested(world: World) -> Theme:
    """Let the first answer be drawn for a second coder, and a machine suggest a theme for it; return the theme."""
    settings(world, control_share=0, double_first=5)
    one = coded.theme(world, "Suggested")
    rank(world, {row_id(world): [(one, 0.95)]})
    return one


def accepted(world: World) -> tuple[AcceptedBatch, Theme]:
    """Let the lead accept what a machine suggests for the first answer."""
    one = suggested(world)
    return accepting.accept(consultation_id=world.consultation.id, theme="", cut=0.8,
                            by_id=world.staff["lead"].id), one


def row_id(world: World) -> int:
    return db.session().scalars(select(Answer.id).where(Answer.public_id == first(world))).one()


def standing() -> list[Coding]:
    db.session().expire_all()
    return list(db.session().scalars(select(Coding).where(Coding.withdrawn_at.is_(None))))


def told() -> list[tuple[bool, int]]:
    """Return for each suggestion that was noted whether it was taken and by whom."""
    db.session().expire_all()
    return [(row.was_accepted, row.person_id) for row in db.session().scalars(select(SuggestionOutcome))]


def drawn(world: World) -> int | None:
    """Return who was the first to read the answer that waits for a second coder."""
    db.session().expire_all()
    return db.session().scalar(select(DoubleReading.first_by_id).where(DoubleReading.answer_id == row_id(world)))
