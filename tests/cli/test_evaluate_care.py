"""consult evaluate care: it runs anywhere on texts of our own, prints each kind and names each error."""

from tests.commands import Command


def test_recall_and_precision_are_printed_by_language_part_and_kind(consult: Command) -> None:
    said = consult("evaluate", "care", "--json")
    assert said.code == 0 and set(said.json) == {"worries", "details", "claim"}
    for what in ("worries", "details"):
        assert set(said.json[what]) == {"en", "ur"}
        for parts in said.json[what].values():
            assert set(parts) == {"held_out", "tuned"}
            for found in parts.values():
                score = found["kinds"]["any"]
                assert found["texts"] > 50 and score["recall"] == round(score["found"] / score["labelled"], 4)


def test_the_table_names_misses_and_makes_no_claim_beyond_its_texts(consult: Command) -> None:
    said = consult("evaluate", "care")
    assert said.code == 0 and "worries, en" in said.out and "written before the lists" in said.out
    assert "say nothing of real answers" in said.out and "missed " in said.out
