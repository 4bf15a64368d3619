"""Several answers of one person are linked by a person: all are kept, one is counted, and one always is."""

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.responses import Response
from consult.models.submissions import SamePerson, Submission
from consult.queries import response_counts
from consult.services import responses, same_people, taking_back
from consult.services.transaction import writing
from tests.letter_worlds import letter, submission_of
from tests.panel_worlds import member, panel
from tests.services.test_taking_back import correct, newest, sent
from tests.worlds import World


def test_two_linked_responses_are_counted_once_and_both_are_kept(world: World) -> None:
    before = people(world)
    link(world, 0, 1)
    assert people(world) == before - 1
    assert counts_with(world) == [None, 0, None]
    assert response_counts.by_exclusion(db.session(), world.consultation.id) == {"same-person": 1}


def test_who_linked_them_is_in_the_audit_trail_and_why_is_beside_the_pair(world: World) -> None:
    link(world, 0, 1)
    event = db.session().query(AuditEvent).filter_by(action="people-linked").one()
    assert event.object_id == world.responses[1].public_id and "reason" not in event.facts
    pair = db.session().query(SamePerson).one()
    assert (pair.state, pair.basis, pair.reason) == ("linked", "person", "They told us.")


def test_what_a_response_is_counted_with_comes_along(world: World) -> None:
    link(world, 1, 2)
    link(world, 0, 1)
    assert counts_with(world) == [None, 0, 0]


def test_a_third_joins_the_one_that_is_counted(world: World) -> None:
    link(world, 0, 1)
    link(world, 0, 2)
    assert counts_with(world) == [None, 0, 0]
    with pytest.raises(Conflict, match="already-decided"):
        link(world, 2, 1)


def test_when_the_first_is_taken_back_the_next_is_counted(world: World) -> None:
    link(world, 0, 1)
    before = people(world)
    taking_back.withdraw(public_id=world.responses[0].public_id)
    assert people(world) == before
    assert counts_with(world) == [1, None, None]


def test_when_the_first_is_left_out_the_next_is_counted_and_stays_so_when_it_comes_back(world: World) -> None:
    link(world, 0, 1)
    before, lead = people(world), world.staff["lead"].id
    here = {"consultation_id": world.consultation.id, "public_id": world.responses[0].public_id, "by_id": lead}
    responses.exclude(reason="spam", **here)
    assert (people(world), counts_with(world)) == (before, [1, None, None])
    responses.restore(**here)
    assert (people(world), counts_with(world)) == (before, [1, None, None])


def test_where_all_were_left_out_the_one_that_comes_back_is_counted(world: World) -> None:
    link(world, 0, 1)
    before, lead = people(world), world.staff["lead"].id
    for at in (1, 0):
        responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[at].public_id,
                          reason="test", by_id=lead)
    assert people(world) == before - 1
    responses.restore(consultation_id=world.consultation.id, public_id=world.responses[1].public_id, by_id=lead)
    assert (people(world), counts_with(world)) == (before, [1, None, None])


def test_a_correction_keeps_its_place_among_the_answers_of_its_sender(world: World) -> None:
    old = sent(world, {"violence-words": ["First words of mine."]})
    world.responses.append(old)
    link(world, 3, 0)
    before = people(world)
    correct(world, old.public_id, {"violence-words": ["Other words of mine."]})
    new = newest()
    assert people(world) == before
    assert (fresh(world.responses[0]).counts_with_id, new.counts_with_id) == (new.id, None)
    assert db.session().query(SamePerson).one().second_id == new.id


def test_what_was_taken_in_is_the_newest_form_of_its_response(world: World) -> None:
    answer = letter(world, "A letter about the park.")
    came = submission_of(answer).id
    old = db.session().get_one(Response, answer.response_id)
    with writing() as session:
        new = sent(world, {"violence-words": ["The same as a form."]})
        same_people.carry(session, session.get_one(Response, old.id), session.get_one(Response, new.id))
    assert db.session().get_one(Submission, came, populate_existing=True).response_id == new.id


def test_taking_the_link_back_counts_both_again(world: World) -> None:
    link(world, 0, 1)
    link(world, 0, 2)
    before = people(world)
    same_people.unlink(consultation_id=world.consultation.id, response=world.responses[0].public_id,
                       reason="A neighbour.", by_id=world.staff["lead"].id)
    assert people(world) == before + 1
    assert counts_with(world) == [None, None, 1]
    assert {pair.state for pair in db.session().query(SamePerson)} == {"undone"}


def test_what_is_counted_by_itself_has_no_link_to_take_back(world: World) -> None:
    with pytest.raises(Conflict, match="already-decided"):
        same_people.unlink(consultation_id=world.consultation.id, response=world.responses[0].public_id,
                           reason="No.", by_id=world.staff["lead"].id)


def test_what_does_not_count_is_linked_to_nothing(world: World) -> None:
    taking_back.withdraw(public_id=world.responses[1].public_id)
    with pytest.raises(Conflict, match="not-counted"):
        link(world, 0, 1)


def test_a_panel_is_never_linked_to_anyone(world: World) -> None:
    member(world, panel(world), {"violence-words": ["A panel's words."]})
    with pytest.raises(Conflict, match="not-counted"):
        link(world, 0, 3)


def test_a_person_and_an_organisation_are_two_voices(world: World) -> None:
    world.responses.append(db.session().get_one(Response, letter(
        world, "We are a charity.", sender_kind="organisation", body="Doorways").response_id))
    with pytest.raises(Conflict, match="not-counted"):
        link(world, 0, 3)


def test_a_reason_is_needed_and_may_not_be_a_letter(world: World) -> None:
    for reason, code in ((" ", "reason-missing"), ("a" * 501, "reason-long")):
        with pytest.raises(Refused, match=code):
            link(world, 0, 1, reason)


def test_nobody_links_what_is_not_there(world: World) -> None:
    with pytest.raises(NotFound):
        same_people.link(consultation_id=world.consultation.id, first=world.responses[0].public_id, other="nothing",
                         reason="No.", by_id=world.staff["lead"].id)


@pytest.mark.parametrize("role", ["coder", "intake-officer", "reader", "administrator"])
def test_only_a_lead_links(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        same_people.link(consultation_id=world.consultation.id, first=world.responses[0].public_id,
                         other=world.responses[1].public_id, reason="No.", by_id=world.staff[role].id)


def link(world: World, first: int, other: int, reason: str = "They told us.") -> None:
    same_people.link(consultation_id=world.consultation.id, first=world.responses[first].public_id,
                     other=world.responses[other].public_id, reason=reason, by_id=world.staff["lead"].id)


def counts_with(world: World) -> list[int | None]:
    """Return with which of the world's responses (by place) each is counted."""
    places = {response.id: at for at, response in enumerate(world.responses)}
    return [places.get(fresh(response).counts_with_id or 0) for response in world.responses]


def fresh(response: Response) -> Response:
    return db.session().get_one(Response, response.id, populate_existing=True)


def people(world: World) -> int:
    return response_counts.people(db.session(), world.consultation.id)
