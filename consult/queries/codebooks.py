"""The code frame as people see it: themes with what is coded to them, a theme's passages, and the log of changes."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, aliased

from consult.models.codebooks import Coding, Passage, Theme, ThemeChange
from consult.models.people import Person
from consult.models.responses import Answer, Response
from consult.queries import counted
from consult.queries.coded_words import passage_language, passage_text, with_words
from consult.queries.theme_counts import stands_in_any_sample

PAGE = 50


@dataclass(frozen=True)
class ThemeRow:
    """A theme in a list; `codings` are passages that stand and count, `respondents` the people behind them.

    `parent` is the name of the theme above it, empty at the top.
    """

    public_id: str
    name: str
    definition: str
    include_note: str
    exclude_note: str
    codings: int
    respondents: int
    parent: str = ""


@dataclass(frozen=True)
class ThemeView:
    """A theme by itself, in use or not; `merged_into` and `parent` are (public id, name) of what it became or is under.

    `examples` are lines; `children` are (public id, name) of the themes in use under it.
    """

    id: int
    public_id: str
    name: str
    definition: str
    include_note: str
    exclude_note: str
    state: str
    merged_into: tuple[str, str] | None
    codings: int
    respondents: int
    examples: str = ""
    parent: tuple[str, str] | None = None
    children: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Coded:
    """A passage coded to a theme: the words of it, where they stand, and the stance; not who wrote them."""

    public_id: str
    answer_id: str
    words: str
    language: str
    stance: str


@dataclass(frozen=True)
class CodedPage:
    """Up to PAGE codings of a theme in the order in which they were made, and whether there are more on either side."""

    rows: tuple[Coded, ...]
    earlier: bool
    later: bool


@dataclass(frozen=True)
class Change:
    """One step in the life of the code frame; `other` is the name of the theme that it merged into or came out of.

    `names` are those of the parents that a step speaks of, by public id.
    """

    id: int
    frame_version: int
    at: datetime
    action: str
    theme_id: str
    theme: str
    person: str
    facts: dict[str, Any]
    other: str | None
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangePage:
    """Up to PAGE changes, the newest first; `older` says if there are more."""

    rows: tuple[Change, ...]
    older: bool


def _counts(consultation_id: int) -> Any:
    """Return the subquery of passages and respondents by theme row id: codings that stand, of counted responses.

    Passages are of every sample, since all are read; people are those of the open consultation.
    """
    return (
        select(Coding.theme_id, func.count().label("codings"),
               func.count(case((counted.of_sample(), counted.person())).distinct()).label("respondents"))
        .join(Passage, Passage.id == Coding.passage_id).join(Response, Response.id == Passage.response_id)
        .where(*stands_in_any_sample(consultation_id)).group_by(Coding.theme_id).subquery()
    )


def themes(session: Session, consultation_id: int) -> list[ThemeRow]:
    """Return the themes in use by name with what is coded to them; one statement."""
    counts, parent = _counts(consultation_id), aliased(Theme)
    rows = session.execute(
        select(Theme.public_id, Theme.name, Theme.definition, Theme.include_note, Theme.exclude_note,
               func.coalesce(counts.c.codings, 0), func.coalesce(counts.c.respondents, 0),
               func.coalesce(parent.name, ""))
        .outerjoin(counts, counts.c.theme_id == Theme.id).outerjoin(parent, parent.id == Theme.parent_id)
        .where(Theme.consultation_id == consultation_id, Theme.state == "active").order_by(Theme.name_key, Theme.id))
    return [ThemeRow(*row) for row in rows]


def theme(session: Session, consultation_id: int, public_id: str) -> ThemeView | None:
    """Return one theme, in use or not, or None; two statements."""
    counts, into, parent = _counts(consultation_id), aliased(Theme), aliased(Theme)
    row = session.execute(
        select(Theme, into.public_id, into.name, parent.public_id, parent.name, func.coalesce(counts.c.codings, 0),
               func.coalesce(counts.c.respondents, 0))
        .outerjoin(into, into.id == Theme.merged_into_id).outerjoin(parent, parent.id == Theme.parent_id)
        .outerjoin(counts, counts.c.theme_id == Theme.id)
        .where(Theme.consultation_id == consultation_id, Theme.public_id == public_id)).one_or_none()
    if row is None:
        return None
    found, into_id, into_name, parent_id, parent_name, codings, respondents = row
    children = session.execute(
        select(Theme.public_id, Theme.name).where(Theme.parent_id == found.id, Theme.state == "active")
        .order_by(Theme.position, Theme.name_key, Theme.public_id))
    return ThemeView(
        found.id, found.public_id, found.name, found.definition, found.include_note, found.exclude_note, found.state,
        (into_id, into_name) if into_id else None, codings, respondents, found.examples,
        (parent_id, parent_name) if parent_id else None, tuple((child, name) for child, name in children))


def codings_of(session: Session, consultation_id: int, theme_id: int, *, before: str | None = None,
               after: str | None = None, find: str = "", stance: str = "") -> CodedPage:
    """Return a page of the passages coded to a theme (row id), the oldest first, in at most two statements.

    `after` is the public id of the last coding of the page before, `before` that of the first. `find` narrows to
    answers that hold the words, `stance` to passages of that stance.
    """
    query = _coded(consultation_id, theme_id)
    if find:
        query = query.where(passage_text().icontains(find, autoescape=True))
    if stance:
        query = query.where(Coding.stance == stance)
    key = after or before
    place = session.scalar(select(Coding.id).where(
        Coding.consultation_id == consultation_id, Coding.public_id == key)) if key else None
    is_backward = place is not None and not after
    if place is not None:
        query = query.where(Coding.id < place if is_backward else Coding.id > place)
    query = query.order_by(Coding.id.desc() if is_backward else Coding.id).limit(PAGE + 1)
    found = [Coded(coding, answer, (text or "")[start:end], language, stance)
             for coding, answer, text, start, end, language, stance in session.execute(query)]
    has_more, rows = len(found) > PAGE, found[:PAGE]
    if is_backward:
        return CodedPage(tuple(reversed(rows)), earlier=has_more, later=True)
    return CodedPage(tuple(rows), earlier=place is not None, later=has_more)


def _coded(consultation_id: int, theme_id: int) -> Select[Any]:
    return (
        with_words(
            select(Coding.public_id, Answer.public_id, passage_text(), Passage.start, Passage.end, passage_language(),
                   Coding.stance)
            .join(Passage, Passage.id == Coding.passage_id).join(Answer, Answer.id == Passage.answer_id))
        .join(Response, Response.id == Passage.response_id)
        .where(*stands_in_any_sample(consultation_id), Coding.theme_id == theme_id)
    )


def changes(session: Session, consultation_id: int, *, theme_id: int | None = None,
            before: int | None = None) -> ChangePage:
    """Return the log of the code frame (or of one theme, by row id), the newest first, in at most two statements.

    `before` is the row id of the last change shown: a file that was taken in makes many changes of one version.
    """
    query = (
        select(ThemeChange, Theme.public_id, Theme.name, Person.name)
        .join(Theme, Theme.id == ThemeChange.theme_id).outerjoin(Person, Person.id == ThemeChange.person_id)
        .where(ThemeChange.consultation_id == consultation_id))
    if theme_id is not None:
        query = query.where(ThemeChange.theme_id == theme_id)
    if before is not None:
        query = query.where(ThemeChange.id < before)
    found = session.execute(query.order_by(ThemeChange.id.desc()).limit(PAGE + 1)).all()
    shown = found[:PAGE]
    others = _names(session, consultation_id, [
        one for change, *_rest in shown for one in (_other(change.facts), *_parents(change.facts))])
    rows = tuple(
        Change(change.id, change.frame_version, change.at, change.action, public_id, name, person or "", change.facts,
               others.get(_other(change.facts)), {one: others.get(one, "") for one in _parents(change.facts)})
        for change, public_id, name, person in shown)
    return ChangePage(rows, older=len(found) > PAGE)


def _other(facts: dict[str, Any]) -> str:
    return str(facts.get("into") or facts.get("out_of") or "")


def _parents(facts: dict[str, Any]) -> list[str]:
    return [str(said["parent"]) for said in (facts.get("before"), facts.get("after")) if said and said.get("parent")]


def _names(session: Session, consultation_id: int, public_ids: list[str]) -> dict[str, str]:
    wanted = {public_id for public_id in public_ids if public_id}
    if not wanted:
        return {}
    rows = session.execute(select(Theme.public_id, Theme.name).where(
        Theme.consultation_id == consultation_id, Theme.public_id.in_(sorted(wanted))))
    return {public_id: name for public_id, name in rows}
