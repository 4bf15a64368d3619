"""Many counted people for tests of who answered: stored through the rules of the survey, a few at a time."""

from tests.worlds import World


def come(world: World, people: int, **answers: str) -> None:
    """Let so many people answer alike; protected answers by question key, with a line under for each hyphen."""
    for _ in range(people):
        world.respond("A word.", **answers)
