"""The life of a code frame: what happens to codings, answers and links when themes merge, split and retire."""

import pytest
from sqlalchemy import select

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.models.findings import Finding
from consult.models.responses import Answer
from consult.services import codebooks, codings
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.worlds import World


def test_a_merge_moves_codings_and_withdraws_those_that_would_stand_twice(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    both, alone = answers(world)[:2]
    kept, doubled, moved = code(world, both, other), code(world, both, one), code(world, alone, one)
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    assert standing(other) == [kept, moved] and standing(one) == []
    assert coding(doubled).withdrawn_by_id == coder(world)


def test_a_merge_removes_the_links_of_the_theme_that_is_gone(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    link(world, one)
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    [finding] = db.session().scalars(select(Finding).execution_options(populate_existing=True))
    assert finding.removed_at is not None and finding.removed_by_id == coder(world)


def test_a_merged_theme_says_what_it_became_and_takes_nothing_more(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    assert row(one).state == "merged" and row(one).merged_into_id == row(other).id
    with pytest.raises(Refused, match="theme-not-active"):
        code(world, answers(world)[0], one)


@pytest.mark.parametrize("is_same", [True, False])
def test_a_theme_merges_neither_with_itself_nor_with_one_out_of_use(world: World, is_same: bool) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    codebooks.retire(consultation_id=world.consultation.id, public_id=other, by_id=coder(world))
    with pytest.raises(Refused):
        codebooks.merge(consultation_id=world.consultation.id, public_id=one,
                        into_public_id=one if is_same else other, by_id=coder(world))
    assert row(one).state == "active"


def test_a_split_moves_the_chosen_codings_and_leaves_the_rest(world: World) -> None:
    one = theme(world, "Officers")
    codes = [code(world, answer, one) for answer in answers(world)]
    new = codebooks.split(consultation_id=world.consultation.id, public_id=one, name="Buses", coding_ids=codes[:1],
                          by_id=coder(world))
    assert standing(new.public_id) == codes[:1] and standing(one) == codes[1:]


@pytest.mark.parametrize("chosen", [0, 3])
def test_a_split_moves_something_and_leaves_something(world: World, chosen: int) -> None:
    one = theme(world, "Officers")
    codes = [code(world, answer, one) for answer in answers(world)]
    with pytest.raises(Refused, match="split-nothing"):
        codebooks.split(consultation_id=world.consultation.id, public_id=one, name="Buses",
                        coding_ids=codes[:chosen], by_id=coder(world))
    assert standing(one) == codes


def test_a_split_with_a_name_that_is_taken_moves_nothing(world: World) -> None:
    one = theme(world, "Officers")
    codes = [code(world, answer, one) for answer in answers(world)]
    with pytest.raises(Refused, match="theme-name-taken"):
        codebooks.split(consultation_id=world.consultation.id, public_id=one, name=" officers ",
                        coding_ids=codes[:1], by_id=coder(world))
    assert standing(one) == codes


def test_a_split_takes_no_coding_of_another_theme(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    first, second, _third = answers(world)
    codes, stray = [code(world, first, one), code(world, second, one)], code(world, first, other)
    codebooks.split(consultation_id=world.consultation.id, public_id=one, name="Knives",
                    coding_ids=[codes[0], stray], by_id=coder(world))
    assert standing(other) == [stray]


def test_retiring_takes_codings_back_and_puts_their_answers_before_a_coder_again(world: World) -> None:
    one = theme(world, "Officers")
    coded, other, _third = answers(world)
    code(world, coded, one)
    for answer in (coded, other):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=answer, by_id=coder(world))
    codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    assert row(one).state == "retired" and standing(one) == []
    assert read() == [other]


def test_a_renaming_is_logged_with_the_version_of_the_frame(world: World) -> None:
    one = theme(world, "Officers")
    before = version(world)
    codebooks.change_theme(consultation_id=world.consultation.id, public_id=one, name="More officers", definition="d",
                           include_note="", exclude_note="", by_id=coder(world))
    change = db.session().scalars(select(ThemeChange).order_by(ThemeChange.id.desc())).first()
    assert change is not None and (change.action, change.person_id) == ("changed", coder(world))
    assert (change.facts["before"]["name"], change.facts["after"]["name"]) == ("Officers", "More officers")
    assert change.frame_version == version(world) == before + 1


def test_every_step_makes_one_version_of_the_frame(world: World) -> None:
    before = version(world)
    one, other = theme(world, "Officers"), theme(world, "Buses")
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    codebooks.retire(consultation_id=world.consultation.id, public_id=other, by_id=coder(world))
    changes = db.session().scalars(select(ThemeChange).order_by(ThemeChange.id)).all()
    assert [change.action for change in changes] == ["made", "made", "merged", "retired"]
    assert [change.frame_version for change in changes] == list(range(before + 1, before + 5))


def test_a_coding_keeps_the_version_of_the_frame_that_it_was_made_with(world: World) -> None:
    one = theme(world, "Officers")
    made_with = version(world)
    first = code(world, answers(world)[0], one)
    theme(world, "Buses")
    assert coding(first).frame_version == made_with < version(world)


@pytest.mark.parametrize("name", ["officers", "  OFFICERS ", "Officers"])
def test_two_themes_in_use_never_share_a_name(world: World, name: str) -> None:
    theme(world, "Officers")
    with pytest.raises(Refused, match="theme-name-taken"):
        theme(world, name)


def test_the_name_of_a_retired_theme_is_free_again(world: World) -> None:
    one = theme(world, "Officers")
    codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    assert theme(world, "Officers") != one


@pytest.mark.parametrize("role", ["reader", "equality-lead", "survey-editor", "administrator"])
def test_only_those_with_the_right_change_the_code_frame(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        codebooks.add_theme(consultation_id=world.consultation.id, name="Officers", by_id=world.staff[role].id)


def test_a_theme_of_another_consultation_is_not_found(world: World) -> None:
    one = theme(world, "Officers")
    with writing() as session:
        session.execute(Theme.__table__.update().values(consultation_id=other_consultation(world)))
    with pytest.raises(NotFound):
        codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))


def coder(world: World) -> int:
    return world.staff["coder"].id


def answers(world: World) -> list[str]:
    """Return the public ids of the three texts, the oldest first."""
    return [found or "" for found in db.session().scalars(
        select(Answer.public_id).where(Answer.text.is_not(None)).order_by(Answer.id))]


def theme(world: World, name: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name, by_id=coder(world)).public_id


def code(world: World, answer: str, theme_id: str) -> str:
    return codings.confirm(consultation_id=world.consultation.id, answer_id=answer, span=None,
                           code=Code(theme_id, "support"), by_id=coder(world)).public_id


def row(public_id: str) -> Theme:
    return db.session().scalars(select(Theme).where(Theme.public_id == public_id)
                                .execution_options(populate_existing=True)).one()


def coding(public_id: str) -> Coding:
    return db.session().scalars(select(Coding).where(Coding.public_id == public_id)
                                .execution_options(populate_existing=True)).one()


def standing(theme_id: str) -> list[str]:
    return list(db.session().scalars(
        select(Coding.public_id).join(Theme, Theme.id == Coding.theme_id).join(Passage)
        .where(Theme.public_id == theme_id, Coding.withdrawn_at.is_(None)).order_by(Coding.id)))


def read() -> list[str | None]:
    return list(db.session().scalars(select(Answer.public_id).join(Reading, Reading.answer_id == Answer.id)))


def version(world: World) -> int:
    return db.session().scalars(
        select(Consultation.frame_version).where(Consultation.id == world.consultation.id)).one()


def link(world: World, theme_id: str) -> None:
    with writing() as session:
        session.add(Finding(consultation_id=world.consultation.id, theme_id=row(theme_id).id, plan_node_id=None,
                            reason="Belongs nowhere", created_by_id=coder(world)))


def other_consultation(world: World) -> int:
    with writing() as session:
        other = Consultation(slug="other", title={"en": "Other"}, summary={"en": "Other"}, opens_at=utc_now(),
                             closes_at=world.consultation.closes_at)
        session.add(other)
        session.flush()
        return other.id
