"""Decisions of a group: who can answer, what is counted, that a ballot is nobody's, and what happens at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Acting
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.models.group_decisions import Ballot, GroupDecision, Position, Turnout
from consult.queries import group_decisions as stored
from consult.services import group_decisions, leaving
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld


def test_all_members_agree_and_it_is_counted_at_once(forum: ForumWorld) -> None:
    decision = ask(forum)
    for by in everyone(forum):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    ended = group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    assert (ended.state, ended.outcome, ended.could, ended.did, ended.could_not_live_with_it) == (
        "made", "agreed", 3, 3, 0)
    assert ended.review_on == london_day(ended.closes_at) + timedelta(days=365)


def test_it_is_not_counted_while_somebody_still_can_answer(forum: ForumWorld) -> None:
    decision = ask(forum)
    group_decisions.take_position(by=forum.acting(), decision_id=decision.public_id, stance="agree")
    with pytest.raises(Conflict, match="decision-still-open"):
        group_decisions.end(by=forum.acting(), decision_id=decision.public_id)


def test_who_cannot_live_with_it_stops_it_until_they_say_their_concern_is_met(forum: ForumWorld) -> None:
    first, second = ask(forum), ask(forum)
    for decision, is_met in ((first, False), (second, True)):
        chair, *others = everyone(forum)
        for by in others:
            group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
        group_decisions.take_position(by=chair, decision_id=decision.public_id, stance="object", words="Late.",
                                      is_met=is_met)
    counted = [group_decisions.end(by=chair, decision_id=each.public_id) for each in (first, second)]
    assert [(each.state, each.could_not_live_with_it) for each in counted] == [("not-made", 1), ("made", 0)]


def test_a_stance_can_change_until_the_end_and_one_person_has_one(forum: ForumWorld) -> None:
    decision, by = ask(forum), forum.acting()
    for stance, words in (("object", "Too late."), ("agree", "")):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance=stance, words=words)
    [row] = db.session().scalars(select(Position)).all()
    assert (row.stance, row.words) == ("agree", "")


def test_words_are_shown_to_the_group_and_whose_they_are_only_to_their_own(forum: ForumWorld) -> None:
    decision = ask(forum)
    chair, other, _ = everyone(forum)
    group_decisions.take_position(by=chair, decision_id=decision.public_id, stance="concern", words="Too late.")
    [seen] = view(other, decision).voices
    assert seen.words == "Too late." and not seen.is_own
    assert view(chair, decision).voices[0].is_own and view(other, decision).counts is None


@pytest.mark.parametrize("standing", ["supporter", "listener", "independent", "monitor"])
def test_who_is_no_member_decides_nothing(forum: ForumWorld, standing: str) -> None:
    decision, by = ask(forum), forum.acting(forum.someone(standing))
    for attempt in (lambda: group_decisions.open_about(by=by, kind="other", question="Yes?"),
                    lambda: group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree"),
                    lambda: group_decisions.end(by=by, decision_id=decision.public_id)):
        with pytest.raises(NotFound):
            attempt()


def test_another_forums_decision_is_as_one_that_never_was(forum: ForumWorld) -> None:
    decision, stranger = ask(forum), forum_worlds.build("Other riders").acting()
    for decision_id in (decision.public_id, "AAAAAAAAAAAAAAAAAAAAAA"):
        with pytest.raises(NotFound):
            group_decisions.take_position(by=stranger, decision_id=decision_id, stance="agree")
        assert stored.show(db.session(), stranger, decision_id, london_day(utc_now())) is None


def test_a_vote_needs_the_groups_choice_and_a_label_can_always_be_voted_on(forum: ForumWorld) -> None:
    with pytest.raises(Refused, match="decision-rule-not-chosen"):
        ask(forum, rule="vote")
    assert ask(forum, rule="vote", kind="rung", subject_id="a").rule == "vote"


def test_ballots_hold_nothing_of_who_cast_them_and_who_voted_is_forgotten(voting: ForumWorld) -> None:
    decision = ask(voting)
    for by, choice in zip(everyone(voting), (0, 0, 2), strict=True):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=choice)
    assert set(Ballot.__table__.columns.keys()) == {"key", "decision_id", "choice"}
    ended = group_decisions.end(by=voting.acting(), decision_id=decision.public_id)
    assert (ended.state, ended.did, ended.could_not_live_with_it) == ("made", 3, 1)
    assert db.session().scalar(select(func.count()).select_from(Turnout)) == 0


def test_the_box_is_shaken_with_each_ballot(voting: ForumWorld) -> None:
    decision = ask(voting)
    seen: set[str] = set()
    for by in everyone(voting):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=0)
        keys = set(db.session().scalars(select(Ballot.key)))
        assert not keys & seen
        seen |= keys


def test_nobody_votes_twice_and_how_it_goes_is_told_at_the_end(voting: ForumWorld) -> None:
    decision, by = ask(voting), voting.acting()
    group_decisions.cast(by=by, decision_id=decision.public_id, choice=0)
    with pytest.raises(Conflict, match="ballot-cast"):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=1)
    seen = view(by, decision)
    assert seen.has_voted and seen.answered == 1 and seen.counts is None


def test_a_vote_among_choices_keeps_what_was_chosen(voting: ForumWorld) -> None:
    decision = ask(voting, choices=("Mondays", "Fridays"))
    for by in everyone(voting):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=1)
    assert group_decisions.end(by=voting.acting(), decision_id=decision.public_id).outcome == "Fridays"


def test_twenty_ballots_at_once_are_all_counted_once(app: Flask, voting: ForumWorld) -> None:
    people = [voting.acting(forum_worlds.add_member(voting.id, f"Rider {number}")) for number in range(20)]
    decision = ask(voting)

    def vote(by: Acting) -> str:
        with app.app_context():
            try:
                group_decisions.cast(by=by, decision_id=decision.public_id, choice=by.member_id % 2)
            except Conflict as conflict:
                return conflict.code
            return "cast"

    with ThreadPoolExecutor(10) as pool:
        said = list(pool.map(vote, [*people, *people]))
    assert sorted(said) == ["ballot-cast"] * 20 + ["cast"] * 20
    assert view(voting.acting(), decision).answered == 20


def test_a_member_erased_while_a_decision_runs_leaves_a_stance_and_a_ballot_that_are_nobodys(
    voting: ForumWorld
) -> None:
    open_one, vote = ask(voting, rule="consent"), ask(voting)
    *others, gone = everyone(voting)
    group_decisions.take_position(by=gone, decision_id=open_one.public_id, stance="concern", words="Too late.")
    group_decisions.cast(by=gone, decision_id=vote.public_id, choice=1)
    erase(gone)
    [row] = db.session().scalars(select(Position)).all()
    assert row.member_id is None and db.session().scalars(select(Turnout)).all() == []
    for by in others:
        with pytest.raises(Conflict, match="decision-still-open"):
            group_decisions.end(by=by, decision_id=vote.public_id)
        group_decisions.take_position(by=by, decision_id=open_one.public_id, stance="agree")
        group_decisions.cast(by=by, decision_id=vote.public_id, choice=0)
    counted = [group_decisions.end(by=others[0], decision_id=each.public_id) for each in (open_one, vote)]
    assert [(each.state, each.did, each.could) for each in counted] == [("made", 3, 3)] * 2


def test_words_that_are_taken_back_on_leaving_are_gone_and_the_stance_counts(forum: ForumWorld) -> None:
    decision, (*_, gone) = ask(forum), everyone(forum)
    group_decisions.take_position(by=gone, decision_id=decision.public_id, stance="object", words="Never.")
    leaving.leave(by=gone, words="go", is_sure=True)
    assert [(row.words, row.stance) for row in db.session().scalars(select(Position))] == [("", "object")]


def test_what_somebody_said_stays_counted_when_they_leave_after_the_end(forum: ForumWorld) -> None:
    decision = ask(forum)
    for by in everyone(forum):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="concern", words=by.name)
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    erase(everyone(forum)[2])
    seen = view(forum.acting(), decision)
    assert seen.counts == {"concern": 3} and len(seen.voices) == 3


def test_a_question_is_withdrawn_by_who_asked_or_a_chair_only(forum: ForumWorld) -> None:
    chair, asker, other = everyone(forum)
    decision = group_decisions.open_about(by=asker, kind="other", question="Yes?")
    with pytest.raises(NotFound):
        group_decisions.withdraw(by=other, decision_id=decision.public_id)
    group_decisions.withdraw(by=chair, decision_id=decision.public_id)
    with pytest.raises(Conflict, match="decision-closed"):
        group_decisions.take_position(by=other, decision_id=decision.public_id, stance="agree")


def test_one_question_about_a_thing_at_a_time(forum: ForumWorld) -> None:
    ask(forum, kind="charter", subject_id="a")
    with pytest.raises(Conflict, match="decision-already-open"):
        ask(forum, kind="charter", subject_id="a")


def test_of_many_who_ask_about_one_thing_at_once_one_does(app: Flask, forum: ForumWorld) -> None:
    people = everyone(forum) * 2

    def put(by: Acting) -> str:
        with app.app_context():
            try:
                group_decisions.open_about(by=by, kind="close", question="Do we close?")
            except Conflict as conflict:
                return conflict.code
            return "asked"

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(put, people)) == ["asked"] + ["decision-already-open"] * 5


def test_the_database_holds_one_open_question_about_a_thing(forum: ForumWorld) -> None:
    for kind, subject_id in (("other", ""), ("other", ""), ("chair", ""), ("chair", ""), ("close", "")):
        stored_open(forum, kind, subject_id)
    with pytest.raises(IntegrityError):
        stored_open(forum, "close", "")


def test_an_agenda_is_adopted_in_the_room_with_a_quorum_and_not_before_the_day(forum: ForumWorld) -> None:
    today, later = forum.meeting(days=0, hours=.01), forum.meeting(days=30)
    quick, slow = (ask(forum, kind="agenda", subject_id=each.public_id, meeting_public_id=each.public_id)
                   for each in (today, later))
    for decision in (quick, slow):
        for by in everyone(forum)[:2]:
            group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    assert london_day(quick.closes_at) == london_day(utc_now()) and stored.is_quick(quick)
    with pytest.raises(Conflict, match="decision-still-open"):
        group_decisions.end(by=forum.acting(), decision_id=slow.public_id)


def test_after_the_last_day_nobody_can_answer_and_it_is_counted(forum: ForumWorld) -> None:
    decision = ask(forum)
    with writing() as session:
        session.get_one(GroupDecision, decision.id).closes_at = utc_now() - timedelta(days=2)
    with pytest.raises(Conflict, match="decision-closed"):
        group_decisions.take_position(by=forum.acting(), decision_id=decision.public_id, stance="agree")
    ended = group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    assert (ended.state, ended.outcome) == ("not-made", "few-took-part")


def test_own_words_can_be_taken_back_after_the_end(forum: ForumWorld) -> None:
    decision = ask(forum)
    for by in everyone(forum):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="concern", words="Too late.")
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    group_decisions.take_words_back(by=forum.acting(), decision_id=decision.public_id)
    seen = view(forum.acting(), decision)
    assert seen.counts == {"concern": 3} and len(seen.voices) == 2


def ask(world: ForumWorld, *, kind: str = "other", question: str = "Do we meet at six?", **more: object
        ) -> GroupDecision:
    return group_decisions.open_about(by=world.acting(), kind=kind, question=question, **more)  # type: ignore[arg-type]


def stored_open(world: ForumWorld, kind: str, subject_id: str) -> None:
    with writing() as session:
        session.add(GroupDecision(forum_id=world.id, subject_kind=kind, subject_id=subject_id, question="Yes?",
                                  rule="consent", opened_by_id=world.chair.id, closes_at=utc_now()))


def everyone(world: ForumWorld) -> list[Acting]:
    return [world.acting(one) for one in (world.chair, *world.members)]


def view(by: Acting, decision: GroupDecision) -> stored.DecisionView:
    db.session().rollback()
    found = stored.show(db.session(), by, decision.public_id, london_day(utc_now()))
    assert found is not None
    return found


def erase(by: Acting) -> None:
    leaving.leave(by=by, words="stay", is_sure=True)


@pytest.fixture
def forum(app: Flask) -> ForumWorld:
    """A forum that decides by consent."""
    return forum_worlds.build()


@pytest.fixture
def voting(forum: ForumWorld) -> ForumWorld:
    """A forum that chose to vote."""
    with writing() as session:
        session.get_one(Forum, forum.id).decides_by = "vote"
    return forum
