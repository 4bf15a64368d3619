"""Typing paper forms: one person at a time, twice, without seeing each other; settled by the paper, then a response."""

import pytest
from flask import Flask
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.keyings import CONSENT, QUOTES
from consult.domain.submissions import Facts
from consult.extensions import db
from consult.models.keyings import Keying, KeyingDifference
from consult.models.responses import Answer, RespondingBody, Response
from consult.models.submissions import Submission
from consult.queries import keying_quality
from consult.queries import keyings as stored
from consult.services import keyed_forms, keyings, submissions
from consult.services.keyed_forms import Decision
from consult.services.keyings import Finished, Typed
from consult.services.transaction import writing
from tests.worlds import World

FIRST = {"support-knife-crime": ["agree"], "violence-words": ["More lights"], CONSENT: ["yes"], QUOTES: ["yes"]}


def test_only_one_person_types_a_form_at_a_time(world: World, form_id: str) -> None:
    begin(world, form_id)
    with pytest.raises(Conflict, match="keying-taken"):
        begin(world, form_id, by="lead")
    with pytest.raises(Conflict, match="keying-taken"):
        keyings.save(**ids(world, form_id), number=1, typed=Typed(FIRST), by_id=staff(world, "lead"))


def test_a_second_window_does_not_write_over_the_first(world: World, form_id: str) -> None:
    begin(world, form_id)
    save = {**ids(world, form_id), "number": 1, "by_id": staff(world)}
    assert keyings.save(**save, typed=Typed(FIRST, revision=1)) == 2
    with pytest.raises(Conflict, match="keying-changed"):
        keyings.save(**save, typed=Typed({}, revision=1))


def test_who_takes_a_typing_over_finds_what_was_typed(world: World, form_id: str) -> None:
    begin(world, form_id)
    keyings.save(**ids(world, form_id), number=1, typed=Typed(FIRST), by_id=staff(world))
    keyings.take_over(**ids(world, form_id), number=1, by_id=staff(world, "lead"))
    keying = db.session().scalars(select(Keying)).one()
    assert keying.answers["violence-words"] == ["More lights"] and keying.by_id == staff(world, "lead")


def test_what_cannot_be_an_answer_is_said_and_everything_typed_is_kept(world: World, form_id: str) -> None:
    begin(world, form_id)
    typed = Typed({**FIRST, "support-knife-crime": ["agree", "disagree"], ":speaks_for": ["many"]})
    done = finish(world, form_id, 1, typed)
    assert {refused.field: refused.code for refused in done.problems} == {
        "support-knife-crime": "too-many-choices", ":speaks_for": "number-shape"}
    keying = db.session().scalars(select(Keying)).one()
    assert keying.state == "open" and keying.answers["support-knife-crime"] == ["agree", "disagree"]


def test_a_form_without_anything_on_it_cannot_be_finished(world: World, form_id: str) -> None:
    begin(world, form_id)
    with pytest.raises(Refused, match="form-blank"):
        finish(world, form_id, 1, Typed({}))


def test_nobody_types_their_own_form_again(world: World, form_id: str) -> None:
    begin(world, form_id)
    with pytest.raises(Conflict, match="keying-not-ready"):
        keyings.begin_again(**ids(world, form_id), by_id=staff(world, "lead"))
    finish(world, form_id, 1, Typed(FIRST))
    with pytest.raises(NotAllowed):
        keyings.begin_again(**ids(world, form_id), by_id=staff(world))


def test_two_typings_that_agree_become_a_response_at_once(world: World, form_id: str) -> None:
    done = twice(world, form_id, FIRST, FIRST)
    response = response_of(form_id)
    assert done.is_agreed and response.channel == "post" and response.has_quote_consent
    answers = db.session().scalars(select(Answer).where(Answer.response_id == response.id)).all()
    assert sorted(answer.choice or answer.text for answer in answers) == ["More lights", "agree"]


def test_words_stand_once_where_they_can_be_masked(world: World, form_id: str) -> None:
    twice(world, form_id, FIRST, FIRST)
    kept = [keying.answers for keying in db.session().scalars(select(Keying))]
    assert [answers["violence-words"] for answers in kept] == [[""], [""]]
    assert [answers["support-knife-crime"] for answers in kept] == [["agree"], ["agree"]]


def test_two_that_differ_wait_until_somebody_else_looks_at_the_paper(world: World, form_id: str) -> None:
    second = {**FIRST, "support-knife-crime": ["disagree"], "violence-words": ["More light"]}
    done = twice(world, form_id, FIRST, second)
    assert done.to_settle == 2 and stored.counts(db.session(), world.consultation.id)["settle"] == 1
    with pytest.raises(Refused, match="keying-undecided"):
        settle(world, form_id, {"support-knife-crime": Decision("second")})
    with pytest.raises(NotAllowed):
        settle(world, form_id, {}, by="intake-officer")
    assert settle(world, form_id, {"support-knife-crime": Decision("second"),
                                   "violence-words": Decision("other", ["More lamps"])}) == "accepted"
    answers = db.session().scalars(select(Answer).where(Answer.response_id == response_of(form_id).id)).all()
    assert sorted(answer.choice or answer.text for answer in answers) == ["More lamps", "disagree"]


