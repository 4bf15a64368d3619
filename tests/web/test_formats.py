"""Which languages and formats are ready, when the others will be, and more time where one came late."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from consult.domain.readiness import parts_of
from consult.domain.variants import APPROVED, BSL, EASY_READ
from consult.extensions import db
from consult.models.consultations import ClosingChange, Consultation
from consult.models.variants import CatalogueCheck, FormatPromise, Variant
from consult.queries import format_readiness, text_units
from consult.queries.format_readiness import days_late
from consult.queries.variants import catalogue_digest
from consult.services.transaction import writing
from tests.linting import LintingClient
from tests.worlds import PASSWORD, World

PAGE, STAFF = "/en/consultations/small-plan/formats", "/staff/consultations/small-plan/formats"
FRONT = "/en/consultations/small-plan"
DAY = timedelta(days=1)


def test_the_page_tells_each_language_and_format_honestly(client: LintingClient, world: World) -> None:
    page = client.get(PAGE).text
    assert '<span lang="ur" dir="rtl">اردو</span>' in page
    assert "Drafted by a machine, not yet checked by a person" in page
    assert page.count("Not in this consultation.") == 3 and "Not in this test." in page
    assert "We make it at once, from any page." in page and f"{FRONT}/form" in page and f"{FRONT}/ask" in page
    assert PAGE in client.get(FRONT).text
    assert client.get(PAGE.replace("/en/", "/ur/")).status_code == 200


def test_a_language_that_lost_a_text_is_not_ready(client: LintingClient, world: World) -> None:
    with writing() as session:
        session.get_one(Consultation, world.consultation.id).offered_languages = ["en"]
    page = client.get(PAGE).text
    assert "Not ready yet" in page and "Drafted by a machine" not in page


def test_who_checked_a_language_is_named(client: LintingClient, world: World) -> None:
    check_all(world)
    assert "Checked by a second person. The words of the site were drafted by a machine" in client.get(PAGE).text
    with writing() as session:
        session.add(CatalogueCheck(language="ur", digest=catalogue_digest("ur"), checker="Asma Khan",
                                   by_id=world.staff["lead"].id))
    assert "the words of the site by Asma Khan" in client.get(PAGE).text


def test_a_promised_day_is_told_and_a_day_that_has_passed_is_called_late(client: LintingClient, world: World) -> None:
    promise(world, date(2099, 3, 27))
    assert "It will be ready on 27 March 2099." in client.get(PAGE).text
    promise(world, date(2020, 3, 27))
    assert "ready on 27 March 2020, and it is late" in client.get(PAGE).text


def test_the_lead_tells_people_when_a_format_will_be_ready(client: LintingClient, world: World) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    assert "Not in this test." in client.get(f"{STAFF}/bsl/promise").text
    typed = {"when": "later", "ready_on-day": "27", "ready_on-month": "3", "ready_on-year": "2027",
             "reason-en": "The signer is ill.", "reason-ur": "مترجم بیمار ہے۔"}
    assert client.send(f"{STAFF}/bsl/promise", typed).status_code == 303
    page = client.get(PAGE).text
    assert "27 March 2027" in page and "The signer is ill." in page
    assert "مترجم بیمار ہے۔" in client.get(PAGE.replace("/en/", "/ur/")).text
    assert "People are told: ready on 27 March 2027." in client.get(STAFF).text


@pytest.mark.parametrize(("changes", "field", "said"), [
    ({"when": ""}, "when", "one of the answers in the list"), ({"ready_on-day": ""}, "ready_on", "a day, a month"),
    ({"ready_on-day": "", "ready_on-month": "", "ready_on-year": ""}, "ready_on", "a day, a month"),
    ({"reason-en": ""}, "reason-en", "Say why in a few words"),
    ({"reason-en": "x" * 501}, "reason-en", "500 characters"),
])
def test_what_cannot_be_promised_is_refused(
    client: LintingClient, world: World, changes: dict[str, str], field: str, said: str
) -> None:
    client.sign_in("lead@example.org", PASSWORD)
    client.get(f"{STAFF}/bsl/promise")
    typed = {"when": "later", "ready_on-day": "27", "ready_on-month": "3", "ready_on-year": "2027", "reason-en": "Why"}
    answer = client.send(f"{STAFF}/bsl/promise", {**typed, **changes})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and said in answer.text


def test_a_format_that_came_late_gives_its_way_to_answer_the_same_days(client: LintingClient, world: World) -> None:
    finish(world, BSL, "bfi", late=8 * DAY + timedelta(hours=1))
    close = world.consultation.closes_at
    client.sign_in("survey-editor@example.org", PASSWORD)
    page = client.get(STAFF).text
    assert "BSL was ready 9 days after the opening: move its close by 9 days" in page and "Move it by 9 days" in page
    assert client.send(f"{STAFF}/bsl/more-time").status_code == 303
    [change] = changes_of()
    assert (change.channel, local(change.closes_at)) == ("bsl-video", local(close) + 9 * DAY)
    assert change.reason["en"].startswith("British Sign Language was ready 9 days after") and change.reason["ur"]
    page = client.get(PAGE).text
    assert "Video in British Sign Language" in page and "You have as much more time." in page
    assert "No close has to move now." in client.get(STAFF).text
    client.get(STAFF)
    answer = client.send(f"{STAFF}/bsl/more-time")
    assert answer.status_code == 409 and len(changes_of()) == 1


def test_a_late_recording_moves_the_close_for_everyone_once(client: LintingClient, world: World) -> None:
    finish(world, "audio", "en", late=2 * DAY)
    close = world.consultation.closes_at
    client.sign_in("survey-editor@example.org", PASSWORD)
    assert "move the close for everyone by 2 days" in client.get(STAFF).text
    assert client.send(f"{STAFF}/audio/more-time").status_code == 303
    db.session.rollback()
    db.session.expire_all()
    assert local(db.session.get_one(Consultation, world.consultation.id).closes_at) == local(close) + 2 * DAY
    assert "No close has to move now." in client.get(STAFF).text


def test_a_format_that_was_there_at_the_opening_moves_nothing(client: LintingClient, world: World) -> None:
    finish(world, EASY_READ, "en", late=-DAY)
    client.sign_in("survey-editor@example.org", PASSWORD)
    page = client.get(STAFF).text
    assert "No close has to move now." in page and "since" in page and "Ready" in client.get(PAGE).text


def test_one_part_that_is_stale_makes_a_format_not_ready(world: World) -> None:
    finish(world, BSL, "bfi", late=DAY)
    with writing() as session:
        session.query(Variant).filter(Variant.form == BSL).first().source = "Other English"
    [found] = format_readiness.formats(db.session(), world.consultation, [(BSL, "bfi")])
    assert not found.is_ready and found.ready == found.parts - 1


@pytest.mark.parametrize(("late", "days"), [
    (timedelta(0), 0), (-DAY, 0), (timedelta(seconds=1), 1), (DAY, 1), (9 * DAY, 9), (8 * DAY + timedelta(hours=1), 9)])
def test_a_day_that_was_begun_is_a_day_late(late: timedelta, days: int) -> None:
    opening = datetime(2026, 3, 27, tzinfo=UTC)
    assert days_late(opening, opening + late) == days


def test_a_close_keeps_its_hour_in_london_when_the_clocks_change(world: World) -> None:
    # The clocks go forward on 29 March 2026.
    with writing() as session:
        found = session.get_one(Consultation, world.consultation.id)
        found.opens_at = datetime(2026, 3, 1, tzinfo=UTC)
        found.closes_at = datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)
    finish(world, BSL, "bfi", late=2 * DAY)
    standings = format_readiness.formats(db.session(), found, [(BSL, "bfi")])
    [later] = format_readiness.later_closes(db.session(), found, standings)
    assert later.closes_at.astimezone(UTC) == datetime(2026, 3, 30, 22, 59, 59, tzinfo=UTC)


def local(instant: datetime) -> datetime:
    return instant.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)


def changes_of() -> list[ClosingChange]:
    db.session.rollback()
    return list(db.session.query(ClosingChange).order_by(ClosingChange.id))


def promise(world: World, day: date) -> None:
    with writing() as session:
        session.query(FormatPromise).filter(FormatPromise.form == BSL).one().ready_on = day


def check_all(world: World) -> None:
    """Have a second person read every translation."""
    with writing() as session:
        for row in session.query(Variant):
            row.state, row.checked_by_id = "checked", world.staff["translation-checker"].id


def finish(world: World, form: str, language: str, *, late: timedelta) -> None:
    """Put an approved version beside every part, so long after the opening."""
    with writing() as session:
        consultation = session.get_one(Consultation, world.consultation.id)
        approved: dict[str, Any] = {
            "state": APPROVED, "checked_by_id": world.staff["translation-checker"].id,
            "approved_by_id": world.staff["lead"].id, "approved_at": consultation.opens_at + late,
            "checked_by_group": "A group" if form == EASY_READ else ""}
        for part, english in parts_of(text_units.every(session, consultation)).items():
            session.add(Variant(consultation_id=consultation.id, unit_key=part, form=form, language=language,
                                source=english, words="Words", **approved))
