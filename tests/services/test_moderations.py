"""Posts held back: with a reason and a notice, out of sight and kept, appealed and heard; numbers of it all."""

import pytest
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.extensions import db
from consult.models.threads import Moderation, Post
from consult.queries import moderations as stored
from consult.queries import threads as talk
from consult.services import member_reports, moderations, posts, threads
from consult.services.posts import Said
from consult.services.threads import Beginning
from tests import forum_worlds
from tests.forum_worlds import ForumWorld


def test_a_post_that_is_held_back_is_out_of_sight_and_stays_in_the_evidence(
        forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    hold_back(forum, amber)
    assert (seen(birch).state, seen(birch).words, seen(birch).held_back) == ("held-back", "", None)
    assert db.session.scalars(select(Post.words)).all() == ["Mean words"]


def test_its_author_reads_why_and_the_words(forum: ForumWorld, amber: Acting) -> None:
    hold_back(forum, amber)
    mine = seen(amber)
    assert mine.words == "Mean words" and mine.held_back is not None
    assert (mine.held_back.rule, mine.held_back.reason) == ("attack", "It is about Birch.")
    assert stored.waiting(db.session(), amber) == 1


@pytest.mark.parametrize(("rule", "reason", "field"), [
    ("attack", " ", "reason"), ("because", "words", "rule"), ("hate", "x" * 1001, "reason")])
def test_nothing_is_held_back_without_a_reason_in_words(
        forum: ForumWorld, amber: Acting, rule: str, reason: str, field: str) -> None:
    post_id = say(amber)
    with pytest.raises(Refused) as refused:
        moderations.hold_back(by=forum.acting(), post_id=post_id, rule=rule, reason=reason)
    assert refused.value.field == field and seen(forum.acting(forum.members[1])).state == "shown"


def test_a_chair_of_another_forum_holds_nothing_back_here(amber: Acting) -> None:
    post_id = say(amber)
    with pytest.raises(NotFound):
        moderations.hold_back(by=forum_worlds.build("Other").acting(), post_id=post_id, rule="attack", reason="x")


def test_a_member_holds_back_only_what_a_chair_said(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    with pytest.raises(NotFound):
        moderations.hold_back(by=birch, post_id=say(amber), rule="attack", reason="x")
    moderations.hold_back(by=birch, post_id=say(forum.acting()), rule="attack", reason="x")


def test_words_that_are_held_back_cannot_be_changed_or_taken_back(forum: ForumWorld, amber: Acting) -> None:
    hold_back(forum, amber)
    for act in (lambda: posts.change(by=amber, public_id=seen(amber).public_id, said=Said("Kind words")),
                lambda: posts.take_back(by=amber, public_id=seen(amber).public_id)):
        with pytest.raises(Conflict, match="post-held-back"):
            act()


def test_an_appeal_that_is_granted_shows_the_post_again(
        forum: ForumWorld, amber: Acting, birch: Acting, apart: Acting) -> None:
    hold_back(forum, amber)
    public_id = only().public_id
    moderations.appeal(by=amber, public_id=public_id, words="It was a quote.")
    assert [held.appeal_words for held in stored.appeals(db.session(), apart)] == ["It was a quote."]
    moderations.hear(by=apart, public_id=public_id, outcome="overturned", words="It was.")
    assert seen(birch).words == "Mean words" and only().state == "overturned"


def test_an_appeal_that_is_refused_says_why_and_is_the_last_word(
        forum: ForumWorld, amber: Acting, apart: Acting) -> None:
    hold_back(forum, amber)
    public_id = only().public_id
    moderations.appeal(by=amber, public_id=public_id, words="It was a quote.")
    moderations.hear(by=apart, public_id=public_id, outcome="upheld", words="It hurt.")
    assert stored.mine(db.session(), amber)[0].heard_words == "It hurt."
    for act in (lambda: moderations.appeal(by=amber, public_id=public_id, words="again"),
                lambda: moderations.hear(by=apart, public_id=public_id, outcome="overturned", words="x"),
                lambda: moderations.lift(by=forum.acting(), public_id=public_id)):
        with pytest.raises(Conflict, match="appeal-decided"):
            act()


def test_nobody_but_the_author_appeals_and_nobody_but_the_independent_person_hears(
        forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    hold_back(forum, amber)
    public_id = only().public_id
    with pytest.raises(NotFound):
        moderations.appeal(by=birch, public_id=public_id, words="x")
    moderations.appeal(by=amber, public_id=public_id, words="x")
    strangers = forum_worlds.build("Other")
    for by in (forum.acting(), birch, strangers.acting(strangers.someone("independent"))):
        with pytest.raises(NotFound):
            moderations.hear(by=by, public_id=public_id, outcome="upheld", words="x")


def test_a_chair_shows_a_post_again(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    hold_back(forum, amber)
    with pytest.raises(NotFound):
        moderations.lift(by=birch, public_id=only().public_id)
    moderations.lift(by=forum.acting(), public_id=only().public_id)
    assert seen(birch).words == "Mean words" and only().state == "lifted"


def test_the_numbers_count_everything_and_are_published_without_small_ones(
        forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    hold_back(forum, amber)
    moderations.appeal(by=amber, public_id=only().public_id, words="x")
    member_reports.send(by=birch, words="Something")
    numbers = stored.numbers(db.session(), forum.id)
    assert (numbers.held_back, numbers.by_reason["attack"], numbers.appealed, numbers.shown_again) == (1, 1, 1, 0)
    assert numbers.published() == {"held-back": None, "appealed": None, "shown-again": 0, "reports": None, "steps": 0}
    assert stored.numbers(db.session(), forum_worlds.build("Other").id).held_back == 0


def test_two_chairs_at_once_hold_a_post_back_once(forum: ForumWorld, amber: Acting) -> None:
    hold_back(forum, amber)
    with pytest.raises(Conflict, match="post-not-shown"):
        moderations.hold_back(by=forum.acting(), post_id=seen(amber).public_id, rule="hate", reason="x")
    assert db.session.scalar(select(func.count()).select_from(Moderation)) == 1


def say(by: Acting) -> str:
    threads.begin(by=by, beginning=Beginning("Buses"), first=Said("Mean words"))
    return seen(by).public_id


def hold_back(forum: ForumWorld, author: Acting) -> None:
    moderations.hold_back(by=forum.acting(), post_id=say(author), rule="attack", reason="It is about Birch.")


def seen(by: Acting) -> talk.PostView:
    thread = talk.one(db.session(), by, talk.page(db.session(), by.forum_id).threads[0].public_id)
    assert thread is not None
    return talk.posts(db.session(), by, thread.id).posts[0]


def only() -> Moderation:
    db.session.expire_all()
    return db.session.scalars(select(Moderation)).one()


@pytest.fixture
def forum(app: object) -> ForumWorld:
    return forum_worlds.build()


@pytest.fixture
def amber(forum: ForumWorld) -> Acting:
    return forum.acting(forum.members[0])


@pytest.fixture
def birch(forum: ForumWorld) -> Acting:
    return forum.acting(forum.members[1])


@pytest.fixture
def apart(forum: ForumWorld) -> Acting:
    return forum.acting(forum.someone("independent"))
