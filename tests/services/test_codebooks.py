"""The life of a code frame: what happens to codings, answers and links when themes merge, split and retire."""

import pytest
from sqlalchemy import select

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Passage, Reading, Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.models.responses import Answer
from consult.models.theme_links import ThemeLink
from consult.queries import code_frames
from consult.queries.code_frames import Touched
from consult.services import code_frame_order, codebooks, codings
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
    [finding] = db.session().scalars(select(ThemeLink).execution_options(populate_existing=True))
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
    assert to_look_at() == {coded: "retired", other: None}


def test_a_merge_puts_the_answers_that_moved_before_a_coder_again_and_they_stay_read(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    first, second, _third = answers(world)
    code(world, first, one)
    code(world, second, other)
    for answer in (first, second):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=answer, by_id=coder(world))
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    assert to_look_at() == {first: "merged", second: None}


def test_a_split_puts_only_the_answers_that_moved_before_a_coder_again(world: World) -> None:
    one = theme(world, "Officers")
    codes = [code(world, answer, one) for answer in answers(world)]
    for answer in answers(world):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=answer, by_id=coder(world))
    codebooks.split(consultation_id=world.consultation.id, public_id=one, name="Buses", coding_ids=codes[:1],
                    by_id=coder(world))
    assert list(to_look_at().values()) == ["split", None, None]


def test_a_new_theme_of_a_split_stands_beside_or_under_the_old_one(world: World) -> None:
    top = theme(world, "Transport")
    codes = [code(world, answer, top) for answer in answers(world)]
    below = codebooks.split(consultation_id=world.consultation.id, public_id=top, name="Buses", coding_ids=codes[:2],
                            is_under=True, by_id=coder(world))
    beside = codebooks.split(consultation_id=world.consultation.id, public_id=below.public_id, name="Trams",
                             coding_ids=codes[:1], by_id=coder(world))
    assert (row(below.public_id).parent_id, row(beside.public_id).parent_id) == (row(top).id, row(top).id)
    with pytest.raises(Refused, match="parent-is-child"):
        code(world, answers(world)[2], below.public_id)
        codebooks.split(consultation_id=world.consultation.id, public_id=below.public_id, name="Ferries",
                        coding_ids=codes[1:2], is_under=True, by_id=coder(world))


