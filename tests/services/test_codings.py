"""Coding: a person, a passage in code points, a theme, a stance; and what taking it back does."""

import pytest
from sqlalchemy import select, update

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.codebooks import Coding, CodingNode, Passage, Reading, Theme
from consult.models.responses import Answer
from consult.queries import codings as coding_queries
from consult.services import answers, codebooks, codings
from consult.services.codings import Code
from consult.services.transaction import writing
from tests.worlds import World

EMOJI = "👩🏽‍🚒 Officers 🚨 on every corner."
URDU = "میری گلی میں زیادہ پولیس چاہیے۔ شکریہ۔"


def test_a_coding_holds_the_person_who_confirmed_it(world: World) -> None:
    coding = confirm(world, None)
    assert coding.confirmed_by_id == world.staff["coder"].id


@pytest.mark.parametrize("role", ["reader", "equality-lead", "survey-editor", "administrator"])
def test_a_coding_needs_a_person_with_the_right(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        confirm(world, None, by_id=world.staff[role].id)
    assert count() == 0


def test_a_coding_needs_a_person_at_all(world: World) -> None:
    with pytest.raises(NotAllowed):
        confirm(world, None, by_id=0)
    assert count() == 0


@pytest.mark.parametrize(("text", "words"), [
    (EMOJI, "Officers 🚨"), (EMOJI, "👩🏽‍🚒"), (URDU, "پولیس"), (URDU, "شکریہ۔"),
])
def test_passages_are_counted_in_code_points(world: World, text: str, words: str) -> None:
    answer = world.respond(text)
    start = text.index(words)
    coding = confirm(world, (start, start + len(words)), answer=answer.public_id)
    passage = db.session().get_one(Passage, coding.passage_id)
    assert (answer.text or "")[passage.start:passage.end] == words


def test_no_span_is_the_whole_answer(world: World) -> None:
    answer = world.respond(EMOJI)
    passage = db.session().get_one(Passage, confirm(world, None, answer=answer.public_id).passage_id)
    assert (passage.start, passage.end) == (0, len(EMOJI))


@pytest.mark.parametrize("span", [(0, 0), (5, 3), (-1, 4), (0, 10_000), (4, 5)])
def test_a_passage_without_words_of_the_answer_is_refused(world: World, span: tuple[int, int]) -> None:
    with pytest.raises(Refused, match="passage-empty"):
        confirm(world, span)
    assert count() == 0


@pytest.mark.parametrize("stance", ["", "for", "SUPPORT"])
def test_a_stance_is_one_of_four(world: World, stance: str) -> None:
    with pytest.raises(Refused, match="stance-unknown"):
        confirm(world, None, stance=stance)


def test_a_passage_has_a_theme_once_and_may_have_several(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    confirm(world, (0, 13), theme_id=one)
    with pytest.raises(Refused, match="already-coded"):
        confirm(world, (0, 13), theme_id=one, stance="oppose")
    confirm(world, (0, 13), theme_id=other)
    assert count() == 2
    assert len(db.session().scalars(select(Passage.id)).all()) == 1


def test_a_part_of_another_plan_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="node-unknown"):
        confirm(world, None, plan_node="nowhere")
    assert nodes_of(confirm(world, None, plan_node="aim-knife")) == 1


def test_taking_a_coding_back_keeps_it_and_puts_its_answer_before_a_coder_again(world: World) -> None:
    coding = confirm(world, None)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=first(world), by_id=coder(world))
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))
    assert count() == 0 and len(db.session().scalars(select(Coding.id)).all()) == 1
    assert db.session().scalars(select(Reading.id)).all() == []


def test_a_coding_is_taken_back_once(world: World) -> None:
    coding = confirm(world, None)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))
    with pytest.raises(NotFound):
        codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))


def test_what_was_taken_back_can_be_coded_again(world: World) -> None:
    one = theme(world, "Officers")
    coding = confirm(world, None, theme_id=one)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=coder(world))
    confirm(world, None, theme_id=one)
    assert count() == 1


def test_reading_twice_is_reading_once(world: World) -> None:
    for _time in range(2):
        codings.mark_read(consultation_id=world.consultation.id, answer_id=first(world), by_id=coder(world))
    assert len(db.session().scalars(select(Reading.id)).all()) == 1


def test_an_answer_of_another_consultation_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        codings.mark_read(consultation_id=world.consultation.id, answer_id="x" * 22, by_id=coder(world))


def test_a_theme_made_while_coding_is_stored_with_its_coding(world: World) -> None:
    coding = step(world, new_theme=" More   officers ", is_done=True)
    made = db.session().get_one(Theme, coding.theme_id)
    assert (made.name, made.created_by_id) == ("More officers", coder(world))
    assert len(db.session().scalars(select(Reading.id)).all()) == 1


def test_a_theme_made_while_coding_goes_with_a_coding_that_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="stance-unknown"):
        step(world, new_theme="More officers", stance="", is_done=True)
    assert db.session().scalars(select(Theme.id)).all() == []
    assert db.session().scalars(select(Reading.id)).all() == []


