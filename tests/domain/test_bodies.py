"""A body that answers has a name; for how many people it speaks is a whole number, in digits of any script."""

import pytest

from consult.domain.bodies import MOST_NAME, check_body
from consult.domain.errors import Refused


@pytest.mark.parametrize(("speaks_for", "number"), [("", None), (" 40 ", 40), ("۴۰", 40), ("1", 1)])
def test_a_name_and_a_number_are_kept(speaks_for: str, number: int | None) -> None:
    assert check_body("  Peckham \n Traders\x00 ", speaks_for) == ("Peckham Traders", number)


@pytest.mark.parametrize(("name", "speaks_for", "field", "code"), [
    (" \n ", "", "body", "body-missing"), ("x" * (MOST_NAME + 1), "", "body", "body-long"),
    ("A", "many", "speaks_for", "number-shape"), ("A", "1.5", "speaks_for", "number-whole"),
    ("A", "0", "speaks_for", "number-low"), ("A", "-3", "speaks_for", "number-low"),
    ("A", "9" * 12, "speaks_for", "number-high"),
])
def test_what_is_not_right_is_named(name: str, speaks_for: str, field: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_body(name, speaks_for)
    assert (refused.value.field, refused.value.code) == (field, code)
