"""The committee's asks: taken in from a file, answered one by one by the office, and what was said before is kept."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from consult.domain import report_json
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.instants import utc_now
from consult.domain.recommendations import ANSWERED, REPLIED, UNANSWERED, Answer
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.consultations import Consultation
from consult.models.recommendations import CommitteeResponse, RecommendationAsk
from consult.queries import finding_evidence
from consult.queries import recommendations as stored
from consult.queries.recommendations import AskView, ReportView
from consult.services import recommendations, report_building, report_scrutiny
from consult.services.recommendations import Written
from consult.services.report_building import Imprint
from consult.services.transaction import writing
from tests.worlds import EXAMPLE, World

SMALL = Path(__file__).parents[1] / "small_committee.yaml"
TODAY = date(2025, 7, 10)
NOTED = Answer("noted", "too-detailed", {"en": "It is too long."})


def test_a_report_is_taken_in_with_its_asks_replies_and_dissents(world: World) -> None:
    found = take_in(world)
    assert (found.recommendations, found.asks, found.replies, found.dissents) == (3, 4, 1, 1)
    assert found.unknown_parts == ("nowhere",)
    view = report(world)
    assert [ask.number for ask in view.asks] == ["1.1", "1.2", "2.1", "3.1"]
    assert [key for key, _label in view.recommendations[0].nodes] == ["obj-violence"]
    assert [(ask.row.due_on, ask.row.due_every) for ask in view.asks][1:3] == [(date(2025, 6, 30), ""), (None, "month")]


def test_the_makers_reading_is_kept_apart_and_sets_no_status(world: World) -> None:
    take_in(world)
    assert {ask.row.status for ask in report(world).asks} == {None}
    assert [ask.row.our_reading for ask in report(world).asks] == ["declined", "declined", "noted", ""]
    shown = str(report_scrutiny.committees(db.session(), world.consultation, TODAY))
    assert "declined" not in shown and "noted" not in shown


def test_one_reply_stands_with_every_ask_of_the_recommendations_answered_together(world: World) -> None:
    take_in(world)
    view = report(world)
    assert [ask.waiting.state for ask in view.asks] == [REPLIED, REPLIED, REPLIED, UNANSWERED]
    [only] = view.replies
    assert view.numbers(only.asks) == ("1.1", "1.2", "2.1") and view.numbers(only.answered) == ()
    assert [ask.waiting.days for ask in view.asks] == [26, 26, 26, 131]


def test_the_same_report_again_is_refused_and_nothing_is_stored(world: World) -> None:
    take_in(world)
    with pytest.raises(Conflict, match="committee-known"):
        take_in(world)
    assert len(db.session.scalars(select(CommitteeResponse)).all()) == 1


def test_both_real_reports_are_taken_in_whole(world: World) -> None:
    for name, asks in (("committee_2022.yaml", 25), ("committee_2025.yaml", 30)):
        data = (EXAMPLE / "plans" / name).read_bytes()
        assert recommendations.import_report(consultation_id=world.consultation.id, data=data).asks == asks
    reports = stored.reports(db.session(), world.consultation.id, TODAY)
    assert [(view.row.key, len(view.asks), len(view.replies)) for view in reports] == [
        ("pcc-2025", 30, 11), ("pcc-2022", 25, 14)]


def test_the_office_answers_one_ask_and_the_others_of_the_recommendation_stay_open(world: World) -> None:
    take_in(world)
    say(world, "1.2", Answer("accepted"))
    view = report(world)
    assert (one(world, "1.2").waiting.state, one(world, "1.2").waiting.past_due) == (ANSWERED, 0)
    assert one(world, "1.1").row.status is None and view.recommendations[0].status == "mixed"
    assert view.tally["accepted"] == 1 and view.tally[""] == 3
    assert stored.counts(db.session(), world.consultation.id, "small-plan") == (4, 1)


def test_an_ask_that_is_answered_without_a_reply_waits_no_longer(world: World) -> None:
    take_in(world)
    say(world, "3.1", Answer("accepted", promised_on=date(2027, 1, 1)))
    answered = one(world, "3.1")
    assert (answered.row.promised_on, answered.row.due_on, answered.waiting.state) == (date(2027, 1, 1), None, ANSWERED)
    later = stored.reports(db.session(), world.consultation.id, date(2030, 1, 1))[0].asks[-1]
    assert later.waiting.days == answered.waiting.days


def test_what_was_said_before_stays_to_be_read(world: World) -> None:
    take_in(world)
    say(world, "1.1", NOTED)
    say(world, "1.1", Answer("referred", "other-body", goes_to="The Met"))
    said = stored.changes(db.session(), one(world, "1.1").row.id)
    assert [(change.row.status, change.row.goes_to, change.by) for change in said] == [
        ("referred", "The Met", "A lead"), ("noted", "", "A lead")]
    assert said[1].row.reason == {"en": "It is too long."}
    acts = [event.facts["status"] for event in db.session.scalars(select(AuditEvent).where(
        AuditEvent.action == "recommendation-status-set").order_by(AuditEvent.id))]
    assert acts == ["noted", "referred"]


def test_the_second_of_two_who_answer_at_once_is_told_and_loses_nothing_of_the_first(world: World) -> None:
    take_in(world)
    read = one(world, "1.1").row
    public_id, revision = read.public_id, read.revision
    say(world, "1.1", NOTED)
    with pytest.raises(Conflict, match="ask-changed"):
        recommendations.set_status(consultation_id=world.consultation.id, public_id=public_id,
                                   answer=Answer("accepted"), revision=revision, by_id=world.staff["lead"].id)
    assert one(world, "1.1").row.status == "noted"


def test_an_answer_without_a_reason_is_refused_by_the_rule_and_by_the_database(world: World) -> None:
    take_in(world)
    with pytest.raises(Refused, match="status-reason-missing"):
        say(world, "1.1", Answer("declined"))
    with pytest.raises(IntegrityError), writing() as session:
        row = session.get_one(RecommendationAsk, one(world, "1.1").row.id)
        row.status, row.status_set_at = "declined", world.consultation.created_at


def test_a_later_reply_answers_many_asks_and_takes_the_place_of_the_first(world: World) -> None:
    take_in(world)
    reply(world, "1.1", "3.1")
    assert [one(world, number).waiting.state for number in ("1.1", "1.2", "3.1")] == [ANSWERED, REPLIED, ANSWERED]
    newest = one(world, "1.1").reply
    assert newest is not None and newest.text == {"en": "We will."} and len(one(world, "1.1").replies) == 2


@pytest.mark.parametrize(("change", "field", "code"), [
    ({"asks": ()}, "asks", "reply-asks-missing"),
    ({"text": {"ur": "ہاں"}}, "text-en", "reply-text-missing"),
    ({"signed": " "}, "signed", "office-missing"),
    ({"reference": "x" * 121}, "reference", "body-long"),
    ({"replied_on": None}, "replied_on", "date-missing"),
    ({"replied_on": date(2999, 1, 1)}, "replied_on", "reply-day-future"),
])
def test_a_reply_that_breaks_a_rule_is_refused(world: World, change: dict[str, object], field: str, code: str) -> None:
    take_in(world)
    with pytest.raises(Refused) as refused:
        reply(world, "1.1", **change)
    assert (refused.value.field, refused.value.code) == (field, code)
    assert len(report(world).replies) == 1


def test_days_are_counted_from_the_day_that_somebody_enters(world: World) -> None:
    take_in(world)
    date_it(world, date(2025, 3, 17))
    assert one(world, "1.1").waiting.days == 10
    date_it(world, None)
    assert one(world, "1.1").waiting.days is None
    with pytest.raises(Refused, match="report-day-future"):
        date_it(world, date(2999, 1, 1))


def test_only_who_follows_the_asks_may_change_them_and_only_those_of_their_consultation(world: World) -> None:
    take_in(world)
    ask, reader = one(world, "1.1").row, world.staff["reader"].id
    with pytest.raises(NotAllowed):
        recommendations.set_status(consultation_id=world.consultation.id, public_id=ask.public_id, answer=NOTED,
                                   revision=1, by_id=reader)
    with pytest.raises(NotFound):
        recommendations.set_status(consultation_id=world.consultation.id, public_id="never-was", answer=NOTED,
                                   revision=1, by_id=world.staff["lead"].id)
    assert stored.ask(db.session(), world.consultation.id + 1, ask.public_id, TODAY) is None


def test_what_the_report_freezes_names_status_reason_days_and_dissents(world: World) -> None:
    take_in(world)
    say(world, "1.1", NOTED)
    [committee] = report_scrutiny.committees(db.session(), world.consultation, TODAY)
    first = committee.recommendations[0]
    ask = first.asks[0]
    assert (ask.number, ask.status, ask.reason_code, ask.reason, ask.waiting) == (
        "1.1", "noted", "too-detailed", {"en": "It is too long."}, 26)
    assert (first.asks[1].is_overdue, first.asks[1].past_due, first.asks[1].due_on) == (True, 10, "2025-06-30")
    assert first.dissents == ("One member: I do not agree.",) and committee.published == "2025-03-01"
    assert committee.replies[0].ask_keys == ("rec-1-new", "rec-1-date", "rec-2-data")


def test_an_edition_holds_the_asks_the_steps_and_the_lists_and_reads_them_back(world: World) -> None:
    take_in(world)
    say(world, "1.1", NOTED)
    consultation = db.session.get_one(Consultation, world.consultation.id)
    report = report_building.build(db.session(), consultation, Imprint(1, utc_now(), "draft"))
    again = report_json.from_json(report_json.to_json(report))
    assert again.committees == report.committees and again.committees[0].recommendations[0].asks[0].status == "noted"
    assert again.timeline == report.timeline and again.checklists == report.checklists
    assert (len(again.timeline), len(again.checklists)) == (13, 15)


def test_asks_of_two_reports_under_one_key_are_two_things_to_rest_on(world: World) -> None:
    take_in(world)
    recommendations.import_report(consultation_id=world.consultation.id, by_id=world.staff["lead"].id,
                                  data=SMALL.read_bytes().replace(b"id: pcc-small", b"id: pcc-later"))
    consultation = db.session.get_one(Consultation, world.consultation.id)
    asks = finding_evidence.things(db.session(), consultation, TODAY).by_kind["recommendation-ask"]
    every = sum(len(view.asks) for view in stored.reports(db.session(), world.consultation.id, TODAY))
    assert len({thing.row_id for thing in asks.values()}) == len(asks) == every
    assert all(thing.ref == ref for ref, thing in asks.items()) and "rec-1-new" in asks


def test_a_reply_that_is_sent_twice_is_kept_once(world: World) -> None:
    take_in(world)
    for _press in range(2):
        reply(world, "1.1", "1.2")
    mine = [one for one in report(world).replies if one.signed == "Mayor"]
    assert len(mine) == 1
    reply(world, "1.1")
    assert len([one for one in report(world).replies if one.signed == "Mayor"]) == 2


def take_in(world: World) -> recommendations.Imported:
    return recommendations.import_report(consultation_id=world.consultation.id, data=SMALL.read_bytes(),
                                         by_id=world.staff["lead"].id)


def report(world: World) -> ReportView:
    [view] = stored.reports(db.session(), world.consultation.id, TODAY)
    return view


def one(world: World, number: str) -> AskView:
    return next(ask for ask in report(world).asks if ask.number == number)


def say(world: World, number: str, answer: Answer) -> None:
    row = one(world, number).row
    recommendations.set_status(consultation_id=world.consultation.id, public_id=row.public_id, answer=answer,
                               revision=row.revision, by_id=world.staff["lead"].id)


def reply(world: World, *numbers: str, **change: object) -> None:
    asks = change.pop("asks", tuple(one(world, number).row.public_id for number in numbers))
    facts = {"text": {"en": " We will. "}, "signed": "Mayor", "replied_on": date(2025, 4, 1), **change}
    recommendations.reply(consultation_id=world.consultation.id, report_id=report(world).row.public_id,
                          written=Written(**facts), asks=asks, by_id=world.staff["lead"].id)  # type: ignore[arg-type]


def date_it(world: World, day: date | None) -> None:
    recommendations.date_report(consultation_id=world.consultation.id, report_id=report(world).row.public_id,
                                published_on=day, by_id=world.staff["lead"].id)
