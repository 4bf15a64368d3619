"""A program that prints is on its own: ended in time, sees no secrets, reaches nobody; without one that is said."""

import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from consult.clients import pdf_printer
from consult.clients.pdf_printer import DOCX, HTML, Chromium, Failed, LibreOffice, NoPrinter, printers

there = {printer.name: printer for printer in printers()}
needs_browser = pytest.mark.skipif("chromium" not in there, reason="chromium is not installed")
PAGE = b"<!doctype html><html lang=en><head><title>A page</title></head><body><h1>Streets</h1>%s</body></html>"


def test_without_a_program_there_is_a_twin_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer.shutil, "which", lambda name: None)
    assert printers() == (NoPrinter(),) and not printers()[0].is_there
    with pytest.raises(Failed):
        printers()[0].write(PAGE)


def test_the_browser_comes_before_the_office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer.shutil, "which", lambda name: f"/bin/{name}")
    assert printers() == (Chromium("/bin/chromium"), LibreOffice("/bin/soffice"))
    assert [printer.reads for printer in printers()] == [HTML, DOCX]


@pytest.mark.parametrize("script", ["exit 3", "exit 0", "echo words > page.pdf", "sleep 600 & sleep 600"])
def test_a_program_that_fails_hangs_or_writes_something_else_has_failed(tmp_path: Path, script: str) -> None:
    with pytest.raises(Failed):
        Chromium(program(tmp_path, script), seconds=1.0).write(PAGE)


def test_a_program_that_is_gone_has_failed(tmp_path: Path) -> None:
    with pytest.raises(Failed):
        LibreOffice(str(tmp_path / "none")).write(b"PK")


def test_a_program_sees_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONSULT_FILES_S3_SECRET", "a secret of ours")
    printed = Chromium(program(tmp_path, "(printf '%%PDF-'; env) > page.pdf")).write(PAGE)
    assert b"PATH=" in printed and b"secret" not in printed


def test_what_is_too_large_is_not_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_printer, "MOST_BYTES", 10)
    with pytest.raises(Failed, match="large"):
        Chromium(program(tmp_path, "exit 0")).write(PAGE)


@needs_browser
def test_the_browser_prints_and_asks_nobody_for_anything(server: tuple[str, list[str]]) -> None:
    address, asked = server
    printed = there["chromium"].write(PAGE % f'<img src="{address}/picture.png"><iframe src="{address}/x">'.encode())
    assert printed.startswith(b"%PDF-") and asked == []


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_words: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()


def program(folder: Path, script: str) -> str:
    """Write a program that does only what the script says, in the folder that it is started in."""
    path = folder / "printer"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)
