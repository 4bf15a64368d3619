"""Who sent something is opened by who may, with a reason that is kept; the same sender is known again."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import NotAllowed, NotFound, Refused
from consult.domain.submissions import Facts
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.submissions import Sender, Submission
from consult.services import senders, submissions
from consult.services.transaction import writing
from tests.worlds import World

WHY = "Their second page is missing"


def test_who_may_sees_the_sender_and_the_reason_is_kept(world: World) -> None:
    submission = sent(world, address="ann@example.org", name="Ann", phone="020 7946 0000", post="1 Road")
    view = opened(world, submission)
    assert (view.address, view.name, view.phone, view.post) == ("ann@example.org", "Ann", "020 7946 0000", "1 Road")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "sender-opened")).one()
    assert (event.object_id, event.facts, event.person_id) == (
        submission.public_id, {"reason": WHY}, world.staff["intake-officer"].id)


@pytest.mark.parametrize("role", ["lead", "coder", "reader", "survey-editor"])
def test_nobody_else_sees_a_sender(world: World, role: str) -> None:
    submission = sent(world, address="ann@example.org")
    with pytest.raises(NotAllowed):
        opened(world, submission, role=role)
    assert db.session.scalar(select(AuditEvent).where(AuditEvent.action == "sender-opened")) is None


@pytest.mark.parametrize(("why", "code"), [("", "sender-reason-missing"), ("  ok ", "sender-reason-missing"),
                                           ("x" * 501, "sender-reason-long")])
def test_without_a_reason_nothing_is_shown(world: World, why: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        opened(world, sent(world, address="ann@example.org"), reason=why)
    assert refused.value.code == code


def test_where_nothing_was_told_there_is_nothing_to_open(world: World) -> None:
    with pytest.raises(NotFound):
        opened(world, sent(world))


def test_the_same_sender_is_known_again_by_address_else_by_number(app: Flask) -> None:
    assert senders.hash_of(" Ann@Example.org ") == senders.hash_of("ann@example.org", "020 7946 0000")
    assert senders.hash_of("", "020 7946 0000") == senders.hash_of("none", "+44 (0)20 7946 0000")
    assert senders.hash_of("ann@example.org") != senders.hash_of("bo@example.org")
    assert senders.hash_of("", "no number") is None and senders.hash_of("") is None


def test_what_is_stored_again_takes_the_place_of_what_was(world: World) -> None:
    submission = sent(world, address="ann@example.org", name="Ann")
    with writing() as session:
        senders.keep(session, submission, phone="020 7946 0000")
    view = opened(world, submission)
    assert (view.address, view.name, view.phone) == ("", "", "020 7946 0000")


def test_a_sealed_sender_cannot_be_moved_to_another_submission(world: World) -> None:
    one, two = (sent(world, address=address) for address in ("ann@example.org", "bo@example.org"))
    with writing() as session:
        session.get_one(Sender, two.id).address = session.get_one(Sender, one.id).address
    with pytest.raises(ValueError, match="not sealed"):
        opened(world, two)


def sent(world: World, **told: str) -> Submission:
    with writing() as session:
        submission = submissions.take_in(session, consultation_id=world.consultation.id, by_id=None, facts=Facts(
            "email", "e-mail", "en", text="More light."))
        senders.keep(session, submission, **told)
        return submission


def opened(world: World, submission: Submission, *, role: str = "intake-officer", reason: str = WHY
           ) -> senders.SenderView:
    return senders.opened(consultation_id=world.consultation.id, public_id=submission.public_id, reason=reason,
                          by_id=world.staff[role].id)
