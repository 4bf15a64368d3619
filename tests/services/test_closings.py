"""Closing dates: a later one with a reason, one clock, a grace for what was begun, and late answers as was promised."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.consultations import ClosingChange, Consultation
from consult.models.responses import Draft, Response
from consult.queries import closings as stored
from consult.services import clock, closings, consultations, drafts, responses
from consult.services.secrets import new_token
from consult.services.transaction import writing
from consult.web.staff import london_days
from tests.worlds import World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
WHY = {"en": "The Urdu form came late.", "ur": "اردو فارم دیر سے آیا۔"}


def test_everyone_gets_more_time_and_the_change_is_kept_with_its_reason(world: World) -> None:
    before = world.consultation.closes_at
    extend(world, before + DAY)
    [change] = stored.changes_of(db.session(), world.consultation.id)
    assert (change.channel, change.closed_at, change.closes_at, change.reason) == (None, before, before + DAY, WHY)
    assert change.by == "A survey-editor" and not change.reopened
    assert found(world).closes_at == before + DAY
    last = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
    assert last is not None and last.action == "closing-changed" and last.facts["closed_at"] == before.isoformat()


def test_one_way_to_answer_gets_more_time_and_the_others_do_not(world: World) -> None:
    before = world.consultation.closes_at
    extend(world, before + DAY, channel="easy-read")
    extend(world, before + 3 * DAY, channel="easy-read")
    session, consultation = db.session(), found(world)
    assert consultation.closes_at == before
    assert stored.closes_at_for(session, consultation, "easy-read") == before + 3 * DAY
    assert stored.closes_at_for(session, consultation, "post") == before
    assert stored.closes_at_for(session, consultation, "online") == before
    assert stored.changes_of(session, consultation.id)[1].closed_at == before + DAY


@pytest.mark.parametrize("later", [timedelta(0), -DAY])
def test_a_close_never_moves_to_the_same_or_an_earlier_instant(world: World, later: timedelta) -> None:
    before = world.consultation.closes_at
    with pytest.raises(Refused, match="closing-not-later"):
        extend(world, before + later)
    assert found(world).closes_at == before and db.session.scalar(select(ClosingChange)) is None


def test_answers_must_still_be_kept_when_it_closes(world: World) -> None:
    with pytest.raises(Refused, match="retention-too-short"):
        extend(world, world.consultation.closes_at + 5000 * DAY)
    assert db.session.scalar(select(ClosingChange)) is None


@pytest.mark.parametrize("role", ["administrator", "coder", "lead", "equality-lead", "reader"])
def test_only_a_survey_editor_moves_the_close(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        extend(world, world.consultation.closes_at + DAY, role=role)


def test_nothing_moves_after_an_edition_was_published(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.queries.consultations.latest_edition_number", lambda *_given: 1)
    with pytest.raises(Conflict, match="closing-reported"):
        extend(world, world.consultation.closes_at + DAY)


def test_a_closed_consultation_opens_again_and_says_so(world: World) -> None:
    close(world, ago=2 * DAY)
    draft = begin(world)
    with pytest.raises(Refused, match="consultation-closed"):
        submit(world, draft)
    extend(world, datetime.now(UTC) + DAY)
    assert submit(world, draft) and not latest().is_late
    assert stored.changes_of(db.session(), world.consultation.id)[0].reopened


def test_the_dates_of_set_up_cannot_move_a_close_behind_the_public_back(world: World) -> None:
    close(world, ago=DAY)
    with pytest.raises(Refused, match="closing-needs-reason"):
        consultations.change(consultation_id=world.consultation.id, by_id=world.staff["survey-editor"].id,
                             facts={"closes_at": datetime.now(UTC) + DAY})


def test_the_clock_of_the_database_decides_and_not_the_machine(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = begin(world)
    monkeypatch.setattr("consult.services.responses.now", lambda _session: world.consultation.closes_at + 2 * DAY)
    with pytest.raises(Refused, match="consultation-closed"):
        submit(world, draft)
    monkeypatch.undo()
    assert submit(world, draft)


def test_the_clock_of_the_database_is_an_instant_in_utc(world: World) -> None:
    found_now = clock.now(db.session())
    assert found_now.utcoffset() == timedelta(0) and abs(found_now - datetime.now(UTC)) < MINUTE


def test_what_was_begun_before_the_close_is_taken_in_the_grace_and_marked_as_late(world: World) -> None:
    draft = begin(world)
    close(world, ago=30 * MINUTE, begun_ago=2 * DAY)
    assert submit(world, draft)
    assert latest().is_late and latest().excluded_reason is None


def test_where_late_answers_are_only_kept_they_are_stored_and_not_counted(world: World) -> None:
    draft = begin(world)
    close(world, ago=30 * MINUTE, begun_ago=2 * DAY, late_answers="kept")
    assert submit(world, draft)
    assert latest().is_late and latest().excluded_reason == "out-of-time"


@pytest.mark.parametrize(("ago", "begun_ago"), [(30 * MINUTE, 29 * MINUTE), (61 * MINUTE, 2 * DAY)])
def test_what_was_begun_after_the_close_or_sent_after_the_grace_is_refused_and_the_draft_stays(
    world: World, ago: timedelta, begun_ago: timedelta
) -> None:
    draft = begin(world)
    close(world, ago=ago, begun_ago=begun_ago)
    with pytest.raises(Refused, match="consultation-closed"):
        submit(world, draft)
    assert db.session.scalar(select(Draft)) is not None


@pytest.mark.parametrize(("day", "instant"), [
    # The clocks go back in this night: 01:30 comes twice, but the last second of the day only once.
    ((2026, 10, 24), datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC)),
    ((2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),
    # They go forward in this one: 01:30 does not exist.
    ((2027, 3, 27), datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC)),
    ((2027, 3, 28), datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),
])
def test_a_london_day_closes_at_one_instant_in_the_nights_when_clocks_change(
    day: tuple[int, int, int], instant: datetime
) -> None:
    typed = datetime(*day).date()
    assert london_days.closing(typed) == instant and london_days.day_of(instant) == typed


def test_a_close_within_the_night_that_comes_twice_stays_the_instant_it_was(world: World) -> None:
    for standing in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        assert london_days.closing(datetime(2026, 10, 25).date(), standing) == standing
        with writing() as session:
            consultation = session.get_one(Consultation, world.consultation.id)
            consultation.opens_at, consultation.closes_at = standing - DAY, standing
        assert found(world).closes_at == standing


def extend(world: World, closes_at: datetime, *, channel: str | None = None, role: str = "survey-editor") -> None:
    closings.extend(consultation_id=world.consultation.id, closes_at=closes_at, reason=WHY, channel=channel,
                    by_id=world.staff[role].id)


def close(world: World, *, ago: timedelta, begun_ago: timedelta | None = None, late_answers: str = "counted") -> None:
    """Let the consultation have closed so long ago, and drafts have been begun so long ago."""
    now = datetime.now(UTC)
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.closes_at, consultation.late_answers = now - ago, late_answers
        for draft in session.scalars(select(Draft)) if begun_ago else ():
            draft.created_at = now - begun_ago


def begin(world: World) -> str:
    token = drafts.begin(consultation_id=world.consultation.id, age_route="adult")
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="violence-words",
                     values={"violence-words": ["Words"]})
    return token


def submit(world: World, draft: str) -> str:
    return responses.submit(consultation_id=world.consultation.id, draft_token=draft, submission_token=new_token(),
                            language="en", has_consent=True, has_quote_consent=False)


def latest() -> Response:
    response = db.session.scalars(select(Response).order_by(Response.id.desc())).first()
    assert response is not None
    return response


def found(world: World) -> Consultation:
    db.session.expire_all()
    return db.session.get_one(Consultation, world.consultation.id)
