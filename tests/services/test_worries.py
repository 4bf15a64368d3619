"""Worries: kept back from flag to close, logged step by step, never passed on without reason, gone with the words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.worries import HOURS, HOURS_UNDER_18, Outcome
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.care import Worry, WorryStep
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.surveys import Question
from consult.queries import answer_words as words_queue
from consult.queries import codings, quotes, response_rows, responses
from consult.queries import worries as stored
from consult.services import taking_back, worries
from consult.services.answer_words import Find, keep_found
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World


def test_a_flag_withholds_the_answer_until_it_is_closed(world: World) -> None:
    answer = world.respond("He hit me last night")
    assert seen_by_coders(world, answer)
    worry = flagged(world, answer)
    assert not seen_by_coders(world, answer)
    close(world, worry)
    assert seen_by_coders(world, answer)


def test_two_worries_withhold_until_both_are_closed(world: World) -> None:
    answer = world.respond("He hit me last night")
    first, second = flagged(world, answer), flagged(world, answer, kind="harm")
    close(world, first)
    assert not seen_by_coders(world, answer)
    close(world, second)
    assert seen_by_coders(world, answer)


def test_the_same_worry_of_the_same_person_is_kept_once(world: World) -> None:
    answer = world.respond("He hit me last night")
    assert flagged(world, answer).id == flagged(world, answer).id
    assert flagged(world, answer, role="lead").id != flagged(world, answer).id


def test_a_worry_is_due_by_its_kind_and_sooner_for_a_child(world: World) -> None:
    for under_18, hours in ((False, HOURS), (True, HOURS_UNDER_18)):
        answer = world.respond("Words")
        if under_18:
            is_fifteen(answer)
        worry = flagged(world, answer, kind="crime")
        assert worry.due_at - worry.raised_at == timedelta(hours=hours["crime"])


def test_the_queue_is_in_the_order_in_which_worries_are_due(world: World) -> None:
    kinds = ["officer", "harm", "crime", "abuse"]
    for kind in kinds:
        flagged(world, world.respond("Words"), kind=kind)
    rows = stored.open_worries(db.session(), world.consultation.id)
    assert [row.kind for row in rows] == ["harm", "abuse", "crime", "officer"]
    assert stored.counts(db.session(), world.consultation.id, utc_now() + timedelta(hours=5)) == (4, 1)


def test_every_step_stands_in_the_log_and_in_the_trail_without_words(world: World) -> None:
    worry = flagged(world, world.respond("He hit me last night"), note="He writes of his father.")
    by = {"consultation_id": world.consultation.id, "public_id": worry.public_id,
          "by_id": world.staff["safeguarding"].id}
    worries.take(**by)
    worries.note(words="I rang the school.", **by)
    worries.close(outcome=Outcome("passed-on", "He is 12.", "child-at-serious-risk", "children-services"), **by)
    view = stored.one(db.session(), world.consultation.id, worry.public_id)
    assert view is not None and [step.action for step in view.log] == ["raised", "taken", "noted", "passed-on"]
    assert (view.log[-1].threshold, view.log[-1].passed_to) == ("child-at-serious-risk", "children-services")
    trail = [(event.action, str(event.facts)) for event in db.session.scalars(select(AuditEvent))
             if event.action.startswith("worry")]
    assert [act for act, _facts in trail] == ["worry-raised", "worry-taken", "worry-closed"]
    assert not any("school" in facts or "father" in facts or "12" in facts for _act, facts in trail)


def test_passing_on_without_a_reason_changes_nothing(world: World) -> None:
    worry = flagged(world, world.respond("He hit me"), kind="child")
    with pytest.raises(Refused):
        close(world, worry, Outcome("passed-on", "", "child-at-serious-risk", "police"))
    assert db.session.get_one(Worry, worry.id).closed_at is None
    assert [step.action for step in db.session.scalars(select(WorryStep))] == ["raised"]


def test_only_safeguarding_takes_and_closes_and_only_in_its_consultation(world: World) -> None:
    worry = flagged(world, world.respond("He hit me"))
    for role in ("coder", "lead", "administrator", "reader", "translator"):
        with pytest.raises(NotAllowed):
            close(world, worry, role=role)
    with pytest.raises(NotFound):
        worries.take(consultation_id=world.consultation.id, public_id="nothing-of-that-name",
                     by_id=world.staff["safeguarding"].id)
    with pytest.raises(NotAllowed):
        flagged(world, world.respond("Words"), role="reader")


def test_a_worry_is_closed_once(world: World) -> None:
    worry = flagged(world, world.respond("He hit me"))
    close(world, worry)
    with pytest.raises(Conflict, match="worry-closed"):
        close(world, worry, Outcome("no-worry"))


def test_withheld_words_are_in_no_queue_no_list_no_quote_and_no_file(world: World) -> None:
    answer = world.respond("He hit me last night and nobody came to help me")
    coded.code(world, answer, coded.theme(world))
    assert any("hit me" in quote.words for quote in quotes.quotes(db.session(), world.consultation.id))
    flagged(world, answer)
    session, response = db.session(), db.session.get_one(Response, answer.response_id)
    assert quotes.quotes(session, world.consultation.id) == []
    detail = responses.detail(session, world.consultation.id, response.public_id)
    assert detail is not None and not any("hit me" in (one.text or "") for one in detail.answers)
    [row] = [row for row in response_rows.rows(session, world.consultation.id) if row.public_id == response.public_id]
    assert "hit me" not in str(row) and "███" in str(row)


def test_translators_do_not_get_what_is_withheld(world: World) -> None:
    answer = world.respond("میرا شوہر مجھے مارتا ہے", language="ur")
    keep_found([Find(answer.id, "ur", "ur")])
    queue = [world.consultation.id, "waiting", world.staff["translator"].id]
    [row] = words_queue.queue(db.session(), *queue)
    worry = flagged(world, answer, role="translator")
    assert words_queue.queue(db.session(), *queue) == []
    assert words_queue.one(db.session(), world.consultation.id, row.public_id) is None
    close(world, worry)
    assert len(words_queue.queue(db.session(), *queue)) == 1


def test_taking_words_back_leaves_the_log_and_not_the_words(world: World) -> None:
    answer = world.respond("He hit me last night")
    worry = flagged(world, answer, note="His father")
    taking_back.withdraw(public_id=db.session.get_one(Response, answer.response_id).public_id)
    db.session.expire_all()
    kept = db.session.get_one(Worry, worry.id)
    assert (kept.answer_id, kept.words, kept.note) == (None, [], "")
    view = stored.one(db.session(), world.consultation.id, worry.public_id)
    assert view is not None and view.text == "" and len(view.log) == 1
    close(world, worry)


def test_a_file_of_many_responses_costs_the_same_statements_with_worries(world: World, statements: list[str]) -> None:
    consultation_id = world.consultation.id
    statements.clear()
    list(response_rows.rows(db.session(), consultation_id))
    before = len(statements)
    for _turn in range(5):
        flagged(world, world.respond("Words and more words"))
    statements.clear()
    list(response_rows.rows(db.session(), consultation_id))
    assert len(statements) == before


def flagged(world: World, answer: Answer, *, kind: str = "abuse", role: str = "coder", note: str = "") -> Worry:
    return worries.flag(consultation_id=world.consultation.id, answer_id=answer.public_id or "", kind=kind, note=note,
                        by_id=world.staff[role].id)


def close(world: World, worry: Worry, outcome: Outcome | None = None, role: str = "safeguarding") -> None:
    worries.close(consultation_id=world.consultation.id, public_id=worry.public_id, outcome=outcome or Outcome(),
                  by_id=world.staff[role].id)


def seen_by_coders(world: World, answer: Answer) -> bool:
    """Say whether the words of an answer reach the pages of coders."""
    detail = responses.detail(db.session(), world.consultation.id,
                           db.session.get_one(Response, answer.response_id).public_id)
    assert detail is not None
    return any(answer.text == one.text for one in detail.answers) and (
        codings.answer(db.session(), world.consultation.id, answer.public_id or "") is not None)


def is_fifteen(answer: Answer) -> None:
    """Let the person of a response have said that they are 13 to 15."""
    with writing() as session:
        asked = Question(survey_version_id=session.get_one(Response, answer.response_id).survey_version_id,
                         key="age", position=99, kind="single-choice", stores="characteristics")
        session.add(asked)
        session.flush()
        session.add(CharacteristicAnswer(response_id=answer.response_id, question_id=asked.id, choice="13-15"))
