"""Parts of the plan that an answer is like."""

import numpy as np

from consult.analysis.meanings import Vectors
from consult.analysis.plan_likeness import Node, like_nodes
from consult.analysis.proposals import Passage

NODES = [
    Node(1, "Phone theft and robbery. Fewer phones stolen in the street"),
    Node(2, "Stop and search. Explain why people are searched", "Body cameras are switched on at every search"),
    Node(3, "Neighbourhood officers. More patrols on foot"),
    Node(4, "Victims. Tell victims how their case goes on"),
]


def first(text: str) -> list[int]:
    return [node.node_id for node in like_nodes([Passage(1, text)], NODES)[0]]


def test_the_part_that_says_the_same_comes_first():
    assert first("My phone was stolen in the street")[0] == 1
    assert first("We need more officers on patrol")[0] == 3


def test_words_of_what_lies_below_lead_to_a_part_too():
    assert first("They switched their body cameras off")[0] == 2


def test_an_answer_that_is_like_nothing_gets_nothing():
    assert first("Zzz qqq") == [] and first("") == [] and first("👍") == []


def test_at_most_three_parts_are_named_best_first():
    found = like_nodes([Passage(1, "phones stolen, people searched, patrols, victims, officers, street")], NODES)[0]
    assert len(found) == 3 and [node.score for node in found] == sorted((node.score for node in found), reverse=True)


def test_vectors_find_a_part_that_shares_no_word():
    vectors = Vectors({1: np.eye(4, dtype=np.float32)[3]}, np.eye(4, dtype=np.float32))
    assert like_nodes([Passage(1, "Nobody rang us back")], NODES, vectors=vectors)[0][0].node_id == 4


def test_without_a_plan_nothing_is_named():
    assert like_nodes([Passage(1, "More patrols")], []) == [()]
