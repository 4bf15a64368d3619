"""Does a tone run: measures both analysers on people's codings, and counts tones only where one reached the bar."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flask import Flask

from consult.analysis import tone as analysers
from consult.analysis import tone_training
from consult.analysis.proposals import Progress, part_of
from consult.analysis.texts import base_language
from consult.analysis.tone import LEXICON, LabelledText, tone_of
from consult.analysis.tone_training import ALL_QUESTIONS, ToneMeasure
from consult.domain.tone import NEGATIVE, NEITHER, POSITIVE, tone_of_kinds
from consult.extensions import db
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries import tone as material
from consult.queries.runs import Work
from consult.queries.tone import ReadText
from consult.services import tone_runs

# The trained analyser is asked about so many texts at once.
SLICE = 500
# Tones by question and language.
Counts = dict[tuple[str, str], Counter[str]]


def measure(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Measure, count where it may be shown, and store both with the run."""
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        labelled = [_labelled(text) for text in material.read_texts(db.session(), work.consultation_id)]
        texts = list(material.all_texts(db.session(), work.consultation_id))
        db.session.rollback()
        if not any(text.tone for text in labelled):
            raise CannotGoOn("tone-no-labels")
        found = tone_training.measures(labelled, part_of(beat, 0, 50))
        counts = _counts(found, labelled, texts, part_of(beat, 50, 100))
    tone_runs.store(work.id, token, [_facts(each, counts) for each in found])


def _labelled(text: ReadText) -> LabelledText:
    return LabelledText(text.text, tone_of_kinds(text.kinds), str(text.response_id), text.question, text.language)


def _counts(found: Sequence[ToneMeasure], labelled: Sequence[LabelledText], texts: Sequence[ReadText],
            on_progress: Progress) -> Counts:
    """Return the tones of all answers to the questions whose measure reached the bar, by the analyser that did."""
    wanted = {(each.question, each.language): each.shown for each in found
              if each.shown and each.question != ALL_QUESTIONS}
    by_place: dict[tuple[str, str], list[str]] = {place: [] for place in wanted}
    for text in texts:
        if (place := (text.question, base_language(text.language))) in by_place:
            by_place[place].append(text.text)
    counts: Counts = {}
    for done, (place, held) in enumerate(by_place.items(), start=1):
        counts[place] = Counter(map(tone_of, _polarities(wanted[place], labelled, place[1], held)))
        on_progress(done, len(by_place))
    return counts


def _polarities(analyser: str, labelled: Sequence[LabelledText], language: str, texts: Sequence[str]) -> list[float]:
    if analyser == LEXICON:
        asked = analysers.lexicon()
        return [analysers.polarity(text, asked) for text in texts]
    taught = tone_training.trained(labelled, language)
    assert taught is not None
    return [float(value) for start in range(0, len(texts), SLICE)
            for value in taught.polarities(texts[start:start + SLICE])]


def _facts(found: ToneMeasure, counts: Mapping[tuple[str, str], Counter[str]]) -> dict[str, Any]:
    """Return a measure as the run keeps it: plain numbers and codes."""
    held = counts.get((found.question, found.language))
    counted = {"positive": held[POSITIVE], "negative": held[NEGATIVE],
               "neither": held[NEITHER]} if held is not None else {}
    return {**asdict(found), "scores": [asdict(score) for score in found.scores], "counted": counted}
