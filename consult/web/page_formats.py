"""Any public page in large print, and as a file: Word in large print, plain text, braille.

A file is made of the very answer that its reader would get, after every rule of access; nothing is asked for in
anybody's name. Pages with a code or with someone's answers on them are shown in large print and never made files.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import BoundedSemaphore
from urllib.parse import urlencode

from flask import Flask, Response, current_app, render_template, request
from flask_babel import gettext

from consult.clients import braille
from consult.domain.instants import utc_now
from consult.domain.languages import direction
from consult.exports import page_braille, page_large_print, page_texts
from consult.exports.page_blocks import Block, Grid, Piece, ReadPage, read
from consult.web import access, locale, pages

LARGE_PRINT, USUAL = "large-print", "usual"
# The form of an address that asks for a file: what it is called, and the end of its name.
FILES = {"word": "docx", "text": "txt", "braille": "brf"}
MEDIA_TYPES = {
    "word": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "text": "text/plain; charset=utf-8", "braille": "application/x-brf",
}
# Receipts, words to come back with, answers: files of them would lie about on shared computers. Nor are files made of
# who is in a forum, of keys and needs, and of what is told about somebody.
NO_FILES_OF = re.compile(r"public_receipts\.|public_checks\.|public_news\.mine$"
                         r"|respond_return\.|respond_end\.|respond_signing\."
                         r"|respond_easy_read\.(about_you|check|send|receipt|resume)$"
                         r"|space_(access|appeals|ask_questions|entry|join|joining|leaving|me|reports|safety|steps)\.")
# Bytes of a page; files that are made at once, and seconds that the next one waits for its turn. No more than LINE are
# made or waited for: the threads of the server are for people who answer, whoever asks for many files.
MOST_BYTES = 8_000_000
TURNS, LINE, PATIENCE = BoundedSemaphore(2), BoundedSemaphore(4), 15.0
LONGEST_NAME = 80


def init(app: Flask) -> None:
    """Find the program for braille, and let every public page answer to `?format=`."""
    app.extensions["consult.braille"] = braille.writer()
    app.context_processor(furniture)
    app.after_request(in_format)


def furniture() -> dict[str, object]:
    """Return what base.html needs to offer formats: (words, address) of each, and the way back from large print."""
    offered: list[tuple[str, str]] = []
    if not _is_public() or request.method not in ("GET", "HEAD"):
        return {"page_formats": offered, "is_large_print": is_large_print(), "usual_print": own_address(USUAL)}
    if not is_large_print():
        offered.append((gettext("Large print"), own_address(LARGE_PRINT)))
    if has_files():
        offered += [(gettext("Word file"), own_address("word")), (gettext("Plain text"), own_address("text"))]
        if current_app.extensions["consult.braille"].is_there:
            offered.append((gettext("Braille"), own_address("braille")))
    return {"page_formats": offered, "is_large_print": is_large_print(), "usual_print": own_address(USUAL)}


def is_large_print() -> bool:
    """Say whether this page is shown in large print: its address asks for it, or an earlier one did."""
    asked = request.args.get("format")
    if asked in (LARGE_PRINT, USUAL):
        return asked == LARGE_PRINT and _is_public()
    return request.cookies.get(_cookie()) == LARGE_PRINT and not request.path.startswith("/staff")


def has_files() -> bool:
    """Say whether files may be made of this page."""
    return _is_public() and not NO_FILES_OF.match(request.endpoint or "")


def own_address(form: str | None = None) -> str:
    """Return the address of this page, in another form where one is named."""
    fields = [(name, value) for name, value in request.args.items(multi=True) if name != "format"]
    fields += [("format", form)] if form else []
    return f"{request.path}?{urlencode(fields)}" if fields else request.path


def in_format(response: Response) -> Response:
    """Remember large print, or turn the page into the file that its address asks for."""
    asked = request.args.get("format", "")
    if asked not in (LARGE_PRINT, USUAL, *FILES) or not _is_public() or request.method not in ("GET", "HEAD"):
        return response
    if asked == LARGE_PRINT:
        response.set_cookie(_cookie(), LARGE_PRINT, httponly=True, secure=_is_secure(), samesite="Lax", path="/")
    elif asked == USUAL:
        response.delete_cookie(_cookie(), httponly=True, secure=_is_secure(), samesite="Lax", path="/")
    elif has_files() and response.status_code == 200 and response.mimetype == "text/html" and not response.is_streamed:
        _make_file(response, asked)
    return response


def _make_file(response: Response, form: str) -> None:
    try:
        with _turn():
            content = _content(response.get_data(as_text=True), form)
    except _Busy:
        _say_no(response, 503)
        return
    except braille.Failed:
        _say_no(response, 503 if current_app.extensions["consult.braille"].is_there else 404)
        return
    response.set_data(content)
    response.content_type = MEDIA_TYPES[form]
    response.headers["Content-Language"] = locale.language().tag
    response.headers.set("Content-Disposition", "attachment", filename=f"{_name()}.{FILES[form]}")


class _Busy(Exception):
    """Too many files are being made."""


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for one's turn to make a file; raises _Busy where the line is full or the wait too long."""
    if not LINE.acquire(blocking=False):
        raise _Busy()
    try:
        if not TURNS.acquire(timeout=PATIENCE):
            raise _Busy()
        try:
            yield
        finally:
            TURNS.release()
    finally:
        LINE.release()


