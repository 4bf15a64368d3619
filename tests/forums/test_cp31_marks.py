"""CP-31: the group marks a reply, by its decision and in its own words."""

import pytest

from consult.domain.asks import MARKS, Reply
from consult.domain.errors import Conflict, NotFound, Refused
from consult.extensions import db
from consult.models.asks import Ask, AskReply
from consult.models.group_decisions import GroupDecision
from consult.queries import asks as stored
from consult.services import asks, group_decisions
from tests.forum_worlds import ForumWorld
from tests.forums.test_cp30_replies import TODAY, answerable
from tests.record_worlds import decide, refuse, reply
from tests.worlds import World


@pytest.mark.parametrize("mark", MARKS)
def test_cp31_the_group_marks_a_reply(forum: ForumWorld, world: World, mark: str) -> None:
    ask, given = replied(forum, world)
    decision = ask_to_mark(forum, given, mark)
    assert newest(forum, ask).mark == ""
    decide(forum, decision)
    assert (newest(forum, ask).mark, newest(forum, ask).mark_words) == (mark, "Because.")
    assert stored.waiting(db.session(), forum.acting()) == []


def test_cp31_a_mark_that_the_group_did_not_agree_to_is_forgotten(forum: ForumWorld, world: World) -> None:
    ask, given = replied(forum, world)
    refuse(forum, ask_to_mark(forum, given))
    assert newest(forum, ask).mark == "" and len(stored.waiting(db.session(), forum.acting())) == 1
    group_decisions.withdraw(by=forum.acting(), decision_id=ask_to_mark(forum, given).public_id)
    decide(forum, ask_to_mark(forum, given, "answers-us"))
    assert newest(forum, ask).mark == "answers-us"


def test_cp31_a_mark_is_of_the_reply_that_the_group_read(forum: ForumWorld, world: World) -> None:
    ask, given = replied(forum, world)
    decision = ask_to_mark(forum, given)
    reply(forum, ask, world.staff["lead"], Reply("accept", "We train all.", "Head"), after=given.public_id)
    with pytest.raises(Conflict, match="decision-subject-gone"):
        decide(forum, decision)
    assert newest(forum, ask).mark == ""


def test_cp31_a_reply_is_marked_once(forum: ForumWorld, world: World) -> None:
    _ask, given = replied(forum, world)
    decide(forum, ask_to_mark(forum, given))
    with pytest.raises(Conflict, match="reply-marked"):
        ask_to_mark(forum, given)


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_cp31_nobody_but_a_member_marks(forum: ForumWorld, world: World, standing: str) -> None:
    _ask, given = replied(forum, world)
    with pytest.raises(NotFound):
        asks.ask_to_mark(by=forum.acting(forum.someone(standing)), reply_id=given.public_id, mark="partly", words="",
                         question="?")


def test_cp31_a_mark_is_one_of_three(forum: ForumWorld, world: World) -> None:
    _ask, given = replied(forum, world)
    with pytest.raises(Refused, match="reply-mark"):
        ask_to_mark(forum, given, "excellent")


def replied(forum: ForumWorld, world: World) -> tuple[Ask, AskReply]:
    ask = answerable(forum, world)
    return ask, reply(forum, ask, world.staff["lead"])


def ask_to_mark(forum: ForumWorld, given: AskReply, mark: str = "partly") -> GroupDecision:
    return asks.ask_to_mark(by=forum.acting(), reply_id=given.public_id, mark=mark, words="Because.", question="So?")


def newest(forum: ForumWorld, ask: Ask) -> stored.ReplyView:
    found = stored.view(db.session(), forum.id, ask.public_id, TODAY)
    assert found is not None and found.newest is not None
    return found.newest
