"""The second factor of staff: every code opens once, guessing is slowed down, a password alone changes nothing."""

import threading
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.second_factors import RECOVERY_CODES, STEP_SECONDS
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.second_factors import RecoveryCode, SecondFactor
from consult.models.sessions import BrowserSession
from consult.queries import second_factors as stored
from consult.services import second_factors, sessions
from consult.services.attempts import MOST
from consult.services.transaction import writing
from tests.worlds import PASSWORD, World


def test_a_key_counts_once_a_code_of_it_was_taken(person_id: int) -> None:
    key = begin(person_id)
    assert not stored.has_one(db.session(), person_id)
    codes = second_factors.confirm(person_id=person_id, code=code_of(key))
    assert stored.has_one(db.session(), person_id) and len(set(codes)) == RECOVERY_CODES
    assert stored.recovery_codes_left(db.session(), person_id) == RECOVERY_CODES


def test_the_app_is_told_whose_key_it_is(person_id: int) -> None:
    begun = second_factors.begin(person_id=person_id, password=PASSWORD, source="here")
    assert begun.address.startswith("otpauth://totp/Consult:lead%40example.org?") and begun.key in begun.address


def test_neither_key_nor_recovery_code_can_be_read_in_the_database(person_id: int) -> None:
    key, codes = set_up(person_id)
    row = db.session.get(SecondFactor, person_id)
    assert row is not None and key.encode() not in row.secret_sealed
    kept = " ".join(db.session.scalars(select(RecoveryCode.code_hash)))
    assert not any(code.replace(" ", "") in kept for code in codes)


def test_a_code_is_taken_once(person_id: int) -> None:
    key, _codes = set_up(person_id)
    code = code_of(key, later=1)
    second_factors.prove(person_id=person_id, code=code)
    assert refusal(person_id, code) == "time-code-wrong"


def test_the_code_that_set_it_up_opens_nothing_more(person_id: int) -> None:
    key = begin(person_id)
    code = code_of(key)
    second_factors.confirm(person_id=person_id, code=code)
    assert refusal(person_id, code) == "time-code-wrong"


@pytest.mark.parametrize("off", [-2, 2])
def test_a_code_of_another_time_is_not_taken(person_id: int, off: int) -> None:
    key, _codes = set_up(person_id, off=-5)
    assert refusal(person_id, code_of(key, later=off)) == "time-code-wrong"


@pytest.mark.parametrize("padded", ["0{}", "{}0", "{}\u00e9", ""])
def test_a_padded_code_is_not_taken(person_id: int, padded: str) -> None:
    key, _codes = set_up(person_id)
    assert refusal(person_id, padded.format(code_of(key, later=1))) == "time-code-wrong"


def test_a_recovery_code_opens_once_however_it_is_typed(person_id: int) -> None:
    _key, codes = set_up(person_id)
    second_factors.prove(person_id=person_id, code=codes[0].lower().replace(" ", "-"))
    assert refusal(person_id, codes[0]) == "time-code-wrong"
    assert stored.recovery_codes_left(db.session(), person_id) == RECOVERY_CODES - 1


def test_somebody_elses_recovery_code_opens_nothing(person_id: int, world: World) -> None:
    _key, codes = set_up(person_id)
    other = world.staff["coder"].id
    set_up(other)
    assert refusal(other, codes[0]) == "time-code-wrong"


