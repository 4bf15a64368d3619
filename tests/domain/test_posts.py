"""Posts of members: how long one is, who may hold one back, and what is published of it."""

import pytest

from consult.domain import posts
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.posts import APPEALED, HELD_BACK, LIFTED, OVERTURNED, SHOWN, STANDS, TAKEN_BACK, UPHELD


def acting(member_id: int, standing: str = "member", is_chair: bool = False) -> Acting:
    return Acting(member_id, 1, f"id-{member_id}", f"Name {member_id}", standing, is_chair)


MEMBER, OTHER = acting(1), acting(2)
CHAIR, LISTENING, APART = acting(3, is_chair=True), acting(4, "listener"), acting(5, "independent")


def test_a_post_has_words_or_a_file() -> None:
    assert posts.check_post("  Ramps\r\nfirst ", len) == "Ramps\nfirst"
    assert posts.check_post("   ", len, has_file=True) == ""
    with pytest.raises(Refused) as refused:
        posts.check_post(" \x00 ", len)
    assert (refused.value.field, refused.value.code) == ("text", "post-missing")


def test_a_long_post_is_refused_with_the_limit() -> None:
    with pytest.raises(Refused) as refused:
        posts.check_post("a" * (posts.LONGEST_POST + 1), len)
    assert refused.value.facts == {"limit": 5000, "length": 5001}


def test_a_title_stands_on_one_line() -> None:
    assert posts.check_title("title", " Step-free \n stations ", len) == "Step-free stations"
    assert posts.check_title("easy", " ", len, is_needed=False) == ""
    for title, code in (("\n", "thread-title-missing"), ("x" * 121, "text-long")):
        with pytest.raises(Refused) as refused:
            posts.check_title("title", title, len)
        assert (refused.value.field, refused.value.code) == ("title", code)


def test_what_was_taken_back_is_gone_whatever_was_done_with_it() -> None:
    assert posts.state_of(is_held_back=True, is_taken_back=True) == TAKEN_BACK
    assert posts.state_of(is_held_back=True, is_taken_back=False) == HELD_BACK
    assert posts.state_of(is_held_back=False, is_taken_back=False) == SHOWN


def test_only_the_author_changes_a_post_and_not_once_it_is_held_back() -> None:
    posts.check_own(MEMBER.member_id, MEMBER, SHOWN)
    with pytest.raises(NotFound):
        posts.check_own(OTHER.member_id, MEMBER, SHOWN)
    for state, code in ((HELD_BACK, "post-held-back"), (TAKEN_BACK, "post-taken-back")):
        with pytest.raises(Conflict, match=code):
            posts.check_own(MEMBER.member_id, MEMBER, state)


def test_a_chair_holds_posts_back_and_nobody_else_does() -> None:
    posts.check_holding_back(MEMBER.member_id, SHOWN, CHAIR, author_is_chair=False)
    for by in (OTHER, LISTENING, APART, acting(6, "monitor"), acting(7, "supporter")):
        with pytest.raises(NotFound):
            posts.check_holding_back(MEMBER.member_id, SHOWN, by, author_is_chair=False)


def test_any_other_member_can_hold_back_what_a_chair_wrote() -> None:
    posts.check_holding_back(CHAIR.member_id, SHOWN, MEMBER, author_is_chair=True)
    for by in (CHAIR, LISTENING, acting(7, "supporter")):
        with pytest.raises(NotFound):
            posts.check_holding_back(CHAIR.member_id, SHOWN, by, author_is_chair=True)


def test_only_what_is_shown_is_held_back_and_for_a_published_reason() -> None:
    for state in (HELD_BACK, TAKEN_BACK):
        with pytest.raises(Conflict, match="post-not-shown"):
            posts.check_holding_back(MEMBER.member_id, state, CHAIR, author_is_chair=False)
    assert posts.check_reason("hate") == "hate"
    with pytest.raises(Refused, match="hold-back-reason"):
        posts.check_reason("i-do-not-like-it")


def test_an_appeal_is_the_authors_and_is_asked_once() -> None:
    posts.check_appeal(MEMBER.member_id, MEMBER, STANDS)
    with pytest.raises(NotFound):
        posts.check_appeal(MEMBER.member_id, OTHER, STANDS)
    for state, code in ((APPEALED, "appeal-asked"), (UPHELD, "appeal-decided"), (OVERTURNED, "appeal-decided"),
                        (LIFTED, "appeal-decided")):
        with pytest.raises(Conflict, match=code):
            posts.check_appeal(MEMBER.member_id, MEMBER, state)


def test_only_the_independent_person_hears_an_appeal() -> None:
    assert posts.check_hearing(APART, APPEALED, OVERTURNED) == OVERTURNED
    for by in (CHAIR, LISTENING, MEMBER):
        with pytest.raises(NotFound):
            posts.check_hearing(by, APPEALED, OVERTURNED)


def test_an_appeal_is_decided_once_and_in_a_word_of_the_list() -> None:
    for state in (STANDS, UPHELD, OVERTURNED, LIFTED):
        with pytest.raises(Conflict, match="appeal-decided"):
            posts.check_hearing(APART, state, UPHELD)
    with pytest.raises(Refused, match="outcome-missing"):
        posts.check_hearing(APART, APPEALED, "deleted")


def test_a_chair_shows_a_post_again_as_long_as_nobody_has_decided() -> None:
    for state in (STANDS, APPEALED):
        posts.check_lifting(CHAIR, MEMBER.member_id, state, author_is_chair=False)
    with pytest.raises(Conflict, match="appeal-decided"):
        posts.check_lifting(CHAIR, MEMBER.member_id, UPHELD, author_is_chair=False)
    with pytest.raises(NotFound):
        posts.check_lifting(MEMBER, MEMBER.member_id, STANDS, author_is_chair=False)


def test_words_that_are_held_back_stay_for_those_who_look_again() -> None:
    readers = [by for by in (MEMBER, OTHER, CHAIR, LISTENING, APART) if posts.may_read(HELD_BACK, 1, by)]
    assert readers == [MEMBER, CHAIR]
    assert not any(posts.may_read(TAKEN_BACK, 1, by) for by in (MEMBER, CHAIR, LISTENING, APART))


def test_a_small_number_is_published_as_small() -> None:
    assert [posts.published(count) for count in (0, 1, 9, 10, 31)] == [0, None, None, 10, 31]


def test_every_reason_is_counted_even_where_it_never_was_given() -> None:
    found = posts.counted(["hate", "threat", "hate"], posts.REASONS)
    assert list(found) == list(posts.REASONS) and (found["hate"], found["unlawful"]) == (2, 0)
