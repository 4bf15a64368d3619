"""What a bare Flask site takes to do the same: the same bytes, forms, checks and stored rows, and nothing else."""

import html
import json
import re
import secrets
import sqlite3
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask, redirect, render_template, request, session
from flask_wtf import CSRFProtect
from jinja2 import DictLoader
from sqlalchemy.engine import make_url
from werkzeug.wrappers import Response

from tests.bench.visits import ANSWERS, STEPS
from tests.bench.worlds import BASE

TAG = re.compile(r"(<[^>]*>)")
TOKEN = re.compile(r'(name="csrf_token" value=")[^"]+')
TABLES = (
    "CREATE TABLE IF NOT EXISTS drafts (token VARCHAR(64) PRIMARY KEY, answers TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS responses (id {key}, public_id VARCHAR(22) UNIQUE, receipt VARCHAR(64) UNIQUE)",
    "CREATE TABLE IF NOT EXISTS answers (id {key}, response_id INTEGER NOT NULL REFERENCES responses (id), "
    "question VARCHAR(80) NOT NULL, value TEXT NOT NULL)",
)
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000")


class Store:
    """The two kinds of database by their own drivers: each thread has a connection that stays open."""

    def __init__(self, url: str) -> None:
        """Open the database of an SQLAlchemy address and make the tables."""
        self._url, self._local = make_url(url), threading.local()
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        key = "INTEGER PRIMARY KEY" if self.is_sqlite else "INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        self.write([(table.format(key=key), ()) for table in TABLES])

    def _connection(self) -> Any:
        if not hasattr(self._local, "connection"):
            self._local.connection = self._opened()
        return self._local.connection

    def _opened(self) -> Any:
        if not self.is_sqlite:
            return psycopg.connect(self._url.set(drivername="postgresql").render_as_string(hide_password=False))
        connection = sqlite3.connect(str(self._url.database), isolation_level=None)
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def write(self, statements: list[tuple[str, tuple[object, ...]]]) -> None:
        """Run statements with `?` places in one transaction."""
        connection = self._connection()
        if self.is_sqlite:
            connection.execute("BEGIN IMMEDIATE")
        for sql, values in statements:
            connection.execute(sql if self.is_sqlite else sql.replace("?", "%s"), values)
        connection.commit()

    def keep(self, token: str, answers: Mapping[str, object]) -> None:
        """Store what was sent so far."""
        self.write([("INSERT INTO drafts VALUES (?, ?) ON CONFLICT (token) DO UPDATE SET answers = excluded.answers",
                     (token, json.dumps(answers)))])

    def submit(self, token: str) -> None:
        """Store a response with its answers as rows, and drop the draft: one transaction."""
        statements: list[tuple[str, tuple[object, ...]]] = [
            ("INSERT INTO responses (public_id, receipt) VALUES (?, ?)", (secrets.token_urlsafe(16), token))]
        statements += [
            ("INSERT INTO answers (response_id, question, value) "
             "VALUES ((SELECT id FROM responses WHERE receipt = ?), ?, ?)", (token, question, value))
            for question, values in ANSWERS.items() for value in values]
        self.write([*statements, ("DELETE FROM drafts WHERE token = ?", (token,))])


def bare_flask(pages: Path, url: str) -> Flask:
    """Return a bare site with the pages of a folder (one JSON file: step to page) and the same steps between them."""
    written = json.loads(pages.read_text(encoding="utf-8"))
    app = Flask("floor")
    app.config.update(SECRET_KEY="a key for the floor", WTF_CSRF_TIME_LIMIT=None)
    CSRFProtect(app)
    made = {path: as_template(page) for path, page in written.items()}
    app.jinja_loader = DictLoader({f"{path}.html": template for path, (template, _words) in made.items()})
    app.jinja_options = {"autoescape": True}
    store = Store(url)
    for path, (_template, words) in made.items():
        app.add_url_rule(BASE + path, f"get {path}", _get(path, words))
    posts = [place for place, (method, _path, _form) in enumerate(STEPS) if method == "POST"]
    for place in posts:
        path, after = STEPS[place][1], STEPS[place + 1][1]
        app.add_url_rule(BASE + path, f"post {path}", _post(path, after, store), methods=["POST"])
    ready = written["/questions/all"]
    app.add_url_rule("/ready", "ready", lambda: ready)
    app.add_url_rule("/health", "health", lambda: {"status": "ok"})
    return app


def as_template(page: str) -> tuple[str, list[str]]:
    """Return a page as a Jinja template that puts every text in, and the texts: the same bytes come out."""
    words: list[str] = []
    parts = []
    for part in TAG.split(TOKEN.sub(r"\1@token@", page)):
        if part.startswith("<") or not part.strip():
            parts.append(part)
        else:
            parts.append(f"{{{{ words[{len(words)}] }}}}")
            words.append(html.unescape(part))
    return "".join(parts).replace("@token@", "{{ csrf_token() }}"), words


def _get(path: str, words: list[str]) -> Callable[[], str]:
    def show() -> str:
        return render_template(f"{path}.html", words=words)
    return show


def _post(path: str, after: str, store: Store) -> Callable[[], Response]:
    def take() -> Response:
        token = session.setdefault("draft", secrets.token_urlsafe(32))
        if path == "/send":
            store.submit(token)
            session.pop("draft")
        else:
            store.keep(token, request.form.to_dict(flat=False))
        return redirect(BASE + after, 303)
    return take
