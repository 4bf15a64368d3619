"""Staff take in documents and letters, and get out nothing but clean copies."""

import io
from typing import Any

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.intake.document_parts import MOST_BYTES
from consult.models.submissions import Submission, SubmissionFile
from consult.services import documents
from consult.services.secrets import new_token
from consult.web.staff import taking_in as handlers
from tests.document_files import AUTHOR, LETTER, docx, locked_pdf, scanned_pdf
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

ADDRESS = "/staff/consultations/small-plan/take-in"


def test_a_document_is_taken_in_and_goes_on_to_the_desk(world: World, desk: LintingClient) -> None:
    answer = send(desk, file=docx())
    assert answer.status_code == 303 and answer.location.endswith(f"/submissions/{only().public_id}")
    assert (only().format, only().channel, only().parts[0]["text"]) == ("document", "email", LETTER[0])


def test_a_pasted_letter_of_an_organisation_is_taken_in(world: World, desk: LintingClient) -> None:
    send(desk, format="letter", channel="post", text="One.\n\nTwo.", sender_kind="organisation",
         body="Example Trust", speaks_for="1,200")
    assert (only().text, only().body, only().speaks_for) == ("One.\n\nTwo.", "Example Trust", 1200)


def test_a_petition_needs_the_number_who_signed(world: World, desk: LintingClient) -> None:
    answer = send(desk, format="petition", text="We ask for more officers.")
    assert answer.status_code == 422 and only_or_none() is None
    send(desk, format="petition", text="We ask for more officers.", signatures="2400")
    assert only().signatures == 2400


def test_the_same_form_sent_twice_is_taken_in_once(world: World, desk: LintingClient) -> None:
    token = new_token()
    first, second = (send(desk, token=token, text="One.") for _time in range(2))
    assert first.location == second.location and only().text == "One."


def test_the_same_file_asks_whether_it_is_another_persons(world: World, desk: LintingClient) -> None:
    data = docx()
    send(desk, file=data)
    page = send(desk, file=data)
    assert page.status_code == 422 and only().public_id in page.text and "is_another" in page.text
    send(desk, file=data, is_another="y")
    assert len(db.session.scalars(select(Submission)).all()) == 2


def test_what_cannot_be_read_is_said_in_words(world: World, desk: LintingClient) -> None:
    assert "has a password" in desk.get(send(desk, file=locked_pdf(password="x")).location).text
    assert "Choose another one" in send(desk, file=b" ").text


def test_nothing_to_take_in_is_refused(world: World, desk: LintingClient) -> None:
    assert send(desk).status_code == 422 and only_or_none() is None
    assert send(desk, on_paper="y").status_code == 303 and only().needs_typing


def test_a_file_that_is_too_big_is_refused(
    world: World, desk: LintingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "up to 25 MB" in desk.get(ADDRESS).text
    monkeypatch.setattr(documents, "MOST_BYTES", 1000)
    assert "The file is too big" in send(desk, file=b"a" * 1001).text
    monkeypatch.setattr(handlers, "AROUND", -3 * MOST_BYTES + 2000)
    answer = send(desk, file=b"a" * 4000)
    assert answer.status_code == 413 and "up to 25 MB" in answer.text and only_or_none() is None


def test_a_copy_is_a_download_that_runs_nowhere_and_names_nobody(world: World, desk: LintingClient) -> None:
    send(desk, file=docx(), name=f"{AUTHOR}.docx")
    answer = desk.get(file_address())
    assert AUTHOR not in answer.headers["Content-Disposition"] and AUTHOR.encode() not in answer.data
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_scan_is_shown_page_by_page(world: World, desk: LintingClient) -> None:
    send(desk, file=scanned_pdf(2))
    assert desk.get(f"{file_address()}/pages/2").mimetype == "image/jpeg"
    assert desk.get(f"{file_address()}/pages/3").status_code == 422
    assert desk.get(f"{file_address()}/pages/0").status_code == 404


def test_the_file_as_it_came_needs_a_reason(world: World, desk: LintingClient) -> None:
    send(desk, file=docx())
    assert "Why do you need it?" in desk.get(f"{file_address()}/as-it-came").text
    refused = desk.send(f"{file_address()}/as-it-came", {})
    assert refused.status_code == 422 and "Say why you need the file as it came" in refused.text
    with desk.send(f"{file_address()}/as-it-came", {"reason": "To see its letterhead"}) as answer:
        assert answer.status_code == 200 and answer.headers["Content-Disposition"].startswith("attachment")


def test_a_file_of_another_consultation_is_not_found(world: World, desk: LintingClient) -> None:
    send(desk, file=docx())
    assert desk.get(file_address().replace(only().public_id, "another")).status_code == 404


def send(client: LintingClient, *, file: bytes | None = None, name: str = "a.docx", **fields: str) -> Any:
    given: dict[str, Any] = {
        "token": new_token(), "format": "document", "channel": "email", "language": "en", "sender_kind": "person",
        "received_on-day": "2", "received_on-month": "1", "received_on-year": "2025", **fields}
    if file is not None:
        given["file"] = (io.BytesIO(file), name)
    return client.send(ADDRESS, given, content_type="multipart/form-data")


def only() -> Submission:
    return db.session.scalars(select(Submission)).one()


def only_or_none() -> Submission | None:
    return db.session.scalars(select(Submission)).one_or_none()


def file_address() -> str:
    file = db.session.scalars(select(SubmissionFile)).one()
    return f"/staff/consultations/small-plan/submissions/{only().public_id}/files/{file.public_id}"


@pytest.fixture
def desk(world: World, client: LintingClient) -> LintingClient:
    client.sign_in(world.email("intake-officer"), PASSWORD)
    return client
