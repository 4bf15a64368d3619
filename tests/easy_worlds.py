"""The small consultation with Easy Read pages that a made-up group of a test has checked; no real group is named."""

from dataclasses import replace
from datetime import date

from consult.domain.easy_read import (
    BY_CHOICES,
    BY_FACES,
    FACES,
    USUAL_FACES,
    Content,
    EasyAnswer,
    EasyPage,
    Face,
    HardWord,
    answers_for,
    to_json,
    transcript,
)
from consult.domain.surveys import Question, Survey, options_of
from consult.domain.variants import APPROVED, EASY_READ
from consult.extensions import db
from consult.models.variants import Variant
from consult.queries import easy_read as stored
from consult.queries import text_units
from consult.services import easy_read
from consult.services.transaction import writing
from tests.worlds import World

GROUP, DAY = "The test group", date(2026, 3, 2)
SAYS = {"happy": "Yes, I like it", "middle": "I am not sure", "sad": "No, I do not like it"}


def content_for(part: str, question: Question | None, voices: list[str]) -> Content:
    """Return plain content for a part: two pages for an agree scale, one for everything else."""
    asks = EasyPage("question", ("Read this.", f"What do you say to {part.rpartition('/')[2]}?"))
    if question is None:
        return Content((EasyPage("plan", (f"This is about {part.rpartition('/')[2]}.", "It is short."),
                                 (HardWord("Plan", "What someone wants to do."),)),))
    kind = answers_for(question)[0]
    faces = {name: Face(USUAL_FACES[question.kind][name], SAYS[name]) for name in FACES} if kind == BY_FACES else {}
    words = {option.code: f"Easy {option.code}" for option in options_of(question)} if kind == BY_CHOICES else {}
    pages = (EasyPage("no-knife", ("Knives hurt people.",)), asks) if kind == BY_FACES else (asks,)
    voice = voices[0] if voices and question.kind == "long-text" else ""
    return Content(pages, EasyAnswer(kind, faces, words, voice))


def make_ready(world: World, *, but: str = "") -> None:
    """Put every part in as approved, except one that stays a draft; what leads there is tested at the services."""
    with writing() as session:
        survey = working(world)
        for part, english in stored.parts(world.consultation, survey).items():
            content = content_for(part, stored.question_of(survey, part), stored.voices_beside(survey, part))
            row = Variant(
                consultation_id=world.consultation.id, form=EASY_READ, language="en", unit_key=part, source=english,
                words=transcript(content), content=to_json(content), written_by_id=world.staff["translator"].id)
            if part != but:
                row.state, row.checked_by_id = APPROVED, world.staff["translation-checker"].id
                row.approved_by_id, row.checked_by_group, row.group_checked_on = world.staff["lead"].id, GROUP, DAY
            session.add(row)


def working(world: World) -> Survey:
    """Return the survey that is worked on."""
    survey = text_units.working_survey(db.session(), world.consultation.id)
    assert survey is not None
    return survey


def write(world: World, part: str, **changed: object) -> Variant:
    """Write a part as a draft through the service."""
    survey = working(world)
    content = content_for(part, stored.question_of(survey, part), stored.voices_beside(survey, part))
    return easy_read.write(consultation_id=world.consultation.id, part=part, content=replace(content, **changed),
                           by_id=world.staff["translator"].id, revision=revision_of(world, part))


def revision_of(world: World, part: str) -> int:
    """Return the revision of what is written of a part, 0 where nothing is."""
    row = stored.rows(db.session(), world.consultation.id).get(part)
    return row.revision if row is not None else 0


def row_of(world: World, part: str) -> Variant:
    """Return what is written of a part."""
    return stored.rows(db.session(), world.consultation.id)[part]


def check(world: World, part: str) -> None:
    """Let the second person read a part."""
    row = row_of(world, part)
    easy_read.check(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                    by_id=world.staff["translation-checker"].id)


def name_group(world: World, part: str, group: str = GROUP, on: date | None = DAY) -> None:
    """Write down the group that checked a part."""
    row = row_of(world, part)
    easy_read.name_group(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                         group=group, on=on, today=date(2026, 4, 1), by_id=world.staff["translation-checker"].id)


def approve(world: World, part: str) -> None:
    """Let a part through."""
    row = row_of(world, part)
    easy_read.approve(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                      by_id=world.staff["lead"].id)
