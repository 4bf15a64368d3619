"""Who is to hear that something came out, and which letters wait; by row only: an address is the services' to open."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, String, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from consult.domain.news import BOTH, PLAN, REPORT, SENT, WAITING, about_report, edition_of
from consult.domain.timelines import PUBLISHED
from consult.models.answers_to_people import NewsLetter, NewsSubscriber
from consult.models.consultations import Consultation
from consult.models.recommendations import TimelineStep
from consult.models.reports import Edition, EditionRecall, EditionSignOff


@dataclass(frozen=True)
class Counts:
    """How many people asked to hear of something, how many of them said yes, and the letters by state."""

    asked: int
    confirmed: int
    letters: dict[str, int]


def by_code(session: Session, code_hash: str, *, held: bool = False) -> NewsSubscriber | None:
    """Return whoever a code in a letter belongs to, or None; `held` until the transaction ends."""
    query = select(NewsSubscriber).where(NewsSubscriber.code_hash == code_hash)
    return session.scalar(query.with_for_update().execution_options(populate_existing=True) if held else query)


def by_address(session: Session, consultation_id: int, address_hash: str) -> NewsSubscriber | None:
    """Return whoever asked with this address, held until the transaction ends, or None."""
    return session.scalar(
        select(NewsSubscriber).where(NewsSubscriber.consultation_id == consultation_id,
                                     NewsSubscriber.address_hash == address_hash)
        .with_for_update().execution_options(populate_existing=True))


def not_told(session: Session, today: date) -> list[tuple[int, str]]:
    """Return what came out and somebody wants to hear of without a letter yet: (row id of a subscriber, about what).

    An edition is out once a named person signed it off and nobody recalled it; the plan once its step of the timeline
    says so. Only those who said yes are told.
    """
    newest = _signed_off().subquery()
    reports = session.execute(
        _without_letter(REPORT).add_columns(newest.c.number)
        .join(newest, newest.c.consultation_id == NewsSubscriber.consultation_id)
        .where(~_letter_about(literal(f"{REPORT}-").concat(cast(newest.c.number, String)))))
    found = [(subscriber, about_report(number)) for subscriber, number in reports]
    published = select(TimelineStep.id).where(
        TimelineStep.consultation_id == NewsSubscriber.consultation_id, TimelineStep.key == PUBLISHED,
        TimelineStep.done_on <= today)
    plans = session.scalars(_without_letter(PLAN).where(published.exists(), ~_letter_about(PLAN)))
    return [*found, *((subscriber, PLAN) for subscriber in plans)]


def _signed_off() -> Select[tuple[int, int]]:
    """Return the newest edition of each consultation that somebody stands for and nobody recalled."""
    return (
        select(Edition.consultation_id, func.max(Edition.number).label("number"))
        .join(EditionSignOff, EditionSignOff.edition_id == Edition.id)
        .outerjoin(EditionRecall, EditionRecall.edition_id == Edition.id)
        .where(EditionRecall.edition_id.is_(None)).group_by(Edition.consultation_id))


def _without_letter(occasion: str) -> Select[tuple[int]]:
    return (
        select(NewsSubscriber.id).join(Consultation, Consultation.id == NewsSubscriber.consultation_id)
        .where(NewsSubscriber.confirmed_on.is_not(None), Consultation.is_visible,
               or_(NewsSubscriber.wants == occasion, NewsSubscriber.wants == BOTH)).order_by(NewsSubscriber.id))


def _letter_about(about: ColumnElement[str] | str) -> ColumnElement[bool]:
    return exists(select(NewsLetter.id).where(NewsLetter.subscriber_id == NewsSubscriber.id,
                                              NewsLetter.about == about))


def due(session: Session, at: datetime, most: int = 200) -> Sequence[int]:
    """Return the ids of letters that are to go out now, the longest waiting first."""
    return session.scalars(
        select(NewsLetter.id).where(NewsLetter.state == WAITING, NewsLetter.due_at <= at)
        .order_by(NewsLetter.due_at, NewsLetter.id).limit(most)).all()


def letter(session: Session, letter_id: int) -> tuple[NewsLetter, NewsSubscriber, Consultation] | None:
    """Return a letter with its subscriber and what it is about, held against a second worker."""
    row = session.execute(
        select(NewsLetter, NewsSubscriber, Consultation)
        .join(NewsSubscriber, NewsSubscriber.id == NewsLetter.subscriber_id)
        .join(Consultation, Consultation.id == NewsSubscriber.consultation_id)
        .where(NewsLetter.id == letter_id).with_for_update(of=NewsLetter)
        .execution_options(populate_existing=True)).one_or_none()
    return (row[0], row[1], row[2]) if row is not None else None


def still_stands(session: Session, consultation_id: int, about: str) -> bool:
    """Say whether what a letter tells of was not taken back since it fell due."""
    number = edition_of(about)
    return number is None or not session.scalar(select(exists(
        select(Edition.id).join(EditionRecall, EditionRecall.edition_id == Edition.id)
        .where(Edition.consultation_id == consultation_id, Edition.number == number))))


def told(session: Session, subscriber_id: int) -> list[str]:
    """Return what somebody was told of."""
    return list(session.scalars(select(NewsLetter.about).where(
        NewsLetter.subscriber_id == subscriber_id, NewsLetter.state == SENT)))


def waiting_for_yes(session: Session, before: date) -> Iterable[NewsSubscriber]:
    """Return those who asked before a day and never said yes."""
    return session.scalars(select(NewsSubscriber).where(
        NewsSubscriber.confirmed_on.is_(None), NewsSubscriber.asked_on < before).order_by(NewsSubscriber.id))


def counts(session: Session, consultation_id: int) -> Counts:
    """Return how many asked, said yes and were sent letters; nobody's address."""
    asked, confirmed = session.execute(
        select(func.count(), func.count(NewsSubscriber.confirmed_on))
        .where(NewsSubscriber.consultation_id == consultation_id)).one()
    rows = session.execute(
        select(NewsLetter.state, func.count()).join(NewsSubscriber, NewsSubscriber.id == NewsLetter.subscriber_id)
        .where(NewsSubscriber.consultation_id == consultation_id).group_by(NewsLetter.state))
    return Counts(asked, confirmed, {state: count for state, count in rows})


def told_of(session: Session, consultation_id: int, today: date) -> tuple[int | None, date | None]:
    """Return what letters tell of now: the number of the edition that is signed off, and the day of the plan."""
    newest = _signed_off().subquery()
    number = session.scalar(select(newest.c.number).where(newest.c.consultation_id == consultation_id))
    published = session.scalar(select(TimelineStep.done_on).where(
        TimelineStep.consultation_id == consultation_id, TimelineStep.key == PUBLISHED, TimelineStep.done_on <= today))
    return number, published
