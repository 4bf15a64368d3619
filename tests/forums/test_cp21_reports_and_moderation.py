"""CP-21: a report goes to a person whom the group chose; what is held back has a reason, a notice and an appeal.

By services and on the pages that members use.
"""

from datetime import date, timedelta

import pytest

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import OF_OFFICER, Acting, Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import member_reports as stored
from consult.queries import moderations as held
from consult.queries import threads as talk
from consult.services import agreement_steps, member_reports, moderations, threads
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.services.transaction import writing
from tests import forum_worlds
from tests.forum_worlds import ForumWorld
from tests.linting import LintingClient

AGREEMENT = "/en/space/agreement"


def test_cp21_a_report_reaches_the_person_whom_the_group_chose_and_nobody_else(
        forum: ForumWorld, client: LintingClient) -> None:
    amber, listener = forum.acting(forum.members[0]), forum.someone("listener", "Willow")
    forum.enter(client, forum.members[0])
    assert "Willow" in client.get("/en/space/report").text
    assert client.send("/en/space/report", {"words": "Somebody follows me."}).status_code == 303
    report = stored.of_forum(db.session(), forum.acting(listener))[0]
    assert (report.words, report.name) == ("Somebody follows me.", "Amber")
    for member in (forum.chair, forum.members[1], forum.someone("independent"), forum.someone("supporter")):
        forum.enter(client, member)
        assert client.get(f"/en/space/reports/{report.public_id}").status_code == 404
        assert client.get("/en/space/reports").status_code == 404
    assert [one.public_id for one in stored.mine(db.session(), amber)] == [report.public_id]


def test_cp21_no_officer_and_no_other_member_hears_a_report(forum: ForumWorld) -> None:
    assert not any("report" in right for rights in OF_OFFICER.values() for right in rights)
    public_id = member_reports.send(by=forum.acting(), words="x")
    stranger = forum_worlds.build("Other")
    for by in (forum.acting(), forum.acting(forum.members[0]), stranger.acting(stranger.someone("listener"))):
        with pytest.raises(NotFound):
            member_reports.settle(by=by, public_id=public_id, answer="x")


def test_cp21_a_report_can_be_sent_without_saying_who_one_is(forum: ForumWorld, client: LintingClient) -> None:
    listener = forum.someone("listener")
    forum.enter(client, forum.members[0])
    client.get("/en/space/report")
    client.send("/en/space/report", {"words": "x", "is_unknown": "y"})
    forum.enter(client, listener)
    report = stored.of_forum(db.session(), forum.acting(listener))[0]
    page = client.get(f"/en/space/reports/{report.public_id}").text
    assert "They do not say who they are." in page and "Amber" not in page


def test_cp21_the_answer_is_read_by_who_reported_and_is_given_once(forum: ForumWorld, client: LintingClient) -> None:
    listener = forum.acting(forum.someone("listener"))
    public_id = member_reports.send(by=forum.acting(forum.members[0]), words="x")
    member_reports.see(by=listener, public_id=public_id)
    member_reports.settle(by=listener, public_id=public_id, answer="I will speak to them.")
    with pytest.raises(Conflict, match="report-settled"):
        member_reports.settle(by=listener, public_id=public_id, answer="again")
    forum.enter(client, forum.members[0])
    assert "I will speak to them." in client.get(AGREEMENT).text
    forum.enter(client, forum.members[1])
    assert "I will speak to them." not in client.get(AGREEMENT).text


def test_cp21_an_independent_advocate_is_named_beside_the_report(forum: ForumWorld, client: LintingClient) -> None:
    with writing() as session:
        session.get_one(type(forum.forum), forum.id).advocate_contact = "Ring **Ash** at https://ash.example/help"
    forum.enter(client, forum.members[0])
    for path in (AGREEMENT, "/en/space/report"):
        assert 'href="https://ash.example/help"' in client.get(path).text


def test_cp21_a_reported_message_is_read_by_who_hears_reports_also_once_it_is_held_back(
        forum: ForumWorld, client: LintingClient) -> None:
    post_id = said(forum.acting(forum.members[0]))
    listener = forum.someone("listener")
    public_id = member_reports.send(by=forum.acting(forum.members[1]), words="Look at this", post_id=post_id)
    moderations.hold_back(by=forum.acting(), post_id=post_id, rule="threat", reason="x")
    forum.enter(client, listener)
    assert "Mean words" in client.get(f"/en/space/reports/{public_id}").text
    assert client.get("/en/space/talk").status_code == 404


@pytest.mark.parametrize("words", ["", "  ", "x" * 1001])
def test_cp21_an_empty_or_endless_report_is_shown_again(forum: ForumWorld, client: LintingClient, words: str) -> None:
    forum.enter(client, forum.members[0])
    client.get("/en/space/report")
    answer = client.send("/en/space/report", {"words": words})
    assert answer.status_code == 422 and "There is a problem" in answer.text
    with pytest.raises(Refused):
        member_reports.send(by=forum.acting(), words=words)


def test_cp21_a_report_about_a_message_of_another_forum_is_not_taken(forum: ForumWorld) -> None:
    elsewhere = said(forum_worlds.build("Other").acting())
    with pytest.raises(NotFound):
        member_reports.send(by=forum.acting(), words="x", post_id=elsewhere)


