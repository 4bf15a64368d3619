"""How far each language and each format of a consultation is, what was promised, and how late a format came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import readiness
from consult.domain.variants import APPROVED, AUDIO, BSL, DRAFT, EASY_READ, LANGUAGE, Made, standing
from consult.domain.working_days import LONDON
from consult.models.consultations import Consultation
from consult.models.variants import Variant
from consult.queries import closings, easy_read, surveys, text_units, variants
from consult.queries.closings import Change

# The way to answer that a format belongs to. Who listens answers in any way, so a late recording is for everyone.
CHANNELS: Mapping[str, str | None] = {EASY_READ: "easy-read", BSL: "bsl-video", AUDIO: None}


@dataclass(frozen=True)
class LanguageStanding:
    """A language that a consultation is to be in: is it offered, and who has checked what.

    `is_checked` says that a second person has read every text of the consultation in it; `checker` approved the words
    of the site, None where nobody has.
    """

    tag: str
    is_offered: bool
    is_checked: bool
    checker: str | None


@dataclass(frozen=True)
class FormatStanding:
    """A format beside the texts that people see now: how many parts of how many are ready, and since when all are.

    `ready_on` and `reason` are what people were told of one that is not ready; `is_promised` says that they were.
    """

    form: str
    language: str
    ready: int
    parts: int
    ready_at: datetime | None
    is_promised: bool = False
    ready_on: date | None = None
    reason: Mapping[str, Any] | None = None

    @property
    def is_ready(self) -> bool:
        """Whether it is there, current and approved for every part."""
        return self.ready_at is not None

    def is_late(self, today: date) -> bool:
        """Say whether the promised day has passed and it is not ready."""
        return not self.is_ready and self.ready_on is not None and self.ready_on < today


@dataclass(frozen=True)
class LaterClose:
    """What makes up for a format that came after the opening: its way to answer closes so many days later.

    `channel` None is everyone.
    """

    form: str
    channel: str | None
    days: int
    closes_at: datetime


def languages(session: Session, consultation: Consultation) -> list[LanguageStanding]:
    """Return every language that the consultation is to be in, English first."""
    unread = set(session.scalars(
        select(Variant.language).where(Variant.consultation_id == consultation.id, Variant.form == LANGUAGE,
                                       Variant.state == DRAFT).group_by(Variant.language)))
    there = set(session.scalars(
        select(Variant.language).where(Variant.consultation_id == consultation.id, Variant.form == LANGUAGE)
        .group_by(Variant.language)))
    checks = variants.catalogue_checks(session)
    tags = ["en", *(tag for tag in consultation.languages if tag != "en")]
    return [LanguageStanding(tag, tag in consultation.offered_languages, tag in there and tag not in unread,
                             checks[tag].checker if tag in checks else None) for tag in tags]


def formats(session: Session, consultation: Consultation, forms: Sequence[tuple[str, str]]) -> list[FormatStanding]:
    """Return how each of these (form, language) stands beside the survey that people answer now."""
    version = surveys.current(session, consultation.id)
    survey = version.survey if version is not None else None
    every = readiness.parts_of(text_units.every(session, consultation, survey) if survey is not None
                               else text_units.around(session, consultation))
    rows = session.scalars(select(Variant).where(
        Variant.consultation_id == consultation.id, Variant.form.in_([form for form, _language in forms]))).all()
    promises = variants.promises(session, consultation.id)
    found = []
    for form, language in forms:
        parts = easy_read.parts(consultation, survey) if form == EASY_READ else every
        mine = {row.unit_key: row for row in rows if (row.form, row.language) == (form, language)}
        made = [variants.as_made(row) for row in mine.values()]
        is_whole = readiness.is_format_ready(form, language, parts, made)
        since = [row.approved_at for part, row in mine.items() if part in parts and row.approved_at is not None]
        promise = promises.get((form, language))
        found.append(FormatStanding(
            form, language, _ready(parts, made), len(parts), max(since) if is_whole and since else None,
            promise is not None, promise.ready_on if promise is not None else None,
            promise.reason if promise is not None else None))
    return found


def _ready(parts: Mapping[str, str], made: Sequence[Made]) -> int:
    """Return how many parts are there, current and approved."""
    return sum(made_of.key in parts and standing(made_of, parts[made_of.key]) == APPROVED for made_of in made)


def days_late(opens_at: datetime, ready_at: datetime) -> int:
    """Return how many days, begun ones too, something came after the opening; 0 where it was there."""
    late = ready_at - opens_at
    return max(0, -(-late // timedelta(days=1)))


def later_closes(session: Session, consultation: Consultation, found: Sequence[FormatStanding]) -> list[LaterClose]:
    """Return which closes would have to move so that a late format leaves people as many days as the rest have."""
    changes = closings.changes_of(session, consultation.id)
    proposed = []
    for one in found:
        days = days_late(consultation.opens_at, one.ready_at) if one.ready_at is not None else 0
        channel = CHANNELS[one.form]
        if not days:
            continue
        wanted = _days_after(_first_close(consultation, changes) if channel is None else consultation.closes_at, days)
        stands = (consultation.closes_at if channel is None
                  else closings.closes_at_for(session, consultation, channel))
        if wanted > stands:
            proposed.append(LaterClose(one.form, channel, days, wanted))
    return proposed


def _first_close(consultation: Consultation, changes: Sequence[Change]) -> datetime:
    """Return when everyone was first to close: a close that moved already must not be moved by the same days again."""
    return next((change.closed_at for change in changes if change.channel is None), consultation.closes_at)


def _days_after(instant: datetime, days: int) -> datetime:
    """Return the same time of the day in London, so many days later."""
    return instant.astimezone(LONDON) + timedelta(days=days)