def test_a_decision_that_cannot_be_an_answer_settles_nothing(world: World, form_id: str) -> None:
    twice(world, form_id, FIRST, {**FIRST, "support-knife-crime": ["disagree"]})
    with pytest.raises(Refused, match="option-unknown"):
        settle(world, form_id, {"support-knife-crime": Decision("other", ["perhaps"])})
    assert db.session().scalars(select(KeyingDifference.settled_as)).all() == [None]


def test_a_form_whose_writer_did_not_agree_is_kept_and_left_out(world: World, form_id: str) -> None:
    without = {key: values for key, values in FIRST.items() if key != CONSENT}
    twice(world, form_id, without, without)
    submission = db.session().scalars(select(Submission)).one()
    assert (submission.state, submission.reason, submission.response_id) == ("excluded", "no-consent", None)


def test_a_group_and_a_helper_are_kept_with_the_response(world: World, form_id: str) -> None:
    typed = {**FIRST, ":on_behalf_of": ["group"], ":body": ["Friends of the park"], ":speaks_for": ["40"],
             ":may_be_named": ["yes"], ":was_helped": ["yes"], ":words_are": ["together"]}
    twice(world, form_id, typed, typed)
    response, body = response_of(form_id), db.session().scalars(select(RespondingBody)).one()
    assert (response.on_behalf_of, response.was_helped, response.words_are) == ("group", True, "together")
    assert (body.name, body.speaks_for, body.may_be_named) == ("Friends of the park", 40, True)


def test_the_second_person_types_words_only_of_the_sample(world: World, form_id: str) -> None:
    begin(world, form_id)
    finish(world, form_id, 1, Typed(FIRST))
    keyings.begin_again(**ids(world, form_id), by_id=staff(world, "lead"))
    keying = stored.of(db.session(), db.session().scalars(select(Submission.id)).one(), 2)
    assert keying is not None and keying.is_closed_only is False
    with writing():
        keying.is_closed_only = True
    done = finish(world, form_id, 2, Typed({key: values for key, values in FIRST.items() if key != "violence-words"}),
                  by="lead")
    texts = db.session().scalars(select(Answer.text).where(Answer.response_id == response_of(form_id).id)).all()
    assert done.is_agreed and "More lights" in texts


def test_the_error_rate_counts_what_the_first_person_had_wrong(world: World, form_id: str) -> None:
    twice(world, form_id, FIRST, {**FIRST, "support-knife-crime": ["disagree"], QUOTES: []})
    settle(world, form_id, {"support-knife-crime": Decision("second"), QUOTES: Decision("first")})
    quality = keying_quality.of(db.session(), world.consultation.id)
    assert (quality.forms, quality.whole_forms) == (1, 1)
    assert (quality.closed.compared, quality.closed.differed, quality.closed.wrong) == (3, 2, 1)
    assert (quality.words.compared, quality.words.wrong) == (1, 0)


def test_a_form_that_was_decided_on_cannot_be_typed(world: World, form_id: str) -> None:
    submissions.exclude(consultation_id=world.consultation.id, public_id=form_id, reason="blank", by_id=staff(world))
    with pytest.raises(Conflict, match="submission-decided"):
        begin(world, form_id)


def test_who_may_not_take_in_cannot_type(world: World, form_id: str) -> None:
    with pytest.raises(NotAllowed):
        begin(world, form_id, by="coder")


def staff(world: World, role: str = "intake-officer") -> int:
    """Return the row id of somebody in that role."""
    return world.staff[role].id


def ids(world: World, form_id: str) -> dict[str, object]:
    """Return what names the form to every use case."""
    return {"consultation_id": world.consultation.id, "submission_id": form_id}


def begin(world: World, form_id: str, *, by: str = "intake-officer") -> None:
    """Take the form for its first typing."""
    keyings.begin(**ids(world, form_id), version_number=1, age="adult", by_id=staff(world, by))


def finish(world: World, form_id: str, number: int, typed: Typed, *, by: str = "intake-officer") -> Finished:
    """Say that a typing is done, on the revision that stands."""
    submission_id = db.session().scalars(select(Submission.id).where(Submission.public_id == form_id)).one()
    keying = stored.of(db.session(), submission_id, number)
    assert keying is not None
    return keyed_forms.finish(**ids(world, form_id), number=number, by_id=staff(world, by),
                              typed=Typed(typed.values, typed.unclear, keying.revision))


def twice(world: World, form_id: str, first: dict[str, list[str]], second: dict[str, list[str]]) -> Finished:
    """Let the intake officer and then the lead type the form."""
    begin(world, form_id)
    finish(world, form_id, 1, Typed(first))
    keyings.begin_again(**ids(world, form_id), by_id=staff(world, "lead"))
    return finish(world, form_id, 2, Typed(second), by="lead")


def settle(world: World, form_id: str, decisions: dict[str, Decision], *, by: str = "lead") -> str:
    """Settle what differs."""
    return keyed_forms.settle(**ids(world, form_id), decisions=decisions, by_id=staff(world, by))


def response_of(form_id: str) -> Response:
    """Return what the form became."""
    return db.session().scalars(select(Response).join(Submission, Submission.response_id == Response.id)
                                .where(Submission.public_id == form_id)).one()


@pytest.fixture
def form_id(app: Flask, world: World) -> str:
    """A paper form that came by post and waits."""
    with writing() as session:
        return submissions.take_in(
            session, consultation_id=world.consultation.id, by_id=staff(world),
            facts=Facts(channel="post", format="form", language="en", needs_typing=True)).public_id
