"""A report of answers that were not all read, and of letters that many people sent: what it says, and what not."""

import pytest
from sqlalchemy import select

from consult.domain.report_json import from_json
from consult.domain.reports import Report, ThemeSection
from consult.exports.report_words import theme_words
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.responses import Answer
from consult.services import codings
from consult.services.transaction import writing
from tests import coded
from tests.worlds import World

LETTER = "Keep the police counter in our street open at night."


def test_a_share_says_what_answers_that_nobody_read_leave_open(world: World, officers: Theme) -> None:
    for number in range(40):
        read(world, world.respond(f"Answer {number} of many about the streets."), officers if number < 10 else None)
    for number in range(60):
        world.respond(f"Unread answer {number} about the streets.")
    section = section_of(printed(world), officers)
    assert (section.respondents, section.base) == (10, 40)
    assert section.low_percent is not None and section.high_percent is not None
    assert section.low_percent < 25 < section.high_percent
    assert "10 of 40 (25%): some – many. Not every answer was read" in theme_words(section, as_it_is)


def test_where_every_answer_was_read_there_is_one_number(world: World, officers: Theme) -> None:
    for answer in db.session().scalars(select(Answer).where(Answer.text.is_not(None))).all():
        read(world, answer, officers)
    section = section_of(printed(world), officers)
    assert (section.low_percent, section.high_percent) == (None, None)
    assert theme_words(section, as_it_is) == "3 of 3"


def test_a_letter_of_many_is_a_row_and_the_themes_stand_without_it_too(world: World, officers: Theme) -> None:
    own = world.respond("I want more officers.")
    read(world, own, officers)
    campaign_of(world, [world.respond(LETTER) for _ in range(3)], officers)
    tables = {table.table_id: table for table in printed(world).tables}
    row = tables["campaigns"].rows[0]
    counts = [tables["campaigns"].cells[row.key, column].count for column in ("respondents", "identical", "personal")]
    assert (row.label["en"], counts) == ("Open counters (A group)", [3, 3, 0])
    cells = [tables[name].cells[officers.public_id, "respondents"] for name in ("themes", "campaigns-without")]
    assert [(cell.count, cell.base) for cell in cells] == [(4, 4), (1, 1)]


def test_a_report_without_letters_of_many_has_no_tables_of_them(world: World, officers: Theme) -> None:
    read(world, world.respond("I want more officers."), officers)
    assert not {table.table_id for table in printed(world).tables} & {"campaigns", "campaigns-without"}


def read(world: World, answer: Answer, theme: Theme | None) -> None:
    """Let the coder read an answer to its end, with a theme or without."""
    if theme is not None:
        coded.code(world, answer, theme)
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                      by_id=world.staff["coder"].id)


def campaign_of(world: World, answers: list[Answer], theme: Theme) -> None:
    """Store that these answers are one letter, coded once, as a person's decision leaves it behind."""
    lead = world.staff["lead"].id
    with writing() as session:
        campaign = Campaign(consultation_id=world.consultation.id, answer_id=answers[0].id, state="confirmed",
                            name="Open counters", organiser="A group", decided_by_id=lead, decided_at=utc_now())
        session.add(campaign)
        session.flush()
        for answer in answers:
            copied = campaign.id if answer is not answers[0] else None
            passage = Passage(answer_id=answer.id, response_id=answer.response_id, start=0, end=len(LETTER))
            session.add_all([passage, CampaignMember(
                campaign_id=campaign.id, answer_id=answer.id, state="in", is_identical=True, likeness=1.0, start=0,
                end=len(LETTER), decided_by_id=lead, decided_at=utc_now()),
                Reading(answer_id=answer.id, person_id=lead, campaign_id=copied)])
            session.flush()
            session.add(Coding(consultation_id=world.consultation.id, passage_id=passage.id, theme_id=theme.id,
                               stance="support", frame_version=1, confirmed_by_id=lead, campaign_id=copied))


def printed(world: World) -> Report:
    """Return the report of an edition that is published now."""
    return from_json(coded.publish(world).snapshot)


def section_of(report: Report, theme: Theme) -> ThemeSection:
    """Return what the report says of a theme in answer to the question that everyone was asked."""
    return next(one for one in report.themes if one.key == theme.public_id and one.question_key == "violence-words")


def as_it_is(message: str, /, **facts: object) -> str:
    return message % facts if facts else message


@pytest.fixture
def officers(world: World) -> Theme:
    return coded.theme(world)
