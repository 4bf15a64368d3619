"""What every page shares: its furniture, its headers, where assets are, how data's words are shown."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from babel import Locale, numbers
from flask import Flask, Response, current_app, g, request, url_for
from flask_babel import format_date, format_datetime, format_decimal, get_locale, gettext
from flask_login import current_user
from markupsafe import Markup, escape

from consult.config import ROOT
from consult.domain import languages
from consult.domain.surveys import Option, Question, options_of
from consult.extensions import db
from consult.queries import variants
from consult.web import locale
from consult.web.fields import counted_texts, error_list

# Runs of Latin words, e-mail and web addresses inside a text of another script.
LATIN = re.compile(r"([A-Za-z][A-Za-z0-9.@'’&/-]*(?: [A-Za-z0-9(][A-Za-z0-9.@'’&/()-]*)*)")
LAST_LATIN = "\u024f"
BUILT = ROOT / "static" / "built"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


def init(app: Flask) -> None:
    """Set up templates, their globals and filters, and the headers of every answer."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.filters.update(words=words, isolated=isolated, day=day, moment=moment, number=number,
                                 kept_day=kept_day, kept_number=kept_number, file_size=file_size)
    app.jinja_env.globals.update(
        asset=asset, direction=languages.direction, error_list=error_list, counted_texts=counted_texts,
        options_by_code=options_by_code,
    )
    app.context_processor(furniture)
    app.after_request(add_headers)


def asset(name: str) -> str:
    """Return the address of a built asset; raises KeyError where the build lacks it."""
    manifest = current_app.extensions.get("consult.assets")
    if manifest is None:
        manifest = json.loads((BUILT / "manifest.json").read_text())
        current_app.extensions["consult.assets"] = manifest
    return url_for("static", filename=manifest[name])


def options_by_code(question: Question) -> dict[str, Option]:
    """Return a question's options by their code."""
    return {option.code: option for option in options_of(question)}


def furniture() -> dict[str, Any]:
    """Return the names that base.html and its components use on every page."""
    language = locale.language()
    consultation = g.get("consultation")
    is_shown = consultation is not None and consultation.is_visible
    urls = {
        "home": url_for("public.home"), "receipt": url_for("public_receipts.check"),
        "accessibility": url_for("public_accessibility.show"), "help": url_for("public.support"),
        "languages": url_for("public_languages.index"),
        "privacy": url_for("public.privacy", slug=consultation.slug) if is_shown else None,
        "staff_sign_in": url_for("staff_sign_in.sign_in"), "sign_out": url_for("staff_sign_in.sign_out"),
    }
    return {
        "lang": language.tag, "dir": language.direction, "page_urls": urls,
        "alternates": locale.alternates(consultation.offered_languages if consultation else None),
        "is_example": bool(consultation and consultation.is_example),
        "is_unchecked": is_unchecked(),
        "is_not_offered": bool(is_shown and language.tag not in consultation.offered_languages),
        "staff_person": current_user if request.path.startswith("/staff") and current_user.is_authenticated else None,
    }


def is_unchecked() -> bool:
    """Say whether the site's own words in the language of this page were approved by nobody who is named."""
    if locale.language().tag == "en" or request.path.startswith("/staff"):
        return False
    if "is_unchecked" not in g:
        g.is_unchecked = locale.language().tag not in variants.catalogue_checks(db.session())
    return bool(g.is_unchecked)


def words(text: Any, tag: str | None = None) -> Markup:
    """Show words of our data ({language: text}) in the page's language, else English marked as such."""
    wanted = tag or locale.language().tag
    if not text:
        return Markup("")
    if isinstance(text, str):
        return escape(text)
    used = wanted if text.get(wanted) and _is_offered(wanted) else ("en" if text.get("en") else next(iter(text)))
    shown = isolated(text[used], used)
    if used == locale.language().tag:
        return shown
    return Markup('<span lang="{}" dir="{}">{}</span>').format(used, languages.direction(used), shown)


def _is_offered(tag: str) -> bool:
    """Say whether words in this language may be shown: to the public only where the whole consultation offers it."""
    consultation = g.get("consultation")
    return consultation is None or tag in consultation.offered_languages or request.path.startswith("/staff")


def isolated(text: str, tag: str | None = None) -> Markup:
    """Show a text of other letters with its Latin words and addresses marked as English, in their own direction.

    `tag` is its language, that of the page by default. Markup (words with an answer put in, web/piping.py) is shown as
    it is.
    """
    if isinstance(text, Markup) or languages.is_latin(tag or locale.language().tag):
        return escape(text)
    if LATIN.search(text) and not any(letter.isalpha() and letter > LAST_LATIN for letter in text):
        # Whole sentences of English: piece by piece their commas and brackets would change sides.
        return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(text)
    parts = LATIN.split(text)
    return Markup("").join(
        Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(part) if at % 2 else escape(part)
        for at, part in enumerate(parts))


def day(value: date | datetime | None) -> str:
    """Show a date as the language writes it: 27 March 2026."""
    return format_date(value, "long") if value else ""


def moment(value: datetime | None) -> str:
    """Show an instant in London time, as the language puts a day and a time together."""
    if value is None:
        return ""
    together = str((get_locale() or Locale("en", "GB")).datetime_formats["medium"])
    return together.replace("{1}", format_date(value, "long")).replace("{0}", format_datetime(value, "HH:mm"))


def number(value: int | float) -> str:
    """Show a number with the language's separators, in Latin digits."""
    return format_decimal(value)


def kept_day(value: str) -> str:
    """Show a date that was answered (ISO) as the language writes it."""
    return day(date.fromisoformat(value))


def kept_number(value: str) -> str:
    """Show a number that was answered, every digit of it; ungrouped, for it may be a year."""
    return numbers.format_decimal(Decimal(value), locale=get_locale() or "en_GB", decimal_quantization=False,
                                  group_separator=False)


def file_size(size: int) -> str:
    """Show a size in bytes as KB, or as MB from one million on."""
    if size < 1_000_000:
        return gettext("%(size)s KB", size=number(max(1, round(size / 1000))))
    return gettext("%(size)s MB", size=number(round(size / 1_000_000, 1)))


def allow(directive: str, sources: str) -> None:
    """Let this one page load what others may not: `media-src` for one with a player, say."""
    g.setdefault("allowed_sources", {})[directive] = sources


def allow_camera() -> None:
    """Let this one page use the camera, once its reader agrees; never the microphone."""
    g.allows_camera = True


def _permissions() -> str:
    usual = HEADERS["Permissions-Policy"]
    return usual.replace("camera=()", "camera=(self)") if g.get("allows_camera") else usual


def _policy() -> str:
    more = [f"{directive} {sources}" for directive, sources in g.get("allowed_sources", {}).items()]
    return "; ".join([HEADERS["Content-Security-Policy"], *more])


def add_headers(response: Response) -> Response:
    """Put the security headers on every answer, errors included, and keep people's pages out of caches."""
    for name, value in {**HEADERS, "Content-Security-Policy": _policy(), "Permissions-Policy": _permissions()}.items():
        response.headers.setdefault(name, value)
    if current_app.config["CONSULT_SETTINGS"].has_https:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        # Read here, so that the file is closed with the answer whatever is done to its bytes after this.
        response.direct_passthrough = False
        response.make_sequence()
        return response
    response.headers.setdefault("Cache-Control", "no-store")
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = locale.language().tag
    return response


def own_address(target: str | None) -> str | None:
    """Return a path of our own site that `target` names, or None where it leads anywhere else."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")) or "\\" in target:
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc and target.isprintable() else None
