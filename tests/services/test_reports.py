"""Publishing: the edition is whole, frozen and numbered, and its tables went through the disclosure rule."""

import dataclasses

import pytest
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.report_json import digest, from_json, to_json
from consult.domain.reports import NOTE_REWORDED, Report, Table
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.models.base import utc_now
from consult.models.codebooks import Coding, Theme
from consult.models.reports import Edition, EditionCoding
from consult.queries import reports as published
from consult.queries.reports import Behind, passages_behind
from consult.services import codings, reports, responses, surveys
from tests import coded
from tests.statements import count_statements
from tests.worlds import SURVEY, World


def test_an_edition_is_the_canonical_json_of_its_report(world: World, officers: Theme) -> None:
    edition = coded.publish(world)
    report = from_json(edition.snapshot)
    assert (edition.number, report.edition, report.status) == (1, 1, "published")
    assert to_json(report) == edition.snapshot and digest(report) == edition.digest
    assert report.summary == {"en": "People want officers."}


def test_editions_are_numbered_in_order(world: World, officers: Theme) -> None:
    assert [coded.publish(world).number for _ in range(2)] == [1, 2]


def test_an_edition_never_changes_after_more_coding(world: World, officers: Theme) -> None:
    before = coded.publish(world)
    snapshot, behind = before.snapshot, Behind(officers.public_id, edition=1)
    words = [line.words for line in passages_behind(db.session(), world.consultation.id, behind).passages]
    coded.code(world, world.respond("Many more officers, I say."), officers)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=first_coding(), by_id=world.staff["coder"].id)
    db.session.expire_all()
    assert db.session().get_one(Edition, before.id).snapshot == snapshot
    assert [line.words for line in passages_behind(db.session(), world.consultation.id, behind).passages] == words


def test_the_codings_of_an_edition_are_those_it_counted(world: World, officers: Theme) -> None:
    coding = coded.code(world, world.respond("Not this one."), officers)
    coded.code(world, world.respond("Left out of the count."), officers)
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    codings.withdraw(consultation_id=world.consultation.id, coding_id=coding.public_id, by_id=world.staff["coder"].id)
    edition = coded.publish(world)
    kept = db.session().scalar(
        select(func.count()).select_from(EditionCoding).where(EditionCoding.edition_id == edition.id))
    assert kept == from_json(edition.snapshot).people_and_machines.codings == 1


def test_a_summary_is_needed(world: World, officers: Theme) -> None:
    with pytest.raises(Refused, match="summary-missing"):
        coded.publish(world, " \n ")
    with pytest.raises(Refused, match="summary-long"):
        coded.publish(world, "a" * (reports.SUMMARY_LENGTH + 1))
    assert published.editions(db.session(), world.consultation.id) == []


def test_nothing_coded_is_nothing_to_report(world: World) -> None:
    with pytest.raises(Conflict, match="nothing-coded"):
        coded.publish(world)
    assert published.editions(db.session(), world.consultation.id) == []


@pytest.mark.parametrize("role", ["coder", "reader", "equality-lead", "survey-editor", "administrator"])
def test_only_a_lead_publishes(world: World, officers: Theme, role: str) -> None:
    with pytest.raises(NotAllowed):
        reports.publish(consultation_id=world.consultation.id, summary="No.", by_id=world.staff[role].id)
    assert published.editions(db.session(), world.consultation.id) == []


def test_publishing_is_in_the_audit_trail(world: World, officers: Theme) -> None:
    edition = coded.publish(world)
    event = db.session().scalar(select(AuditEvent).where(AuditEvent.action == "report-published"))
    assert event is not None and event.facts == {"digest": edition.digest}


def test_an_edition_bears_the_instant_before_others_were_waited_for(world: World, officers: Theme, monkeypatch) -> None:
    waited, asked = [], reports.rights.require
    monkeypatch.setattr(reports.rights, "require", lambda *of: (asked(*of), waited.append(utc_now())))
    assert coded.publish(world).published_at <= waited[0]


