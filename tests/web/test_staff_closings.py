"""The closing date in the browser: moved by staff with a reason, and told to everyone who reads the front page."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.extensions import db
from consult.models.consultations import Consultation
from consult.models.reports import Edition
from consult.queries import closings as stored
from consult.services import closings
from consult.services.transaction import writing
from consult.web.staff.london_days import day_of
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

CLOSING, FRONT = "/staff/consultations/small-plan/closing", "/en/consultations/small-plan"
DAY = timedelta(days=1)


def test_the_close_is_moved_and_everyone_reads_why(editor: LintingClient, world: World) -> None:
    before = world.consultation.closes_at
    answer = editor.send(CLOSING, typed(before + 2 * DAY, ur="ہم نے مزید وقت دیا۔"))
    assert answer.status_code == 303 and "The closing date was moved" in editor.get(CLOSING).text
    assert day_of(found(world).closes_at) == day_of(before + 2 * DAY)
    page = editor.get(FRONT).text
    assert "It was to close on" in page and "People asked for more time." in page
    assert "ہم نے مزید وقت دیا۔" in editor.get(FRONT.replace("/en/", "/ur/")).text


def test_a_reason_that_is_not_translated_is_shown_in_english_and_marked(editor: LintingClient, world: World) -> None:
    editor.send(CLOSING, typed(world.consultation.closes_at + DAY))
    page = editor.get(FRONT.replace("/en/", "/ur/")).text
    assert '<span lang="en" dir="ltr">People asked for more time.</span>' in page


def test_one_format_closes_later_and_the_front_page_says_until_when(editor: LintingClient, world: World) -> None:
    before = world.consultation.closes_at
    assert editor.send(CLOSING, typed(before + 5 * DAY, channel="easy-read")).status_code == 303
    page = editor.get(FRONT).text
    assert "<strong>Easy Read form:</strong> until" in page and "Post:" not in page
    assert found(world).closes_at == before
    assert "Easy Read form" in editor.get(CLOSING).text


def test_a_closed_consultation_that_opens_again_says_so_in_public(editor: LintingClient, world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).closes_at = datetime.now(UTC) - DAY
    assert "This consultation closed on" in editor.get(FRONT).text
    assert editor.send(CLOSING, typed(datetime.now(UTC) + 3 * DAY)).status_code == 303
    page = editor.get(FRONT).text
    assert "It closed, and then opened again until" in page and "Have your say" in page


def test_a_format_that_has_more_time_is_shown_after_the_rest_has_closed(editor: LintingClient, world: World) -> None:
    closings.extend(consultation_id=world.consultation.id, closes_at=world.consultation.closes_at + DAY,
                    reason={"en": "It came late."}, channel="bsl-video", by_id=world.staff["survey-editor"].id)
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).closes_at = datetime.now(UTC) - DAY
    page = editor.get(FRONT).text
    assert "This consultation closed on" in page
    assert "<strong>Video in British Sign Language:</strong> until" in page


@pytest.mark.parametrize(("changes", "field", "sentence"), [
    ({"reason-en": ""}, "reason-en", "Say why in a few words"),
    ({"reason-ur": "x" * 501}, "reason-ur", "up to 500 characters"),
    ({"closes_on-year": "2020"}, "closes_on", "must be later"),
    ({"closes_on-month": "13"}, "closes_on", "real date"),
    ({"closes_on-day": ""}, "closes_on", "a day, a month and a year"),
    ({"closes_on-year": "2098"}, "closes_on", "must be kept until after"),
    ({"channel": "online"}, "channel", "one of the answers in the list"),
    ({"channel": "pigeon"}, "channel", "one of the answers in the list"),
])
def test_what_cannot_be_is_refused_on_its_field_and_nothing_typed_is_lost(
    editor: LintingClient, world: World, changes: dict[str, str], field: str, sentence: str
) -> None:
    given = {**typed(world.consultation.closes_at + DAY, ur="وجہ"), **changes}
    answer = editor.send(CLOSING, given)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and sentence in answer.text
    assert given["reason-en"] in answer.text and given["reason-ur"] in answer.text
    assert stored.changes_of(db.session(), world.consultation.id) == []


def test_after_a_published_edition_the_page_says_that_nothing_moves(editor: LintingClient, world: World) -> None:
    publish(world)
    page = editor.get(CLOSING).text
    assert "cannot move any more" in page and "Move the closing date" not in page
    answer = editor.send(CLOSING, typed(world.consultation.closes_at + DAY))
    assert answer.status_code == 409 and "cannot move any more" in answer.text


@pytest.mark.parametrize(("late_answers", "grace", "sentences", "unsaid"), [
    ("counted", 60, ("for 60 minutes after", "count too. We mark them as late."), "they do not count"),
    ("kept", 0, ("but they do not count",), "minutes after"),
])
def test_what_happens_to_late_answers_is_said_on_the_front_page(
    client: LintingClient, world: World, late_answers: str, grace: int, sentences: tuple[str, ...], unsaid: str
) -> None:
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.late_answers, consultation.grace_minutes = late_answers, grace
    page = client.get(FRONT).text
    assert all(sentence in page for sentence in sentences) and unsaid not in page


@pytest.mark.parametrize(("instant", "shown"), [
    (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "25 October 2026, 01:30, before the clocks go back"),
    (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "25 October 2026, 01:30, after the clocks go back"),
    (datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC), "28 March 2027, 00:59, London time"),
    (datetime(2027, 3, 28, 1, 0, 0, tzinfo=UTC), "28 March 2027, 02:00, London time"),
])
def test_one_closing_instant_is_shown_in_london_time_in_the_nights_when_clocks_change(
    client: LintingClient, world: World, instant: datetime, shown: str
) -> None:
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        consultation.opens_at, consultation.closes_at = instant - DAY, instant
    assert shown in client.get(FRONT).text


def typed(closes_at: datetime, *, channel: str = "", ur: str = "") -> dict[str, str]:
    """Return the form as typed: the London day of an instant, with a reason."""
    day = day_of(closes_at)
    assert day is not None
    return {"channel": channel, "closes_on-day": str(day.day), "closes_on-month": str(day.month),
            "closes_on-year": str(day.year), "reason-en": "People asked for more time.", "reason-ur": ur}


def publish(world: World) -> None:
    """Store an edition, as publishing a report does."""
    with writing() as session:
        session.add(Edition(consultation_id=world.consultation.id, number=1, snapshot="{}", digest="x",
                            published_by_id=world.staff["lead"].id))


def found(world: World) -> Consultation:
    db.session.expire_all()
    return db.session.get_one(Consultation, world.consultation.id)


@pytest.fixture
def editor(client: LintingClient, world: World) -> LintingClient:
    """A browser in which a survey editor is signed in."""
    client.sign_in(world.email("survey-editor"), PASSWORD)
    return client
