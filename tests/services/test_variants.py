"""Texts in other languages: written, checked by a second person, approved, and stale when their English changes."""

from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.readiness import parts_of
from consult.domain.survey_json import from_json
from consult.domain.surveys import Survey
from consult.domain.text_units import texts_in, with_texts
from consult.domain.variants import (
    APPROVED,
    AUDIO,
    BSL,
    CHECKED,
    DRAFT,
    EASY_READ,
    LANGUAGE,
    MACHINE,
    PERSON,
    SIGNED,
    STALE,
    standing,
)
from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.plans import PlanNodeText
from consult.models.surveys import SurveyDraft
from consult.models.variants import EarlierVariant, Variant
from consult.queries import surveys, text_units
from consult.queries import variants as stored
from consult.services import consultations, offering, survey_drafts, variants
from consult.services.consultations import Around
from consult.services.secrets import fingerprint
from consult.services.transaction import writing
from consult.services.variants import Place
from tests.worlds import DUTY, World

ASKED = "question/missing-words/text"
PIPED = "You said ${support-knife-crime}. Why?"


def test_editing_one_english_question_makes_exactly_its_variants_stale(world: World) -> None:
    every_format(world, "question/missing-words", "question/violence-words")
    assert stale(world) == set()
    edit(world, {"en": {ASKED: "What did we forget?"}})
    part = "question/missing-words"
    assert stale(world) == {(ASKED, LANGUAGE, "ur"), (part, EASY_READ, "en"), (part, BSL, SIGNED), (part, AUDIO, "en")}


def test_a_stale_text_keeps_the_survey_out_of_use_and_the_refusal_says_where(world: World) -> None:
    every_format(world, "question/missing-words")
    draft = edit(world, {"en": {ASKED: "What did we forget?"}})
    with pytest.raises(Conflict) as refused:
        use(world, draft)
    assert refused.value.code == "texts-not-ready"
    lacks = refused.value.facts["lacks"]
    assert isinstance(lacks, list)
    assert {(lack["form"], lack["language"], lack["why"]): lack["keys"] for lack in lacks} == {
        (LANGUAGE, "ur", STALE): [ASKED],
        **{(form, tag, STALE): ["question/missing-words"] for form, tag in offering.PROMISED_FORMS}}
    db.session.expire_all()
    assert in_use(world).number == 1 and world.consultation.offered_languages == ["en", "ur"]


def test_a_survey_with_a_stale_text_is_not_ready_to_be_shown(world: World) -> None:
    with writing():
        world.consultation.is_visible = False
    edit(world, {"en": {ASKED: "What did we forget?"}})
    with pytest.raises(Conflict) as refused:
        consultations.show(consultation_id=world.consultation.id)
    assert "languages" in refused.value.facts["missing"]  # type: ignore[operator]


def test_a_text_goes_from_draft_to_checked_to_approved_into_the_survey_and_into_use(world: World) -> None:
    draft = edit(world, {"en": {ASKED: "What did we forget?"}})
    row = write(world, ASKED, "ہم کیا بھول گئے؟")
    assert (row.state, row.source) == (DRAFT, "What did we forget?")
    with pytest.raises(Conflict):
        use(world, draft)
    pass_on(world, row)
    assert texts_in(written(draft), "ur")[ASKED] == "ہم کیا بھول گئے؟"
    version = use(world, draft)
    assert version.number == 2 and texts_in(in_use(world).survey, "ur")[ASKED] == "ہم کیا بھول گئے؟"
    assert "ur" in world.consultation.offered_languages


def test_what_was_approved_before_a_survey_was_begun_goes_into_use_with_it(world: World) -> None:
    pass_on(world, write(world, ASKED, "کچھ اور؟", revision=1))
    assert texts_in(in_use(world).survey, "ur")[ASKED] != "کچھ اور؟"
    use(world, edit(world, {"en": {}}))
    assert texts_in(in_use(world).survey, "ur")[ASKED] == "کچھ اور؟"


