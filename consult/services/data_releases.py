"""Data releases: announced for a day, moved or called off with a reason, checked by two people, and let out."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import data_releases as rules
from consult.domain import intruder_checks
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.texts import clean
from consult.domain.working_days import london_day
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.reports import DataRelease, Edition, EditionRecall, IntruderCheck
from consult.queries import data_releases, reports
from consult.services import audit, rights
from consult.services.transaction import writing


def plan(*, consultation_id: int, title: str, planned_on: date | None, by_id: int, corrects: str = "", note: str = ""
         ) -> DataRelease:
    """Tell the public on which day data come out; `corrects` is the public id of a release that they put right.

    A correction says in `note` what was wrong. Raises Refused, NotFound, NotAllowed.
    """
    title, note = clean(title).strip(), clean(note).strip()
    rules.check_words(title, note, needs_note=bool(corrects))
    with writing() as session:
        rights.require(session, by_id, Permission.RELEASE_DATA, consultation_id)
        day = rules.check_day(planned_on, london_day(utc_now()))
        old = _locked(session, consultation_id, corrects) if corrects else None
        if old is not None and old.state != rules.RELEASED:
            raise Refused("corrects", "release-not-out")
        release = DataRelease(consultation_id=consultation_id, title=title, planned_on=day, note=note, by_id=by_id,
                              corrects_id=old.id if old is not None else None)
        session.add(release)
        session.flush()
        _note(session, Act.DATA_RELEASE_PLANNED, release, by_id)
        return release


def move(*, consultation_id: int, public_id: str, planned_on: date | None, note: str, by_id: int) -> None:
    """Give a planned release another day; `note` tells the public why. Raises Refused, Conflict, NotFound."""
    note = clean(note).strip()
    with writing() as session:
        rights.require(session, by_id, Permission.RELEASE_DATA, consultation_id)
        release = _planned(session, consultation_id, public_id)
        rules.check_words(release.title, note, needs_note=True)
        release.planned_on, release.note = rules.check_day(planned_on, london_day(utc_now())), note
        _note(session, Act.DATA_RELEASE_MOVED, release, by_id)


def call_off(*, consultation_id: int, public_id: str, note: str, by_id: int) -> None:
    """Say that a planned release does not come, and why; it stays in the calendar. Raises Refused, Conflict."""
    note = clean(note).strip()
    with writing() as session:
        rights.require(session, by_id, Permission.RELEASE_DATA, consultation_id)
        release = _planned(session, consultation_id, public_id)
        rules.check_words(release.title, note, needs_note=True)
        release.state, release.note = rules.CALLED_OFF, note
        _note(session, Act.DATA_RELEASE_CALLED_OFF, release, by_id)


def sign_check(*, consultation_id: int, number: int, answers: dict[str, str], note: str, by_id: int) -> bool:
    """Keep one person's look at an edition and return whether it was passed; a later look takes its place.

    Only before the data are out. Raises Refused(line of the list or "note"), Conflict, NotFound, NotAllowed.
    """
    note = clean(note).strip()
    for item in intruder_checks.missing(answers):
        raise Refused(item, "check-line-missing")
    is_passed = intruder_checks.is_passed(answers)
    if not is_passed and not note:
        raise Refused("note", "check-note-missing")
    if len(note) > rules.NOTE_LENGTH:
        raise Refused("note", "release-note-long", {"limit": rules.NOTE_LENGTH})
    with writing() as session:
        rights.require(session, by_id, Permission.CHECK_RELEASE, consultation_id)
        edition = _edition(session, consultation_id, number)
        if data_releases.of_edition(session, consultation_id, number) is not None:
            raise Conflict("release-over")
        row = session.scalar(select(IntruderCheck).where(
            IntruderCheck.edition_id == edition.id, IntruderCheck.person_id == by_id))
        if row is None:
            row = IntruderCheck(edition_id=edition.id, person_id=by_id)
            session.add(row)
        row.answers, row.is_passed, row.note = dict(answers), is_passed, note
        row.signed_at = utc_now()
        audit.record(session, Act.RELEASE_CHECKED, person_id=by_id, kind="edition", object_id=str(number),
                     consultation_id=consultation_id, is_passed=is_passed)
        return is_passed


def release(*, consultation_id: int, public_id: str, number: int, by_id: int) -> None:
    """Let the data of an edition out. Raises Conflict where its day has not come, or two people have not passed it,
    or they are out already, or the edition was recalled; NotFound, NotAllowed.
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RELEASE_DATA, consultation_id)
        row = _planned(session, consultation_id, public_id)
        edition = _edition(session, consultation_id, number)
        if session.get(EditionRecall, edition.id) is not None:
            raise Conflict("release-of-recalled")
        if data_releases.of_edition(session, consultation_id, number) is not None:
            raise Conflict("release-twice")
        looked = data_releases.as_checks(data_releases.checks(session, consultation_id, number))
        rules.check_release(row.state, row.planned_on, london_day(utc_now()),
                            is_checked=intruder_checks.is_enough(looked))
        row.state, row.edition_id, row.released_at = rules.RELEASED, edition.id, utc_now()
        _note(session, Act.DATA_RELEASED, row, by_id, number=number)


def _edition(session: Session, consultation_id: int, number: int) -> Edition:
    found = reports.edition(session, consultation_id, number)
    if found is None:
        raise NotFound()
    return found


def _locked(session: Session, consultation_id: int, public_id: str) -> DataRelease:
    # Whoever changes the calendar holds the consultation: two releases of one edition cannot pass each other.
    session.execute(select(Consultation.id).where(Consultation.id == consultation_id).with_for_update())
    found = data_releases.by_public_id(session, consultation_id, public_id)
    if found is None:
        raise NotFound()
    return found


def _planned(session: Session, consultation_id: int, public_id: str) -> DataRelease:
    found = _locked(session, consultation_id, public_id)
    if found.state != rules.PLANNED:
        raise Conflict("release-over")
    return found


def _note(session: Session, act: Act, release: DataRelease, by_id: int, **facts: object) -> None:
    audit.record(session, act, person_id=by_id, kind="data-release", object_id=release.public_id,
                 consultation_id=release.consultation_id, planned_on=release.planned_on.isoformat(), **facts)
