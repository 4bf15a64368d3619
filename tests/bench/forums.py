"""A thread of 3,000 posts, and the doors of a closed forum beside those of one that never was: medians of 50."""

import random
import re
import statistics
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert

from consult.models.base import new_public_id, utc_now
from consult.models.forums import ForumOfficer
from consult.models.threads import Post, Thread
from consult.services import member_sessions, people
from consult.services.transaction import writing
from tests.bench.measuring import heading, line
from tests.bench.worlds import application
from tests.databases import copies
from tests.forum_worlds import ForumWorld, build

POSTS, TIMES, OPENS_MS = 3_000, 50, 300
PASSWORD = "a long password for measuring"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
# So much of the time of a door may differ by chance between two runs of the same door.
CHANCE_ROUNDS = 200


def measure(folder: Path) -> None:
    """Print both, on SQLite. Requests run outside the context that made the forums: it would remember who is there."""
    app = application(copies.make("sqlite", folder), folder)
    with app.app_context():
        forum, other = build("A closed forum"), build("Another forum")
        thread_id, meeting_id = _thread(forum), forum.meeting().public_id
        officer = people.add(email="officer@example.org", name="An officer", password=PASSWORD, is_administrator=True)
        with writing() as session:
            session.add(ForumOfficer(forum_id=other.id, person_id=officer.id, role="responder", body="MOPAC"))
        own, forum_id = _visit(forum.chair.id), forum.forum.public_id
        stranger = _visit(other.chair.id)
    _measure_thread(app, own, thread_id)
    _measure_doors(app, stranger, {
        "public page": ("/en/forums/{}", "a-closed-forum", "never-was-one"),
        "ask to join": ("/en/forums/{}/join", "a-closed-forum", "never-was-one"),
        "thread": ("/en/space/talk/{}", thread_id, new_public_id()),
        "meeting": ("/en/space/meetings/{}", meeting_id, new_public_id()),
        "officer's page": ("/staff/forums/{}", forum_id, new_public_id()),
        "file": ("/en/space/files/{}", forum_id, new_public_id()),
    })


def _thread(forum: ForumWorld) -> str:
    """Fill a thread; return its public id."""
    started = utc_now() - timedelta(days=30)
    with writing() as session:
        row = Thread(forum_id=forum.id, title="A long talk", started_by_id=forum.chair.id)
        session.add(row)
        session.flush()
        members = [member.id for member in (forum.chair, *forum.members)]
        session.execute(insert(Post), [
            {"public_id": new_public_id(), "thread_id": row.id, "member_id": members[number % 3],
             "words": f"Contribution {number}. The light at the mill is out again, and the bus does not stop.",
             "easy_words": "", "language": "en", "way": "text", "created_at": started + timedelta(minutes=number),
             "is_held_back": False} for number in range(POSTS)])
        return row.public_id


def _measure_thread(app: Flask, visit: str, thread_id: str) -> None:
    heading(f"A thread of {POSTS:,} posts, median of {TIMES} (goal: under {OPENS_MS} ms)")
    client = _member(app, visit)
    newest = f"/en/space/talk/{thread_id}"
    page = client.get(newest)
    assert page.status_code == 200
    earlier = re.search(r'href="([^"]*[?&](?:before|after)=[^"]+)"', page.get_data(as_text=True))
    assert earlier is not None
    address = earlier.group(1).replace("&amp;", "&")
    assert client.get(address).status_code == 200
    line("opened", f"{_median(lambda: client.get(newest)):.0f} ms")
    line("a page further, by key", f"{_median(lambda: client.get(address)):.0f} ms")


def _measure_doors(app: Flask, stranger: str, doors: Mapping[str, tuple[str, str, str]]) -> None:
    """Time doors of a closed forum in turn with those of a forum that never was, for who has no business there."""
    heading(f"Doors of a closed forum and of one that never was, medians of {TIMES}, in milliseconds")
    line("who, and which door", "closed", "never was", "chance", "within")
    callers: Mapping[str, FlaskClient] = {
        "nobody": app.test_client(), "officer, administrator": _officer(app),
        "member of another forum": _member(app, stranger)}
    for who, client in callers.items():
        for name, (path, real, never) in doors.items():
            _compare(f"{who}: {name}", client, path.format(real), path.format(never))


def _compare(name: str, client: FlaskClient, real: str, never: str) -> None:
    client.get(real)
    client.get(never)
    taken: dict[str, list[float]] = {real: [], never: []}
    for _round in range(TIMES):
        for path in random.sample((real, never), 2):
            taken[path].append(_seconds(lambda path=path: client.get(path)) * 1000)  # type: ignore[misc]
    one, two = (statistics.median(taken[path]) for path in (real, never))
    chance = _chance(taken[real] + taken[never])
    line(name, f"{one:.2f}", f"{two:.2f}", f"±{chance:.2f}", "yes" if abs(one - two) <= chance else "NO")


def _chance(every: list[float]) -> float:
    """Return by how much two medians of these timings differ by chance in 99 of 100 draws (a permutation test)."""
    found = []
    drawn = list(every)
    for _round in range(CHANCE_ROUNDS):
        random.shuffle(drawn)
        half = len(drawn) // 2
        found.append(abs(statistics.median(drawn[:half]) - statistics.median(drawn[half:])))
    return sorted(found)[int(0.99 * CHANCE_ROUNDS)]


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _time in range(TIMES)) * 1000


def _seconds(work: Callable[[], object]) -> float:
    started_at = time.perf_counter()
    work()
    return time.perf_counter() - started_at


def _visit(member_id: int) -> str:
    return member_sessions.begin(member_id, is_strong=True)


def _member(app: Flask, visit: str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("visit", visit)
    return client


def _officer(app: Flask) -> FlaskClient:
    """Sign in as an administrator whom another forum let in, with the second step done."""
    client = app.test_client()
    token = TOKEN.search(client.get("/staff/sign-in").get_data(as_text=True))
    assert token is not None
    client.post("/staff/sign-in", data={"csrf_token": token.group(1), "email": "officer@example.org",
                                        "password": PASSWORD})
    with client.session_transaction() as session:
        session["strong"] = True
    return client
