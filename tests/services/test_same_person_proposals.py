"""Two responses that may be one person's are proposed, and only proposed: by address, form, or the same words."""

import pytest
from flask import Flask

from consult.extensions import db
from consult.jobs import running
from consult.models.campaigns import Campaign
from consult.models.submissions import SamePerson
from consult.services import campaigns, same_people, same_person_proposals
from consult.services.transaction import writing
from tests.analysis.letters import STORIES, ordinary
from tests.campaign_worlds import COPIES, LETTER, send
from tests.letter_worlds import letter, response_of, wait
from tests.worlds import World

SAID = "Please keep the youth club on Corve Lane; when it shuts in August the fights move to the bus stop."


def test_one_address_that_wrote_twice_is_proposed_at_once(world: World) -> None:
    first = letter(world, STORIES[0], channel="email", address="a@mail.example")
    other = letter(world, STORIES[1], channel="email", address="a@mail.example")
    letter(world, STORIES[2], channel="email", address="b@mail.example")
    assert look(world, other.response_id) == 0
    assert pairs() == [(first.response_id, other.response_id, "sender", "proposed")]
    assert response_of(other).counts_with_id is None


def test_an_organisation_and_a_person_with_one_address_are_two_voices(world: World) -> None:
    letter(world, STORIES[0], channel="email", address="a@mail.example")
    other = letter(world, STORIES[1], channel="email", address="a@mail.example", sender_kind="organisation",
                   body="Doorways")
    assert look(world, other.response_id) == 0


def test_one_form_that_came_twice_is_proposed(world: World) -> None:
    first, other = (letter(world, words, form="form", thread_hash="code") for words in STORIES[:2])
    assert look(world, other.response_id) == 0
    assert pairs() == [(first.response_id, other.response_id, "code", "proposed")]


def test_a_letter_that_waits_is_asked_about_once_it_is_a_response(world: World) -> None:
    first = letter(world, STORIES[0], channel="email", address="a@mail.example")
    wait(world, STORIES[1], channel="email", address="a@mail.example")
    assert look(world, first.response_id) == 0


def test_the_same_words_by_two_ways_in_are_one_persons_before_they_are_a_campaign(said: World, app: Flask) -> None:
    web, post = said.respond(SAID), letter(said, f"Dear Mayor,\n\n{SAID}\n\nYours")
    search(said, app)
    assert pairs() == [(web.response_id, post.response_id, "words", "proposed")]
    assert db.session().query(Campaign).count() == 0


def test_what_a_person_kept_apart_is_a_campaign_of_two(said: World, app: Flask) -> None:
    said.respond(SAID)
    letter(said, SAID)
    search(said, app)
    [pair] = db.session().query(SamePerson)
    same_people.refuse(consultation_id=said.consultation.id, public_id=pair.public_id, reason="Two neighbours.",
                       by_id=said.staff["lead"].id)
    search(said, app)
    assert [state for *_ids, state in pairs()] == ["refused"] and db.session().query(Campaign).count() == 1


def test_linked_responses_are_no_campaign_and_no_question_any_more(said: World, app: Flask) -> None:
    web, post = said.respond(SAID), letter(said, SAID)
    same_people.link(consultation_id=said.consultation.id, first=response_of(web).public_id,
                     other=response_of(post).public_id, reason="One person.", by_id=said.staff["lead"].id)
    search(said, app)
    assert [state for *_ids, state in pairs()] == ["linked"] and db.session().query(Campaign).count() == 0


def test_a_letter_of_many_people_proves_nothing_about_two_of_them(world: World, app: Flask) -> None:
    sent = send(world, COPIES)
    letter(world, LETTER)
    sent.look(app)
    assert pairs() == [] and len(sent.members()) == 5


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_the_same_own_words_beside_a_letter_of_many_are_one_persons(world: World, app: Flask, is_confirmed: bool
                                                                    ) -> None:
    sent = send(world, COPIES)
    web, post = world.respond(f"{LETTER} {SAID}"), letter(world, f"{SAID}\n\n{LETTER}")
    sent.look(app)
    if is_confirmed:
        sent.confirm()
        sent.look(app)
    assert pairs() == [(web.response_id, post.response_id, "words", "proposed")]


def test_what_nobody_decided_and_words_no_longer_say_is_forgotten(said: World, app: Flask) -> None:
    said.respond(SAID)
    letter(said, SAID)
    search(said, app)
    said.respond(SAID)
    search(said, app)
    assert pairs() == [] and db.session().query(Campaign).count() == 1


def look(world: World, response_id: int) -> int:
    """Propose what a response says that has just come."""
    with writing() as session:
        return same_person_proposals.look_for(session, world.consultation.id, response_id)


def search(world: World, app: Flask) -> None:
    """Run the search for campaigns as the worker does."""
    running.execute(app, campaigns.find(consultation_id=world.consultation.id, by_id=world.staff["lead"].id).id)


def pairs() -> list[tuple[int, int, str, str]]:
    """Return what was proposed or decided."""
    db.session.rollback()
    return [(pair.first_id, pair.second_id, pair.basis, pair.state)
            for pair in db.session().query(SamePerson).order_by(SamePerson.id)]


@pytest.fixture
def said(world: World) -> World:
    """The world with enough ordinary answers for a search."""
    for text in ordinary(18, 1):
        world.respond(text[:400])
    return world
