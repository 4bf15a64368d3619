"""CP-34: the members review their group each year by four principles, the result is published; monitors see little."""

import pytest

from consult.domain.errors import NotFound
from consult.domain.forum_reviews import PRINCIPLES
from consult.extensions import db
from consult.models.charters import ForumReview
from consult.models.forums import Forum
from consult.queries import forum_reviews as stored
from consult.services import forum_reviews
from consult.services.group_decisions import Asked
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.forums.deciding import agree
from tests.linting import LintingClient

MAY_READ = ("charter", "asks", "measures", "activities", "review")
MAY_NOT_READ = ("notes", "agenda", "talk", "decisions", "meetings", "people", "tray")


def test_cp34_a_review_by_the_four_principles_is_published_by_the_group(
    client: LintingClient, forum: ForumWorld
) -> None:
    review = written(forum)
    assert stored.published(db.session(), forum.id) == []
    agree(forum, forum_reviews.ask(by=forum.acting(), review_id=review, asked=Asked("Do we publish it?")))
    forum.enter(client, forum.someone("monitor"))
    page = client.get("/en/space/review").text
    for words in ("Equality", "Diversity", "Accessibility", "Giving and getting", "The lift works now."):
        assert words in page


def test_cp34_the_public_reads_it_where_the_group_has_a_page(client: LintingClient, forum: ForumWorld) -> None:
    with writing() as session:
        session.get_one(Forum, forum.id).slug = "riders"
    review = written(forum)
    year = db.session().query(ForumReview).one().year
    assert client.get(f"/en/forums/riders/reviews/{year}").status_code == 404
    agree(forum, forum_reviews.ask(by=forum.acting(), review_id=review, asked=Asked("Do we publish it?")))
    assert f"/en/forums/riders/reviews/{year}" in client.get("/en/forums/riders").text
    assert "The lift works now." in client.get(f"/en/forums/riders/reviews/{year}").text


def test_cp34_a_review_is_due_every_year_and_the_page_says_when(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    assert "5 January 2027" in client.get("/en/space/review").text


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp34_only_members_review(forum: ForumWorld, standing: str) -> None:
    with pytest.raises(NotFound):
        forum_reviews.begin(by=forum.acting(forum.someone(standing)))


def test_cp34_a_monitor_reads_charter_asks_and_measures_and_no_notes(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.someone("monitor"))
    assert {name: client.get(f"/en/space/{name}").status_code for name in MAY_READ} == dict.fromkeys(MAY_READ, 200)
    assert {name: client.get(f"/en/space/{name}").status_code for name in MAY_NOT_READ} == (
        dict.fromkeys(MAY_NOT_READ, 404))


def test_cp34_a_draft_is_seen_by_members_alone(client: LintingClient, forum: ForumWorld) -> None:
    review = written(forum)
    forum.enter(client, forum.someone("monitor"))
    assert "The lift works now." not in client.get("/en/space/review").text
    assert client.get(f"/en/space/review/{review}").status_code == 404


def written(world: ForumWorld) -> str:
    review = forum_reviews.begin(by=world.acting()).public_id or ""
    forum_reviews.write(by=world.acting(world.members[0]), review_id=review,
                        texts=dict.fromkeys(PRINCIPLES, "The lift works now."))
    return review
