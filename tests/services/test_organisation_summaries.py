"""Organisations check what we print of them: nothing is called checked that they did not say yes to."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.answers_to_people import OrganisationSummary
from consult.models.responses import RespondingBody, Response
from consult.queries import organisation_summaries as stored
from consult.services import organisation_summaries as summaries
from consult.services import report_organisations, taking_back
from consult.services.transaction import writing
from tests.worlds import World

OURS, THEIRS = "They want more lights.", "We want lights that work."


def test_a_code_opens_the_summary_and_stands_nowhere(world: World, body: Response) -> None:
    code = sent(world, body)
    row = stored.by_code(db.session(), summaries.hash_of(code))
    assert row is not None and code not in (row.code_hash or "") and row.state == "sent"
    again = summaries.send(consultation_id=world.consultation.id, response=body.public_id, by_id=lead(world))
    assert stored.by_code(db.session(), summaries.hash_of(code)) is None
    assert stored.by_code(db.session(), summaries.hash_of(again)) is not None


def test_what_it_agrees_with_is_printed_as_checked_and_nothing_else_is(world: World, body: Response) -> None:
    write(world, body)
    assert printed(world).summary == "" and stored.unchecked(db.session(), world.consultation.id) == 1
    send(world, body)
    assert printed(world).note == "summary-unchecked"
    summaries.agree(public_id=row().public_id, revision=1)
    assert (printed(world).note, printed(world).state) == ("summary-checked", "agreed")
    assert stored.unchecked(db.session(), world.consultation.id) == 0


def test_its_own_words_take_the_place_of_ours_once_a_person_says_so(world: World, body: Response) -> None:
    corrected(world, body)
    assert (printed(world).summary, printed(world).note) == (OURS, "summary-waiting")
    summaries.take_over(consultation_id=world.consultation.id, response=body.public_id, by_id=lead(world))
    assert (printed(world).summary, printed(world).note) == (THEIRS, "summary-own-words")


def test_ours_stand_only_with_a_reason_and_its_words_beside_them(world: World, body: Response) -> None:
    corrected(world, body)
    with pytest.raises(Refused):
        summaries.keep_ours(consultation_id=world.consultation.id, response=body.public_id, reason=" ",
                            by_id=lead(world))
    summaries.keep_ours(consultation_id=world.consultation.id, response=body.public_id, reason="The letter says so.",
                        by_id=lead(world))
    found = printed(world)
    assert (found.summary, found.correction, found.kept_reason) == (OURS, THEIRS, "The letter says so.")


def test_a_yes_to_old_words_is_no_yes_to_new_ones(world: World, body: Response) -> None:
    sent(world, body)
    write(world, body, "They want fewer lights.", revision=1)
    send(world, body)
    with pytest.raises(Conflict, match="summary-changed"):
        summaries.agree(public_id=row().public_id, revision=1)
    assert row().state == "sent"


def test_of_two_editors_the_second_loses_nothing_of_the_first(world: World, body: Response) -> None:
    write(world, body)
    with pytest.raises(Conflict, match="summary-changed"):
        write(world, body, "Other words.", revision=0)
    assert row().summary == OURS


def test_words_that_are_being_written_are_shown_to_nobody(world: World, body: Response) -> None:
    sent(world, body)
    write(world, body, revision=1)
    with pytest.raises(NotFound):
        summaries.agree(public_id=row().public_id, revision=2)


def test_who_may_not_be_named_is_printed_by_kind_and_in_words_that_it_checked(world: World, body: Response) -> None:
    with writing() as session:
        session.get_one(RespondingBody, body.id).may_be_named = False
    sent(world, body)
    assert (printed(world).name, printed(world).key, printed(world).summary) == ("", "", "")
    summaries.agree(public_id=row().public_id, revision=1)
    assert (printed(world).name, printed(world).kind, printed(world).summary) == ("", "charity", OURS)


def test_who_takes_its_answer_back_leaves_no_summary(world: World, body: Response) -> None:
    code = sent(world, body)
    taking_back.withdraw(public_id=body.public_id)
    assert db.session.scalar(select(OrganisationSummary)) is None
    assert stored.by_code(db.session(), summaries.hash_of(code)) is None
    assert report_organisations.organisations(db.session(), world.consultation) == ()


def test_a_person_is_no_organisation(world: World) -> None:
    with pytest.raises(NotFound):
        write(world, world.responses[0])
    assert stored.listed(db.session(), world.consultation.id) == []


@pytest.mark.parametrize(("role", "may_write", "may_send"), [
    ("lead", True, True), ("intake-officer", False, True), ("coder", False, False), ("reader", False, False)])
def test_who_writes_and_who_sends(world: World, body: Response, role: str, may_write: bool, may_send: bool) -> None:
    by_id = world.staff[role].id
    if may_write:
        write(world, body, by_id=by_id)
    else:
        with pytest.raises(NotAllowed):
            write(world, body, by_id=by_id)
        write(world, body)
    if may_send:
        send(world, body, by_id=by_id)
    else:
        with pytest.raises(NotAllowed):
            send(world, body, by_id=by_id)


def write(world: World, body: Response, words: str = OURS, *, revision: int = 0, by_id: int | None = None) -> None:
    summaries.write(consultation_id=world.consultation.id, response=body.public_id, summary=words, kind="charity",
                    position={"obj-violence": "support"}, revision=revision, by_id=by_id or lead(world))


def send(world: World, body: Response, by_id: int | None = None) -> str:
    return summaries.send(consultation_id=world.consultation.id, response=body.public_id, by_id=by_id or lead(world))


def sent(world: World, body: Response) -> str:
    write(world, body)
    return send(world, body)


def corrected(world: World, body: Response) -> None:
    sent(world, body)
    summaries.correct(public_id=row().public_id, revision=1, words=THEIRS)


def row() -> OrganisationSummary:
    return db.session.scalars(select(OrganisationSummary)).one()


def printed(world: World) -> object:
    [found] = report_organisations.organisations(db.session(), world.consultation)
    return found


def lead(world: World) -> int:
    return world.staff["lead"].id


@pytest.fixture
def body(world: World) -> Response:
    """An organisation that answered and may be named."""
    world.respond("More lights on our estate.")
    with writing() as session:
        response = session.get_one(Response, world.responses[-1].id)
        response.on_behalf_of = "organisation"
        session.add(RespondingBody(response_id=response.id, name="Lights for All", may_be_named=True))
        return response
