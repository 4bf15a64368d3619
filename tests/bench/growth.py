"""How the staff list, the theme table and the report grow with the number of stored responses, on SQLite."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from consult.extensions import db
from consult.models.codebooks import Reading
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Response
from consult.queries import theme_counts
from consult.services import reports
from consult.services.transaction import writing
from tests import databases
from tests.bench.measuring import ROUNDS, exponent, heading, line, seconds
from tests.bench.rows import fill
from tests.bench.visits import HIDDEN
from tests.bench.worlds import LEAD, PASSWORD, SLUG, World, application, build

SIZES = (1_000, 10_000, 100_000)
LIST, CODE = f"/staff/consultations/{SLUG}/responses", f"/staff/consultations/{SLUG}/code"
# So many answers are left to read: what was read before them is passed over.
LEFT = 20
SHARES, BOARD = f"/staff/consultations/{SLUG}/shares", f"/staff/consultations/{SLUG}/coding-board"
# What is measured, whether it is a page (goal: exponent 0.2 or less) or a batch (1.1 or less).
GOALS = {
    "coding: the next answer and its page": 0.2, "staff list, first page": 0.2, "staff list, from the middle": 0.2,
    "theme table": 1.1, "report edition": 1.1, "shares of a question": 1.1, "coding board": 1.1,
}


def measure(folder: Path) -> None:
    """Print the medians for each size, and the fitted exponents."""
    found: dict[str, list[float]] = {name: [] for name in GOALS}
    for size in SIZES:
        here = folder / f"growth-{size}"
        here.mkdir()
        app = application(databases.copies.make("sqlite", here), here)
        world = build(app)
        with app.app_context():
            fill(world, size)
            leave_unread(LEFT)
        for name, work in _works(app, world, size).items():
            found[name].append(seconds(work))
        with app.app_context():
            db.engine.dispose()
    heading(f"Growth with the number of responses, all of them coded, SQLite, median of {ROUNDS}")
    line("", *(f"{size:,}" for size in SIZES), "exponent")
    for name, taken in found.items():
        fitted = exponent(SIZES, taken)
        line(f"{name} (goal: {GOALS[name]} or less)", *(f"{one * 1000:,.1f} ms" for one in taken), f"{fitted:.2f}")


def leave_unread(count: int) -> None:
    """Forget that the last answers in the reading order were read."""
    with writing() as session:
        last = select(Answer.id).where(Answer.text.is_not(None)).order_by(Answer.shuffle.desc()).limit(count)
        session.execute(delete(Reading).where(Reading.answer_id.in_(last.scalar_subquery())))


def _works(app: Flask, world: World, size: int) -> dict[str, Callable[[], object]]:
    client = _signed_in(app)
    with app.app_context():
        middle = db.session().scalar(select(Response.public_id).where(Response.id == size // 2))

    def page(path: str) -> Callable[[], object]:
        def get() -> None:
            answer = client.get(path)
            assert answer.status_code == 200 and b"<table" in answer.data, answer.status
        return get

    def themes() -> None:
        with app.app_context():
            session = db.session()
            counted = theme_counts.by_theme(session, world.consultation_id)
            asked = theme_counts.by_question(session, world.consultation_id)
            assert sum(spoken.respondents for spoken in counted.values()) == size == sum(
                spoken.respondents for spoken in asked.values())

    def report() -> None:
        with app.app_context():
            session = db.session()
            built = reports.build_draft(session, session.get_one(Consultation, world.consultation_id))
            assert built.counters.submissions == size

    def read_next() -> None:
        answer = client.get(f"{CODE}/words/next", follow_redirects=True)
        assert answer.status_code == 200 and b"data-coding-form" in answer.data, answer.status

    works = (read_next, page(LIST), page(f"{LIST}?before={middle}"), themes, report, page(SHARES), page(BOARD))
    return dict(zip(GOALS, works, strict=True))


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    hidden = dict(HIDDEN.findall(client.get("/staff/sign-in").get_data(as_text=True)))
    answer = client.post("/staff/sign-in", data={**hidden, "email": LEAD, "password": PASSWORD})
    assert answer.status_code == 303, answer.status
    return client
