"""Plan trees: finding one's way in one version, and what changed between two."""

from dataclasses import replace

import pytest

from consult.domain.errors import NotFound
from consult.domain.plans import Node, PlanTree, changes, children_of, counts_by_kind, is_commentable, path_to


def test_children_stand_in_document_order() -> None:
    assert [node.key for node in children_of(TREE, "objective")] == ["aim", "section"]
    assert [node.key for node in children_of(TREE, None)] == ["objective", "delivery"]
    assert children_of(TREE, "promise") == ()


def test_a_path_leads_from_the_top_to_the_node_itself() -> None:
    assert [node.key for node in path_to(TREE, "promise")] == ["objective", "section", "promise"]
    assert [node.key for node in path_to(TREE, "objective")] == ["objective"]


def test_there_is_no_path_to_a_node_that_is_not_in_the_plan() -> None:
    with pytest.raises(NotFound):
        path_to(TREE, "elsewhere")


def test_kinds_are_counted_whatever_they_are_called() -> None:
    assert counts_by_kind(TREE) == {"objective": 1, "aim": 1, "section": 1, "commitment": 1, "delivery": 1}


def test_a_node_without_words_cannot_be_commented_on() -> None:
    by_key = {node.key: is_commentable(node) for node in TREE.nodes}
    assert by_key == {"objective": True, "aim": True, "section": False, "promise": True, "delivery": True}


def test_a_plan_does_not_differ_from_itself() -> None:
    found = changes(TREE, TREE)
    assert found.kept == TREE.nodes
    assert (found.changed, found.new, found.dropped) == ((), (), ())


def test_an_added_node_moves_its_neighbours_without_changing_them() -> None:
    added = Node("first", None, 0, 0, "objective", title="First")
    later = tuple(replace(node, position=node.position + 1) for node in TREE.nodes)
    found = changes(TREE, replace(TREE, nodes=(added, *later)))
    assert [node.key for node in found.new] == ["first"]
    assert [node.key for node in found.kept] == [node.key for node in TREE.nodes]


def test_new_words_and_new_leads_are_told_by_field() -> None:
    nodes = tuple(replace(n, short_text="Do more.", leads=("mps",)) if n.key == "promise" else n for n in TREE.nodes)
    (change,) = changes(TREE, replace(TREE, nodes=nodes)).changed
    assert change.fields == ("short_text", "leads")
    assert (change.old.short_text, change.new.short_text) == ("Do it.", "Do more.")


def test_a_node_moved_to_another_parent_is_changed() -> None:
    nodes = tuple(replace(n, parent_key="delivery", depth=1) if n.key == "promise" else n for n in TREE.nodes)
    (change,) = changes(TREE, replace(TREE, nodes=nodes)).changed
    assert change.fields == ("parent_key",)


def test_a_node_that_is_gone_is_dropped_and_every_node_is_told_once() -> None:
    found = changes(TREE, replace(TREE, nodes=TREE.nodes[:-1]))
    assert [node.key for node in found.dropped] == ["delivery"]
    assert len(found.kept) + len(found.changed) + len(found.dropped) == len(TREE.nodes)


TREE = PlanTree(
    key="plan",
    title="Plan",
    status="draft",
    publisher="An office",
    vision="Safe",
    facts={},
    actors=(),
    nodes=(
        Node("objective", None, 0, 0, "objective", title="Less harm"),
        Node("aim", "objective", 1, 1, "aim", short_text="Fewer wounds."),
        Node("section", "objective", 2, 1, "section"),
        Node("promise", "section", 3, 2, "commitment", short_text="Do it."),
        Node("delivery", None, 4, 0, "delivery", title="How"),
    ),
)
