"""What machines propose: stored by the run that owns it, decided by people, counting and coding nothing."""

from collections.abc import Callable

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.codebooks import Coding, Theme
from consult.models.responses import Answer, Response
from consult.models.runs import ProposedMember, ProposedTheme, Run, Suggestion
from consult.queries import runs as stored
from consult.queries import theming as material
from consult.services import codebooks, codings, discoveries, responses, runs, theming
from consult.services.runs import Superseded
from consult.services.theming import Group, Ranked
from tests.worlds import World


def test_a_group_is_stored_with_its_typical_and_its_edge_answers(world: World, answers: list[Answer]):
    run = proposed(world, group(answers))
    found = stored.proposals_of(db.session(), run.id)
    assert [(p.terms, p.size, p.state) for p in found] == [(("bus", "night"), 3, "proposed")]
    assert [e.text for e in found[0].typical] == [answers[0].text, answers[1].text]
    assert [e.text for e in found[0].edge] == [answers[2].text]
    assert state_of(run) == "done"


def test_a_proposal_codes_nothing(world: World, answers: list[Answer]):
    proposed(world, group(answers))
    accept(world, only_proposal())
    assert db.session().query(Coding).count() == 0


def test_an_answer_left_out_of_the_count_meanwhile_is_not_proposed(world: World, answers: list[Answer]):
    run, token = begun(world)
    exclude(world, answers[0])
    theming.propose(run.id, token, [group(answers)])
    found = stored.proposals_of(db.session(), run.id)[0]
    assert (found.size, len(found.typical)) == (2, 1)


def test_a_group_of_which_nothing_counts_any_more_is_left_out(world: World, answers: list[Answer]):
    run, token = begun(world)
    exclude(world, answers[0])
    theming.propose(run.id, token, [Group("en", ["bus"], {answers[0].id}, [answers[0].id], []), group(answers)])
    assert [p.position for p in stored.proposals_of(db.session(), run.id)] == [0]


def test_an_answer_left_out_later_is_not_shown(world: World, answers: list[Answer]):
    run = proposed(world, group(answers))
    exclude(world, answers[2])
    assert stored.proposals_of(db.session(), run.id)[0].edge == ()


def test_a_late_worker_stores_nothing(world: World, answers: list[Answer]):
    run, token = begun(world)
    runs.give_back(run.id, token)
    assert runs.claim(run.id) == token + 1
    with pytest.raises(Superseded):
        theming.propose(run.id, token, [group(answers)])
    assert db.session().query(ProposedTheme).count() == 0


def test_a_cancelled_run_stores_nothing(world: World, answers: list[Answer]):
    run, token = begun(world)
    runs.cancel(consultation_id=world.consultation.id, public_id=run.public_id, by_id=lead(world))
    with pytest.raises(Superseded):
        theming.propose(run.id, token, [group(answers)])
    assert db.session().query(ProposedMember).count() == 0


def test_accepting_makes_a_theme_under_the_persons_name(world: World, answers: list[Answer]):
    run = proposed(world, group(answers))
    theme = accept(world, only_proposal(), name="  Night   buses ")
    assert (theme.name, theme.definition, theme.created_by_id) == ("Night buses", "", lead(world))
    assert stored.proposals_of(db.session(), run.id)[0].theme_name == "Night buses"


def test_a_name_that_is_taken_leaves_the_proposal_open(world: World, answers: list[Answer]):
    proposed(world, group(answers))
    codebooks.add_theme(consultation_id=world.consultation.id, name="Night buses")
    with pytest.raises(Refused, match="theme-name-taken"):
        accept(world, only_proposal(), name="night buses")
    assert only_proposal().state == "proposed"


@pytest.mark.parametrize("first", ["accept", "drop"])
@pytest.mark.parametrize("second", ["accept", "drop"])
def test_a_proposal_is_decided_once(world: World, answers: list[Answer], first: str, second: str):
    decide: dict[str, Callable[[World, ProposedTheme], object]] = {"accept": accept, "drop": drop}
    proposed(world, group(answers))
    decide[first](world, only_proposal())
    with pytest.raises(Conflict, match="already-decided"):
        decide[second](world, only_proposal())
    assert db.session().query(Theme).count() == (first == "accept")


def test_a_reader_decides_nothing(world: World, answers: list[Answer]):
    proposed(world, group(answers))
    with pytest.raises(NotAllowed):
        discoveries.drop(consultation_id=world.consultation.id, public_id=only_proposal().public_id,
                         by_id=world.staff["reader"].id)


def test_a_proposal_is_found_in_its_own_consultation_only(world: World):
    with pytest.raises(NotFound):
        discoveries.drop(consultation_id=world.consultation.id, public_id="x" * 22, by_id=lead(world))


def test_a_new_ranking_replaces_the_one_before(world: World, answers: list[Answer]):
    old, new = (codebooks.add_theme(consultation_id=world.consultation.id, name=name) for name in ("Old", "New"))
    ranked(world, [Ranked(answers[0].id, old.id, 0, 0.5, ["bus"])])
    ranked(world, [Ranked(answers[0].id, new.id, 0, 0.9, ["bus"]), Ranked(answers[1].id, new.id, 0, 0.8, [])])
    assert [(s.answer_id, s.theme_id) for s in suggestions()] == [(answers[0].id, new.id), (answers[1].id, new.id)]


