"""CP-18: who comes from outside is announced before and comes only if the group says yes; they see what it releases."""

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.meetings import GuestWords
from consult.extensions import db
from consult.models.agendas import AgendaItem
from consult.models.base import utc_now
from consult.models.meetings import AnnouncedGuest, Meeting
from consult.queries import announced_guests as stored
from consult.services import announced_guests, group_decisions, meeting_questions
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.record_worlds import decide, refuse

SERGEANT = GuestWords("police", "A sergeant of the night team", "To answer questions")


def test_cp18_police_who_were_announced_do_not_come_until_the_group_says_yes(forum: ForumWorld) -> None:
    guest = announced(forum)
    assert state(guest) == "announced"
    decide(forum, ask(forum, guest))
    assert state(guest) == "agreed"


def test_cp18_the_group_refuses_police_and_owes_no_reason(forum: ForumWorld) -> None:
    guest = announced(forum)
    refuse(forum, ask(forum, guest))
    assert state(guest) == "refused"
    with pytest.raises(Conflict, match="guest-answered"):
        ask(forum, guest)


def test_cp18_a_question_that_was_taken_back_refuses_nobody(forum: ForumWorld) -> None:
    guest = announced(forum)
    group_decisions.withdraw(by=forum.acting(), decision_id=ask(forum, guest).public_id)
    assert state(guest) == "announced"


def test_cp18_nobody_is_announced_when_there_is_no_time_left_to_refuse(forum: ForumWorld) -> None:
    with pytest.raises(Conflict, match="guest-late"):
        announced(forum, forum.meeting(days=3))


def test_cp18_police_who_were_agreed_can_still_be_sent_away(forum: ForumWorld) -> None:
    guest = announced(forum)
    decide(forum, ask(forum, guest))
    announced_guests.take_back(by=forum.acting(forum.members[1]), guest_id=guest.public_id)
    assert state(guest) == "refused"


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp18_only_members_announce(forum: ForumWorld, standing: str) -> None:
    with pytest.raises(NotFound):
        announced_guests.announce(by=forum.acting(forum.someone(standing)), given=SERGEANT,
                                  meeting_id=forum.meeting().public_id)


def test_cp18_a_guest_of_another_group_is_not_there(forum: ForumWorld) -> None:
    guest = announced(build("Day Bus Riders"))
    with pytest.raises(NotFound):
        ask(forum, guest)
    with pytest.raises(NotFound):
        announced_guests.take_back(by=forum.acting(), guest_id=guest.public_id)


def test_cp18_a_guest_is_for_an_item_of_that_meeting(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="option-unknown"):
        announced_guests.announce(by=forum.acting(), meeting_id=forum.meeting().public_id, given=SERGEANT,
                                  item_id="1" * 22)


def test_cp18_an_officer_who_is_a_guest_sees_the_released_words_of_their_item_alone(forum: ForumWorld) -> None:
    meeting = forum.meeting()
    guest = announced(forum, meeting, GuestWords("officer", "A planner", "To hear us"), on_agenda(forum, meeting))
    assert stored.shown_to_guests(db.session(), forum.id, utc_now()) == []
    decide(forum, ask(forum, guest))
    shown = stored.shown_to_guests(db.session(), forum.id, utc_now())
    assert [one.words for one in shown] == ["Two stops are dark."]
    assert "Autumn" not in repr(shown) and "Amber" not in repr(shown) and "who was hurt" not in repr(shown)


def test_cp18_members_see_before_the_meeting_who_would_come(forum: ForumWorld, client: LintingClient) -> None:
    meeting = forum.meeting()
    page = f"/en/space/meetings/{meeting.public_id}"
    forum.enter(client, forum.members[0])
    assert "no police, no press" in client.get(page).get_data(as_text=True)
    client.get(f"{page}/guests")
    assert client.send(f"{page}/guests", {"kind": "police", "who": "", "why": "Listen"}).status_code == 422
    given = {"kind": "police", "who": "A sergeant", "why": "To listen", "item": ""}
    assert client.send(f"{page}/guests", given).status_code == 303
    shown = client.get(page).get_data(as_text=True)
    assert "A sergeant" in shown and "Comes only if the group says yes" in shown
    guest = db.session().query(AnnouncedGuest).one()
    assert client.send(f"{page}/guests/{guest.public_id}/ask").status_code == 303
    assert client.send(f"{page}/guests/{'1' * 22}/ask", lint=False).status_code == 404


def test_cp18_the_title_of_the_page_tells_nothing(forum: ForumWorld, client: LintingClient) -> None:
    forum.enter(client)
    page = client.get(f"/en/space/meetings/{forum.meeting().public_id}").get_data(as_text=True)
    assert "<title>Meeting</title>" in page.replace("\n", "").replace("  ", "")


def announced(forum: ForumWorld, meeting: Meeting | None = None, given: GuestWords = SERGEANT,
              item_id: str = "") -> AnnouncedGuest:
    """Announce somebody and return the announcement."""
    meeting = meeting or forum.meeting()
    return announced_guests.announce(by=forum.acting(), meeting_id=meeting.public_id, given=given, item_id=item_id)


def ask(forum: ForumWorld, guest: AnnouncedGuest) -> object:
    """Ask the group whether they may come."""
    return meeting_questions.about_guest(by=forum.acting(), guest_id=guest.public_id, question="May they come?")


def state(guest: AnnouncedGuest) -> str:
    """Return the state of an announcement as it is stored."""
    db.session().refresh(guest)
    return guest.state


def on_agenda(forum: ForumWorld, meeting: Meeting) -> str:
    """Put an item with a few released words on a meeting's agenda and return its public id."""
    with writing() as session:
        item = AgendaItem(forum_id=forum.id, meeting_id=meeting.id, title="Lights and who was hurt", state="adopted",
                          shown_to_guests="Two stops are dark.", proposed_by_id=forum.chair.id,
                          written_by_id=forum.chair.id)
        session.add(item)
    return item.public_id
