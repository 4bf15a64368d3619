"""Themes and closed answers by every characteristic at once, in one pass over each; exact, and never a row of anyone.

Nothing of this is shown before `domain.release_disclosure.secure_together`. For each theme and each option the database
gives the people in it as one list of row ids; NumPy counts it by every characteristic and forgets it. So memory holds a
byte for each person and characteristic, and one list (measured beside a bare bincount in tests/bench/crosstabs.py).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy
from numpy.typing import NDArray
from sqlalchemy import Select, String, cast, func, select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.surveys import Question, SurveyVersion
from consult.queries import counted
from consult.queries.theme_counts import stands

WORDING = "wording"
# Where a person may choose more groups than a byte holds, nobody could read the table.
MOST_GROUPS = 120

Places = NDArray[numpy.int64]
Codes = NDArray[numpy.int8]


@dataclass(frozen=True)
class Crossed:
    """Exact people by (row, group), by group of those who could be in a row, by row of everyone, and everyone."""

    counts: Mapping[tuple[str, str], int]
    bases: Mapping[str, int]
    totals: Mapping[str, int]
    base: int


@dataclass(frozen=True)
class Crosstabs:
    """What was counted, by the key of the characteristic: themes (public ids), and answers to each question by its key.

    `people` are all counted people, `sizes` how many of them said that they are in a group.
    """

    people: int
    sizes: Mapping[str, Mapping[str, int]]
    themes: Mapping[str, Crossed]
    answers: Mapping[str, Mapping[str, Crossed]]


@dataclass
class _Column:
    """One characteristic of people, or one group of it where people can be in several: a code a person, 0 for none."""

    key: str
    groups: list[str]
    codes: Codes

    def counts(self, places: Places) -> list[int]:
        found = numpy.bincount(self.codes[places], minlength=len(self.groups) + 1)
        return [int(number) for number in found[1:]]


@dataclass
class _Sums:
    """What is known so far of one table of each characteristic."""

    totals: dict[str, int] = field(default_factory=dict)
    counts: dict[str, dict[tuple[str, str], int]] = field(default_factory=dict)

    def add(self, row: str, places: Places, columns: Iterable[_Column]) -> None:
        self.totals[row] = len(places)
        for column in columns:
            held = self.counts.setdefault(column.key, {})
            held |= {(row, group): n for group, n in zip(column.groups, column.counts(places), strict=True) if n}

    def crossed(self, everyone: Places, columns: Iterable[_Column]) -> dict[str, Crossed]:
        bases: dict[str, dict[str, int]] = {}
        for column in columns:
            found = zip(column.groups, column.counts(everyone), strict=True)
            bases[column.key] = bases.get(column.key, {}) | dict(found)
        return {key: Crossed(self.counts.get(key, {}), held, self.totals, len(everyone))
                for key, held in bases.items()}


def of(session: Session, consultation_id: int, characteristics: Sequence[str], overlapping: Sequence[str] = (), *,
       with_wording: bool = False, with_answers: bool = True) -> Crosstabs:
    """Return every theme and every closed answer by each of these characteristics (keys of protected questions).

    In those of `overlapping` a person can be in several groups. `with_wording`: the form of the survey that somebody
    answered is one characteristic more (WORDING). Eight statements at most, however many people, themes and options
    there are.
    """
    people = _ids(session.scalar(_listed(select(), Response.id).where(*counted.people(consultation_id))))
    people.sort()
    columns = list(_columns(session, consultation_id, people, characteristics, frozenset(overlapping), with_wording))
    every = numpy.arange(len(people))
    sizes = {key: one.bases for key, one in _Sums().crossed(every, columns).items()}
    return Crosstabs(len(people), sizes, _themes(session, consultation_id, people, columns),
                     _answers(session, consultation_id, people, columns) if with_answers else {})


def _themes(session: Session, consultation_id: int, people: Places, columns: Sequence[_Column]) -> dict[str, Crossed]:
    sums, was_reached = _Sums(), numpy.zeros(len(people), dtype=bool)
    names = {theme_id: public_id for theme_id, public_id in session.execute(
        select(Theme.id, Theme.public_id).where(Theme.consultation_id == consultation_id))}
    said = (_listed(select(Coding.theme_id), counted.person()).select_from(Coding)
            .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
            .where(*stands(consultation_id)).group_by(Coding.theme_id))
    for theme_id, listed in session.execute(said.execution_options(yield_per=1)):
        places = _places(people, listed)
        was_reached[places] = True
        sums.add(names[theme_id], places, columns)
    # As `readings.was_reached` has it: something was coded in their words, or a person marked them as read.
    read = (_listed(select(), counted.person()).select_from(Reading).join(Answer, Answer.id == Reading.answer_id)
            .join(Response, Response.id == Answer.response_id)
            .where(*counted.words(consultation_id), Answer.text.is_not(None)))
    was_reached[_places(people, session.scalar(read))] = True
    return sums.crossed(numpy.flatnonzero(was_reached), columns)


def _answers(session: Session, consultation_id: int, people: Places, columns: Sequence[_Column]
             ) -> dict[str, dict[str, Crossed]]:
    chosen = (_listed(select(Question.key, Answer.choice), Answer.response_id).select_from(Answer)
              .join(Question, Question.id == Answer.question_id).join(Response, Response.id == Answer.response_id)
              .where(*counted.people(consultation_id), Answer.choice.is_not(None))
              .group_by(Question.key, Answer.choice).order_by(Question.key, Answer.choice))
    found: dict[str, dict[str, Crossed]] = {column.key: {} for column in columns}
    for question, options in _by_first(session.execute(chosen.execution_options(yield_per=1))):
        sums, answered = _Sums(), numpy.zeros(len(people), dtype=bool)
        for choice, listed in options:
            places = _places(people, listed)
            answered[places] = True
            sums.add(choice, places, columns)
        for key, one in sums.crossed(numpy.flatnonzero(answered), columns).items():
            found[key][question] = one
    return found


def _columns(session: Session, consultation_id: int, people: Places, keys: Sequence[str], overlapping: frozenset[str],
             with_wording: bool) -> Iterator[_Column]:
    asked = {question_id: key for question_id, key in session.execute(
        select(Question.id, Question.key).join(SurveyVersion, SurveyVersion.id == Question.survey_version_id)
        .where(SurveyVersion.consultation_id == consultation_id, Question.key.in_(keys)))}
    # Along its index, and not by way of the responses: whoever is not counted is not among `people`.
    said = (_listed(select(CharacteristicAnswer.question_id, CharacteristicAnswer.choice),
                    CharacteristicAnswer.response_id)
            .where(CharacteristicAnswer.question_id.in_(asked))
            .group_by(CharacteristicAnswer.question_id, CharacteristicAnswer.choice))
    found: dict[str, dict[str, _Column]] = {}
    for question_id, choice, listed in session.execute(said.execution_options(yield_per=1)):
        key = asked[question_id]
        _add_group(found.setdefault(key, {}), key, choice, _places(people, listed), len(people),
                   may_overlap=key in overlapping)
    if with_wording:
        answered = (_listed(select(Response.answered_as), Response.id).where(*counted.people(consultation_id))
                    .group_by(Response.answered_as))
        for wording, listed in session.execute(answered):
            _add_group(found.setdefault(WORDING, {}), WORDING, wording, _places(people, listed), len(people),
                       may_overlap=False)
    for columns in found.values():
        yield from columns.values()


def _add_group(columns: dict[str, _Column], key: str, group: str, is_in: Places, people: int, *, may_overlap: bool
               ) -> None:
    name = group if may_overlap else ""
    if name not in columns:
        columns[name] = _Column(key, [], numpy.zeros(people, dtype=numpy.int8))
    column = columns[name]
    if group not in column.groups:
        column.groups.append(group)
    if len(column.groups) <= MOST_GROUPS:
        column.codes[is_in] = column.groups.index(group) + 1


def _listed(query: Any, person: Any) -> Select[Any]:
    """Add the row ids of the people of each group of rows, as one list."""
    found: Select[Any] = query.add_columns(func.aggregate_strings(cast(person, String), ","))
    return found


def _ids(listed: str | None) -> Places:
    return numpy.fromstring(listed, dtype=numpy.int64, sep=",") if listed else numpy.zeros(0, dtype=numpy.int64)


def _places(people: Places, listed: str | None) -> Places:
    """Return where these people stand among all, each once; who is not counted is left out."""
    ids = _ids(listed)
    if not len(people) or not len(ids):
        return numpy.zeros(0, dtype=numpy.int64)
    at = numpy.minimum(numpy.searchsorted(people, ids), len(people) - 1)
    is_there = numpy.zeros(len(people), dtype=bool)
    is_there[at[people[at] == ids]] = True
    return numpy.flatnonzero(is_there)


def _by_first(rows: Iterable[Any]) -> Iterator[tuple[str, Iterator[tuple[str, str]]]]:
    """Give the rows of each first column together, in their order."""
    for first, same in groupby(rows, key=lambda row: row[0]):
        yield str(first), ((str(row[1]), row[2]) for row in same)
