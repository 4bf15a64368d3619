"""Asks a translation service that speaks LibreTranslate's interface for drafts; without one it does nothing.

POST /translate with {"q": [texts], "source", "target", "format": "text", "api_key"} gives {"translatedText": [texts]}:
https://docs.libretranslate.com/api/operations/translate/
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from consult.clients import posting

# Why there is no draft; each has its sentence.
AWAY, SLOW, REDIRECTED, TURNED_AWAY, BUSY, UNREADABLE, UNEVEN, TOO_MUCH = WHY = (
    "translator-away", "translator-slow", "translator-redirected", "translator-refused", "translator-busy",
    "translator-unreadable", "translator-uneven", "translator-too-much")
SECONDS = 30.0


@dataclass(frozen=True)
class Translated:
    """The drafts, one for each text in its order."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Failed:
    """There are no drafts: `why` is one of WHY."""

    why: str


class Translator(Protocol):
    """What drafts translations; `is_there` says whether it ever can, `name` which service it is."""

    is_there: bool
    name: str

    def translate(self, texts: Sequence[str], source: str, target: str) -> Translated | Failed:
        """Return drafts of the texts, from and into a language by BCP 47 tag."""


@dataclass(frozen=True)
class NoTranslator:
    """The twin that does nothing, for installations without a service."""

    is_there: bool = False
    name: str = ""

    def translate(self, texts: Sequence[str], source: str, target: str) -> Translated | Failed:
        """Return that there is nobody to ask."""
        return Failed(AWAY)


@dataclass(frozen=True)
class LibreTranslate:
    """A service at `url` (http or https, its root); `key` is what it asks for, empty where it asks for none."""

    url: str
    key: str = field(default="", repr=False)
    seconds: float = SECONDS
    is_there: bool = True

    @property
    def name(self) -> str:
        """The name that stands beside its drafts: where they came from."""
        return f"LibreTranslate, {urlsplit(self.url).hostname}"[:100]

    def translate(self, texts: Sequence[str], source: str, target: str) -> Translated | Failed:
        """Send the texts and return their drafts; any failure is a Failed, nothing is raised."""
        if not texts:
            return Translated(())
        asked = {"q": list(texts), "source": source, "target": target, "format": "text"}
        try:
            answer = posting.post(self.url.rstrip("/") + "/translate",
                                  {**asked, "api_key": self.key} if self.key else asked, self.seconds)
        except posting.NothingBack as nothing:
            return Failed(f"translator-{nothing.why}")
        return _drafts(answer, len(texts))


def _drafts(answer: bytes, wanted: int) -> Translated | Failed:
    try:
        found = json.loads(answer)
    except (ValueError, RecursionError):
        return Failed(UNREADABLE)
    texts = found.get("translatedText") if isinstance(found, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return Failed(UNREADABLE)
    return Translated(tuple(texts)) if len(texts) == wanted else Failed(UNEVEN)


def translator(url: str, key: str = "") -> Translator:
    """Return the service at `url`; the one that does nothing where it is empty."""
    return LibreTranslate(url, key) if url else NoTranslator()
