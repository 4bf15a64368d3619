"""Charter, activities, review and settings on the pages of the space: written by members, read by those who may."""

from datetime import date

import pytest

from consult.domain.charters import PARTS
from consult.domain.forum_reviews import PRINCIPLES
from consult.domain.rungs import CONDITIONS, RUNGS
from consult.extensions import db
from consult.models.charters import Activity, Charter, ForumReview
from consult.models.forums import Forum
from consult.models.group_decisions import GroupDecision
from consult.services import charters, group_decisions
from consult.services.transaction import writing
from consult.web import forum_words
from consult.web.community import decision_words
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient

SPACE = "/en/space"
DUE = {"film_due_on-day": "1", "film_due_on-month": "3", "film_due_on-year": "2099"}


def test_every_code_has_its_words(client: LintingClient) -> None:
    client.get("/en/")
    assert tuple(forum_words.part_words()) == PARTS and tuple(forum_words.principle_words()) == PRINCIPLES
    assert tuple(forum_words.rung_words()) == tuple(forum_words.rung_meanings()) == RUNGS
    assert tuple(forum_words.condition_words()) == CONDITIONS
    assert tuple(forum_words.principle_questions()) == PRINCIPLES
    assert set(decision_words.setting_words()) >= {"decides_by", "licence"}


def test_a_charter_is_written_asked_about_adopted_and_read_in_easy_read(
    client: LintingClient, forum: ForumWorld
) -> None:
    forum.enter(client)
    assert "no charter yet" in client.get(f"{SPACE}/charter").text
    client.send(f"{SPACE}/charter/drafts")
    assert "Still missing" in client.get(f"{SPACE}/charter/draft").text
    client.send(f"{SPACE}/charter/draft", whole())
    page = client.get(f"{SPACE}/charter/draft").text
    assert "Nothing is missing." in page and "Plain &lt;b&gt;pay&lt;/b&gt;" in page
    adopt(client, forum, page)
    page = client.get(f"{SPACE}/charter").text
    assert "Version 1, adopted by the members" in page and "Plain <b>pay</b>" in page and "Easy pay" not in page
    assert "Easy pay" in client.get(f"{SPACE}/charter?way=easy-read").text
    assert "comes by 1 March 2099" in page


def test_a_draft_that_is_decided_on_cannot_change_and_says_so(client: LintingClient, forum: ForumWorld) -> None:
    draft = drafted(forum)
    forum.enter(client)
    charters.ask(by=forum.acting(), charter_id=draft, asked=group_decisions.Asked("Yes?"))
    page = client.get(f"{SPACE}/charter/draft").text
    assert "The group is deciding about this" in page and "Keep the draft" not in page
    assert client.send(f"{SPACE}/charter/draft", whole()).status_code == 422
    client.send(f"{SPACE}/charter/draft/discard")
    assert db.session().query(Charter).count() == 1


@pytest.mark.parametrize(("changed", "field"), [
    ({"pay-plain": "a" * 5001}, "pay-plain"), ({"film_due_on-year": "1999"}, "film_due_on"),
    ({"film_due_on-month": "0"}, "film_due_on"), ({"why": "a" * 2001}, "why")])
def test_what_is_wrong_with_a_draft_is_said_and_nothing_is_lost(
    client: LintingClient, forum: ForumWorld, changed: dict[str, str], field: str
) -> None:
    drafted(forum)
    forum.enter(client)
    client.get(f"{SPACE}/charter/draft")
    answer = client.send(f"{SPACE}/charter/draft", {**whole(), "notes-plain": "Kept words", **changed})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and "Kept words" in answer.text


def test_a_film_that_is_missing_or_no_film_is_refused(client: LintingClient, forum: ForumWorld) -> None:
    drafted(forum)
    forum.enter(client)
    client.get(f"{SPACE}/charter/draft")
    answer = client.send(f"{SPACE}/charter/draft/film", {}, content_type="multipart/form-data")
    assert answer.status_code == 422 and 'id="file-error"' in answer.text


def test_a_monitor_reads_the_charter_and_finds_no_draft(client: LintingClient, forum: ForumWorld) -> None:
    drafted(forum)
    forum.enter(client, forum.someone("monitor"))
    page = client.get(f"{SPACE}/charter").text
    assert "draft" not in page and client.get(f"{SPACE}/charter/draft").status_code == 404
    assert client.get(f"{SPACE}/activities").status_code == client.get(f"{SPACE}/review").status_code == 200


def test_a_version_of_another_forum_is_as_one_that_never_was(client: LintingClient, forum: ForumWorld) -> None:
    draft = drafted(forum)
    forum_worlds.build("Other riders").enter(client)
    for public_id in (draft, "AAAAAAAAAAAAAAAAAAAAAA"):
        assert client.get(f"{SPACE}/charter/versions/{public_id}").status_code == 404


