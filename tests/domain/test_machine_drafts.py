"""Words on their way to a machine: names of answers are hidden from it, and a draft that broke is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.domain.machine_drafts import hidden, shown


def test_names_are_hidden_behind_numbers_that_the_words_do_not_hold() -> None:
    assert hidden("Hi ${a} and ${b-1}, see [1]") == ("Hi [2] and [3], see [1]", ("2", "3"))
    assert hidden("Hi") == ("Hi", ())


@pytest.mark.parametrize("draft", ["سلام [2] اور [1]", "سلام [ ۲ ] ［1］", "【2】[1]"])
def test_a_machine_may_move_them_and_write_them_in_its_own_way(draft: str) -> None:
    assert sorted(piece for piece in ("${a}", "${b}") if piece in shown(draft, "${a} ${b}", ("1", "2"))) == [
        "${a}", "${b}"]


@pytest.mark.parametrize("draft", ["سلام [1]", "[1] [2] [2]", "سلام", "", " \n", "[1] [2]\u202e", "[1] [2] ${c}"])
def test_a_draft_that_lost_doubled_or_invented_one_is_none(draft: str) -> None:
    assert shown(draft, "${a} ${b}", ("1", "2")) == ""


@given(st.lists(st.sampled_from(["${a}", "${b}", "[1]", "[2]", " x ", "[", "]"]), max_size=8).map("".join))
def test_a_machine_that_changes_nothing_gives_the_words_back(words: str) -> None:
    sent, tokens = hidden(words)
    assert "${" not in sent and shown(sent, words, tokens) == words.strip()