def test_cp21_what_is_held_back_tells_its_author_why_and_how_to_appeal(
        forum: ForumWorld, client: LintingClient) -> None:
    post_id = said(forum.acting(forum.members[0]))
    forum.enter(client, forum.chair)
    client.get(f"/en/space/posts/{post_id}/hold-back")
    assert client.send(f"/en/space/posts/{post_id}/hold-back", {"rule": "outs-somebody"}).status_code == 422
    client.send(f"/en/space/posts/{post_id}/hold-back", {"rule": "outs-somebody", "reason": "It names a street."})
    forum.enter(client, forum.members[0])
    page = client.get(AGREEMENT).text
    assert "It names a street." in page and "Ask somebody independent to look" in page and "Mean words" in page
    forum.enter(client, forum.members[1])
    assert "Mean words" not in client.get("/en/space/talk/" + thread_of(forum)).text


def test_cp21_an_appeal_goes_to_the_independent_person_and_back_with_words(
        forum: ForumWorld, client: LintingClient) -> None:
    moderations.hold_back(by=forum.acting(), post_id=said(forum.acting(forum.members[0])), rule="hate", reason="x")
    forum.enter(client, forum.members[0])
    appeal = f"/en/space/held-back/{held_id(forum)}/appeal"
    client.get(appeal)
    assert client.send(appeal, {"words": "It was a quote."}).status_code == 303
    forum.enter(client, forum.someone("independent"))
    assert "A message that was held back" in client.get("/en/space/appeals").text
    place = f"/en/space/appeals/messages/{held_id(forum)}"
    assert "It was a quote." in client.get(place).text
    assert client.send(place, {"outcome": "overturned", "words": "A quote it is."}).status_code == 303
    forum.enter(client, forum.members[0])
    page = client.get(AGREEMENT).text
    assert "A quote it is." in page and "Shown again" in page


def test_cp21_numbers_of_what_was_held_back_are_there_for_everyone_in_the_group(
        forum: ForumWorld, client: LintingClient) -> None:
    moderations.hold_back(by=forum.acting(), post_id=said(forum.acting(forum.members[0])), rule="hate", reason="x")
    for member in (forum.members[1], forum.someone("monitor")):
        forum.enter(client, member)
        assert "Messages held back" in client.get(AGREEMENT).text
    page = client.get(AGREEMENT).text
    assert "too few to show" in page and "Why messages were held back" not in page
    forum.enter(client, forum.members[1])
    page = client.get(AGREEMENT).text
    assert "too few to show" not in page and "Why messages were held back" in page


def test_cp21_the_steps_go_from_a_private_word_to_an_appeal(forum: ForumWorld, client: LintingClient) -> None:
    amber = forum.acting(forum.members[0])
    forum.enter(client, forum.chair)
    client.get(f"{AGREEMENT}/word")
    assert "Nobody in this group has that name" in client.send(f"{AGREEMENT}/word", {"name": "X", "reason": "x"}).text
    assert client.send(f"{AGREEMENT}/word", {"name": "amber", "reason": "Let others finish."}).status_code == 303
    place = f"{AGREEMENT}/{amber.public_id}"
    assert "Let others finish." in client.get(place).text
    assert "Enter a day" in client.send(place, {"step": "pause", "reason": "Again."}).text
    agreement_steps.pause(by=forum.acting(), about_id=amber.public_id, reason="Again.", until=soon())
    forum.enter(client, forum.members[0])
    assert "You are paused." in client.get(AGREEMENT).text
    client.get(f"{AGREEMENT}/appeal")
    assert client.send(f"{AGREEMENT}/appeal", {"words": "I was away."}).status_code == 303
    forum.enter(client, forum.someone("independent"))
    assert "What was decided about somebody" in client.get("/en/space/appeals").text


def test_cp21_the_group_is_asked_by_a_chair_and_its_members_only_hold_that_right(
        forum: ForumWorld, client: LintingClient) -> None:
    amber = forum.acting(forum.members[0])
    agreement_steps.speak(by=forum.acting(), about_id=amber.public_id, reason="x")
    agreement_steps.pause(by=forum.acting(), about_id=amber.public_id, reason="x", until=soon())
    forum.enter(client, forum.chair)
    place = f"{AGREEMENT}/{amber.public_id}"
    client.get(place)
    assert client.send(place, {"step": "group-decision", "reason": "It goes on."}).status_code == 422
    asked = {"step": "group-decision", "reason": "It goes on.", "outcome": "leave"}
    assert client.send(place, asked).status_code == 303
    forum.enter(client, forum.members[1])
    assert client.get(place).status_code == 404
    for standing in ("listener", "independent", "supporter", "monitor"):
        assert Right.MODERATE not in forum.acting(forum.someone(standing)).rights


def said(by: Acting) -> str:
    threads.begin(by=by, beginning=Beginning("Buses"), first=Said("Mean words"))
    thread = talk.one(db.session(), by, talk.page(db.session(), by.forum_id).threads[0].public_id)
    assert thread is not None
    return talk.posts(db.session(), by, thread.id).posts[0].public_id


def thread_of(forum: ForumWorld) -> str:
    return talk.page(db.session(), forum.id).threads[0].public_id


def held_id(forum: ForumWorld) -> str:
    return held.mine(db.session(), forum.acting(forum.members[0]))[0].public_id


def soon() -> date:
    return london_day(utc_now()) + timedelta(days=7)
