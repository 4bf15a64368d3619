"""CP-25: of each decision what, how it was decided, who could not live with it (without names), when to look again."""

from datetime import timedelta

import pytest

from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.forums import Forum
from consult.models.group_decisions import Ballot, GroupDecision, Turnout
from consult.services import group_decisions, leaving
from consult.services.transaction import writing
from tests.forum_worlds import ForumWorld
from tests.forums.deciding import agree, everyone
from tests.linting import LintingClient


def test_cp25_the_record_says_what_how_and_when_it_is_looked_at_again(
    client: LintingClient, forum: ForumWorld
) -> None:
    review = london_day(utc_now()) + timedelta(days=100)
    decision = agree(forum, group_decisions.open_about(
        by=forum.acting(), kind="other", question="Do we meet at six?", review_on=review))
    page = show(client, forum, decision)
    for words in ("Do we meet at six?", "By consent", "Agreed", f"{review.day} ", str(review.year), "3"):
        assert words in page
    assert f"{review.day} " in client.get("/en/space/decisions").text.split("We look at it again on")[1][:40]


def test_cp25_who_could_not_live_with_it_is_counted_and_heard_and_not_named(
    client: LintingClient, forum: ForumWorld
) -> None:
    decision = ask(forum, "consent")
    chair, amber, birch = everyone(forum)
    for by in (chair, birch):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    group_decisions.take_position(by=amber, decision_id=decision.public_id, stance="object",
                                  words="My last bus leaves at eight.")
    group_decisions.end(by=chair, decision_id=decision.public_id)
    page = show(client, forum, decision)
    assert "somebody cannot live with it" in page and "My last bus leaves at eight." in page and "Amber" not in page
    assert db.session().get_one(GroupDecision, decision.id).could_not_live_with_it == 1


@pytest.mark.parametrize(("rule", "stances", "state"), [
    ("consent", ("agree", "concern", "stand-aside"), "made"), ("consensus", ("agree", "agree", "stand-aside"), "made"),
    ("consensus", ("agree", "stand-aside", "stand-aside"), "not-made"), ("gradients", ("1", "3", "7"), "made"),
    ("gradients", ("1", "4", "7"), "not-made")])
def test_cp25_a_group_decides_by_the_rule_that_it_chose(
    forum: ForumWorld, rule: str, stances: tuple[str, ...], state: str
) -> None:
    chosen(forum, rule)
    decision = ask(forum, rule)
    for by, stance in zip(everyone(forum), stances, strict=True):
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance=stance, words="Because.")
    assert group_decisions.end(by=forum.acting(), decision_id=decision.public_id).state == state


def test_cp25_ballots_lie_apart_from_who_voted(client: LintingClient, forum: ForumWorld) -> None:
    chosen(forum, "vote")
    decision = ask(forum, "vote")
    for by, choice in zip(everyone(forum), (0, 0, 2), strict=True):
        group_decisions.cast(by=by, decision_id=decision.public_id, choice=choice)
    group_decisions.end(by=forum.acting(), decision_id=decision.public_id)
    assert {column.name for column in Ballot.__table__.columns} == {"key", "decision_id", "choice"}
    assert db.session().query(Turnout).count() == 0
    page = show(client, forum, decision)
    assert "Yes</bdi>: 2" in page and "No, and I cannot live with it</bdi>: 1" in page


def test_cp25_a_member_erased_while_it_runs_leaves_no_trace_of_who_they_were(
    client: LintingClient, forum: ForumWorld
) -> None:
    decision = ask(forum, "consent")
    *others, gone = everyone(forum)
    group_decisions.take_position(by=gone, decision_id=decision.public_id, stance="concern", words="Too late at night.")
    leaving.leave(by=gone, words="go", is_sure=True)
    for by in others:
        group_decisions.take_position(by=by, decision_id=decision.public_id, stance="agree")
    assert group_decisions.end(by=others[0], decision_id=decision.public_id).did == 3
    page = show(client, forum, decision)
    assert "Too late at night." not in page and "Birch" not in page


def show(client: LintingClient, world: ForumWorld, decision: GroupDecision) -> str:
    db.session().rollback()
    world.enter(client)
    return client.get(f"/en/space/decisions/{decision.public_id}").text


def ask(world: ForumWorld, rule: str) -> GroupDecision:
    return group_decisions.open_about(by=world.acting(), kind="other", question="Do we meet at nine?", rule=rule)


def chosen(world: ForumWorld, rule: str) -> None:
    with writing() as session:
        session.get_one(Forum, world.id).decides_by = rule
