"""CP-07: bodies outside can only place a request in a tray; the group takes, changes or declines it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.instants import utc_now
from consult.extensions import db
from consult.models.agendas import AgendaItem, OutsideRequest
from consult.models.audit import AuditEvent
from consult.queries import outside_requests as stored
from consult.services import group_decisions, outside_requests
from tests.agenda_worlds import everyone_agrees
from tests.forum_worlds import ForumWorld, build
from tests.linting import LintingClient
from tests.worlds import World

ASKED = {"body": "MPS, hate crime team", "title": "A new form", "words": "Is the form clear?", "why": "We change it.",
         "use": "We test it in May."}


def test_cp07_an_officer_places_a_request_with_all_that_the_group_needs(forum: ForumWorld, world: World) -> None:
    row = place(forum, officer(forum, world))
    assert [one.title for one in stored.in_tray(db.session(), forum.id)] == ["A new form"]
    assert db.session.query(AgendaItem).count() == 0
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "outside-request-placed")).one()
    assert event.object_id == row.public_id and not event.facts
    with pytest.raises(Refused, match="use: text-missing"):
        place(forum, world.staff["reader"].id, use=" ")


def test_cp07_who_was_not_let_in_places_nothing(forum: ForumWorld, world: World) -> None:
    person = world.staff["administrator"].id
    with pytest.raises(NotFound):
        place(forum, person)
    forum.officer(person, "access-support")
    with pytest.raises(NotFound):
        place(forum, person)


def test_cp07_a_request_is_on_no_agenda_before_the_group_takes_it(client: LintingClient, forum: ForumWorld,
                                                                  world: World) -> None:
    row = place(forum, officer(forum, world))
    forum.enter(client, forum.members[0])
    assert "A new form" not in client.get("/en/space/agenda").get_data(as_text=True)
    page = client.get(f"/en/space/tray/{row.public_id}").get_data(as_text=True)
    assert all(words in page for words in ASKED.values())
    answer = client.send(f"/en/space/tray/{row.public_id}", {"answer": "taken"})
    assert answer.status_code == 303 and "/space/decisions/" in answer.headers["Location"]
    assert db.session.query(AgendaItem).count() == 0


def test_cp07_a_request_that_the_group_takes_is_an_item_marked_as_one(client: LintingClient, forum: ForumWorld,
                                                                      world: World) -> None:
    row = place(forum, officer(forum, world))
    decide(forum, row, answer="taken")
    item = db.session.query(AgendaItem).one()
    assert (item.title, item.request_id, row_now(row).state) == ("A new form", row.id, "taken")
    forum.enter(client, forum.members[0])
    page = client.get(f"/en/space/agenda/items/{item.public_id}").get_data(as_text=True)
    assert "Request from outside:" in page and "MPS, hate crime team" in page


def test_cp07_a_changed_request_has_the_groups_words(forum: ForumWorld, world: World) -> None:
    person = officer(forum, world)
    row = place(forum, person)
    decide(forum, row, answer="changed", title="Whom we trust", words="Who should read the form?")
    assert db.session.query(AgendaItem).one().title == "Whom we trust"
    seen = stored.placed_by(db.session(), forum.id, person)[0]
    assert (seen.state, seen.changed_title, seen.changed_words) == (
        "changed", "Whom we trust", "Who should read the form?")


def test_cp07_declining_needs_no_reason_and_tells_nothing_more(forum: ForumWorld, world: World) -> None:
    person = officer(forum, world)
    row = place(forum, person)
    decide(forum, row, answer="declined")
    seen = stored.placed_by(db.session(), forum.id, person)[0]
    assert (seen.state, seen.answer) == ("declined", "")
    assert not {"answered_by_id", "decision", "could", "did"} & set(vars(seen))
    assert db.session.query(AgendaItem).count() == 0


def test_cp07_the_body_sees_nothing_of_an_answer_that_is_not_decided(forum: ForumWorld, world: World) -> None:
    person = officer(forum, world)
    row = place(forum, person)
    offer(forum, row, answer="changed", title="Whom we trust", words="Who?", reason="Not your form again.")
    seen = stored.placed_by(db.session(), forum.id, person)[0]
    assert (seen.state, seen.changed_title, seen.answer) == ("waiting", "", "")


def test_cp07_no_two_answers_are_put_to_the_group_and_none_twice(forum: ForumWorld, world: World) -> None:
    row = place(forum, officer(forum, world))
    offer(forum, row, answer="taken")
    with pytest.raises(Conflict, match="decision-already-open"):
        offer(forum, row, answer="declined")
    assert row_now(row).offered == "taken"


def test_cp07_an_answer_that_the_group_does_not_want_leaves_the_request_waiting(forum: ForumWorld,
                                                                               world: World) -> None:
    row = place(forum, officer(forum, world))
    decision = offer(forum, row, answer="taken", reason="With pleasure.")
    group_decisions.withdraw(by=forum.acting(), decision_id=decision)
    assert (row_now(row).state, row_now(row).offered, row_now(row).answer) == ("waiting", "", "")
    assert stored.waiting(db.session(), forum.acting()) == [row.public_id]


def test_cp07_an_officer_takes_back_only_an_own_request_that_waits(forum: ForumWorld, world: World) -> None:
    person, other = officer(forum, world), world.staff["coder"].id
    forum.officer(other, "guest")
    row = place(forum, person)
    with pytest.raises(NotFound):
        outside_requests.withdraw(forum_id=forum.forum.public_id, by_id=other, request_id=row.public_id)
    decision = offer(forum, row, answer="taken")
    outside_requests.withdraw(forum_id=forum.forum.public_id, by_id=person, request_id=row.public_id)
    everyone_agrees(forum, decision)
    assert row_now(row).state == "withdrawn" and db.session.query(AgendaItem).count() == 0


def test_cp07_no_other_forum_and_no_supporter_answers(forum: ForumWorld, world: World) -> None:
    row = place(forum, officer(forum, world))
    for by in (build("Others").acting(), forum.acting(forum.someone("supporter")), forum.acting(
            forum.someone("monitor"))):
        with pytest.raises(NotFound):
            outside_requests.offer(by=by, request_id=row.public_id, answer="taken", question="Yes?")


def test_cp07_a_full_tray_takes_no_more(forum: ForumWorld, world: World) -> None:
    person = officer(forum, world)
    for _number in range(outside_requests.MOST_WAITING):
        place(forum, person)
    with pytest.raises(Conflict, match="tray-full"):
        place(forum, person)


@pytest.mark.parametrize("sent, field", [({}, "answer"), ({"answer": "changed"}, "title"), ({"answer": "x"}, "answer")])
def test_cp07_an_answer_with_something_missing_is_shown_again(client: LintingClient, forum: ForumWorld, world: World,
                                                              sent: dict[str, str], field: str) -> None:
    row = place(forum, officer(forum, world))
    forum.enter(client, forum.members[0])
    client.get(f"/en/space/tray/{row.public_id}")
    answer = client.send(f"/en/space/tray/{row.public_id}", sent)
    assert answer.status_code == 422 and f'href="#{field}"' in answer.get_data(as_text=True)


def officer(forum: ForumWorld, world: World) -> int:
    """Let somebody in as an officer who may place requests; return the row id."""
    person = world.staff["reader"]
    forum.officer(person.id)
    return person.id


def place(forum: ForumWorld, by_id: int, **other: str) -> OutsideRequest:
    """Place a request."""
    return outside_requests.place(forum_id=forum.forum.public_id, by_id=by_id, **ASKED | other,
                                  wanted_by=utc_now().date() + timedelta(days=30))


def offer(forum: ForumWorld, row: OutsideRequest, **answer: str) -> str:
    """Put an answer to the group, and return the decision."""
    return outside_requests.offer(by=forum.acting(), request_id=row.public_id, question="Yes?", **answer).public_id


def decide(forum: ForumWorld, row: OutsideRequest, **answer: str) -> None:
    """Have the group agree on an answer."""
    everyone_agrees(forum, offer(forum, row, **answer))


def row_now(row: OutsideRequest) -> OutsideRequest:
    """Return a request as it stands."""
    db.session.expire_all()
    return db.session.get_one(OutsideRequest, row.id)
