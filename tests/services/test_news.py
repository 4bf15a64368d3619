"""News that people asked for: nobody who did not say yes, once each, stopped with one press, and then forgotten."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.clients.mail import AWAY, REFUSED, SENT, Letter
from consult.domain.errors import NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.news import PAUSES
from consult.domain.timelines import PUBLISHED
from consult.extensions import db
from consult.jobs.news import NewsSender
from consult.models.answers_to_people import NewsLetter, NewsSubscriber
from consult.models.base import utc_now
from consult.models.recommendations import TimelineStep
from consult.models.reports import Edition, EditionRecall, EditionSignOff
from consult.queries import news as stored
from consult.services import news, sealing
from consult.services.transaction import writing
from tests.worlds import World

ADDRESS = "Ann@example.org"


def test_one_letter_asks_for_a_yes_and_nothing_else_goes_to_whoever_never_said_it(world: World) -> None:
    ask(world)
    sign_off(world)
    box = Box()
    assert (turn(box), turn(box)) == (1, 0)
    [letter] = box.letters
    assert letter.to == ADDRESS and code() in letter.text and not letter.stop_address


def test_whoever_said_yes_is_told_once_of_each_edition_that_somebody_stands_for(world: World) -> None:
    subscribed(world)
    edition(world)
    assert turn(Box()) == 0
    sign_off(world)
    box = Box()
    assert (turn(box), turn(box)) == (1, 0)
    assert f"/en/consultations/{world.slug}/report" in box.letters[0].text
    sign_off(world)
    assert turn(box) == 1


def test_an_edition_that_was_recalled_is_no_news(world: World) -> None:
    subscribed(world)
    recall(sign_off(world))
    assert turn(Box()) == 0


def test_an_edition_that_is_recalled_while_its_letter_waits_is_no_news(world: World) -> None:
    subscribed(world)
    found = sign_off(world)
    letter_id = news.due()[0]
    recall(found)
    assert news.take(letter_id) is None and turn(Box()) == 0
    sign_off(world)
    assert turn(Box()) == 1


def test_the_plan_is_told_of_on_the_day_that_the_timeline_says(world: World) -> None:
    subscribed(world, ["plan"])
    published(world, utc_now().date() + timedelta(days=2))
    assert turn(Box()) == 0
    published(world, utc_now().date() - timedelta(days=1))
    box = Box()
    assert turn(box) == 1 and "you-said-we-did" in box.letters[0].text


def test_an_address_is_forgotten_once_it_was_told_all_that_it_wanted(world: World) -> None:
    subscribed(world, ["report"])
    subscribed(world, ["report", "plan"], address="two@example.org")
    sign_off(world)
    assert turn(Box()) == 2 and count(NewsSubscriber) == 1
    published(world, utc_now().date())
    assert turn(Box()) == 1 and count(NewsSubscriber) == count(NewsLetter) == 0


def test_one_press_stops_everything_and_a_second_press_does_no_harm(world: World) -> None:
    subscribed(world)
    found = code()
    for _time in range(2):
        news.stop(found)
    sign_off(world)
    assert turn(Box()) == 0 and count(NewsSubscriber) == count(NewsLetter) == 0
    with pytest.raises(NotFound):
        news.say_yes(found)


def test_the_address_is_sealed_and_stands_beside_no_answer(world: World) -> None:
    ask(world)
    row = db.session.scalars(select(NewsSubscriber)).one()
    assert b"ann" not in row.address.lower() and ADDRESS not in row.address_hash
    assert not {"response_id", "receipt_hash", "created_at"} & set(NewsSubscriber.__table__.columns.keys())
    with pytest.raises(ValueError, match="not sealed for this place"):
        sealing.opened("news_subscribers/other/address", row.address)


def test_asking_twice_makes_one_person_and_one_letter_a_day(world: World) -> None:
    ask(world, ["report"])
    assert turn(Box()) == 1
    ask(world, ["plan"], address=ADDRESS.upper())
    assert turn(Box()) == 0 and count(NewsSubscriber) == 1
    asked_on(utc_now().date() - timedelta(days=1))
    ask(world, ["plan"])
    assert turn(Box()) == 1 and db.session.scalars(select(NewsSubscriber.wants)).all() == ["plan"]


def test_nobody_else_can_change_what_somebody_said_yes_to(world: World) -> None:
    subscribed(world, ["report"])
    ask(world, ["plan"], language="ur")
    row = db.session.scalars(select(NewsSubscriber)).one()
    assert (row.wants, row.language) == ("report", "en") and turn(Box()) == 0


def test_whoever_never_said_yes_is_forgotten_in_a_week(world: World) -> None:
    ask(world)
    ask(world, address="two@example.org")
    news.say_yes(code(ADDRESS))
    asked_on(utc_now().date() - timedelta(days=8))
    assert news.forget_unconfirmed() == 1
    assert stored.counts(db.session(), world.consultation.id).confirmed == count(NewsSubscriber) == 1


def test_a_letter_that_could_not_go_is_tried_again_and_given_up_in_the_end(world: World) -> None:
    subscribed(world)
    sign_off(world)
    box = Box(AWAY)
    for _time in range(len(PAUSES) + 3):
        turn(box)
        make_due()
    assert len(box.letters) == len(PAUSES) + 1
    assert stored.counts(db.session(), world.consultation.id).letters == {"sent": 1, "refused": 1}


def test_an_address_that_takes_no_letters_is_forgotten(world: World) -> None:
    ask(world)
    assert turn(Box(REFUSED)) == 0 and count(NewsSubscriber) == 0


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", ["confirm", "report-1", "plan"])
def test_the_subject_says_nothing_of_what_it_is_about_in_any_language(world: World, language: str, about: str) -> None:
    ask(world, language=language)
    row = db.session.scalars(select(NewsSubscriber)).one()
    letter = news.letter(row, world.consultation, about)
    told = f"{letter.sender_name} {letter.subject}".lower()
    assert not any(word in told for word in ("police", "crime", "mopac", world.slug)) and "://" in letter.text
    assert bool(letter.stop_address) is (about != "confirm")


@pytest.mark.parametrize(("address", "wishes", "field"), [
    ("nobody", ["report"], "address"), ("a@example.org\nBcc: b@example.org", ["report"], "address"),
    (ADDRESS, [], "wishes"), (ADDRESS, ["money"], "wishes"),
])
def test_what_cannot_be_asked_is_refused(world: World, address: str, wishes: list[str], field: str) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, wishes, address=address)
    assert refused.value.field == field and count(NewsSubscriber) == 0


def test_without_a_mail_server_nothing_is_asked_for(app: Flask, world: World) -> None:
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="")
    with pytest.raises(Refused) as refused:
        ask(world)
    assert refused.value.code == "news-no-letters" and not news.can_tell()


def test_one_network_cannot_have_letters_sent_to_many(world: World) -> None:
    with pytest.raises(Refused) as refused:
        for number in range(12):
            ask(world, address=f"a{number}@example.org")
    assert refused.value.code == "sign-in-too-often" and count(NewsSubscriber) == 10


def ask(world: World, wishes: Collection[str] = ("report", "plan"), *, address: str = ADDRESS, language: str = "en"
        ) -> None:
    news.ask(consultation_id=world.consultation.id, address=address, wishes=list(wishes), language=language,
             network="192.0.2.1")


def subscribed(world: World, wishes: Collection[str] = ("report", "plan"), *, address: str = ADDRESS) -> None:
    ask(world, wishes, address=address)
    turn(Box())
    news.say_yes(code(address))


def code(address: str = ADDRESS) -> str:
    rows = db.session.scalars(select(NewsSubscriber).order_by(NewsSubscriber.id)).all()
    return next(news.code_of(row.public_id) for row in rows
                if sealing.opened(f"news_subscribers/{row.public_id}/address", row.address) == address)


def edition(world: World) -> Edition:
    with writing() as session:
        number = (session.scalar(select(func.max(Edition.number))) or 0) + 1
        row = Edition(consultation_id=world.consultation.id, number=number, snapshot="{}", digest="0" * 64,
                      published_by_id=world.staff["lead"].id)
        session.add(row)
        session.flush()
        return row


def sign_off(world: World) -> Edition:
    found = edition(world)
    with writing() as session:
        session.add(EditionSignOff(edition_id=found.id, name="A lead", office="The office",
                                   by_id=world.staff["lead"].id))
    return found


def recall(found: Edition) -> None:
    with writing() as session:
        session.add(EditionRecall(edition_id=found.id, reason="A slip.", by_id=found.published_by_id))


def published(world: World, on: date) -> None:
    with writing() as session:
        row = session.scalar(select(TimelineStep)) or TimelineStep(consultation_id=world.consultation.id,
                                                                   key=PUBLISHED)
        row.done_on = on
        session.add(row)


def turn(box: "Box") -> int:
    return NewsSender(bool).turn(box)


def make_due() -> None:
    with writing() as session:
        for row in session.scalars(select(NewsLetter).where(NewsLetter.state == "waiting")):
            row.due_at = utc_now() - timedelta(seconds=1)


def asked_on(day: date) -> None:
    with writing() as session:
        for row in session.scalars(select(NewsSubscriber)):
            row.asked_on = day


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


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
    """Settings with a mail server, so that letters can be asked for."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], mail="smtp://127.0.0.1:1",
                                             mail_from="notes@letters.example")
