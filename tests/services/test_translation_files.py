"""Translations out as XLIFF and back: only what changed comes in, nothing newer is lost, each text is told of."""

from collections.abc import Callable
from xml.etree.ElementTree import fromstring, register_namespace, tostring

import pytest
from sqlalchemy import select

from consult.domain.audit import Act
from consult.domain.errors import NotAllowed, Refused
from consult.domain.survey_json import from_json, to_json
from consult.domain.text_units import changed
from consult.extensions import db
from consult.intake.xliff import CORE, read_xliff
from consult.models.audit import AuditEvent
from consult.models.consultations import Consultation
from consult.models.surveys import SurveyDraft
from consult.models.variants import Variant
from consult.queries import variants as stored
from consult.services import people, survey_drafts, translation_files, variants
from consult.services.transaction import writing
from consult.services.translation_files import Taken
from consult.services.variants import Place
from tests.worlds import World

ASKED, TITLE, MISSING = "question/violence-words/text", "section/violence/title", "question/missing-words/text"


def test_a_script_translates_the_example_while_people_work_on_it_and_nothing_newer_is_lost(
    example: Consultation,
) -> None:
    consultation = example
    sent = translation_files.export(consultation_id=consultation.id, language="ur")
    before = words_of(consultation.id)
    assert sent.units == len(before) > 200
    keys = sorted(key for key in before if key.startswith("question/") and key.endswith("/text"))[:5]
    edited, reworded, *translated = keys
    variants.write(consultation_id=consultation.id, place=Place(edited, "ur"), words="ایڈیٹر کا متن", by_id=None,
                   revision=1)
    reword(consultation.id, reworded, "Quite another question?")
    back = retold(sent.data, {key: "ایجنسی کا متن" for key in keys})
    taken = take_in(consultation.id, back)
    assert told(taken) == {edited: "kept-newer", reworded: "english-changed", **dict.fromkeys(translated, "taken")}
    after = words_of(consultation.id)
    assert {key for key in before if after[key] != before[key]} == {edited, *translated}
    assert after[edited] == "ایڈیٹر کا متن" and not taken.is_of_today


def test_a_round_trip_changes_nothing_and_a_second_one_neither(world: World) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur")
    taken = take_in(world.consultation.id, sent.data)
    assert taken.counts == {"taken": 0, "unchanged": sent.units, "kept-newer": 0, "english-changed": 0, "refused": 0}
    assert taken.is_of_today
    back = retold(sent.data, {ASKED: "نیا متن"})
    assert take_in(world.consultation.id, back).counts["taken"] == 1
    again = take_in(world.consultation.id, back)
    assert again.counts["taken"] == 0 and again.counts["unchanged"] == sent.units


def test_what_comes_in_is_a_draft_of_an_agency_whatever_state_the_file_says(world: World) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur")
    by_id = world.staff["translator"].id
    take_in(world.consultation.id, retold(sent.data, {ASKED: "نیا متن"}, state="final"), by_id=by_id)
    row = stored.at(db.session(), world.consultation.id, "language", "ur", ASKED)
    assert row is not None and (row.words, row.state, row.origin, row.written_by_id, row.revision) == (
        "نیا متن", "draft", "agency", by_id, 2)


def test_only_missing_and_stale_texts_can_be_asked_for(world: World) -> None:
    reword(world.consultation.id, ASKED, "What would you do?")
    with writing() as session:
        session.delete(stored.at(session, world.consultation.id, "language", "ur", TITLE))
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur", only=("missing", "stale"))
    found = {unit.key: unit for unit in read_xliff(sent.data).units}
    assert set(found) == {ASKED, TITLE} and {unit.state for unit in found.values()} == {"initial"}
    assert "The English was then: What would you change?" in sent.data.decode()
    back = retold(sent.data, {TITLE: "کم تشدد"})
    assert told(take_in(world.consultation.id, back)) == {TITLE: "taken"}


def test_a_stale_text_that_the_agency_confirms_is_current_again(world: World) -> None:
    reword(world.consultation.id, ASKED, "What would you do?")
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur", only=("stale",))
    [unit] = read_xliff(sent.data).units
    assert told(take_in(world.consultation.id, retold(sent.data, {ASKED: unit.words}))) == {ASKED: "taken"}
    assert translation_files.export(consultation_id=world.consultation.id, language="ur", only=("stale",)).units == 0


def test_a_dry_run_says_the_same_and_stores_nothing(world: World) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur")
    back = retold(sent.data, {ASKED: "نیا متن"})
    before = words_of(world.consultation.id)
    looked = take_in(world.consultation.id, back, is_dry_run=True)
    assert words_of(world.consultation.id) == before and acts(Act.VARIANTS_IMPORTED) == []
    assert looked == take_in(world.consultation.id, back)


