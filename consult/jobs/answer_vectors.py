"""Makes the sentence vectors that a theming run needs, a slice at a time, so that a run that dies has not lost them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import structlog
from flask import Flask

from consult.analysis.texts import base_language
from consult.analysis.vectors import LANGUAGES, Encoder, ModelAbsent, ModelUnfit, folder_in, load
from consult.extensions import db
from consult.queries.answer_vectors import stored_vectors
from consult.queries.runs import Work
from consult.queries.theming import Text
from consult.services import answer_vectors
from consult.services.answer_vectors import Vectored

# Stored together: a few seconds of work.
SLICE = 500

log = structlog.get_logger()


@dataclass(frozen=True)
class Known:
    """The model, where one can be used, and a vector for each answer in a language that it knows, by row id.

    `state` is `used`, `absent`, or why the model was left aside.
    """

    state: str
    encoder: Encoder | None = None
    by_id: dict[int, np.ndarray] = field(default_factory=dict)


def known(app: Flask, work: Work, token: int, texts: Sequence[Text], on_progress: Callable[[int, int], None]) -> Known:
    """Return vectors of the texts in the model's languages; missing ones, and those of other words, are made and kept.

    Without a model, or with one that cannot be used, the run goes on by words. Raises what `on_progress` raises.
    """
    try:
        encoder = load(folder_in(app.config["CONSULT_SETTINGS"].data_dir))
    except ModelAbsent:
        return Known("absent")
    except ModelUnfit as error:
        log.warning("sentence-model-left-aside", run=work.id, outcome=error.code)
        return Known(error.code)
    readable = [text for text in texts if base_language(text.language) in LANGUAGES]
    by_id = _stored(work, readable, encoder)
    missing = [text for text in readable if text.id not in by_id]
    for start in range(0, len(missing), SLICE):
        some = missing[start:start + SLICE]
        made = encoder.encode([text.text for text in some]).astype("<f2")
        answer_vectors.keep(work.id, token, encoder.name, [
            Vectored(text.id, answer_vectors.digest(text.text), row.tobytes())
            for text, row in zip(some, made, strict=True)])
        by_id |= zip((text.id for text in some), made, strict=True)
        on_progress(start + len(some), len(missing))
    return Known("used", encoder, by_id)


def _stored(work: Work, texts: Sequence[Text], encoder: Encoder) -> dict[int, np.ndarray]:
    """Return what is stored and still of these words."""
    digests = {text.id: answer_vectors.digest(text.text) for text in texts}
    found = {stored.answer_id: np.frombuffer(stored.vector, dtype="<f2")
             for stored in stored_vectors(db.session(), work.consultation_id, encoder.name)
             if digests.get(stored.answer_id) == stored.digest and len(stored.vector) == 2 * encoder.width}
    db.session.rollback()
    return found
