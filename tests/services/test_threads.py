"""Threads and posts: said and taken back by members, paged by key, within one forum."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.extensions import db
from consult.models.threads import Post
from consult.queries import threads as stored
from consult.services import posts, threads
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld


def test_a_thread_begins_with_a_post_and_goes_on_with_others(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    thread_id = begin(amber)
    posts.add(by=birch, thread_id=thread_id, said=Said("Yes, ramps.", answers_id=said(amber, thread_id)[0].public_id))
    first, second = said(amber, thread_id)
    assert (first.name, first.words, first.is_mine) == ("Amber", "Ramps first", True)
    assert (second.name, second.answers) == ("Birch", (first.public_id, "Amber"))


def test_another_forums_thread_and_post_are_not_there(amber: Acting) -> None:
    thread_id = begin(amber)
    post_id = said(amber, thread_id)[0].public_id
    stranger = forum_worlds.build("Other").acting()
    for act in (lambda: posts.add(by=stranger, thread_id=thread_id, said=Said("x")),
                lambda: posts.take_back(by=stranger, public_id=post_id),
                lambda: threads.set_closed(by=stranger, public_id=thread_id, is_closed=True)):
        with pytest.raises(NotFound):
            act()
    assert stored.one(db.session(), stranger, thread_id) is None
    assert stored.post(db.session(), stranger, post_id) is None


def test_a_supporter_and_the_independent_person_say_nothing_in_a_thread(forum: ForumWorld, amber: Acting) -> None:
    thread_id = begin(amber)
    for standing in ("supporter", "listener", "independent", "monitor"):
        with pytest.raises(NotFound):
            posts.add(by=forum.acting(forum.someone(standing)), thread_id=thread_id, said=Said("x"))


def test_words_that_are_taken_back_are_gone_and_their_place_stays(amber: Acting, birch: Acting) -> None:
    thread_id = begin(amber)
    posts.take_back(by=amber, public_id=said(amber, thread_id)[0].public_id)
    shown = said(birch, thread_id)[0]
    assert (shown.state, shown.words) == ("taken-back", "")
    assert db.session.scalars(select(Post.words)).all() == [""]
    with pytest.raises(Conflict, match="post-taken-back"):
        posts.change(by=amber, public_id=shown.public_id, said=Said("again"))


def test_nobody_changes_the_words_of_another(amber: Acting, birch: Acting, chair: Acting) -> None:
    post_id = said(amber, begin(amber))[0].public_id
    for by in (birch, chair):
        with pytest.raises(NotFound):
            posts.change(by=by, public_id=post_id, said=Said("other words"))
    posts.change(by=amber, public_id=post_id, said=Said("My words", language="ur"))
    changed = stored.post(db.session(), birch, post_id)
    assert changed is not None and (changed[0].words, changed[0].language, changed[0].is_changed) == (
        "My words", "ur", True)


def test_a_closed_thread_takes_no_post_until_it_is_opened_again(amber: Acting, birch: Acting, chair: Acting) -> None:
    thread_id = begin(amber)
    with pytest.raises(NotFound):
        threads.set_closed(by=birch, public_id=thread_id, is_closed=True)
    threads.set_closed(by=chair, public_id=thread_id, is_closed=True)
    with pytest.raises(Conflict, match="thread-closed"):
        posts.add(by=birch, thread_id=thread_id, said=Said("x"))
    threads.set_closed(by=amber, public_id=thread_id, is_closed=False)
    posts.add(by=birch, thread_id=thread_id, said=Said("x"))


@pytest.mark.parametrize(("given", "field", "code"), [
    (Said(" "), "text", "post-missing"), (Said("x" * 5001), "text", "text-long"),
    (Said("x", easy_words="y" * 5001), "easy_words", "text-long"), (Said("x", language="xx"), "language",
                                                                    "language-unknown")])
def test_what_cannot_be_kept_is_refused_whole(amber: Acting, given: Said, field: str, code: str) -> None:
    thread_id = begin(amber)
    with pytest.raises(Refused) as refused:
        posts.add(by=amber, thread_id=thread_id, said=given)
    assert (refused.value.field, refused.value.code) == (field, code) and len(said(amber, thread_id)) == 1


def test_a_post_answers_only_one_of_its_own_thread(amber: Acting) -> None:
    first, second = begin(amber), begin(amber)
    with pytest.raises(NotFound):
        posts.add(by=amber, thread_id=second, said=Said("x", answers_id=said(amber, first)[0].public_id))


def test_a_long_thread_is_paged_by_key_both_ways_without_a_gap(amber: Acting) -> None:
    thread_id, row = filled(amber, 130)
    session, seen, before = db.session(), [], ""
    while True:
        page = stored.posts(session, amber, row, before=before)
        seen = [post.words for post in page.posts] + seen
        before = page.earlier
        if not before:
            break
    assert seen == ["Ramps first", *(str(at) for at in range(130))]
    first = page.posts[0].public_id
    onward = stored.posts(session, amber, row, after=first)
    assert [post.words for post in onward.posts[:2]] == ["0", "1"] and len(onward.posts) == 50
    assert stored.posts(session, amber, row, after=onward.later).posts[0].words == "50"
    assert stored.posts(session, amber, row, after="no-such-key") == stored.posts(session, amber, row)


def test_new_posts_are_those_of_others_after_the_last_that_was_shown(amber: Acting, birch: Acting) -> None:
    thread_id, row = filled(amber, 3)
    last = stored.posts(db.session(), birch, row).posts[-1].public_id
    assert stored.new_posts(db.session(), birch, row, last) == 0
    posts.add(by=amber, thread_id=thread_id, said=Said("new"))
    assert stored.new_posts(db.session(), birch, row, last) == 1 and stored.new_posts(
        db.session(), amber, row, last) == 0
    assert stored.new_posts(db.session(), birch, row, "no-such-key") == 0


def test_threads_are_listed_by_their_newest_post_and_paged(amber: Acting) -> None:
    begun = [begin(amber, title=f"Thread {at}") for at in range(4)]
    posts.add(by=amber, thread_id=begun[0], said=Said("again"))
    first = stored.page(db.session(), amber.forum_id, limit=3)
    rest = stored.page(db.session(), amber.forum_id, first.older, limit=3)
    assert [line.title for line in (*first.threads, *rest.threads)] == ["Thread 0", "Thread 3", "Thread 2", "Thread 1"]
    assert first.threads[0].posts == 2 and not rest.older


def test_a_page_of_a_thread_costs_the_same_statements_however_long_it_is(
        amber: Acting, birch: Acting, statements: list[str]) -> None:
    counts = []
    for length in (2, 60):
        thread_id, row = filled(amber, length)
        posts.add(by=birch, thread_id=thread_id, said=Said("x", answers_id=said(amber, thread_id)[-1].public_id))
        statements.clear()
        stored.posts(db.session(), amber, row)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 4


def begin(by: Acting, title: str = "Buses") -> str:
    return threads.begin(by=by, beginning=Beginning(title), first=Said("Ramps first"))


def said(by: Acting, thread_id: str) -> tuple[stored.PostView, ...]:
    thread = stored.one(db.session(), by, thread_id)
    assert thread is not None
    return stored.posts(db.session(), by, thread.id).posts


def filled(by: Acting, count: int) -> tuple[str, int]:
    thread_id = begin(by)
    thread = stored.one(db.session(), by, thread_id)
    assert thread is not None
    with writing() as session:
        session.add_all(Post(thread_id=thread.id, member_id=by.member_id, words=str(at)) for at in range(count))
    return thread_id, thread.id


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
def chair(forum: ForumWorld) -> Acting:
    return forum.acting()