def _content(page: str, form: str) -> bytes:
    """Return a page as a file; raises braille.Failed where it is too large, or where braille cannot be made."""
    if len(page) > MOST_BYTES:
        raise braille.Failed("too long")
    found = read(page)
    blocks = (*found.blocks, *_origin(found))
    if form == "text":
        return page_texts.write(blocks)
    if form == "word":
        return page_large_print.write(found, blocks, utc_now(), _whole_address())
    return _in_braille(found, blocks)


def _in_braille(found: ReadPage, blocks: Sequence[Block | Grid]) -> bytes:
    writer: braille.BrailleWriter = current_app.extensions["consult.braille"]
    unknown: dict[str, int] = {}

    def write(runs: Sequence[braille.Run]) -> list[str]:
        written = writer.write(runs)
        unknown.update(written.unknown)
        return written.runs

    said = [_line(found, gettext("A computer program wrote this braille. No braille reader has checked it."))]
    content = page_braille.write([*said, *blocks], write)
    if not unknown:
        return content
    count = pages.number(sum(unknown.values()))
    said.append(_line(found, gettext("Signs that braille has no cells for here: %(count)s. Three full cells stand for "
                                     "each of them.", count=count)))
    return page_braille.write([*said, *blocks], write)


def _origin(found: ReadPage) -> list[Block]:
    """Return the lines that say where a file comes from, and of which day it is."""
    made = _line(found, gettext("This file was made on %(day)s. The page is on the web at:", day=pages.day(utc_now())))
    address = Piece(_whole_address(), "en", "ltr", _whole_address())
    return [made, Block("paragraph", (address,), "ltr")]


def _line(found: ReadPage, words: str) -> Block:
    return Block("paragraph", (Piece(words, found.language, direction(found.language)),), direction(found.language))


def _whole_address() -> str:
    return str(current_app.config["CONSULT_SETTINGS"].public_url) + own_address()


def _name() -> str:
    """Return the name of the file: the words of its address, then its language."""
    tag = locale.language().tag
    words = re.sub(r"[^a-z0-9]+", "-", request.path.removeprefix(f"/{tag}").removeprefix("/consultations").lower())
    return f"{words.strip('-')[:LONGEST_NAME].strip('-') or 'consult'}-{tag}"


def _say_no(response: Response, status: int) -> None:
    words = gettext("This site cannot make braille files. Ask us for braille on paper.") if status == 404 else gettext(
        "We could not make the file now. Nothing was lost. Wait a minute and try again.")
    response.set_data(render_template("public/no_file.html", words=words, address=own_address()))
    response.status_code = status
    response.content_type = "text/html; charset=utf-8"
    if status == 503:
        response.headers["Retry-After"] = "60"


def _is_public() -> bool:
    rule = access.rule_of(request.endpoint)
    return rule is not None and rule.permission is None and not request.path.startswith("/staff")


def _is_secure() -> bool:
    return bool(current_app.config["CONSULT_SETTINGS"].has_https)


def _cookie() -> str:
    return "__Host-print" if _is_secure() else "print"
