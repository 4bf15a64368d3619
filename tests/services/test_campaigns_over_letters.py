"""A family over web, e-mail and post: found whole, counted in people, coded once, balanced in the register."""

import pytest
from flask import Flask

from consult.extensions import db
from consult.models.codebooks import Coding
from consult.models.responses import Answer
from consult.queries import campaign_effects, register, shared_texts
from consult.queries import campaigns as stored
from consult.services import same_people, taking_back
from consult.services.report_tables import campaigns
from tests.campaign_worlds import COPIES, LETTER, STORY, Sent, send
from tests.coded import code, theme
from tests.letter_worlds import letter, response_of, wait
from tests.worlds import World

BY_MAIL = f"Dear all,\n\n{LETTER}\n\nYours, Bo"


def test_letters_and_emails_join_the_family_of_the_web(sent: Sent, posted: list[Answer], app: Flask) -> None:
    sent.look(app)
    assert {member.answer_id for member in members(sent)} >= {answer.id for answer in posted}
    assert listed(sent).channels == {"online": 5, "email": 1, "post": 2}
    assert listed(sent).senders == 8 == sum(listed(sent).channels.values())


def test_a_letter_that_waits_is_in_no_family_yet(sent: Sent, app: Flask) -> None:
    wait(sent.world, BY_MAIL)
    sent.look(app)
    assert listed(sent).senders == 5


def test_whoever_answered_twice_is_one_sender(sent: Sent, posted: list[Answer], app: Flask) -> None:
    sent.look(app)
    sent.confirm()
    link(sent.world, posted[0], posted[1])
    assert listed(sent).senders == 7 == sum(listed(sent).channels.values()) and listed(sent).answers == 8
    [row] = campaign_effects.rows(db.session(), sent.world.consultation.id)
    assert row.senders == 7
    shared = shared_texts.of_answer(db.session(), posted[0].id)
    assert shared is not None and shared.senders == 7


def test_who_sent_it_twice_word_for_word_is_one_in_the_report(sent: Sent, posted: list[Answer], app: Flask) -> None:
    again = letter(sent.world, LETTER, channel="email")
    sent.look(app)
    sent.confirm()
    before = listed(sent)
    link(sent.world, posted[1], again)
    after = listed(sent)
    assert (after.identical, after.people_identical) == (before.identical, before.people_identical - 1)
    row = campaigns([after], lambda words, **_facts: {"en": str(words)}).cells
    assert row[after.public_id, "identical"].count == after.people_identical <= after.senders


def test_what_is_coded_once_counts_for_each_person_once(sent: Sent, posted: list[Answer], app: Flask) -> None:
    sent.look(app)
    sent.confirm()
    link(sent.world, posted[0], posted[1])
    code(sent.world, stands_for(sent), theme(sent.world, "Police offices"))
    [effect] = campaign_effects.by_theme(db.session(), sent.world.consultation.id)
    assert (effect.people, effect.without, effect.of_campaign) == (7, 0, 7)
    assert db.session().query(Coding).filter(Coding.campaign_id.is_(None)).count() == 1


def test_the_family_balances_with_the_register(sent: Sent, posted: list[Answer], app: Flask) -> None:
    before = register.at_the_door(db.session(), sent.world.consultation.id)
    sent.look(app)
    sent.confirm()
    link(sent.world, posted[0], posted[1])
    taking_back.withdraw(public_id=response_of(posted[2]).public_id)
    tallies = register.by_channel(db.session(), sent.world.consultation.id)
    assert all(tally.is_balanced for tally in tallies.values())
    assert sum(tally.received for tally in tallies.values()) == before
    assert (tallies["post"].of("duplicate"), tallies["email"].of("withdrawn")) == (1, 1)
    assert listed(sent).senders == 6


def test_own_words_of_a_letter_are_kept_for_reading(sent: Sent, app: Flask) -> None:
    answer = letter(sent.world, f"{STORY}\n\n{LETTER}")
    sent.look(app)
    [member] = [member for member in members(sent) if member.answer_id == answer.id]
    assert [answer.text[start:end] for start, end in member.additions] == [STORY]


def link(world: World, first: Answer, other: Answer) -> None:
    """Let the lead say that two answers are one person's."""
    same_people.link(consultation_id=world.consultation.id, first=response_of(first).public_id,
                     other=response_of(other).public_id, reason="They told us.", by_id=world.staff["lead"].id)


def listed(sent: Sent) -> stored.Listed:
    """Return the one campaign with its numbers."""
    [found] = stored.listed(db.session(), sent.world.consultation.id)
    return found


def members(sent: Sent) -> list:
    """Return the rows of the campaign's members."""
    return sent.campaign and db.session().query(stored.CampaignMember).all()


def stands_for(sent: Sent) -> Answer:
    """Return the answer whose text stands for the campaign."""
    return db.session().get_one(Answer, sent.campaign.answer_id)


@pytest.fixture
def sent(world: World, app: Flask) -> Sent:
    """The letter as five people sent it by the web."""
    return send(world, COPIES, channels=("online",))


@pytest.fixture
def posted(sent: Sent) -> list[Answer]:
    """The letter twice by post and once by e-mail."""
    return [letter(sent.world, BY_MAIL), letter(sent.world, LETTER), letter(sent.world, BY_MAIL, channel="email")]
