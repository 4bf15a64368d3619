"""Stores sentence vectors of answers, by the run that made them and only while the words are still the same."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert

from consult.models.machines import AnswerVector
from consult.queries import theming
from consult.services import runs
from consult.services.transaction import writing


@dataclass(frozen=True)
class Vectored:
    """An answer (row id), the digest of the words that were read, and their vector as little-endian float16."""

    answer_id: int
    digest: str
    vector: bytes


def digest(words: str) -> str:
    """Return what a vector is known by to be of these words: their SHA-256 in hex."""
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def keep(run_id: int, token: int, model: str, found: Sequence[Vectored]) -> None:
    """Store vectors in place of older ones of the same answers, all of them or none.

    An answer that is gone, no longer counted, or has other words by now gets none.
    Raises Superseded, and then nothing is stored, where the run was cancelled or given to another worker.
    """
    with writing() as session:
        run = runs.mine(session, run_id, token)
        now = {text.id: digest(text.text) for text in theming.texts_of(
            session, run.consultation_id, [one.answer_id for one in found], is_kept=True)}
        rows = [{"answer_id": one.answer_id, "digest": one.digest, "model": model, "vector": one.vector}
                for one in found if now.get(one.answer_id) == one.digest]
        session.execute(delete(AnswerVector).where(AnswerVector.answer_id.in_([one.answer_id for one in found])))
        if rows:
            session.execute(insert(AnswerVector), rows)
