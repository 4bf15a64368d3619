"""Prints a page or a Word document as PDF by a program of this machine; without one there is no PDF, and that is said.

Chromium prints the report's own HTML: it keeps the language of each part, the heads of tables and every letter of every
script. LibreOffice is the second way: it prints the Word document. Neither reaches the network while it prints.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
LIBREOFFICE_NAMES = ("soffice", "libreoffice")
SECONDS = 120.0
MOST_BYTES = 40_000_000
HTML, DOCX = "html", "docx"
# Nothing listens at this address: whatever a page asked for would end there (it asks for nothing: it says so itself).
NOWHERE = "http://127.0.0.1:9"
CHROMIUM_FLAGS = (
    "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-extensions", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-default-apps", "--no-first-run",
    "--no-default-browser-check", "--host-resolver-rules=MAP * ~NOTFOUND", f"--proxy-server={NOWHERE}",
    "--proxy-bypass-list=<-loopback>", "--no-pdf-header-footer", "--generate-pdf-document-outline",
)
LIBREOFFICE_FILTER = ('pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"},'
                      '"UseTaggedPDF":{"type":"boolean","value":"true"}}')


class Failed(Exception):
    """The program is away, took too long, was given too much, or wrote no PDF."""


class PdfPrinter(Protocol):
    """What makes PDF; `reads` is HTML or DOCX, `name` what it is called in the facts of a file."""

    name: str
    reads: str
    is_there: bool

    def write(self, content: bytes) -> bytes:
        """Return the PDF of a whole HTML page or of a Word document, as `reads` says; raises Failed."""


@dataclass(frozen=True)
class NoPrinter:
    """The twin that does nothing, for installations without either program."""

    name: str = ""
    reads: str = HTML
    is_there: bool = False

    def write(self, content: bytes) -> bytes:
        """Raise Failed."""
        raise Failed("no program")


@dataclass(frozen=True)
class Chromium:
    """The browser at `path`, started once for each page with a profile of its own that is deleted afterwards."""

    path: str
    seconds: float = SECONDS
    name: str = "chromium"
    reads: str = HTML
    is_there: bool = True

    def write(self, content: bytes) -> bytes:
        """Return the page as a tagged PDF with bookmarks; raises Failed."""
        _checked(content)
        with _folder() as folder:
            page, printed = folder / "page.html", folder / "page.pdf"
            page.write_bytes(content)
            # Its own sandbox cannot be built by root: there, the machine that runs the worker is the wall.
            alone = ("--no-sandbox",) if os.geteuid() == 0 else ()
            _run([self.path, *CHROMIUM_FLAGS, *alone, f"--user-data-dir={folder / 'profile'}",
                  f"--print-to-pdf={printed}", page.as_uri()], folder, self.seconds)
            return _pdf(printed)


@dataclass(frozen=True)
class LibreOffice:
    """The office at `path`, started once for each document with a profile of its own that is deleted afterwards."""

    path: str
    seconds: float = SECONDS
    name: str = "libreoffice"
    reads: str = DOCX
    is_there: bool = True

    def write(self, content: bytes) -> bytes:
        """Return the Word document as a tagged PDF; raises Failed."""
        return self._converted(content, LIBREOFFICE_FILTER, "pdf")

    def as_text(self, content: bytes) -> str:
        """Return the words of a Word document as this program reads them; raises Failed."""
        return self._converted(content, "txt:Text (encoded):UTF8", "txt").decode("utf-8-sig", "replace")

    def _converted(self, content: bytes, wanted: str, ending: str) -> bytes:
        _checked(content)
        with _folder() as folder:
            document, printed = folder / "page.docx", folder / f"page.{ending}"
            document.write_bytes(content)
            profile = (folder / "profile").as_uri()
            _run([self.path, "--headless", "--norestore", "--nologo", f"-env:UserInstallation={profile}",
                  "--convert-to", wanted, "--outdir", str(folder), str(document)], folder, self.seconds)
            return _pdf(printed) if ending == "pdf" else _read(printed)


def printers() -> tuple[PdfPrinter, ...]:
    """Return what makes PDF on this machine, the better one first; the one that does nothing where there is none."""
    found: list[PdfPrinter] = []
    if browser := _first(CHROMIUM_NAMES):
        found.append(Chromium(browser))
    if office := _first(LIBREOFFICE_NAMES):
        found.append(LibreOffice(office))
    return tuple(found) or (NoPrinter(),)


def _first(names: Sequence[str]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _checked(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise Failed("too large")


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    # A browser that ends writes into its profile to the last moment.
    with tempfile.TemporaryDirectory(prefix="consult-pdf-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _run(command: Sequence[str], folder: Path, seconds: float) -> None:
    """Run a program and everything that it starts, for so long at most; it sees none of our settings."""
    seen = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8",
            "TZ": "UTC"}
    # Whoever asks for a page goes first: nobody waits for a print.
    patient = [nice, "-n", "10"] if (nice := shutil.which("nice")) else []
    try:
        process = subprocess.Popen([*patient, *command], cwd=folder, env=seen, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    except OSError as error:
        raise Failed(type(error).__name__) from error
    try:
        status = process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Failed("took too long") from error
    finally:
        # What it started goes too: a browser is many processes.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if status != 0:
        raise Failed(f"ended with {status}")


def _pdf(path: Path) -> bytes:
    content = _read(path)
    if not content.startswith(b"%PDF-"):
        raise Failed("no PDF")
    return content


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Failed("nothing was written") from error
