"""Panels: samples of people who were chosen, counted by themselves with their weights, never with anyone else's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import Session

from consult.domain.weights import Weighed
from consult.models.codebooks import Coding, Passage
from consult.models.responses import Answer, Response
from consult.models.samples import Sample
from consult.models.surveys import Question
from consult.queries import counted
from consult.queries.readings import was_reached
from consult.queries.theme_counts import stands


@dataclass(frozen=True)
class Panel:
    """A panel: row id, public id, what it is called, and who asked whom, when, and how it was weighted."""

    id: int
    public_id: str
    name: str
    method: str


@dataclass(frozen=True)
class Chosen:
    """Answers of a panel to a question with options: people with their weights by option, and all who answered."""

    by_choice: Mapping[str, Weighed] = field(default_factory=dict)
    everyone: Weighed = field(default_factory=Weighed)


def of(session: Session, consultation_id: int) -> list[Panel]:
    """Return the panels of a consultation, the first to be made first; one statement."""
    rows = session.execute(
        select(Sample.id, Sample.public_id, Sample.name, Sample.method)
        .where(Sample.consultation_id == consultation_id).order_by(Sample.id))
    return [Panel(*row) for row in rows]


def size(session: Session, consultation_id: int, sample_id: int) -> Weighed:
    """Return the counted people of a panel (row id); one statement."""
    row = session.execute(select(*_weighed(_weight())).where(*counted.people(consultation_id, sample_id))).one()
    return Weighed(*row)


def closed_answers(session: Session, consultation_id: int, sample_id: int) -> dict[str, Chosen]:
    """Return a panel's answers to every question with options, by question key across survey versions."""
    here = (*counted.people(consultation_id, sample_id), Answer.choice.is_not(None))
    joined = (select(Question.key, Answer.choice, Answer.response_id, _weight().label("weight"))
              .select_from(Answer).join(Question, Question.id == Answer.question_id)
              .join(Response, Response.id == Answer.response_id).where(*here))
    choices: dict[str, dict[str, Weighed]] = {}
    for (key, choice), weighed in _by(session, joined.distinct().subquery(), "key", "choice").items():
        choices.setdefault(key, {})[choice] = weighed
    people = joined.with_only_columns(Question.key, Answer.response_id, _weight().label("weight")).distinct()
    return {key: Chosen(choices[key], weighed) for (key,), weighed in _by(session, people.subquery(), "key").items()}


def by_theme(session: Session, consultation_id: int, sample_id: int) -> dict[int, Weighed]:
    """Return the people of a panel who spoke of each theme (row id); one statement."""
    said = (select(Coding.theme_id.label("theme"), Passage.response_id, _weight().label("weight"))
            .select_from(Coding).join(Passage, Passage.id == Coding.passage_id)
            .join(Response, Response.id == Passage.response_id).where(*stands(consultation_id, sample_id)).distinct())
    return {theme: weighed for (theme,), weighed in _by(session, said.subquery(), "theme").items()}


def read(session: Session, consultation_id: int, sample_id: int) -> Weighed:
    """Return the people of a panel of whose words a person has read some: the base of its themes; one statement."""
    reached = (select(Answer.response_id, _weight().label("weight")).select_from(Answer)
               .join(Response, Response.id == Answer.response_id)
               .where(*counted.words(consultation_id, sample_id), Answer.text.is_not(None), was_reached()).distinct())
    return _by(session, reached.subquery()).get((), Weighed())


def _weight() -> ColumnElement[float]:
    """A row without a weight stands for itself."""
    return func.coalesce(Response.weight, 1.0)


def _weighed(weight: Any) -> tuple[ColumnElement[Any], ...]:
    return func.count(), func.coalesce(func.sum(weight), 0.0), func.coalesce(func.sum(weight * weight), 0.0)


def _by(session: Session, people: Subquery, *places: str) -> dict[tuple[Any, ...], Weighed]:
    """Sum a subquery of people with their weights, one line a person and place, by the place."""
    columns = [people.c[place] for place in places]
    query: Select[Any] = select(*columns, *_weighed(people.c.weight))
    return {tuple(row[:-3]): Weighed(*row[-3:]) for row in session.execute(query.group_by(*columns))}