def test_of_parallel_tries_with_one_code_one_is_taken(app: Flask, person_id: int) -> None:
    key, _codes = set_up(person_id)
    code, outcomes = code_of(key, later=1), []

    def attempt() -> None:
        with app.app_context():
            try:
                second_factors.prove(person_id=person_id, code=code)
                outcomes.append("in")
            except Refused as refused:
                outcomes.append(refused.code)

    threads = [threading.Thread(target=attempt) for _try in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in"] + ["time-code-wrong"] * 5


def test_after_ten_wrong_codes_even_the_right_one_waits(person_id: int) -> None:
    key, _codes = set_up(person_id)
    assert {refusal(person_id, "000000") for _try in range(MOST["time-code"])} == {"time-code-wrong"}
    assert refusal(person_id, code_of(key, later=1)) == "sign-in-too-often"


def test_nothing_begins_or_ends_without_the_password(person_id: int) -> None:
    with pytest.raises(Refused, match="sign-in-wrong"):
        second_factors.begin(person_id=person_id, password="not the password", source="here")
    key, _codes = set_up(person_id)
    with pytest.raises(Refused, match="sign-in-wrong"):
        second_factors.turn_off(person_id=person_id, password="not it", code=code_of(key, later=1), source="here")
    with pytest.raises(Refused, match="time-code-wrong"):
        second_factors.turn_off(person_id=person_id, password=PASSWORD, code="000000", source="here")
    assert stored.has_one(db.session(), person_id)


def test_a_second_key_does_not_take_the_place_of_the_first(person_id: int) -> None:
    set_up(person_id)
    with pytest.raises(Conflict, match="second-factor-there"):
        second_factors.begin(person_id=person_id, password=PASSWORD, source="here")


def test_a_key_that_waited_too_long_counts_no_more(person_id: int) -> None:
    key = begin(person_id)
    with writing() as session:
        session.get_one(SecondFactor, person_id).set_up_at = utc_now() - timedelta(hours=1)
    with pytest.raises(NotFound):
        second_factors.confirm(person_id=person_id, code=code_of(key))
    assert second_factors.begun(person_id=person_id) is None


def test_a_key_of_another_row_opens_nothing(person_id: int, world: World) -> None:
    key, _codes = set_up(person_id)
    other = world.staff["coder"].id
    set_up(other)
    with writing() as session:
        session.get_one(SecondFactor, other).secret_sealed = session.get_one(SecondFactor, person_id).secret_sealed
    assert refusal(other, code_of(key, later=1)) == "time-code-wrong"


def test_setting_up_turning_off_and_a_reset_end_every_session(person_id: int) -> None:
    session_of(person_id)
    key, _codes = set_up(person_id)
    assert living(person_id) == 0
    session_of(person_id)
    second_factors.turn_off(person_id=person_id, password=PASSWORD, code=code_of(key, later=1), source="here")
    assert living(person_id) == 0 and not stored.has_one(db.session(), person_id)
    set_up(person_id)
    session_of(person_id)
    second_factors.reset(email="Lead@Example.org")
    assert living(person_id) == 0 and stored.recovery_codes_left(db.session(), person_id) == 0


def test_new_recovery_codes_make_the_old_ones_worth_nothing(person_id: int) -> None:
    key, old = set_up(person_id)
    new = second_factors.renew_recovery_codes(person_id=person_id, password=PASSWORD, code=code_of(key, later=1),
                                              source="here")
    assert not set(old) & set(new) and refusal(person_id, old[0]) == "time-code-wrong"
    second_factors.prove(person_id=person_id, code=new[0])


def test_the_trail_holds_what_was_done_and_no_code(person_id: int) -> None:
    _key, codes = set_up(person_id)
    second_factors.prove(person_id=person_id, code=codes[0])
    second_factors.reset(email="lead@example.org")
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    assert [event.action for event in events][-3:] == [
        "second-factor-set-up", "recovery-code-used", "second-factor-removed"]
    assert all(event.facts == {} for event in events[-3:])


def begin(person_id: int) -> str:
    """Begin with a key and return it."""
    return second_factors.begin(person_id=person_id, password=PASSWORD, source="here").key


def set_up(person_id: int, off: int = 0) -> tuple[str, tuple[str, ...]]:
    """Set a second factor up; return its key and the recovery codes. `off` moves the step that was taken."""
    key = begin(person_id)
    codes = second_factors.confirm(person_id=person_id, code=code_of(key))
    with writing() as session:
        session.get_one(SecondFactor, person_id).last_step += off
    return key, codes


def code_of(key: str, later: int = 0) -> str:
    """Return the code of a key for so many half minutes from now."""
    return pyotp.TOTP(key).at(utc_now() + timedelta(seconds=STEP_SECONDS * later))


def refusal(person_id: int, code: str) -> str:
    """Return why a code was not taken."""
    with pytest.raises(Refused) as refused:
        second_factors.prove(person_id=person_id, code=code)
    return refused.value.code


def session_of(person_id: int) -> None:
    """Begin a session in some browser."""
    sessions.save(f"hash-{person_id}", {}, person_id, timedelta(hours=1), is_new=True)


def living(person_id: int) -> int:
    """Return how many sessions a person has."""
    return len(db.session.scalars(select(BrowserSession.id).where(BrowserSession.person_id == person_id)).all())


@pytest.fixture
def person_id(world: World) -> int:
    """Somebody on the staff."""
    return world.staff["lead"].id
