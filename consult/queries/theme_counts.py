"""What people said, counted: respondents by theme, question, stance and part of the plan; and who tied what to what.

A respondent counts once in every number here, however many passages speak of the theme (practice C2) and however often
they answered (C6). Only codings that stand, of responses of one sample that are counted, are seen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, or_, select, union_all
from sqlalchemy.orm import Session

from consult.domain.theme_links import silent
from consult.models.codebooks import Coding, CodingNode, CodingQuestion, Passage, Theme
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.models.theme_links import ThemeLink
from consult.queries import counted
from consult.queries.counted import OPEN
from consult.queries.plans import NodeView
from consult.queries.shared_texts import is_own_words

# A promise is part of a plan; whether anyone spoke of each of hundreds says little.
NOT_LISTED = frozenset({"commitment"})


@dataclass(frozen=True)
class Spoken:
    """Respondents who spoke of something, and the same respondents by stance; each stands in one stance."""

    respondents: int = 0
    stances: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ThemeName:
    """A theme that is in use or that standing codings speak of."""

    id: int
    public_id: str
    name: str
    definition: str
    is_active: bool


@dataclass(frozen=True)
class Link:
    """A standing finding: a theme at a part of the plan, or nowhere in it (`node_id` None)."""

    public_id: str
    theme_id: int
    node_id: int | None
    node_key: str | None
    reason: str


def stands(consultation_id: int, sample_id: int | None = OPEN) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a coding that counts in one sample, for a statement that joins Coding and Response.

    One that was accepted with many others counts once a person has read its answer.
    """
    return (*stands_in_any_sample(consultation_id), counted.of_sample(sample_id))


