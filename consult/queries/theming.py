"""What a machine may read to propose themes: counted answers and what people coded; never who wrote them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, Passage, Reading, Theme
from consult.models.consultations import Consultation
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.queries.coded_words import with_words, words, words_language
from consult.queries.shared_texts import is_copy
from consult.queries.theme_counts import was_read

# Answers are read this many at a time, so that no statement holds the whole consultation.
SLICE = 1000


@dataclass(frozen=True)
class Text:
    """One free-text answer: row ids of it and of its response, the words, their language as a BCP 47 tag.

    The words are the English that two people made of it, where they did, else what the person wrote.
    """

    id: int
    response_id: int
    text: str
    language: str


@dataclass(frozen=True)
class ThemeWords:
    """A theme in use: row id, name, and what it is defined as (empty where nobody wrote it down)."""

    id: int
    name: str
    definition: str


@dataclass(frozen=True)
class NodeWords:
    """A part of the plan: row id, the row id of what holds it, and its English words (empty for one without any)."""

    id: int
    parent_id: int | None
    words: str


def counted_texts(consultation_id: int) -> Select[tuple[int]]:
    """Return the statement of the row ids of all free-text answers whose responses are counted.

    One that is being erased while we wait for its row has no words when we get it.
    """
    return (
        select(Answer.id).join(Response, Response.id == Answer.response_id)
        .where(Response.consultation_id == consultation_id, Response.excluded_reason.is_(None),
               Answer.text.is_not(None), Answer.text != "")
    )


def texts_after(session: Session, consultation_id: int, after_id: int, limit: int = SLICE) -> list[Text]:
    """Return the next counted free-text answers after a row id, in the order of their ids."""
    rows = session.execute(
        with_words(counted_texts(consultation_id))
        .with_only_columns(Answer.id, Answer.response_id, words(), words_language())
        .where(Answer.id > after_id).order_by(Answer.id).limit(limit))
    return [Text(*row) for row in rows]


def texts_of(
    session: Session, consultation_id: int, answer_ids: Sequence[int], *, is_kept: bool = False
) -> list[Text]:
    """Return those of the answers (row ids) that are counted free text; with `is_kept` they cannot vanish meanwhile."""
    query = (
        with_words(counted_texts(consultation_id))
        .with_only_columns(Answer.id, Answer.response_id, words(), words_language()).where(Answer.id.in_(answer_ids)))
    if is_kept:
        query = query.with_for_update(read=True, key_share=True, of=Answer)
    return [Text(*row) for row in session.execute(query)]


def all_texts(session: Session, consultation_id: int, limit: int = SLICE) -> Iterator[Text]:
    """Give every counted free-text answer, a slice at a time."""
    last = 0
    while found := texts_after(session, consultation_id, last, limit):
        yield from found
        last = found[-1].id


def count_texts(session: Session, consultation_id: int) -> int:
    """Return how many free-text answers are counted."""
    return session.scalar(select(func.count()).select_from(counted_texts(consultation_id).subquery())) or 0


def count_coded(session: Session, consultation_id: int) -> int:
    """Return how many codings stand, of accepted batches only those that a person has looked at since.

    What was coded once in a text of many people counts once.
    """
    return session.scalar(select(func.count()).select_from(Coding).where(
        Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None), Coding.campaign_id.is_(None),
        was_read())) or 0


def themes(session: Session, consultation_id: int) -> Sequence[ThemeWords]:
    """Return the themes in use, in the order in which they were made."""
    rows = session.execute(
        select(Theme.id, Theme.name, Theme.definition)
        .where(Theme.consultation_id == consultation_id, Theme.state == "active").order_by(Theme.id))
    return [ThemeWords(*row) for row in rows]


def plan_nodes(session: Session, consultation_id: int) -> list[NodeWords]:
    """Return the parts of the consultation's plan, in the order of the plan."""
    rows = session.execute(
        select(PlanNode.id, PlanNode.parent_id, PlanNode.title, PlanNode.short_title, PlanNode.short_text,
               PlanNode.full_text)
        .join(Consultation, Consultation.plan_version_id == PlanNode.plan_version_id)
        .where(Consultation.id == consultation_id).order_by(PlanNode.position))
    return [NodeWords(row[0], row[1], ". ".join(dict.fromkeys(filter(None, row[2:])))) for row in rows]


def coded_answers(session: Session, consultation_id: int) -> dict[int, frozenset[int]]:
    """Return the themes (row ids) that people gave to each counted answer (row id); two statements.

    An answer that was read to the end and holds no theme is there with none; one that nobody looked at is absent. What
    was accepted together and not read since is left out: a machine must not learn from itself. Who sent a campaign's
    text word for word is left out too: the text teaches once.
    """
    found: dict[int, set[int]] = {answer_id: set() for answer_id in _read_answers(session, consultation_id)}
    rows = session.execute(
        select(Passage.answer_id, Coding.theme_id).distinct()
        .join(Coding, Coding.passage_id == Passage.id)
        .join(Theme, Theme.id == Coding.theme_id)
        .join(Answer, Answer.id == Passage.answer_id).join(Response, Response.id == Passage.response_id)
        .where(Coding.consultation_id == consultation_id, Coding.withdrawn_at.is_(None), was_read(), ~is_copy(),
               Theme.state == "active", Response.excluded_reason.is_(None)))
    for answer_id, theme_id in rows:
        found.setdefault(answer_id, set()).add(theme_id)
    return {answer_id: frozenset(given) for answer_id, given in found.items()}


def _read_answers(session: Session, consultation_id: int) -> Sequence[int]:
    return session.scalars(
        counted_texts(consultation_id).join(Reading, Reading.answer_id == Answer.id).where(~is_copy())).all()
