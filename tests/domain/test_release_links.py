"""Attacks tables whose people hang together: who was asked because of an answer, and who stands in two tables."""

import numpy
import pytest

from consult.domain.release_disclosure import PEOPLE, Crossing, Groups, secure_together, within
from tests.domain.test_release_disclosure import one_each, several
from tests.release_attackers import Edition, open_ranges_of_linked

ROUNDING_BASE = 5
PARENT, CHILD, SEEDS = ("yes", "no", "pnts"), ("lot", "little", "none"), range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_only_some_people_were_asked_is_secured_within_them(seed):
    assert not narrowed(open_ranges_of_linked(*asked_of_some(seed, is_within=True)))


def test_the_reader_finds_cells_where_what_only_some_were_asked_is_secured_by_itself():
    assert any(narrowed(open_ranges_of_linked(*asked_of_some(seed, is_within=False))) for seed in SEEDS)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_asked_because_of_an_answer_tells_of_no_group_whose_answer_is_hidden(seed):
    assert not narrowed(open_ranges_of_linked(*asked_because(seed, ("closed",))))


def test_the_reader_finds_cells_where_nothing_says_who_was_asked():
    assert any(narrowed(open_ranges_of_linked(*asked_because(seed, ()))) for seed in SEEDS)


@pytest.mark.parametrize("seed", range(20))
def test_people_who_signed_tell_nothing_of_other_languages_or_forms(seed):
    assert not narrowed(open_ranges_of_linked(*in_two_tables(seed, has_parts=True)))


def test_the_reader_finds_cells_where_two_tables_tell_of_the_same_people():
    assert any(narrowed(open_ranges_of_linked(*in_two_tables(seed, has_parts=False))) for seed in range(20))


def narrowed(ranges) -> list:
    return [(name, low, high) for name, low, high in ranges if high - low < ROUNDING_BASE - 1e-6]


def asked_of_some(seed: int, *, is_within: bool) -> tuple[dict[str, Edition], list]:
    """Make people of whom those of one group are asked which of three they are in; themes and answers by both."""
    draw = numpy.random.default_rng(seed)
    share = 0.05 + 0.03 * seed
    parent = draw.choice(4, 260, p=(share, 0.85 - share, 0.015, 0.135))
    child = numpy.where((parent == 0) & (draw.random(260) < 0.98), draw.choice(3, 260, p=(0.35, 0.35, 0.3)), 9)
    chosen, has = draw.choice(3, 260, p=(0.6, 0.3, 0.1)), draw.random((260, 5)) < (0.6, 0.4, 0.3, 0.2, 0.1)
    read = draw.random(260) < 0.8
    whole, part = ([one_each("closed", of, chosen, 3, names), several("themes", of, has, read, names)]
                   for of, names in ((parent, PARENT), (child, CHILD)))
    groups, below = (Groups(key, names, sizes(of, names), people) for key, names, of, people in (
        ("disability", PARENT, parent, 260), ("impact", CHILD, child, int((parent == 0).sum()) if is_within else 260)))
    shown = secure_together(groups, whole)
    if is_within and shown.profile.cells["yes", PEOPLE].count is None:
        return {"parent": Edition(groups, whole, shown)}, []
    if is_within:
        told = secure_together(below, [within(one, of, shown.tables[of.table_id], ("yes",))
                                       for one, of in zip(part, whole, strict=True) if of.table_id in shown.tables])
    else:
        told = secure_together(below, part)
    links = [([("child", "size", name) for name in CHILD], ("parent", "size", "yes"))]
    for one in part:
        links += [([("child", one.table_id, name) for name in CHILD], ("parent", one.table_id, "yes"))]
        links += [([("child", one.table_id, row, name) for name in CHILD], ("parent", one.table_id, row, "yes"))
                  for row in one.rows]
    return {"parent": Edition(groups, whole, shown), "child": Edition(below, part, told)}, links


def asked_because(seed: int, follows: tuple[str, ...]) -> tuple[dict[str, Edition], list]:
    """Make people of five groups; those who chose the first of three answers are asked why."""
    draw, names = numpy.random.default_rng(seed), ("a", "b", "c", "d", "e")
    of = draw.choice(6, 400, p=(0.4, 0.2, 0.15, 0.1, 0.05, 0.1))
    chosen = draw.choice(3, 400, p=(0.75, 0.15, 0.1))
    why = numpy.where((chosen == 0) & (draw.random(400) < 0.97), draw.choice(2, 400), -1)
    first, second = one_each("closed", of, chosen, 3, names), one_each("why", of, why, 2, names)
    second = Crossing(**{**vars(second), "follows": follows})
    groups = Groups("age", names, sizes(of, names), 400)
    edition = Edition(groups, [first, second], secure_together(groups, [first, second]))
    links = [([("", "why", name)], ("", "closed", "o0", name)) for name in (*names, "")]
    return {"": edition}, links


def in_two_tables(seed: int, *, has_parts: bool) -> tuple[dict[str, Edition], list]:
    """Make people who wrote in some language or signed, and answered in the usual words, in Easy Read or signed."""
    draw = numpy.random.default_rng(seed)
    signed, easy = int(draw.integers(3, 20)), int(draw.integers(2, 30))
    languages = {"en": 200, "ur": int(draw.integers(2, 40)), "pl": int(draw.integers(2, 25)), "bfi": signed}
    people = sum(languages.values())
    forms = {"standard": people - easy - signed, "easy-read": easy, "bsl": signed}
    parts = ((("en", "ur", "pl"),), (("standard", "easy-read"),)) if has_parts else ((), ())
    editions = {key: Edition(groups, [], secure_together(groups, [])) for key, groups in (
        ("l", Groups("language", tuple(languages), languages, people, parts[0])),
        ("w", Groups("wording", tuple(forms), forms, people, parts[1])))}
    pair = ("l", "size", "bfi"), ("w", "size", "bsl")
    return editions, [([pair[0]], pair[1]), ([pair[1]], pair[0])]


def sizes(of: numpy.ndarray, names: tuple[str, ...]) -> dict[str, int]:
    return {name: int((of == at).sum()) for at, name in enumerate(names)}