def test_a_ranking_leaves_out_what_is_no_longer_counted_or_in_use(world: World, answers: list[Answer]):
    kept, gone = (codebooks.add_theme(consultation_id=world.consultation.id, name=name) for name in ("Kept", "Gone"))
    run, token = begun(world, "suggest")
    exclude(world, answers[0])
    codebooks.retire(consultation_id=world.consultation.id, public_id=gone.public_id, by_id=lead(world))
    theming.rank(run.id, token, (Ranked(a.id, t.id, 0, 0.5, []) for a in answers for t in (kept, gone)))
    assert {(s.answer_id, s.theme_id) for s in suggestions()} == {(a.id, kept.id) for a in answers[1:]}


def test_a_score_that_is_no_number_is_refused_and_the_old_ranking_stays(world: World, answers: list[Answer]):
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="Buses")
    ranked(world, [Ranked(answers[0].id, theme.id, 0, 0.5, [])])
    run, token = begun(world, "suggest")
    with pytest.raises(ValueError, match="not a number"):
        theming.rank(run.id, token, [Ranked(answers[1].id, theme.id, 0, float("nan"), [])])
    assert [s.answer_id for s in suggestions()] == [answers[0].id]


def test_looking_for_themes_needs_answers(world: World):
    with pytest.raises(Refused, match="nothing-to-read"):
        theming.look_for_themes(consultation_id=world.consultation.id, by_id=lead(world))


def test_ranking_again_needs_coded_passages(world: World):
    with pytest.raises(Refused, match="too-few-coded"):
        theming.rank_again(consultation_id=world.consultation.id, by_id=lead(world))


def test_texts_come_in_slices_and_only_where_they_count(world: World, answers: list[Answer]):
    exclude(world, answers[1])
    found = list(material.all_texts(db.session(), world.consultation.id, limit=2))
    assert len(found) == 5
    assert answers[1].id not in [text.id for text in found]
    assert [text.id for text in found] == sorted(text.id for text in found)


def test_what_people_coded_is_told_apart_from_what_they_only_read(world: World, answers: list[Answer]):
    theme = codebooks.add_theme(consultation_id=world.consultation.id, name="Buses")
    code = codings.Code(theme.public_id, "support")
    codings.confirm(consultation_id=world.consultation.id, answer_id=str(answers[0].public_id), span=(0, 3), code=code,
                    by_id=lead(world))
    codings.mark_read(consultation_id=world.consultation.id, answer_id=str(answers[1].public_id), by_id=lead(world))
    coded = material.coded_answers(db.session(), world.consultation.id)
    assert coded == {answers[0].id: {theme.id}, answers[1].id: frozenset()}


@pytest.fixture
def answers(world: World) -> list[Answer]:
    """Three answers about night buses, beside the three of the world."""
    return [world.respond(text) for text in ("Bus stops at night.", "Lights at bus stops.", "Drivers at night.")]


def group(answers: list[Answer]) -> Group:
    """Return a group of the three answers, the last at its edge."""
    ids = [answer.id for answer in answers]
    return Group("en", ["bus", "night"], ids, ids[:2], ids[2:])


def begun(world: World, kind: str = "discover") -> tuple[Run, int]:
    """Start a run and claim it as a worker does."""
    run = runs.start(consultation_id=world.consultation.id, kind=kind)
    token = runs.claim(run.id)
    assert token is not None
    return run, token


def proposed(world: World, *groups: Group) -> Run:
    """Store a finished run that proposed these groups."""
    run, token = begun(world)
    theming.propose(run.id, token, groups)
    return run


def ranked(world: World, found: list[Ranked]) -> None:
    """Store a finished ranking."""
    run, token = begun(world, "suggest")
    theming.rank(run.id, token, found)


def accept(world: World, proposal: ProposedTheme, name: str = "Night buses") -> Theme:
    """Accept a proposal as the lead."""
    return discoveries.accept(consultation_id=world.consultation.id, public_id=proposal.public_id, name=name,
                              by_id=lead(world))


def drop(world: World, proposal: ProposedTheme) -> None:
    """Drop a proposal as the lead."""
    discoveries.drop(consultation_id=world.consultation.id, public_id=proposal.public_id, by_id=lead(world))


def exclude(world: World, answer: Answer) -> None:
    """Leave the response of an answer out of the count."""
    public_id = db.session().get_one(Response, answer.response_id).public_id
    responses.exclude(consultation_id=world.consultation.id, public_id=public_id, reason="test", by_id=lead(world))


def lead(world: World) -> int:
    """Return the row id of the lead."""
    return world.staff["lead"].id


def only_proposal() -> ProposedTheme:
    """Return the one proposal as it is stored."""
    return db.session().query(ProposedTheme).populate_existing().one()


def suggestions() -> list[Suggestion]:
    """Return the stored ranking by answer."""
    return db.session().query(Suggestion).populate_existing().order_by(Suggestion.answer_id).all()


def state_of(run: Run) -> str:
    """Return the stored state of a run."""
    return db.session().get_one(Run, run.id, populate_existing=True).state
