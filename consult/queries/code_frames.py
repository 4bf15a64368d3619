"""The code frame as a whole: its themes in two levels, what is coded to each, its earlier versions; no passages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session, aliased

from consult.domain.code_frames import CodeFrame, FrameTheme, outline
from consult.domain.frame_health import Uses
from consult.domain.frame_history import Step, frame_at
from consult.models.codebooks import Coding, Passage, Reading, Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.models.theme_links import ThemeLink
from consult.queries import counted
from consult.queries.theme_counts import stands_in_any_sample


@dataclass(frozen=True)
class FrameLine:
    """A theme in the outline: level 1 or 2, passages and people; `people_below` with those of the themes under it."""

    public_id: str
    name: str
    definition: str
    level: int
    codings: int
    people: int
    people_below: int
    has_children: bool


@dataclass(frozen=True)
class Touched:
    """What a change of a theme would touch: codings, their answers, those given both themes, links, themes under it."""

    codings: int
    answers: int
    doubled: int
    links: int
    children: int


def frame(session: Session, consultation_id: int) -> CodeFrame:
    """Return every theme of a consultation, in use or not, as frozen values; two statements."""
    consultation = session.get_one(Consultation, consultation_id)
    parent = aliased(Theme)
    rows = session.execute(
        select(Theme, parent.public_id).outerjoin(parent, parent.id == Theme.parent_id)
        .where(Theme.consultation_id == consultation_id).order_by(Theme.position, Theme.name_key, Theme.id))
    return CodeFrame(consultation.slug, tuple(frozen(theme, above) for theme, above in rows),
                     consultation.frame_version)


def frozen(theme: Theme, parent: str | None) -> FrameTheme:
    """Return a theme as a frozen value; `parent` is the public id of the one above it."""
    return FrameTheme(
        theme.public_id, theme.name, parent, theme.definition, theme.include_note, theme.exclude_note,
        tuple(line for line in theme.examples.split("\n") if line), theme.position, theme.state)


def lines(session: Session, consultation_id: int, find: str = "") -> list[FrameLine]:
    """Return the themes in use as an outline, with `find` those that hold the words and their parents; four statements.

    Counted is what counts in a report.
    """
    themes = frame(session, consultation_id).in_use
    wanted = _holding(themes, find)
    parents = {theme.parent for theme in themes}
    own = _counts(session, consultation_id, Theme.public_id)
    above = aliased(Theme)
    below = _counts(session, consultation_id, func.coalesce(above.public_id, Theme.public_id), above)
    return [FrameLine(theme.key, theme.name, theme.definition, level, *own.get(theme.key, (0, 0)),
                      below.get(theme.key, (0, 0))[1], theme.key in parents)
            for theme, level in outline(themes) if theme.key in wanted]


def _holding(themes: tuple[FrameTheme, ...], find: str) -> set[str]:
    words = find.casefold().split()
    if not words:
        return {theme.key for theme in themes}
    said = {theme.key: " ".join((theme.name, theme.definition, theme.include, *theme.examples)).casefold()
            for theme in themes}
    found = {theme.key for theme in themes if all(word in said[theme.key] for word in words)}
    return found | {theme.parent for theme in themes if theme.key in found and theme.parent is not None}


def _counts(session: Session, consultation_id: int, key: ColumnElement[Any] | Any,
            above: Any = None) -> dict[str, tuple[int, int]]:
    """Return passages, and people of the open consultation, by a key of the theme; one statement."""
    query = (
        select(key, func.count(), func.count(case((counted.of_sample(), counted.person())).distinct()))
        .select_from(Coding).join(Theme, Theme.id == Coding.theme_id).join(Passage, Passage.id == Coding.passage_id)
        .join(Response, Response.id == Passage.response_id))
    if above is not None:
        query = query.outerjoin(above, above.id == Theme.parent_id)
    rows = session.execute(query.where(*stands_in_any_sample(consultation_id)).group_by(key))
    return {public_id: (codings, people) for public_id, codings, people in rows}


def out_of_use(session: Session, consultation_id: int) -> list[tuple[str, str, str]]:
    """Return the public id, name and state of each theme that is merged or retired, by name."""
    rows = session.execute(
        select(Theme.public_id, Theme.name, Theme.state)
        .where(Theme.consultation_id == consultation_id, Theme.state != "active").order_by(Theme.name_key, Theme.id))
    return [(public_id, name, state) for public_id, name, state in rows]


def uses(session: Session, consultation_id: int) -> dict[str, Uses]:
    """Return what counts as coded to each theme (public id), for the checks of the frame; one statement."""
    rows = session.execute(
        select(Theme.public_id, Passage.answer_id, Question.key, Coding.stance)
        .select_from(Coding).join(Theme, Theme.id == Coding.theme_id).join(Passage, Passage.id == Coding.passage_id)
        .join(Answer, Answer.id == Passage.answer_id).join(Question, Question.id == Answer.question_id)
        .join(Response, Response.id == Passage.response_id)
        .where(*stands_in_any_sample(consultation_id), Theme.state == "active"))
    answers: dict[str, set[int]] = {}
    questions: dict[str, set[str]] = {}
    sides: dict[tuple[str, str], int] = {}
    for theme, answer_id, question, stance in rows:
        answers.setdefault(theme, set()).add(answer_id)
        questions.setdefault(theme, set()).add(question)
        sides[theme, stance] = sides.get((theme, stance), 0) + 1
    return {theme: Uses(frozenset(held), sides.get((theme, "support"), 0), sides.get((theme, "oppose"), 0),
                        frozenset(questions[theme])) for theme, held in answers.items()}


def count_read(session: Session, consultation_id: int) -> int:
    """Return how many answers that count people have read to the end."""
    return session.scalars(
        select(func.count()).select_from(Reading).join(Answer, Answer.id == Reading.answer_id)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None))).one()


def touched(session: Session, consultation_id: int, theme: str, into: str | None = None) -> Touched:
    """Return what merging a theme (public id) into another, or retiring it, would touch; five statements at most.

    Everything that stands is told, also what does not count in a report.
    """
    theme_id = _id(session, consultation_id, theme)
    standing = (Coding.theme_id == theme_id, Coding.withdrawn_at.is_(None))
    codings, answers = session.execute(
        select(func.count(), func.count(Passage.answer_id.distinct())).select_from(Coding)
        .join(Passage, Passage.id == Coding.passage_id).where(*standing)).one()
    other = aliased(Coding)
    doubled = session.scalars(
        select(func.count()).select_from(Coding).join(other, other.passage_id == Coding.passage_id)
        .where(*standing, other.theme_id == _id(session, consultation_id, into), other.withdrawn_at.is_(None))
    ).one() if into else 0
    links = session.scalars(select(func.count()).select_from(ThemeLink).where(
        ThemeLink.theme_id == theme_id, ThemeLink.removed_at.is_(None))).one()
    children = session.scalars(select(func.count()).select_from(Theme).where(
        Theme.parent_id == theme_id, Theme.state == "active")).one()
    return Touched(codings, answers, doubled, links, children)


def _id(session: Session, consultation_id: int, public_id: str) -> int:
    return session.scalars(select(Theme.id).where(
        Theme.consultation_id == consultation_id, Theme.public_id == public_id)).one()


def frame_of_version(session: Session, consultation_id: int, number: int) -> CodeFrame | None:
    """Return the code frame as it stood right after a version, None where there was none; three statements."""
    today = frame(session, consultation_id)
    if not 0 < number <= today.version:
        return None
    rows = session.execute(
        select(ThemeChange.frame_version, Theme.public_id, ThemeChange.action, ThemeChange.facts)
        .join(Theme, Theme.id == ThemeChange.theme_id).where(ThemeChange.consultation_id == consultation_id)
        .order_by(ThemeChange.id))
    steps = [Step(version, public_id, action, _plain(facts)) for version, public_id, action, facts in rows]
    return frame_at(number, steps, {theme.key: theme for theme in today.themes}, today.title)


def _plain(facts: Mapping[str, Any] | None) -> Mapping[str, Any]:
    return facts or {}
