"""Decisions on the pages of the space: answered without a name, counted, read by supporters, closed to all others."""

from datetime import timedelta

import pytest

from consult.domain import group_decisions as rules
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.forums import Forum
from consult.models.group_decisions import Ballot, GroupDecision, Position
from consult.services import group_decisions
from consult.services.transaction import writing
from consult.web.community import decision_words
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient

HOME = "/en/space/decisions"


def test_every_code_has_its_words(client: LintingClient) -> None:
    client.get("/en/")
    assert set(decision_words.rule_words()) == set(decision_words.rule_meanings()) == set(rules.RULES)
    assert set(decision_words.stance_words()) == {one for many in rules.STANCES.values() for one in many}
    assert set(decision_words.ballot_words()) == {str(number) for number in rules.YES_OR_NO}
    assert all(decision_words.outcome_words(reason) != reason for reason in rules.REASONS)


def test_a_member_asks_the_group_and_finds_the_question_in_the_list(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client, forum.members[0])
    assert "By consent" in client.get(f"{HOME}/new").text
    sent = client.send(f"{HOME}/new", typed())
    assert sent.status_code == 303
    page = client.get(sent.headers["Location"]).text
    assert "Do we meet &lt;b&gt;later&lt;/b&gt;?" in page and "The group is asked." in page
    assert "Do we meet &lt;b&gt;later" in client.get(HOME).text


@pytest.mark.parametrize(("changed", "field"), [
    ({"question": " "}, "question"), ({"question": "a" * 2001}, "question"), ({"rule": "vote"}, "rule"),
    ({"rule": "decree"}, "rule"), ({"closes_on-month": "13"}, "closes_on"), ({"closes_on-year": "1999"}, "closes_on"),
    ({"review_on-year": "1999"}, "review_on")])
def test_what_is_wrong_is_said_on_its_field_and_nothing_typed_is_lost(
    client: LintingClient, forum: ForumWorld, changed: dict[str, str], field: str
) -> None:
    forum.enter(client)
    client.get(f"{HOME}/new")
    answer = client.send(f"{HOME}/new", {**typed(), "question": "Kept words", **changed})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert changed.get("question", "Kept words").strip() in answer.text