def test_an_activity_is_refused_the_top_rung_and_taken_on_a_lower_one(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/activities/new")
    answer = client.send(f"{SPACE}/activities/new", {"title": "Stop & search", "rung": "co-production"})
    assert answer.status_code == 422 and 'id="rung-error"' in answer.text and "Stop &amp; search" in answer.text
    assert client.send(f"{SPACE}/activities/new", {"title": "Stop & search", "rung": "co-design"}).status_code == 303
    page = client.get(f"{SPACE}/activities").text
    assert "Stop &amp; search" in page and "Co-design" in page and "Not yet:" in page


@pytest.mark.parametrize(("sent", "field"), [
    ({"rung": "co-design"}, "title"), ({"title": "A"}, "rung"), ({"title": "A", "rung": "heaven"}, "rung"),
    ({"title": "a" * 201, "rung": "co-design"}, "title"),
    ({"title": "A", "rung": "co-design", "feedback_due_on-day": "31", "feedback_due_on-month": "2",
      "feedback_due_on-year": "2099"}, "feedback_due_on")])
def test_what_is_wrong_with_an_activity_is_said_on_its_field(
    client: LintingClient, forum: ForumWorld, sent: dict[str, str], field: str
) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/activities/new")
    answer = client.send(f"{SPACE}/activities/new", sent)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert db.session().query(Activity).count() == 0


def test_an_activity_is_changed_put_to_a_vote_and_ended(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/activities/new")
    client.send(f"{SPACE}/activities/new", {"title": "Walks", "rung": "engagement"})
    place = f"{SPACE}/activities/{db.session().query(Activity).one().public_id}"
    assert 'value="Walks"' in client.get(place).text
    assert client.send(place, {"title": "Night walks", "rung": "engagement"}).status_code == 303
    assert "By vote" in client.get(f"{SPACE}/decisions/ask/rung?about={place.rpartition('/')[2]}").text
    client.send(f"{place}/end")
    page = client.get(f"{SPACE}/activities").text
    assert "What is over" in page and client.get(place).status_code == 404


def test_a_review_is_begun_written_and_put_to_the_group(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    assert "5 January 2027" in client.get(f"{SPACE}/review").text
    place = client.send(f"{SPACE}/review/begin").headers["Location"]
    assert "Still missing" in client.get(place).text
    client.send(place, dict.fromkeys(PRINCIPLES, "Better <u>lifts</u>."))
    page = client.get(place).text
    assert "Better &lt;u&gt;lifts" in page
    adopt(client, forum, page)
    page = client.get(f"{SPACE}/review").text
    assert "Better lifts." in page and "Published on" in page and client.get(place).status_code == 404


def test_a_review_of_another_forum_is_as_one_that_never_was(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/review")
    client.send(f"{SPACE}/review/begin")
    [review] = db.session().query(ForumReview)
    forum_worlds.build("Other riders").enter(client)
    assert client.get(f"{SPACE}/review/{review.public_id}").status_code == 404


def test_settings_are_put_to_the_group_and_shown_as_what_would_change(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/group/settings")
    now = {"decides_by": "consent", "joins_by": "invitation", "papers_days": "10", "record_days": "10"}
    same = client.send(f"{SPACE}/group/settings", {**now, "why": "Kept words"})
    assert same.status_code == 422 and "Nothing would change" in same.text and "Kept words" in same.text
    sent = client.send(f"{SPACE}/group/settings", {**now, "decides_by": "vote", "why": "Faster."})
    page = client.get(sent.headers["Location"]).text
    assert "What would change" in page and "By vote" in page and "Faster." in page


@pytest.mark.parametrize(("slug", "status"), [
    ("Night-Bus", 303), ("night bus", 422), ("../x", 422), ("a", 422), ("", 422), ("ü" * 9, 422)])
def test_a_public_page_is_asked_for_at_an_address_that_can_be_one(
    client: LintingClient, forum: ForumWorld, slug: str, status: int
) -> None:
    forum.enter(client)
    client.get(f"{SPACE}/group/public-page")
    assert client.send(f"{SPACE}/group/public-page", {"slug": slug}).status_code == status
    assert db.session().get_one(Forum, forum.id).slug is None


def test_pausing_is_the_groups_and_a_group_that_pauses_is_read_and_not_written(
    client: LintingClient, forum: ForumWorld
) -> None:
    forum.enter(client)
    page = client.get(f"{SPACE}/decisions/ask/pause").text
    assert "Ask the group to pause" in page
    sent = client.send(f"{SPACE}/decisions/ask/pause", {"question": "We rest.", "rule": "consent"})
    decide(client, forum, sent.headers["Location"])
    page = client.get(f"{SPACE}/group").text
    assert "This group has paused" in page and "We rest." in page and "Ask the group to go on" in page
    client.send(f"{SPACE}/charter/drafts")
    assert db.session().query(Charter).count() == 0


def whole() -> dict[str, str]:
    return {**{f"{part}-plain": f"Plain <b>{part}</b>" for part in PARTS},
            **{f"{part}-easy-read": f"Easy {part}" for part in PARTS}, **DUE}


def drafted(world: ForumWorld) -> str:
    draft = charters.begin(by=world.acting())
    texts = {part: {"plain": "We meet.", "easy-read": "We meet."} for part in PARTS}
    charters.write(by=world.acting(), charter_id=draft.public_id, texts=texts, film_due_on=date(2099, 3, 1))
    return str(draft.public_id)


def adopt(client: LintingClient, world: ForumWorld, page: str) -> None:
    """Follow the link to ask the group, ask, and let everybody agree."""
    [place] = [part.partition('"')[0].replace("&amp;", "&") for part in page.split('href="')
               if part.startswith(f"{SPACE}/decisions/ask/")]
    kind, about = place.rpartition("/")[2].split("?about=")
    client.get(place)
    sent = client.send(f"{SPACE}/decisions/ask/{kind}", {"question": "Yes?", "rule": "consent", "about": about})
    assert sent.status_code == 303
    decide(client, world, sent.headers["Location"])


def decide(client: LintingClient, world: ForumWorld, place: str) -> None:
    public_id = place.rpartition("/")[2]
    for person in (world.chair, *world.members):
        group_decisions.take_position(by=world.acting(person), decision_id=public_id, stance="agree")
    client.send(f"{place}/count")
    with writing() as session:
        assert session.query(GroupDecision).filter_by(public_id=public_id).one().state == "made"


@pytest.fixture
def forum(client: LintingClient) -> ForumWorld:
    """A forum that decides by consent."""
    return forum_worlds.build()
