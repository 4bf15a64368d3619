"""Answers taken down while somebody tells them: nothing is lost half way, and only what was agreed to is stored."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.extensions import db
from consult.models.keyings import Keying
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.submissions import Submission
from consult.queries import calls as stored
from consult.services import calls
from consult.services.secrets import keyed_hash, new_token, receipt_code
from tests.worlds import World

SAID = {"support-knife-crime": ["agree"], "violence-words": ["More lights"]}


def test_a_call_that_goes_on_waits_in_the_register(world: World) -> None:
    call_id = begin(world)
    [row] = stored.going_on(db.session(), world.consultation.id, staff(world))
    submission = db.session().scalars(select(Submission)).one()
    assert row.public_id == call_id and row.is_mine
    assert (submission.state, submission.format, submission.channel) == ("waiting", "call", "phone")


def test_what_was_said_becomes_a_response_with_a_receipt(world: World) -> None:
    call_id, token = begin(world), new_token()
    say(world, call_id, SAID)
    end(world, call_id, token)
    response = db.session().scalars(select(Response).where(
        Response.receipt_hash == keyed_hash("receipt", receipt_code(token)))).one()
    assert response.channel == "phone" and response.has_quote_consent and not response.was_helped
    texts = db.session().scalars(select(Answer.text).where(Answer.response_id == response.id)).all()
    assert "More lights" in texts


def test_ending_a_call_twice_is_ending_it_once(world: World) -> None:
    call_id, token = begin(world), new_token()
    say(world, call_id, SAID)
    before = db.session().query(Response).count()
    end(world, call_id, token)
    end(world, call_id, token)
    assert db.session().query(Response).count() == before + 1
    with pytest.raises(Conflict, match="call-ended"):
        end(world, call_id, new_token())


def test_no_second_copy_of_the_words_stays_behind(world: World) -> None:
    call_id = begin(world)
    say(world, call_id, SAID)
    end(world, call_id, new_token())
    assert db.session().scalars(select(Keying)).one().answers == {}


def test_nothing_is_stored_without_agreement(world: World) -> None:
    call_id = begin(world)
    say(world, call_id, SAID)
    with pytest.raises(Refused, match="consent-missing"):
        end(world, call_id, new_token(), has_consent=False)
    calls.drop(consultation_id=world.consultation.id, submission_id=call_id, by_id=staff(world))
    submission = db.session().scalars(select(Submission)).one()
    assert (submission.state, submission.reason) == ("excluded", "no-consent")
    assert db.session().scalars(select(Keying)).one().answers == {}


def test_an_answer_that_an_earlier_one_hid_is_not_stored(world: World) -> None:
    call_id = begin(world)
    say(world, call_id, {"support-knife-crime": ["disagree"], "why-disagree": ["too-much"]})
    say(world, call_id, {"support-knife-crime": ["agree"], "violence-words": ["Good"]})
    end(world, call_id, new_token())
    assert "too-much" not in db.session().scalars(select(Answer.choice)).all()


def test_who_answers_for_whom_and_with_whose_help_is_kept(world: World) -> None:
    call_id = begin(world, about={"on_behalf_of": "group", "body": "Deaf club", "speaks_for": 12, "was_helped": True,
                                  "words_are": "together"})
    say(world, call_id, SAID)
    end(world, call_id, new_token())
    body = db.session().scalars(select(RespondingBody)).one()
    response = db.session().get_one(Response, body.response_id)
    assert (body.name, body.speaks_for) == ("Deaf club", 12)
    assert (response.on_behalf_of, response.was_helped, response.words_are) == ("group", True, "together")


def test_a_child_under_13_is_not_asked_alone(world: World) -> None:
    with pytest.raises(Refused, match="age-too-young"):
        begin(world, age="under-13")
    assert db.session().query(Submission).count() == 0


def test_a_call_is_taken_by_one_person(world: World) -> None:
    call_id = begin(world)
    with pytest.raises(Conflict, match="call-taken"):
        calls.save_page(consultation_id=world.consultation.id, submission_id=call_id, values=SAID,
                        by_id=staff(world, "lead"))
    with pytest.raises(NotAllowed):
        begin(world, by="coder")


def staff(world: World, role: str = "intake-officer") -> int:
    """Return the row id of somebody in that role."""
    return world.staff[role].id


def begin(world: World, *, age: str = "adult", about: dict[str, object] | None = None, by: str = "intake-officer"
          ) -> str:
    """Begin a call and return its id."""
    return calls.begin(consultation_id=world.consultation.id, age_route=age, language="en", channel="phone",
                       about=about or {}, by_id=staff(world, by))


def say(world: World, call_id: str, values: dict[str, list[str]]) -> None:
    """Keep what somebody says."""
    calls.save_page(consultation_id=world.consultation.id, submission_id=call_id, values=values, by_id=staff(world))


def end(world: World, call_id: str, token: str, *, has_consent: bool = True) -> None:
    """End the call with what was agreed to."""
    calls.finish(consultation_id=world.consultation.id, submission_id=call_id, submission_token=token,
                 has_consent=has_consent, has_quote_consent=True, by_id=staff(world))


@pytest.fixture(autouse=True)
def _application(app: Flask) -> Flask:
    return app