def test_an_approved_text_reaches_the_words_of_the_consultation_and_the_headings_of_the_plan(world: World) -> None:
    for key, words in (("consultation/what_can_change", "پہلا\n\nدوسرا"), ("plan/aim-knife/title", "چاقو"),
                       ("duty/1/text", "قانون")):
        pass_on(world, write(world, key, words, revision=1))
    db.session.expire_all()
    assert world.consultation.what_can_change["ur"] == ["پہلا", "دوسرا"]
    duty = consultations_duty(world)
    assert duty["ur"] == "قانون" and duty["en"] == DUTY.text["en"]
    assert db.session.query(PlanNodeText).filter(PlanNodeText.title == "چاقو").one().language == "ur"


def test_safety_words_that_went_stale_are_never_offered_whoever_allows_what(world: World) -> None:
    change_words(world, {"en": ["Call 999 now."], "ur": ["999"]})
    assert world.consultation.offered_languages == ["en"]
    offering.allow_unchecked(consultation_id=world.consultation.id, language="ur", reason="We must.",
                             by_id=world.staff["lead"].id)
    row = write(world, "consultation/before_free_text", "ابھی 999", revision=1)
    assert world.consultation.offered_languages == ["en"], "pages still show words that were made from other English"
    pass_on(world, row)
    assert world.consultation.offered_languages == ["en", "ur"]


def test_a_new_draft_of_a_current_text_takes_no_language_away(world: World) -> None:
    write(world, ASKED, "کچھ اور؟", revision=1)
    assert world.consultation.offered_languages == ["en", "ur"]
    assert texts_in(in_use(world).survey, "ur")[ASKED] == "کیا کمی ہے؟"


def test_an_editor_who_changes_both_texts_at_once_makes_a_fresh_draft(world: World) -> None:
    edit(world, {"en": {ASKED: "What did we forget?"}, "ur": {ASKED: "ہم کیا بھول گئے؟"}})
    row = at(world, ASKED)
    assert (row.state, row.source, row.words, row.origin) == (
        DRAFT, "What did we forget?", "ہم کیا بھول گئے؟", PERSON)
    assert row.written_by_id == world.staff["survey-editor"].id and stale(world) == set()


def test_an_editor_who_changes_something_else_takes_no_draft_from_a_translator(world: World) -> None:
    edit(world, {"en": {ASKED: "What did we forget?"}})
    row = write(world, ASKED, "ہم کیا بھول گئے؟")
    edit(world, {"en": {"question/violence-words/text": "What else?"}})
    change_words(world, {"en": ["Call 999."], "ur": ["999"]})
    db.session.expire_all()
    assert (row.words, row.state, row.written_by_id) == ("ہم کیا بھول گئے؟", DRAFT, world.staff["translator"].id)


def test_nobody_checks_their_own_words(world: World) -> None:
    row = write(world, ASKED, "کچھ اور؟", revision=1, by="translation-checker")
    with pytest.raises(Conflict, match="own-words"):
        check(world, row, by="translation-checker")
    with pytest.raises(IntegrityError), writing():
        row.state, row.checked_by_id = CHECKED, row.written_by_id
        db.session.flush()


def test_a_translator_checks_nothing_and_a_checker_approves_nothing(world: World) -> None:
    row = write(world, ASKED, "کچھ اور؟", revision=1)
    with pytest.raises(NotAllowed):
        check(world, row, by="translator")
    with pytest.raises(NotAllowed):
        approve(world, row, by="translation-checker")


def test_what_nobody_has_checked_is_not_approved(world: World) -> None:
    with pytest.raises(Conflict, match="variant-unchecked"):
        approve(world, write(world, ASKED, "کچھ اور؟", revision=1))


