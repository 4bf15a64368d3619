"""Charters, rungs, reviews and settings: drafted by members, made by the group, and by nobody else."""

from datetime import date, timedelta

import pytest
from flask import Flask

from consult.domain.charters import PARTS
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_reviews import PRINCIPLES
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision
from consult.models.meetings import Meeting
from consult.models.threads import ForumFile
from consult.queries import activities as stored_activities
from consult.queries import charters as stored
from consult.queries import forum_reviews as stored_reviews
from consult.services import activities, charters, forum_life, forum_reviews, forum_settings, group_decisions
from consult.services.activities import Facts
from consult.services.group_decisions import Asked
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld

TEXTS = {part: {"plain": "We meet.", "easy-read": "We meet."} for part in PARTS}
YES = Asked("Do we agree?")
LATER = date(2099, 1, 1)


def test_a_charter_is_drafted_by_a_member_and_adopted_by_the_group(forum: ForumWorld) -> None:
    draft = whole_draft(forum)
    assert stored.current(db.session(), forum.id) is None
    agree(forum, charters.ask(by=forum.acting(), charter_id=draft.public_id, asked=YES))
    now = stored.current(db.session(), forum.id)
    assert now is not None and now.number == 1 and now.charter.words("pay") == "We meet."


def test_a_charter_that_lacks_a_part_is_not_put_to_the_group(forum: ForumWorld) -> None:
    draft = charters.begin(by=forum.acting())
    charters.write(by=forum.acting(), charter_id=draft.public_id, texts={"pay": TEXTS["pay"]}, film_due_on=LATER)
    with pytest.raises(Conflict, match="charter-not-ready"):
        charters.ask(by=forum.acting(), charter_id=draft.public_id, asked=YES)


def test_while_the_group_decides_and_after_it_nobody_changes_the_words(forum: ForumWorld) -> None:
    draft = whole_draft(forum)
    decision = charters.ask(by=forum.acting(), charter_id=draft.public_id, asked=YES)
    with pytest.raises(Conflict, match="being-decided"):
        charters.write(by=forum.acting(), charter_id=draft.public_id, texts={}, film_due_on=LATER)
    agree(forum, decision)
    with pytest.raises(Conflict, match="charter-not-a-draft"):
        charters.write(by=forum.acting(), charter_id=draft.public_id, texts={}, film_due_on=LATER)


def test_a_new_version_begins_from_the_old_one_which_stays_to_be_read(forum: ForumWorld) -> None:
    agree(forum, charters.ask(by=forum.acting(), charter_id=whole_draft(forum).public_id, asked=YES))
    second = charters.begin(by=forum.acting())
    assert second.number == 2 and second.texts["pay"]["plain"] == "We meet."
    changed = {**TEXTS, "pay": {"plain": "We are paid.", "easy-read": "We are paid."}}
    charters.write(by=forum.acting(), charter_id=second.public_id, texts=changed, film_due_on=LATER, why="Pay.")
    agree(forum, charters.ask(by=forum.acting(), charter_id=second.public_id, asked=YES))
    assert [(one.number, one.state) for one in stored.adopted(db.session(), forum.id)] == [
        (2, "adopted"), (1, "replaced")]


def test_a_film_is_one_of_this_forum_and_a_film(forum: ForumWorld) -> None:
    draft, elsewhere = charters.begin(by=forum.acting()), forum_worlds.build("Other riders")
    charters.set_film(by=forum.acting(), charter_id=draft.public_id, file_id=a_file(forum, "video"))
    assert stored.draft(db.session(), forum.id).film  # type: ignore[union-attr]
    with pytest.raises(Refused, match="charter-film-wrong"):
        charters.set_film(by=forum.acting(), charter_id=draft.public_id, file_id=a_file(forum, "audio"))
    with pytest.raises(NotFound):
        charters.set_film(by=forum.acting(), charter_id=draft.public_id, file_id=a_file(elsewhere, "video"))


def test_nobody_makes_somebody_elses_film_the_charters(forum: ForumWorld) -> None:
    draft, film = charters.begin(by=forum.acting()), a_file(forum, "video")
    with pytest.raises(NotFound):
        charters.set_film(by=forum.acting(forum.members[0]), charter_id=draft.public_id, file_id=film)