def test_a_stance_is_taken_changed_and_shown_without_a_name(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    forum.enter(client, forum.members[0])
    client.get(place)
    assert client.send(f"{place}/answer", {"stance": "object", "words": "Too <i>late</i>."}).status_code == 303
    assert "Your words" in client.get(place).text
    assert client.send(f"{place}/answer", {"stance": "concern", "words": "Very late."}).status_code == 303
    forum.enter(client, forum.members[1])
    page = client.get(place).text
    assert "Very late." in page and "Your words" not in page
    assert "Amber" not in page.replace("You are", "")


@pytest.mark.parametrize(("sent", "field"), [
    ({}, "stance"), ({"stance": "1"}, "stance"), ({"stance": "object"}, "words"),
    ({"stance": "agree", "words": "a" * 2001}, "words")])
def test_a_bad_answer_is_shown_again(
    client: LintingClient, forum: ForumWorld, sent: dict[str, str], field: str
) -> None:
    forum.enter(client)
    place = ask(forum)
    client.get(place)
    answer = client.send(f"{place}/answer", sent)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
    assert db.session().query(Position).count() == 0


def test_everybody_answers_and_any_member_counts(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    for person in (forum.chair, *forum.members):
        forum.enter(client, person)
        assert "Count now" not in client.get(place).text
        client.send(f"{place}/answer", {"stance": "agree"})
    assert "Count now" in client.get(place).text
    client.send(f"{place}/count")
    page = client.get(place).text
    assert "A decision" in page and "Agreed" in page and "I agree</bdi>: 3" in page


def test_counting_too_early_is_told_and_changes_nothing(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    forum.enter(client)
    client.get(place)
    client.send(f"{place}/count")
    assert "People can still answer" in client.get(place).text
    assert db.session().query(GroupDecision).one().state == "open"


@pytest.mark.parametrize("choice", ["4", "-1", "x", "", "99999999999999999999", "٠"])
def test_a_ballot_that_nobody_can_cast_is_refused(client: LintingClient, voting: ForumWorld, choice: str) -> None:
    voting.enter(client)
    place = ask(voting)
    client.get(place)
    answer = client.send(f"{place}/answer", {"choice": choice})
    assert 'id="choice-error"' in answer.text
    assert answer.status_code == 422 and db.session().query(Ballot).count() == 0


def test_a_vote_is_cast_once_and_not_shown(client: LintingClient, voting: ForumWorld) -> None:
    place = ask(voting)
    voting.enter(client)
    client.get(place)
    client.send(f"{place}/answer", {"choice": "2"})
    page = client.get(place).text
    assert "Nobody can see how you voted" in page and "You have voted." in page and "How people stand" not in page
    client.send(f"{place}/answer", {"choice": "0"})
    assert "You have voted already" in client.get(place).text and db.session().query(Ballot).count() == 1


def test_a_supporter_reads_and_has_nothing_to_answer_with(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    forum.enter(client, forum.someone("supporter"))
    page = client.get(place).text
    assert "Do we meet" in page and "/answer" not in page and "/withdraw" not in page
    assert client.send(f"{place}/answer", {"stance": "agree"}).status_code == 404
    assert client.get(f"{HOME}/new").status_code == 404


def test_another_forums_question_looks_as_one_that_never_was(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    forum_worlds.build("Other riders").enter(client)
    client.get(f"{HOME}/new")
    for path in (place, f"{HOME}/AAAAAAAAAAAAAAAAAAAAAA"):
        assert client.get(path).status_code == 404
        for act in ("answer", "count", "withdraw", "words"):
            assert client.send(f"{path}/{act}", {"stance": "agree"}).status_code == 404


def test_a_question_can_be_taken_back_and_own_words_too(client: LintingClient, forum: ForumWorld) -> None:
    place = ask(forum)
    forum.enter(client)
    client.get(place)
    client.send(f"{place}/answer", {"stance": "agree", "words": "Gladly."})
    assert "Gladly." in client.get(place).text
    client.send(f"{place}/words")
    assert "Gladly." not in client.get(place).text
    client.send(f"{place}/withdraw")
    assert "Taken back" in client.get(place).text


def test_an_unknown_kind_is_not_there(client: LintingClient, forum: ForumWorld) -> None:
    forum.enter(client)
    for kind in ("agenda", "note-release", "x"):
        assert client.get(f"{HOME}/ask/{kind}").status_code == 404


def test_the_list_of_ended_ones_goes_on(client: LintingClient, forum: ForumWorld) -> None:
    for _number in range(52):
        forum.made_decision()
    forum.enter(client)
    page = client.get(HOME).text
    assert page.count("Agreed.") == 50
    [more] = [part.partition('"')[0] for part in page.split(f'{HOME}?before=')[1:]]
    assert client.get(f"{HOME}?before={more}").text.count("Agreed.") == 2
    assert client.get(f"{HOME}?before=%00x").status_code in (200, 404)


def typed() -> dict[str, str]:
    today = london_day(utc_now())
    days = {"closes_on": today + timedelta(days=30), "review_on": today + timedelta(days=200)}
    return {"question": "Do we meet <b>later</b>?", "rule": "consent", **{
        f"{name}-{part}": str(getattr(day, part)) for name, day in days.items() for part in ("day", "month", "year")}}


def ask(world: ForumWorld) -> str:
    decision = group_decisions.open_about(by=world.acting(), kind="other", question="Do we meet later?")
    return f"{HOME}/{decision.public_id}"


@pytest.fixture
def forum(client: LintingClient) -> ForumWorld:
    """A forum that decides by consent."""
    return forum_worlds.build()


@pytest.fixture
def voting(forum: ForumWorld) -> ForumWorld:
    """A forum that chose to vote."""
    with writing() as session:
        session.get_one(Forum, forum.id).decides_by = "vote"
    return forum
