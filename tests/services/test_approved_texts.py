"""Approved translations that people do not see yet, and the version that puts them into use."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed
from consult.domain.text_units import texts_in
from consult.domain.variants import LANGUAGE
from consult.extensions import db
from consult.models.surveys import SurveyVersion
from consult.queries import surveys
from consult.queries import variants as stored
from consult.services import survey_drafts, variant_places, variants
from consult.services.variants import Place
from tests.worlds import World

ASKED = "question/violence-words/text"
BETTER = "آپ کیا تبدیل کریں گے؟"


def test_an_approved_text_waits_until_it_is_put_into_use(app: Flask, world: World) -> None:
    approve(world)
    assert waiting(world) == {"ur": {ASKED: BETTER}} and said(world) != BETTER
    version = survey_drafts.put_texts_into_use(consultation_id=world.consultation.id, by_id=editor(world))
    assert version.number == 2 and said(world) == BETTER and waiting(world) == {}


def test_the_english_of_a_version_with_new_translations_stays_what_it_is(app: Flask, world: World) -> None:
    before = english(world)
    approve(world)
    survey_drafts.put_texts_into_use(consultation_id=world.consultation.id, by_id=editor(world))
    assert english(world) == before


def test_nothing_is_put_into_use_where_nothing_waits(app: Flask, world: World) -> None:
    write(world)
    with pytest.raises(Conflict) as refused:
        survey_drafts.put_texts_into_use(consultation_id=world.consultation.id, by_id=editor(world))
    assert refused.value.code == "no-texts-wait"
    assert db.session.scalar(select(func.count()).select_from(SurveyVersion)) == 1


@pytest.mark.parametrize("role", ["translator", "lead", "reader"])
def test_only_who_edits_the_survey_puts_texts_into_use(app: Flask, world: World, role: str) -> None:
    approve(world)
    with pytest.raises(NotAllowed):
        survey_drafts.put_texts_into_use(consultation_id=world.consultation.id, by_id=world.staff[role].id)


def waiting(world: World) -> dict[str, dict[str, str]]:
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    return variant_places.waiting_texts(db.session(), world.consultation.id, version.survey)


def said(world: World) -> str:
    """Return the question in Urdu as people see it."""
    return words(world, "ur")[ASKED]


def english(world: World) -> dict[str, str]:
    return words(world, "en")


def words(world: World, language: str) -> dict[str, str]:
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    return dict(texts_in(version.survey, language))


def editor(world: World) -> int:
    return world.staff["survey-editor"].id


def write(world: World) -> tuple[str, int]:
    there = stored.at(db.session(), world.consultation.id, LANGUAGE, "ur", ASKED)
    row = variants.write(consultation_id=world.consultation.id, place=Place(ASKED, "ur"), words=BETTER,
                         revision=there.revision if there is not None else 0, by_id=world.staff["translator"].id)
    return row.public_id, row.revision


def approve(world: World) -> None:
    """Let a better translation of the question through: written by one person, checked by another, approved."""
    public_id, revision = write(world)
    for number, (act, role) in enumerate(((variants.check, "translation-checker"), (variants.approve, "lead"))):
        act(consultation_id=world.consultation.id, public_id=public_id, revision=revision + number,
            by_id=world.staff[role].id)
