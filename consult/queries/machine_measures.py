"""How the machine's suggestions stood up to the people who read: figures, never rows; nothing of it is published.

Exact: what stands for groups of people is shown through `domain.disclosure` alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.machines import SuggestionOutcome
from consult.models.responses import Answer, CharacteristicAnswer, Response
from consult.models.runs import Run, Suggestion
from consult.models.surveys import Question
from consult.queries import counted
from consult.queries.coded_words import with_words, written_in
from consult.queries.theme_counts import stands_in_any_sample
from consult.queries.theming import counted_texts

TAKEN, LEFT = "taken", "left"


@dataclass(frozen=True)
class Agreement:
    """Of `offered` suggestions, how many their readers gave too, over so many `answers`."""

    answers: int = 0
    offered: int = 0
    taken: int = 0


@dataclass(frozen=True)
class Taken:
    """People by group and by what became of the first suggestion to an answer of theirs: taken, or left.

    One answer of each person, drawn at random: so each stands once in a group. `several` says that one person can
    belong to several of these groups.
    """

    counts: Mapping[tuple[str, str], int]
    several: bool = False

    @property
    def groups(self) -> list[str]:
        """The groups that anyone belongs to, by key."""
        return sorted({group for group, _outcome in self.counts})


@dataclass(frozen=True)
class ThemeEstimate:
    """Answers with a theme: `coded` of the `read` ones by people, and `offered` of the `unread` ones by the machine."""

    name: str
    coded: int
    read: int
    offered: int
    unread: int

    @property
    def estimate(self) -> float:
        """The machine's estimate of the share of all answers, 0 to 1; for the staff screen alone."""
        return (self.coded + self.offered) / max(self.read + self.unread, 1)


@dataclass(frozen=True)
class Estimates:
    """The estimates by theme, the largest first, over so many read and unread answers."""

    read: int = 0
    unread: int = 0
    themes: list[ThemeEstimate] = field(default_factory=list)


def agreement(session: Session, consultation_id: int) -> dict[bool, Agreement]:
    """Return how often readers gave what the machine offered, by whether they had seen the offer; one statement."""
    rows = session.execute(
        select(SuggestionOutcome.was_shown, func.count(SuggestionOutcome.answer_id.distinct()), func.count(),
               _sum(SuggestionOutcome.was_accepted))
        .join(Answer, Answer.id == SuggestionOutcome.answer_id).join(Response, Response.id == Answer.response_id)
        .where(SuggestionOutcome.consultation_id == consultation_id, SuggestionOutcome.was_offered,
               Response.excluded_reason.is_(None))
        .group_by(SuggestionOutcome.was_shown))
    found = {bool(shown): Agreement(answers, offered, taken) for shown, answers, offered, taken in rows}
    return {shown: found.get(shown, Agreement()) for shown in (True, False)}


def by_channel(session: Session, consultation_id: int) -> Taken:
    """Return people by channel."""
    drawn = _drawn(consultation_id)
    return _taken(session, drawn, drawn.c.channel)


def by_language(session: Session, consultation_id: int) -> Taken:
    """Return people by the language that they answered in (BCP 47)."""
    drawn = _drawn(consultation_id)
    return _taken(session, drawn, drawn.c.language)


def by_characteristic(session: Session, consultation_id: int) -> dict[str, Taken]:
    """Return people by each protected question (its key) and choice; one statement, no two questions crossed."""
    drawn = _drawn(consultation_id)
    rows = session.execute(
        select(Question.key, Question.kind, CharacteristicAnswer.choice, drawn.c.was_accepted, func.count())
        .select_from(drawn)
        .join(CharacteristicAnswer, CharacteristicAnswer.response_id == drawn.c.response_id)
        .join(Question, Question.id == CharacteristicAnswer.question_id)
        .where(drawn.c.turn == 1)
        .group_by(Question.key, Question.kind, CharacteristicAnswer.choice, drawn.c.was_accepted))
    counts: dict[str, dict[tuple[str, str], int]] = {}
    several: set[str] = set()
    for key, kind, choice, was_accepted, number in rows:
        place = choice, TAKEN if was_accepted else LEFT
        held = counts.setdefault(key, {})
        held[place] = held.get(place, 0) + number
        if kind == "several-choices":
            several.add(key)
    return {key: Taken(held, key in several) for key, held in counts.items()}


def _drawn(consultation_id: int) -> Any:
    """Return, for each person, their answers with a first suggestion that was seen, in the random order of reading."""
    turn = func.row_number().over(partition_by=counted.person(), order_by=(Answer.shuffle, Answer.id))
    return (
        with_words(
            select(counted.person().label("response_id"), Response.channel, written_in().label("language"),
                   SuggestionOutcome.was_accepted, turn.label("turn"))
            .join(Answer, Answer.id == SuggestionOutcome.answer_id)
            .join(Response, Response.id == Answer.response_id))
        .where(SuggestionOutcome.consultation_id == consultation_id, SuggestionOutcome.position == 0,
               SuggestionOutcome.was_shown, Response.excluded_reason.is_(None), counted.of_sample())
    ).subquery()


def _taken(session: Session, drawn: Any, group: Any) -> Taken:
    rows = session.execute(
        select(group, drawn.c.was_accepted, func.count()).where(drawn.c.turn == 1)
        .group_by(group, drawn.c.was_accepted))
    return Taken({(key, TAKEN if was_accepted else LEFT): number for key, was_accepted, number in rows})


def estimates(session: Session, consultation_id: int) -> Estimates:
    """Return the machine's estimate of how many answers hold each theme; four statements.

    What people coded in the answers that they read, and what the machine offers for the others.
    """
    texts = counted_texts(consultation_id).outerjoin(Reading, Reading.answer_id == Answer.id)
    total, read = session.execute(texts.with_only_columns(func.count(), func.count(Reading.id))).one()
    coded, offered = _people_coded(session, consultation_id), _offered(session, consultation_id)
    themes = session.execute(
        select(Theme.id, Theme.name).where(Theme.consultation_id == consultation_id, Theme.state == "active"))
    found = [ThemeEstimate(name, coded.get(theme_id, 0), read, offered.get(theme_id, 0), total - read)
             for theme_id, name in themes]
    return Estimates(read, total - read, sorted(found, key=lambda one: (-one.estimate, one.name)))


def _offered(session: Session, consultation_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Suggestion.theme_id, func.count()).select_from(Suggestion)
        .join(Answer, Answer.id == Suggestion.answer_id).join(Response, Response.id == Answer.response_id)
        .outerjoin(Reading, Reading.answer_id == Suggestion.answer_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None), Reading.id.is_(None),
               Suggestion.is_offered)
        .group_by(Suggestion.theme_id))
    return {theme_id: number for theme_id, number in rows}


def _people_coded(session: Session, consultation_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Coding.theme_id, func.count(Passage.answer_id.distinct()))
        .join(Passage, Passage.id == Coding.passage_id).join(Reading, Reading.answer_id == Passage.answer_id)
        .join(Response, Response.id == Passage.response_id).where(*stands_in_any_sample(consultation_id))
        .group_by(Coding.theme_id))
    return {theme_id: number for theme_id, number in rows}


def has_ranking(session: Session, consultation_id: int) -> bool:
    """Say whether the machine ranked themes for any answer of the consultation."""
    return session.scalar(
        select(Suggestion.id).join(Run, Run.id == Suggestion.run_id)
        .where(Run.consultation_id == consultation_id).limit(1)) is not None


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
