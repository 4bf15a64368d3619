"""How long it takes to rank themes for 10,000 answers after learning from 2,000 that people coded."""

import csv
import itertools
from collections.abc import Sequence
from pathlib import Path

from consult.analysis import pipeline
from consult.analysis.proposals import Example, Passage, Theme
from consult.config import ROOT
from consult.services import example
from tests.bench.measuring import ROUNDS, heading, line, seconds

# Coded comments of real people lie beside the project where they may be measured with; they are no part of it.
COMMENTS = ROOT.parent / "shared" / "data" / "theming" / "patient_comments_train.csv"
CODED, ANSWERS, GOAL_S = 2_000, 10_000, 10


def measure() -> None:
    """Print the time for the whole run of the analysis, without the database."""
    coded = _comments(COMMENTS) if COMMENTS.is_file() else _example()
    source = "coded comments" if COMMENTS.is_file() else "example answers, put together anew"
    examples = list(itertools.islice(itertools.cycle(coded), CODED))
    themes = [Theme(key, key) for key in sorted({key for taught in coded for key in taught.themes})]
    passages = [Passage(number, text) for number, text in enumerate(_texts([taught.text for taught in coded]))]
    heading(f"Suggestions for {ANSWERS:,} answers, {CODED:,} coded × {len(themes)} themes ({source}), "
            f"median of {ROUNDS}")
    taken = seconds(lambda: pipeline.suggest(examples, themes, passages))
    line(f"whole run (goal: {GOAL_S} s or less)", f"{taken:.1f} s", f"{ANSWERS / taken:,.0f} answers/s")


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
