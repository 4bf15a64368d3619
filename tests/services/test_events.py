"""Events as they are planned, arranged and recorded: access in time, people in number, nothing lost to a colleague."""

from dataclasses import replace

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.events import Record, checklist
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.events import Event, EventAccess
from consult.queries import event_counts
from consult.queries import events as stored
from consult.queries.event_counts import Totals
from consult.services import events
from tests.event_worlds import PLAN, EventWorld
from tests.worlds import World


def test_a_new_event_wants_everything_on_its_checklist(here: EventWorld) -> None:
    event = here.planned()
    lines = stored.access_of(db.session, event, london_day(PLAN.starts_at))
    assert [line.key for line in lines] == list(checklist("in-person"))
    assert {(line.state, line.lateness) for line in lines} == {("wanted", "late")} | {
        (line.state, line.lateness) for line in lines if line.lateness == "late"}


def test_another_format_brings_what_it_needs_and_keeps_what_was_arranged(here: EventWorld) -> None:
    event = here.planned(format="online", place="")
    arrange(here, event, "bsl", "booked", cost_pence=24_000)
    changed = change(here, event, replace(PLAN, format="both"))
    lines = {line.key: line for line in stored.access_of(db.session, changed, london_day(PLAN.starts_at))}
    assert lines["bsl"].state == "booked" and lines["step-free"].state == "wanted"
    assert stored.spent(list(lines.values())) == 24_000


def test_what_a_colleague_changed_meanwhile_is_not_overwritten(here: EventWorld) -> None:
    event = here.planned()
    change(here, event, replace(PLAN, title="Another name"), revision=1)
    with pytest.raises(Conflict) as conflict:
        change(here, event, replace(PLAN, title="Mine"), revision=1)
    assert conflict.value.code == "event-changed"
    assert here_again(event).title == "Another name"


def test_an_event_is_recorded_with_a_number_and_can_be_corrected(here: EventWorld) -> None:
    event = here.held(12)
    events.record(consultation_id=here.consultation_id, public_id=event.public_id,
                  happened=Record(14, 3, "Mostly young"), by_id=here.officer)
    again = here_again(event)
    assert (again.state, again.participants, again.tables) == ("held", 14, 3)
    assert event_counts.totals(db.session, here.consultation_id) == Totals(1, 14, 0, 0, 0)


def test_after_the_event_access_was_there_or_was_not_for_a_reason(here: EventWorld) -> None:
    event = here.held()
    with pytest.raises(Refused):
        arrange(here, event, "bsl", "booked")
    arrange(here, event, "bsl", "not-met", reason="The interpreter was ill")
    arrange(here, event, "step-free", "there")
    [line] = event_counts.listed(db.session, here.consultation_id)
    assert (line.provided, line.not_met) == (("step-free",), ("bsl",))


def test_an_event_that_was_called_off_counts_for_nothing_and_stays(here: EventWorld) -> None:
    event = here.planned()
    events.cancel(consultation_id=here.consultation_id, public_id=event.public_id, reason="Snow", by_id=here.officer)
    assert event_counts.totals(db.session, here.consultation_id) == Totals(0, 0, 0, 0, 0)
    for act in (lambda: events.record(consultation_id=here.consultation_id, public_id=event.public_id,
                                      happened=Record(3), by_id=here.officer),
                lambda: arrange(here, event, "bsl", "booked"),
                lambda: change(here, event, PLAN, revision=2)):
        with pytest.raises(Conflict) as conflict:
            act()
        assert conflict.value.code == "event-not-planned"


def test_only_who_runs_events_plans_one(here: EventWorld) -> None:
    with pytest.raises(NotAllowed):
        events.plan(consultation_id=here.consultation_id, planned=PLAN, by_id=here.coder)


def test_an_event_of_another_consultation_is_not_there(here: EventWorld) -> None:
    event = here.planned()
    with pytest.raises(NotFound):
        events.standing(db.session, here.consultation_id + 1, event.public_id)


def test_a_group_that_did_not_agree_is_shown_by_its_kind_alone(here: EventWorld) -> None:
    here.held(5, title="Evening of Lamp", host_kind="charity", host="Lamp")
    here.held(6, title="Evening of Lantern", host_kind="charity", host="Lantern", may_be_named=True)
    shown = [(line.title, line.host) for line in event_counts.listed(db.session, here.consultation_id)]
    assert sorted(shown) == [("", ""), ("Evening of Lantern", "Lantern")]


def test_every_step_is_in_the_trail_without_words(here: EventWorld) -> None:
    event = here.held()
    trail = [(row.action, row.facts) for row in db.session.query(AuditEvent).filter_by(object_id=event.public_id)]
    assert [action for action, _facts in trail] == ["event-planned", "event-held"]
    assert "Peckham" not in str(trail)


def test_the_checklist_is_made_once(here: EventWorld) -> None:
    event = here.planned()
    change(here, event, replace(PLAN, title="Another"))
    keys = [row.key for row in db.session.query(EventAccess).filter_by(event_id=event.id)]
    assert sorted(keys) == sorted(checklist("in-person"))


def change(here: EventWorld, event: Event, planned: object, revision: int = 1) -> Event:
    return events.change(consultation_id=here.consultation_id, public_id=event.public_id, planned=planned,
                         revision=revision, by_id=here.officer)


def arrange(here: EventWorld, event: Event, key: str, state: str, **more: object) -> None:
    events.arrange(consultation_id=here.consultation_id, public_id=event.public_id, key=key, state=state,
                   by_id=here.officer, **more)


def here_again(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get_one(Event, event.id)


@pytest.fixture
def here(world: World) -> EventWorld:
    return EventWorld(world)
