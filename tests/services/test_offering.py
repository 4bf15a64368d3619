"""Which languages and formats are offered: the gate as use cases meet it, one person or several at once."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.readiness import Lack
from consult.domain.surveys import Survey
from consult.domain.text_units import with_texts
from consult.domain.variants import BSL, EASY_READ
from consult.extensions import db
from consult.intake.surveys import read_survey
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.surveys import SurveyVersion
from consult.models.variants import EarlierVariant, FormatPromise, Variant
from consult.queries import variants as stored
from consult.services import consultations, offering, surveys, variants
from consult.services.transaction import writing
from consult.services.variants import Place
from tests import played
from tests.services.test_at_once import at_once
from tests.worlds import SURVEY, World, build

ASKED = "question/violence-words/text"
TITLE = "consultation/title"
NEW = "What would you do?"
NEW_URDU = "آپ کیا کریں گے؟"


def test_a_language_that_is_whole_current_and_allowed_is_offered(app: Flask, world: World) -> None:
    assert offered() == ["en", "ur"] and lacking(world) == []


def test_a_language_without_one_text_is_not_offered(app: Flask, world: World) -> None:
    change(world, title={"en": "A small plan"})
    assert offered() == ["en"] and lacking(world) == [("ur", "missing", (TITLE,))]


def test_a_language_with_one_text_of_older_english_is_not_offered(app: Flask, world: World) -> None:
    change(world, title={"en": "A small new plan", "ur": "ایک چھوٹا منصوبہ"})
    assert offered() == ["en"] and lacking(world) == [("ur", "stale", (TITLE,))]


def test_a_language_that_is_translated_again_is_offered_again(app: Flask, world: World) -> None:
    change(world, title={"en": "A small new plan", "ur": "ایک چھوٹا منصوبہ"})
    change(world, title={"en": "A small new plan", "ur": "ایک نیا چھوٹا منصوبہ"})
    assert offered() == ["en", "ur"]


def test_taking_a_decision_back_withdraws_the_language_at_once(app: Flask, world: World) -> None:
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=lead(world))
    assert offered() == ["en"]
    assert [why for _language, why, _keys in lacking(world)] == ["unchecked", "catalogue"]


def test_two_decisions_are_taken_back_together(app: Flask, world: World) -> None:
    allow(world, reason="Again.")
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=lead(world))
    assert offered() == ["en"] and stored.decisions(db.session(), world.consultation.id) == {}


def test_what_everyone_approved_is_offered_without_a_decision(app: Flask, world: World) -> None:
    approve_everything(world)
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=lead(world))
    assert offered() == ["en"] and lacking(world) == [("ur", "catalogue", ())]
    read_catalogue(world)
    assert offered() == ["en", "ur"] and lacking(world) == []


def test_a_catalogue_counts_as_read_until_it_changes(app: Flask, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    approve_everything(world)
    read_catalogue(world)
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=lead(world))
    monkeypatch.setattr(stored, "catalogue_digest", lambda _tag: "f" * 64)
    assert lacking(world) == [("ur", "catalogue", ())]
    change(world, contact_email="new@example.org")
    assert offered() == ["en"]
    read_catalogue(world)
    assert offered() == ["en", "ur"]


def test_a_catalogue_is_read_by_someone_with_a_name(app: Flask, world: World) -> None:
    with pytest.raises(Refused, match="name-missing"):
        read_catalogue(world, checker=" ")
    for language in ("en", "tlh"):
        with pytest.raises(Refused, match="language-unknown"):
            read_catalogue(world, language=language)


@pytest.mark.parametrize(("language", "reason", "code"), [
    ("ur", " ", "reason-missing"), ("ur", "x" * 501, "reason-long"), ("en", "Why", "language-unknown"),
    ("ar", "Why", "language-unknown"),
])
def test_a_language_goes_out_unchecked_only_with_a_reason(app: Flask, world: World, language: str, reason: str,
                                                          code: str) -> None:
    with pytest.raises(Refused, match=code):
        allow(world, language=language, reason=reason)


def test_only_who_decides_on_languages_lets_one_out(app: Flask, world: World) -> None:
    for role in set(world.staff) - {"lead"}:
        by_id = world.staff[role].id
        with pytest.raises(NotAllowed):
            allow(world, by_id=by_id)
        with pytest.raises(NotAllowed):
            offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=by_id)
        with pytest.raises(NotAllowed):
            promise(world, by_id=by_id)
        with pytest.raises(NotAllowed):
            read_catalogue(world, by_id=by_id)
    assert offered() == ["en", "ur"]


def test_no_decision_lets_out_what_is_missing_or_of_older_english(app: Flask, world: World) -> None:
    change(world, title={"en": "A small new plan", "ur": "ایک چھوٹا منصوبہ"})
    allow(world, reason="It is urgent.")
    assert offered() == ["en"]


def test_an_example_goes_out_unchecked_and_never_with_older_english(app: Flask, world: World) -> None:
    offering.take_back_allowance(consultation_id=world.consultation.id, language="ur", by_id=lead(world))
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_example = True
    change(world, contact_email="new@example.org")
    assert offered() == ["en", "ur"]
    change(world, title={"en": "A small new plan", "ur": "ایک چھوٹا منصوبہ"})
    assert offered() == ["en"]


@pytest.mark.parametrize(("form", "language", "reason", "code"), [
    ("language", "ur", "Late.", "option-unknown"), (EASY_READ, "ur", "Late.", "option-unknown"),
    (BSL, "en", "Late.", "option-unknown"), (BSL, "bfi", "", "reason-missing"), (BSL, "bfi", "x" * 501, "reason-long"),
])
def test_a_promise_is_of_a_format_that_there_is_and_says_why(app: Flask, world: World, form: str, language: str,
                                                             reason: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        promise(world, form=form, language=language, reason={"en": reason, "ur": "Words"})


def test_the_newest_promise_takes_the_place_of_the_one_before(app: Flask, world: World) -> None:
    promise(world, ready_on=date(2030, 1, 2), reason={"en": "The film is made."})
    found = db.session.scalars(select(FormatPromise).where(FormatPromise.form == BSL)).one()
    assert (found.ready_on, found.reason, found.by_id) == (date(2030, 1, 2), {"en": "The film is made."}, lead(world))


def test_a_format_without_a_promise_keeps_a_consultation_from_opening(app: Flask, world: World) -> None:
    with writing() as session:
        session.query(FormatPromise).filter(FormatPromise.form == BSL).delete()
    assert [(one, why) for one, why, _keys in lacking(world)] == [("bfi", "no-promise")]
    promise(world)
    assert lacking(world) == []


def test_what_holds_an_opening_back_is_told_in_two_words() -> None:
    language, form = Lack("language", "ur", "stale"), Lack("bsl", "bfi", "no-promise")
    assert offering.blocked([]) == () and offering.blocked([language, language]) == ("languages",)
    assert offering.blocked([form]) == ("formats",) and offering.blocked([form, language]) == ("languages", "formats")


def test_a_consultation_with_older_urdu_does_not_open(app: Flask) -> None:
    world = build(is_visible=False)
    surveys.store(consultation_id=world.consultation.id, survey=asked(en=NEW))
    assert offered() == ["en"]
    with pytest.raises(Conflict, match="not-ready") as refused:
        consultations.show(consultation_id=world.consultation.id)
    assert refused.value.facts == {"missing": ["languages"]}


def test_people_who_can_answer_never_lose_their_language_to_a_change_of_the_english(app: Flask, world: World) -> None:
    before = everything()
    with pytest.raises(Conflict, match="texts-not-ready") as refused:
        surveys.store(consultation_id=world.consultation.id, survey=asked(en=NEW))
    lack, = refused.value.facts["lacks"]
    assert (lack["form"], lack["language"], lack["why"], lack["keys"]) == ("language", "ur", "stale", [ASKED])
    assert everything() == before and offered() == ["en", "ur"]


def test_english_and_urdu_that_change_together_go_into_use(app: Flask, world: World) -> None:
    surveys.store(consultation_id=world.consultation.id, survey=asked(en=NEW, ur=NEW_URDU))
    row = stored.at(db.session(), world.consultation.id, "language", "ur", ASKED)
    assert row is not None and (row.source, row.words, row.revision) == (NEW, NEW_URDU, 2)
    assert offered() == ["en", "ur"]


def test_english_changes_freely_once_nobody_is_to_have_the_language(app: Flask, world: World) -> None:
    change(world, languages=["en"])
    surveys.store(consultation_id=world.consultation.id, survey=asked(en=NEW))
    assert offered() == ["en"] and versions() == 2


def test_a_film_of_older_english_stops_a_change_while_people_can_answer(app: Flask, world: World) -> None:
    played.published(world, "question/violence-words")
    with pytest.raises(Conflict, match="texts-not-ready") as refused:
        surveys.store(consultation_id=world.consultation.id, survey=asked(en=NEW, ur=NEW_URDU))
    assert [(lack["form"], lack["keys"]) for lack in refused.value.facts["lacks"]] == [
        ("bsl", ["question/violence-words"])]
    assert versions() == 1


def test_a_text_written_at_once_is_written_once(app: Flask, world: World) -> None:
    with writing() as session:
        session.delete(row_of(world))
    calls = [lambda words=words: write(world, words, revision=0) for words in ("ایک", "دو", "تین")]
    assert at_once(app, *calls) == {"done": 1, "changed-meanwhile": 2}
    assert row_of(world).revision == 1


def test_nobody_writes_over_words_that_they_have_not_seen(app: Flask, world: World) -> None:
    calls = [lambda words=words: write(world, words, revision=1) for words in ("ایک", "دو", "تین")]
    assert at_once(app, *calls) == {"done": 1, "changed-meanwhile": 2}
    earlier = db.session.scalars(select(EarlierVariant).where(EarlierVariant.variant_id == row_of(world).id)).one()
    assert earlier.words == "ایک چھوٹا منصوبہ" and row_of(world).revision == 2


def test_a_text_checked_and_approved_at_once_is_so_once(app: Flask, world: World) -> None:
    public_id = row_of(world).public_id
    checkers = (world.staff["translation-checker"].id, world.staff["survey-editor"].id)
    assert at_once(app, *[lambda by=by: step(world, variants.check, public_id, 1, by) for by in checkers]) == {
        "done": 1, "changed-meanwhile": 1}
    assert at_once(app, *[lambda by=by: step(world, variants.approve, public_id, 2, by)
                          for by in (lead(world), checkers[1])]) == {"done": 1, "changed-meanwhile": 1}
    assert row_of(world).revision == 3


def test_what_is_approved_is_what_was_read(app: Flask, world: World) -> None:
    public_id = row_of(world).public_id
    step(world, variants.check, public_id, 1, world.staff["translation-checker"].id)
    outcome = at_once(app, lambda: step(world, variants.approve, public_id, 2, lead(world)),
                      lambda: write(world, "ایک", revision=2))
    assert outcome == {"done": 1, "changed-meanwhile": 1}
    assert (row_of(world).state, row_of(world).words) in {("approved", "ایک چھوٹا منصوبہ"), ("draft", "ایک")}


def test_english_that_changes_beside_an_approval_is_never_offered_with_older_words(app: Flask, world: World) -> None:
    public_id = row_of(world).public_id
    step(world, variants.check, public_id, 1, world.staff["translation-checker"].id)
    editor, words = world.staff["survey-editor"].id, {"en": "A small new plan", "ur": "ایک چھوٹا منصوبہ"}
    outcome = at_once(app, lambda: step(world, variants.approve, public_id, 2, lead(world)),
                      lambda: change(world, by_id=editor, title=words))
    assert outcome in ({"done": 2}, {"done": 1, "variant-stale": 1}) and offered() == ["en"]


def test_decisions_taken_and_taken_back_at_once_leave_the_gate_right(app: Flask, world: World) -> None:
    back = {"consultation_id": world.consultation.id, "language": "ur", "by_id": lead(world)}
    at_once(app, lambda: allow(world, reason="One."), lambda: offering.take_back_allowance(**back),
            lambda: allow(world, reason="Two."))
    assert ("ur" in offered()) == ("ur" in stored.decisions(db.session(), world.consultation.id))


def test_promises_made_at_once_are_one_promise(app: Flask, world: World) -> None:
    with writing() as session:
        session.query(FormatPromise).delete()
    assert at_once(app, *[lambda: promise(world)] * 3) == {"done": 3}
    assert db.session.scalar(select(func.count()).select_from(FormatPromise)) == 1


def offered() -> list[str]:
    db.session.expire_all()
    return list(db.session.scalars(select(Consultation.offered_languages)).one())


def lacking(world: World) -> list[tuple[str, str, tuple[str, ...]]]:
    db.session.expire_all()
    consultation = db.session.get_one(Consultation, world.consultation.id)
    return [(lack.language, lack.why, lack.keys) for lack in offering.lacks(db.session(), consultation)]


def everything() -> list[object]:
    """Return what a change of the survey could leave behind."""
    db.session.expire_all()
    rows = db.session.execute(select(Variant.id, Variant.source, Variant.words, Variant.revision).order_by(Variant.id))
    earlier = db.session.scalar(select(func.count()).select_from(EarlierVariant))
    return [versions(), earlier, *(tuple(row) for row in rows)]


def versions() -> int:
    return db.session.scalar(select(func.count()).select_from(SurveyVersion)) or 0


def asked(**words: str) -> Survey:
    """Return the small survey with its first open question in other words, by language."""
    survey = read_survey(SURVEY.read_bytes())
    for language, text in words.items():
        survey = with_texts(survey, language, {ASKED: text})
    return survey


def change(world: World, by_id: int | None = None, **facts: object) -> None:
    """Change words before Londoners see them; afterwards a change that takes a language from them is refused."""
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).is_visible = False
    consultations.change(consultation_id=world.consultation.id, facts=facts, by_id=by_id)


def lead(world: World) -> int:
    return world.staff["lead"].id


def allow(world: World, *, language: str = "ur", reason: str = "Why.", by_id: int | None = None) -> None:
    offering.allow_unchecked(consultation_id=world.consultation.id, language=language, reason=reason,
                             by_id=by_id or lead(world))


def read_catalogue(world: World, *, language: str = "ur", checker: str = "A Reader", by_id: int | None = None) -> None:
    offering.check_catalogue(consultation_id=world.consultation.id, language=language, checker=checker,
                             by_id=by_id or lead(world))


def promise(world: World, *, form: str = BSL, language: str = "bfi", ready_on: date | None = None,
            reason: dict[str, str] | None = None, by_id: int | None = None) -> None:
    offering.promise_format(consultation_id=world.consultation.id, form=form, language=language, ready_on=ready_on,
                            reason=reason or {"en": "Later."}, by_id=by_id or lead(world))


def approve_everything(world: World) -> None:
    """Let every text through, as if two people had read it."""
    with writing() as session:
        for row in stored.rows(session, world.consultation.id):
            row.state, row.checked_by_id, row.approved_by_id = "approved", world.staff["reader"].id, lead(world)
            row.checked_at = row.approved_at = utc_now()


def row_of(world: World) -> Variant:
    """Return the title in Urdu."""
    db.session.expire_all()
    row = stored.at(db.session(), world.consultation.id, "language", "ur", TITLE)
    assert row is not None
    return row


def write(world: World, words: str, *, revision: int) -> Variant:
    return variants.write(consultation_id=world.consultation.id, place=Place(TITLE, "ur"), words=words,
                          revision=revision, by_id=world.staff["translator"].id)


def step(world: World, act: Callable[..., Variant], public_id: str, revision: int, by_id: int) -> Variant:
    return act(consultation_id=world.consultation.id, public_id=public_id, revision=revision, by_id=by_id)


@pytest.fixture
def world(world: World) -> World:
    """The small world, whose people can be named in every thread."""
    for row in (world.consultation, *world.staff.values()):
        db.session.refresh(row)
    db.session.expunge_all()
    return world
