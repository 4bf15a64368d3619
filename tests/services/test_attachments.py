"""Files in answers: kept with their response, gone with it, and held until a scanner that is there passed them."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from consult.clients import scanning
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.jobs import worker
from consult.models.audit import AuditEvent
from consult.models.responses import Attachment, Draft, Response
from consult.services import attachments, drafts, responses
from consult.services.attachments import Sent
from consult.services.secrets import new_token
from consult.services.transaction import writing
from tests import every_kind
from tests.worlds import World

PDF = b"%PDF-1.4\ntrailer<<>>\n%%EOF\n"
PAPER = every_kind.QUESTIONS["file"]
# What every scanner calls harmful, written so that this file is not.
HARMFUL = PDF + b"X5O!P%@AP[4" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE" + b"\n%%EOF\n"


class FakeScanner:
    """A scanner that can be stopped; it finds EICAR and nothing else."""

    is_there = True

    def __init__(self) -> None:
        self.is_stopped = False

    def verdict(self, stream: io.BytesIO) -> str:
        if self.is_stopped:
            return scanning.UNKNOWN
        return scanning.HARMFUL if b"EICAR" in stream.read() else scanning.CLEAN


def test_a_file_goes_with_its_response_to_those_who_read_it(world: World, token: str) -> None:
    keep(world, token, PDF)
    response = send(world, token)
    row = only()
    assert (row.response_id, row.draft_id, row.state, row.name) == (response.id, None, "held", "plan.pdf")
    with opened_by_staff(world, "coder") as data:
        assert data == PDF
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None and (event.action, event.object_id) == ("attachment-opened", row.public_id)


def test_staff_without_the_right_and_other_consultations_get_nothing(world: World, token: str) -> None:
    keep(world, token, PDF)
    send(world, token)
    with pytest.raises(NotAllowed):
        attachments.open_for_staff(consultation_id=world.consultation.id, public_id=only().public_id,
                                   by_id=world.staff["reader"].id)
    with pytest.raises((NotFound, NotAllowed)):
        attachments.open_for_staff(consultation_id=world.consultation.id + 1, public_id=only().public_id,
                                   by_id=world.staff["lead"].id)


def test_a_file_of_a_draft_is_nobodys_but_its_writers(world: World, token: str) -> None:
    keep(world, token, PDF)
    with pytest.raises(NotFound):
        attachments.open_for_staff(consultation_id=world.consultation.id, public_id=only().public_id,
                                   by_id=world.staff["lead"].id)
    other = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    with pytest.raises(NotFound):
        attachments.open_own(token=other, consultation_id=world.consultation.id, public_id=only().public_id)


def test_another_file_takes_the_place_of_the_first_and_its_bytes_go(world: World, token: str) -> None:
    keep(world, token, PDF)
    first = only().stored_as
    keep(world, token, PDF + b"\n")
    assert stored() == {only().stored_as} and first not in stored()


@pytest.mark.parametrize(("data", "code"), [
    (b"", "media-empty"), (b"<svg/>", "media-kind"), (HARMFUL, "media-harmful")])
def test_a_refused_file_leaves_nothing_and_takes_nothing_away(
    world: World, token: str, scanner: FakeScanner, data: bytes, code: str
) -> None:
    keep(world, token, PDF)
    with pytest.raises(Refused) as refused:
        keep(world, token, data)
    assert refused.value.code == code and stored() == {only().stored_as} and only().state == "clean"


def test_with_a_stopped_scanner_a_file_is_held_and_handed_to_nobody(
    world: World, token: str, scanner: FakeScanner
) -> None:
    scanner.is_stopped = True
    keep(world, token, PDF)
    send(world, token)
    with pytest.raises(Conflict, match="media-unchecked"), opened_by_staff(world, "lead"):
        pass
    scanner.is_stopped = False
    with opened_by_staff(world, "lead") as data:
        assert data == PDF
    assert only().state == "clean"


def test_what_a_later_scan_finds_harmful_is_deleted(world: World, token: str, scanner: FakeScanner) -> None:
    scanner.is_stopped = True
    keep(world, token, HARMFUL)
    send(world, token)
    scanner.is_stopped = False
    with pytest.raises(NotFound), opened_by_staff(world, "lead"):
        pass
    assert only().state == "refused" and stored() == set()


def test_files_of_forgotten_drafts_and_of_withdrawn_responses_go_with_them(world: World, token: str) -> None:
    keep(world, token, PDF)
    with writing() as session:
        attachments.forget(session, [session.scalars(select(Draft.id)).one()])
    assert stored() == set() and count() == 0
    keep(world, token, PDF)
    response = send(world, token)
    with writing() as session:
        attachments.forget_of_response(session, response.id)
    assert stored() == set() and count() == 0


def test_a_file_of_a_question_that_is_not_asked_any_more_is_not_sent(world: World, token: str) -> None:
    keep(world, token, PDF)
    with writing() as session:
        draft = session.scalars(select(Draft)).one()
        draft.answers = {key: given for key, given in draft.answers.items() if key != "paper"}
    send(world, token)
    assert stored() == set() and count() == 0


def test_a_rollback_keeps_the_bytes(world: World, token: str) -> None:
    keep(world, token, PDF)
    with pytest.raises(RuntimeError), writing() as session:
        attachments.forget(session, [session.scalars(select(Draft.id)).one()])
        raise RuntimeError("something else went wrong")
    assert stored() == {only().stored_as}


def test_bytes_that_no_row_stands_for_are_swept_away(world: World, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, token, PDF)
    attachments.store().keep(io.BytesIO(b"orphan"), 100)
    monkeypatch.setattr(attachments, "ORPHAN_SECONDS", -60)
    monkeypatch.setattr(attachments, "STEP", 1)
    assert attachments.sweep(db.session()) == 1 and stored() == {only().stored_as}


def test_the_worker_sweeps_them_away_by_itself(world: World, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(world, token, PDF)
    attachments.store().keep(io.BytesIO(b"orphan"), 100)
    monkeypatch.setattr(attachments, "ORPHAN_SECONDS", -60)
    worker.forget()
    assert stored() == {only().stored_as}


def keep(world: World, token: str, data: bytes) -> None:
    attachments.keep(token=token, consultation_id=world.consultation.id, question=PAPER,
                     sent=Sent(io.BytesIO(data), "../plan.pdf", "application/pdf"))


def send(world: World, token: str) -> Response:
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="street",
                     values=RIGHT)
    responses.submit(consultation_id=world.consultation.id, draft_token=token, submission_token=new_token(),
                     language="en", has_consent=True, has_quote_consent=False)
    db.session.rollback()
    found = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert found is not None
    return found


# An answer to each question that has to be answered before anything is sent.
RIGHT = {
    "travel": ["bus"], "travel-list": ["bus"], "worries": ["knives", "noise"], "agree": ["agree"], "safe": ["yes"],
    "agreed": ["yes"], "years": ["1"], "moved": ["2001-03-27"], "street": ["Peckham"], "words": ["More light"],
    "order": ["noise"], "on-knives": ["Good"], "rate-buses": ["good"], "rate-trains": ["bad"],
}


@contextmanager
def opened_by_staff(world: World, role: str) -> Iterator[bytes]:
    row, stream = attachments.open_for_staff(
        consultation_id=world.consultation.id, public_id=only().public_id, by_id=world.staff[role].id)
    with stream:
        yield stream.read()


def only() -> Attachment:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Attachment)).one()


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Attachment)) or 0


def stored() -> set[str]:
    return {path.name for path in attachments.store().folder.iterdir()}


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> FakeScanner:
    found = FakeScanner()
    monkeypatch.setattr(attachments, "scanner", lambda: found)
    return found


@pytest.fixture
def token(world: World) -> str:
    """A draft of a survey whose files may be left out."""
    every_kind.ask(world, needs_files=False)
    return drafts.begin(consultation_id=world.consultation.id, age_route="adult")
