"""Sixty submissions over all channels by their real routes: the register balances after every step, and at the end."""

from collections import Counter

import pytest
from flask import Flask

from consult.domain import register as rules
from consult.extensions import db
from consult.queries import campaigns, register
from tests.imap_server import Box, serving
from tests.intake60 import submissions as sixty
from tests.intake60.walk import Walk
from tests.worlds import World

# The small world begins with three responses: two by the web, one by post.
BEFORE = {"online": 2, "post": 1}


def test_the_set_is_whole() -> None:
    assert [entry.number for entry in sixty.ENTRIES] == list(range(1, 61))
    assert set(sixty.ROUTES) == {entry.route for entry in sixty.ENTRIES}
    assert len({entry.channel for entry in sixty.ENTRIES}) == 9 and len(sixty.family()) == 11


def test_nothing_is_lost_and_nothing_counted_twice_at_any_step(walk: Walk) -> None:
    for step in walk.steps():
        lines = register.lines(db.session(), walk.consultation_id)
        received = sum(line.tally.received for line in lines)
        assert rules.unbalanced(lines) == [], step
        assert received == register.at_the_door(db.session(), walk.consultation_id) == walk.came + 3, step
        db.session.rollback()
    assert walk.came == 60
    assert statuses(walk) == expected()
    assert family(walk) == ({"online": 4, "email": 4, "post": 3}, 11, 10)


def statuses(walk: Walk) -> dict[tuple[str, str], int]:
    """Return how many have which status, by way in, without what the world began with."""
    found: Counter[tuple[str, str]] = Counter()
    for line in register.lines(db.session(), walk.consultation_id):
        found.update({(line.channel, status): count for status, count in line.tally.by_status.items()})
    for channel, count in BEFORE.items():
        found[channel, "accepted"] -= count
    return {place: count for place, count in found.items() if count}


def expected() -> dict[tuple[str, str], int]:
    """Return the same by the list of what is sent."""
    return dict(Counter((entry.channel, entry.becomes) for entry in sixty.ENTRIES))


def family(walk: Walk) -> tuple[dict[str, int], int, int]:
    """Return the ways in of the campaign's senders, their number, and how many texts are not coded by themselves."""
    [found] = campaigns.listed(db.session(), walk.consultation_id)
    return dict(found.channels), found.senders, found.answers - 1


@pytest.fixture
def walk(app: Flask, world: World):
    """The walk before its first step, with a mailbox on this machine."""
    with serving(Box()) as server:
        yield Walk(app, world, server)
