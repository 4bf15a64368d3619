"""Doubts about responses: noted when they come in, decided by a person, and none of them drops anything."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from consult.domain import quality
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.responses import Draft, Response, ResponseFlag
from consult.models.sessions import Attempt
from consult.queries import flags as stored
from consult.services import attempts, doubts, drafts, responses
from consult.services.doubts import Decision
from consult.services.responses import Signals
from consult.services.secrets import new_token
from consult.services.transaction import writing
from tests.worlds import World, respond

HOME, LIBRARY = "81.2.69.160", "2a00:1450:4009:81f::200e"
LONG = "More officers on foot in our streets, every evening of the week."


def test_a_calm_response_has_no_doubts(world: World) -> None:
    send(world, Signals(HOME))
    assert noted() == []


def test_a_hidden_field_that_was_filled_in_is_noted_and_the_response_counts(world: World) -> None:
    send(world, Signals(HOME, is_trapped=True))
    assert noted() == ["trap"] and latest().excluded_reason is None


def test_what_was_sent_at_once_is_noted_as_fast(world: World) -> None:
    send(world, Signals(), begun_ago=0)
    assert noted() == ["fast"] and latest().excluded_reason is None


def test_a_correction_is_never_fast_since_it_begins_with_its_answers(world: World) -> None:
    draft = begin(world, begun_ago=0)
    with writing() as session:
        session.scalars(select(Draft)).one().corrects_id = world.responses[0].id
    submit(world, draft, Signals())
    assert noted() == []


def test_a_correction_takes_over_the_doubts_that_nobody_decided(world: World) -> None:
    send(world, Signals(is_trapped=True))
    first, draft = latest().id, begin(world)
    with writing() as session:
        session.scalars(select(Draft)).one().corrects_id = first
    submit(world, draft, Signals())
    assert noted() == ["trap", "trap"] and stored.open_count(db.session(), world.consultation.id) == 1


def test_the_twenty_first_response_of_a_network_within_an_hour_is_noted(world: World) -> None:
    sent_before(HOME, quality.BUSY - 1)
    send(world, Signals(HOME))
    assert noted() == []
    send(world, Signals(HOME))
    assert noted() == ["many-from-one-network"]
    send(world, Signals(LIBRARY))
    assert noted() == ["many-from-one-network"]


def test_sendings_of_more_than_an_hour_ago_do_not_matter(world: World) -> None:
    sent_before(HOME, quality.FULL, ago=timedelta(minutes=61))
    send(world, Signals(HOME))
    assert noted() == []


def test_a_network_that_sends_too_much_waits_and_keeps_its_draft(world: World) -> None:
    sent_before(HOME, quality.FULL)
    before, draft = count(Response), begin(world)
    with pytest.raises(Refused) as refused:
        submit(world, draft, Signals(HOME))
    assert (refused.value.field, refused.value.code) == ("", "network-busy")
    assert count(Response) == before and count(Draft) == 1 and count(Attempt) == quality.FULL
    assert submit(world, draft, Signals(LIBRARY))


def test_an_address_of_our_own_network_is_not_counted(world: World) -> None:
    for address in ("127.0.0.1", "10.1.2.3", ""):
        send(world, Signals(address))
    assert count(Attempt) == 0 and noted() == []


def test_no_address_is_kept_and_the_same_network_is_another_one_tomorrow(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(world, Signals(HOME))
    [first] = db.session.scalars(select(Attempt))
    assert HOME not in repr(vars(first))
    # Late in the evening of the day before in UTC, and in summer already the next day in London.
    monkeypatch.setattr(attempts, "utc_now", lambda: datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    with writing() as session:
        assert [attempts.sendings(session, HOME) for _turn in range(2)] == [0, 1]
    monkeypatch.setattr(attempts, "utc_now", lambda: datetime(2026, 6, 30, 23, 1, tzinfo=UTC))
    with writing() as session:
        assert attempts.sendings(session, HOME) == 0


def test_sendings_are_forgotten_when_no_count_needs_them(world: World) -> None:
    sent_before(HOME, 3, ago=timedelta(minutes=61))
    sent_before(HOME, 2, ago=timedelta(minutes=59))
    assert attempts.forget_old() == 3 and count(Attempt) == 2
    attempts.failed("receipt", HOME)
    assert count(Attempt) == 3


@pytest.mark.parametrize(("purpose", "field"), [("sign-in", "password"), ("receipt", "code"), ("return", "code")])
def test_ten_thousand_guesses_end_after_a_few_and_others_are_let_in(world: World, purpose: str, field: str) -> None:
    guesses = 0
    for _guess in range(10_000):
        try:
            attempts.check(purpose, HOME)
        except Refused as refused:
            assert (refused.field, refused.code) == (field, "sign-in-too-often")
            break
        attempts.failed(purpose, HOME)
        guesses += 1
    assert guesses == attempts.MOST[purpose]
    attempts.check(purpose, LIBRARY)


def test_the_doubts_of_a_response_cost_no_more_as_many_have_come(world: World, statements: list[str]) -> None:
    send(world, Signals(HOME))
    statements.clear()
    send(world, Signals(HOME))
    one = len(statements)
    sent_before(HOME, quality.BUSY)
    statements.clear()
    send(world, Signals(HOME, is_trapped=True))
    # Two doubts are two rows more, however many sendings are counted.
    assert len(statements) <= one + 2


def test_a_doubt_that_is_decided_is_kept_with_who_why_and_when(world: World) -> None:
    public_id = doubted(world)
    decide(world, public_id, Decision("kept", "A school sent these."))
    [flag] = db.session.scalars(select(ResponseFlag))
    assert (flag.decision, flag.reason, flag.decided_by_id) == ("kept", "A school sent these.", world.staff["lead"].id)
    assert flag.decided_at is not None and response_of(public_id).excluded_reason is None
    event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert event is not None and event.action == "response-flag-decided"
    assert event.facts == {"decision": "kept", "flags": ["trap"]}
    [line] = stored.decided(db.session(), world.consultation.id).rows
    assert (line.public_id, line.counts, line.decision, line.by) == (public_id, True, "kept", "A lead")


def test_a_response_that_is_left_out_stays_stored_with_its_reason(world: World) -> None:
    public_id, before = doubted(world), count(Response)
    decide(world, public_id, Decision("excluded", "It fills in the box.", "spam"))
    assert response_of(public_id).excluded_reason == "spam" and count(Response) == before
    acts = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id.desc()).limit(2)).all()
    assert set(acts) == {"response-excluded", "response-flag-decided"}
    assert stored.open_count(db.session(), world.consultation.id) == 0


def test_an_open_doubt_leaves_a_response_in_the_count(world: World) -> None:
    public_id = doubted(world)
    assert response_of(public_id).excluded_reason is None
    assert stored.open_count(db.session(), world.consultation.id) == 1
    [line] = stored.undecided(db.session(), world.consultation.id).rows
    assert (line.public_id, line.flags) == (public_id, ("trap",))


@pytest.mark.parametrize(("decided", "field"), [
    (Decision("", "x"), "decision"), (Decision("dropped", "x"), "decision"), (Decision("kept", ""), "words"),
    (Decision("kept", "x" * 501), "words"), (Decision("excluded", "x"), "exclusion"),
    (Decision("excluded", "x", "boring"), "reason"),
])
def test_a_decision_without_its_reason_changes_nothing(world: World, decided: Decision, field: str) -> None:
    public_id = doubted(world)
    with pytest.raises(Refused) as refused:
        decide(world, public_id, decided)
    assert refused.value.field == field
    assert stored.open_count(db.session(), world.consultation.id) == 1
    assert response_of(public_id).excluded_reason is None


def test_a_doubt_is_decided_once_by_those_who_may_and_only_in_its_consultation(world: World) -> None:
    public_id = doubted(world)
    with pytest.raises(NotAllowed):
        decide(world, public_id, Decision("kept", "x"), role="coder")
    with pytest.raises(NotFound):
        decide(world, "nothing-of-that-name", Decision("kept", "x"))
    decide(world, public_id, Decision("kept", "x"))
    with pytest.raises(Conflict, match="already-decided"):
        decide(world, public_id, Decision("excluded", "x", "spam"))
    assert response_of(public_id).excluded_reason is None


def test_a_response_that_was_left_out_otherwise_waits_for_nobody(world: World) -> None:
    public_id = doubted(world)
    responses.exclude(consultation_id=world.consultation.id, public_id=public_id, reason="test",
                      by_id=world.staff["lead"].id)
    assert stored.open_count(db.session(), world.consultation.id) == 0
    responses.restore(consultation_id=world.consultation.id, public_id=public_id, by_id=world.staff["lead"].id)
    assert stored.open_count(db.session(), world.consultation.id) == 1


def test_the_list_of_doubts_is_paged_by_key_in_both_directions(world: World) -> None:
    answers = [respond(world, {"violence-words": [f"Words {turn}"]}) for turn in range(stored.PAGE + 2)]
    with writing() as session:
        session.add_all(ResponseFlag(response_id=answer.response_id, flag=flag)
                        for answer in answers for flag in ("trap", "fast"))
    session, where = db.session(), world.consultation.id
    first = stored.undecided(session, where)
    assert len(first.rows) == stored.PAGE and first.older and not first.newer
    second = stored.undecided(session, where, before=first.rows[-1].public_id)
    assert len(second.rows) == 2 and second.newer and not second.older
    assert stored.undecided(session, where, after=second.rows[0].public_id).rows == first.rows
    assert first.rows[0].flags == ("trap", "fast") and stored.open_count(session, where) == stored.PAGE + 2


def test_later_responses_with_the_same_long_words_are_found_once_and_the_first_is_not(world: World) -> None:
    first, second = world.respond(LONG), world.respond(LONG, question="missing-words")
    world.respond(LONG + " And lights.")
    for _turn in range(2):
        world.respond("Too short.")
    left_out = world.respond(LONG)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    assert look(world) == 1 and look(world) == 0
    found = db.session.scalars(select(ResponseFlag.response_id)).all()
    assert found == [second.response_id] and first.response_id not in found and left_out.response_id not in found


def test_the_same_words_twice_in_one_response_are_no_sign(world: World) -> None:
    with writing():
        world.respond(LONG)
        twice = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
        other = world.respond("Other words, long enough to be looked at here.", question="missing-words")
        assert twice is not None
        other.response_id, other.text = twice.id, LONG
    assert look(world) == 0


def test_only_those_who_decide_look_for_the_same_words(world: World) -> None:
    with pytest.raises(NotAllowed):
        doubts.look_for_same_words(consultation_id=world.consultation.id, by_id=world.staff["coder"].id)


def look(world: World) -> int:
    return doubts.look_for_same_words(consultation_id=world.consultation.id, by_id=world.staff["lead"].id)


def decide(world: World, public_id: str, decided: Decision, role: str = "lead") -> None:
    doubts.decide(consultation_id=world.consultation.id, public_id=public_id, decided=decided,
                  by_id=world.staff[role].id)


def doubted(world: World) -> str:
    """Send a response whose hidden field was filled in; return its public id."""
    send(world, Signals(is_trapped=True))
    return latest().public_id


def begin(world: World, *, begun_ago: int = 600) -> str:
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="violence-words",
                     values={"violence-words": ["More officers on foot"]})
    with writing() as session:
        session.scalars(select(Draft)).one().created_at = datetime.now(UTC) - timedelta(seconds=begun_ago)
    return token


def send(world: World, signals: Signals, *, begun_ago: int = 600) -> None:
    assert submit(world, begin(world, begun_ago=begun_ago), signals)


def submit(world: World, draft: str, signals: Signals) -> bool:
    responses.submit(consultation_id=world.consultation.id, draft_token=draft, submission_token=new_token(),
                     language="en", has_consent=True, has_quote_consent=False, signals=signals)
    return True


def sent_before(address: str, times: int, ago: timedelta = timedelta(minutes=5)) -> None:
    """Let so many sendings have come from the network of an address."""
    with writing() as session:
        rows = [attempts.sendings(session, quality.network_of(address)) for _turn in range(times)]
        session.flush()
        newest = session.scalars(select(Attempt).order_by(Attempt.id.desc()).limit(len(rows))).all()
        for row in newest:
            row.at = datetime.now(UTC) - ago


def noted() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(ResponseFlag.flag).order_by(ResponseFlag.id)))


def latest() -> Response:
    response = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert response is not None
    return response


def response_of(public_id: str) -> Response:
    db.session.expire_all()
    return db.session.scalars(select(Response).where(Response.public_id == public_id)).one()


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0
