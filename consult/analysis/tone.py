"""The tone of words: two analysers behind TextBlob's interface, and what people's codings say of it; no measuring here.

It is the tone of the words, never what somebody feels: "They never answer, and now I am scared to ring" holds one word
that the lexicon knows, and "Great, another hour on hold" holds a good one. So nothing shows a tone that
`tone_training` did not first measure against people's codings.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np
from sklearn.linear_model import LogisticRegression
from textblob import TextBlob
from textblob.sentiments import CONTINUOUS, BaseSentimentAnalyzer, PatternAnalyzer

from consult.analysis.features import Features
from consult.analysis.texts import base_language
from consult.domain.tone import NEGATIVE, NEITHER, POSITIVE, TONES

# The analysers by name. The lexicon is English; the trained one knows the language whose codings taught it.
LEXICON, TRAINED = ANALYSERS = ("lexicon", "trained")
LEXICON_LANGUAGE = "en"
STRENGTH = 1.0


class ToneOfWords(NamedTuple):
    """`polarity` from -1 (the words of concerns) to 1 (those of praise); 0 where nothing is known."""

    polarity: float


class Analyser(Protocol):
    """What TextBlob asks for a text's tone."""

    def analyze(self, text: str) -> object:
        """Return a value whose first item or `polarity` is from -1 to 1."""


@dataclass(frozen=True)
class LabelledText:
    """An answer whose tone people's codings tell.

    `respondent` keeps one person's answers together, `question` is where it was given, `language` a BCP 47 tag.
    """

    text: str
    tone: str
    respondent: str
    question: str = ""
    language: str = "en"


def polarity(text: str, analyser: Analyser) -> float:
    """Return the polarity that an analyser gives through TextBlob, -1 to 1; 0 for a text without a word."""
    if not text.strip():
        return 0.0
    found = float(TextBlob(text, analyzer=analyser).sentiment[0])
    return max(-1.0, min(1.0, found)) if math.isfinite(found) else 0.0


def tone_of(polarity: float) -> str:
    """Return the tone of a polarity; neither at exactly 0, where an analyser knows nothing."""
    return POSITIVE if polarity > 0 else NEGATIVE if polarity < 0 else NEITHER


def lexicon() -> PatternAnalyzer:
    """Return TextBlob's own analyser: a list of English adjectives with a polarity each. It needs no corpus."""
    return PatternAnalyzer()


def knows(analyser: str, language: str) -> bool:
    """Say whether an analyser may be asked about a language at all."""
    return analyser == TRAINED or base_language(language) == LEXICON_LANGUAGE


class TrainedAnalyzer(BaseSentimentAnalyzer):  # type: ignore[misc]
    """An analyser taught by people's codings in one language: TF-IDF of words and pieces, one balanced logistic line.

    By trial on 866 patient comments coded as either a good or a bad experience (816 and 50; not our codings), its
    strength from 0.01 to 10 moves macro F1 by .02 only. With 1 it was .52 there and the lexicon .54; with 50 of each,
    .61 to .72. The bar of `tone_training` keeps all of that from being shown.
    """

    kind = CONTINUOUS

    def __init__(self, texts: Sequence[str], tones: Sequence[str]) -> None:
        """`tones` are POSITIVE or NEGATIVE, one for each text; raises ValueError unless both stand in it."""
        super().__init__()
        if set(tones) != set(TONES):
            raise ValueError("an analyser is taught by both tones")
        self._texts, self._tones = list(texts), list(tones)

    def train(self) -> None:
        """Learn; TextBlob's interface does so at the first question. Deterministic."""
        if self._trained:
            return
        self._features = Features().fit(self._texts)
        self._line = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000)
        self._line.fit(self._features.transform(self._texts), [tone == POSITIVE for tone in self._tones])
        self._texts, self._tones = [], []
        super().train()

    def analyze(self, text: str) -> ToneOfWords:
        """Return the tone of one text."""
        return ToneOfWords(float(self.polarities([text])[0]))

    def polarities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the polarity of each text, float64 -1 to 1; 0 for a text of which no word or piece is known."""
        self.train()
        if not texts:
            return np.zeros(0)
        rows = self._features.transform(texts)
        found = 2 * self._line.predict_proba(rows)[:, 1] - 1
        found[np.diff(rows.indptr) == 0] = 0.0
        return np.asarray(found)
