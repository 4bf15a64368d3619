"""Posts JSON to an outside address and reads what comes back, within limits; what it means is each client's."""

import http.client
import json
import time
import urllib.request
from collections.abc import Mapping
from typing import IO, Any
from urllib.error import HTTPError

# Why nothing came back.
AWAY, SLOW, REDIRECTED, REFUSED, BUSY, UNREADABLE, TOO_MUCH = (
    "away", "slow", "redirected", "refused", "busy", "unreadable", "too-much")
MOST_SENT, MOST_READ = 200_000, 4 * 1024 * 1024
_CHUNK = 64 * 1024


class NothingBack(Exception):
    """There is no answer; `why` is one of the words above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Words go to the address that was set and to no other, whatever it says."""

    def redirect_request(self, *_request: Any) -> None:
        return None


def post(url: str, asked: Mapping[str, object], seconds: float, headers: Mapping[str, str] | None = None,
         most_read: int = MOST_READ) -> bytes:
    """Return the body of a good answer to `asked`, sent as JSON; raises NothingBack for everything else.

    At most MOST_SENT bytes go out and `most_read` come in, within `seconds`. No redirect is followed, and no proxy of
    the machine is used: such a service stands most often on this machine or beside it.
    """
    body = json.dumps(asked).encode("ascii")
    if len(body) > MOST_SENT:
        raise NothingBack(TOO_MUCH)
    request = urllib.request.Request(url, body, {
        "Content-Type": "application/json", "Accept": "application/json", "User-Agent": "consult", **(headers or {})})
    opener = urllib.request.build_opener(_NoRedirect, urllib.request.ProxyHandler({}))
    until = time.monotonic() + seconds
    try:
        with opener.open(request, timeout=seconds) as answer:
            return _read(answer, until, most_read)
    except HTTPError as error:
        error.close()
        raise NothingBack(_why(error.code)) from None
    except TimeoutError:
        raise NothingBack(SLOW) from None
    except OSError as error:
        raise NothingBack(SLOW if isinstance(getattr(error, "reason", None), TimeoutError) else AWAY) from None
    except (http.client.HTTPException, ValueError):
        raise NothingBack(UNREADABLE) from None


def _read(answer: IO[bytes], until: float, most_read: int) -> bytes:
    """Return the whole answer, unless it is too long or drips for too long."""
    parts, size = [], 0
    while part := answer.read1(_CHUNK):  # type: ignore[attr-defined]
        size += len(part)
        if size > most_read:
            raise NothingBack(TOO_MUCH)
        if time.monotonic() > until:
            raise NothingBack(SLOW)
        parts.append(part)
    return b"".join(parts)


def _why(status: int) -> str:
    if 300 <= status < 400:
        return REDIRECTED
    if status == 429:
        return BUSY
    return REFUSED if 400 <= status < 500 else AWAY
