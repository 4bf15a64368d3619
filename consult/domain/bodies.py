"""The organisation or group that a response speaks for: its name and how many people it stands for."""

from consult.domain.answers import read_number
from consult.domain.errors import Refused
from consult.domain.texts import clean

MOST_NAME = 200
# More people than this do not live in the United Kingdom.
MOST_PEOPLE = 100_000_000


def check_body(name: str, speaks_for: str) -> tuple[str, int | None]:
    """Return the name as it is kept and the number of people, None where none was given.

    Raises Refused("body", "body-missing" or "body-long"), Refused("speaks_for", "number-shape", "number-whole",
    "number-low" or "number-high").
    """
    name = " ".join(clean(name).split())
    if not name:
        raise Refused("body", "body-missing")
    if len(name) > MOST_NAME:
        raise Refused("body", "body-long", {"limit": MOST_NAME})
    if not speaks_for.strip():
        return name, None
    number = read_number(clean(speaks_for).strip())
    if number is None:
        raise Refused("speaks_for", "number-shape")
    if number != number.to_integral_value():
        raise Refused("speaks_for", "number-whole")
    if number < 1:
        raise Refused("speaks_for", "number-low", {"least": 1})
    if number > MOST_PEOPLE:
        raise Refused("speaks_for", "number-high", {"most": MOST_PEOPLE})
    return name, int(number)
