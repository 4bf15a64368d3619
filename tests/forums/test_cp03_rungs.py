"""CP-03: each activity shows its rung; co-production is refused without its conditions; members vote the label down."""

from datetime import date

import pytest

from consult.domain.charters import PARTS
from consult.domain.errors import Conflict, Refused
from consult.domain.rungs import CONDITIONS
from consult.models.base import utc_now
from consult.models.charters import Activity
from consult.models.forums import Forum
from consult.models.meetings import Meeting
from consult.services import activities, charters, group_decisions
from consult.services.activities import Facts
from consult.services.group_decisions import Asked
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.forums.deciding import agree, everyone
from tests.linting import LintingClient

LATER = date(2099, 1, 1)
TEXTS = {part: {"plain": "Words.", "easy-read": "Words."} for part in PARTS}


def test_cp03_every_activity_shows_its_rung_and_what_it_means(client: LintingClient, forum: ForumWorld) -> None:
    for rung in ("informing", "consultation", "engagement", "co-design"):
        activities.write(by=forum.acting(), facts=Facts(f"An activity: {rung}", "", rung))
    forum.enter(client, forum.someone("monitor"))
    page = client.get("/en/space/activities").text
    for words in ("Informing", "Consultation", "Engagement", "Co-design", "We are asked what we think."):
        assert words in page


def test_cp03_co_production_is_refused_until_its_conditions_hold(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="co-production-refused") as refused:
        activities.write(by=forum.acting(), facts=Facts("Searches", "", "co-production"))
    assert refused.value.facts["missing"] == CONDITIONS
    assert co_produced(forum).rung == "co-production"


@pytest.mark.parametrize("left_out", [{"responder": ""}, {"feedback_due_on": None}, {"meeting": ""}])
def test_cp03_one_missing_condition_is_enough_to_refuse(forum: ForumWorld, left_out: dict[str, object]) -> None:
    facts = ready(forum)
    with pytest.raises(Refused, match="co-production-refused"):
        activities.write(by=forum.acting(), facts=Facts(**{**vars(facts), **left_out}))  # type: ignore[arg-type]


def test_cp03_the_page_lowers_the_label_when_a_condition_is_lost(client: LintingClient, forum: ForumWorld) -> None:
    co_produced(forum)
    forum.enter(client)
    assert ">Co-production<" in client.get("/en/space/activities").text
    with writing() as session:
        session.query(Meeting).one().agenda_adopted_at = None
    page = client.get("/en/space/activities").text
    assert ">Co-production<" not in page and ">Co-design<" in page and "Members adopted the agenda" in page


def test_cp03_members_vote_the_label_down_whatever_else_they_chose(client: LintingClient, forum: ForumWorld) -> None:
    row = co_produced(forum)
    decision = activities.ask_down(by=forum.acting(forum.members[0]), activity_id=row.public_id or "",
                                   asked=Asked("Is it?", rule="vote"))
    for by in everyone(forum):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=0)
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    forum.enter(client)
    assert "The group voted this down from: Co-production." in client.get("/en/space/activities").text
    with pytest.raises(Conflict, match="rung-voted-down"):
        activities.write(by=forum.acting(), facts=ready(forum), activity_id=row.public_id or "")


def ready(world: ForumWorld) -> Facts:
    """Make every condition hold, and return the facts of an activity that may be called co-production."""
    with writing() as session:
        meeting = session.query(Meeting).filter_by(forum_id=world.id).first()
        if meeting is not None:
            return Facts("Searches", "", "co-production", "A named officer", LATER, meeting.public_id or "")
        assert session.get_one(Forum, world.id).state == "open"
    draft = charters.begin(by=world.acting()).public_id or ""
    charters.write(by=world.acting(), charter_id=draft, texts=TEXTS, film_due_on=LATER)
    agree(world, charters.ask(by=world.acting(), charter_id=draft, asked=Asked("Yes?")))
    meeting, decision = world.meeting(), world.made_decision("agenda")
    with writing() as session:
        row = session.get_one(Meeting, meeting.id)
        row.agenda_adopted_at, row.agenda_adopted_id = utc_now(), decision.id
    return Facts("Searches", "", "co-production", "A named officer", LATER, meeting.public_id or "")


def co_produced(world: ForumWorld) -> Activity:
    return activities.write(by=world.acting(), facts=ready(world))
