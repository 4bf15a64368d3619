"""Who wrote to us hears once that it came, in their language, and nothing of what it is about (case R56, I12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from consult.clients.mail import AWAY, REFUSED, SENT, Letter
from consult.domain.acknowledgements import MOST_IN_A_DAY, MOST_TRIES, next_try
from consult.domain.languages import LANGUAGES
from consult.domain.submissions import Facts
from consult.extensions import db
from consult.jobs.acknowledgements import AcknowledgementSender
from consult.models.base import utc_now
from consult.models.submissions import Acknowledgement, Submission
from consult.services import acknowledgements, senders, submissions
from consult.services.transaction import writing
from tests.worlds import World


def test_one_letter_goes_to_the_sender_and_never_another(world: World) -> None:
    submission = sent(world)
    box = Box()
    assert (turn(box), turn(box)) == (1, 0)
    [letter] = box.letters
    assert (letter.to, letter.subject) == ("ann@example.org", "We have your message")
    with writing() as session:
        acknowledgements.want(session, submission, "en")
    assert turn(box) == 0 and states() == ["sent"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_says_nothing_of_what_was_written_to(app: Flask, world: World, language: str) -> None:
    letter = acknowledgements.letter("ann@example.org", language)
    told = f"{letter.sender_name} {letter.subject} {letter.text}".lower()
    assert not any(word in told for word in ("police", "crime", "plan", "http", world.consultation.slug, "mopac"))


def test_a_letter_that_could_not_go_is_tried_again_later(world: World) -> None:
    sent(world)
    box = Box(AWAY)
    assert turn(box) == turn(box) == 0
    assert len(box.letters) == 1 and states() == ["waiting"]
    make_due()
    assert turn(Box()) == 1 and states() == ["sent"]


def test_after_enough_tries_it_is_given_up(world: World) -> None:
    sent(world)
    box = Box(AWAY)
    for _time in range(MOST_TRIES + 2):
        turn(box)
        make_due()
    assert len(box.letters) == MOST_TRIES and states() == ["refused"] and next_try(utc_now(), MOST_TRIES) is None


def test_an_address_that_takes_no_letters_is_not_tried_again(world: World) -> None:
    sent(world)
    turn(Box(REFUSED))
    make_due()
    assert turn(Box()) == 0 and states() == ["refused"]


@pytest.mark.parametrize("proposal", ["auto-reply", "spam"])
def test_what_no_person_may_have_sent_is_answered_once_a_person_accepted_it(world: World, proposal: str) -> None:
    submission = sent(world, proposal=proposal)
    assert turn(Box()) == 0 and states() == ["waiting"]
    submissions.accept(consultation_id=world.consultation.id, public_id=submission.public_id,
                       by_id=world.staff["lead"].id)
    assert turn(Box()) == 1


def test_two_machines_do_not_answer_each_other_for_ever(world: World) -> None:
    for _time in range(MOST_IN_A_DAY + 2):
        sent(world)
        turn(Box())
    assert sorted(states()) == ["not-wanted"] * 2 + ["sent"] * MOST_IN_A_DAY


def test_a_worker_that_died_on_the_way_sends_no_second_letter_at_once(world: World) -> None:
    submission = sent(world)
    assert acknowledgements.take(submission.id) is not None
    assert acknowledgements.take(submission.id) is None and turn(Box()) == 0


def test_what_was_withdrawn_is_not_answered(world: World) -> None:
    submission = sent(world)
    submissions.withdraw(consultation_id=world.consultation.id, public_id=submission.public_id,
                         by_id=world.staff["lead"].id)
    assert turn(Box()) == 0 and states() == ["not-wanted"]


def test_nobody_is_answered_who_left_no_address(world: World) -> None:
    sent(world, address="", phone="020 7946 0000")
    assert states() == []


def sent(world: World, *, address: str = "ann@example.org", phone: str = "", proposal: str = "") -> Submission:
    with writing() as session:
        submission = submissions.take_in(session, consultation_id=world.consultation.id, by_id=None, facts=Facts(
            "email", "e-mail", "en", text="More light.", proposal=proposal))
        senders.keep(session, submission, address=address, phone=phone)
        acknowledgements.want(session, submission, "en")
        return submission


def turn(box: "Box") -> int:
    return AcknowledgementSender(bool).turn(box)


def states() -> list[str]:
    return [row.state for row in db.session.scalars(select(Acknowledgement))]


def make_due() -> None:
    with writing() as session:
        for row in session.scalars(select(Acknowledgement)):
            row.due_at = utc_now() - timedelta(seconds=1)


class Box:
    """A mail server that keeps what it was given and says how it went."""

    is_there = True

    def __init__(self, outcome: str = SENT) -> None:
        self.outcome, self.letters = outcome, []

    def send(self, letter: Letter) -> str:
        """Keep the letter."""
        self.letters.append(letter)
        return self.outcome


@pytest.fixture(autouse=True)
def mail_server(app: Flask) -> None:
    """Settings with a mail server, so that letters are noted."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://127.0.0.1:1",
                                             mail_from="notes@letters.example")
