"""What a report says of how people took part: every way in adds up, and what is no response stands apart."""

from datetime import timedelta

from consult.domain.report_json import from_json, to_json
from consult.domain.reports import Cell, Report, Table
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import CodingQuestion
from consult.models.keyings import EqualitySheet
from consult.models.responses import Answer, Response
from consult.queries import reports
from consult.services import report_building, same_people, submissions, taking_back
from consult.services.report_building import Imprint
from consult.services.transaction import writing
from consult.web.report_pages import cell_words
from tests import coded
from tests.event_worlds import EventWorld
from tests.letter_worlds import accept, letter, wait
from tests.panel_worlds import member, panel
from tests.services.test_reports import publish_and_read
from tests.services.test_reports import table as table_of
from tests.worlds import World


def test_each_way_in_adds_up_to_what_was_received(world: World) -> None:
    letter(world, "Light the park.")
    wait(world, "Waits.", channel="email")
    taking_back.withdraw(public_id=world.responses[0].public_id)
    channels = table(built(world), "channels")
    assert [row.key for row in channels.rows] == ["online", "email", "post"]
    for row in channels.rows:
        counts = {column.key: channels.cells[row.key, column.key].count or 0 for column in channels.columns}
        assert counts.pop("received") == sum(counts.values())
    assert channels.cells["email", "waiting"].count == 1 and channels.cells["online", "withdrawn"].count == 1


def test_ways_that_tell_of_a_disability_are_counted_with_others_and_protected_apart(world: World) -> None:
    for number in range(12):
        world.respond(f"On paper {number}.", channel="post")
    world.respond("Easy words.", channel="easy-read")
    report = built(world)
    channels = table(report, "channels")
    assert [row.key for row in channels.rows] == ["online", "other-ways"]
    assert channels.cells["other-ways", "received"].count == 14
    assert {cell.count for cell in table(report, "channels-formats").cells.values()} == {None}
    assert {"easy-read", "large-print", "bsl-video"} <= set(report.how_asked.channels)


def test_nothing_is_said_of_waiting_where_nothing_waits(world: World) -> None:
    assert "waiting" not in {column.key for column in table(built(world), "channels").columns}


def test_the_four_counters_count_four_things(world: World) -> None:
    public_id = wait(world, "Save the hall", form="petition", signatures=412, label="The hall")
    submissions.accept(consultation_id=world.consultation.id, public_id=public_id,
                       by_id=world.staff["intake-officer"].id)
    charity = letter(world, "We are a charity.", sender_kind="organisation", body="Doorways", speaks_for=40)
    again = letter(world, "The charity again.", sender_kind="organisation", body="Doorways")
    same_people.link(consultation_id=world.consultation.id, first=public(charity.response_id),
                     other=public(again.response_id), reason="One body.", by_id=world.staff["lead"].id)
    EventWorld(world).held(participants=20)
    counters = built(world).counters
    assert (counters.submissions, counters.respondents) == (6, 4)
    assert (counters.organisations, counters.event_participants) == (1, 20)


def test_petitions_stand_apart_with_their_signatures(world: World) -> None:
    public_id = wait(world, "Save the hall", form="petition", signatures=412, label="The hall")
    submissions.accept(consultation_id=world.consultation.id, public_id=public_id,
                       by_id=world.staff["intake-officer"].id)
    petitions = table(built(world), "petitions")
    assert (petitions.unit, petitions.rows[0].label) == ("signatures", {"en": "The hall"})
    assert petitions.cells[public_id, "signatures"] == Cell(412, None, None)


def test_what_was_left_out_is_told_by_reason_wherever_it_was_left_out(world: World) -> None:
    submissions.mark_unreadable(consultation_id=world.consultation.id, public_id=wait(world, "???"),
                                by_id=world.staff["intake-officer"].id)
    same_people.link(consultation_id=world.consultation.id, first=world.responses[0].public_id,
                     other=world.responses[1].public_id, reason="One person.", by_id=world.staff["lead"].id)
    assert {one.reason: one.count for one in built(world).exclusions} == {"same-person": 1, "unreadable": 1}


def test_themes_of_events_are_counted_in_events_and_never_in_people(world: World) -> None:
    held = EventWorld(world)
    theme = held.theme("Lighting")
    first, _other = held.held(), held.held(title="Second workshop")
    [note] = held.noted(first, "Light the park.")
    held.coded(note, theme)
    report = built(world)
    raised = table(report, "themes-events")
    assert raised.unit == "events" and raised.cells[theme.public_id, "events"] == Cell(1, 1, None)
    assert cell_words(raised.cells[theme.public_id, "events"]) == "1 of 1"
    assert {row.label["en"].split(",")[0] for row in table(report, "events").rows} == {
        "Workshop in Peckham", "Second workshop"}
    assert not any(one.table_id == "themes" for one in report.tables)


def test_a_panel_has_columns_of_its_own_beside_the_open_answers(world: World) -> None:
    sample = panel(world)
    for number in range(40):
        member(world, sample, {"violence-words": [f"Words {number}."],
                               "support-knife-crime": ["agree" if number < 10 else "disagree"]},
               weight=3.0 if number < 10 else 1.0)
    report = built(world)
    answers = table(report, "answers-support-knife-crime")
    people, share = (f"{sample.public_id}-{name}" for name in ("people", "percent"))
    assert answers.cells["agree", "respondents"] == Cell(1, 1, None, "small-base")
    assert answers.cells["agree", people] == Cell(10, 40, None)
    # Ten people of weight 3 and thirty of weight 1: half of 60; (60)² / (90 + 30) = 30 people.
    assert answers.cells["agree", share] == Cell(50, None, None)
    assert {column.label["en"] for column in answers.columns} >= {
        "A panel of Londoners: percent after weighting, worth 30 people"}
    assert table(report, "panels").cells[sample.public_id, "effective-base"].count == 30
    assert (report.counters.submissions, report.counters.respondents) == (3, 3)
    assert "panel" in report.how_asked.channels and "weighted by age" in report.how_asked.words["en"]


