"""Survey pages and complete submissions a second: Consult, a bare Flask site doing the same, and raw commits."""

import json
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from consult.extensions import db
from tests import databases
from tests.bench import weights
from tests.bench.floors import Store
from tests.bench.measuring import ROUNDS, heading, in_turn, line
from tests.bench.serving import Server, served
from tests.bench.visits import BASE, STEPS, SURVEY_PAGE, Visitor, completed, fetched
from tests.bench.worlds import application, build

CLIENTS, CONNECTIONS = 4, 2
PAGE_WINDOW, SUBMISSION_WINDOW, COMMIT_WINDOW = 1.0, 2.0, 0.7
# The first steps: after them the survey page shows.
STEPS_TO_SURVEY_PAGE = 5


def measure(folder: Path) -> None:
    """Measure pages on SQLite, then submissions on both databases."""
    for backend in databases.BACKENDS:
        here = folder / backend
        here.mkdir()
        url = databases.copies.make(backend, here)
        app = application(url, here)
        build(app)
        _close(app)
        with served("product", url, here) as product:
            visitor = Visitor(product.port)
            _refuses_without_token(product.port)
            visitor.walk()
            (here / "pages.json").write_text(json.dumps(visitor.pages), encoding="utf-8")
            floor_url = databases.copies.make(backend, here) if backend == "postgresql" else f"sqlite:///{here}/floor.db"
            _prepare(floor_url)
            with served("floor", floor_url, here) as floor:
                if backend == "sqlite":
                    weights.measure(product.port, SURVEY_PAGE)
                    _pages(product, floor, len(visitor.pages[SURVEY_PAGE]))
                _submissions(backend, url, product, floor, Store(floor_url))


def _close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def _prepare(url: str) -> None:
    """Empty the floor's database of the product's tables: both have one called responses."""
    if make_url(url).get_backend_name() == "postgresql":
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        engine.dispose()


def _refuses_without_token(port: int) -> None:
    visitor = Visitor(port)
    status, _page = visitor.request("POST", BASE, {"age": ["adult"]})
    assert status == 422, f"a form without a token was answered with {status}"


def _pages(product: Server, floor: Server, size: int) -> None:
    def rate(server: Server, path: str) -> tuple[float, float]:
        visitor = Visitor(server.port)
        visitor.walk(STEPS_TO_SURVEY_PAGE)
        before, started_at = server.cpu_seconds(), time.perf_counter()
        count = fetched(server.port, visitor, path, CONNECTIONS, PAGE_WINDOW)
        return count / (time.perf_counter() - started_at), (server.cpu_seconds() - before) / count * 1000

    heading(f"Survey page of {size:,} bytes, waitress, {CONNECTIONS} connections, median of {ROUNDS}")
    found = in_turn({
        "Consult": lambda: rate(product, BASE + SURVEY_PAGE),
        "bare Flask, the same bytes through Jinja": lambda: rate(floor, BASE + SURVEY_PAGE),
        "bare Flask, the same bytes ready-made": lambda: rate(floor, "/ready"),
    })
    for name, (rate_s, cpu_ms) in found.items():
        line(name, f"{rate_s:,.0f} pages/s", f"{cpu_ms:.2f} ms CPU")
    ours, bare, _ready = (rate_s for rate_s, _cpu in found.values())
    line("Consult / bare Flask (goal: 70% or more)", f"{ours / bare:.0%}")


def _submissions(backend: str, url: str, product: Server, floor: Server, raw: Store) -> None:
    sent = [1]

    def rate(server: Server) -> tuple[float, float]:
        before, started_at = server.cpu_seconds(), time.perf_counter()
        count = completed(server.port, CLIENTS, SUBMISSION_WINDOW)
        if server is product:
            sent[0] += count
        return count / (time.perf_counter() - started_at), (server.cpu_seconds() - before) / count * 1000

    heading(f"Complete submissions on {'SQLite' if backend == 'sqlite' else 'PostgreSQL'}: {len(STEPS)} requests each "
            f"with CSRF on, {CLIENTS} clients, median of {ROUNDS}")
    found = in_turn({
        "Consult": lambda: rate(product), "bare Flask doing the same": lambda: rate(floor),
        "raw commits of a response with its answers": lambda: (_commits(raw), 0.0),
    })
    for name, (rate_s, cpu_ms) in found.items():
        line(name, f"{rate_s:,.1f} /s", f"{cpu_ms:.1f} ms CPU" if cpu_ms else "")
    (ours, our_cpu), (bare, bare_cpu), (commits, _none) = found.values()
    line("Consult / bare Flask (goal: 60% or more)", f"{ours / bare:.0%}")
    line("CPU, Consult / bare Flask (goal: 2 or less)", f"{our_cpu / bare_cpu:.1f} ×")
    line("Consult / raw commits", f"{ours / commits:.2%}")
    stored = _stored(url)
    assert stored == sent[0], f"{sent[0]} receipts were given and {stored} responses are stored"
    line("receipts given = responses stored", f"{stored:,}")


def _commits(store: Store) -> float:
    started_at, count = time.perf_counter(), 0
    while time.perf_counter() - started_at < COMMIT_WINDOW:
        store.submit(f"raw-{started_at}-{count}")
        count += 1
    return count / (time.perf_counter() - started_at)


def _stored(url: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        count = int(connection.execute(text("SELECT count(*) FROM responses")).scalar() or 0)
    engine.dispose()
    return count
