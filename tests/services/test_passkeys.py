"""Passkeys: a device proves whose it is, once for each time that it is asked; nothing else does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.members import Passkey
from consult.queries import members
from consult.services import member_sessions, passkeys
from consult.services.transaction import writing
from tests.authenticators import Device
from tests.forum_worlds import ForumWorld, build


def test_a_device_that_was_added_lets_its_member_in(forum: ForumWorld) -> None:
    device = added(forum)
    options, seal = passkeys.entry_options()
    assert passkeys.prove(credential=device.prove(options), seal=seal) == forum.members[0].id


def test_a_signature_counts_once(forum: ForumWorld) -> None:
    device = added(forum)
    options, seal = passkeys.entry_options()
    signed = device.prove(options)
    passkeys.prove(credential=signed, seal=seal)
    assert refused(signed, seal)


def test_an_old_challenge_a_made_up_one_and_another_ones_are_refused(
        forum: ForumWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    device = added(forum)
    options, seal = passkeys.entry_options()
    _other, other_seal = passkeys.entry_options()
    signed = device.prove(options)
    assert refused(signed, other_seal) and refused(signed, "") and refused(signed, seal[:-1] + "0.")
    assert refused(signed, "x" * 100_000) and refused(signed, "a.b.c")
    later = utc_now() + timedelta(minutes=6)
    monkeypatch.setattr(passkeys, "utc_now", lambda: later)
    assert refused(signed, seal)


@pytest.mark.parametrize("wrong", [{"origin": "https://evil.example"}, {"verifies": False},
                                   {"credential_id": b"somebody else's"}])
def test_another_site_another_device_and_no_finger_are_refused(forum: ForumWorld, wrong: dict[str, object]) -> None:
    device = replace(added(forum), **wrong)
    options, seal = passkeys.entry_options()
    assert refused(device.prove(options), seal)


def test_another_key_under_the_same_name_is_refused(forum: ForumWorld) -> None:
    added(forum)
    options, seal = passkeys.entry_options()
    assert refused(Device().prove(options), seal)


@pytest.mark.parametrize("sent", [
    "", "{}", "[]", "null", '"x"', '{"id": 1}', '{"id": "\\u0000"}', "[" * 19_000, "x" * 90_000,
    '{"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {}}',
])
def test_what_is_no_credential_is_refused(forum: ForumWorld, sent: str) -> None:
    _options, seal = passkeys.entry_options()
    assert refused(sent, seal)
    token = member_sessions.begin(forum.members[0].id)
    with pytest.raises(Refused, match="passkey-failed"):
        passkeys.add(by=forum.acting(forum.members[0]), token=token, credential=sent)


def test_a_passkey_is_made_for_the_challenge_of_its_own_session(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    token, other = member_sessions.begin(by.member_id), member_sessions.begin(by.member_id)
    made = Device().make(passkeys.creation_options(by=by, token=token, label="My page"))
    with pytest.raises(Refused, match="passkey-failed"):
        passkeys.add(by=by, token=other, credential=made)
    passkeys.add(by=by, token=token, credential=made)
    with pytest.raises(Refused, match="passkey-failed"):
        passkeys.add(by=by, token=token, credential=made)


def test_nobody_adds_a_passkey_in_anothers_session(forum: ForumWorld) -> None:
    token = member_sessions.begin(forum.members[1].id)
    with pytest.raises(NotFound):
        passkeys.creation_options(by=forum.acting(forum.members[0]), token=token, label="My page")


def test_what_the_device_shows_of_it_is_neutral(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    shown = passkeys.creation_options(by=by, token=member_sessions.begin(by.member_id), label="My page")
    assert forum.forum.name not in shown and by.name not in shown and by.public_id not in shown
    assert "Consult" not in shown and "My page" in shown


def test_the_last_passkey_stays_where_there_are_no_words(forum: ForumWorld) -> None:
    added(forum)
    by, row = forum.acting(forum.members[0]), members.passkeys(db.session(), forum.members[0].id)[0]
    with pytest.raises(Conflict, match="last-way-in"):
        passkeys.remove(by=by, public_id=row.public_id)
    with pytest.raises(NotFound):
        passkeys.remove(by=forum.acting(forum.members[1]), public_id=row.public_id)


def test_no_one_has_more_than_ten(forum: ForumWorld) -> None:
    by = forum.acting(forum.members[0])
    with writing() as session:
        session.add_all([Passkey(member_id=by.member_id, credential_id=bytes([n]), public_key=b"x") for n in range(10)])
    token = member_sessions.begin(by.member_id)
    made = Device().make(passkeys.creation_options(by=by, token=token, label="My page"))
    with pytest.raises(Conflict, match="passkeys-many"):
        passkeys.add(by=by, token=token, credential=made)


def test_an_address_of_numbers_has_no_passkeys(app: Flask, forum: ForumWorld) -> None:
    at(app, "http://127.0.0.1:8000")
    assert passkeys.place() is None
    with pytest.raises(NotFound):
        passkeys.entry_options()


def test_a_chair_with_a_passkey_is_not_in_by_words_alone(forum: ForumWorld) -> None:
    by = forum.acting(forum.chair)
    token = member_sessions.begin(by.member_id)
    passkeys.add(by=by, token=token,
                 credential=Device().make(passkeys.creation_options(by=by, token=token, label="My page")))
    weak, strong = member_sessions.begin(by.member_id), member_sessions.begin(by.member_id, is_strong=True)
    assert member_sessions.acting(weak) is None and member_sessions.acting(strong) is not None
    waiting = member_sessions.waiting(weak)
    assert waiting is not None and waiting.has_passkey and not waiting.has_code_by_time


def added(forum: ForumWorld) -> Device:
    """Return a device whose passkey lets the first member in."""
    by, device = forum.acting(forum.members[0]), Device()
    token = member_sessions.begin(by.member_id)
    passkeys.add(by=by, token=token, label="My phone",
                 credential=device.make(passkeys.creation_options(by=by, token=token, label="My page")))
    return device


def refused(credential: str, seal: str) -> bool:
    """Say whether a proof is refused as every wrong one is."""
    with pytest.raises(Refused, match="passkey-failed"):
        passkeys.prove(credential=credential, seal=seal)
    return True


def at(app: Flask, address: str) -> None:
    """Let the site have that address."""
    app.config["CONSULT_SETTINGS"] = replace(app.config["CONSULT_SETTINGS"], public_url=address)


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum at an address of which browsers make passkeys."""
    at(app, "http://localhost:8000")
    return build()
