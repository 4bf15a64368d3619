"""Groups that a machine proposes: telling words, typical answers, nothing lost."""

import pytest

from consult.analysis.discovery import propose_groups
from consult.analysis.pipeline import discover
from consult.analysis.proposals import Passage
from tests.analysis.answers import passages


def test_groups_mostly_hold_texts_on_one_matter():
    groups = [[member // 100 for member in group.members] for group in propose_groups(passages(each=20), wanted=4)]
    alike = sum(max(matters.count(matter) for matter in set(matters)) for matters in groups)
    assert alike / sum(map(len, groups)) > 0.8


def test_about_twice_as_many_groups_as_wanted_are_proposed():
    assert 5 <= len(propose_groups(passages(each=20), wanted=4)) <= 8


def test_terms_come_from_the_texts_and_hold_no_stop_words():
    for group in propose_groups(passages(each=12), wanted=2):
        assert group.terms and not {"the", "and", "is", "we"} & set(group.terms)


def test_languages_are_never_mixed():
    urdu = [Passage(9000 + number, "پولیس گشت زیادہ ہونی چاہیے") for number in range(6)]
    urdu = [Passage(passage.id, passage.text, "ur") for passage in urdu]
    groups = propose_groups([*passages(each=12), *urdu], wanted=3)
    assert {group.language for group in groups} == {"en", "ur"}
    assert all((member >= 9000) == (group.language == "ur") for group in groups for member in group.members)


def test_every_text_is_in_one_group_or_counted_as_unplaced():
    texts = [*passages(each=12), Passage(7001, "?!"), Passage(7002, ""), Passage(7003, "xylophone zeppelin")]
    found = discover(texts, wanted=3)
    placed = [member for group in found.groups for member in group.members]
    assert sorted([*placed, *found.unplaced]) == sorted(passage.id for passage in texts)
    assert {7001, 7002} <= set(found.unplaced)


def test_typical_and_edge_members_are_few_and_different():
    for group in propose_groups(passages(each=20), wanted=2):
        assert group.typical == group.members[:5] and len(group.edge) <= 3
        assert not set(group.typical) & set(group.edge)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_a_handful_of_texts_is_enough(count):
    texts = passages(each=2)[:count]
    found = discover(texts, wanted=10)
    assert sum(group.size for group in found.groups) + len(found.unplaced) == count


def test_a_campaign_of_equal_letters_is_one_group_and_hides_nothing():
    letters = [Passage(8000 + number, "Keep the front desk of our police station open") for number in range(60)]
    groups = propose_groups([*letters, *passages(each=6)], wanted=3)
    assert any({letter.id for letter in letters} <= set(group.members) for group in groups)


def test_the_same_texts_give_the_same_groups():
    assert propose_groups(passages(each=12), wanted=3) == propose_groups(passages(each=12), wanted=3)


def test_a_run_can_be_cancelled_between_steps():
    with pytest.raises(InterruptedError):
        propose_groups(passages(each=6), wanted=2, on_progress=_cancel_at_second_step)


def test_progress_reaches_its_end():
    seen = []
    propose_groups(passages(each=6), wanted=2, on_progress=lambda done, total: seen.append((done, total)))
    assert len(seen) >= 3 and seen[-1][0] == seen[-1][1] and seen == sorted(seen)


def _cancel_at_second_step(done, total):
    if done == 2:
        raise InterruptedError