def stands_in_any_sample(consultation_id: int) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a coding that counts in any sample: for lists of passages, never to count people."""
    return (Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None), was_read(),
            Response.excluded_reason.is_(None))


def was_read() -> ColumnElement[bool]:
    """Say that a person gave or checked a coding with its answer before their eyes."""
    return or_(Coding.batch_id.is_(None), Coding.checked_at.is_not(None))


def themes(session: Session, consultation_id: int) -> list[ThemeName]:
    """Return the themes by name."""
    used = select(Coding.theme_id).where(Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None))
    rows = session.scalars(
        select(Theme).where(Theme.consultation_id == consultation_id, or_(Theme.state == "active", Theme.id.in_(used)))
        .order_by(Theme.name_key, Theme.id)
    )
    return [_name(row) for row in rows]


def theme(session: Session, consultation_id: int, public_id: str) -> ThemeName | None:
    """Return a theme of the consultation by its public id, whatever became of it since, or None."""
    row = session.scalar(
        select(Theme).where(Theme.consultation_id == consultation_id, Theme.public_id == public_id))
    return _name(row) if row is not None else None


def by_theme(session: Session, consultation_id: int, *, with_campaigns: bool = True, sample_id: int | None = OPEN
             ) -> dict[int, Spoken]:
    """Return who spoke of each theme (row ids), whatever the question; with or without the texts of campaigns."""
    own = () if with_campaigns else (is_own_words(),)
    said = _codings(consultation_id, sample_id).add_columns(Coding.theme_id.label("place")).where(*own).subquery()
    return {place: spoken for [place], spoken in _counted(session, said, "place").items()}


def by_question(session: Session, consultation_id: int) -> dict[tuple[str, int], Spoken]:
    """Return who spoke of each theme in answer to each question: (question key, theme row id).

    A passage of a letter speaks to the questions that a coder found it to speak to, beside being in a letter.
    """
    asked = (
        _codings(consultation_id).add_columns(Question.key.label("question"), Coding.theme_id.label("theme"))
        .join(Answer, Answer.id == Passage.answer_id).join(Question, Question.id == Answer.question_id)
    )
    found = (
        _codings(consultation_id).add_columns(CodingQuestion.question_key.label("question"),
                                              Coding.theme_id.label("theme"))
        .join(CodingQuestion, CodingQuestion.coding_id == Coding.id)
    )
    said = union_all(asked, found).subquery()
    return {(key, theme): spoken for [key, theme], spoken in _counted(session, said, "question", "theme").items()}


def by_node(session: Session, consultation_id: int, plan_version_id: int) -> dict[int, Spoken]:
    """Return who spoke of each plan node (row ids): by a theme that is tied to it, or by naming it in a passage."""
    said = _said_of_nodes(consultation_id, plan_version_id)
    return {node: spoken for [node], spoken in _counted(session, said, "node").items()}


def by_node_and_theme(session: Session, consultation_id: int, plan_version_id: int) -> dict[tuple[int, int], Spoken]:
    """Return who spoke of each plan node with which theme: (node row id, theme row id)."""
    said = _said_of_nodes(consultation_id, plan_version_id)
    return {(node, theme): spoken for [node, theme], spoken in _counted(session, said, "node", "theme").items()}


def links_for(session: Session, consultation_id: int) -> list[Link]:
    """Return the standing links of themes, in the order of the plan; those that belong nowhere come last."""
    rows = session.execute(
        select(ThemeLink.public_id, ThemeLink.theme_id, PlanNode.id, PlanNode.key, ThemeLink.reason)
        .outerjoin(PlanNode, PlanNode.id == ThemeLink.plan_node_id)
        .where(ThemeLink.consultation_id == consultation_id, ThemeLink.removed_at.is_(None))
        .order_by(PlanNode.id.is_(None), PlanNode.position, ThemeLink.id)
    )
    return [Link(*row) for row in rows]


def nodes_nothing_said(nodes: Sequence[NodeView], spoken_of: Collection[int]) -> list[NodeView]:
    """Return the named parts of the plan, promises left out, that nobody spoke of.

    A part is spoken of where anything below it is: nobody who reads "nobody spoke of objective 1" should then find
    its aims discussed.
    """
    by_id = {node.id: node for node in nodes}
    reached: set[int] = set()
    for node_id in spoken_of:
        step: int | None = node_id
        while step is not None and step in by_id and step not in reached:
            reached.add(step)
            step = by_id[step].parent_id
    listed = {node.key: node for node in nodes if node.kind not in NOT_LISTED and node.label}
    return [listed[key] for key in silent(listed, {by_id[node_id].key for node_id in reached})]


def _name(row: Theme) -> ThemeName:
    return ThemeName(row.id, row.public_id, row.name, row.definition, row.state == "active")


def _codings(consultation_id: int, sample_id: int | None = OPEN) -> Select[Any]:
    return (
        select(counted.person().label("person"), Coding.stance.label("stance"))
        .select_from(Coding).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id).where(*stands(consultation_id, sample_id))
    )


def _said_of_nodes(consultation_id: int, plan_version_id: int) -> Subquery:
    named = (
        _codings(consultation_id).add_columns(CodingNode.plan_node_id.label("node"), Coding.theme_id.label("theme"))
        .join(CodingNode, CodingNode.coding_id == Coding.id)
    )
    tied = (
        _codings(consultation_id).add_columns(ThemeLink.plan_node_id.label("node"), Coding.theme_id.label("theme"))
        .join(ThemeLink, and_(ThemeLink.theme_id == Coding.theme_id, ThemeLink.removed_at.is_(None)))
    )
    of_version = select(PlanNode.id).where(PlanNode.plan_version_id == plan_version_id)
    return union_all(
        named.where(CodingNode.plan_node_id.in_(of_version)), tied.where(ThemeLink.plan_node_id.in_(of_version))
    ).subquery()


def _counted(session: Session, said: Subquery, *places: str) -> dict[tuple[Any, ...], Spoken]:
    """Count respondents in each place: first one line and one stance a respondent, then their number."""
    columns = [said.c[place] for place in places]
    each = select(*columns, said.c.person, _one_stance(said.c.stance).label("stance")).group_by(
        *columns, said.c.person).subquery()
    kept = [each.c[place] for place in places]
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for *place, stance, count in session.execute(
        select(*kept, each.c.stance, func.count()).group_by(*kept, each.c.stance)
    ):
        found.setdefault(tuple(place), {})[stance] = count
    return {place: Spoken(sum(stances.values()), stances) for place, stances in found.items()}


def _one_stance(stance: ColumnElement[str]) -> ColumnElement[str]:
    """A person who speaks for and against is mixed; one who once takes a side has taken it."""
    def has(word: str) -> ColumnElement[bool]:
        return func.max(case((stance == word, 1), else_=0)) == 1

    return case(
        (or_(has("mixed"), and_(has("support"), has("oppose"))), "mixed"),
        (has("support"), "support"), (has("oppose"), "oppose"), else_="none",
    )