def test_only_the_quotes_that_a_person_let_through_are_printed(world: World, officers: Theme) -> None:
    coded.code(world, world.respond("A second thing to quote here."), officers)
    refs = [quote.passage_ref for theme in draft(world).themes for quote in theme.quotes]
    edition = reports.publish(consultation_id=world.consultation.id, summary="Yes.", quotes=refs[:1],
                              by_id=world.staff["lead"].id)
    kept = [quote.passage_ref for theme in from_json(edition.snapshot).themes for quote in theme.quotes]
    assert len(refs) == 2 and kept == refs[:1]


def test_the_report_of_an_open_consultation_says_that_it_is_open(world: World, officers: Theme) -> None:
    assert "could still answer" in draft(world).how_asked.words["en"]


def test_a_draft_stores_nothing(world: World, officers: Theme) -> None:
    assert draft(world).status == "draft"
    assert published.editions(db.session(), world.consultation.id) == []


def test_every_table_about_people_is_protected_and_no_other(world: World, officers: Theme) -> None:
    protected = {table.table_id for table in draft(world).tables if table.is_protected}
    assert protected == {"languages", "profile-victim", "profile-borough", "profile-sexual-orientation"}
    for table in draft(world).tables:
        counts = [cell.count for cell in table.cells.values() if table.is_protected and cell.count is not None]
        assert all(count % 5 == 0 and count >= 10 for count in counts)


@pytest.mark.parametrize(("more", "shown", "suppression"), [(9, 10, ""), (8, None, "small-number")])
def test_a_group_of_ten_is_shown_and_a_group_of_nine_is_not(world: World, officers: Theme, more: int, shown: int | None,
                                                            suppression: str) -> None:
    for number in range(38):
        world.respond("Words.", victim="reported" if number < more else "no")
    cell = table(draft(world), "profile-victim").cells["reported", "respondents"]
    assert (cell.count, cell.suppression) == (shown, suppression)


def test_the_same_tables_hold_for_equality_staff(world: World, officers: Theme) -> None:
    shown = reports.protected_tables(db.session(), world.consultation)
    assert {found.table_id: found for found in shown} == {
        found.table_id: found for found in draft(world).tables if found.is_protected}


def test_who_is_missing_names_small_groups_and_no_number_of_them(world: World, officers: Theme) -> None:
    words = draft(world).who_is_missing["en"]
    assert "Lambeth" in words and "Heterosexual or straight" in words
    assert "Prefer not to say" not in words


def test_closed_answers_are_exact_and_out_of_those_who_answered(world: World, officers: Theme) -> None:
    cell = table(draft(world), "answers-support-knife-crime").cells["agree", "respondents"]
    assert (cell.count, cell.base) == (1, 1)


def test_a_theme_is_out_of_those_whose_answers_a_person_has_read(world: World, officers: Theme) -> None:
    other = world.respond("Something else.", question="missing-words")
    lead = world.staff["lead"].id
    assert base_of(draft(world), "themes", officers) == 1
    codings.mark_read(consultation_id=world.consultation.id, answer_id=other.public_id or "", by_id=lead)
    assert base_of(draft(world), "themes", officers) == 2
    assert base_of(draft(world), "themes-violence-words", officers) == 1


def base_of(report: Report, table_id: str, theme: Theme) -> int | None:
    return table(report, table_id).cells[theme.public_id, "respondents"].base


def test_a_question_that_only_a_newer_survey_asks_is_not_unanswered_before(world: World, officers: Theme) -> None:
    survey = SURVEY.read_text().replace("key: missing-words\n      kind", "key: lacking-words\n      kind")
    assert survey != SURVEY.read_text()
    surveys.import_survey(consultation_id=world.consultation.id, data=survey.encode())
    world.respond("It lacks parks.", question="lacking-words")
    found = {reading.question_key: reading for reading in draft(world).uncoded}
    assert (found["lacking-words"].answers, found["lacking-words"].not_answered) == (1, 0)
    assert (found["missing-words"].answers, found["missing-words"].not_answered) == (0, 4)
    assert (found["violence-words"].answers, found["violence-words"].not_answered) == (4, 1)


def test_a_table_says_that_some_people_answered_other_words(world: World, officers: Theme) -> None:
    other = SURVEY.read_bytes().replace(b"Fewer knives is the right aim", b"Fewer knives must be the aim")
    other = other.replace("چاقو کم کرنا".encode(), "چاقو گھٹانا".encode())
    assert NOTE_REWORDED not in table(draft(world), "answers-support-knife-crime").notes
    surveys.import_survey(consultation_id=world.consultation.id, data=other)
    assert NOTE_REWORDED in table(draft(world), "answers-support-knife-crime").notes


