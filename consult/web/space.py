"""Who is in the space: a cookie of its own that goes with the browser, apart from any other session of the site."""

from typing import Any

from flask import current_app, g, request
from werkzeug.wrappers import Response

from consult.domain.forum_access import Acting
from consult.services import member_sessions

# What a shared phone must not keep when somebody leaves in a hurry.
CLEARED = '"cache", "cookies", "storage"'


def cookie() -> str:
    """Return the name of the cookie, which says nothing."""
    return "__Host-visit" if _is_secure() else "visit"


def token() -> str:
    """Return the token of this browser; empty where it has none."""
    return request.cookies.get(cookie(), "")


def acting() -> Acting | None:
    """Return who is acting in this request, or None."""
    if "visitor" not in g:
        g.visitor = member_sessions.acting(token())
    found: Acting | None = g.visitor
    return found


def is_strong() -> bool:
    """Say whether who is acting proved it by a second factor too."""
    return member_sessions.is_strong(token())


def come_in(response: Any, member_id: int, *, is_strong: bool = False) -> Any:
    """Begin a session for a member who has proved it and put its cookie on the answer, until the browser closes."""
    if token():
        member_sessions.end(token())
    response.set_cookie(cookie(), member_sessions.begin(member_id, is_strong=is_strong), httponly=True,
                        secure=_is_secure(), samesite="Lax", path="/")
    return response


def go_out(response: Response, *, wipe: bool = False) -> Response:
    """End the session; with `wipe` ask the browser to forget what it kept of the site."""
    if token():
        member_sessions.end(token())
    response.delete_cookie(cookie(), httponly=True, secure=_is_secure(), samesite="Lax", path="/")
    if wipe:
        response.headers["Clear-Site-Data"] = CLEARED
    return response


def _is_secure() -> bool:
    return bool(current_app.config["CONSULT_SETTINGS"].has_https)
