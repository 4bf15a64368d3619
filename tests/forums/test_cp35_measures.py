"""CP-35: a few measures of how a forum fares; of people only in aggregate, and only where many stand behind them."""

from datetime import date, timedelta

from consult.extensions import db
from consult.models.access_profiles import MeetingNeed
from consult.models.agendas import AgendaItem, OutsideRequest
from consult.models.asks import Ask, AskReply
from consult.models.base import utc_now
from consult.models.forums import Forum, ForumYear
from consult.models.meetings import Paper
from consult.queries import forum_measures
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld, add_member
from tests.linting import LintingClient
from tests.worlds import World

TODAY = date(2026, 6, 1)


def found(forum: ForumWorld) -> dict[str, tuple[int | None, int | None]]:
    return {share.code: (share.part, share.base)
            for share in forum_measures.measures(db.session(), forum.id, TODAY)}


def test_cp35_the_agenda_share_counts_what_members_brought(forum: ForumWorld, world: World) -> None:
    meeting = forum.meeting(days=-3, state="held")
    with writing() as session:
        request = OutsideRequest(forum_id=forum.id, placed_by_id=world.staff["lead"].id, body="MOPAC", title="x",
                                 words="x", why="x", use="x", wanted_by=TODAY)
        session.add(request)
        session.flush()
        for number, request_id in enumerate((None, None, request.id)):
            session.add(AgendaItem(forum_id=forum.id, meeting_id=meeting.id, title=f"Item {number}", state="done",
                                   proposed_by_id=forum.chair.id, written_by_id=forum.chair.id, request_id=request_id))
        session.add(AgendaItem(forum_id=forum.id, title="Waits", proposed_by_id=forum.chair.id,
                               written_by_id=forum.chair.id))
    assert found(forum)["agenda-by-members"] == (2, 3)


def test_cp35_replies_and_papers_count_by_their_day(forum: ForumWorld, world: World) -> None:
    meeting = forum.meeting(days=-400, state="held")
    decision = forum.made_decision("ask")
    with writing() as session:
        for number, (due, replied) in enumerate(((1, 0), (1, 3), (1, None), (-9, None))):
            ask = Ask(forum_id=forum.id, title=f"Ask {number}", words="x", addressee="TfL", state="sent",
                      written_by_id=forum.chair.id, sent_on=TODAY - timedelta(days=30), decision_id=decision.id,
                      reply_due_on=TODAY - timedelta(days=due))
            session.add(ask)
            session.flush()
            if replied is not None:
                session.add(AskReply(ask_id=ask.id, outcome="accept", reason="Yes.", signed="Head", by_id=world.staff[
                    "lead"].id, replied_on=ask.reply_due_on + timedelta(days=replied)))
        for form, ready in (("text", utc_now() - timedelta(days=420)), ("easy-read", None)):
            session.add(Paper(meeting_id=meeting.id, title="Map", form=form, text="x", ready_at=ready,
                              added_by_id=forum.chair.id))
    shares = found(forum)
    assert shares["replies-on-time"] == (1, 3) and shares["papers-on-time"] == (1, 2)


def test_cp35_what_leads_to_people_stays_back_in_a_small_group(forum: ForumWorld) -> None:
    meeting = forum.meeting(days=-3, state="held")
    with writing() as session:
        session.add(ForumYear(forum_id=forum.id, year=2026, left=2))
        session.add(MeetingNeed(meeting_id=meeting.id, member_id=forum.chair.id, need="bsl", state="booked"))
    assert found(forum)["still-here"] == found(forum)["access-met"] == (None, None)


def test_cp35_who_stays_is_rounded_in_a_large_group(forum: ForumWorld) -> None:
    for number in range(60):
        add_member(forum.id, f"Member {number}")
    with writing() as session:
        session.add(ForumYear(forum_id=forum.id, year=2026, left=38))
    assert found(forum)["still-here"] == (65, 100)


def test_cp35_the_public_and_the_group_see_the_same_numbers(forum: ForumWorld, client: LintingClient) -> None:
    with writing() as session:
        session.get_one(Forum, forum.id).slug = "night-bus-riders"
    monitor = forum.someone("monitor")
    public = client.get("/en/forums/night-bus-riders").get_data(as_text=True)
    forum.enter(client, monitor)
    inside = client.get("/en/space/measures").get_data(as_text=True)
    for page in (public, inside):
        assert "Who stays" in page and "Nothing to count yet" in page and "Too few people to show" in page
    assert not [name for name in ("Amber", "Birch") if name in public + inside]
