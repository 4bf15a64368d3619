"""Which answers have a stored sentence vector, and of which words; never the words themselves."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.models.machines import AnswerVector
from consult.queries.theming import counted_texts

SLICE = 2000


@dataclass(frozen=True)
class StoredVector:
    """The vector of an answer (row id): little-endian float16 numbers, and the SHA-256 of the words they stand for."""

    answer_id: int
    digest: str
    vector: bytes


def stored_vectors(session: Session, consultation_id: int, model: str) -> Iterator[StoredVector]:
    """Give the vectors that a model made of counted answers, in the order of the answers' ids, a slice at a time."""
    last = 0
    while True:
        rows = session.execute(
            select(AnswerVector.answer_id, AnswerVector.digest, AnswerVector.vector)
            .where(AnswerVector.answer_id.in_(counted_texts(consultation_id)), AnswerVector.model == model,
                   AnswerVector.answer_id > last)
            .order_by(AnswerVector.answer_id).limit(SLICE)).all()
        for row in rows:
            yield StoredVector(*row)
        if len(rows) < SLICE:
            return
        last = rows[-1].answer_id
