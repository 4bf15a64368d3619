"""CP-11: papers are out by the group's day, in every format at the same time; what is late is flagged and can wait."""

import io
from datetime import timedelta

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.meetings import Plan
from consult.domain.working_days import add, london_day
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.models.meetings import Meeting
from consult.models.threads import ForumFile
from consult.queries import papers as stored
from consult.services import meeting_questions, meetings, papers
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.record_worlds import decide

PLAN = Plan("Winter", utc_now() + timedelta(days=60), 90, frozenset({"remote"}))


def test_cp11_papers_are_due_ten_working_days_before_or_when_the_group_says(forum: ForumWorld) -> None:
    first = meetings.plan(by=forum.acting(), given=PLAN)
    assert first.papers_due_on == add(london_day(PLAN.starts_at), -10)
    with writing() as session:
        session.get_one(Forum, forum.id).papers_days = 15
    assert meetings.plan(by=forum.acting(), given=PLAN).papers_due_on == add(london_day(PLAN.starts_at), -15)


def test_cp11_a_paper_does_not_go_out_before_easy_read_and_bsl_are_there(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    paper = papers.add(by=forum.acting(), meeting_id=meeting.public_id, title="Budget", form="text", text="Words")
    with pytest.raises(Conflict, match="formats-missing"):
        papers.put_out(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper.public_id)
    assert lines(meeting)[0].missing == ("easy-read", "bsl")


def test_cp11_all_formats_go_out_at_once(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    paper = made(forum, meeting)
    assert not any(form.is_out for form in lines(meeting)[0].forms)
    papers.put_out(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper)
    assert [form.is_out for form in lines(meeting)[0].forms] == [True, True, True]
    assert not lines(meeting)[0].is_late


def test_cp11_a_paper_that_is_out_does_not_change_and_is_not_taken_back(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    paper = made(forum, meeting)
    papers.put_out(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper)
    with pytest.raises(Conflict, match="paper-is-out"):
        papers.take_back(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper)
    with pytest.raises(Conflict, match="paper-is-out"):
        papers.add(by=forum.acting(), meeting_id=meeting.public_id, title="Budget", form="text", text="Other words")


def test_cp11_a_late_paper_flags_its_item_and_the_group_may_put_that_off(forum: ForumWorld) -> None:
    meeting = forum.meeting(days=10)
    item = on_agenda(forum, meeting)
    made(forum, meeting, item)
    assert stored.late_items(lines(meeting)) == {item}
    decide(forum, meeting_questions.about_late_papers(
        by=forum.acting(), meeting_id=meeting.public_id, item_id=item, question="Another time?"))
    row = db.session().query(AgendaItem).filter_by(public_id=item).one()
    assert (row.meeting_id, row.moved_on, row.state, row.moved_from_id) == (None, 1, "moved-on", meeting.id)


def test_cp11_a_meeting_with_late_papers_can_be_put_off_by_the_group(forum: ForumWorld) -> None:
    meeting = forum.meeting(days=10)
    made(forum, meeting)
    decide(forum, meeting_questions.about_late_papers(
        by=forum.acting(), meeting_id=meeting.public_id, item_id="", question="Shall we wait?"))
    db.session().refresh(meeting)
    assert (meeting.state, meeting.state_reason) == ("postponed", "Shall we wait?")


def test_cp11_nothing_is_put_off_for_papers_that_are_in_time(forum: ForumWorld) -> None:
    meeting = forum.meeting(days=70)
    made(forum, meeting)
    with pytest.raises(Conflict, match="papers-in-time"):
        meeting_questions.about_late_papers(by=forum.acting(), meeting_id=meeting.public_id, item_id="", question="?")


def test_cp11_papers_of_another_group_are_not_there(forum: ForumWorld) -> None:
    other = build("Day Bus Riders")
    meeting = other.meeting()
    paper = made(other, meeting)
    for call in (papers.put_out, papers.take_back):
        with pytest.raises(NotFound):
            call(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper)
        with pytest.raises(NotFound):
            call(by=forum.acting(), meeting_id=forum.meeting().public_id, paper_id=paper)


def test_cp11_a_paper_names_an_item_of_its_meeting_and_a_language_that_is_one(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    for given in ({"item_id": "1" * 22}, {"language": "tlh"}, {"form": "fax"}):
        with pytest.raises(Refused, match="option-unknown"):
            papers.add(by=forum.acting(), meeting_id=meeting.public_id,
                       **({"title": "Budget", "form": "text", "text": "Words"} | given))


def test_cp11_a_member_adds_formats_and_puts_the_paper_out_by_the_pages(
        forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client, forum.members[0])
    client.get(f"{page}/papers")
    given = {"title": "Budget", "language": "en", "item": "", "text": "The <b>money</b>"}
    assert client.send(f"{page}/papers", {**given, "form": "text"}).status_code == 303
    assert client.send(f"{page}/papers", {**given, "form": "easy-read"}).status_code == 303
    film = {**given, "text": "", "form": "bsl", "file": (io.BytesIO(b"no film"), "film.mp4", "video/mp4")}
    assert client.send(f"{page}/papers", film).status_code == 422
    with_film(forum, meeting)
    shown = client.get(page).get_data(as_text=True)
    assert "Put it out in every format" in shown and "Still missing" not in shown
    paper = lines(meeting)[0].public_id
    assert client.send(f"{page}/papers/{paper}/out").status_code == 303
    assert "<strong>" not in client.get(f"{page}/papers/{paper}").get_data(as_text=True).split("<main")[1]


def test_cp11_the_running_order_flags_what_has_late_papers(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting(days=10)
    made(forum, meeting, on_agenda(forum, meeting))
    forum.enter(client)
    page = client.get(f"/en/space/meetings/{meeting.public_id}").get_data(as_text=True)
    assert "Papers are late" in page and "Ask the group to talk about it another time" in page
    answer = client.send(f"/en/space/meetings/{meeting.public_id}/put-off/ask", {"item": "1" * 22}, lint=False)
    assert answer.status_code == 404


def test_cp11_a_supporter_sees_a_paper_only_once_it_is_out(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    paper = made(forum, meeting)
    forum.enter(client, forum.someone("supporter"))
    address = f"/en/space/meetings/{meeting.public_id}/papers/{paper}"
    assert client.get(address).status_code == 404
    papers.put_out(by=forum.acting(), meeting_id=meeting.public_id, paper_id=paper)
    assert client.get(address).status_code == 200


def lines(meeting: Meeting) -> list[stored.PaperLine]:
    """Return the papers of a meeting today."""
    return stored.of_meeting(db.session(), meeting, meetings.today())


def made(forum: ForumWorld, meeting: Meeting, item: str = "") -> str:
    """Make a paper in every format that it needs, not out; return its public id."""
    for form in ("text", "easy-read"):
        papers.add(by=forum.acting(), meeting_id=meeting.public_id, title="Budget", form=form, text="Words",
                   item_id=item)
    with_film(forum, meeting, item)
    return lines(meeting)[0].public_id


def with_film(forum: ForumWorld, meeting: Meeting, item: str = "") -> None:
    """Add the film of the paper."""
    with writing() as session:
        film = ForumFile(forum_id=forum.id, member_id=forum.chair.id, kind="video", name="f.mp4", state="clean",
                         media_type="video/mp4", size=1, digest="d", stored_as=f"{meeting.id:043}",
                         added_on=utc_now().date())
        session.add(film)
    papers.add(by=forum.acting(), meeting_id=meeting.public_id, title="Budget", form="bsl", file_id=film.public_id,
               item_id=item)


def on_agenda(forum: ForumWorld, meeting: Meeting) -> str:
    """Put an item on a meeting's agenda and return its public id."""
    with writing() as session:
        item = AgendaItem(forum_id=forum.id, meeting_id=meeting.id, title="Lights", state="adopted", position=1,
                          proposed_by_id=forum.chair.id, written_by_id=forum.chair.id)
        session.add(item)
    return item.public_id
