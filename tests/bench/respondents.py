"""Two hundred people answering at once, thinking as people do: how long each page takes, and whether all is kept.

The crowd runs in a process of its own, so that it shares the machine with the server and not its interpreter.
"""

import asyncio
import json
import random
import re
import subprocess
import sys
import time
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sqlalchemy import create_engine, text

from consult.config import ROOT
from consult.extensions import db
from consult.services import surveys
from tests import databases
from tests.bench.measuring import heading, line
from tests.bench.serving import served
from tests.bench.worlds import BASE, application, build

PEOPLE, THOUGHT_S = 200, (5.0, 10.0)
# They arrive over this time, as from a message that was sent to all of them.
ARRIVE_S = 10.0
MOST_TURNS = 60
SURVEY = Path(__file__).parent / "survey_of_pages.yaml"
GOAL_MS = 150.0

FORM = re.compile(r'<form id="answer-form"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.S)
INPUT = re.compile(r"<input\b[^>]*>")
AREA = re.compile(r'<textarea\b[^>]*\bname="([^"]+)"')
ATTRIBUTE = re.compile(r'(\w[\w-]*)="([^"]*)"')
BUTTON = re.compile(r'<a href="([^"]+)" role="button"')
RECEIPT = re.compile(r'class="app-receipt"><bdi dir="ltr">([0-9A-Z-]+)<')
# What is chosen where the first answer of a list is not the one that leads through the whole survey.
CHOICES = {"who": "self", "age": "adult", "wants": "no", "extent": "whole", "consent": "y", "quotes": "y"}
LEFT_EMPTY = {"website", "shared", "topics"}


class Person:
    """One browser: a connection that stays open, cookies, and the page that it shows."""

    def __init__(self, port: int, place: int) -> None:
        self._port, self._random = port, random.Random(place)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._cookies: dict[str, str] = {}
        self.taken: list[tuple[str, float]] = []
        self.receipt = ""

    async def answer(self) -> None:
        """Answer the whole survey from its first page to the receipt; fails where it does not go on."""
        page = await self._get(BASE)
        for _turn in range(MOST_TURNS):
            await asyncio.sleep(self._random.uniform(*THOUGHT_S))
            form, button = FORM.search(page), BUTTON.search(page)
            if form is not None:
                page = await self._send(unescape(form.group(1)), _filled(form.group(2), self._random))
            elif button is not None:
                page = await self._get(unescape(button.group(1)))
            if found := RECEIPT.search(page):
                self.receipt = found.group(1)
                return
        raise AssertionError("the receipt never came")

    async def _get(self, path: str) -> str:
        started_at = time.perf_counter()
        status, _location, body = await self._request("GET", path, "")
        self.taken.append(("GET", time.perf_counter() - started_at))
        assert status == 200, f"GET {path}: {status}"
        return body

    async def _send(self, path: str, fields: list[tuple[str, str]]) -> str:
        started_at = time.perf_counter()
        status, location, _body = await self._request("POST", path, urlencode(fields))
        self.taken.append(("POST", time.perf_counter() - started_at))
        assert status == 303, f"POST {path}: {status}"
        parts = urlsplit(location)
        return await self._get(parts.path + (f"?{parts.query}" if parts.query else ""))

    async def _request(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        if self._writer is None or self._writer.is_closing():
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._reader is not None
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = (f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nCookie: {cookies}\r\n"
                f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n")
        self._writer.write((head + body).encode())
        await self._writer.drain()
        raw = (await self._reader.readuntil(b"\r\n\r\n")).decode()
        status, lines = int(raw.split(" ", 2)[1]), raw.split("\r\n")[1:]
        headers = [(name.lower(), value.strip()) for name, _, value in (row.partition(":") for row in lines)]
        length = int(dict(headers).get("content-length", 0))
        page = (await self._reader.readexactly(length)).decode() if length else ""
        for name, value in headers:
            if name == "set-cookie":
                key, _, cookie = value.partition(";")[0].partition("=")
                self._cookies[key] = cookie
        if dict(headers).get("connection") == "close":
            self._writer.close()
        return status, dict(headers).get("location", ""), page


def _filled(form: str, chance: random.Random) -> list[tuple[str, str]]:
    """Return the fields of a form as someone sends them: hidden ones as given, one answer to each question."""
    inputs = [dict(ATTRIBUTE.findall(tag)) for tag in INPUT.findall(form)]
    fields = [(row["name"], unescape(row.get("value", ""))) for row in inputs if row.get("type") == "hidden"]
    by_name: dict[str, list[str]] = {}
    for row in inputs:
        if row.get("type") in ("radio", "checkbox") and row["name"] not in LEFT_EMPTY:
            by_name.setdefault(row["name"], []).append(row["value"])
    fields += [(name, CHOICES.get(name) or chance.choice(values)) for name, values in by_name.items()]
    texts = [row["name"] for row in inputs if row.get("type") == "text" and row["name"] not in LEFT_EMPTY]
    words = "More officers on foot in my street, at the times when people come home."
    return fields + [(name, words if name.startswith("q") else "") for name in (*AREA.findall(form), *texts)]


async def crowd(port: int, people: int) -> dict[str, object]:
    """Let everyone answer and return what they saw: times in seconds by method, receipts, and what went wrong."""
    everyone = [Person(port, place) for place in range(people)]

    async def one(place: int, person: Person) -> str:
        await asyncio.sleep(ARRIVE_S * place / people)
        try:
            await person.answer()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        return ""

    failed = Counter(await asyncio.gather(*(one(place, person) for place, person in enumerate(everyone))))
    failed.pop("", None)
    return {
        "taken": [entry for person in everyone for entry in person.taken],
        "receipts": [person.receipt for person in everyone if person.receipt], "failed": dict(failed),
    }


def measure(folder: Path) -> None:
    """Measure the crowd on each database."""
    for backend in databases.BACKENDS:
        here = folder / f"crowd-{backend}"
        here.mkdir()
        url = databases.copies.make(backend, here)
        app = application(url, here)
        world = build(app)
        with app.app_context():
            surveys.import_survey(consultation_id=world.consultation_id, data=SURVEY.read_bytes())
            db.engine.dispose()
        with served("product", url, here) as server:
            before, started_at = server.cpu_seconds(), time.perf_counter()
            seen = json.loads(subprocess.run(
                [sys.executable, "-m", "tests.bench.respondents", str(server.port), str(PEOPLE)], cwd=ROOT, check=True,
                capture_output=True, text=True).stdout)
            _tell(backend, url, seen, server.cpu_seconds() - before, time.perf_counter() - started_at)


def _tell(backend: str, url: str, seen: dict[str, list[list[object]]], cpu_s: float, took_s: float) -> None:
    heading(f"{PEOPLE} people at once on a survey of 12 pages, {THOUGHT_S[0]:.0f} to {THOUGHT_S[1]:.0f} s of thought a "
            f"page, {'SQLite' if backend == 'sqlite' else 'PostgreSQL'}")
    for method, name in (("GET", "a page"), ("POST", "sending one (saved before it is answered)")):
        taken = sorted(float(str(t)) * 1000 for kind, t in seen["taken"] if kind == method)
        line(name, f"median {taken[len(taken) // 2]:.0f} ms", f"p95 {taken[int(len(taken) * 0.95)]:.0f} ms",
             f"p99 {taken[int(len(taken) * 0.99)]:.0f} ms")
    every = sorted(float(str(t)) * 1000 for _kind, t in seen["taken"])
    line(f"all requests (goal: p95 {GOAL_MS:.0f} ms or less)", f"p95 {every[int(len(every) * 0.95)]:.0f} ms",
         f"{len(every):,} in {took_s:.0f} s", f"{cpu_s / took_s:.0%} of a CPU")
    line("failed", str(sum(int(str(n)) for n in dict(seen["failed"]).values())), *map(str, dict(seen["failed"])))
    engine = create_engine(url)
    with engine.connect() as connection:
        stored, answered = connection.execute(text(
            "SELECT count(*), (SELECT count(*) FROM answers) FROM responses")).one()
    engine.dispose()
    receipts = seen["receipts"]
    assert len(set(map(str, receipts))) == len(receipts) == stored, f"{len(receipts)} receipts, {stored} stored"
    line("receipts given = responses stored, none twice", f"{stored:,}", f"{answered:,} answers")


if __name__ == "__main__":
    print(json.dumps(asyncio.run(crowd(int(sys.argv[1]), int(sys.argv[2])))))
