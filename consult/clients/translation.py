"""Asks a translation service that speaks LibreTranslate's interface for drafts; without one it does nothing.

POST /translate with {"q": [texts], "source", "target", "format": "text", "api_key"} gives {"translatedText": [texts]}:
https://docs.libretranslate.com/api/operations/translate/
"""

import http.client
import json
import time
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import IO, Any, Protocol
from urllib.error import HTTPError
from urllib.parse import urlsplit

# Why there is no draft; each has its sentence.
AWAY, SLOW, REDIRECTED, TURNED_AWAY, BUSY, UNREADABLE, UNEVEN, TOO_MUCH = WHY = (
    "translator-away", "translator-slow", "translator-redirected", "translator-refused", "translator-busy",
    "translator-unreadable", "translator-uneven", "translator-too-much")
SECONDS = 30.0
# What is sent and read at most at once.
MOST_SENT, MOST_READ = 200_000, 4 * 1024 * 1024
_CHUNK = 64 * 1024


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


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Words go to the address that was set and to no other, whatever it says."""

    def redirect_request(self, *_request: Any) -> None:
        return None


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
        body = json.dumps({**asked, "api_key": self.key} if self.key else asked).encode("ascii")
        if len(body) > MOST_SENT:
            return Failed(TOO_MUCH)
        answer = self._asked(body)
        return answer if isinstance(answer, Failed) else _drafts(answer, len(texts))

    def _asked(self, body: bytes) -> bytes | Failed:
        request = urllib.request.Request(self.url.rstrip("/") + "/translate", body, {
            "Content-Type": "application/json", "Accept": "application/json", "User-Agent": "consult"})
        # Straight there, whatever proxy the machine has: the service is most often on this machine.
        opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
        until = time.monotonic() + self.seconds
        try:
            with opener.open(request, timeout=self.seconds) as answer:
                return _read(answer, until)
        except HTTPError as error:
            error.close()
            return Failed(_why(error.code))
        except TimeoutError:
            return Failed(SLOW)
        except OSError as error:
            return Failed(SLOW if isinstance(getattr(error, "reason", None), TimeoutError) else AWAY)
        except (http.client.HTTPException, ValueError):
            return Failed(UNREADABLE)


def _read(answer: IO[bytes], until: float) -> bytes | Failed:
    """Return the whole answer, unless it is too long or drips for too long."""
    parts, size = [], 0
    while part := answer.read1(_CHUNK):  # type: ignore[attr-defined]
        size += len(part)
        if size > MOST_READ:
            return Failed(TOO_MUCH)
        if time.monotonic() > until:
            return Failed(SLOW)
        parts.append(part)
    return b"".join(parts)


def _why(status: int) -> str:
    if 300 <= status < 400:
        return REDIRECTED
    if status == 429:
        return BUSY
    return TURNED_AWAY if 400 <= status < 500 else AWAY


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
