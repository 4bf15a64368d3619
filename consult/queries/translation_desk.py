"""The translators' desk: every text of a consultation in one language with how it stands, and what waits for whom."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain.surveys import Survey
from consult.domain.text_places import heap_of, places
from consult.domain.text_units import Unit
from consult.domain.variants import CHECKED, DRAFT, FILE, LANGUAGE, MACHINE, MISSING, STALE, standing
from consult.models.consultations import Consultation
from consult.models.people import Person
from consult.models.variants import EarlierVariant, Variant, VariantComment
from consult.queries import text_units, variants

PAGE = 50
# How many of a text's earlier translations are shown.
MOST_EARLIER = 10
DOUBTED = "doubted"
# Drafts that a machine made and nobody has saved since: a translator goes through them when nothing else is left.
UNTOUCHED = "untouched"
# What a person can be given next.
TRANSLATE, CHECK, APPROVE = "translate", "check", "approve"
STEPS = (TRANSLATE, CHECK, APPROVE)


@dataclass(frozen=True)
class Entry:
    """One text in one language: the English of today, what stands there (None: nothing) and how it stands.

    `is_untouched` is a machine's draft that no person has saved.
    """

    unit: Unit
    row: Variant | None
    standing: str
    heap: str
    is_untouched: bool = False

    @property
    def is_doubted(self) -> bool:
        """Whether somebody's doubt about it stands."""
        return self.row is not None and self.row.is_doubted

    def waits_for(self, step: str, person_id: int) -> bool:
        """Say whether this text waits for that step by that person; nobody checks their own words."""
        if step == TRANSLATE:
            return self.standing in (MISSING, STALE) or self.is_untouched
        if step == CHECK:
            return self.standing == DRAFT and self.row is not None and self.row.written_by_id != person_id
        return self.standing == CHECKED and not self.is_doubted


@dataclass(frozen=True)
class Page:
    """Up to PAGE entries in the order shown; `newer` and `older` are the keys to go on from, or None."""

    rows: Sequence[Entry]
    total: int
    newer: str | None
    older: str | None


@dataclass(frozen=True)
class Remark:
    """A comment or a doubt with who made it and who settled it."""

    id: int
    text: str
    is_doubt: bool
    by: str
    at: datetime
    settled_at: datetime | None
    settled_by: str


def wanted(consultation: Consultation) -> list[str]:
    """Return the languages that a consultation is translated into."""
    return [tag for tag in consultation.languages if tag != "en"]


def counts(session: Session, consultation: Consultation) -> dict[str, Counter[str]]:
    """Return for each wanted language how many texts stand how; a fixed number of statements.

    Those that are DOUBTED, or drafts and UNTOUCHED, count under their standing too.
    """
    survey = text_units.working_survey(session, consultation.id)
    units = text_units.every(session, consultation, survey)
    there = {(row.language, row.unit_key): row for row in variants.rows(session, consultation.id)
             if row.form == LANGUAGE}
    found: dict[str, Counter[str]] = {}
    for tag in wanted(consultation):
        here = [(there.get((tag, unit.key)), unit) for unit in units]
        found[tag] = Counter(_standing(row, unit) for row, unit in here)
        found[tag][UNTOUCHED] = sum(_is_untouched(row, unit, survey) for row, unit in here)
        found[tag][DOUBTED] = sum(row is not None and row.is_doubted for row, _unit in here)
    return found


def entries(session: Session, consultation: Consultation, language: str) -> list[Entry]:
    """Return every text in one language, in the order shown; a fixed number of statements."""
    survey = text_units.working_survey(session, consultation.id)
    known = places(survey)
    there = {row.unit_key: row for row in session.scalars(select(Variant).where(
        Variant.consultation_id == consultation.id, Variant.form == LANGUAGE, Variant.language == language))}
    return [Entry(unit, row, _standing(row, unit), heap_of(unit.part, known), _is_untouched(row, unit, survey))
            for unit in text_units.every(session, consultation, survey) for row in (there.get(unit.key),)]


def one(found: Sequence[Entry], key: str) -> Entry | None:
    """Return the entry of a text, or None."""
    return next((entry for entry in found if entry.unit.key == key), None)


def is_by_machine(origin: str, language: str, survey: Survey | None) -> bool:
    """Say whether a machine wrote words of this origin: the service that drafts, or a survey's file that says so."""
    return origin == MACHINE or (
        origin == FILE and survey is not None and survey.translations.get(language) == "machine-drafted")


def _is_untouched(row: Variant | None, unit: Unit, survey: Survey | None) -> bool:
    return (row is not None and row.written_by_id is None and is_by_machine(row.origin, row.language, survey)
            and _standing(row, unit) == DRAFT)


def _standing(row: Variant | None, unit: Unit) -> str:
    return standing(variants.as_made(row) if row is not None else None, unit.english)


def chosen(found: Sequence[Entry], standing: str, part: str) -> list[Entry]:
    """Return the entries of a standing (or DOUBTED) and of a heap or one part; empty means any."""
    return [entry for entry in found
            if (not standing or entry.standing == standing or (standing == DOUBTED and entry.is_doubted))
            and (not part or part in (entry.heap, entry.unit.part))]


def paged(found: Sequence[Entry], every: Sequence[Entry], *, after: str = "", before: str = "") -> Page:
    """Return the page of `found` behind (or before) the text of that key, which stands in `every` but perhaps no more
    in `found`."""
    order = {entry.unit.key: number for number, entry in enumerate(every)}
    if before in order:
        rows = [entry for entry in found if order[entry.unit.key] < order[before]][-PAGE:]
    else:
        rows = [entry for entry in found if order[entry.unit.key] > order.get(after, -1)][:PAGE]
    first, last = (rows[0], rows[-1]) if rows else (None, None)
    return Page(rows, len(found), first.unit.key if first is not None and first != found[0] else None,
                last.unit.key if last is not None and last != found[-1] else None)


def next_up(found: Sequence[Entry], step: str, person_id: int, after: str = "") -> Entry | None:
    """Return the text that waits for a person's step: the first behind that key, else the first of all; or None.

    For a translator, what a machine has drafted comes after what nobody has begun.
    """
    keys = [entry.unit.key for entry in found]
    start = keys.index(after) + 1 if after in keys else 0
    waiting = [entry for entry in [*found[start:], *found[:start]]
               if entry.unit.key != after and entry.waits_for(step, person_id)]
    return next((entry for entry in waiting if step != TRANSLATE or not entry.is_untouched), next(iter(waiting), None))


def names(session: Session, ids: set[int | None]) -> Mapping[int | None, str]:
    """Return people's names by id."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})))
    return {person_id: name for person_id, name in rows}


def earlier(session: Session, variant_id: int) -> Sequence[EarlierVariant]:
    """Return what a text said before, the newest first."""
    return session.scalars(select(EarlierVariant).where(EarlierVariant.variant_id == variant_id)
                           .order_by(EarlierVariant.id.desc()).limit(MOST_EARLIER)).all()


def remarks(session: Session, variant_id: int) -> list[Remark]:
    """Return the comments and doubts about a text, the oldest first."""
    rows = session.scalars(select(VariantComment).where(VariantComment.variant_id == variant_id)
                           .order_by(VariantComment.id)).all()
    known = names(session, {one for row in rows for one in (row.by_id, row.settled_by_id)})
    return [Remark(row.id, row.text, row.is_doubt, known.get(row.by_id, ""), row.at, row.settled_at,
                   known.get(row.settled_by_id, "")) for row in rows]