def test_a_panel_worth_few_people_has_no_share(world: World) -> None:
    sample = panel(world)
    for _ in range(29):
        member(world, sample, {"violence-words": ["Words."], "support-knife-crime": ["agree"]})
    columns = [column.key for column in table(built(world), "answers-support-knife-crime").columns]
    assert columns == ["respondents", f"{sample.public_id}-people"]


def test_themes_of_a_panel_stand_in_a_table_of_their_own(world: World) -> None:
    sample, officers = panel(world), coded.theme(world)
    said = member(world, sample, {"violence-words": ["Officers, we say."]})
    coded.code(world, text_of(said), officers)
    report = built(world)
    assert table(report, "panels-themes").cells[officers.public_id, f"{sample.public_id}-people"] == Cell(1, 1, None)
    assert not any(one.table_id == "themes" for one in report.tables)


def test_a_report_with_everything_is_frozen_and_read_again(world: World) -> None:
    sample = panel(world)
    member(world, sample, {"violence-words": ["Words."], "support-knife-crime": ["agree"]})
    EventWorld(world).held()
    report = built(world)
    assert from_json(to_json(report)) == report


def test_sheets_typed_since_an_edition_do_not_show_who_came(world: World) -> None:
    first = crowd(world, 24)
    typed(world)
    assert_steady(first, publish_and_read(world), "profile-borough")


def test_letters_that_wait_make_no_room_for_the_few_who_told_of_themselves(world: World) -> None:
    first = crowd(world, 24)
    for number in range(12):
        wait(world, f"Letter {number}.")
    world.respond("One more.", borough="lambeth")
    assert_steady(first, publish_and_read(world), "profile-borough", "languages")


def test_letters_make_no_room_in_tables_of_what_no_letter_tells(world: World) -> None:
    first = crowd(world, 24)
    for number in range(12):
        letter(world, f"Letter {number}.")
    world.respond("One more.", borough="lambeth")
    second = publish_and_read(world)
    assert_steady(first, second, "profile-borough")
    assert "from-the-edition-before" not in table_of(second, "languages").notes


def test_sheets_make_no_room_in_tables_that_they_are_not_in(world: World) -> None:
    first = crowd(world, 24)
    for _ in range(12):
        typed(world, days=1)
    world.respond("One more.", language="ur", borough="lambeth")
    second = publish_and_read(world)
    assert_steady(first, second, "languages")
    assert "from-the-edition-before" not in table_of(second, "profile-borough").notes


def test_an_old_letter_that_is_accepted_since_is_new_in_the_count(world: World) -> None:
    public_id = wait(world, "A letter.")
    first = crowd(world, 24)
    accept(world, public_id)
    assert_steady(first, publish_and_read(world), "languages")


def test_the_fingerprint_of_the_data_follows_all_that_counts(world: World) -> None:
    officers, seen = coded.theme(world), [fingerprint(world)]
    said = letter(world, "Officers, a letter says.")
    coding = coded.code(world, said, officers)
    seen.append(fingerprint(world))
    with writing() as session:
        session.add(CodingQuestion(coding_id=coding.id, question_key="violence-words"))
    seen.append(fingerprint(world))
    typed(world)
    seen.append(fingerprint(world))
    EventWorld(world).held(participants=12)
    seen.append(fingerprint(world))
    same_people.link(consultation_id=world.consultation.id, first=world.responses[0].public_id,
                     other=public(said.response_id), reason="One person.", by_id=world.staff["lead"].id)
    seen.append(fingerprint(world))
    assert len(set(seen)) == len(seen) == 6 and fingerprint(world) == seen[-1]


def fingerprint(world: World) -> str:
    return reports.dataset_digest(db.session(), world.consultation.id)


def crowd(world: World, size: int) -> Report:
    """Let so many people answer, and publish."""
    for _ in range(size):
        answer = world.respond("Words.", borough="lambeth")
    coded.code(world, answer, coded.theme(world))
    return publish_and_read(world)


def typed(world: World, days: int = 0) -> None:
    with writing() as session:
        session.add(EqualitySheet(consultation_id=world.consultation.id, typed_on=utc_now().date() + timedelta(days),
                                  survey_version_id=world.responses[0].survey_version_id,
                                  by_id=world.staff["lead"].id))


def assert_steady(before: Report, after: Report, *table_ids: str) -> None:
    for table_id in table_ids:
        assert "from-the-edition-before" in table_of(after, table_id).notes
        assert table_of(after, table_id).cells == table_of(before, table_id).cells


def built(world: World) -> Report:
    db.session.expire_all()
    imprint = Imprint(1, utc_now(), "draft")
    return report_building.build(db.session(), db.session.merge(world.consultation), imprint)


def table(report: Report, table_id: str) -> Table:
    return next(one for one in report.tables if one.table_id == table_id)


def public(response_id: int) -> str:
    return db.session().get_one(Response, response_id).public_id


def text_of(response: Response) -> Answer:
    return db.session().query(Answer).filter(Answer.response_id == response.id, Answer.text.is_not(None)).one()
