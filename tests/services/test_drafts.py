"""Answers being written: kept by a code for thirty days, on one device at a time, and never overwritten by another."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from consult.domain import return_words
from consult.domain.errors import Refused
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Draft
from consult.queries import drafts as kept
from consult.services import drafts, returning, surveys
from consult.services.drafts import DraftGone, hash_of
from consult.services.transaction import writing
from tests.services.test_at_once import at_once
from tests.worlds import SURVEY, World


def test_a_draft_without_a_code_lives_for_twelve_hours(world: World) -> None:
    token = begin(world)
    assert abs(draft_of(world, token).expires_at - utc_now() - timedelta(hours=12)) < timedelta(minutes=1)


def test_a_code_lets_a_draft_live_for_thirty_days_from_its_last_use(world: World) -> None:
    token = begin(world)
    returning.new_code(token=token, consultation_id=world.consultation.id)
    put(token, expires_at=utc_now() + timedelta(days=2))
    save(world, token, "later")
    assert abs(draft_of(world, token).expires_at - utc_now() - timedelta(days=30)) < timedelta(minutes=1)


def test_a_code_brings_its_writer_back_and_the_other_device_loses_it(world: World) -> None:
    first = begin(world)
    save(world, first, "On the first device")
    second, _at = come_back(world, returning.new_code(token=first, consultation_id=world.consultation.id))
    assert draft_of(world, second).answers == {"violence-words": ["On the first device"]}
    assert kept.living(db.session(), hash_of(first), world.consultation.id) is None
    assert kept.left_at(db.session(), hash_of(first), world.consultation.id) is not None


def test_nothing_is_overwritten_by_the_device_that_lost_the_draft(world: World) -> None:
    first = begin(world)
    code = returning.new_code(token=first, consultation_id=world.consultation.id)
    second, _at = come_back(world, code)
    save(world, second, "Newer")
    with pytest.raises(DraftGone):
        save(world, first, "Older")
    assert draft_of(world, second).answers == {"violence-words": ["Newer"]}


def test_the_code_takes_the_draft_back_to_the_first_device(world: World) -> None:
    first = begin(world)
    code = returning.new_code(token=first, consultation_id=world.consultation.id)
    second, _at = come_back(world, code)
    third, _at = come_back(world, code, first)
    assert third != first and kept.left_at(db.session(), hash_of(second), world.consultation.id)
    save(world, third, "Back again")


def test_a_code_entered_where_its_draft_is_already_changes_nothing(world: World) -> None:
    token = begin(world)
    code = returning.new_code(token=token, consultation_id=world.consultation.id)
    assert come_back(world, code, token)[0] == token


def test_only_the_hash_of_a_code_is_kept_and_a_new_one_ends_the_old(world: World) -> None:
    token = begin(world)
    old = returning.new_code(token=token, consultation_id=world.consultation.id)
    new = returning.new_code(token=token, consultation_id=world.consultation.id)
    assert draft_of(world, token).return_hash == returning.hash_of_code(new)
    assert new not in repr(vars(draft_of(world, token)))
    with pytest.raises(Refused):
        come_back(world, old)


def test_every_wrong_code_gets_the_same_answer(world: World) -> None:
    other = build_other()
    token = begin(other)
    elsewhere = returning.new_code(token=token, consultation_id=other.consultation.id)
    ended = begin(world)
    expired = returning.new_code(token=ended, consultation_id=world.consultation.id)
    put(ended, expires_at=utc_now() - timedelta(seconds=1))
    for typed in (elsewhere, expired, return_words.code(7), "no code at all", ""):
        with pytest.raises(Refused) as refused:
            come_back(world, typed)
        assert (refused.value.field, refused.value.code) == ("code", "return-unknown")


def test_two_devices_with_one_code_at_once_leave_one_with_the_draft(app: Flask, world: World) -> None:
    token = begin(world)
    save(world, token, "Kept")
    code = returning.new_code(token=token, consultation_id=world.consultation.id)
    tokens: list[str] = []
    assert at_once(app, *[lambda: tokens.append(come_back(world, code)[0])] * 4) == {"done": 4}
    held = [found for held in tokens if (found := kept.living(db.session(), hash_of(held), world.consultation.id))]
    assert len(held) == 1 and held[0].answers == {"violence-words": ["Kept"]}


def test_a_page_saved_while_another_device_takes_the_draft_over_is_whole_or_refused(app: Flask, world: World) -> None:
    token = begin(world)
    code = returning.new_code(token=token, consultation_id=world.consultation.id)
    tokens: list[str] = []
    outcome = at_once(app, lambda: save(world, token, "Old device"), lambda: tokens.append(come_back(world, code)[0]))
    saved = draft_of(world, tokens[0]).answers
    assert (outcome["DraftGone"], saved) in ((0, {"violence-words": ["Old device"]}), (1, {}))


def test_answers_keep_the_version_they_were_given_to_and_an_empty_draft_takes_the_newest(world: World) -> None:
    empty, full = begin(world), begin(world)
    save(world, full, "Answered before the change")
    before = draft_of(world, full).survey_version_id
    surveys.import_survey(consultation_id=world.consultation.id, data=SURVEY.read_bytes()
                          .replace(b"A small", b"A new").replace("ایک چھوٹا".encode(), "ایک نیا".encode()))
    for token in (empty, full):
        drafts.begin(consultation_id=world.consultation.id, age_route="adult", token=token)
    assert draft_of(world, full).survey_version_id == before != draft_of(world, empty).survey_version_id


def test_nothing_about_help_or_a_body_is_kept_of_someone_under_16(world: World) -> None:
    token = drafts.begin(consultation_id=world.consultation.id, age_route="13-15",
                         about={"was_helped": True, "body": "A school", "on_behalf_of": "group"})
    assert draft_of(world, token).about == {}


@pytest.mark.parametrize("about", [{"on_behalf_of": "everyone"}, {"was_helped": True, "words_are": "nobody"}])
def test_an_unknown_choice_of_who_answers_is_refused(world: World, about: dict[str, object]) -> None:
    with pytest.raises(Refused):
        drafts.begin(consultation_id=world.consultation.id, age_route="adult", about=about)


def test_leaving_deletes_answers_unless_a_code_leads_back_to_them(world: World) -> None:
    plain, coded = begin(world), begin(world)
    returning.new_code(token=coded, consultation_id=world.consultation.id)
    for token in (plain, coded):
        drafts.leave(token=token, consultation_id=world.consultation.id)
    hashes = set(db.session.scalars(select(Draft.token_hash)))
    assert hash_of(plain) not in hashes and hash_of(coded) in hashes


def test_saved_answers_go_once_they_can_no_longer_be_sent(world: World) -> None:
    token = begin(world)
    returning.new_code(token=token, consultation_id=world.consultation.id)
    assert drafts.forget_expired() == 0
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).closes_at = utc_now() - timedelta(minutes=61)
    assert drafts.forget_expired() == 1


def test_more_drafts_than_one_statement_takes_are_all_forgotten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "STEP", 2)
    for _turn in range(5):
        put(begin(world), expires_at=utc_now() - timedelta(minutes=1))
    assert drafts.forget_expired() == 5


def begin(world: World) -> str:
    return drafts.begin(consultation_id=world.consultation.id, age_route="adult")


def save(world: World, token: str, words: str) -> None:
    drafts.save_page(token=token, consultation_id=world.consultation.id, page_key="violence-words",
                     values={"violence-words": [words]})


def come_back(world: World, typed: str, token: str | None = None):
    return returning.come_back(consultation_id=world.consultation.id, typed=typed, token=token)


def draft_of(world: World, token: str) -> Draft:
    db.session.rollback()
    found = kept.living(db.session(), hash_of(token), world.consultation.id)
    assert found is not None
    return found


def put(token: str, **values: object) -> None:
    with writing() as session:
        session.execute(update(Draft).where(Draft.token_hash == hash_of(token)).values(**values))


def build_other() -> World:
    """Another consultation beside the first, on the same plan."""
    with writing() as session:
        first = session.scalars(select(Consultation)).one()
        other = Consultation(
            slug="other-plan", title=first.title, summary=first.summary, opens_at=first.opens_at,
            closes_at=first.closes_at, is_visible=True, plan_version_id=first.plan_version_id, languages=["en", "ur"])
        session.add(other)
    surveys.import_survey(consultation_id=other.id, data=SURVEY.read_bytes())
    return World(other, {})
