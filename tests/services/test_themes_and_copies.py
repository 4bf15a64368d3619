"""Themes that change while campaigns, batches and erasing change the codings under them: nothing lost, nothing more."""

import pytest
from flask import Flask

from consult.extensions import db
from consult.models.care import WorryStep
from consult.models.codebooks import Coding, Theme
from consult.models.machines import AcceptedBatch
from consult.models.responses import Answer, Response
from consult.queries import readings, theme_counts
from consult.services import accepting, codebooks, taking_back, worries
from tests import coded, machine_worlds
from tests.campaign_worlds import LETTER, Sent, send
from tests.worlds import World


def test_a_theme_that_comes_back_is_not_given_to_who_left_the_campaign(sent: Sent) -> None:
    theme = coded_and_retired(sent)
    sent.take_out(4)
    bring_back(sent.world, theme)
    assert spoken(sent.world, theme) == 4


def test_a_theme_that_comes_back_after_the_campaign_was_dissolved_is_the_letters_alone(sent: Sent) -> None:
    theme = coded_and_retired(sent)
    sent.refuse()
    bring_back(sent.world, theme)
    assert spoken(sent.world, theme) == 1


def test_a_theme_that_comes_back_is_given_to_who_joined_meanwhile(sent: Sent, app: Flask) -> None:
    theme = coded_and_retired(sent)
    sent.add(LETTER)
    sent.look(app)
    sent.put_in(5)
    bring_back(sent.world, theme)
    assert spoken(sent.world, theme) == 6


def test_a_theme_that_comes_back_brings_no_coding_of_a_batch_that_was_undone(world: World) -> None:
    theme = coded.theme(world)
    batch = accepted(world, world.respond("The buses are late."), theme)
    codebooks.retire(consultation_id=world.consultation.id, public_id=theme.public_id, by_id=lead(world))
    undo(world, batch)
    bring_back(world, theme)
    assert db.session().query(Coding).filter(Coding.withdrawn_at.is_(None)).count() == 0


def test_merging_into_what_nobody_has_read_keeps_what_a_person_gave(world: World) -> None:
    answer, mine, into = world.respond("The buses are late."), coded.theme(world, "Mine"), coded.theme(world, "Into")
    batch = accepted(world, answer, into)
    coded.code(world, answer, mine, "oppose")
    codebooks.merge(consultation_id=world.consultation.id, public_id=mine.public_id, into_public_id=into.public_id,
                    by_id=lead(world))
    assert spoken(world, into) == 1
    undo(world, batch)
    assert spoken(world, into) == 1


def test_who_was_coded_before_the_campaign_was_confirmed_is_in_the_base_without_campaigns(proposed: Sent) -> None:
    theme = coded.theme(proposed.world)
    for one in proposed.letters:
        coded.code(proposed.world, db.session().get_one(Answer, one.id), theme)
    proposed.confirm()
    machine_worlds.mark_read(proposed.world, letter(proposed))
    consultation_id = proposed.world.consultation.id
    own = theme_counts.by_theme(db.session(), consultation_id, with_campaigns=False)[theme.id].respondents
    assert 0 < own <= readings.respondents_read(db.session(), consultation_id, with_campaigns=False)
    coded.publish(proposed.world)


def test_what_was_written_of_a_worry_goes_with_the_words_and_its_log_stays(world: World) -> None:
    answer = world.respond("Someone hurts me.")
    worries.flag(consultation_id=world.consultation.id, answer_id=answer.public_id or "", kind="harm",
                 note="She writes that he hurts her.", by_id=world.staff["coder"].id)
    taking_back.withdraw(public_id=db.session().get_one(Response, answer.response_id).public_id)
    db.session().expire_all()
    [step] = db.session().query(WorryStep)
    assert (step.action, step.reason) == ("raised", "")


def coded_and_retired(sent: Sent) -> Theme:
    """Give a theme to the letter, and take it out of use."""
    theme = coded.theme(sent.world)
    coded.code(sent.world, letter(sent), theme)
    assert spoken(sent.world, theme) == 5
    codebooks.retire(consultation_id=sent.world.consultation.id, public_id=theme.public_id, by_id=lead(sent.world))
    return theme


def bring_back(world: World, theme: Theme) -> None:
    codebooks.bring_back(consultation_id=world.consultation.id, public_id=theme.public_id, by_id=lead(world))


def letter(sent: Sent) -> Answer:
    """Return the answer whose text stands for all."""
    return db.session().get_one(Answer, sent.campaign.answer_id)


def lead(world: World) -> int:
    return world.staff["lead"].id


def spoken(world: World, theme: Theme) -> int:
    """Return how many respondents spoke of a theme, as every table counts them."""
    db.session().expire_all()
    found = theme_counts.by_theme(db.session(), world.consultation.id).get(theme.id)
    return found.respondents if found is not None else 0


def accepted(world: World, answer: Answer, theme: Theme) -> AcceptedBatch:
    """Let the lead accept what a machine ranks for an answer."""
    machine_worlds.settings(world, control_share=0)
    machine_worlds.rank(world, {answer.id: [(theme, 0.95)]})
    return accepting.accept(consultation_id=world.consultation.id, theme="", cut=0.8, by_id=lead(world))


def undo(world: World, batch: AcceptedBatch) -> None:
    accepting.undo(consultation_id=world.consultation.id, public_id=batch.public_id, by_id=lead(world))


@pytest.fixture
def proposed(world: World, app: Flask) -> Sent:
    """The letter among ordinary answers, found and proposed."""
    made = send(world)
    made.look(app)
    return made


@pytest.fixture
def sent(proposed: Sent) -> Sent:
    """The letter as a confirmed campaign of five."""
    proposed.confirm()
    return proposed
