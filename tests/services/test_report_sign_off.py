"""An edition says if it is the whole report; it is signed off when all was weighed, and recalled without a loss."""

import pytest
from sqlalchemy import select

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.report_editions import Waiting
from consult.domain.report_json import from_json, to_json
from consult.domain.reports import Report
from consult.extensions import db
from consult.models.base import utc_now
from consult.models.codebooks import Theme
from consult.models.reports import Edition, EditionSignOff
from consult.models.responses import Answer
from consult.queries import reports as published
from consult.services import codings, reports
from consult.services.reports import Signature
from tests import coded
from tests.worlds import World

DEPUTY = Signature("Alex Doe", "Deputy Mayor")


def test_an_interim_edition_says_what_was_not_done(world: World, officers: Theme) -> None:
    report = from_json(coded.publish(world).snapshot)
    assert report.sign_off is None
    assert [(one.code, one.count) for one in report.waiting] == [("unread", 3), ("uncoded", 1), ("open", 1)]


def test_a_report_is_not_signed_off_while_answers_wait(world: World, officers: Theme) -> None:
    with pytest.raises(Refused, match="sign-off-waiting"):
        sign(world, DEPUTY)
    assert published.editions(db.session(), world.consultation.id) == []


def test_a_named_person_says_why_and_the_moment_is_frozen(world: World, officers: Theme) -> None:
    edition = sign(world, Signature("Alex Doe", "Deputy Mayor", "The law sets the day."))
    signed = from_json(edition.snapshot).sign_off
    assert signed is not None and signed.why == "The law sets the day."
    assert signed.waiting == (Waiting("unread", 3), Waiting("uncoded", 1))
    row = db.session().get_one(EditionSignOff, edition.id)
    assert (row.name, row.facts) == ("Alex Doe", {"unread": 3, "uncoded": 1})


def test_what_is_all_done_is_signed_off_without_a_reason(world: World, officers: Theme) -> None:
    finish(world)
    report = from_json(sign(world, DEPUTY).snapshot)
    assert report.sign_off is not None and (report.sign_off.why, report.sign_off.waiting) == ("", ())


def test_coding_that_goes_on_reopens_what_was_ready(world: World, officers: Theme) -> None:
    finish(world)
    coded.code(world, world.respond("One more answer."), officers)
    with pytest.raises(Refused, match="sign-off-waiting"):
        sign(world, DEPUTY)


def test_a_second_edition_says_what_changed_and_lists_the_first(world: World, officers: Theme) -> None:
    coded.publish(world)
    with pytest.raises(Refused, match="changes-missing"):
        reports.publish(consultation_id=world.consultation.id, summary="More.", by_id=world.staff["lead"].id)
    report = from_json(coded.publish(world).snapshot)
    assert report.changes == {"en": "There are newer numbers."}
    assert [(line.number, line.changes) for line in report.change_log] == [
        (2, {"en": "There are newer numbers."}), (1, {"en": "There are newer numbers."})]


def test_a_recalled_edition_is_none_for_the_public_and_there_for_staff(world: World, officers: Theme) -> None:
    first, second = coded.publish(world), coded.publish(world)
    recall(world, 2)
    newest = seen(world)
    assert newest is not None and newest.edition == first.number and seen(world, 2) is None
    kept = published.report(db.session(), world.consultation.id, 2, with_recalled=True)
    assert kept is not None and kept.edition == second.number
    told = published.recalled(db.session(), world.consultation.id, 2)
    assert told is not None and (told.reason, told.newest) == ("A quote was taken back.", 1)
    assert published.recalled(db.session(), world.consultation.id, 1) is None


def test_with_every_edition_recalled_the_reason_of_the_newest_is_told(world: World, officers: Theme) -> None:
    coded.publish(world)
    recall(world, 1)
    assert seen(world) is None
    told = published.recalled(db.session(), world.consultation.id)
    assert told is not None and (told.number, told.newest) == (1, None)


def test_the_next_edition_keeps_the_number_and_the_reason_of_a_recalled_one(world: World, officers: Theme) -> None:
    coded.publish(world)
    recall(world, 1)
    report = from_json(coded.publish(world).snapshot)
    assert report.edition == 2
    assert [(line.number, line.recalled) for line in report.change_log] == [(2, ""), (1, "A quote was taken back.")]


def test_an_edition_is_recalled_once_with_a_reason_by_a_lead(world: World, officers: Theme) -> None:
    coded.publish(world)
    for reason, by, error in ((" ", "lead", Refused), ("Why.", "coder", NotAllowed), ("Why.", "reader", NotAllowed)):
        with pytest.raises(error):
            reports.recall(consultation_id=world.consultation.id, number=1, reason=reason, by_id=world.staff[by].id)
    recall(world, 1)
    with pytest.raises(Conflict, match="edition-recalled"):
        recall(world, 1)
    with pytest.raises(NotFound):
        recall(world, 2)


def test_a_quote_taken_back_after_the_snapshot_leaves_every_reading_of_it(world: World, officers: Theme) -> None:
    coded.publish(world)
    before = seen(world)
    assert before is not None and before.themes[0].quotes
    world.responses[-1].has_quote_consent = False
    db.session().commit()
    after = published.report(db.session(), world.consultation.id, 1, with_recalled=True)
    assert after is not None and not after.themes[0].quotes


def test_the_same_data_and_moment_give_the_same_bytes(world: World, officers: Theme,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    moment = utc_now()
    monkeypatch.setattr(reports, "utc_now", lambda: moment)
    first = to_json(reports.build_draft(db.session(), world.consultation))
    db.session().expire_all()
    assert to_json(reports.build_draft(db.session(), world.consultation)) == first


def sign(world: World, signature: Signature) -> Edition:
    return reports.publish(consultation_id=world.consultation.id, summary="All of it.", by_id=world.staff["lead"].id,
                           sign_off=signature)


def recall(world: World, number: int) -> None:
    reports.recall(consultation_id=world.consultation.id, number=number, reason="A quote was taken back.",
                   by_id=world.staff["lead"].id)


def seen(world: World, number: int | None = None) -> Report | None:
    return published.report(db.session(), world.consultation.id, number)


def finish(world: World) -> None:
    """Let the coder read every answer to its end."""
    for answer_id in db.session().scalars(
            select(Answer.public_id).where(Answer.text.is_not(None))).all():
        codings.mark_read(consultation_id=world.consultation.id, answer_id=answer_id or "",
                          by_id=world.staff["coder"].id)


@pytest.fixture
def officers(world: World) -> Theme:
    """A theme that one person spoke of."""
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    return theme
