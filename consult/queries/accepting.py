"""What "accept all above" would touch, and how the batches that people accepted before stood up to being read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from consult.domain.answer_words import CHECKED
from consult.models.answer_words import AnswerWords
from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.machines import AcceptedBatch
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.models.runs import Run, Suggestion
from consult.queries import runs
from consult.queries.coded_words import with_words, words
from consult.queries.worries import is_withheld


@dataclass(frozen=True)
class Cut:
    """A score from which suggestions can be accepted together: of one theme (public id), or of all (empty).

    `precision` (0 to 1) is the share of `measured_on` suggestions above it, on answers kept aside, that people had
    given too; `low` the lower end of its 95% interval; `covered` the share of all that people gave which these find.
    `language` (base language) is empty for all.
    """

    theme: str
    name: str
    cut: float
    precision: float
    low: float
    measured_on: int
    covered: float = 0.0
    language: str = ""


@dataclass(frozen=True)
class Touched:
    """A suggestion that would become a coding: row ids, and the stretch of words, all of them, that it is given to."""

    answer_id: int
    response_id: int
    theme_id: int
    length: int
    of_english: bool


@dataclass(frozen=True)
class Batch:
    """An accepted batch: what it was, and what became of its codings where a person has read the answer since."""

    public_id: str
    theme: str | None
    cut: float
    precision: float | None
    measured_on: int
    codings: int
    answers: int
    accepted_by: str
    accepted_at: datetime
    undone_at: datetime | None
    kept: int
    refused: int

    @property
    def read(self) -> int:
        """How many of its codings a person has looked at."""
        return self.kept + self.refused


def cuts(session: Session, consultation_id: int, *, by_language: bool = False) -> list[Cut]:
    """Return the cuts that the last ranking measured, those of all themes first; two statements.

    With `by_language` those of each language with enough to measure, which are for reading alone.
    """
    run = runs.latest_done(session, consultation_id, "suggest")
    name = "precision_by_language" if by_language else "precision"
    rows = list(run.facts.get(name, ())) if run is not None else []
    themes = {str(theme.id): theme for theme in session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.state == "active"))}
    found = [_cut(row, themes[key] if key else None)
             for row in rows if (key := str(row.get("theme") or "")) == "" or key in themes]
    return sorted(found, key=lambda cut: (cut.theme != "", cut.name, cut.language, cut.cut))


def _cut(row: Mapping[str, Any], theme: Theme | None) -> Cut:
    return Cut(theme.public_id if theme else "", theme.name if theme else "", float(row["cut"]),
               float(row["precision"]), float(row["low"]), int(row["n"]), float(row.get("covered", 0.0)),
               str(row.get("language", "")))


def touched(session: Session, consultation_id: int, theme: str, cut: float, control_share: int, limit: int
            ) -> Sequence[Touched]:
    """Return up to `limit` suggestions at or above a cut that a batch may accept, the surest first.

    Only for answers that nobody has read, that are counted and not withheld, and that do not have the theme already;
    never for those that are read without suggestions. `theme` is a public id, empty for all.
    """
    rows = session.execute(_above(consultation_id, theme, cut, control_share)
                           .order_by(Suggestion.score.desc(), Suggestion.id).limit(limit))
    return [Touched(*row) for row in rows]


def count(session: Session, consultation_id: int, theme: str, cut: float, control_share: int) -> tuple[int, int]:
    """Return (codings, answers) that `touched` would give without a limit."""
    found = _above(consultation_id, theme, cut, control_share).subquery()
    row = session.execute(select(func.count(), func.count(found.c[0].distinct())).select_from(found)).one()
    return row[0], row[1]


def _above(consultation_id: int, theme: str, cut: float, control_share: int) -> Select[Any]:
    held = exists(
        select(Coding.id).join(Passage, Passage.id == Coding.passage_id)
        .where(Passage.answer_id == Answer.id, Coding.theme_id == Suggestion.theme_id,
               or_(Coding.withdrawn_at.is_(None), Coding.batch_id.is_(None))))
    query = with_words(
        select(Answer.id, Answer.response_id, Suggestion.theme_id, func.length(words()), _is_english())
        .select_from(Suggestion).join(Run, Run.id == Suggestion.run_id).join(Answer, Answer.id == Suggestion.answer_id)
        .join(Response, Response.id == Answer.response_id).join(Theme, Theme.id == Suggestion.theme_id))
    query = query.where(
        Run.consultation_id == consultation_id, Response.consultation_id == consultation_id,
        Response.excluded_reason.is_(None), Theme.state == "active", Suggestion.is_offered, Suggestion.score >= cut,
        func.length(words()) > 0, ~held, ~is_withheld(), ~_is_control(control_share),
        ~exists(select(Reading.id).where(Reading.answer_id == Answer.id)))
    return query.where(Theme.public_id == theme) if theme else query


def _is_english() -> ColumnElement[bool]:
    return func.coalesce(AnswerWords.state == CHECKED, False)


def _is_control(share: int) -> ColumnElement[bool]:
    """Say in SQL what `domain.control_share.is_control` says."""
    return (Answer.shuffle // 100) % 100 < share


def batches(session: Session, consultation_id: int) -> list[Batch]:
    """Return the accepted batches, the newest first, with their live check; one statement.

    A coding was looked at when its answer has been read to the end since. What undoing a batch took away is not among
    what readers refused.
    """
    is_read = exists(select(Reading.id).where(Reading.answer_id == Passage.answer_id))
    kept = and_(Coding.checked_at.is_not(None), Coding.withdrawn_at.is_(None))
    refused = and_(Coding.withdrawn_at.is_not(None), or_(Coding.checked_at.is_not(None), is_read), or_(
        AcceptedBatch.undone_at.is_(None), Coding.withdrawn_at != AcceptedBatch.undone_at))
    rows = session.execute(
        select(AcceptedBatch.public_id, Theme.name, AcceptedBatch.cut, AcceptedBatch.precision,
               AcceptedBatch.measured_on, AcceptedBatch.codings, AcceptedBatch.answers, Person.name,
               AcceptedBatch.accepted_at, AcceptedBatch.undone_at,
               _sum(kept), _sum(refused))
        .join(Person, Person.id == AcceptedBatch.accepted_by_id)
        .outerjoin(Theme, Theme.id == AcceptedBatch.theme_id)
        .outerjoin(Coding, Coding.batch_id == AcceptedBatch.id).outerjoin(Passage, Passage.id == Coding.passage_id)
        .where(AcceptedBatch.consultation_id == consultation_id)
        .group_by(AcceptedBatch.id, Theme.name, Person.name).order_by(AcceptedBatch.id.desc()))
    return [Batch(*row) for row in rows]


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def whole_passages(session: Session, places: Iterable[Touched]) -> dict[tuple[int, bool], int]:
    """Return the row ids of passages that hold all words of these answers, by answer and whether of the English."""
    lengths = {(place.answer_id, place.of_english): place.length for place in places}
    rows = session.execute(
        select(Passage.answer_id, Passage.of_english, Passage.end, Passage.id)
        .where(Passage.answer_id.in_({answer_id for answer_id, _english in lengths}), Passage.start == 0))
    return {(answer_id, english): passage_id for answer_id, english, end, passage_id in rows
            if lengths.get((answer_id, english)) == end}