@pytest.mark.parametrize(("chosen", "new", "code"), [
    ("", "", "theme: theme-missing"), ("x" * 22, "", "theme: theme-missing"),
    ("x" * 22, "Buses", "theme: theme-missing"),
    ("", "officers", "new_theme: theme-name-taken"), ("", "x" * 121, "new_theme: theme-name-long"),
])
def test_one_theme_is_named_and_it_is_a_good_one(world: World, chosen: str, new: str, code: str) -> None:
    theme(world, "Officers")
    with pytest.raises(Refused, match=code):
        step(world, theme_id=chosen, new_theme=new)
    assert count() == 0


def test_several_themes_are_given_in_one_step_each_with_its_own_stance(world: World) -> None:
    codes = [Code(theme(world, "Officers"), "support"), Code(theme(world, "Buses"), "oppose"), Code("", "none")]
    saved = save(world, codes, new_theme="Trains")
    assert [coding.stance for coding in saved.codings] == ["support", "oppose", "none"]
    assert count() == 3


def test_of_several_themes_none_is_stored_where_one_is_wrong(world: World) -> None:
    one, retired = theme(world, "Officers"), theme(world, "Buses")
    codebooks.retire(consultation_id=world.consultation.id, public_id=retired, by_id=coder(world))
    with pytest.raises(Refused, match="theme-not-active"):
        save(world, [Code(one, "support"), Code(retired, "support")])
    assert count() == 0


def test_what_a_colleague_coded_just_before_is_no_fault_unless_the_stance_differs(world: World) -> None:
    one, other = theme(world, "Officers"), theme(world, "Buses")
    save(world, [Code(one, "support")], by_id=world.staff["lead"].id)
    saved = save(world, [Code(one, "support"), Code(other, "oppose")])
    assert (len(saved.codings), saved.there) == (1, ("Officers",))
    with pytest.raises(Refused, match="theme: coded-otherwise"):
        save(world, [Code(one, "oppose")])
    assert count() == 2


def test_kinds_groups_and_parts_of_the_plan_are_kept_beside_a_coding(world: World) -> None:
    beside = Code(theme(world, "Officers"), "support", ("aim-knife", "aim-trust"), ("concern", "suggestion"),
                  ("carers", "victims"), "worse")
    save(world, [beside])
    view = coding_queries.answer(db.session(), world.consultation.id, first(world))
    assert view is not None
    [coding] = view.codings
    assert (coding.nodes, sorted(coding.kinds)) == (("Knife crime", "Trust"), ["concern", "suggestion"])
    assert sorted(coding.affected) == [("carers", "worse"), ("victims", "worse")]


@pytest.mark.parametrize(("code", "refusal"), [
    (Code("", "support", kinds=("poem",)), "kind-unknown"),
    (Code("", "support", affected=("dogs",)), "affected-unknown"),
    (Code("", "support", affected=("carers",), impact="odd"), "affected-unknown"),
])
def test_words_beside_a_theme_are_those_of_the_rules(world: World, code: Code, refusal: str) -> None:
    with pytest.raises(Refused, match=refusal):
        save(world, [code], new_theme="Officers")
    assert count() == 0


def test_looking_again_clears_the_reason_and_makes_it_the_lookers_reading(world: World) -> None:
    codings.mark_read(consultation_id=world.consultation.id, answer_id=first(world), by_id=coder(world))
    with writing() as session:
        session.execute(update(Reading).values(recheck_reason="merged"))
    lead = world.staff["lead"].id
    codings.mark_read(consultation_id=world.consultation.id, answer_id=first(world), by_id=lead)
    [reading] = db.session().scalars(select(Reading)).all()
    assert (reading.recheck_reason, reading.person_id) == (None, lead)


def save(world: World, codes: list[Code], *, new_theme: str = "", by_id: int | None = None) -> answers.Saved:
    return answers.code(consultation_id=world.consultation.id, answer_id=first(world), span=None, codes=codes,
                        new_theme=new_theme, by_id=by_id or coder(world))


def coder(world: World) -> int:
    return world.staff["coder"].id


def first(world: World) -> str:
    return db.session().scalars(
        select(Answer.public_id).where(Answer.text.is_not(None)).order_by(Answer.id)).first() or ""


def theme(world: World, name: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name, by_id=coder(world)).public_id


def confirm(world: World, span: tuple[int, int] | None, *, answer: str | None = None, theme_id: str | None = None,
            stance: str = "support", plan_node: str | None = None, by_id: int | None = None) -> Coding:
    chosen = theme_id or theme(world, f"Theme {len(db.session().scalars(select(Theme.id)).all())}")
    return codings.confirm(
        consultation_id=world.consultation.id, answer_id=answer or first(world), span=span,
        code=Code(chosen, stance, (plan_node,) if plan_node else ()), by_id=coder(world) if by_id is None else by_id)


def step(world: World, *, theme_id: str = "", new_theme: str = "", stance: str = "support",
         is_done: bool = False) -> Coding:
    codes = [Code(given, stance) for given in ([theme_id] if theme_id else []) + ([""] if new_theme else [])]
    saved = answers.code(consultation_id=world.consultation.id, answer_id=first(world), span=None, codes=codes,
                         new_theme=new_theme, is_done=is_done, by_id=coder(world))
    return saved.codings[0]


def count() -> int:
    return len(db.session().scalars(select(Coding.id).where(Coding.withdrawn_at.is_(None))).all())


def nodes_of(coding: Coding) -> int:
    return db.session().query(CodingNode).filter_by(coding_id=coding.id).count()
