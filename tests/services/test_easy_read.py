"""Easy Read through its life: draft, a second person, a named group, approval; and never open without."""

from datetime import date

import pytest

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.survey_json import from_json, to_json
from consult.domain.text_units import with_texts
from consult.domain.variants import APPROVED, DRAFT, STALE, standing
from consult.extensions import db
from consult.models.audit import AuditEvent
from consult.queries import easy_read as stored
from consult.queries import variants
from consult.services import consultations, easy_read, offering, survey_drafts
from consult.services.transaction import writing
from tests import easy_worlds as easy
from tests.worlds import World

PART = "question/support-knife-crime"


def test_a_part_goes_from_draft_by_a_second_person_and_a_group_to_approved(world: World) -> None:
    assert easy.write(world, PART).state == DRAFT
    easy.check(world, PART)
    easy.name_group(world, PART)
    easy.approve(world, PART)
    row = easy.row_of(world, PART)
    assert (row.state, row.checked_by_group, row.group_checked_on) == (APPROVED, easy.GROUP, easy.DAY)
    assert "Knives hurt people." in row.words
    acts = [event.action for event in db.session.query(AuditEvent).filter(AuditEvent.object_id == row.public_id)]
    assert acts == ["variant-written", "variant-checked", "variant-checked", "variant-approved"]


def test_no_part_is_approved_without_a_group(world: World) -> None:
    easy.write(world, PART)
    easy.check(world, PART)
    with pytest.raises(Conflict) as caught:
        easy.approve(world, PART)
    assert caught.value.code == "easy-read-group" and easy.row_of(world, PART).state == "checked"


@pytest.mark.parametrize(("group", "on", "code"), [
    ("  ", easy.DAY, "easy-read-group"), ("x" * 201, easy.DAY, "words-long"), (easy.GROUP, None, "date-missing"),
    (easy.GROUP, date(2026, 4, 2), "easy-day-ahead"),
])
def test_a_group_needs_a_name_and_a_day_that_has_come(world: World, group: str, on: date | None, code: str) -> None:
    easy.write(world, PART)
    easy.check(world, PART)
    with pytest.raises(Refused) as caught:
        easy.name_group(world, PART, group, on)
    assert caught.value.code == code


def test_the_group_reads_only_what_a_second_person_has_read(world: World) -> None:
    easy.write(world, PART)
    with pytest.raises(Conflict) as caught:
        easy.name_group(world, PART)
    assert caught.value.code == "variant-unchecked"


def test_nobody_checks_their_own_words(world: World) -> None:
    row = easy.write(world, PART)
    row_id, own = row.public_id, world.staff["translation-checker"].id
    easy_read.write(consultation_id=world.consultation.id, part=PART, content=easy_read.from_json(row.content),
                    by_id=own, revision=1)
    with pytest.raises(Conflict) as caught:
        easy_read.check(consultation_id=world.consultation.id, public_id=row_id, revision=2, by_id=own)
    assert caught.value.code == "own-words"


def test_writing_again_undoes_every_check_of_what_stood_there(world: World) -> None:
    easy.write(world, PART)
    easy.check(world, PART)
    easy.name_group(world, PART)
    easy.write(world, PART)
    row = easy.row_of(world, PART)
    assert (row.state, row.checked_by_id, row.checked_by_group, row.group_checked_on) == (DRAFT, None, "", None)


def test_nobody_writes_over_what_they_have_not_seen(world: World) -> None:
    row = easy.write(world, PART)
    with pytest.raises(Conflict) as caught:
        easy_read.write(consultation_id=world.consultation.id, part=PART, content=easy_read.from_json(row.content),
                        by_id=world.staff["translator"].id, revision=0)
    assert caught.value.code == "changed-meanwhile"


def test_a_part_that_easy_read_does_not_show_is_not_found_and_a_coder_may_not_write(world: World) -> None:
    content = easy.content_for("section/violence", None, [])
    with pytest.raises(NotFound):
        easy_read.write(consultation_id=world.consultation.id, part="plan/obj-trust", content=content,
                        by_id=world.staff["translator"].id)
    with pytest.raises(NotAllowed):
        easy_read.write(consultation_id=world.consultation.id, part="section/violence", content=content,
                        by_id=world.staff["coder"].id)


def test_a_change_of_the_english_makes_exactly_its_part_stale(world: World) -> None:
    easy.make_ready(world)
    assert ready(world)
    reword(world, "question/support-knife-crime/text", "Far fewer knives is the right aim")
    survey = easy.working(world)
    rows = stored.rows(db.session(), world.consultation.id)
    stale = [part for part, english in stored.parts(world.consultation, survey).items()
             if standing(variants.as_made(rows[part]), english) == STALE]
    assert stale == [PART] and stored.ready(db.session(), world.consultation, survey) is None
    row = easy.row_of(world, PART)
    with pytest.raises(Conflict) as caught:
        easy_read.check(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                        by_id=world.staff["translation-checker"].id)
    assert caught.value.code == "variant-stale"


@pytest.mark.parametrize("lost", ["state", "group", "day"])
def test_one_part_that_is_not_whole_keeps_the_whole_from_being_ready(world: World, lost: str) -> None:
    easy.make_ready(world)
    with writing():
        row = easy.row_of(world, "section/missing")
        row.state = "checked" if lost == "state" else row.state
        row.checked_by_group = "" if lost == "group" else row.checked_by_group
        row.group_checked_on = None if lost == "day" else row.group_checked_on
    assert not ready(world)


def test_a_consultation_does_not_open_with_easy_read_that_no_group_checked(world: World) -> None:
    hide(world)
    easy.write(world, PART)
    easy.check(world, PART)
    lacks = offering.lacks(db.session(), world.consultation)
    assert ("easy-read", "no-group", (PART,)) in [(lack.form, lack.why, lack.keys) for lack in lacks]
    with pytest.raises(Conflict) as caught:
        consultations.show(consultation_id=world.consultation.id)
    assert "formats" in str(caught.value.facts)


def ready(world: World) -> bool:
    return stored.ready(db.session(), world.consultation, easy.working(world)) is not None


def reword(world: World, key: str, words: str) -> None:
    editor = world.staff["survey-editor"].id
    draft = survey_drafts.copy_of_version(consultation_id=world.consultation.id, number=1, by_id=editor)
    changed = with_texts(from_json(draft.definition), "en", {key: words})
    assert to_json(changed) != draft.definition
    survey_drafts.change(consultation_id=world.consultation.id, public_id=draft.public_id, survey=changed,
                         revision=draft.revision, by_id=editor)


def hide(world: World) -> None:
    """Take the world back to before its opening."""
    with writing():
        db.session.merge(world.consultation).is_visible = False
