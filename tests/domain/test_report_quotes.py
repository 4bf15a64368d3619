"""An author is told of a person quoted often, of one who could be known, and of a stance that nobody speaks for."""

from consult.domain.report_quotes import Caution, Quoted, cautions, is_telling


def test_nobody_is_warned_of_balanced_quotes_of_different_people():
    chosen = [Quoted("p1", "t", 1, "support"), Quoted("p2", "t", 2, "oppose")]
    assert cautions(chosen, chosen, {"t": {"support": 10, "oppose": 8}}) == ()


def test_a_person_quoted_more_than_twice_is_named_by_the_quotes():
    chosen = [Quoted(ref, ref, 7, "none") for ref in ("p1", "p2", "p3")]
    assert cautions(chosen, chosen, {}) == (Caution("quoted-often", ("p1", "p2", "p3")),)


def test_two_rare_marks_never_stand_together():
    assert not is_telling(("individual", "ur"))
    assert is_telling(("charity", "ur"))
    chosen = [Quoted("p1", "t", 1, "none", ("signed", "ur"))]
    assert [found.code for found in cautions(chosen, chosen, {})] == ["two-rare-marks"]


def test_a_weighty_stance_that_could_be_quoted_is_missed():
    to_choose = [Quoted("p1", "t", 1, "support"), Quoted("p2", "t", 2, "oppose"), Quoted("p3", "t", 3, "mixed")]
    found = cautions(to_choose[:1], to_choose, {"t": {"support": 60, "oppose": 30, "mixed": 10}})
    assert found == (Caution("stance-not-heard", (), "oppose", "t"),)


def test_a_stance_without_anybody_to_quote_is_not_missed():
    chosen = [Quoted("p1", "t", 1, "support")]
    assert cautions(chosen, chosen, {"t": {"support": 50, "oppose": 50}}) == ()
