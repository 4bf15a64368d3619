"""Taking responses in: many at once, and leaving some out of the count with a reason."""

import threading

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.responses import Response
from consult.services import drafts, responses
from consult.services.secrets import new_token, receipt_code
from tests.worlds import World


def test_twenty_copies_of_one_form_at_once_are_one_response(app: Flask, world: World) -> None:
    before, consultation_id = count(), world.consultation.id
    draft, token = begin(world), new_token()
    db.session.remove()
    codes: list[str] = []

    def send() -> None:
        with app.app_context():
            codes.append(submit(consultation_id, draft, token))
            db.session.remove()

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == [receipt_code(token)] * 20 and count() == before + 1


def test_a_receipt_cannot_be_found_in_the_database(app: Flask, world: World) -> None:
    token = new_token()
    code = submit(world.consultation.id, begin(world), token)
    stored = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert stored is not None
    assert code not in repr(vars(stored)) and token not in repr(vars(stored))


def test_a_response_is_left_out_with_a_reason_and_stays_stored(world: World) -> None:
    response, lead = world.responses[0], world.staff["lead"].id
    where = {"consultation_id": world.consultation.id, "public_id": response.public_id, "by_id": lead}
    responses.exclude(**where, reason="spam")
    assert db.session.get_one(Response, response.id).excluded_reason == "spam"
    with pytest.raises(Conflict):
        responses.exclude(**where, reason="spam")
    responses.restore(**where)
    assert db.session.get_one(Response, response.id).excluded_reason is None
    acts = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert acts == ["response-restored", "response-excluded"]


def test_no_reason_and_no_right_leave_it_counted(world: World) -> None:
    response = world.responses[0]
    where = {"consultation_id": world.consultation.id, "public_id": response.public_id}
    with pytest.raises(Refused, match="reason-unknown"):
        responses.exclude(**where, reason="boring", by_id=world.staff["lead"].id)
    with pytest.raises(NotAllowed):
        responses.exclude(**where, reason="spam", by_id=world.staff["coder"].id)


def begin(world: World) -> str:
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="violence-words",
                     values={"violence-words": ["Words"]})
    return token


def submit(consultation_id: int, draft: str, token: str) -> str:
    return responses.submit(consultation_id=consultation_id, draft_token=draft, submission_token=token, language="en",
                            has_consent=True, has_quote_consent=False)


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Response)) or 0
