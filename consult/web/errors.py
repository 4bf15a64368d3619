"""The one table that turns an error into a status and a page in the reader's language; nothing of the inside leaks."""

import secrets
from typing import Any

import structlog
from flask import Flask, g, render_template, request
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.web import locale
from consult.web.sentences import sentence

log = structlog.get_logger()


def init(app: Flask) -> None:
    """Register a page for everything that can go wrong."""
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(NotAllowed, lambda error: page(403))
    app.register_error_handler(Conflict, lambda error: page(409, sentence(error)))
    app.register_error_handler(Refused, lambda error: page(422, sentence(error)))
    app.register_error_handler(CSRFError, lambda error: page(400, gettext(
        "This page was open for a long time. Go back, load the page again and repeat the last step.")))
    app.register_error_handler(OperationalError, busy)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)


def words_of(status: int) -> tuple[str, str]:
    """Return the heading and the sentence of an error page."""
    return {
        400: (gettext("We could not read that"), gettext("Go back and try again.")),
        403: (gettext("You cannot do this"),
              gettext("Your role does not include this. Ask an administrator of Consult.")),
        404: (gettext("Page not found"), gettext("Check the address, or start from the home page.")),
        405: (gettext("Page not found"), gettext("Check the address, or start from the home page.")),
        409: (gettext("This was already done or changed"), gettext("Load the page again to see how it stands.")),
        413: (gettext("That is too much to send at once"),
              gettext("Go back: what you wrote is still there. Make it shorter and send it again.")),
        422: (gettext("Something needs a change"), gettext("Go back and check what you entered.")),
        503: (gettext("We are very busy"),
              gettext("Nothing was lost. Wait a minute, go back and send the page again.")),
    }.get(status, (gettext("Something went wrong on our side"),
                   gettext("Nothing that was acknowledged is lost. Try again in a few minutes.")))


def page(status: int, words: str | None = None, error_id: str | None = None) -> tuple[str, int]:
    """Return the error page of a status in the reader's language."""
    _language_from_path()
    heading, usual = words_of(status)
    return render_template("errors/error.html", heading=heading, words=words or usual, status=status,
                           error_id=error_id), status


def _language_from_path() -> None:
    first = request.path.split("/", 2)[1] if request.path.startswith("/") else ""
    if "language" not in g and first in locale.offered():
        g.language = locale.offered()[first]


def http_error(error: HTTPException) -> Any:
    """Return our page for an HTTP error; redirects and ready answers pass through."""
    if error.response is not None or error.code is None or error.code < 400:
        return error
    body, status = page(error.code)
    headers = {"Allow": ", ".join(error.valid_methods)} if error.code == 405 and getattr(
        error, "valid_methods", None) else {}
    return body, status, headers


def busy(error: OperationalError) -> Any:
    """Return 503 with Retry-After: the database is locked, full or away; nothing was acknowledged."""
    db.session.rollback()
    log.warning("database-busy", endpoint=request.endpoint, kind=type(error.orig).__name__)
    body, status = page(503)
    return body, status, {"Retry-After": "10"}


def unexpected(error: Exception) -> Any:
    """Log the fault under an id without any answer text, and show a general page with that id."""
    db.session.rollback()
    error_id = secrets.token_hex(6)
    place = _innermost(error)
    log.error("unexpected", error_id=error_id, endpoint=request.endpoint, kind=type(error).__name__, place=place)
    return page(500, error_id=error_id)


def _innermost(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else ""
