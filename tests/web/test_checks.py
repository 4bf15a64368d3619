"""The code of a letter in the browser: a host puts notes right, an organisation its summary, and staff settle both."""

import re

import pytest
from sqlalchemy import select

from consult.extensions import db
from consult.models.answers_to_people import HostCheck, HostRemark, OrganisationSummary
from consult.models.events import Event, EventNote
from consult.models.responses import RespondingBody, Response
from consult.services.transaction import writing
from tests.event_worlds import EventWorld
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

STAFF = "/staff/consultations/small-plan"
CODE = re.compile(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{2}")
THEIRS = "We want lights that work."


def test_a_letter_is_made_once_and_its_code_opens_the_notes(client: LintingClient, hosted: Event) -> None:
    code = code_for_host(client, hosted)
    assert code.replace("-", "") not in client.get(f"{STAFF}/host-checks").text.replace("-", "")
    page = enter(client, code)
    assert "The buses are dark." in page and "Buses" in page


def test_a_host_puts_a_note_right_and_staff_take_it_over(client: LintingClient, hosted: Event) -> None:
    enter(client, code_for_host(client, hosted))
    note = notes(hosted)[0]
    page = client.get(f"/en/check/notes?note={note.public_id}").text
    assert f'value="{note.public_id}"' in page
    sent = client.send("/en/check/notes", {"note": note.public_id, "text": "The bus stops are dark."})
    assert sent.status_code == 303 and "The bus stops are dark." in client.get("/en/check/notes").text
    show = f"{STAFF}/host-checks/{db.session.scalars(select(HostCheck.public_id)).one()}"
    assert "The bus stops are dark." in client.get(show).text
    remark = db.session.scalars(select(HostRemark.public_id)).one()
    client.send(f"{show}/remarks/{remark}/take-over")
    assert [one.text for one in notes(hosted)] == ["The bus stops are dark."]
    again = client.send(f"{show}/remarks/{remark}/take-over", follow_redirects=True)
    assert again.status_code == 200 and len(notes(hosted)) == 1


def test_a_remark_is_declined_with_a_reason_that_the_host_reads(client: LintingClient, hosted: Event) -> None:
    code = code_for_host(client, hosted)
    enter(client, code)
    assert client.send("/en/check/notes", {"note": "", "text": ""}).status_code == 422
    client.send("/en/check/notes", {"note": "", "text": "We asked for benches."})
    check, remark = (db.session.scalars(select(of.public_id)).one() for of in (HostCheck, HostRemark))
    page = f"{STAFF}/host-checks/{check}/remarks/{remark}/decline"
    client.get(page)
    assert client.send(page, {"reason": ""}).status_code == 422
    assert client.send(page, {"reason": "It stands in note 1."}).status_code == 303
    assert "It stands in note 1." in client.get("/en/check/notes").text


def test_a_host_says_that_all_is_right(client: LintingClient, hosted: Event) -> None:
    enter(client, code_for_host(client, hosted))
    page = client.send("/en/check/notes/agree", follow_redirects=True).text
    assert "/check/notes/agree" not in page and db.session.scalars(select(HostCheck.agreed_on)).one() is not None


def test_notes_that_nobody_read_get_no_letter(client: LintingClient, hosted: Event, world: World) -> None:
    of = EventWorld(world)
    of.noted(hosted, "Unread.")
    client.sign_in(world.email("lead"), PASSWORD)
    client.get(f"{STAFF}/host-checks")
    answer = client.send(f"{STAFF}/host-checks/events/{hosted.public_id}/code", follow_redirects=True)
    assert CODE.search(answer.text) is None and db.session.scalar(select(HostCheck)) is None


def test_an_organisation_agrees_with_what_we_wrote(client: LintingClient, body: Response) -> None:
    page = enter(client, code_for_body(client, body))
    assert "They want more lights." in page and "Lights for All" in page
    agreed = client.send("/en/check/summary/agree", {"revision": "1"}, follow_redirects=True)
    assert agreed.status_code == 200 and row().state == "agreed"
    assert 'action="/en/check/summary/agree"' not in agreed.text


def test_an_organisation_sends_its_own_words_and_staff_settle_them(client: LintingClient, body: Response) -> None:
    enter(client, code_for_body(client, body))
    empty = client.send("/en/check/summary/correct", {"revision": "1", "correction": ""})
    assert empty.status_code == 422 and row().state == "sent"
    client.send("/en/check/summary/correct", {"revision": "1", "correction": THEIRS})
    assert row().state == "corrected" and THEIRS in client.get("/en/check/summary").text
    page = f"{STAFF}/organisations/{body.public_id}/settle"
    assert THEIRS in client.get(page).text
    for wrong in ({}, {"way": "keep", "reason": ""}, {"way": "nonsense"}):
        assert client.send(page, wrong).status_code == 422
    client.send(page, {"way": "take"})
    assert (row().state, row().summary) == ("taken", THEIRS)


def test_an_answer_to_words_that_changed_meanwhile_is_not_taken(client: LintingClient, body: Response) -> None:
    enter(client, code_for_body(client, body))
    with writing() as session:
        session.scalars(select(OrganisationSummary)).one().revision = 2
    late = client.send("/en/check/summary/correct", {"revision": "1", "correction": THEIRS})
    assert late.status_code == 422 and THEIRS in late.text and row().state == "sent"


def test_of_two_editors_the_second_keeps_what_was_typed(client: LintingClient, body: Response, world: World) -> None:
    code_for_body(client, body)
    page = f"{STAFF}/organisations/{body.public_id}"
    answer = client.send(page, {**WRITTEN, "summary": "Words of the second."})
    assert answer.status_code == 422 and "Words of the second." in answer.text
    assert row().summary == WRITTEN["summary"]


def test_a_code_of_one_thing_opens_no_other_and_wrong_ones_are_slowed_down(client: LintingClient, hosted: Event,
                                                                            body: Response) -> None:
    enter(client, code_for_host(client, hosted))
    assert client.get("/en/check/summary").status_code == 303
    client.get("/en/check")
    for given in ("", "0" * 26):
        assert client.send("/en/check", {"code": given}).status_code == 422
    for _turn in range(30):
        client.send("/en/check", {"code": "0" * 26}, lint=False)
    assert "Too many tries" in client.send("/en/check", {"code": "0" * 26}).text


def test_to_have_finished_closes_what_the_code_opened(client: LintingClient, hosted: Event) -> None:
    enter(client, code_for_host(client, hosted))
    client.send("/en/check/finish")
    assert client.get("/en/check/notes").status_code == 303
    assert client.send("/en/check/notes", {"note": "", "text": "More."}, lint=False).status_code in (303, 400)
    assert db.session.scalar(select(HostRemark)) is None


WRITTEN = {"summary": "They want more lights.", "kind": "charity", "revision": "0", "position-obj-violence": "support"}


def code_for_host(client: LintingClient, event: Event) -> str:
    client.sign_in("lead@example.org", PASSWORD)
    assert "A school" in client.get(f"{STAFF}/host-checks").text
    return found_in(client.send(f"{STAFF}/host-checks/events/{event.public_id}/code").text)


def code_for_body(client: LintingClient, body: Response) -> str:
    client.sign_in("lead@example.org", PASSWORD)
    page = f"{STAFF}/organisations/{body.public_id}"
    client.get(page)
    assert client.send(page, {**WRITTEN, "kind": "nonsense"}).status_code == 422
    assert client.send(page, WRITTEN).status_code == 303
    assert "Lights for All" in client.get(f"{STAFF}/organisations").text
    return found_in(client.send(f"{page}/code").text)


def found_in(page: str) -> str:
    match = CODE.search(page)
    assert match is not None
    return match.group()


def enter(client: LintingClient, code: str) -> str:
    client.get("/en/check")
    answer = client.send("/en/check", {"code": code.lower()}, follow_redirects=True)
    assert answer.status_code == 200 and code not in answer.text
    return answer.text


def notes(event: Event) -> list[EventNote]:
    db.session.expire_all()
    return list(db.session.scalars(select(EventNote).where(
        EventNote.event_id == event.id, EventNote.removed_at.is_(None)).order_by(EventNote.id)))


def row() -> OrganisationSummary:
    db.session.expire_all()
    return db.session.scalars(select(OrganisationSummary)).one()


@pytest.fixture
def hosted(world: World) -> Event:
    """An event of a school with one note that was read."""
    of = EventWorld(world)
    event = of.held(host_kind="school", host="A school")
    of.coded(of.noted(event, "The buses are dark.")[0], of.theme("Buses"))
    return event


@pytest.fixture
def body(world: World) -> Response:
    """An organisation that answered and may be named."""
    world.respond("More lights on our estate.")
    with writing() as session:
        response = session.get_one(Response, world.responses[-1].id)
        response.on_behalf_of = "organisation"
        session.add(RespondingBody(response_id=response.id, name="Lights for All", may_be_named=True))
        return response
