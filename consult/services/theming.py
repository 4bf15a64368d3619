"""What machines propose about themes: stored by the run that owns it, decided on elsewhere, coding nothing."""

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.domain.access import Permission
from consult.domain.codebooks import CODED_BEFORE_SUGGESTIONS
from consult.domain.errors import Refused
from consult.domain.runs import LEAST_TEXTS
from consult.models.codebooks import Theme
from consult.models.machines import NodeSuggestion
from consult.models.responses import Answer
from consult.models.runs import ProposedMember, ProposedTheme, Run, Suggestion
from consult.queries import theming
from consult.services import rights, runs
from consult.services.transaction import writing

# Rows are written, and ids looked up, this many at a time.
SLICE = 500
NO_FACTS: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True)
class Group:
    """Answers that a machine put together, by row ids; the typical and the edge ones are members, the nearest first."""

    language: str
    terms: Sequence[str]
    members: Collection[int]
    typical: Sequence[int]
    edge: Sequence[int]


@dataclass(frozen=True)
class Ranked:
    """A theme's place for an answer (row ids; places from 0), how strongly (any finite number), and why.

    `nearest_id` is the answer with that theme that is most like it.
    """

    answer_id: int
    theme_id: int
    position: int
    score: float
    words: Sequence[str]
    is_offered: bool = True
    nearest_id: int | None = None


@dataclass(frozen=True)
class RankedNode:
    """A part of the plan that an answer is like (row ids; places from 0)."""

    answer_id: int
    plan_node_id: int
    position: int
    score: float


def look_for_themes(*, consultation_id: int, by_id: int) -> Run:
    """Start a run that groups all counted free-text answers.

    Raises Refused("", "nothing-to-read") under LEAST_TEXTS answers, Conflict("run-standing").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        count = theming.count_texts(session, consultation_id)
        if count < LEAST_TEXTS:
            raise Refused("", "nothing-to-read", {"least": LEAST_TEXTS})
        return runs.start(consultation_id=consultation_id, kind="discover", facts={"answers": count}, by_id=by_id)


def rank_again(*, consultation_id: int, by_id: int) -> Run:
    """Start a run that ranks the themes for each answer, whether or not enough was coded since the last one.

    Raises Refused("", "too-few-coded") before there is enough to learn from, Conflict("run-standing").
    """
    with writing() as session:
        rights.require(session, by_id, Permission.RUN_SUGGESTIONS, consultation_id)
        coded = theming.count_coded(session, consultation_id)
        if coded < CODED_BEFORE_SUGGESTIONS:
            raise Refused("", "too-few-coded", {"least": CODED_BEFORE_SUGGESTIONS})
        return runs.start(consultation_id=consultation_id, kind="suggest", facts={"coded": coded}, by_id=by_id)


def propose(run_id: int, token: int, groups: Sequence[Group], *, facts: Mapping[str, Any] = NO_FACTS) -> None:
    """Store the groups that a run found, and plain facts about it, and end it.

    Answers that are no longer counted are left out.
    Raises Superseded, and then nothing is stored, where the run was cancelled or given to another worker.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        position = 0
        for group in groups:
            counted = _still_counted(session, run.consultation_id, group.members)
            if counted:
                _store_group(session, run_id, position, group, counted)
                position += 1
        run.facts = {**run.facts, **facts}
        runs.end(session, run, "done")


def _store_group(session: Session, run_id: int, position: int, group: Group, counted: Collection[int]) -> None:
    theme = ProposedTheme(run_id=run_id, position=position, language=group.language, terms=list(group.terms),
                          size=len(counted))
    session.add(theme)
    session.flush()
    typical = [answer_id for answer_id in dict.fromkeys(group.typical) if answer_id in counted]
    edge = [answer_id for answer_id in dict.fromkeys(group.edge) if answer_id in counted and answer_id not in typical]
    for place, answer_id in enumerate([*typical, *edge]):
        session.add(ProposedMember(proposed_theme_id=theme.id, answer_id=answer_id, position=place,
                                   is_edge=place >= len(typical)))
    session.flush()


def rank(run_id: int, token: int, suggestions: Iterable[Ranked], *, nodes: Iterable[RankedNode] = (),
         facts: Mapping[str, Any] = NO_FACTS) -> None:
    """Replace the consultation's rankings of themes and of plan nodes by a run's, and end the run; all or nothing.

    What is no longer counted, or no longer in use, is left out. Raises Superseded as `propose`, ValueError for a
    score that is no number.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        of_consultation = select(Run.id).where(Run.consultation_id == run.consultation_id)
        session.execute(delete(Suggestion).where(Suggestion.run_id.in_(of_consultation)))
        session.execute(delete(NodeSuggestion).where(NodeSuggestion.run_id.in_(of_consultation)))
        active = set(session.scalars(
            select(Theme.id).where(Theme.consultation_id == run.consultation_id, Theme.state == "active")))
        for some in _slices(suggestions):
            counted = _still_counted(session, run.consultation_id, {
                answer_id for item in some for answer_id in (item.answer_id, item.nearest_id) if answer_id is not None})
            rows = [_row(run_id, item, counted) for item in some
                    if item.answer_id in counted and item.theme_id in active]
            if rows:
                session.execute(insert(Suggestion), rows)
        _rank_nodes(session, run, nodes)
        run.facts = {**run.facts, **facts}
        runs.end(session, run, "done")


def _row(run_id: int, item: Ranked, counted: Collection[int]) -> dict[str, Any]:
    if not math.isfinite(item.score):
        raise ValueError("the score of a suggestion is not a number")
    return {"run_id": run_id, "answer_id": item.answer_id, "theme_id": item.theme_id, "position": item.position,
            "score": float(item.score), "words": list(item.words), "is_offered": item.is_offered,
            "nearest_id": item.nearest_id if item.nearest_id in counted else None}


def _rank_nodes(session: Session, run: Run, nodes: Iterable[RankedNode]) -> None:
    known = {node.id for node in theming.plan_nodes(session, run.consultation_id)}
    for some in _slices(nodes):
        counted = _still_counted(session, run.consultation_id, {item.answer_id for item in some})
        rows = [{"run_id": run.id, "answer_id": item.answer_id, "plan_node_id": item.plan_node_id,
                 "position": item.position, "score": float(item.score)}
                for item in some if item.answer_id in counted and item.plan_node_id in known]
        if rows:
            session.execute(insert(NodeSuggestion), rows)


def _still_counted(session: Session, consultation_id: int, answer_ids: Collection[int]) -> set[int]:
    """Return those of the ids that are free-text answers of the consultation and counted, kept from vanishing."""
    found: set[int] = set()
    for some in _slices(answer_ids):
        counted = theming.counted_texts(consultation_id).where(Answer.id.in_(some))
        found.update(session.scalars(counted.with_for_update(read=True, key_share=True, of=Answer)))
    return found


def _slices(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, SLICE)):
        yield some
