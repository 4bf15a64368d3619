"""What people's codings say of the tone of answers, and what the last measurement of the machine's tone found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.codebooks import Coding, CodingKind, Passage, Reading
from consult.models.responses import Answer, Response
from consult.models.surveys import Question
from consult.queries import runs
from consult.queries.coded_words import with_words, words, words_language
from consult.queries.theme_counts import stands_in_any_sample
from consult.queries.theming import SLICE, counted_texts

KIND = "tone"


@dataclass(frozen=True)
class ReadText:
    """A counted answer in own words: row ids of it and of its response, its question's key, words and language.

    `kinds` are those of all its standing codings; empty too where nobody has read it.
    """

    id: int
    response_id: int
    question: str
    text: str
    language: str
    kinds: frozenset[str] = frozenset()


def read_texts(session: Session, consultation_id: int) -> list[ReadText]:
    """Return the counted answers that people read to the end and gave a kind; two statements."""
    kinds = _kinds(session, consultation_id)
    rows = session.execute(_texts(consultation_id).join(Reading, Reading.answer_id == Answer.id))
    return [ReadText(*row, kinds=frozenset(kinds[row[0]])) for row in rows if row[0] in kinds]


def all_texts(session: Session, consultation_id: int, limit: int = SLICE) -> Iterator[ReadText]:
    """Give every counted answer in own words, a slice at a time, without kinds."""
    last = 0
    while found := session.execute(_texts(consultation_id).where(Answer.id > last).limit(limit)).all():
        yield from (ReadText(*row) for row in found)
        last = found[-1][0]


def _texts(consultation_id: int) -> Any:
    return (
        with_words(counted_texts(consultation_id)).join(Question, Question.id == Answer.question_id)
        .with_only_columns(Answer.id, Answer.response_id, Question.key, words(), words_language())
        .order_by(Answer.id))


def _kinds(session: Session, consultation_id: int) -> dict[int, set[str]]:
    rows = session.execute(
        select(Passage.answer_id, CodingKind.kind).distinct()
        .join(Coding, Coding.passage_id == Passage.id).join(CodingKind, CodingKind.coding_id == Coding.id)
        .join(Response, Response.id == Passage.response_id).where(*stands_in_any_sample(consultation_id)))
    found: dict[int, set[str]] = {}
    for answer_id, kind in rows:
        found.setdefault(answer_id, set()).add(kind)
    return found


def measures(session: Session, consultation_id: int) -> list[Mapping[str, Any]]:
    """Return what the last finished measurement found, as its run keeps it (see `services.tone_runs`)."""
    run = runs.latest_done(session, consultation_id, KIND)
    return list(run.facts.get("measures", ())) if run is not None else []


def is_shown_somewhere(session: Session, consultation_id: int) -> bool:
    """Say whether an analyser reached the bar for any question in any language, so that staff see its tone."""
    return any(measure.get("shown") for measure in measures(session, consultation_id))
