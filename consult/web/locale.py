"""The language of a page: first in the address, then what the browser accepts; and where each language's twin is."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, abort, current_app, g, request, url_for

from consult.domain.languages import LANGUAGES, Language, best_match
from consult.extensions import babel

# The catalogues of a language: what Londoners read, and what only staff read.
# The last one's plural forms hold, and every language has its `messages`.
DOMAINS = ("staff", "messages")


def init(app: Flask) -> None:
    """Give every request its language and every public address its `lang` part."""
    app.config.update(
        BABEL_TRANSLATION_DIRECTORIES=";".join([str(app.config["CONSULT_SETTINGS"].translations_dir)] * len(DOMAINS)),
        BABEL_DOMAIN=";".join(DOMAINS),
        BABEL_DEFAULT_LOCALE="en_GB", BABEL_DEFAULT_TIMEZONE="Europe/London",
    )
    app.extensions["consult.languages"] = dict(LANGUAGES)
    babel.init_app(app, locale_selector=lambda: language().locale)
    app.url_value_preprocessor(take_language)
    app.url_defaults(keep_language)


def offered() -> dict[str, Language]:
    """Return the languages of this installation by tag."""
    return dict(current_app.extensions["consult.languages"])


def take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    """Take `lang` out of the address; 404 for a language that is not offered."""
    if values is not None and "lang" in values:
        tag = values.pop("lang")
        if tag not in offered():
            abort(404)
        g.language = offered()[tag]


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Put the page's language into the addresses it links to."""
    if "lang" in values or not current_app.url_map.is_endpoint_expecting(endpoint, "lang"):
        return
    values["lang"] = language().tag


def language() -> Language:
    """Return the language of this page; English where nothing says otherwise. Staff pages are in English."""
    if "language" not in g:
        g.language = offered()[preferred() if not request or not _is_staff() else "en"]
    return g.language


def _is_staff() -> bool:
    return request.path.startswith("/staff")


def preferred() -> str:
    """Return the offered tag that fits the browser's Accept-Language best."""
    if not request:
        return "en"
    return best_match([tag for tag, _quality in request.accept_languages], tuple(offered()))


def alternates(only: list[str] | None = None) -> list[dict[str, Any]]:
    """Return this page in each language (those in `only`): tag, name, dir, href, is_current. Empty without twins."""
    if request.endpoint is None or not current_app.url_map.is_endpoint_expecting(request.endpoint, "lang"):
        return []
    query = f"?{urlencode(list(request.args.items(multi=True)))}" if request.args and request.method == "GET" else ""
    return [
        {"tag": item.tag, "name": item.name, "dir": item.direction, "is_current": item.tag == language().tag,
         "href": url_for(request.endpoint, **(request.view_args or {}), lang=item.tag) + query}
        for item in offered().values() if only is None or item.tag in only
    ]