def test_a_doubt_keeps_a_text_from_being_approved_until_the_last_one_is_settled(world: World) -> None:
    row = write(world, ASKED, "کچھ اور؟", revision=1)
    doubts = [comment(world, row, is_doubt=True) for _turn in range(2)]
    comment(world, row, is_doubt=False)
    check(world, row)
    for doubt in doubts:
        with pytest.raises(Conflict, match="variant-doubted"):
            approve(world, row)
        variants.settle(consultation_id=world.consultation.id, public_id=row.public_id, comment_id=doubt,
                        by_id=world.staff["translator"].id)
    assert approve(world, row).state == APPROVED


def test_what_is_stale_is_neither_checked_nor_approved(world: World) -> None:
    row = write(world, ASKED, "کچھ اور؟", revision=1)
    check(world, row)
    edit(world, {"en": {ASKED: "What did we forget?"}})
    with pytest.raises(Conflict, match="variant-stale"):
        approve(world, row)
    with pytest.raises(Conflict, match="variant-stale"):
        check(world, row)


def test_a_text_is_checked_once(world: World) -> None:
    row = write(world, ASKED, "کچھ اور؟", revision=1)
    pass_on(world, row)
    with pytest.raises(Conflict, match="changed-meanwhile"):
        check(world, row)
    assert row.state == APPROVED


def test_nobody_writes_over_what_they_have_not_seen(world: World) -> None:
    write(world, ASKED, "پہلا", revision=1)
    with pytest.raises(Conflict, match="changed-meanwhile"):
        write(world, ASKED, "دوسرا", revision=1)
    seen = fingerprint(b"What is missing?")
    edit(world, {"en": {ASKED: "What did we forget?"}})
    with pytest.raises(Conflict, match="english-changed"):
        write(world, ASKED, "دوسرا", seen=seen)
    assert at(world, ASKED).words == "پہلا"


@pytest.mark.parametrize(("words", "code"), [
    ("کیوں؟", "pipes-lost"), ("${support-knife-crime} ${victim}", "pipes-strange"), (" ", "text-missing"),
    ("x" * 40_001, "words-long"),
])
def test_words_that_cannot_stand_there_are_refused(world: World, words: str, code: str) -> None:
    edit(world, {"en": {ASKED: PIPED}})
    with pytest.raises(Refused, match=code) as refused:
        write(world, ASKED, words)
    assert refused.value.field == "words"
    assert write(world, ASKED, "آپ نے کہا ${ support-knife-crime }۔ کیوں؟").state == DRAFT


def test_what_a_text_said_before_is_kept_and_nobody_has_checked_the_new_words(world: World) -> None:
    row = write(world, ASKED, "پہلا", revision=1)
    pass_on(world, row)
    write(world, ASKED, "دوسرا")
    assert (row.state, row.checked_by_id, row.approved_by_id) == (DRAFT, None, None)
    kept = db.session.query(EarlierVariant).filter(EarlierVariant.variant_id == row.id).order_by(EarlierVariant.id)
    assert [(one.words, one.state) for one in kept] == [("کیا کمی ہے؟", DRAFT), ("پہلا", APPROVED)]


def test_a_machines_words_that_someone_saves_as_they_are_stay_a_machines(world: World) -> None:
    write(world, ASKED, "مشین", revision=1, origin=MACHINE)
    assert write(world, ASKED, "مشین").origin == MACHINE
    assert write(world, ASKED, "انسان").origin == PERSON


def test_a_format_of_a_part_is_written_from_all_its_texts_and_goes_stale_with_any(world: World) -> None:
    row = variants.write(consultation_id=world.consultation.id, words="Cross your hands", by_id=None,
                         place=Place("question/victim", SIGNED, BSL))
    assert row.source == "Have you been a victim of a crime?\nYes, reported\nNo"
    edit(world, {"en": {"question/victim/option/no/label": "Never"}})
    with pytest.raises(Conflict, match="variant-stale"):
        check(world, row)


def test_a_text_that_is_not_there_cannot_be_translated(world: World) -> None:
    with pytest.raises(NotFound):
        write(world, "question/never/text", "کچھ")


