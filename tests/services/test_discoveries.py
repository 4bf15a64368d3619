"""Groups that a machine proposed are merged, accepted, dropped and put back; nothing decided is ever lost."""

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.codebooks import Theme
from consult.models.responses import Answer
from consult.models.runs import ProposedTheme, Run
from consult.queries.runs import Proposal, proposals_of
from consult.services import codebooks, codings, discoveries, runs, theming
from consult.services.codings import Code
from consult.services.theming import Group
from tests.worlds import World


def test_a_merged_group_gives_its_answers_to_the_other_one(world: World, run: Run) -> None:
    merge(world, run, 0, 1)
    first, second, _third = shown(run)
    assert (first.state, first.merged_into, second.parts) == ("merged", 1, (0,))
    assert second.size == 2 and len(second.typical) == 2


def test_a_chain_of_merges_ends_in_one_group_and_comes_apart_again(world: World, run: Run) -> None:
    merge(world, run, 0, 1)
    merge(world, run, 1, 2)
    assert (shown(run)[2].size, shown(run)[2].parts) == (3, (0, 1))
    put_back(world, run, 1)
    assert [(one.state, one.size) for one in shown(run)] == [("merged", 1), ("proposed", 2), ("proposed", 1)]


@pytest.mark.parametrize(("into", "code"), [(0, "group-itself"), (2, "group-missing")])
def test_a_group_merges_only_with_another_open_one(world: World, run: Run, into: int, code: str) -> None:
    discoveries.drop(consultation_id=world.consultation.id, public_id=shown(run)[2].public_id, by_id=lead(world))
    with pytest.raises(Refused, match=code):
        merge(world, run, 0, into)
    assert shown(run)[0].state == "proposed"


def test_a_group_merges_with_one_of_its_own_run_only(world: World, run: Run) -> None:
    other = propose(world, [world.respond("Another.")])
    with pytest.raises(Refused, match="group-missing"):
        discoveries.merge(consultation_id=world.consultation.id, public_id=shown(run)[0].public_id,
                          into=shown(other)[0].public_id, by_id=lead(world))


def test_a_group_becomes_a_theme_with_a_meaning_and_a_place(world: World, run: Run) -> None:
    above = codebooks.add_theme(consultation_id=world.consultation.id, name="Transport")
    theme = accept(world, run, 0, definition="Buses at night", parent=above.public_id)
    assert (theme.definition, theme.parent_id) == ("Buses at night", above.id)


def test_a_theme_that_nobody_used_goes_out_of_use_when_its_group_is_put_back(world: World, run: Run) -> None:
    theme_id = accept(world, run, 0).id
    assert shown(run)[0].may_return
    put_back(world, run, 0)
    assert shown(run)[0].state == "proposed" and db.session().get_one(Theme, theme_id).state == "retired"
    assert accept(world, run, 0).id != theme_id


def test_a_group_whose_theme_holds_codings_is_not_put_back(world: World, run: Run) -> None:
    theme = accept(world, run, 0)
    codings.confirm(consultation_id=world.consultation.id, answer_id=world.respond("On the bus.").public_id or "",
                    span=None, code=Code(theme.public_id, "none"), by_id=lead(world))
    assert not shown(run)[0].may_return
    with pytest.raises(Conflict, match="theme-holds-codings"):
        put_back(world, run, 0)
    assert shown(run)[0].state == "accepted"


def test_a_dropped_group_comes_back(world: World, run: Run) -> None:
    discoveries.drop(consultation_id=world.consultation.id, public_id=shown(run)[0].public_id, by_id=lead(world))
    put_back(world, run, 0)
    row = db.session().query(ProposedTheme).populate_existing().order_by(ProposedTheme.position).first()
    assert row is not None and (row.state, row.decided_by_id, row.decided_at) == ("proposed", None, None)


def test_a_group_that_is_not_decided_cannot_be_put_back(world: World, run: Run) -> None:
    with pytest.raises(Conflict, match="not-decided"):
        put_back(world, run, 0)
    with pytest.raises(NotFound):
        discoveries.put_back(consultation_id=world.consultation.id, public_id="x" * 22, by_id=lead(world))


def test_a_reader_puts_nothing_back(world: World, run: Run) -> None:
    with pytest.raises(NotAllowed):
        discoveries.put_back(consultation_id=world.consultation.id, public_id=shown(run)[0].public_id,
                             by_id=world.staff["reader"].id)


def merge(world: World, run: Run, one: int, into: int) -> None:
    groups = shown(run)
    discoveries.merge(consultation_id=world.consultation.id, public_id=groups[one].public_id,
                      into=groups[into].public_id, by_id=lead(world))


def accept(world: World, run: Run, one: int, **more: str) -> Theme:
    return discoveries.accept(consultation_id=world.consultation.id, public_id=shown(run)[one].public_id,
                              name="Night buses", by_id=lead(world), **more)


def put_back(world: World, run: Run, one: int) -> None:
    discoveries.put_back(consultation_id=world.consultation.id, public_id=shown(run)[one].public_id,
                         by_id=lead(world))


def shown(run: Run) -> list[Proposal]:
    db.session().rollback()
    return proposals_of(db.session(), run.id)


def lead(world: World) -> int:
    return world.staff["lead"].id


def propose(world: World, answers: list[Answer]) -> Run:
    """Store a finished run that proposed a group for each answer."""
    run = runs.start(consultation_id=world.consultation.id, kind="discover")
    token = runs.claim(run.id)
    assert token is not None
    theming.propose(run.id, token, [Group("en", [f"word{one.id}"], [one.id], [one.id], []) for one in answers])
    return run


@pytest.fixture
def run(world: World) -> Run:
    """A finished run that proposed three groups of one answer each."""
    return propose(world, [world.respond(f"The bus number {number} is late.") for number in range(3)])