def test_another_forums_charter_is_as_one_that_never_was(forum: ForumWorld) -> None:
    draft, stranger = whole_draft(forum), forum_worlds.build("Other riders").acting()
    for charter_id in (draft.public_id, "AAAAAAAAAAAAAAAAAAAAAA"):
        with pytest.raises(NotFound):
            charters.write(by=stranger, charter_id=charter_id, texts={}, film_due_on=LATER)
        with pytest.raises(NotFound):
            charters.discard(by=stranger, charter_id=charter_id)


def test_a_draft_is_thrown_away_and_its_number_used_again(forum: ForumWorld) -> None:
    charters.discard(by=forum.acting(), charter_id=whole_draft(forum).public_id)
    assert charters.begin(by=forum.acting()).number == 1


def test_co_production_needs_all_five_conditions_and_falls_with_them(forum: ForumWorld) -> None:
    facts = Facts("Stop and search", "", "co-production", "A named officer", LATER)
    with pytest.raises(Refused) as refused:
        activities.write(by=forum.acting(), facts=facts)
    assert refused.value.facts["missing"] == ("agenda-adopted", "pay-policy-set", "decision-record-on")
    row = co_produced(forum)
    with writing() as session:
        session.query(Meeting).one().agenda_adopted_at = None
    shown = stored_activities.one(db.session(), forum.id, row.public_id)
    assert shown is not None and (shown.rung, shown.missing) == ("co-design", ("agenda-adopted",))


def test_members_vote_the_label_down_and_nobody_puts_it_back(forum: ForumWorld) -> None:
    row = co_produced(forum)
    asked = Asked("Is this co-production?", rule="vote")
    decision = activities.ask_down(by=forum.acting(), activity_id=row.public_id, asked=asked)
    for by in everyone(forum):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=0)
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    shown = stored_activities.one(db.session(), forum.id, row.public_id)
    assert shown is not None and (shown.rung, shown.lowered_from) == ("co-design", "co-production")
    with pytest.raises(Conflict, match="rung-voted-down"):
        activities.write(by=forum.acting(), facts=facts_of(row), activity_id=row.public_id)


def test_a_review_is_written_decided_and_published_and_the_next_is_due_in_a_year(forum: ForumWorld) -> None:
    review = forum_reviews.begin(by=forum.acting())
    with pytest.raises(Conflict, match="review-not-ready"):
        forum_reviews.ask(by=forum.acting(), review_id=review.public_id, asked=YES)
    forum_reviews.write(by=forum.acting(), review_id=review.public_id, texts=dict.fromkeys(PRINCIPLES, "Better."))
    assert stored_reviews.published(db.session(), forum.id) == []
    agree(forum, forum_reviews.ask(by=forum.acting(), review_id=review.public_id, asked=YES))
    [published] = stored_reviews.published(db.session(), forum.id)
    assert published.texts["equality"] == "Better." and published.published_on is not None
    due = stored_reviews.due_on(db.session(), db.session().get_one(Forum, forum.id))
    assert due == published.published_on + timedelta(days=365)


def test_settings_change_by_the_group_and_only_what_was_asked(forum: ForumWorld) -> None:
    decision = forum_settings.ask(by=forum.acting(), given={"decides_by": "vote", "papers_days": "10"}, asked=YES)
    assert decision.choices == '{"decides_by": "vote"}'
    assert db.session().get_one(Forum, forum.id).decides_by == "consent"
    agree(forum, decision)
    assert db.session().get_one(Forum, forum.id).decides_by == "vote"


@pytest.mark.parametrize("given", [
    {"decides_by": "decree"}, {"record_days": "9"}, {"papers_days": "x"}, {"papers_days": "61"},
    {"licence": "a" * 1001}])