def test_plan_themes_and_places_hold_together(world: World, officers: Theme) -> None:
    coded.link(world, officers, "c-officers", "It asks for officers.")
    nowhere = coded.theme(world, "Street lights")
    coded.code(world, world.respond("Light the street.", question="missing-words"), nowhere)
    coded.link(world, nowhere, None, "The plan does not light streets.")
    report = draft(world)
    assert [(node.key, node.themes[0].reason) for node in report.nodes] == [("c-officers", "It asks for officers.")]
    assert [found.reason for found in report.themes_nowhere] == ["The plan does not light streets."]
    assert [node.key for node in report.nodes_nothing_said] == ["aim-knife", "obj-trust", "aim-trust"]
    assert report.themes[0].links[0].node_key == "c-officers"


def test_words_of_the_survey_are_frozen_in_every_language(world: World, officers: Theme) -> None:
    title = table(draft(world), "answers-support-knife-crime").title
    assert set(title) == {"en", "ur"}


def test_exclusions_are_counted_and_named(world: World, officers: Theme) -> None:
    world.respond("Buy pills.")
    responses.exclude(consultation_id=world.consultation.id, public_id=world.responses[-1].public_id, reason="spam",
                      by_id=world.staff["lead"].id)
    report = draft(world)
    assert [(found.reason, found.count) for found in report.exclusions] == [("spam", 1)]
    assert (report.counters.submissions, report.counters.respondents) == (5, 4)
    assert table(report, "exclusions").cells["spam", "submissions"].count == 1


def test_the_digest_of_the_data_changes_with_the_data_alone(world: World, officers: Theme) -> None:
    before = draft(world)
    again = dataclasses.replace(draft(world), published_at=before.published_at)
    coded.code(world, world.respond("Many more officers."), officers)
    assert before == again and draft(world).dataset_digest != before.dataset_digest


def test_building_asks_the_same_number_of_questions_however_much_there_is(world: World, officers: Theme) -> None:
    few = statements(world)
    for number in range(4):
        coded.code(world, world.respond("More of it.", victim="no"), coded.theme(world, f"Theme {number}"))
    assert statements(world) == few


def statements(world: World) -> int:
    draft(world)
    with count_statements() as sent:
        draft(world)
    return len(sent)


def draft(world: World) -> Report:
    return reports.build_draft(db.session(), world.consultation)


def table(report: Report, table_id: str) -> Table:
    return next(found for found in report.tables if found.table_id == table_id)


def first_coding() -> str:
    return db.session().scalars(select(Coding.public_id).order_by(Coding.id)).first() or ""


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot in the evening."), theme)
    return theme


def test_few_new_people_do_not_move_the_protected_tables(world: World, officers: Theme) -> None:
    many(world, 24, borough="lambeth")
    first = publish_and_read(world)
    many(world, 9, borough="lambeth")
    second = publish_and_read(world)
    before, after = (table(report, "profile-borough") for report in (first, second))
    assert after.cells == before.cells and "from-the-edition-before" in after.notes
    assert table(second, "channels").cells != table(first, "channels").cells


def test_ten_new_people_since_the_numbers_were_made_bring_new_ones(world: World, officers: Theme) -> None:
    many(world, 24, borough="lambeth")
    first = publish_and_read(world)
    for _ in range(2):
        many(world, 6, borough="lambeth")
        last = publish_and_read(world)
    assert table(last, "profile-borough").cells != table(first, "profile-borough").cells
    assert "from-the-edition-before" not in table(last, "profile-borough").notes


def test_a_quote_in_a_language_of_few_is_not_printed(world: World, officers: Theme) -> None:
    coded.code(world, world.respond("Daha çok polis olsun.", language="tr"), officers)
    assert "tr" not in {quote.language for theme in draft(world).themes for quote in theme.quotes}


def many(world: World, count: int, **others: str) -> None:
    for number in range(count):
        world.respond(f"Words number {number}.", **others)


def publish_and_read(world: World) -> Report:
    edition = coded.publish(world)
    return from_json(edition.snapshot)
