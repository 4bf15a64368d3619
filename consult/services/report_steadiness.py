"""Keeps a new edition from showing in which groups the few people stand who came since the one before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.domain.audit import Act
from consult.domain.disclosure import NOTE_STEADY, steady
from consult.domain.hidden_cells import THRESHOLD
from consult.domain.reports import Report, Table
from consult.domain.working_days import london_day
from consult.models.audit import AuditEvent
from consult.models.keyings import EqualitySheet, EqualitySheetAnswer
from consult.models.responses import CharacteristicAnswer, Response
from consult.models.samples import ResponseImport
from consult.models.submissions import Submission
from consult.models.surveys import Question
from consult.queries import counted, reports
from consult.queries.response_counts import CORRECTED

MOVED = tuple(act.value for act in (
    Act.RESPONSE_EXCLUDED, Act.RESPONSE_RESTORED, Act.RESPONSE_WITHDRAWN, Act.PEOPLE_LINKED, Act.PEOPLE_UNLINKED))


@dataclass(frozen=True)
class Changes:
    """People whose responses came, changed, were left out or came back since an edition, and sheets that were typed.

    None is more than did, for the more changed the more may be shown: `told` are those who may have told something of
    themselves, as nobody does in a letter, `later` the sheets of later days. `is_any`: something may have changed.
    """

    people: int
    told: int
    later: int
    is_any: bool

    def of(self, table_id: str) -> int:
        """Return how many changed what a table counts; sheets are in the tables of one characteristic alone."""
        if table_id.startswith("profile-"):
            return self.told + self.later or int(self.is_any)
        # Whoever answers has a language and a form of the survey; of victims only those speak who said that they are.
        return (self.told if table_id.startswith("victims-") else self.people) or int(self.is_any)


@dataclass(frozen=True)
class Standing:
    """The tables of the edition whose numbers last stood, and how many people of each group changed since.

    `changed` is by (key of the protected question, choice), each person once. Without an edition both are empty.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    changed: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def of(cls, session: Session, consultation_id: int) -> "Standing":
        """Return what stands; four statements at most, one where nothing was published."""
        before = _standing(session, consultation_id)
        if before is None:
            return cls()
        at = datetime.fromisoformat(before.published_at)
        return cls({table.table_id: table for table in before.tables}, _changed_groups(session, consultation_id, at))

    def is_steady(self, key: str, choices: Iterable[str]) -> bool:
        """Say that fewer than ten people of a group, given by its choices, changed since."""
        return bool(self.tables) and sum(self.changed.get((key, choice), 0) for choice in choices) < THRESHOLD

    def count(self, table_id: str, row: str) -> int:
        """Return the exact number of people that the edition printed in a row of an exact table, 0 for none."""
        table = self.tables.get(table_id)
        cell = table.cells.get((row, "respondents")) if table is not None else None
        return (cell.count or 0) if cell is not None else 0


def steadied(session: Session, report: Report, consultation_id: int) -> Report:
    """Return the report with the protected tables of the edition whose numbers last stood, where few changed since."""
    before = _standing(session, consultation_id)
    if before is None:
        return report
    changes = _changes(session, report, before, consultation_id)
    known = {table.table_id: table for table in before.tables}
    return replace(report, tables=tuple(
        steady(table, known.get(table.table_id), changes.of(table.table_id)) for table in report.tables))


def _standing(session: Session, consultation_id: int) -> Report | None:
    """Return the newest edition that printed numbers of its own; one that repeated older ones does not count."""
    for line in reports.editions(session, consultation_id):
        # One that was recalled was read too: what it showed still stands beside what is shown next.
        found = reports.report(session, consultation_id, line.number, with_recalled=True)
        if found is not None and not any(NOTE_STEADY in table.notes for table in found.tables):
            return found
    return None