def stale(world: World) -> set[tuple[str, str, str]]:
    """Return the places of the variants that are stale beside the English of today."""
    db.session.expire_all()
    units = text_units.every(db.session(), world.consultation)
    texts, parts = {unit.key: unit.english for unit in units}, parts_of(units)
    return {(made.key, made.form, made.language) for made in stored.made(db.session(), world.consultation.id)
            if standing(made, (texts if made.form == LANGUAGE else parts)[made.key]) == STALE}


def every_format(world: World, *parts: str) -> None:
    """Put an approved Easy Read page, film and recording beside these parts."""
    english = parts_of(text_units.every(db.session(), world.consultation))
    approver, checker = world.staff["lead"].id, world.staff["translation-checker"].id
    with writing() as session:
        session.add_all(Variant(
            consultation_id=world.consultation.id, unit_key=part, form=form, language=language, source=english[part],
            words="words", state=APPROVED, checked_by_id=checker, approved_by_id=approver, checked_by_group="A group")
            for part in parts for form, language in offering.PROMISED_FORMS)


def edit(world: World, texts: dict[str, dict[str, str]]) -> SurveyDraft:
    """Change texts of the survey being written as its editor; it begins with the version in use."""
    by_id, consultation_id = world.staff["survey-editor"].id, world.consultation.id
    draft = text_units.working_draft(db.session(), consultation_id) or survey_drafts.copy_of_version(
        consultation_id=consultation_id, number=1, by_id=by_id)
    survey = from_json(draft.definition)
    for language, said in texts.items():
        survey = with_texts(survey, language, said)
    survey_drafts.change(consultation_id=consultation_id, public_id=draft.public_id, survey=survey,
                         revision=draft.revision, by_id=by_id)
    return draft


def use(world: World, draft: SurveyDraft) -> Any:
    return survey_drafts.put_into_use(consultation_id=world.consultation.id, public_id=draft.public_id,
                                      revision=draft.revision, by_id=world.staff["survey-editor"].id)


def written(draft: SurveyDraft) -> Survey:
    db.session.expire_all()
    return from_json(draft.definition)


def in_use(world: World) -> Any:
    version = surveys.current(db.session(), world.consultation.id)
    assert version is not None
    return version


def change_words(world: World, before_free_text: dict[str, list[str]]) -> None:
    """Change words before Londoners see them; afterwards a change that takes a language from them is refused."""
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_visible = False
    consultations.change(consultation_id=world.consultation.id, facts={"before_free_text": before_free_text},
                         around=Around([DUTY], []), by_id=world.staff["survey-editor"].id)


def consultations_duty(world: World) -> dict[str, str]:
    from consult.queries.consultations import duties_of

    return dict(duties_of(db.session(), world.consultation.id)[0].text)


def at(world: World, key: str) -> Variant:
    db.session.expire_all()
    row = stored.at(db.session(), world.consultation.id, LANGUAGE, "ur", key)
    assert row is not None
    return row


def write(world: World, key: str, words: str, *, revision: int | None = None, by: str = "translator",
          origin: str = PERSON, seen: str | None = None) -> Variant:
    """Write an Urdu text; over what stands there now unless a revision is given."""
    row = stored.at(db.session(), world.consultation.id, LANGUAGE, "ur", key)
    now = revision if revision is not None else (row.revision if row is not None else 0)
    return variants.write(consultation_id=world.consultation.id, place=Place(key, "ur"), words=words, revision=now,
                          by_id=world.staff[by].id, origin=origin, seen=seen)


def check(world: World, row: Variant, by: str = "translation-checker") -> Variant:
    return variants.check(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                          by_id=world.staff[by].id)


def approve(world: World, row: Variant, by: str = "survey-editor") -> Variant:
    return variants.approve(consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
                            by_id=world.staff[by].id)


def pass_on(world: World, row: Variant) -> Variant:
    check(world, row)
    return approve(world, row)


def comment(world: World, row: Variant, *, is_doubt: bool) -> int:
    return variants.comment(consultation_id=world.consultation.id, public_id=row.public_id, text="Is this right?",
                            is_doubt=is_doubt, by_id=world.staff["translator"].id).id
