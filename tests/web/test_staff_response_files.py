"""Responses as files in the browser: who may take them, and what the page says of them."""

import pytest
from sqlalchemy import func, select

from consult.domain.audit import Act
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.services import people, response_exports
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

EXPORT = "/staff/consultations/small-plan/responses/export"
IMPORT = "/staff/consultations/small-plan/imports"


def test_the_page_says_what_is_in_the_files(lead: LintingClient) -> None:
    page = lead.get(EXPORT).text
    assert "There are 3 responses to take out" in page and "0 responses were withdrawn or corrected" in page
    assert page.count('name="name"') == 3 and "is in none of the files" in page


@pytest.mark.parametrize(("name", "start"), [
    (response_exports.CSV, b"\xef\xbb\xbfresponse,"), (response_exports.XLSX, b"PK"),
    (response_exports.DICTIONARY, b"\xef\xbb\xbfcolumn,"),
])
def test_each_file_is_handed_out_whole_and_kept_by_nobody(lead: LintingClient, name: str, start: bytes) -> None:
    answer = lead.send(EXPORT, {"name": name})
    assert answer.status_code == 200 and answer.data.startswith(start)
    assert answer.headers["Content-Disposition"] == f"attachment; filename=small-plan-{name}"
    assert answer.headers["Cache-Control"] == "no-store" and answer.content_length == len(answer.data)
    answer.close()
    assert taken() == 1


def test_a_file_that_is_not_offered_is_refused(lead: LintingClient) -> None:
    for name in ("", "audit.csv", "../responses.csv"):
        answer = lead.send(EXPORT, {"name": name})
        assert answer.status_code == 422 and "Choose a file" in answer.text
    assert taken() == 0


@pytest.mark.parametrize("role", ["administrator", "survey-editor", "coder", "equality-lead", "reader"])
def test_nothing_is_made_for_those_without_the_right(client: LintingClient, world: World, role: str) -> None:
    client.sign_in(world.email(role), PASSWORD)
    for path in (EXPORT, IMPORT):
        assert client.get(path).status_code == 403
        assert client.send(path, {"name": response_exports.CSV}).status_code == 403
    assert taken() == 0


def test_a_download_sent_again_after_signing_out_or_losing_the_role_gives_nothing(
    lead: LintingClient, world: World,
) -> None:
    form = {"name": response_exports.CSV}
    with lead.send(EXPORT, form) as answer:
        assert answer.status_code == 200
    people.take(person_id=world.staff["lead"].id, consultation_id=world.consultation.id, role="lead",
                by_id=world.staff["administrator"].id)
    assert lead.send(EXPORT, form).status_code in (403, 404)
    lead.send("/staff/sign-out")
    assert lead.send(EXPORT, form).status_code in (302, 303, 400)
    assert taken() == 1


def taken() -> int:
    return db.session().scalar(select(func.count()).select_from(AuditEvent).where(
        AuditEvent.action == Act.RESPONSES_EXPORTED.value)) or 0


@pytest.fixture
def lead(client: LintingClient, world: World) -> LintingClient:
    client.sign_in(world.email("lead"), PASSWORD)
    return client