def test_passages_split_off_to_a_theme_in_use_may_be_all_of_them(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    codes = [code(world, answer, one) for answer in answers(world)]
    codebooks.split(consultation_id=world.consultation.id, public_id=one, into=other, coding_ids=codes,
                    by_id=coder(world))
    assert standing(other) == codes and standing(one) == []


def test_themes_under_a_merged_one_come_along_and_never_make_a_third_level(world: World) -> None:
    top, child, other, low = (theme(world, name) for name in ("A", "B", "C", "D"))
    put(world, child, top)
    put(world, low, other)
    codebooks.merge(consultation_id=world.consultation.id, public_id=top, into_public_id=low, by_id=coder(world))
    assert row(child).parent_id == row(other).id
    codebooks.merge(consultation_id=world.consultation.id, public_id=other, into_public_id=child, by_id=coder(world))
    assert row(child).parent_id is None and row(low).parent_id is None


def test_themes_under_a_retired_one_go_to_the_top(world: World) -> None:
    top, child = theme(world, "A"), theme(world, "B")
    put(world, child, top)
    codebooks.retire(consultation_id=world.consultation.id, public_id=top, by_id=coder(world))
    assert row(child).parent_id is None


def test_a_retired_theme_comes_back_with_what_its_retirement_took_and_no_more(world: World) -> None:
    one = theme(world, "Officers")
    taken_back, *kept = [code(world, answer, one) for answer in answers(world)]
    codings.withdraw(consultation_id=world.consultation.id, coding_id=taken_back, by_id=coder(world))
    codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    codebooks.bring_back(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    assert row(one).state == "active" and standing(one) == kept


def test_a_theme_comes_back_to_the_top_when_its_parent_is_out_of_use(world: World) -> None:
    top, child = theme(world, "A"), theme(world, "B")
    put(world, child, top)
    for one in (child, top):
        codebooks.retire(consultation_id=world.consultation.id, public_id=one, by_id=coder(world))
    codebooks.bring_back(consultation_id=world.consultation.id, public_id=child, by_id=coder(world))
    assert row(child).parent_id is None


def test_only_a_retired_theme_comes_back(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    for public_id in (one, other):
        with pytest.raises(Refused, match="theme-not-retired"):
            codebooks.bring_back(consultation_id=world.consultation.id, public_id=public_id, by_id=coder(world))


@pytest.mark.parametrize("again", [True, False])
def test_moving_a_theme_puts_its_answers_before_a_coder_only_when_asked(world: World, again: bool) -> None:
    one, top = theme(world, "Buses"), theme(world, "Transport")
    code(world, answers(world)[0], one)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answers(world)[0], by_id=coder(world))
    code_frame_order.place(consultation_id=world.consultation.id, public_id=one, parent=top, is_read_again=again,
                           by_id=coder(world))
    assert row(one).parent_id == row(top).id and list(to_look_at().values()) == ["moved" if again else None]


def test_a_shift_changes_places_and_stops_at_the_ends(world: World) -> None:
    first, second, third = (theme(world, name) for name in ("C", "B", "A"))
    for step, expected in (("down", [second, first, third]), ("down", [second, third, first]),
                           ("down", [second, third, first]), ("up", [second, first, third])):
        code_frame_order.shift(consultation_id=world.consultation.id, public_id=first, step=step, by_id=coder(world))
        assert in_order(world) == expected


def test_what_a_merge_would_touch_is_what_it_touches(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Police on foot")
    both, alone, _third = answers(world)
    for answer, theme_id in ((both, other), (both, one), (alone, one)):
        code(world, answer, theme_id)
    link(world, one)
    put(world, theme(world, "Night duty"), one)
    assert code_frames.touched(db.session(), world.consultation.id, one, other) == Touched(2, 2, 1, 1, 1)
    codebooks.merge(consultation_id=world.consultation.id, public_id=one, into_public_id=other, by_id=coder(world))
    change = db.session().scalars(select(ThemeChange).order_by(ThemeChange.id.desc())).first()
    assert change is not None and [change.facts[name] for name in ("moved", "withdrawn", "links")] == [1, 1, 1]
    assert len(change.facts["others"]) == 1


def test_every_earlier_version_of_the_frame_can_be_looked_at(world: World) -> None:
    start = version(world)
    top, one, other = theme(world, "Transport"), theme(world, "Buses"), theme(world, "Trams")
    put(world, one, top)
    codebooks.merge(consultation_id=world.consultation.id, public_id=other, into_public_id=one, by_id=coder(world))
    codebooks.retire(consultation_id=world.consultation.id, public_id=top, by_id=coder(world))
    assert [shown(world, start + step) for step in range(1, 7)] == [
        {"Transport": None}, {"Transport": None, "Buses": None},
        {"Transport": None, "Buses": None, "Trams": None}, {"Transport": None, "Buses": "Transport", "Trams": None},
        {"Transport": None, "Buses": "Transport"}, {"Buses": None}]


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


def to_look_at() -> dict[str | None, str | None]:
    """Return why each answer that was read is to be looked at again, None where it is not, by public id."""
    rows = db.session().execute(select(Answer.public_id, Reading.recheck_reason)
                                .join(Reading, Reading.answer_id == Answer.id).order_by(Answer.id))
    return {public_id: reason for public_id, reason in rows}


def put(world: World, theme_id: str, parent: str) -> None:
    code_frame_order.place(consultation_id=world.consultation.id, public_id=theme_id, parent=parent,
                           by_id=coder(world))


def in_order(world: World) -> list[str]:
    return [found.key for found in code_frames.frame(db.session(), world.consultation.id).in_use]


def shown(world: World, number: int) -> dict[str, str | None]:
    """Return the themes in use at a version of the frame with the names of their parents."""
    found = code_frames.frame_of_version(db.session(), world.consultation.id, number)
    assert found is not None
    names = {one.key: one.name for one in found.themes}
    return {one.name: names.get(one.parent or "") for one in found.in_use}


def version(world: World) -> int:
    return db.session().scalars(
        select(Consultation.frame_version).where(Consultation.id == world.consultation.id)).one()


def link(world: World, theme_id: str) -> None:
    with writing() as session:
        session.add(ThemeLink(consultation_id=world.consultation.id, theme_id=row(theme_id).id, plan_node_id=None,
                            reason="Belongs nowhere", created_by_id=coder(world)))


def other_consultation(world: World) -> int:
    with writing() as session:
        other = Consultation(slug="other", title={"en": "Other"}, summary={"en": "Other"}, opens_at=utc_now(),
                             closes_at=world.consultation.closes_at)
        session.add(other)
        session.flush()
        return other.id