def test_settings_that_cannot_be_are_refused_by_name(forum: ForumWorld, given: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        forum_settings.ask(by=forum.acting(), given=given, asked=YES)
    assert refused.value.field in given


def test_a_public_page_comes_and_goes_with_the_groups_decision(forum: ForumWorld) -> None:
    agree(forum, forum_settings.ask_page(by=forum.acting(), slug="night-bus", asked=YES))
    assert db.session().get_one(Forum, forum.id).slug == "night-bus"
    other = forum_worlds.build("Other riders").acting()
    with pytest.raises(Conflict, match="forum-slug-taken"):
        forum_settings.ask_page(by=other, slug="night-bus", asked=YES)
    agree(forum, forum_settings.ask_page(by=forum.acting(), slug="", asked=YES))
    assert db.session().get_one(Forum, forum.id).slug is None


def test_a_group_rests_goes_on_and_closes_by_its_own_decision(forum: ForumWorld) -> None:
    ask = group_decisions.open_about
    unanswered = ask(by=forum.acting(), kind="other", question="Tea?")
    agree(forum, ask(by=forum.acting(), kind="pause", question="We rest over summer."))
    assert state(forum) == ("paused", "We rest over summer.")
    with pytest.raises(Conflict, match="forum-not-open"):
        ask(by=forum.acting(), kind="other", question="Yes?")
    agree(forum, ask(by=forum.acting(), kind="reopen", question="Go on?"))
    agree(forum, ask(by=forum.acting(), kind="close", question="Our work is done."))
    assert state(forum) == ("closed", "Our work is done.")
    assert db.session().get_one(GroupDecision, unanswered.id).state == "withdrawn"
    with pytest.raises(Conflict, match="forum-not-open"):
        ask(by=forum.acting(), kind="reopen", question="Again?")


def test_in_a_forum_that_rests_nothing_of_this_is_written(forum: ForumWorld) -> None:
    with writing() as session:
        row = session.get_one(Forum, forum.id)
        row.state, row.state_reason = "paused", "Summer."
    by = forum.acting()
    for attempt in (lambda: charters.begin(by=by), lambda: forum_reviews.begin(by=by),
                    lambda: activities.write(by=by, facts=Facts("A", "", "informing")),
                    lambda: forum_settings.ask(by=by, given={"about": "x"}, asked=YES)):
        with pytest.raises(Conflict, match="forum-not-open"):
            attempt()


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_nobody_but_a_member_writes_any_of_it(forum: ForumWorld, standing: str) -> None:
    by = forum.acting(forum.someone(standing))
    for attempt in (lambda: charters.begin(by=by), lambda: forum_reviews.begin(by=by),
                    lambda: activities.write(by=by, facts=Facts("A", "", "informing")),
                    lambda: forum_settings.ask_page(by=by, slug="night", asked=YES)):
        with pytest.raises(NotFound):
            attempt()
    assert not any(db.session().query(table).count() for table in (Charter, ForumReview, Activity))


def everyone(world: ForumWorld) -> list[group_decisions.Acting]:
    return [world.acting(one) for one in (world.chair, *world.members)]


def agree(world: ForumWorld, decision: GroupDecision) -> None:
    for by in everyone(world):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    assert group_decisions.end(by=world.acting(), decision_id=decision.public_id).state == "made"


def state(world: ForumWorld) -> tuple[str, str]:
    forum = forum_life.of(db.session(), world.acting())
    return forum.state, forum.state_reason


def whole_draft(world: ForumWorld) -> Charter:
    draft = charters.begin(by=world.acting())
    charters.write(by=world.acting(), charter_id=draft.public_id, texts=TEXTS, film_due_on=LATER)
    return draft


def co_produced(world: ForumWorld) -> Activity:
    agree(world, charters.ask(by=world.acting(), charter_id=whole_draft(world).public_id, asked=YES))
    meeting, decision = world.meeting(), world.made_decision("agenda")
    with writing() as session:
        row = session.get_one(Meeting, meeting.id)
        row.agenda_adopted_at, row.agenda_adopted_id = utc_now(), decision.id
    facts = Facts("Stop and search", "", "co-production", "A named officer", LATER, meeting.public_id)
    return activities.write(by=world.acting(), facts=facts)


def facts_of(row: Activity) -> Facts:
    meeting = db.session().get_one(Meeting, row.meeting_id).public_id
    return Facts(row.title, row.what, "co-production", row.responder, row.feedback_due_on, meeting)


def a_file(world: ForumWorld, kind: str) -> str:
    with writing() as session:
        row = ForumFile(forum_id=world.id, member_id=world.chair.id, kind=kind, name="charter.mp4",
                        media_type="video/mp4", size=9, digest="0" * 64, stored_as=f"{kind}-{world.id}", state="clean",
                        added_on=date(2026, 1, 1))
        session.add(row)
    return row.public_id


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum that decides by consent."""
    return forum_worlds.build()
