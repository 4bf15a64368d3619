"""How long learning from coded answers and ranking themes take, with and without sentence vectors, and the memory."""

import csv
import itertools
import os
import resource
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from consult.analysis import pipeline
from consult.analysis.meanings import Meanings, Vectors, theme_words
from consult.analysis.proposals import Example, Passage, Theme
from consult.analysis.suggestions import train
from consult.analysis.vectors import Encoder, ModelAbsent, ModelUnfit, folder_in, load
from consult.config import ROOT
from consult.services import example
from tests.bench.measuring import ROUNDS, heading, line, seconds

# Coded comments of real people lie beside the project where they may be measured with; they are no part of it.
COMMENTS = ROOT.parent / "shared" / "data" / "theming" / "patient_comments_train.csv"
CODED, ANSWERS, READ = 4_000, 10_000, 400
LEARNING_GOAL_S, RANKING_GOAL, READING_GOAL, WHOLE_GOAL_S = 5, 5_000, 100, 20
# The published model lies where `consult model install` puts it: in the data folder, which the environment may name.
DATA = Path(os.environ.get("CONSULT_DATA_DIR") or ROOT / "instance")


def measure() -> None:
    """Print the times of the analysis, without the database."""
    coded = _comments(COMMENTS) if COMMENTS.is_file() else _example()
    source = "coded comments" if COMMENTS.is_file() else "example answers, put together anew"
    taught = [Example(one.text, one.themes, one.respondent, number)
              for number, one in enumerate(itertools.islice(itertools.cycle(coded), CODED))]
    themes = [Theme(key, key) for key in sorted({key for one in coded for key in one.themes})]
    texts = _texts([one.text for one in coded])
    heading(f"Suggestions: {CODED:,} coded × {len(themes)} themes ({source}), median of {ROUNDS}")
    encoder = _encoder()
    _measure_words(taught, themes, texts)
    if encoder is None:
        line("sentence vectors", "not measured: no model, consult model install")
    else:
        _measure_vectors(encoder, taught, themes, texts)
    line("peak memory of this process so far", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _measure_words(taught: Sequence[Example], themes: Sequence[Theme], texts: Sequence[str]) -> None:
    line(f"learning by words (goal: {LEARNING_GOAL_S} s or less)", f"{seconds(lambda: train(taught, themes)):.1f} s")
    suggester = train(taught, themes)
    taken = seconds(lambda: suggester.scores(texts))
    line(f"scores from text (goal: {RANKING_GOAL:,}/s or more)", f"{taken:.1f} s",
         f"{len(texts) / taken:,.0f} answers/s")
    passages = [Passage(CODED + number, text) for number, text in enumerate(texts)]
    taken = seconds(lambda: pipeline.suggest(taught, themes, passages))
    line(f"whole run with reasons and neighbours (goal: {WHOLE_GOAL_S} s)", f"{taken:.1f} s",
         f"{len(texts) / taken:,.0f} answers/s")


def _measure_vectors(
    encoder: Encoder, taught: Sequence[Example], themes: Sequence[Theme], texts: Sequence[str]
) -> None:
    taken = seconds(lambda: encoder.encode(texts[:READ]))
    line(f"vectors of short texts (goal: {READING_GOAL}/s or more)", f"{taken:.1f} s", f"{READ / taken:,.0f} texts/s")
    rng = np.random.default_rng(0)
    # What the numbers are makes no difference to the time, and making 14,000 of them would take minutes.
    rows = rng.normal(size=(CODED + len(texts), encoder.width)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    of_themes = encoder.encode(theme_words(themes))
    taken = seconds(lambda: train(taught, themes, meanings=Meanings(rows[:CODED], of_themes)))
    line(f"learning by words and vectors (goal: {LEARNING_GOAL_S} s or less)", f"{taken:.1f} s")
    passages = [Passage(CODED + number, text) for number, text in enumerate(texts)]
    vectors = Vectors(dict(enumerate(rows)), of_themes)
    taken = seconds(lambda: pipeline.suggest(taught, themes, passages, vectors=vectors))
    line(f"whole run with vectors that stand (goal: {WHOLE_GOAL_S} s)", f"{taken:.1f} s",
         f"{len(texts) / taken:,.0f} answers/s")


def _encoder() -> Encoder | None:
    try:
        return load(folder_in(DATA))
    except (ModelAbsent, ModelUnfit):
        return None


def _texts(known: Sequence[str]) -> list[str]:
    """Return as many distinct answers as are ranked: known ones, then pairs of them."""
    pairs = (f"{first} {known[(place * 7 + 3) % len(known)]}" for place, first in enumerate(itertools.cycle(known)))
    return list(itertools.islice(itertools.chain(known, pairs), ANSWERS))


def _comments(path: Path) -> list[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        return [Example(row["text"], frozenset(filter(None, row["themes"].split("|"))), row["respondent"])
                for row in csv.DictReader(file)]


def _example() -> list[Example]:
    """Return the example's coded answers with the themes that they hold."""
    texts = {(given["id"], question): str(answer) for path in sorted((example.FOLDER / "responses").glob("*.yaml"))
             for given in example.read(f"responses/{path.name}") for question, answer in given["answers"].items()}
    themes: dict[tuple[str, str], set[str]] = {}
    for path in sorted((example.FOLDER / "codings").glob("*.yaml")):
        for coding in example.read(f"codings/{path.name}"):
            themes.setdefault((coding["response"], coding["question"]), set()).add(coding["theme"])
    return [Example(texts[place], frozenset(found), place[0]) for place, found in themes.items()]