def test_each_text_that_cannot_be_taken_is_told_with_its_reason_and_the_others_come_in(world: World) -> None:
    reword(world.consultation.id, MISSING, "What is missing, ${violence-words}?")
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur")
    back = retold(sent.data, {ASKED: "نیا", TITLE: "نیا\u202e", MISSING: "کیا کمی ہے؟"}).replace(
        b'id="page:', b'id="nowhere:').replace(b'id="stage:', b'id="nowhere:')
    taken = take_in(world.consultation.id, back.replace(b'id="duty:1:title"', b'id="duty:9:title"'))
    reasons = {outcome.key: outcome.refused.code for outcome in taken.outcomes if outcome.refused}
    assert reasons == {TITLE: "unit-character", MISSING: "unit-placeholders", "duty/9/title": "unit-unknown"}
    assert taken.counts["taken"] == 1


@pytest.mark.parametrize(("spoil", "code"), [
    (lambda data: data.replace(b">small-plan<", b">other-plan<"), "xliff-elsewhere"),
    (lambda data: data.replace(b'category="consult"', b'category="x"'), "xliff-not-ours"),
    (lambda data: data.replace(b'trgLang="ur"', b'trgLang="fr"'), "xliff-language"),
    (lambda data: data.replace(b'trgLang="ur"', b'trgLang="en"'), "xliff-language"),
])
def test_a_file_of_another_place_or_language_is_refused_whole(
    world: World, spoil: Callable[[bytes], bytes], code: str,
) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur")
    with pytest.raises(Refused) as refused:
        take_in(world.consultation.id, spoil(sent.data))
    assert refused.value.code == code


def test_who_may_take_files_out_and_in_is_asked_here_too(world: World) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur",
                                    by_id=world.staff["lead"].id)
    for role in ("lead", "coder"):
        with pytest.raises(NotAllowed):
            take_in(world.consultation.id, sent.data, by_id=world.staff[role].id)
    stranger = people.add(email="x@example.org", name="A stranger", password="a long password for tests")
    with pytest.raises(NotAllowed):
        translation_files.export(consultation_id=world.consultation.id, language="ur", by_id=stranger.id)
    with pytest.raises(Refused, match="language-unknown"):
        translation_files.export(consultation_id=world.consultation.id, language="en")


def test_the_trail_holds_counts_and_no_words(world: World) -> None:
    sent = translation_files.export(consultation_id=world.consultation.id, language="ur", only=("draft",))
    take_in(world.consultation.id, retold(sent.data, {ASKED: "نیا متن"}))
    [out], [back] = acts(Act.VARIANTS_EXPORTED), acts(Act.VARIANTS_IMPORTED)
    assert out.facts == {"units": sent.units, "only": ["draft"]} and back.facts["taken"] == 1
    assert back.object_id == "ur" and "متن" not in str(back.facts)


def retold(data: bytes, words: dict[str, str], *, state: str = "translated") -> bytes:
    """Return an XLIFF file as a translator's tool would give it back, with other words for these texts."""
    register_namespace("", CORE)
    root = fromstring(data)
    for unit in root.iter(f"{{{CORE}}}unit"):
        if unit.get("name") not in words:
            continue
        [segment] = unit.findall(f"{{{CORE}}}segment")
        segment.set("state", state)
        for target in segment.findall(f"{{{CORE}}}target"):
            segment.remove(target)
        target = segment.makeelement(f"{{{CORE}}}target", {})
        target.text = words[unit.get("name") or ""]
        segment.append(target)
    return tostring(root, encoding="utf-8")


def reword(consultation_id: int, key: str, english: str) -> None:
    """Give a text of the survey that is being written other English, as the builder would."""
    session = db.session()
    draft = session.scalar(select(SurveyDraft).where(SurveyDraft.consultation_id == consultation_id))
    if draft is None:
        editor = people.add(email="e@example.org", name="E", password="a long password for tests")
        people.grant(person_id=editor.id, consultation_id=consultation_id, role="survey-editor")
        draft = survey_drafts.copy_of_version(consultation_id=consultation_id, number=1, by_id=editor.id)
    with writing() as session:
        row = session.get_one(SurveyDraft, draft.id)
        row.definition = to_json(changed(from_json(row.definition), lambda at, text: {
            **text, "en": english} if at == key else text))


def take_in(consultation_id: int, data: bytes, *, is_dry_run: bool = False, by_id: int | None = None) -> Taken:
    return translation_files.take_in(consultation_id=consultation_id, data=data, is_dry_run=is_dry_run, by_id=by_id)


def told(taken: Taken) -> dict[str, str]:
    return {outcome.key: outcome.outcome for outcome in taken.outcomes if outcome.outcome != "unchanged"}


def words_of(consultation_id: int) -> dict[str, str]:
    session = db.session()
    session.expire_all()
    assert session.get(Consultation, consultation_id)
    return dict(session.execute(select(Variant.unit_key, Variant.words).where(
        Variant.consultation_id == consultation_id, Variant.form == "language", Variant.language == "ur")).all())


def acts(act: Act) -> list[AuditEvent]:
    return list(db.session().scalars(select(AuditEvent).where(AuditEvent.action == act.value)))
