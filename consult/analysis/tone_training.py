"""Measures both tone analysers on people's codings that they never saw, and says where a tone may be shown.

The bar is `domain.tone`'s, for each question in each language; its interval is Wilson's (1927, Journal of the American
Statistical Association 22, 209). The better of the analysers that reach it is shown; where none does, no tone is.

What it cannot say: codings of kind "concern" and "praise" are people's judgement of what is said, which is near to the
tone of the words and not the same. And the better of two is chosen on the answers that measured them, which flatters
it a little.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consult.analysis.precision import wilson_low
from consult.analysis.proposals import Progress, no_progress
from consult.analysis.texts import base_language, normal
from consult.analysis.tone import (
    ANALYSERS,
    LEXICON,
    LabelledText,
    TrainedAnalyzer,
    knows,
    lexicon,
    polarity,
    tone_of,
)
from consult.domain.tone import LEAST_EACH, LEAST_MACRO_F1, LEAST_RECALL_LOW, NEGATIVE, POSITIVE, TONES

FOLDS = 5
# All questions of a language together.
ALL_QUESTIONS = ""
# Why no tone is shown.
FEW_LABELS, BELOW_BAR = WHY_NOT = ("tone-few-labels", "tone-below-bar")


@dataclass(frozen=True)
class ToneScore:
    """One tone in a measurement: `n` answers people gave it, and how the analyser found them (0 to 1)."""

    n: int
    precision: float
    recall: float
    f1: float
    recall_low: float


@dataclass(frozen=True)
class AnalyserScore:
    """One analyser on `n` answers that did not teach it; an answer without a verdict counts as wrong."""

    analyser: str
    n: int
    accuracy: float
    accuracy_low: float
    macro_f1: float
    positive: ToneScore
    negative: ToneScore

    @property
    def is_good_enough(self) -> bool:
        """Say whether it reaches the bar."""
        each = (self.positive, self.negative)
        return (self.macro_f1 >= LEAST_MACRO_F1 and all(tone.n >= LEAST_EACH for tone in each)
                and all(tone.recall_low > LEAST_RECALL_LOW for tone in each))


@dataclass(frozen=True)
class ToneMeasure:
    """What may be shown of the tone of words for one question in one language.

    `shown` is the analyser to use, empty where none reached the bar; `why_not` says why, one of WHY_NOT.
    """

    language: str
    question: str
    positive: int
    negative: int
    scores: tuple[AnalyserScore, ...]
    shown: str
    why_not: str


def measures(labelled: Sequence[LabelledText], on_progress: Progress = no_progress) -> tuple[ToneMeasure, ...]:
    """Return a measure for each language, all its questions together (ALL_QUESTIONS) first and then each question.

    The trained analyser learns from all questions of a language. It answers for each text from a training without
    that text's respondent and without any text of the same words.
    """
    by_language: dict[str, list[LabelledText]] = {}
    for text in labelled:
        if text.tone in TONES:
            by_language.setdefault(base_language(text.language), []).append(text)
    found: list[ToneMeasure] = []
    for done, (language, texts) in enumerate(sorted(by_language.items()), start=1):
        found += _language(language, texts)
        on_progress(done, len(by_language))
    return tuple(found)


def trained(labelled: Sequence[LabelledText], language: str) -> TrainedAnalyzer | None:
    """Return the analyser taught by all labelled texts of a language; None unless both tones are among them."""
    texts = [text for text in labelled if base_language(text.language) == base_language(language)
             and text.tone in TONES]
    if {text.tone for text in texts} != set(TONES):
        return None
    analyser = TrainedAnalyzer([text.text for text in texts], [text.tone for text in texts])
    analyser.train()
    return analyser


def _language(language: str, texts: Sequence[LabelledText]) -> list[ToneMeasure]:
    verdicts = {analyser: found for analyser in ANALYSERS if knows(analyser, language)
                and (found := _verdicts(analyser, texts)) is not None}
    questions = sorted({text.question for text in texts} - {ALL_QUESTIONS})
    places = {ALL_QUESTIONS: list(range(len(texts)))} | {
        question: [at for at, text in enumerate(texts) if text.question == question] for question in questions}
    tones = [text.tone for text in texts]
    return [_measure(language, question, [tones[at] for at in at_places],
                     {analyser: [found[at] for at in at_places] for analyser, found in verdicts.items()})
            for question, at_places in places.items()]


def _measure(language: str, question: str, tones: Sequence[str], verdicts: Mapping[str, Sequence[str]]) -> ToneMeasure:
    scores = tuple(score(analyser, tones, found) for analyser, found in verdicts.items())
    good = [each for each in scores if each.is_good_enough]
    shown = max(good, key=lambda each: each.macro_f1).analyser if good else ""
    positive = sum(tone == POSITIVE for tone in tones)
    is_few = min(positive, len(tones) - positive) < LEAST_EACH
    why_not = "" if shown else FEW_LABELS if is_few else BELOW_BAR
    return ToneMeasure(language, question, positive, len(tones) - positive, scores, shown, why_not)


def _verdicts(analyser: str, texts: Sequence[LabelledText]) -> list[str] | None:
    """Return what an analyser says of each text, unseen; None where there is too little to teach it."""
    if analyser == LEXICON:
        asked = lexicon()
        return [tone_of(polarity(text.text, asked)) for text in texts]
    folds = _folds(texts)
    found = [""] * len(texts)
    for fold in range(FOLDS):
        aside = [at for at in range(len(texts)) if folds[at] == fold]
        taught = [texts[at] for at in range(len(texts)) if folds[at] != fold]
        if not aside:
            continue
        if {text.tone for text in taught} != set(TONES):
            return None
        machine = TrainedAnalyzer([text.text for text in taught], [text.tone for text in taught])
        for at, value in zip(aside, machine.polarities([texts[at].text for at in aside]), strict=True):
            found[at] = tone_of(float(value))
    return found


def _folds(texts: Sequence[LabelledText]) -> list[int]:
    """Return a fold for each text: the same for one respondent's texts, and for texts of the same words.

    The largest families are dealt first, each to the fold with fewest texts of its tone, so that no fold lacks one;
    those of one size in an order of chance that is the same on every machine.
    """
    families = _families(texts)
    random.Random(0).shuffle(families)
    held = np.zeros((FOLDS, len(TONES)), dtype=int)
    folds = [0] * len(texts)
    for family in sorted(families, key=len, reverse=True):
        counts = np.array([sum(texts[at].tone == tone for at in family) for tone in TONES])
        fold = int(np.argmin((held * (counts > 0)).sum(axis=1) + held.sum(axis=1) / (len(texts) + 1)))
        held[fold] += counts
        for at in family:
            folds[at] = fold
    return folds


def _families(texts: Sequence[LabelledText]) -> list[list[int]]:
    """Return the places of texts that are tied to one another by their respondent or by their words."""
    root = list(range(len(texts)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    first: dict[tuple[str, str], int] = {}
    for at, text in enumerate(texts):
        for key in (("respondent", text.respondent or f"\x00{at}"), ("words", normal(text.text))):
            root[top(at)] = top(first.setdefault(key, at))
    families: dict[int, list[int]] = {}
    for at in range(len(texts)):
        families.setdefault(top(at), []).append(at)
    return list(families.values())


def score(analyser: str, tones: Sequence[str], verdicts: Sequence[str]) -> AnalyserScore:
    """Return how an analyser's verdicts (empty: none) meet the tones that people gave, at least one."""
    right = sum(tone == verdict for tone, verdict in zip(tones, verdicts, strict=True))
    positive, negative = (_tone_score(tone, tones, verdicts) for tone in (POSITIVE, NEGATIVE))
    return AnalyserScore(analyser, len(tones), right / len(tones), wilson_low(right, len(tones)),
                         (positive.f1 + negative.f1) / 2, positive, negative)


def _tone_score(tone: str, tones: Sequence[str], verdicts: Sequence[str]) -> ToneScore:
    held = sum(each == tone for each in tones)
    said = sum(each == tone for each in verdicts)
    hits = sum(a == b == tone for a, b in zip(tones, verdicts, strict=True))
    return ToneScore(held, hits / said if said else 0.0, hits / held if held else 0.0,
                     2 * hits / (held + said) if held + said else 0.0, wilson_low(hits, held))
