"""Pages of meetings and access: bad input, calendar entries, what a page shows to whom; the rest is in tests/forums."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.meetings import Meeting
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient, without_tokens

DAY = london_day(utc_now() + timedelta(days=60))
GIVEN = {"title": "Spring", "starts_on-day": DAY.day, "starts_on-month": DAY.month, "starts_on-year": DAY.year,
         "starts_at": "18:30", "minutes": "90", "break_every": "45", "ways": ["remote"], "where": ""}


@pytest.mark.parametrize(("field", "value", "words"), [
    ("title", "", "Enter some words here"), ("title", "x" * 201, "too long"), ("starts_on-day", "31 Feb", "real date"),
    ("starts_on-year", "99999", "real date"), ("starts_on-year", "9999", "two years away"),
    ("starts_on-year", "1", "still to come"), ("starts_at", "25:00", "like 18:30"), ("starts_at", "half", "like 18:30"),
    ("minutes", "-5", "in digits"), ("minutes", "1e3", "in digits"), ("minutes", "9999", "from 15 to 480"),
    ("break_every", "91", "from 15 to 90"), ("ways", [], "at least one way"), ("ways", ["fax"], "in the list"),
    ("ways", ["in_person"], "Enter some words here"),
])
def test_a_plan_that_cannot_be_comes_back_with_a_sentence(
        forum: ForumWorld, client: LintingClient, field: str, value: object, words: str) -> None:
    forum.enter(client)
    client.get("/en/space/meetings/new")
    answer = client.send("/en/space/meetings/new", GIVEN | {field: value})
    assert answer.status_code == 422 and words in answer.get_data(as_text=True)
    assert db.session().query(Meeting).count() == 0


def test_digits_of_another_script_make_a_time(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    client.get("/en/space/meetings/new")
    answer = client.send("/en/space/meetings/new", GIVEN | {"starts_at": "۱۸:۳۰", "minutes": "९०"})
    assert answer.status_code == 303
    found = db.session().query(Meeting).one()
    assert (found.ends_at - found.starts_at) == timedelta(minutes=90)


def test_a_stale_form_saves_nothing_and_keeps_what_was_typed(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    answer = client.post("/en/space/meetings/new", data=GIVEN | {"csrf_token": "old"})
    assert answer.status_code == 422 and "Spring" in answer.get_data(as_text=True)
    assert db.session().query(Meeting).count() == 0


def test_a_calendar_entry_has_the_members_own_words_and_no_others(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    forum.enter(client)
    page = f"/en/space/meetings/{meeting.public_id}"
    assert 'value="Appointment"' in client.get(page).get_data(as_text=True)
    answer = client.send(f"{page}/calendar", {"title": "Dentist\r\nLOCATION:Hall"})
    text = answer.get_data(as_text=True)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="calendar.ics"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert [str(one["summary"]) for one in Calendar.from_ical(text).walk("VEVENT")] == ["Dentist LOCATION:Hall"]
    for words in ("Night Bus", "Autumn", "localhost", "http", "onsult", meeting.public_id, forum.chair.public_id):
        assert words not in text


def test_two_members_entries_cannot_be_matched_and_ones_own_is_replaced(
        forum: ForumWorld, client: LintingClient) -> None:
    page = f"/en/space/meetings/{forum.meeting().public_id}"
    uids = []
    for member in (forum.chair, forum.chair, forum.members[0]):
        forum.enter(client, member)
        client.get(page)
        data = client.send(f"{page}/calendar", {"title": "Dentist"}).get_data(as_text=True)
        uids.append(str(Calendar.from_ical(data).walk("VEVENT")[0]["uid"]))
    assert uids[0] == uids[1] != uids[2]


def test_a_calendar_entry_without_a_title_is_asked_for_again(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    page = f"/en/space/meetings/{forum.meeting().public_id}"
    client.get(page)
    assert client.send(f"{page}/calendar", {"title": " \u202e "}).status_code == 422


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "OPTIONS", "PUT"])
@pytest.mark.parametrize("rest", ["", "/change", "/confirm", "/needs", "/guests", "/papers", "/cards", "/calendar"])
def test_a_meeting_of_another_group_answers_as_one_that_never_was(
        forum: ForumWorld, client: LintingClient, method: str, rest: str) -> None:
    theirs = build("Day Bus Riders").meeting(state="confirmed")
    forum.enter(client)
    client.get("/en/space/access")
    answers = [client.open(f"/en/space/meetings/{one}{rest}", method=method, lint=False,
                           data={"csrf_token": client.token}) for one in (theirs.public_id, "1" * 22)]
    assert answers[0].status_code == answers[1].status_code
    if answers[0].status_code == 404:
        pages = [without_tokens(answer.text) for answer in answers]
        assert pages[0].replace(theirs.public_id, "1" * 22) == pages[1]


def test_only_a_chair_puts_a_meeting_off(forum: ForumWorld, client: LintingClient) -> None:
    page = f"/en/space/meetings/{forum.meeting().public_id}"
    forum.enter(client, forum.members[0])
    assert client.get(f"{page}/put-off").status_code == 404
    forum.enter(client)
    client.get(f"{page}/put-off")
    assert client.send(f"{page}/put-off", {"to": "held", "reason": "x"}, lint=False).status_code == 404
    assert client.send(f"{page}/put-off", {"to": "cancelled", "reason": ""}).status_code == 422
    assert client.send(f"{page}/put-off", {"to": "cancelled", "reason": "No room"}).status_code == 303
    assert "Called off" in client.get(page).get_data(as_text=True)


def test_a_meeting_that_was_put_off_gets_a_new_day(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting(state="postponed")
    forum.enter(client)
    client.get(f"/en/space/meetings/{meeting.public_id}/change")
    assert client.send(f"/en/space/meetings/{meeting.public_id}/change", GIVEN).status_code == 303
    db.session().refresh(meeting)
    assert (meeting.state, meeting.title) == ("planned", "Spring")


def test_markup_in_words_of_members_does_nothing(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    with writing() as session:
        row = session.get_one(Meeting, meeting.id)
        row.title, row.where = "<script>alert(1)</script>", '<img src=x onerror=alert(1)> <a href="javascript:1">x</a>'
    forum.enter(client)
    page = client.get(f"/en/space/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "<script>alert" not in page and "onerror" not in page and "javascript:" not in page


def test_a_forum_that_rests_can_be_read_and_not_changed(client: LintingClient, app: object) -> None:
    forum = build("Resting", state="paused", state_reason="We rest")
    meeting = forum.meeting()
    forum.enter(client)
    assert client.get(f"/en/space/meetings/{meeting.public_id}").status_code == 200
    assert client.send(f"/en/space/meetings/{meeting.public_id}/confirm", lint=False).status_code == 409


def test_a_supporter_reads_meetings_and_changes_none(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    forum.enter(client, forum.someone("supporter"))
    page = client.get(f"/en/space/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "Change the meeting" not in page and "Ask the group" not in page and "What I need" in page
    for rest in ("confirm", "begin", "held", "change", "guests", "papers"):
        assert client.send(f"/en/space/meetings/{meeting.public_id}/{rest}", lint=False).status_code == 404


@pytest.fixture
def forum(app: object) -> ForumWorld:
    """A forum with a chair and two members."""
    return build()