def _changes(session: Session, report: Report, before: Report, consultation_id: int) -> Changes:
    """Return what changed since an edition, each person once: someone who corrects theirs ten times must not make room
    for nine others."""
    at = datetime.fromisoformat(before.published_at)
    touched = select(AuditEvent.object_id).where(
        AuditEvent.consultation_id == consultation_id, AuditEvent.action.in_(MOVED), AuditEvent.at > at)
    came, was_moved = _came_since(consultation_id, at), Response.public_id.in_(touched)
    counts = and_(came, Response.excluded_reason.is_(None), Response.counts_with_id.is_(None))
    told = exists(select(CharacteristicAnswer.id).where(CharacteristicAnswer.response_id == Response.id))
    moved = and_(~came, was_moved)

    def people(which: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((which, counted.person())).distinct())

    changed, have_told, every = session.execute(
        select(people(or_(counts, moved)), people(or_(and_(counts, told), moved)), func.count())
        .select_from(Response).where(
            Response.consultation_id == consultation_id, counted.of_sample(),
            or_(Response.excluded_reason.is_(None), Response.excluded_reason != CORRECTED), or_(came, was_moved))).one()
    on_the_day, later = _sheets(session, consultation_id, london_day(at))
    # What was brought in before editions kept their imports bears an earlier date alone.
    net = abs(report.counters.respondents - before.counters.respondents)
    # Sheets are known by the day alone: those of that day may be new, and are then too few to show.
    return Changes(max(changed, net), have_told, later, bool(every or net or on_the_day or later))


def _changed_groups(session: Session, consultation_id: int, at: datetime) -> dict[tuple[str, str], int]:
    """Count the people of each group who came, were left out or came back since, and sheets of later days."""
    touched = select(AuditEvent.object_id).where(
        AuditEvent.consultation_id == consultation_id, AuditEvent.action.in_(MOVED), AuditEvent.at > at)
    found = {(key, choice): count for key, choice, count in session.execute(
        select(Question.key, CharacteristicAnswer.choice, func.count(counted.person().distinct()))
        .join(CharacteristicAnswer, CharacteristicAnswer.question_id == Question.id)
        .join(Response, Response.id == CharacteristicAnswer.response_id)
        .where(Response.consultation_id == consultation_id, counted.of_sample(), Response.counts_with_id.is_(None),
               or_(Response.excluded_reason.is_(None), Response.excluded_reason != CORRECTED),
               or_(_came_since(consultation_id, at), Response.public_id.in_(touched)))
        .group_by(Question.key, CharacteristicAnswer.choice))}
    for key, choice, count in session.execute(
            select(Question.key, EqualitySheetAnswer.choice, func.count(EqualitySheetAnswer.sheet_id.distinct()))
            .join(EqualitySheetAnswer, EqualitySheetAnswer.question_id == Question.id)
            .join(EqualitySheet, EqualitySheet.id == EqualitySheetAnswer.sheet_id)
            .where(EqualitySheet.consultation_id == consultation_id, EqualitySheet.event_id.is_(None),
                   EqualitySheet.typed_on > london_day(at))
            .group_by(Question.key, EqualitySheetAnswer.choice)):
        found[key, choice] = found.get((key, choice), 0) + count
    return found


def _came_since(consultation_id: int, at: datetime) -> ColumnElement[bool]:
    """Say that a response came after an instant, or was accepted or brought in after it however old it is."""
    accepted = select(Submission.response_id).where(
        Submission.consultation_id == consultation_id, Submission.response_id.is_not(None), Submission.decided_at > at)
    brought_in = select(ResponseImport.id).where(
        ResponseImport.consultation_id == consultation_id, ResponseImport.finished_at > at)
    return or_(Response.received_at > at, Response.id.in_(accepted),
               func.coalesce(Response.import_id, 0).in_(brought_in))


def _sheets(session: Session, consultation_id: int, day: date) -> tuple[int, int]:
    """Return how many equality sheets were typed on that day, and after it."""
    of_day, after = session.execute(
        select(func.count().filter(EqualitySheet.typed_on == day), func.count().filter(EqualitySheet.typed_on > day))
        .where(EqualitySheet.consultation_id == consultation_id, EqualitySheet.event_id.is_(None))).one()
    return of_day, after
