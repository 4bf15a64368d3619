"""Steps of a group's agreement: what each does, who learns of it, and that nobody decides in their own matter."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.group_decisions import GroupDecision
from consult.models.members import Member
from consult.queries import agreement_steps as stored
from consult.queries import threads as talk
from consult.services import agreement_steps as steps
from consult.services import forum_effects, forum_files, posts, threads
from consult.services.attachments import Sent
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld

SOON = timedelta(days=7)


def test_a_private_word_reaches_the_member_and_nobody_else(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    steps.speak(by=forum.acting(), about_id=amber.public_id, reason="Let others finish.")
    assert [(step.step, step.reason) for step in about(amber)] == [("private-word", "Let others finish.")]
    assert not about(birch) and not stored.open_matters(db.session(), birch, today())
    assert [matter.about_name for matter in stored.open_matters(db.session(), forum.acting(), today())] == ["Amber"]


def test_who_is_paused_reads_appeals_and_writes_nothing(forum: ForumWorld, amber: Acting) -> None:
    thread_id = threads.begin(by=amber, beginning=Beginning("Buses"), first=Said("x"))
    paused(forum, amber)
    for act in (lambda: posts.add(by=amber, thread_id=thread_id, said=Said("y")),
                lambda: threads.begin(by=amber, beginning=Beginning("Trains"), first=Said("y")),
                lambda: steps.speak(by=amber, about_id=forum.chair.public_id, reason="y")):
        with pytest.raises(Conflict, match="you-are-paused"):
            act()
    posts.take_back(by=amber, public_id=_first(amber, thread_id))
    steps.appeal(by=amber, words="I was not there.")


def test_a_pause_comes_after_a_word_unless_somebody_is_in_danger(forum: ForumWorld, amber: Acting) -> None:
    given = {"by": forum.acting(), "about_id": amber.public_id, "reason": "x", "until": today() + SOON}
    with pytest.raises(Conflict, match="step-order"):
        steps.pause(**given)
    steps.pause(**given, is_danger=True)
    assert stored.paused_until(db.session(), amber, today()) == today() + SOON


def test_an_appeal_that_is_granted_ends_the_pause(forum: ForumWorld, amber: Acting, apart: Acting) -> None:
    paused(forum, amber)
    steps.appeal(by=amber, words="I was not there.")
    [(matter, appeal)] = stored.appeals(db.session(), forum.id)
    assert (matter.about_name, appeal.reason) == ("Amber", "I was not there.")
    steps.hear(by=apart, public_id=appeal.public_id, outcome="lifted", words="True.")
    assert stored.paused_until(db.session(), amber, today()) is None
    with pytest.raises(Conflict, match="appeal-decided"):
        steps.hear(by=apart, public_id=appeal.public_id, outcome="upheld", words="x")


def test_only_the_independent_person_of_the_forum_hears_an_appeal(forum: ForumWorld, amber: Acting) -> None:
    paused(forum, amber)
    steps.appeal(by=amber, words="x")
    public_id = stored.appeals(db.session(), forum.id)[0][1].public_id
    strangers = forum_worlds.build("Other")
    for by in (forum.acting(), amber, strangers.acting(strangers.someone("independent"))):
        with pytest.raises(NotFound):
            steps.hear(by=by, public_id=public_id, outcome="lifted", words="x")


def test_the_group_decides_and_until_then_the_pause_goes_on(forum: ForumWorld, amber: Acting) -> None:
    paused(forum, amber)
    ask(forum, amber, "agreed")
    assert stored.paused_until(db.session(), amber, today() + 9 * SOON) is not None
    make("made")
    assert stored.paused_until(db.session(), amber, today()) is None
    assert about(amber)[0].outcome == "agreed"


def test_what_the_group_does_not_agree_to_ends_the_matter(forum: ForumWorld, amber: Acting) -> None:
    paused(forum, amber)
    ask(forum, amber, "leave")
    make("not-made")
    assert about(amber)[0].outcome == "nothing-more"
    assert not stored.open_matters(db.session(), forum.acting(), today())


def test_somebody_leaves_only_once_no_appeal_is_open(forum: ForumWorld, amber: Acting, apart: Acting) -> None:
    paused(forum, amber)
    ask(forum, amber, "leave")
    make("made")
    chair = forum.acting()
    with pytest.raises(Conflict, match="step-order"):
        steps.end_membership(by=chair, about_id=amber.public_id)
    steps.appeal(by=amber, words="x")
    steps.hear(by=apart, public_id=stored.appeals(db.session(), forum.id)[0][1].public_id, outcome="upheld", words="x")
    steps.end_membership(by=chair, about_id=amber.public_id)
    assert "Amber" not in db.session.scalars(select(Member.name)).all()


def test_a_question_that_was_put_to_the_group_forgets_the_name_with_the_member(
        forum: ForumWorld, amber: Acting) -> None:
    paused(forum, amber)
    ask(forum, amber, "leave")
    make("made")
    with writing() as session:
        session.execute(update(GroupDecision).values(ended_at=utc_now() - timedelta(days=60)))
    steps.end_membership(by=forum.acting(), about_id=amber.public_id)
    assert all("Amber" not in words for words in db.session.scalars(select(GroupDecision.question)))


def test_nobody_of_another_forum_is_reached(forum: ForumWorld, amber: Acting) -> None:
    other = forum_worlds.build("Other").acting()
    with pytest.raises(NotFound):
        steps.speak(by=other, about_id=amber.public_id, reason="x")
    with pytest.raises(Refused, match="member-unknown"):
        steps.named(db.session(), forum_worlds.build("Third").acting(), "Nobody of this name")


def test_a_member_is_found_by_a_name_that_looks_the_same(forum: ForumWorld, amber: Acting, birch: Acting) -> None:
    assert steps.named(db.session(), forum.acting(), " AMBER ") == amber.public_id
    with pytest.raises(Refused, match="name-missing"):
        steps.named(db.session(), forum.acting(), " ")
    with pytest.raises(NotFound):
        steps.named(db.session(), forum.acting(forum.someone("supporter")), "Amber")


def test_a_chair_is_spoken_to_by_any_other_member(forum: ForumWorld, amber: Acting) -> None:
    steps.speak(by=amber, about_id=forum.chair.public_id, reason="You keep talking over us.")
    assert about(forum.acting())[0].by_name == "Amber"


def test_somebody_who_is_paused_sends_no_file(forum: ForumWorld, amber: Acting) -> None:
    paused(forum, amber)
    with pytest.raises(Conflict, match="you-are-paused"):
        forum_files.keep(by=amber, sent=Sent(io.BytesIO(b"OggS"), "a.ogg", ""), kind="audio")


def paused(forum: ForumWorld, who: Acting) -> None:
    steps.speak(by=forum.acting(), about_id=who.public_id, reason="x")
    steps.pause(by=forum.acting(), about_id=who.public_id, reason="x", until=today() + SOON)


def ask(forum: ForumWorld, who: Acting, outcome: str) -> None:
    steps.ask_group(by=forum.acting(), about_id=who.public_id, reason="x", outcome=outcome,
                    question=f"What follows for {who.name}?")


def make(state: str) -> None:
    """End the decision that is open, as services/group_decisions.py does."""
    with writing() as session:
        decision = session.scalars(select(GroupDecision).where(GroupDecision.state == "open")).one()
        decision.state, decision.ended_at = state, utc_now()
        session.flush()
        forum_effects.follow(session, decision)


def about(who: Acting) -> list[stored.Step]:
    return stored.about_me(db.session(), who)


def today() -> date:
    return london_day(utc_now())


def _first(by: Acting, thread_id: str) -> str:
    thread = talk.one(db.session(), by, thread_id)
    assert thread is not None
    return talk.posts(db.session(), by, thread.id).posts[0].public_id


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
