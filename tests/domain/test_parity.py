"""The parity board: what a cell says, how columns add up, when a language will be whole."""

from datetime import date

import pytest

from consult.domain.parity import Board, Column, forecast
from consult.domain.text_units import Unit
from consult.domain.variants import Made

UNITS = (Unit("question/a/text", "question/a", "What?"), Unit("question/a/hint", "question/a", "Think."),
         Unit("question/b/text", "question/b", "Why?"))
URDU, SIGNED, EASY = Column("language", "ur"), Column("bsl", "bfi"), Column("easy-read", "en")


def made(key: str, source: str, state: str = "approved", *, form: str = "language", language: str = "ur",
         is_doubted: bool = False) -> Made:
    return Made(key, form, language, source, "words", state, "person", is_doubted)


@pytest.mark.parametrize(("variants", "says"), [
    ([], "missing"),
    ([made("question/a/text", "What?")], "in-work"),
    ([made("question/a/text", "What?"), made("question/a/hint", "Think.")], "ready"),
    ([made("question/a/text", "What?"), made("question/a/hint", "Think.", "checked")], "in-work"),
    ([made("question/a/text", "What was?"), made("question/a/hint", "Think.")], "stale"),
    ([made("question/a/text", "What was?")], "stale"),
])
def test_a_cell_says_how_the_worst_of_its_texts_stands(variants: list[Made], says: str) -> None:
    assert Board(UNITS, variants, [URDU]).cell("question/a", URDU).says == says


def test_a_format_stands_for_the_whole_part_and_goes_stale_with_any_of_its_texts() -> None:
    signed = made("question/a", "What?\nThink.", form="bsl", language="bfi")
    assert Board(UNITS, [signed], [SIGNED]).cell("question/a", SIGNED).says == "ready"
    changed = (UNITS[0], Unit("question/a/hint", "question/a", "Think hard."), UNITS[2])
    assert Board(changed, [signed], [SIGNED]).cell("question/a", SIGNED).says == "stale"


def test_a_column_adds_up_to_every_text_or_every_part() -> None:
    board = Board(UNITS, [made("question/a/text", "What?", is_doubted=True), made("question/b/text", "Old")], [URDU])
    total = board.total(URDU)
    assert (total.ready, total.stale, total.in_work, total.missing, total.doubted) == (1, 1, 0, 1, 1)
    assert total.left == 2 and board.total(SIGNED).missing == 2


def test_easy_read_is_counted_by_the_parts_that_it_shows() -> None:
    units = (*UNITS, Unit("plan/violence/title", "plan/violence", "Violence"))
    made_easy = made("question/a", "What?\nThink.", form="easy-read", language="en")
    board = Board(units, [made_easy], [EASY, SIGNED])
    assert [board.cell(part, EASY).says for part in board.parts] == ["ready", "missing", "not-shown"]
    assert board.total(EASY).left == 1 and board.total(SIGNED).left == 3


def test_a_part_that_easy_read_leaves_to_the_usual_pages_is_not_counted() -> None:
    board = Board(UNITS, [], [EASY], easy_read=["question/a"])
    assert board.cell("question/b", EASY).says == "not-shown" and board.total(EASY).missing == 1


@pytest.mark.parametrize(("left", "done", "day"), [
    (0, 0, date(2026, 3, 1)), (10, 14, date(2026, 3, 11)), (5, 0, None), (1, 28, date(2026, 3, 2)),
])
def test_the_forecast_follows_the_pace_of_two_weeks(left: int, done: int, day: date | None) -> None:
    assert forecast(left, done, date(2026, 3, 1)) == day
