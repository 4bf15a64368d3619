"""What waits at the desk becomes a response, is left out with a reason or was sent twice; nothing is dropped."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.submissions import Facts, Part
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.care import Worry
from consult.models.consultations import Consultation
from consult.models.keyings import Keying
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.submissions import Sender, Submission
from consult.queries import letter_questions, register
from consult.queries import submissions as listed
from consult.services import other_worries, senders, submissions, taking_back, worries
from consult.services.transaction import writing
from tests.worlds import World

LETTER = "Light the park.\n\nMore buses at night."


def test_a_letter_becomes_a_response_with_one_answer_that_holds_the_whole(world: World):
    letter = take_in(world, text=LETTER)
    response = accept(world, letter)
    answer = db.session.scalars(select(Answer).where(Answer.response_id == response.id)).one()
    assert answer.text == LETTER
    assert (response.channel, response.language, response.on_behalf_of) == ("post", "en", "self")
    assert response.excluded_reason is None
    assert stored(letter).state == "accepted"
    assert answer.question_id == letter_questions.letters_question(db.session(), world.consultation.id)


def test_beside_the_answer_only_the_places_of_its_paragraphs_stay(world: World):
    letter = take_in(world, parts=(Part("2.1", "text", "Light the park."), Part("2.2", "signature", "A. Person")))
    response = accept(world, letter)
    answer = db.session.scalars(select(Answer).where(Answer.response_id == response.id)).one()
    row = stored(letter)
    assert row.text == "" and "Light" not in str(row.parts) and "Person" not in str(row.parts)
    places = letter_questions.places_of(db.session(), answer.id)
    assert [(place.anchor, place.start, place.end) for place in places] == [
        ("2.1", 0, 15)]


def test_an_organisation_stands_beside_its_response(world: World):
    letter = take_in(world, text=LETTER, sender_kind="organisation", body="A charity", speaks_for=40,
                     may_be_named=True)
    response = accept(world, letter)
    body = db.session.get_one(RespondingBody, response.id)
    assert (body.name, body.speaks_for, body.may_be_named) == ("A charity", 40, True)
    assert response.on_behalf_of == "organisation"


def test_two_letters_share_the_wording_that_letters_stand_under(world: World):
    first, second = (accept(world, take_in(world, text=text)) for text in ("One.", "Two."))
    assert first.survey_version_id == second.survey_version_id
    assert first.survey_version_id != world.responses[0].survey_version_id


@pytest.mark.parametrize(("policy", "reason"), [("counted", None), ("kept", "out-of-time")])
def test_a_late_letter_is_marked_and_counts_as_the_consultation_says(world: World, policy: str, reason: str | None):
    closed(world, policy)
    response = accept(world, take_in(world, text=LETTER))
    assert response.is_late
    assert response.excluded_reason == reason


def test_a_letter_that_was_posted_before_the_close_is_in_time(world: World):
    closes_at = closed(world, "kept")
    letter = take_in(world, text=LETTER, postmarked_on=closes_at.date())
    assert not accept(world, letter).is_late


def test_a_petition_is_accepted_and_becomes_no_response(world: World):
    petition = take_in(world, format="petition", signatures=1200, text="Keep the station open.")
    before = db.session.scalars(select(Response.id)).all()
    assert accept(world, petition) is None
    assert db.session.scalars(select(Response.id)).all() == before
    assert (stored(petition).state, stored(petition).signatures) == ("accepted", 1200)


def test_a_letter_without_words_is_not_accepted(world: World):
    scan = take_in(world, needs_typing=True)
    assert refusal(accept, world, scan) == "submission-needs-typing"
    submissions.describe(consultation_id=world.consultation.id, public_id=scan, by_id=officer(world),
                         facts=Facts("post", "letter", "en", text="What the scan says."))
    assert accept(world, scan) is not None


def test_a_form_without_words_is_keyed(world: World):
    assert refusal(accept, world, take_in(world, format="form")) == "submission-is-form"


def test_what_was_decided_on_is_not_decided_on_again_until_it_is_reopened(world: World):
    letter = take_in(world, text=LETTER)
    call(submissions.exclude, world, letter, reason="spam")
    with pytest.raises(Conflict):
        accept(world, letter)
    call(submissions.reopen, world, letter)
    assert (stored(letter).state, stored(letter).reason) == ("waiting", "")
    assert accept(world, letter) is not None


def test_what_became_a_response_is_not_reopened(world: World):
    letter = take_in(world, text=LETTER)
    accept(world, letter)
    with pytest.raises(Conflict) as refused:
        call(submissions.reopen, world, letter)
    assert refused.value.code == "submission-is-response"


def test_the_same_message_is_taken_in_once(world: World):
    first = take_in(world, text=LETTER, source_hash="a" * 64)
    with pytest.raises(Conflict) as refused:
        take_in(world, text=LETTER, source_hash="a" * 64)
    assert refused.value.facts == {"public_id": first}


def test_a_copy_of_a_copy_points_to_the_first(world: World):
    first, second, third = (take_in(world, text=LETTER) for _number in range(3))
    duplicate(world, third, of=second)
    duplicate(world, second, of=first)
    assert stored(third).duplicate_of_id == stored(second).duplicate_of_id == stored(first).id


def test_what_was_sent_twice_points_to_the_response_that_the_first_became(world: World):
    first, second = take_in(world, text=LETTER), take_in(world, text=LETTER)
    response = accept(world, first)
    duplicate(world, second, of=first)
    assert stored(second).same_as_response_id == response.id


@pytest.mark.parametrize("of", ["itself", "a-stranger", ""])
def test_a_copy_of_itself_or_of_nothing_is_refused(world: World, of: str):
    letter, copy = take_in(world, text=LETTER), take_in(world, text=LETTER)
    duplicate(world, copy, of=letter)
    with pytest.raises(Refused) as refused:
        duplicate(world, letter, of=copy if of == "itself" else of)
    assert refused.value.field == "of"


def test_who_takes_a_waiting_letter_back_leaves_a_row_without_a_word(world: World):
    letter = take_in(world, text=LETTER, label="About the park", sender_kind="group", body="A group")
    with writing() as session:
        session.add(Sender(submission_id=stored(letter).id, address_hash="b" * 64))
    call(submissions.withdraw, world, letter)
    row = stored(letter)
    assert (row.state, row.text, row.parts, row.label, row.body) == ("withdrawn", "", [], "", "")
    assert db.session.scalars(select(Sender)).all() == []


def test_who_takes_an_accepted_letter_back_takes_its_response_back(world: World):
    letter = take_in(world, text=LETTER)
    response = accept(world, letter)
    call(submissions.withdraw, world, letter)
    db.session.expire_all()
    assert (response.excluded_reason, response.erased_at is not None) == ("withdrawn", True)
    assert db.session.scalars(select(Answer).where(Answer.response_id == response.id)).all() == []
    assert stored(letter).parts == []
    with pytest.raises(Conflict):
        call(submissions.withdraw, world, letter)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_who_takes_a_letter_back_takes_back_what_was_sent_again(world: World, is_accepted: bool):
    letter, copy = take_in(world, text=LETTER), take_in(world, text=LETTER, label="Park", thread_hash="c" * 64)
    if is_accepted:
        accept(world, letter)
    call(submissions.mark_duplicate, world, copy, of=letter, note="The same by post")
    call(submissions.withdraw, world, letter, note="Asked by telephone")
    row = stored(copy)
    assert (row.state, row.text, row.parts, row.label, row.note, row.thread_hash) == ("withdrawn", "", [], "", "", None)
    assert stored(letter).note == "Asked by telephone"
    told = register.by_channel(db.session(), world.consultation.id)["post"]
    assert told.is_balanced and told.of("withdrawn") == 2


def test_what_somebody_else_sent_waits_again_when_what_it_was_taken_for_is_taken_back(world: World):
    letter, other = take_in(world, text=LETTER), take_in(world, text=LETTER)
    with writing() as session:
        for public_id, address in ((letter, "a@mail.example"), (other, "b@mail.example")):
            senders.keep(session, stored(public_id), address=address)
    call(submissions.mark_duplicate, world, other, of=letter)
    call(submissions.withdraw, world, letter)
    row = stored(other)
    assert (row.state, row.text, row.decided_at, row.duplicate_of_id) == ("waiting", LETTER, None, None)


def test_what_was_sent_again_by_post_goes_with_an_answer_on_the_web(world: World):
    copy = take_in(world, text=LETTER)
    duplicate(world, copy, of=world.responses[0].public_id)
    with writing() as session:
        taking_back.withdraw_when_asked(session, world.responses[0].id, by_id=officer(world))
    assert (stored(copy).state, stored(copy).text) == ("withdrawn", "")


def test_the_words_that_somebody_worries_about_are_not_written_over(world: World):
    letter = take_in(world, text="I want to kill myself tonight.")
    with pytest.raises(Conflict) as refused:
        call(submissions.describe, world, letter, facts=Facts("post", "letter", "en", text="Nothing of that."))
    assert refused.value.code == "submission-withheld" and "tonight" in stored(letter).text


def test_what_was_typed_of_a_form_goes_with_it(world: World):
    form = take_in(world, format="form")
    with writing() as session:
        session.add(Keying(submission_id=stored(form).id, survey_version_id=world.responses[0].survey_version_id,
                           number=1, answers={"violence-words": ["Words"]}, by_id=officer(world)))
    call(submissions.withdraw, world, form)
    assert db.session.scalars(select(Keying)).one().answers == {}


def test_another_person_checks_what_was_decided(world: World):
    letter = take_in(world, text=LETTER)
    with pytest.raises(Conflict):
        call(submissions.second_check, world, letter)
    accept(world, letter)
    assert refusal(lambda w, one: call(submissions.second_check, w, one), world, letter) == "own-submission"
    submissions.second_check(consultation_id=world.consultation.id, public_id=letter, by_id=world.staff["lead"].id)
    assert stored(letter).checked_by_id == world.staff["lead"].id


def test_a_worry_keeps_a_letter_from_being_decided_and_goes_over_to_its_answer(world: World):
    letter = take_in(world, text=LETTER)
    worry = other_worries.flag_submission(consultation_id=world.consultation.id, public_id=letter, kind="child",
                                          by_id=officer(world))
    with pytest.raises(Conflict) as refused:
        accept(world, letter)
    assert refused.value.code == "submission-withheld"
    worries.close(consultation_id=world.consultation.id, public_id=worry.public_id, outcome=worries.Outcome(),
                  by_id=world.staff["safeguarding"].id)
    response = accept(world, letter)
    answer = db.session.scalars(select(Answer).where(Answer.response_id == response.id)).one()
    moved = db.session.scalars(select(Worry)).one()
    assert (moved.answer_id, moved.submission_id) == (answer.id, None)


def test_the_list_of_words_looks_at_what_comes_in_at_once(world: World):
    letter = take_in(world, text="I want to kill myself tonight.")
    worry = db.session.scalars(select(Worry)).one()
    assert (worry.submission_id, worry.source, worry.kind) == (stored(letter).id, "rule", "harm")


def test_what_it_is_called_is_looked_at_and_held_back_too(world: World):
    take_in(world, text="See above.", label="I want to kill myself tonight")
    assert db.session.scalars(select(Worry)).one().kind == "harm"
    [line] = listed.waiting(db.session(), world.consultation.id).rows
    assert (line.is_held_back, line.label, line.beginning) == (True, "", "")


def test_the_trail_holds_every_step_and_no_word(world: World):
    letter = take_in(world, text="Very secret words.")
    accept(world, letter)
    events = db.session.scalars(select(AuditEvent).where(AuditEvent.object_id == letter)).all()
    assert [event.action for event in events] == ["submission-taken-in", "submission-decided"]
    assert not any("secret" in str(event.facts) for event in events)


@pytest.mark.parametrize("role", ["coder", "safeguarding", "reader", "survey-editor"])
def test_only_the_desk_and_the_lead_decide(world: World, role: str):
    letter = take_in(world, text=LETTER)
    with pytest.raises(NotAllowed):
        submissions.accept(consultation_id=world.consultation.id, public_id=letter, by_id=world.staff[role].id)


def test_what_is_of_no_consultation_or_another_is_not_found(world: World):
    letter = take_in(world, text=LETTER)
    with pytest.raises(NotAllowed):
        submissions.accept(consultation_id=world.consultation.id + 1, public_id=letter, by_id=officer(world))
    with pytest.raises(NotFound):
        call(submissions.mark_unreadable, world, "nothing")


def test_nothing_comes_in_by_the_web_or_from_a_panel_at_the_desk(world: World):
    for channel in ("online", "panel", "pigeon"):
        with pytest.raises(Refused):
            take_in(world, text=LETTER, channel=channel)


def officer(world: World) -> int:
    return world.staff["intake-officer"].id


def take_in(world: World, **facts: object) -> str:
    given = Facts(**{"channel": "post", "format": "letter", "language": "en", **facts})  # type: ignore[arg-type]
    with writing() as session:
        return submissions.take_in(session, consultation_id=world.consultation.id, facts=given,
                                   by_id=officer(world)).public_id


def call(do, world: World, public_id: str, **others: object) -> None:
    do(consultation_id=world.consultation.id, public_id=public_id, by_id=officer(world), **others)


def accept(world: World, public_id: str) -> Response | None:
    return submissions.accept(consultation_id=world.consultation.id, public_id=public_id, by_id=officer(world))


def duplicate(world: World, public_id: str, *, of: str) -> None:
    call(submissions.mark_duplicate, world, public_id, of=of)


def stored(public_id: str) -> Submission:
    return db.session.scalars(select(Submission).where(Submission.public_id == public_id)
                              .execution_options(populate_existing=True)).one()


def refusal(do, world: World, public_id: str) -> str:
    with pytest.raises(Refused) as refused:
        do(world, public_id)
    return refused.value.code


def closed(world: World, policy: str) -> datetime:
    """Let the consultation have closed the day before yesterday, with this policy for what is late."""
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.closes_at = utc_now().astimezone(UTC) - timedelta(days=2)
        consultation.late_answers = policy
        return consultation.closes_at


